//! What somebody wants of days off, read from what they did. Nothing here looks anything up.

use super::{rules::Opened, views::action};
use crate::request::{Act, FormState, Request};

/// What somebody wants.
pub(super) enum Intent {
    OpenAway,
    SaveAway(FormState, Opened),
    ComeBack { id: i64, opened: Opened },
    OpenQuiet,
    SaveQuiet(FormState, Opened),
    EndQuiet { id: i64, opened: Opened },
    Nothing,
}

impl Intent {
    /// `None` for what this version does not know.
    pub(super) fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Command { name, .. } => match name.as_str() {
                "away" => Some(Self::OpenAway),
                "days off" => Some(Self::OpenQuiet),
                _ => None,
            },
            Act::Click {
                action,
                value,
                form,
            } => {
                let pressed = || {
                    let opened = Opened::from_item(&form.as_ref()?.item)?;
                    Some((value.parse().ok()?, opened))
                };
                match action.as_str() {
                    action::OPEN_AWAY => Some(Self::OpenAway),
                    action::COME_BACK => {
                        pressed().map(|(id, opened)| Self::ComeBack { id, opened })
                    }
                    action::END_QUIET => {
                        pressed().map(|(id, opened)| Self::EndQuiet { id, opened })
                    }
                    _ => None,
                }
            }
            Act::Submit(form) => {
                let opened = Opened::from_item(&form.item)?;
                match form.callback.as_str() {
                    action::SAVE_AWAY => Some(Self::SaveAway(form.clone(), opened)),
                    action::SAVE_QUIET => Some(Self::SaveQuiet(form.clone(), opened)),
                    _ => None,
                }
            }
            Act::Close(_) => Some(Self::Nothing),
            Act::Shortcut { .. } | Act::OpenedHome | Act::PeopleChanged(_) | Act::Uninstalled => {
                None
            }
        }
    }

    /// True if it changes something.
    pub(super) fn is_fact(&self) -> bool {
        match self {
            Self::SaveAway(..)
            | Self::ComeBack { .. }
            | Self::SaveQuiet(..)
            | Self::EndQuiet { .. } => true,
            Self::OpenAway | Self::OpenQuiet | Self::Nothing => false,
        }
    }
}
