//! Why a message came, and how to have fewer: the line at the end of everything that nobody asked for.

use super::rules::Kind;
use crate::blocks::{Block, Button, row};

/// The button that mutes everything; the ritual `attention` answers it.
const MUTE: &str = "attention.mute";

/// The line: why it came, and **Mute**.
pub fn because(kind: Kind) -> Block {
    row(reason(kind), Button::plain(MUTE, "Mute", ""))
}

fn reason(kind: Kind) -> &'static str {
    match kind {
        Kind::CheckIn => {
            "You get this because you set out to do something and chose a time for check-ins."
        }
        Kind::Request => "You get this because somebody would like your feedback.",
        Kind::Drill => "You get this because a fire drill in a channel of yours waits for answers.",
        Kind::Vote => "You get this because a fire drill in a channel of yours waits for votes.",
        Kind::Playbook => "You get this because an entry of the playbook that you keep has aged.",
        Kind::Session => "You get this because a session of your pod is near.",
        Kind::Pulse => "You get this because you were at a session.",
        Kind::Digest => "You get this because people who report to you take part.",
    }
}

/// What kind of thing it was, in a word or two.
pub fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::CheckIn => "check-in",
        Kind::Request => "request for feedback",
        Kind::Drill => "fire drill",
        Kind::Vote => "vote",
        Kind::Playbook => "playbook",
        Kind::Session => "session",
        Kind::Pulse => "pulse",
        Kind::Digest => "digest",
    }
}

/// Every reason, for the gallery.
pub fn samples() -> Vec<Block> {
    [
        Kind::CheckIn,
        Kind::Request,
        Kind::Drill,
        Kind::Vote,
        Kind::Playbook,
        Kind::Session,
        Kind::Pulse,
        Kind::Digest,
    ]
    .map(because)
    .to_vec()
}
