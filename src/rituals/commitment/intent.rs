//! What somebody wants of commitments, read from what they did. Nothing here looks anything up.

use super::views::action;
use crate::request::{Act, FormState, Request};

/// What somebody wants.
pub(super) enum Intent {
    /// A new one, of something or of nothing in particular.
    New {
        item: String,
    },
    Save {
        form: FormState,
    },
    Edit {
        id: i64,
    },
    Change {
        id: i64,
        form: FormState,
    },
    Show {
        id: i64,
    },
    Nothing,
}

impl Intent {
    /// `None` for what this version does not know.
    pub(super) fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Click { action, value, .. } => match action.as_str() {
                action::NEW => Some(Self::New {
                    item: value.clone(),
                }),
                action::EDIT => Some(Self::Edit {
                    id: value.parse().ok()?,
                }),
                action::OPEN => Some(Self::Show {
                    id: value.parse().ok()?,
                }),
                _ => None,
            },
            Act::Submit(form) => match form.callback.as_str() {
                action::SAVE => Some(Self::Save { form: form.clone() }),
                action::CHANGE => Some(Self::Change {
                    id: form.item.parse().ok()?,
                    form: form.clone(),
                }),
                _ => None,
            },
            Act::Close(_) => Some(Self::Nothing),
            Act::Command { .. }
            | Act::Shortcut { .. }
            | Act::OpenedHome
            | Act::PeopleChanged(_)
            | Act::Uninstalled => None,
        }
    }
}
