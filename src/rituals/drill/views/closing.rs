//! The end of a drill: closing and cancelling it, each asked about first, and taking a bow.

use super::{action, counted, done, seen_by};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Form, Weight, buttons, note, sentence, words},
    rituals::drill::rules::{Answer, Drill, FEWEST_DUELS, Phase},
};
use std::fmt::Write;

/// Asks before no more answers are taken.
pub(in crate::rituals::drill) fn ask_close(drill: &Drill, answered: u32, writing: u32) -> Form {
    let answered = match answered {
        0 => "Nobody has answered yet, so there will be no vote.".to_owned(),
        1 => "1 answer is in, so people read it and there is no vote.".to_owned(),
        more => format!("{more} answers are in, and their vote begins at once."),
    };
    let mut blocks = vec![sentence(&answered)];
    if writing > 0 {
        let people = counted(
            usize::try_from(writing).unwrap_or_default(),
            "person has begun an answer and not sent it",
            "people have begun an answer and not sent it",
        );
        blocks.push(sentence(&format!(
            "{people}. What they send after this is late and not in the vote."
        )));
    }
    ask(
        "Close it now?",
        blocks,
        Button::main(action::CLOSE, "Close now", drill.id),
    )
}

/// Asks before the vote ends.
pub(in crate::rituals::drill) fn ask_close_vote(drill: &Drill, voters: u32) -> Form {
    let is_read = drill.phase() == Phase::Reading;
    let (one, several) = if is_read {
        ("person has read it", "people have read it")
    } else {
        ("person has voted", "people have voted")
    };
    let mut voted = match usize::try_from(voters).unwrap_or_default() {
        0 if is_read => "Nobody has read it yet.".to_owned(),
        0 => "Nobody has voted yet.".to_owned(),
        count => format!("{}.", counted(count, one, several)),
    };
    if !is_read {
        let _ = write!(voted, " An answer needs {FEWEST_DUELS} comparisons to win.");
    }
    let label = if is_read {
        "Close now"
    } else {
        "Close the vote"
    };
    let blocks = vec![
        sentence(&voted),
        sentence("The result goes on the card, and nobody can add to it after that."),
    ];
    ask(
        "Close it now?",
        blocks,
        Button::main(action::CLOSE_VOTE, label, drill.id),
    )
}

fn ask(title: &'static str, mut blocks: Vec<Block>, button: Button) -> Form {
    blocks.push(sentence("The card will say that you did it."));
    blocks.push(buttons(vec![button]));
    blocks.push(note(ONLY_YOU));
    // What takes nothing back must not be called nearly the same as what does.
    Form {
        close: "Keep it open",
        ..done(title, blocks)
    }
}

/// The step is over, by this or by itself meanwhile.
pub(in crate::rituals::drill) fn closed() -> Form {
    done(
        "Fire drill",
        vec![
            sentence("It is closed. The card says how it goes on."),
            note(ONLY_YOU),
        ],
    )
}

/// Asks before the drill ends without a result.
pub(in crate::rituals::drill) fn ask_cancel(drill: &Drill, answered: u32) -> Form {
    let what = match answered {
        _ if drill.closed_at.is_some() => {
            "Votes count for nothing then, and nobody is shown an answer any more.".to_owned()
        }
        0 => "Nobody has answered yet.".to_owned(),
        1 => "The one answer stays with its author; nobody else will see it.".to_owned(),
        more => format!("The {more} answers stay with their authors; nobody else will see them."),
    };
    let cancel = Button {
        weight: Weight::Red,
        ..Button::plain(action::CANCEL, "Cancel the drill", drill.id)
    };
    ask(
        "Cancel the drill?",
        vec![sentence(&format!("There will be no result. {what}"))],
        cancel,
    )
}

pub(in crate::rituals::drill) fn cancelled(_drill: &Drill) -> Form {
    done(
        "Fire drill",
        vec![
            sentence("The drill is cancelled. Its card says so."),
            note(ONLY_YOU),
        ],
    )
}

/// An author's own answer, and whether their name stands under it.
pub(in crate::rituals::drill) fn take_a_bow(
    drill: &Drill,
    mine: &Answer,
    text: &str,
    name: &str,
    who_sees: &str,
) -> Form {
    let (said, button) = if mine.is_named {
        (
            format!("Your name, {name}, stands under your answer."),
            Button::plain(action::UNBOW, "Take my name off", drill.id),
        )
    } else {
        (
            format!("Your answer stands there without a name. {name} can stand under it."),
            Button::main(action::BOW, "Put my name under it", drill.id),
        )
    };
    done(
        "Take a bow",
        vec![
            words(text),
            sentence(&said),
            buttons(vec![button]),
            note("You can change this whenever you like. Whoever has read your name has read it."),
            seen_by(who_sees),
        ],
    )
}
