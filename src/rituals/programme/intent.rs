//! What somebody wants of taking part, read from what they did. Nothing here looks anything up.

use super::views::action;
use crate::{
    ids::UserId,
    request::{Act, Request},
};

/// What somebody wants.
pub(super) enum Intent {
    Join,
    OpenLeave,
    Leave,
    Invite { user: UserId },
    NotNow { id: i64 },
    Nothing,
}

impl Intent {
    /// `None` for what this version does not know.
    pub(super) fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Command { name, .. } => match name.as_str() {
                "join" => Some(Self::Join),
                "leave" => Some(Self::OpenLeave),
                _ => None,
            },
            Act::Click { action, value, .. } => match action.as_str() {
                action::JOIN => Some(Self::Join),
                action::INVITE => Some(Self::Invite {
                    user: UserId::new(value),
                }),
                action::NOT_NOW => value.parse().ok().map(|id| Self::NotNow { id }),
                _ => None,
            },
            Act::Submit(form) if form.callback == action::LEAVE => Some(Self::Leave),
            Act::Close(_) => Some(Self::Nothing),
            Act::Submit(_)
            | Act::Shortcut { .. }
            | Act::OpenedHome
            | Act::PeopleChanged(_)
            | Act::Uninstalled => None,
        }
    }
}
