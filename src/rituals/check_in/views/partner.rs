//! Asking somebody to be a partner, agreeing, and parting.

use super::{action, field, message, shown};
use crate::{
    audience::{self, ONLY_YOU},
    blocks::{Button, Form, Input, Message, Weight, buttons, input, note, sentence},
    commitments::partnership::{ASK_DAYS, Partnership},
    ids::UserId,
};

/// What partners do for each other.
const WHAT_IT_IS: &str = "Check-in partners see how each other's commitments went: done, partly, not yet. The commitment itself only if its owner picks that. Either can end it at any time.";

/// The form that asks somebody.
pub(in crate::rituals::check_in) fn ask_form(to: Option<&UserId>) -> Form {
    let blocks = vec![
        sentence(WHAT_IT_IS),
        input(
            field::TO,
            "Whom do you ask?",
            false,
            Input::Person { value: to.cloned() },
        ),
        note(audience::SENTENCE_BEFORE_PICKING),
    ];
    Form {
        callback: action::ASK,
        item: String::new(),
        title: "Check-in partner",
        submit: Some("Ask"),
        close: "Cancel",
        blocks,
        again: Some((action::PARTNER, String::new())),
    }
}

/// After **Ask**.
pub(in crate::rituals::check_in) fn ask_sent(name: &str, who_sees: &str) -> Form {
    let text = format!(
        "{name} is asked. You hear when they say yes; without an answer it ends by itself after {ASK_DAYS} days."
    );
    shown("Check-in partner", vec![sentence(&text), note(who_sees)])
}

/// Whoever has a partner sees who it is.
pub(in crate::rituals::check_in) fn have_partner(
    pair: &Partnership,
    name: &str,
    who_sees: &str,
) -> Form {
    let blocks = vec![
        sentence(&format!("{name} is your check-in partner.")),
        buttons(vec![end_button(pair.id)]),
        note(who_sees),
    ];
    shown("Check-in partner", blocks)
}

/// **Yes** and **Not now**.
pub(in crate::rituals::check_in) fn asked(id: i64, name: &str, who_sees: &str) -> Message {
    let more = vec![sentence(WHAT_IT_IS), yes_or_not_now(id)];
    message(ask_text(name), more, who_sees)
}

pub(super) fn ask_text(name: &str) -> String {
    format!("{name} would like to be your check-in partner.")
}

pub(super) fn yes_or_not_now(id: i64) -> crate::blocks::Block {
    buttons(vec![
        Button::main(action::AGREE, "Yes", id),
        Button::plain(action::DECLINE, "Not now", id),
    ])
}

/// What that becomes.
pub(in crate::rituals::check_in) fn ask_settled(
    name: &str,
    pair: &Partnership,
    who_sees: &str,
) -> Message {
    let text = if pair.holds() {
        format!("You and {name} are check-in partners.")
    } else if pair.agreed_at.is_some() {
        format!("You and {name} were check-in partners.")
    } else {
        "An ask to be check-in partners. It is over; nobody is told why.".to_owned()
    };
    message(text, Vec::new(), who_sees)
}

/// After **Yes**, where there is no message to change.
pub(in crate::rituals::check_in) fn partners_now(name: &str, who_sees: &str) -> Form {
    let text = format!("You and {name} are check-in partners.");
    shown("Check-in partner", vec![sentence(&text), note(who_sees)])
}

/// The asker hears of the yes.
pub(in crate::rituals::check_in) fn agreed(name: &str, who_sees: &str) -> Message {
    message(
        format!("{name} said yes: you are check-in partners."),
        Vec::new(),
        who_sees,
    )
}

/// The other one hears that it is over, not who ended it.
pub(in crate::rituals::check_in) fn ended(name: &str) -> Message {
    message(
        format!(
            "You and {name} are no longer check-in partners. Thank you for looking after each other."
        ),
        Vec::new(),
        ONLY_YOU,
    )
}

/// Whoever ended it.
pub(in crate::rituals::check_in) fn parted(name: &str) -> Form {
    let text = format!(
        "You and {name} are no longer check-in partners. Neither can open what the other showed."
    );
    shown("Check-in partner", vec![sentence(&text), note(ONLY_YOU)])
}

pub(super) fn end_button(id: i64) -> Button {
    Button {
        weight: Weight::Final {
            title: "End it?",
            text: "They get one line that you are no longer partners, not who ended it. Neither can open what the other showed.".to_owned(),
            yes: "End it",
        },
        ..Button::plain(action::END, "End", id)
    }
}
