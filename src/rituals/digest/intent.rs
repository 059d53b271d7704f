//! What somebody wants of digests, read from what they did. Nothing here looks anything up.

use super::views::action;
use crate::request::{Act, Request};

/// What somebody wants.
pub(super) enum Intent {
    /// The newest month.
    Newest,
    /// One month.
    Open {
        id: i64,
    },
    /// How its figures are computed.
    How {
        id: i64,
    },
    /// What can be done with them.
    What {
        id: i64,
    },
    Nothing,
}

impl Intent {
    /// `None` for what this version does not know.
    pub(super) fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Command { .. } => Some(Self::Newest),
            Act::Click { action, value, .. } => {
                let id = value.parse().ok()?;
                match action.as_str() {
                    action::OPEN => Some(Self::Open { id }),
                    action::HOW => Some(Self::How { id }),
                    action::WHAT => Some(Self::What { id }),
                    _ => None,
                }
            }
            Act::Close(_) => Some(Self::Nothing),
            Act::Submit(_)
            | Act::Shortcut { .. }
            | Act::OpenedHome
            | Act::PeopleChanged(_)
            | Act::Uninstalled => None,
        }
    }
}
