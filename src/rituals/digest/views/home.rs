//! What Home and the help say of digests.

use super::{NOT_ENOUGH, SHOWING, action, name};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Form, Part, heading, line, note, row, sentence},
    names::Names,
    rituals::digest::rules::Digest,
};

/// Home: the newest month.
pub(in crate::rituals::digest) fn home(digest: &Digest, who_sees: &str) -> Vec<Block> {
    let text = match digest.level {
        Some(level) => format!("{}: {} people", name(digest.month), level.people),
        None => format!("{}: {NOT_ENOUGH}", name(digest.month)),
    };
    vec![
        heading("Your digest"),
        row(&text, Button::plain(action::OPEN, "Open", digest.id)),
        note(who_sees),
    ]
}

/// A manager of whom no month was issued yet.
pub(in crate::rituals::digest) fn none_yet() -> Form {
    Form {
        callback: SHOWING,
        item: String::new(),
        title: "Your digest",
        submit: None,
        close: "Done",
        blocks: vec![
            sentence(
                "There is none yet. The first comes after a whole month in which people reported to you, on the first working morning of the next.",
            ),
            note(ONLY_YOU),
        ],
        again: None,
    }
}

/// The ritual's lines in the help.
pub(in crate::rituals::digest) fn help(names: &Names) -> Vec<Block> {
    vec![line(vec![
        Part::Bold(names.command("peerloop digest")),
        Part::Text(
            " shows a manager the figures of the last month: never a text, never a name, and nothing about few people."
                .to_owned(),
        ),
    ])]
}
