//! What somebody wants of feedback, read from what they did. Nothing here looks anything up.

use super::{
    rules::List,
    views::{DROP_WORD, REPORT_WORD, action},
};
use crate::{
    ids::UserId,
    request::{Act, FormState, Request},
};

/// What somebody wants.
pub(super) enum Intent {
    Help,
    Give {
        to: Option<UserId>,
        handle: Option<String>,
        text: Option<String>,
    },
    OpenEdit {
        id: i64,
    },
    Send {
        form: FormState,
    },
    Save {
        id: i64,
        form: FormState,
    },
    Read {
        id: i64,
    },
    Helped {
        id: i64,
    },
    Commit {
        id: i64,
    },
    Withdraw {
        id: i64,
        in_form: bool,
    },
    AskDrop {
        id: i64,
    },
    Drop {
        id: i64,
    },
    OpenReport {
        id: i64,
    },
    Report {
        id: i64,
        form: FormState,
    },
    Review {
        id: i64,
    },
    Decide {
        id: i64,
        lift: bool,
    },
    List {
        list: List,
        before: Option<i64>,
    },
    Nothing,
}

impl Intent {
    /// `None` for what this version does not know.
    pub(super) fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Command { text, mentions, .. } => Some(Self::of_command(text, mentions)),
            Act::Shortcut { author, .. } => Some(Self::Give {
                to: author.clone(),
                handle: None,
                text: None,
            }),
            Act::Click {
                action,
                value,
                form,
            } => Self::of_click(action, value, form.is_some()),
            Act::Submit(form) => match form.callback.as_str() {
                action::GIVE => Some(Self::Send { form: form.clone() }),
                action::EDIT => form.item.parse().ok().map(|id| Self::Save {
                    id,
                    form: form.clone(),
                }),
                action::REPORT => form.item.parse().ok().map(|id| Self::Report {
                    id,
                    form: form.clone(),
                }),
                _ => None,
            },
            Act::Close(_) => Some(Self::Nothing),
            Act::OpenedHome | Act::PeopleChanged(_) | Act::Uninstalled => None,
        }
    }

    fn of_command(text: &str, mentions: &[UserId]) -> Self {
        let text = text.trim();
        if text.eq_ignore_ascii_case("help") {
            return Self::Help;
        }
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let to = mentions.first().cloned();
        let handle = if to.is_none() {
            first.strip_prefix('@').map(str::to_owned)
        } else {
            None
        };
        // What was typed behind the name is kept: it stands in the first box.
        let words = if to.is_some() || handle.is_some() {
            rest
        } else {
            text
        };
        Self::Give {
            to,
            handle,
            text: Some(words.trim().to_owned()).filter(|words| !words.is_empty()),
        }
    }

    fn of_click(action: &str, value: &str, in_form: bool) -> Option<Self> {
        let id = value.parse().ok();
        match action {
            action::GIVE => {
                let to = Some(value)
                    .filter(|value| !value.is_empty())
                    .map(UserId::new);
                Some(Self::Give {
                    to,
                    handle: None,
                    text: None,
                })
            }
            action::READ => Some(Self::Read { id: id? }),
            action::LIST | action::OLDER | action::NEWEST => {
                let (list, before) = List::of_value(value)?;
                Some(Self::List { list, before })
            }
            action::HELPED => Some(Self::Helped { id: id? }),
            action::COMMIT => Some(Self::Commit { id: id? }),
            action::EDIT => Some(Self::OpenEdit { id: id? }),
            action::WITHDRAW => Some(Self::Withdraw { id: id?, in_form }),
            action::DROP => Some(Self::Drop { id: id? }),
            action::MORE => match value.split_once(':')? {
                (REPORT_WORD, id) => Some(Self::OpenReport {
                    id: id.parse().ok()?,
                }),
                (DROP_WORD, id) => Some(Self::AskDrop {
                    id: id.parse().ok()?,
                }),
                _ => None,
            },
            action::REVIEW => Some(Self::Review { id: id? }),
            action::KEEP_PAUSED => Some(Self::Decide {
                id: id?,
                lift: false,
            }),
            action::LIFT_PAUSE => Some(Self::Decide {
                id: id?,
                lift: true,
            }),
            _ => None,
        }
    }
}
