//! Asking the author of a message. Its text stands in forms only, and only while it is kept.

use super::{action, shown};
use crate::{
    audience::ONLY_YOU,
    blocks::{Button, Form, Message, Part, buttons, line, note, sentence, words},
    rituals::playbook::rules::AskState,
};

/// What the asker sees at once.
pub(in crate::rituals::playbook) fn asked(author: &str, who_sees: &str) -> Message {
    let text = format!(
        "Asked {author}. You hear the answer in a message from me; until then the text is kept encrypted, at most two weeks."
    );
    Message {
        blocks: vec![sentence(&text), note(who_sees)],
        summary: text,
    }
}

/// The same message again.
pub(in crate::rituals::playbook) fn asked_already(
    author: &str,
    state: AskState,
    who_sees: &str,
) -> Message {
    let text = match state {
        AskState::Asked => {
            format!("{author} was asked for this message already and has not answered.")
        }
        AskState::Named | AskState::Unnamed => {
            format!("{author} said yes already; the entry is being written.")
        }
        AskState::Kept => {
            "This message is in the playbook already, or waits for review.".to_owned()
        }
        AskState::Declined | AskState::Lapsed => {
            format!(
                "{author} was asked for this message already. Nobody is asked twice for one message."
            )
        }
    };
    Message {
        blocks: vec![sentence(&text), note(who_sees)],
        summary: text,
    }
}

/// The text, for its author.
pub(in crate::rituals::playbook) fn read_ask(
    id: i64,
    asker: &str,
    text: &str,
    who_sees: &str,
) -> Form {
    let blocks = vec![
        line(vec![
            Part::Bold(asker.to_owned()),
            Part::Text(" would like to save this message of yours to the playbook:".to_owned()),
        ]),
        words(text),
        sentence(
            "With a yes it becomes a draft that a facilitator or owner reviews; once live, everyone in the programme finds it.",
        ),
        buttons(answers(id)),
        note(who_sees),
    ];
    Form {
        again: Some((action::READ_ASK, id.to_string())),
        ..shown(blocks)
    }
}

/// The three answers.
fn answers(id: i64) -> Vec<Button> {
    vec![
        Button::plain(action::YES_NAMED, "Yes, with my name", id),
        Button::plain(action::YES, "Yes, without", id),
        Button::plain(action::DECLINE, "No", id),
    ]
}

/// What the author sees after answering.
pub(in crate::rituals::playbook) fn thanked(asker: &str, state: AskState) -> Message {
    let text = match state {
        AskState::Named => format!("{asker} can make it an entry now, with your name."),
        AskState::Unnamed => format!("{asker} can make it an entry now, without your name."),
        AskState::Declined => {
            format!("The copy is deleted. {asker} hears that you would rather not.")
        }
        AskState::Asked | AskState::Lapsed | AskState::Kept => {
            "This is over: the copy is deleted, or an entry came of it.".to_owned()
        }
    };
    Message {
        blocks: vec![sentence(&text), note(ONLY_YOU)],
        summary: text,
    }
}
