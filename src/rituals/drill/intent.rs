//! What somebody wants of drills, read from what they did. Nothing here looks anything up.

use super::{
    rules::Phase,
    views::{action, run},
};
use crate::request::{Act, FormState, Request};

/// What somebody wants.
pub(super) enum Intent {
    Help,
    /// The form of a new drill, with what was typed or picked already.
    Open {
        typed: Option<String>,
        picked: Option<String>,
    },
    Preview(FormState),
    Change(i64),
    Post(i64),
    TryAgain(i64),
    Elsewhere(i64),
    PickChannel(i64),
    MoveTo(i64, FormState),
    Again(i64),
    /// The form for an objection.
    OpenHeard,
    Heard(String),
    SendHeard(FormState),
    Same(String),
    OpenAnswer(i64),
    SendAnswer(i64, FormState),
    OpenVote(i64),
    Judge(i64, FormState),
    /// From this deadline on, in Unix seconds.
    Extend(i64, i64),
    /// Asks before it ends the step that the menu names.
    AskClose(i64, Phase),
    /// Ends the step that the button names.
    CloseNow(i64, Phase),
    AskCancel(i64),
    Cancel(i64),
    Repost(i64),
    /// This page of them, from 1.
    AllAnswers(i64, usize),
    OpenBow(i64),
    Bow(i64, bool),
    Nothing,
}

impl Intent {
    /// `None` for what this version does not know.
    pub(super) fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Command { text, .. } => Some(Self::of_command(text)),
            Act::Shortcut { .. } => Some(Self::OpenHeard),
            Act::Click { action, value, .. } => Self::of_click(action, value),
            Act::Submit(form) => Self::of_form(form),
            Act::Close(_) => Some(Self::Nothing),
            Act::OpenedHome | Act::PeopleChanged(_) | Act::Uninstalled => None,
        }
    }

    /// True if it changes something.
    pub(super) fn is_fact(&self) -> bool {
        match self {
            Self::Help
            | Self::Open { .. }
            | Self::Change(_)
            | Self::PickChannel(_)
            | Self::OpenHeard
            | Self::AskClose(..)
            | Self::AskCancel(_)
            | Self::AllAnswers(..)
            | Self::OpenBow(_)
            | Self::Nothing => false,
            Self::Preview(_)
            | Self::Post(_)
            | Self::TryAgain(_)
            | Self::Elsewhere(_)
            | Self::MoveTo(..)
            | Self::Again(_)
            | Self::Heard(_)
            | Self::SendHeard(_)
            | Self::Same(_)
            | Self::OpenAnswer(_)
            | Self::SendAnswer(..)
            | Self::OpenVote(_)
            | Self::Judge(..)
            | Self::Extend(..)
            | Self::CloseNow(..)
            | Self::Cancel(_)
            | Self::Repost(_)
            | Self::Bow(..) => true,
        }
    }

    fn of_command(text: &str) -> Self {
        let text = text.trim();
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if text.eq_ignore_ascii_case("help") {
            Self::Help
        } else if first.eq_ignore_ascii_case("heard") {
            if rest.trim().is_empty() {
                Self::OpenHeard
            } else {
                Self::Heard(rest.trim().to_owned())
            }
        } else {
            Self::Open {
                typed: Some(text.to_owned()).filter(|text| !text.is_empty()),
                picked: None,
            }
        }
    }

    fn of_click(action: &str, value: &str) -> Option<Self> {
        let id = || value.parse().ok();
        Some(match action {
            action::OPEN => Self::Open {
                typed: None,
                picked: Some(value.to_owned()).filter(|value| !value.is_empty()),
            },
            action::CHANGE => Self::Change(id()?),
            action::TRY_AGAIN => Self::TryAgain(id()?),
            action::ELSEWHERE => Self::Elsewhere(id()?),
            action::MOVE => Self::PickChannel(id()?),
            action::AGAIN => Self::Again(id()?),
            action::HEARD => Self::OpenHeard,
            action::SAME => Self::Same(value.to_owned()),
            action::ANSWER => Self::OpenAnswer(id()?),
            action::VOTE => Self::OpenVote(id()?),
            action::RUN => {
                let (what, item) = value.split_once(':')?;
                let id = || item.parse().ok();
                match what {
                    run::EXTEND => {
                        let (id, by) = item.split_once(':')?;
                        Self::Extend(id.parse().ok()?, by.parse().ok()?)
                    }
                    run::CLOSE => Self::AskClose(id()?, Phase::Answering),
                    run::CLOSE_VOTE => Self::AskClose(id()?, Phase::Voting),
                    run::CLOSE_SUDDEN => Self::CloseNow(id()?, Phase::SuddenDeath),
                    run::CANCEL => Self::AskCancel(id()?),
                    _ => return None,
                }
            }
            action::CLOSE => Self::CloseNow(id()?, Phase::Answering),
            action::CLOSE_VOTE => Self::CloseNow(id()?, Phase::Voting),
            action::CANCEL => Self::Cancel(id()?),
            action::REPOST => Self::Repost(id()?),
            action::ALL => Self::AllAnswers(id()?, 1),
            action::ALL_BACK | action::ALL_NEXT => {
                let (id, page) = value.split_once(':')?;
                Self::AllAnswers(id.parse().ok()?, page.parse().ok()?)
            }
            action::TAKE_A_BOW => Self::OpenBow(id()?),
            action::BOW => Self::Bow(id()?, true),
            action::UNBOW => Self::Bow(id()?, false),
            _ => return None,
        })
    }

    fn of_form(form: &FormState) -> Option<Self> {
        let id = || form.item.parse().ok();
        let state = || form.clone();
        Some(match form.callback.as_str() {
            action::PREVIEW => Self::Preview(state()),
            action::POST => Self::Post(id()?),
            action::MOVE => Self::MoveTo(id()?, state()),
            action::HEARD => Self::SendHeard(state()),
            action::ANSWER => Self::SendAnswer(id()?, state()),
            action::JUDGE => Self::Judge(id()?, state()),
            _ => return None,
        })
    }
}
