//! What is said of the playbook in conversations: the shared card, and who hears of what. Only the card holds an entry's
//! words, because somebody chose to share them.

use super::action;
use crate::{
    blocks::{Button, Message, Part, buttons, line, note, words},
    ids::ChannelId,
    rituals::playbook::rules::{AskState, Words},
};

/// An entry in a channel.
pub(in crate::rituals::playbook) fn card(
    entry: i64,
    by: &str,
    its_words: &Words,
    who_sees: &str,
) -> Message {
    let mut blocks = vec![
        line(vec![Part::Text(format!(
            "From the playbook, shared by {by}:"
        ))]),
        line(vec![Part::Bold(its_words.objection.clone())]),
    ];
    if let Some(context) = &its_words.context {
        blocks.push(line(vec![Part::Text(context.clone())]));
    }
    blocks.push(words(&its_words.answer));
    blocks.push(buttons(vec![Button::plain(action::OPEN, "Open", entry)]));
    blocks.push(note(who_sees));
    Message {
        summary: format!("From the playbook, shared by {by}"),
        blocks,
    }
}

/// The sharer hears that it could not be posted, and what to do.
pub(in crate::rituals::playbook) fn unshared(
    entry: i64,
    channel: &ChannelId,
    who_sees: &str,
) -> Message {
    Message {
        summary: "Your playbook entry could not be posted.".to_owned(),
        blocks: vec![
            line(vec![
                Part::Text("I could not post the entry in ".to_owned()),
                Part::Channel(channel.clone()),
                Part::Text(". If I am not in it, type /invite @Peerloop there and share it once more; or open it and pick another channel.".to_owned()),
            ]),
            buttons(vec![Button::plain(action::OPEN, "Open", entry)]),
            note(who_sees),
        ],
    }
}

/// The author of a message is asked; the message's words stand only behind **Read**.
pub(in crate::rituals::playbook) fn asks_you(
    id: i64,
    asker: &str,
    state: AskState,
    who_sees: &str,
) -> Message {
    let text = format!("{asker} would like to save a message of yours to the playbook.");
    let mut blocks = vec![line(vec![Part::Text(text.clone())])];
    match state {
        AskState::Asked => {
            // Nobody says yes to words that they have not seen: the yes stands beside them.
            blocks.push(buttons(vec![
                Button::main(action::READ_ASK, "Read", id),
                Button::plain(action::DECLINE, "No", id),
            ]));
            blocks.push(note(
                "Without an answer within two weeks the copy is deleted.",
            ));
        }
        AskState::Named => blocks.push(note("You said yes, with your name.")),
        AskState::Unnamed => blocks.push(note("You said yes, without your name.")),
        AskState::Declined => blocks.push(note("You said no. The copy is deleted.")),
        AskState::Lapsed => blocks.push(note("This is over, and the copy is deleted.")),
        AskState::Kept => blocks.push(note("You said yes, and an entry was made of it.")),
    }
    blocks.push(note(who_sees));
    Message {
        summary: text,
        blocks,
    }
}

/// The asker hears what came of it.
pub(in crate::rituals::playbook) fn answered(
    id: i64,
    author: &str,
    state: AskState,
    who_sees: &str,
) -> Message {
    let (text, can_finish) = match state {
        AskState::Asked => (
            format!("Slack did not let Peerloop message {author}. Your question waits on their Home tab."),
            false,
        ),
        AskState::Named => (
            format!("{author} said yes, with their name. Say which objection it answers, and it goes on."),
            true,
        ),
        AskState::Unnamed => (
            format!("{author} said yes, without their name. Say which objection it answers, and it goes on."),
            true,
        ),
        AskState::Declined => (
            format!("{author} would rather keep that message out of the playbook. The copy is deleted."),
            false,
        ),
        AskState::Lapsed => (
            "Nothing came of a message that you wanted to save to the playbook. The copy is deleted.".to_owned(),
            false,
        ),
        AskState::Kept => (
            format!("An entry was made of {author}'s message."),
            false,
        ),
    };
    let mut blocks = vec![line(vec![Part::Text(text.clone())])];
    if can_finish {
        blocks.push(buttons(vec![Button::main(
            action::FINISH,
            "Finish the entry",
            id,
        )]));
    }
    blocks.push(note(who_sees));
    Message {
        summary: text,
        blocks,
    }
}

/// The writer hears what became of their draft.
pub(in crate::rituals::playbook) fn settled(entry: i64, is_live: bool, who_sees: &str) -> Message {
    let text = if is_live {
        "What you proposed for the playbook is live. Everyone in the programme finds it now."
    } else {
        "What you proposed did not go into the playbook. You can ask a facilitator or owner why."
    };
    let mut blocks = vec![line(vec![Part::Text(text.to_owned())])];
    if is_live {
        blocks.push(buttons(vec![Button::plain(action::OPEN, "Open it", entry)]));
    }
    blocks.push(note(who_sees));
    Message {
        summary: text.to_owned(),
        blocks,
    }
}
