//! What somebody wants of check-ins, read from what they did. Nothing here looks anything up.

use super::{rules::Pace, views::action};
use crate::{
    commitments::Answer,
    ids::{ChannelId, UserId},
    request::{Act, FormState, Request},
};

/// What somebody wants.
pub(super) enum Intent {
    Help,
    /// A new commitment: another ritual's form.
    New,
    /// All that is open.
    List,
    /// One commitment, to answer.
    About {
        id: i64,
    },
    /// How a commitment went.
    Answer {
        id: i64,
        answer: Answer,
    },
    /// The last answer about a commitment was a slip.
    Change {
        id: i64,
    },
    /// The form for a note to the partner.
    Write {
        id: i64,
    },
    Note {
        id: i64,
        form: FormState,
    },
    /// The form for a win.
    Share {
        id: i64,
    },
    /// **Share**, of a form that named this channel.
    SendShare {
        id: i64,
        channel: ChannelId,
        form: FormState,
    },
    /// Slack did not let a win in; once more.
    TryAgain {
        id: i64,
    },
    /// A win is taken back.
    Unshare {
        id: i64,
    },
    /// The partner opens a card.
    Read {
        id: i64,
    },
    Cheer {
        id: i64,
    },
    /// The form that asks somebody, or says who it is.
    Partner {
        to: Option<UserId>,
    },
    Ask {
        form: FormState,
    },
    Agree {
        id: i64,
    },
    Decline {
        id: i64,
    },
    End {
        id: i64,
    },
    /// The form for when one is asked.
    Rhythm,
    KeepRhythm {
        form: FormState,
    },
    Pace {
        pace: Pace,
    },
    Nothing,
}

impl Intent {
    /// `None` for what this version does not know.
    pub(super) fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Command { text, mentions, .. } => Some(Self::of_command(text, mentions)),
            Act::Click { action, value, .. } => Self::of_click(action, value),
            Act::Submit(form) => match form.callback.as_str() {
                action::NOTE => Some(Self::Note {
                    id: form.item.parse().ok()?,
                    form: form.clone(),
                }),
                action::SHARE => {
                    let (id, channel) = form.item.split_once(':')?;
                    Some(Self::SendShare {
                        id: id.parse().ok()?,
                        channel: ChannelId::new(channel),
                        form: form.clone(),
                    })
                }
                action::ASK => Some(Self::Ask { form: form.clone() }),
                action::KEEP_RHYTHM => Some(Self::KeepRhythm { form: form.clone() }),
                _ => None,
            },
            Act::Close(_) => Some(Self::Nothing),
            Act::Shortcut { .. } | Act::OpenedHome | Act::PeopleChanged(_) | Act::Uninstalled => {
                None
            }
        }
    }

    fn of_command(text: &str, mentions: &[UserId]) -> Self {
        let word = text.split_whitespace().next().unwrap_or_default();
        match word.to_lowercase().as_str() {
            "" => Self::List,
            "new" => Self::New,
            "partner" => Self::Partner {
                to: mentions.first().cloned(),
            },
            "when" => Self::Rhythm,
            _ => Self::Help,
        }
    }

    fn of_click(action: &str, value: &str) -> Option<Self> {
        let id = value.parse();
        Some(match action {
            action::LIST => Self::List,
            action::ABOUT => Self::About { id: id.ok()? },
            action::CHANGE => Self::Change { id: id.ok()? },
            action::WRITE => Self::Write { id: id.ok()? },
            action::SHARE => Self::Share { id: id.ok()? },
            action::TRY_AGAIN => Self::TryAgain { id: id.ok()? },
            action::UNSHARE => Self::Unshare { id: id.ok()? },
            action::READ => Self::Read { id: id.ok()? },
            action::CHEER => Self::Cheer { id: id.ok()? },
            action::PARTNER => Self::Partner { to: None },
            action::AGREE => Self::Agree { id: id.ok()? },
            action::DECLINE => Self::Decline { id: id.ok()? },
            action::END => Self::End { id: id.ok()? },
            action::RHYTHM => Self::Rhythm,
            action::WEEKLY => Self::Pace { pace: Pace::Weekly },
            action::FORTNIGHTLY => Self::Pace {
                pace: Pace::Fortnightly,
            },
            action::PAUSE => Self::Pace { pace: Pace::Paused },
            action::RESUME => Self::Pace {
                pace: Pace::Resumed,
            },
            _ => Self::Answer {
                id: id.ok()?,
                answer: action::answer(action)?,
            },
        })
    }
}
