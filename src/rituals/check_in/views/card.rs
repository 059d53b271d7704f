//! What a partner sees: one line for each answer, what there is to read in a form, and what a cheer comes to.

use super::{action, message, shown, word};
use crate::{
    audience::ONLY_YOU,
    blocks::{Button, Form, Message, Part, buttons, line, note, words},
    commitments::Answer,
    rituals::check_in::rules::CheckIn,
};

/// What a card is made of.
#[derive(Clone, Debug)]
pub(in crate::rituals::check_in) struct Card {
    /// Whose check-in it is.
    pub(in crate::rituals::check_in) name: String,
    /// There is something that the partner may open.
    pub(in crate::rituals::check_in) can_read: bool,
    /// They are partners still.
    pub(in crate::rituals::check_in) are_partners: bool,
    /// The line at the end.
    pub(in crate::rituals::check_in) who_sees: String,
}

/// One line: whose, and how it went.
pub(in crate::rituals::check_in) fn card(check_in: &CheckIn, card: &Card) -> Message {
    let mut press = Vec::new();
    if card.can_read {
        press.push(Button::main(action::READ, "Read", check_in.id));
    }
    if card.are_partners && !check_in.is_cheered && check_in.answer != Answer::NoLonger {
        press.push(Button::plain(action::CHEER, "Cheer", check_in.id));
    }
    let mut more = Vec::new();
    if !press.is_empty() {
        more.push(buttons(press));
    }
    if check_in.is_cheered {
        more.push(note("You cheered."));
    }
    let text = format!("{}: {}.", card.name, word(check_in.answer));
    message(text, more, &card.who_sees)
}

/// What it becomes when the answer was a slip.
pub(in crate::rituals::check_in) fn card_taken_back(card: &Card) -> Message {
    message(
        format!("{} took a check-in back; it is open again.", card.name),
        Vec::new(),
        &card.who_sees,
    )
}

/// What it becomes when it is not kept any more.
pub(in crate::rituals::check_in) fn card_gone() -> Message {
    message(
        "This check-in is not kept any more.".to_owned(),
        Vec::new(),
        ONLY_YOU,
    )
}

/// What the partner opens: the commitment, if it is shown to them, and the note.
pub(in crate::rituals::check_in) fn reading(
    check_in: &CheckIn,
    card: &Card,
    commitment: Option<&str>,
    text: Option<&str>,
) -> Form {
    let mut blocks = vec![line(vec![
        Part::Bold(card.name.clone()),
        Part::Text(format!(": {}", word(check_in.answer))),
    ])];
    for (label, text) in [("The commitment", commitment), ("Their note to you", text)] {
        if let Some(text) = text {
            blocks.push(line(vec![Part::Bold(label.to_owned())]));
            blocks.push(words(text));
        }
    }
    if blocks.len() == 1 {
        blocks.push(note("There is nothing to read here any more."));
    }
    blocks.push(note(&card.who_sees));
    Form {
        again: Some((action::READ, check_in.id.to_string())),
        ..shown("Check-in", blocks)
    }
}

/// One line for whoever was cheered.
pub(in crate::rituals::check_in) fn cheered(partner: &str, who_sees: &str) -> Message {
    let mut name = partner.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    message(
        format!("{name} cheers you for your check-in."),
        Vec::new(),
        who_sees,
    )
}
