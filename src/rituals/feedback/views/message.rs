//! What is said of feedback in a conversation: never its words.

use super::{action, at_start};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Message, Part, buttons, line, note, sentence},
    fact::Kept,
    names::Names,
    rituals::feedback::rules::Given,
};

/// The DM that says there is something to read. It never holds the words.
pub(in crate::rituals::feedback) fn arrived(
    given: &Given,
    receiver: &str,
    giver: &str,
    who_sees: &str,
) -> Message {
    let Given { skill, .. } = given;
    let mut blocks = vec![line(vec![
        Part::Text(format!("{receiver}, {giver} noticed something about ")),
        Part::Bold(skill.clone()),
        Part::Text(".".to_owned()),
    ])];
    blocks.push(if given.is_dropped {
        note("You deleted your copy.")
    } else {
        buttons(vec![Button::main(action::READ, "Read", given.id)])
    });
    blocks.push(note(who_sees));
    Message {
        summary: format!("{receiver}, {giver} noticed something about {skill}."),
        blocks,
    }
}

/// What that DM becomes when the giver takes the note back.
pub(in crate::rituals::feedback) fn withdrawn(giver: &str, who_sees: &str) -> Message {
    said(format!("{} took this back.", at_start(giver)), who_sees)
}

/// The giver hears that it helped.
pub(in crate::rituals::feedback) fn helped(
    given: &Given,
    giver: &str,
    receiver: &str,
    who_sees: &str,
) -> Message {
    said(
        format!(
            "{giver}, your note to {receiver} about {} helped.",
            given.skill
        ),
        who_sees,
    )
}

/// The giver hears that something came of it: only that, never what.
pub(in crate::rituals::feedback) fn kept(
    given: &Given,
    receiver: &str,
    kept: Kept,
    who_sees: &str,
) -> Message {
    let verb = match kept {
        Kept::Whole => "kept",
        Kept::Partly => "partly kept",
    };
    said(
        format!(
            "{} {verb} the commitment that came from your note about {}.",
            at_start(receiver),
            given.skill
        ),
        who_sees,
    )
}

/// What that DM becomes when the answer was a slip.
pub(in crate::rituals::feedback) fn open_again(
    given: &Given,
    receiver: &str,
    who_sees: &str,
) -> Message {
    said(
        format!(
            "The commitment that {receiver} made of your note about {} is open again.",
            given.skill
        ),
        who_sees,
    )
}

/// The giver hears that Slack would not deliver the note's DM.
pub(in crate::rituals::feedback) fn undelivered(
    given: &Given,
    receiver: &str,
    who_sees: &str,
) -> Message {
    said(
        format!(
            "Slack did not let Peerloop message {receiver} about your note on {}. The note is kept and waits on their Home tab; you can take it back on yours.",
            given.skill
        ),
        who_sees,
    )
}

/// The giver hears, once, that somebody left before reading.
pub(in crate::rituals::feedback) fn left(receiver: &str) -> Message {
    said(
        format!(
            "{receiver} left before opening what you wrote to them. It was deleted and nobody read it."
        ),
        ONLY_YOU,
    )
}

/// The giver hears, once, that somebody erased their data before reading. It does not say who.
pub(in crate::rituals::feedback) fn erased(given: &Given) -> Message {
    said(
        format!(
            "Someone erased their data from Peerloop before opening what you wrote to them about {}. It was deleted and nobody read it.",
            given.skill
        ),
        ONLY_YOU,
    )
}

fn said(text: String, who_sees: &str) -> Message {
    let blocks = vec![line(vec![Part::Text(text.clone())]), note(who_sees)];
    Message {
        summary: text,
        blocks,
    }
}

/// The ritual's lines in the help.
pub(in crate::rituals::feedback) fn help(names: &Names) -> Vec<Block> {
    vec![
        line(vec![
            Part::Bold(names.command("feedback @name")),
            Part::Text(" opens a short form: what to start, stop or continue. They get a message without your words and open them with Read.".to_owned()),
        ]),
        line(vec![
            Part::Bold(names.command("feedback")),
            Part::Text(" asks whom it is for. Your own name keeps a private note.".to_owned()),
        ]),
        sentence("In a thread, use the message menu (⋯) and Give feedback: Slack takes no commands there. You can edit or withdraw on Home until it is read."),
        note("Who sees a note: the two of you, and the two reviewers if its receiver reports it. It is stored encrypted on your company's own server; whoever runs that server holds the key."),
    ]
}

/// The help as the answer to `/feedback help`.
pub(in crate::rituals::feedback) fn help_message(names: &Names) -> Message {
    Message {
        summary: format!("How {} works", names.command("feedback")),
        blocks: help(names),
    }
}
