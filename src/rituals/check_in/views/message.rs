//! The DM at somebody's hour: which commitments, the four answers, and what was said. Never a commitment's words.

use super::{action, after, answers, label, message, rhythm::in_words, what_next};
use crate::{
    attention::{Kind, views::because},
    audience::ONLY_YOU,
    blocks::{Block, Button, Message, Part, buttons, line, row, sentence},
    commitments::Commitment,
    rituals::check_in::rules::{CheckIn, Offer, Rhythm},
};

/// What **Go live** starts.
pub(in crate::rituals::check_in) const PROMPTS: &[&str] = &[
    "Check-ins: whoever has an open commitment is asked how it went, on the day and at the hour they chose, with at most five commitments in one message. After two without an answer it asks whether fewer would be better.",
];

/// One commitment that a DM asks about.
#[derive(Clone, Debug)]
pub(in crate::rituals::check_in) struct Asked {
    /// Which.
    pub(in crate::rituals::check_in) commitment: Commitment,
    /// What was said since.
    pub(in crate::rituals::check_in) said: Option<CheckIn>,
    /// The partner who has a line of it.
    pub(in crate::rituals::check_in) told: Option<String>,
    /// What can be shared of it.
    pub(in crate::rituals::check_in) offer: Offer,
}

/// How did it go?
pub(in crate::rituals::check_in) fn nudge(name: &str, asked: &[Asked]) -> Message {
    let text = match asked {
        [_] => format!("{name}, how did it go with your commitment?"),
        [] => format!("{name}, the commitment that this asked about is not kept any more."),
        _ => format!("{name}, how did it go with your commitments?"),
    };
    let because = [because(Kind::CheckIn)];
    let more = asked.iter().flat_map(one).chain(because).collect();
    message(text, more, ONLY_YOU)
}

fn one(asked: &Asked) -> Vec<Block> {
    let Asked {
        commitment,
        said,
        told,
        offer,
    } = asked;
    let told = told.as_deref();
    match said {
        Some(said) => vec![
            line(
                [Part::Bold(label(commitment)), Part::Text(" · ".to_owned())]
                    .into_iter()
                    .chain(after(said.answer, told, offer))
                    .collect(),
            ),
            what_next(said, told, offer),
        ],
        None => vec![
            row(
                &label(commitment),
                Button::plain(action::ABOUT, "Open", commitment.id),
            ),
            answers(commitment),
        ],
    }
}

/// Want fewer of these? `chosen` is what holds since it was answered.
pub(in crate::rituals::check_in) fn fewer(name: &str, chosen: Option<&Rhythm>) -> Message {
    let more = match chosen {
        Some(rhythm) => vec![sentence(&in_words(rhythm))],
        None => vec![
            sentence(
                "The last two check-ins passed without a word, which is fine. If this one does too, they pause until you come back.",
            ),
            buttons(vec![
                Button::plain(action::WEEKLY, "Weekly", ""),
                Button::plain(action::FORTNIGHTLY, "Every 2 weeks", ""),
                Button::plain(action::PAUSE, "Pause", ""),
                Button::plain(action::LIST, "Check in now", ""),
            ]),
            because(Kind::CheckIn),
        ],
    };
    message(format!("{name}, want fewer of these?"), more, ONLY_YOU)
}
