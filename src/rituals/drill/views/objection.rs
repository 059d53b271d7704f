//! Noting what a buyer said.

use super::{action, done, field};
use crate::{
    audience::Audience,
    blocks::{Block, Button, Form, Input, Message, buttons, input, note, sentence, words},
    ids::UserId,
    rituals::drill::rules::LONGEST_OBJECTION,
};

/// What has just been noted.
pub(in crate::rituals::drill) struct Noted<'n> {
    /// That it was heard.
    pub(in crate::rituals::drill) heard: i64,
    pub(in crate::rituals::drill) text: &'n str,
    /// How often within 30 days, this time included.
    pub(in crate::rituals::drill) times: u32,
    /// It may be the same as this one.
    pub(in crate::rituals::drill) perhaps: Option<(i64, String)>,
}

/// The form behind the shortcut *Note an objection*.
pub(in crate::rituals::drill) fn form(who: &UserId) -> Form {
    Form {
        callback: action::HEARD,
        item: String::new(),
        title: "Note an objection",
        submit: Some("Note it"),
        close: "Cancel",
        blocks: vec![
            input(
                field::HEARD,
                "What did the buyer say?",
                false,
                Input::Brief {
                    example: "In their words, without names",
                    value: None,
                    most: LONGEST_OBJECTION,
                },
            ),
            note(&Audience::ProgrammeUnnamed.sentence(who, ToString::to_string)),
        ],
        again: Some((action::HEARD, String::new())),
    }
}

/// It is noted and counted; whether it is the same as another is asked only where that is unsure.
pub(in crate::rituals::drill) fn noted(noted: &Noted<'_>, who_sees: &str) -> Message {
    let summary = match noted.times {
        0 | 1 => "Noted. Heard for the first time in 30 days.".to_owned(),
        times => format!("Noted. Heard {times} times in 30 days."),
    };
    let mut blocks = vec![sentence(&summary), words(noted.text)];
    if let Some((other, text)) = &noted.perhaps {
        blocks.extend(question(noted.heard, *other, text));
    }
    blocks.push(note(who_sees));
    Message { summary, blocks }
}

fn question(heard: i64, other: i64, text: &str) -> [Block; 3] {
    [
        sentence("Is it the same as this one? If it is not, leave it; they are counted apart."),
        words(text),
        buttons(vec![Button::plain(
            action::SAME,
            "It is the same",
            format!("{heard}-{other}"),
        )]),
    ]
}

/// The same in a form.
pub(in crate::rituals::drill) fn noted_form(message: Message) -> Form {
    done("Note an objection", message.blocks)
}
