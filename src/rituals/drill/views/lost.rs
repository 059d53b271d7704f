//! What is said of a card that is gone from its channel. No objection and no answer stands here: only where it was.

use super::{action, text};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Message, Part, buttons, line, note},
    rituals::drill::rules::Drill,
};

/// Whose drill it is to the one who reads of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rituals::drill) enum Whose {
    TheirOwn,
    OfSomebodyWhoLeft,
}

/// The card is gone, and with it the way to answer and vote, until it is posted again.
pub(in crate::rituals::drill) fn message(drill: &Drill, whose: Whose) -> Message {
    if !drill.is_lost() {
        return posted_again(drill, whose);
    }
    let (summary, lead, who) = match whose {
        Whose::TheirOwn => (
            "The card of your fire drill is gone. The drill waits.",
            "The card of your fire drill in ",
            "The drill waits",
        ),
        Whose::OfSomebodyWhoLeft => (
            "The card of a fire drill is gone. The drill waits for you.",
            "The card of a fire drill in ",
            "Whoever opened the drill has left, so it waits for you",
        ),
    };
    let blocks = vec![
        line(vec![
            text(lead),
            Part::Channel(drill.channel.clone()),
            text(format!(
                " is gone: somebody deleted it, or Peerloop may not post there any more. {who}, and its answers are kept. Post it again, and it goes on with the time that was left; leave it, and nobody sees the answers."
            )),
        ]),
        buttons(vec![again(drill)]),
        note(ONLY_YOU),
    ];
    Message {
        summary: summary.to_owned(),
        blocks,
    }
}

fn posted_again(drill: &Drill, whose: Whose) -> Message {
    let (summary, lead) = match whose {
        Whose::TheirOwn => ("Your fire drill is posted.", "Your fire drill stands in "),
        Whose::OfSomebodyWhoLeft => (
            "The fire drill is posted again.",
            "The fire drill of somebody who has left stands in ",
        ),
    };
    let parts = vec![
        text(lead),
        Part::Channel(drill.channel.clone()),
        text(" now."),
    ];
    Message {
        summary: summary.to_owned(),
        blocks: vec![line(parts), note(ONLY_YOU)],
    }
}

/// The same on Home.
pub(in crate::rituals::drill) fn on_home(drill: &Drill, whose: Whose) -> Vec<Block> {
    let (lead, end) = match whose {
        Whose::TheirOwn => (
            "The card of your fire drill in ",
            " is gone. Its answers are kept.",
        ),
        Whose::OfSomebodyWhoLeft => (
            "The card of a fire drill in ",
            " is gone, and whoever opened it has left. Its answers are kept.",
        ),
    };
    vec![
        line(vec![
            text(lead),
            Part::Channel(drill.channel.clone()),
            text(end),
        ]),
        buttons(vec![again(drill)]),
    ]
}

fn again(drill: &Drill) -> Button {
    Button::main(action::REPOST, "Post it again", drill.id)
}
