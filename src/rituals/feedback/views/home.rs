//! What Home shows of feedback, and the pages behind **Show all**.

use super::{action, shown, withdraw_question};
use crate::{
    audience::ONLY_YOU,
    blocks::{
        Block, Button, Form, buttons, dated_note, escape, heading, note, row, sentence, when,
    },
    rituals::feedback::rules::{Given, List, Listed, MOST_COUNTED, State},
};

/// Home: one line of what waits to be read.
pub(in crate::rituals::feedback) fn waiting(given: &Given, giver: &str) -> Block {
    row(
        &format!("{giver} noticed something about {}.", given.skill),
        Button::main(action::READ, "Read", given.id),
    )
}

/// Home: of so many that wait to be read so many are shown; nothing if that is all.
pub(in crate::rituals::feedback) fn more_waiting(total: usize, shown: usize) -> Option<Block> {
    and_more(total, shown).map(|more| note(&format!("{more}; they come up here as you read.")))
}

/// Home: the button that starts a note.
pub(in crate::rituals::feedback) fn give_button() -> Button {
    Button::main(action::GIVE, "Give feedback", "")
}

/// Home: what somebody gave, what they received, and what they noted for themselves, each with the other's name.
pub(in crate::rituals::feedback) fn home(
    given: &Listed,
    received: &Listed,
    own: &Listed,
) -> Vec<Block> {
    let mut blocks = part(
        List::Given,
        given,
        "Nothing yet. One thing that you saw today is enough.",
    );
    blocks.extend(part(List::Received, received, "Nothing opened yet."));
    if !own.notes.is_empty() {
        blocks.extend(part(List::Own, own, ""));
    }
    blocks.push(note(
        "Who sees this: only you. Each note says who can open it.",
    ));
    blocks
}

fn part(list: List, listed: &Listed, if_empty: &str) -> Vec<Block> {
    let mut blocks = vec![heading(title(list))];
    if listed.notes.is_empty() {
        blocks.push(sentence(if_empty));
    }
    blocks.extend(rows(list, listed));
    if let Some(more) = and_more(listed.total, listed.notes.len()) {
        blocks.push(row(
            &more,
            Button::plain(action::LIST, "Show all", list.value(None)),
        ));
    }
    blocks
}

/// One page of a list. `before` is the note above it; `is_more` says that there are older ones.
pub(in crate::rituals::feedback) fn list(
    list: List,
    listed: &Listed,
    before: Option<i64>,
    is_more: bool,
) -> Form {
    let mut blocks = vec![heading(title(list))];
    if listed.notes.is_empty() {
        blocks.push(sentence("Nothing here any more."));
    }
    blocks.extend(rows(list, listed));
    let newest = before.map(|_| Button::plain(action::NEWEST, "Newest", list.value(None)));
    let last = listed.notes.last().filter(|_| is_more);
    let older =
        last.map(|(given, _)| Button::main(action::OLDER, "Older", list.value(Some(given.id))));
    let turns: Vec<Button> = newest.into_iter().chain(older).collect();
    if !turns.is_empty() {
        blocks.push(buttons(turns));
    }
    blocks.push(note(ONLY_YOU));
    Form {
        again: Some((action::LIST, list.value(before))),
        ..shown("feedback.list", "Feedback", blocks)
    }
}

fn title(list: List) -> &'static str {
    match list {
        List::Given => "Given",
        List::Received => "Received",
        List::Own => "Notes to yourself",
    }
}

fn rows(list: List, listed: &Listed) -> Vec<Block> {
    let open = |text: &str, given: &Given| row(text, Button::plain(action::READ, "Open", given.id));
    let mut blocks = Vec::new();
    for (given, other) in &listed.notes {
        match list {
            List::Given => blocks.extend(given_row(given, other)),
            List::Received => {
                blocks.push(open(&format!("From {other} · {}", given.skill), given));
            }
            List::Own => blocks.push(open(&given.skill, given)),
        }
    }
    blocks
}

fn given_row(given: &Given, receiver: &str) -> Vec<Block> {
    let mut blocks = vec![dated_note(&format!(
        "To {} · {} · {} · {}",
        escape(receiver),
        escape(&given.skill),
        when(given.given_at),
        status(given)
    ))];
    if given.state == State::Unread {
        blocks.push(buttons(vec![
            Button::plain(action::EDIT, "Edit", given.id),
            Button {
                weight: withdraw_question(receiver, given),
                ..Button::plain(action::WITHDRAW, "Withdraw", given.id)
            },
        ]));
    }
    blocks
}

/// What was counted only up to a limit says so; `None` if all are shown.
fn and_more(total: usize, shown: usize) -> Option<String> {
    if total > MOST_COUNTED {
        Some(format!("more than {MOST_COUNTED} in all"))
    } else if total > shown {
        Some(format!("and {} more", total - shown))
    } else {
        None
    }
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
