//! What somebody wants of their data, read from what they did. Nothing here looks anything up.

use super::views::action;
use crate::request::{Act, Request};

/// What somebody wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Intent {
    Privacy,
    MyData { page: usize, as_json: bool },
    AskSend,
    Send,
    AskErase,
    Erase,
    Nothing,
}

impl Intent {
    /// `None` for what this version does not know.
    pub(super) fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Command { name, .. } => match name.as_str() {
                "privacy" => Some(Self::Privacy),
                "my data" => Some(Self::MyData {
                    page: 1,
                    as_json: false,
                }),
                "erase me" => Some(Self::AskErase),
                _ => None,
            },
            Act::Click { action, value, .. } => {
                // A page that is no number is the first.
                let page = value.parse().unwrap_or(1).max(1);
                match action.as_str() {
                    action::PAGE_BACK | action::PAGE | action::TO_READ => Some(Self::MyData {
                        page,
                        as_json: false,
                    }),
                    action::JSON_BACK | action::JSON | action::TO_JSON => Some(Self::MyData {
                        page,
                        as_json: true,
                    }),
                    action::ASK_SEND => Some(Self::AskSend),
                    action::ASK_ERASE => Some(Self::AskErase),
                    _ => None,
                }
            }
            Act::Submit(form) if form.callback == action::ERASE => Some(Self::Erase),
            Act::Submit(form) if form.callback == action::SEND => Some(Self::Send),
            Act::Close(_) => Some(Self::Nothing),
            Act::Submit(_)
            | Act::Shortcut { .. }
            | Act::OpenedHome
            | Act::PeopleChanged(_)
            | Act::Uninstalled => None,
        }
    }
}
