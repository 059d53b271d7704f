//! The words that all rituals have in common.

use crate::error::Refusal;

/// A button, a form or a command that this version does not have.
pub(crate) fn outdated() -> Refusal {
    Refusal {
        message:
            "This comes from another version of Peerloop and does nothing now. Nothing was changed."
                .to_owned(),
        field: None,
    }
}
