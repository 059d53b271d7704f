//! What somebody wants of the playbook, read from what they did. Nothing here looks anything up.

use super::{
    rules::{AskState, How},
    views::{SHOWN, action},
};
use crate::{
    ids::UserId,
    request::{Act, FormState, Request},
};

/// What somebody wants.
pub(super) enum Intent {
    Help,
    Find(String),
    OpenSearch,
    Search(FormState),
    Export(usize),
    Open {
        id: i64,
        /// In a form that only shows something.
        in_shown: bool,
    },
    Version(i64, i64),
    Used(i64, Option<How>),
    ShareHere(i64),
    AskShare(i64),
    Share(i64, FormState),
    OpenPropose,
    OpenSuggest(i64),
    OpenAdopt(String),
    OpenFinish(i64),
    Propose(FormState),
    OpenEdit(i64),
    Save(i64, FormState),
    Delete(i64),
    OpenWant,
    Want(FormState),
    Reviewed(i64),
    Live(i64),
    Renew(i64),
    Retire(i64),
    /// A message that this person wrote themselves.
    SaveOwn(String),
    Ask {
        author: Option<UserId>,
        text: Option<String>,
    },
    ReadAsk(i64),
    Answer(i64, AskState),
    Nothing,
}

impl Intent {
    /// `None` for what this version does not know.
    pub(super) fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Command { text, .. } => Some(Self::of_command(text)),
            Act::Shortcut { author, text, .. } => Some(match text {
                Some(text) if author.as_ref() == Some(&request.who) => Self::SaveOwn(text.clone()),
                Some(_) | None => Self::Ask {
                    author: author.clone(),
                    text: text.clone(),
                },
            }),
            Act::Click {
                action,
                value,
                form,
            } => Self::of_click(action, value, form.as_ref()),
            Act::Submit(form) => Self::of_submit(form),
            Act::Close(_) => Some(Self::Nothing),
            Act::OpenedHome | Act::PeopleChanged(_) | Act::Uninstalled => None,
        }
    }

    /// True if it changes something.
    pub(super) fn is_fact(&self) -> bool {
        match self {
            Self::Help
            | Self::Find(_)
            | Self::OpenSearch
            | Self::Search(_)
            | Self::Export(_)
            | Self::Open { .. }
            | Self::Version(..)
            | Self::AskShare(_)
            | Self::OpenPropose
            | Self::OpenSuggest(_)
            | Self::OpenAdopt(_)
            | Self::OpenFinish(_)
            | Self::OpenEdit(_)
            | Self::OpenWant
            | Self::SaveOwn(_)
            | Self::ReadAsk(_)
            | Self::Nothing => false,
            Self::Used(..)
            | Self::ShareHere(_)
            | Self::Share(..)
            | Self::Propose(_)
            | Self::Save(..)
            | Self::Delete(_)
            | Self::Want(_)
            | Self::Reviewed(_)
            | Self::Live(_)
            | Self::Renew(_)
            | Self::Retire(_)
            | Self::Ask { .. }
            | Self::Answer(..) => true,
        }
    }

    fn of_command(text: &str) -> Self {
        match text.trim() {
            "" => Self::OpenSearch,
            text if text.eq_ignore_ascii_case("help") => Self::Help,
            text if text.eq_ignore_ascii_case("export") => Self::Export(1),
            text => Self::Find(text.to_owned()),
        }
    }

    fn of_click(action: &str, value: &str, form: Option<&FormState>) -> Option<Self> {
        let id = || value.parse().ok();
        Some(match action {
            action::SEARCH => Self::OpenSearch,
            action::PROPOSE => Self::OpenPropose,
            action::WANT => Self::OpenWant,
            action::ADOPT => Self::OpenAdopt(value.to_owned()),
            action::VERSION => {
                let (id, number) = value.split_once(':')?;
                Self::Version(id.parse().ok()?, number.parse().ok()?)
            }
            action::PAGE | action::PAGE_BACK => Self::Export(value.parse().ok()?),
            action::OPEN => Self::Open {
                id: id()?,
                in_shown: form.is_some_and(|form| form.callback == SHOWN),
            },
            action::WORKED => Self::Used(id()?, Some(How::Worked)),
            action::PARTLY => Self::Used(id()?, Some(How::Partly)),
            action::NO => Self::Used(id()?, Some(How::No)),
            action::NOT_USED => Self::Used(id()?, None),
            action::SHARE_HERE => Self::ShareHere(id()?),
            action::SHARE => Self::AskShare(id()?),
            action::SUGGEST => Self::OpenSuggest(id()?),
            action::FINISH => Self::OpenFinish(id()?),
            action::EDIT => Self::OpenEdit(id()?),
            action::DELETE => Self::Delete(id()?),
            action::REVIEWED => Self::Reviewed(id()?),
            action::LIVE => Self::Live(id()?),
            action::RENEW => Self::Renew(id()?),
            action::RETIRE => Self::Retire(id()?),
            action::READ_ASK => Self::ReadAsk(id()?),
            action::YES_NAMED => Self::Answer(id()?, AskState::Named),
            action::YES => Self::Answer(id()?, AskState::Unnamed),
            action::DECLINE => Self::Answer(id()?, AskState::Declined),
            _ => return None,
        })
    }

    fn of_submit(form: &FormState) -> Option<Self> {
        let id = || form.item.parse().ok();
        Some(match form.callback.as_str() {
            action::SEARCH => Self::Search(form.clone()),
            action::PROPOSE => Self::Propose(form.clone()),
            action::WANT => Self::Want(form.clone()),
            action::EDIT => Self::Save(id()?, form.clone()),
            action::SHARE => Self::Share(id()?, form.clone()),
            _ => return None,
        })
    }
}
