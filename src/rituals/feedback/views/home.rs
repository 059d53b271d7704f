//! What Home shows of feedback.

use super::{action, withdraw_question};
use crate::{
    blocks::{Block, Button, buttons, dated_note, escape, heading, note, row, sentence, when},
    rituals::feedback::rules::{Given, State},
};

/// Home: one line of what waits to be read.
pub(in crate::rituals::feedback) fn waiting(given: &Given, giver: &str) -> Block {
    row(
        &format!("{giver} noticed something about {}.", given.skill),
        Button::main(action::READ, "Read", given.id),
    )
}

/// Home: the button that starts a note.
pub(in crate::rituals::feedback) fn give_button() -> Button {
    Button::main(action::GIVE, "Give feedback", "")
}

/// Home: what somebody gave, what they received, and what they noted for themselves, each with the other's name.
pub(in crate::rituals::feedback) fn home(
    given: &[(Given, String)],
    received: &[(Given, String)],
    own: &[Given],
) -> Vec<Block> {
    let mut blocks = vec![heading("Given")];
    if given.is_empty() {
        blocks.push(sentence(
            "Nothing yet. One thing that you saw today is enough.",
        ));
    }
    for (given, receiver) in given {
        blocks.push(dated_note(&format!(
            "To {} · {} · {} · {}",
            escape(receiver),
            escape(&given.skill),
            when(given.given_at),
            status(given)
        )));
        if given.state == State::Unread {
            blocks.push(buttons(vec![
                Button::plain(action::EDIT, "Edit", given.id),
                Button {
                    weight: withdraw_question(receiver, given),
                    ..Button::plain(action::WITHDRAW, "Withdraw", given.id)
                },
            ]));
        }
    }
    blocks.push(heading("Received"));
    if received.is_empty() {
        blocks.push(sentence("Nothing opened yet."));
    }
    for (given, giver) in received {
        blocks.push(row(
            &format!("From {giver} · {}", given.skill),
            Button::plain(action::READ, "Open", given.id),
        ));
    }
    if !own.is_empty() {
        blocks.push(heading("Notes to yourself"));
    }
    for given in own {
        blocks.push(row(
            &given.skill,
            Button::plain(action::READ, "Open", given.id),
        ));
    }
    blocks.push(note(
        "Who sees this: only you. Each note says who can open it.",
    ));
    blocks
}

pub(super) fn status(given: &Given) -> &'static str {
    match given.state {
        State::Unread => "not read yet",
        State::Read => "read",
        State::Helped => "it helped",
        State::Withdrawn => "taken back",
        State::Returned => "they left before reading; deleted",
    }
}
