//! What people see of feedback: its forms here, messages, Home and refusals beside. Pure: values in, messages and
//! forms out; all of the ritual's words stand in this folder.

mod data;
mod home;
mod message;
mod refusal;
mod report;

pub(super) use data::{
    NOTES, REPORTS, WHAT_ERASING_DOES, WHAT_ERASING_DOES_TO_REPORTS, WHAT_IS_KEPT,
    WHAT_IS_KEPT_OF_REPORTS, entry,
};
pub(super) use home::{give_button, home, list, more_waiting, waiting};
pub(super) use message::{
    arrived, erased, help, help_message, helped, kept, left, open_again, undelivered, withdrawn,
};
pub(super) use refusal::refusal;
pub(super) use report::{report, reported, reported_to_you, review, reviewed};

use super::rules::{Given, Note, State};
use crate::{
    audience::{self, ONLY_YOU},
    blocks::{
        Block, Button, Form, Input, Part, Weight, buttons, buttons_and_menu, dated_note, input,
        line, note, sentence, when, words,
    },
    ids::UserId,
    people::NOBODYS_NAME,
};

/// Ids of what can be pressed; `feedback.<what>`.
pub(super) mod action {
    pub(crate) const GIVE: &str = "feedback.give";
    pub(crate) const READ: &str = "feedback.read";
    pub(crate) const LIST: &str = "feedback.list";
    pub(crate) const OLDER: &str = "feedback.older";
    pub(crate) const NEWEST: &str = "feedback.newest";
    pub(crate) const HELPED: &str = "feedback.helped";
    pub(crate) const COMMIT: &str = "feedback.commit";
    pub(crate) const EDIT: &str = "feedback.edit";
    pub(crate) const WITHDRAW: &str = "feedback.withdraw";
    pub(crate) const MORE: &str = "feedback.more";
    pub(crate) const DROP: &str = "feedback.drop";
    pub(crate) const REPORT: &str = "feedback.report";
    pub(crate) const REVIEW: &str = "feedback.review";
    pub(crate) const KEEP_PAUSED: &str = "feedback.keep_paused";
    pub(crate) const LIFT_PAUSE: &str = "feedback.lift_pause";
}

/// Names of the form's fields.
pub(super) mod field {
    pub(crate) const TO: &str = "to";
    pub(crate) const SKILL: &str = "skill";
    pub(crate) const START: &str = "start";
    pub(crate) const STOP: &str = "stop";
    pub(crate) const GO_ON: &str = "continue";
    pub(crate) const LINK: &str = "link";
    pub(crate) const REASON: &str = "reason";
}

/// What the reading form's menu (⋯) says in front of the note's id.
pub(super) const REPORT_WORD: &str = "report";
pub(super) const DROP_WORD: &str = "drop";

/// Ids of forms that only show something.
const READING: &str = "feedback.reading";
const SENT: &str = "feedback.sent";
const TAKEN_BACK: &str = "feedback.taken_back";

/// A name at the beginning of a sentence: whoever has erased their data has none, only words that are written small.
fn at_start(name: &str) -> String {
    if name == NOBODYS_NAME {
        name.replacen('s', "S", 1)
    } else {
        name.to_owned()
    }
}

/// The form for a new note. `to` and `text` are what the command already said.
pub(super) fn give(
    to: Option<&UserId>,
    skills: &[String],
    skill: Option<String>,
    text: Option<String>,
) -> Form {
    let mut blocks = vec![input(
        field::TO,
        "To",
        false,
        Input::Person { value: to.cloned() },
    )];
    blocks.extend(boxes(
        skills,
        skill,
        Note {
            start: text,
            ..Note::default()
        },
    ));
    blocks.push(note(audience::SENTENCE_BEFORE_PICKING));
    Form {
        callback: action::GIVE,
        item: String::new(),
        title: "Give feedback",
        submit: Some("Send"),
        close: "Cancel",
        blocks,
        again: Some((
            action::GIVE,
            to.map(ToString::to_string).unwrap_or_default(),
        )),
    }
}

/// The form for changing a note that is still unread.
pub(super) fn edit(
    given: &Given,
    receiver: &str,
    skills: &[String],
    words: Note,
    who_sees: &str,
) -> Form {
    let mut blocks = vec![line(vec![
        Part::Text("To ".to_owned()),
        Part::Bold(receiver.to_owned()),
    ])];
    blocks.extend(boxes(skills, Some(given.skill.clone()), words));
    blocks.push(note(who_sees));
    Form {
        callback: action::EDIT,
        item: given.id.to_string(),
        title: "Edit feedback",
        submit: Some("Save"),
        close: "Cancel",
        blocks,
        again: Some((action::EDIT, given.id.to_string())),
    }
}

fn boxes(skills: &[String], skill: Option<String>, words: Note) -> Vec<Block> {
    let text = |example, value| Input::Text { example, value };
    vec![
        input(
            field::SKILL,
            "Skill",
            false,
            Input::Choice {
                options: skills.to_vec(),
                value: skill,
            },
        ),
        input(
            field::START,
            "Start",
            true,
            text(
                "When the buyer went quiet, one open question could have brought them back.",
                words.start,
            ),
        ),
        input(
            field::STOP,
            "Stop",
            true,
            text(
                "When you named a discount first, it moved the talk to price, so value came late.",
                words.stop,
            ),
        ),
        input(
            field::GO_ON,
            "Continue",
            true,
            text(
                "When you summed up their words before the demo, it set the agenda.",
                words.go_on,
            ),
        ),
        input(
            field::LINK,
            "Link to a call or deal",
            true,
            Input::Url {
                example: "https://",
                value: words.link,
            },
        ),
    ]
}

/// What the giver sees after Send or Save.
pub(super) fn sent(given: &Given, receiver: &str, heavy: &[&str], who_sees: &str) -> Form {
    let mut blocks = Vec::new();
    if given.is_to_self() {
        blocks.push(sentence(
            "Kept as a private note. You find it on Home; it is never counted.",
        ));
    } else {
        let verb = if given.is_edited {
            "Changed."
        } else {
            "On its way."
        };
        blocks.push(line(vec![
            Part::Text(format!("{verb} ")),
            Part::Bold(receiver.to_owned()),
            Part::Text(format!(
                " hears that you noticed something about {}, and opens your words with Read. Until then you can change them or take them back.",
                given.skill
            )),
        ]));
    }
    if !heavy.is_empty() {
        let found: Vec<String> = heavy.iter().map(|word| format!("“{word}”")).collect();
        blocks.push(sentence(&format!(
            "A thought on the wording: {} can sound like a verdict. One moment that you saw often lands better.",
            found.join(" and ")
        )));
    }
    blocks.push(buttons(vec![
        Button::plain(action::EDIT, "Edit", given.id),
        Button {
            weight: withdraw_question(receiver, given),
            ..Button::plain(action::WITHDRAW, "Withdraw", given.id)
        },
    ]));
    blocks.push(note(who_sees));
    shown(SENT, "Feedback", blocks)
}

/// What the giver sees after Withdraw.
pub(super) fn taken_back(receiver: &str, is_to_self: bool) -> Form {
    let text = if is_to_self {
        "Deleted. Nothing of it is kept.".to_owned()
    } else {
        format!("Taken back. {receiver} can no longer open it, and its words are deleted.")
    };
    shown(
        TAKEN_BACK,
        "Feedback",
        vec![sentence(&text), note(ONLY_YOU)],
    )
}

/// The note itself, in a form: its words never stand in Slack's history.
pub(super) fn reading(given: &Given, giver: &str, note_words: &Note, who_sees: &str) -> Form {
    let mut blocks = vec![line(vec![
        Part::Bold(if given.is_to_self() {
            "You".to_owned()
        } else {
            at_start(giver)
        }),
        Part::Text(" on ".to_owned()),
        Part::Bold(given.skill.clone()),
    ])];
    for (label, text) in note_words.labelled() {
        blocks.push(line(vec![Part::Bold(label.to_owned())]));
        blocks.push(words(text));
    }
    if let Some(link) = &note_words.link {
        blocks.push(line(vec![
            Part::Text("Call or deal: ".to_owned()),
            Part::Link(link.clone()),
        ]));
    }
    let edited = if given.is_edited {
        ", changed since"
    } else {
        ""
    };
    blocks.push(dated_note(&format!(
        "Written {}{edited}",
        when(given.given_at)
    )));
    if given.is_to_self() {
        blocks.push(buttons(vec![
            Button::plain(action::EDIT, "Edit", given.id),
            Button {
                weight: withdraw_question("", given),
                ..Button::plain(action::WITHDRAW, "Delete", given.id)
            },
        ]));
    } else {
        if given.state == State::Helped {
            blocks.push(sentence(&format!("You told {giver} that this helped.")));
        }
        let helped = (given.state != State::Helped && !given.giver.is_nobody())
            .then(|| Button::main(action::HELPED, "This helped", given.id));
        let commit = Button::plain(action::COMMIT, "Make it a commitment", given.id);
        blocks.push(buttons_and_menu(
            helped.into_iter().chain([commit]).collect(),
            action::MORE,
            &[
                ("Report", format!("{REPORT_WORD}:{}", given.id)),
                ("Delete my copy", format!("{DROP_WORD}:{}", given.id)),
            ],
        ));
    }
    blocks.push(note(who_sees));
    Form {
        again: Some((action::READ, given.id.to_string())),
        ..shown(READING, "Feedback", blocks)
    }
}

/// Asks before a copy is deleted.
pub(super) fn drop_question(given: &Given, giver: &str, who_sees: &str) -> Form {
    let blocks = vec![
        sentence(&format!(
            "The words are gone for good, also for {giver}. Nobody is told."
        )),
        buttons(vec![
            Button {
                weight: Weight::Red,
                ..Button::plain(action::DROP, "Delete it", given.id)
            },
            Button::plain(action::READ, "Keep it", given.id),
        ]),
        note(who_sees),
    ];
    shown(READING, "Delete your copy?", blocks)
}

/// What the receiver sees after **Delete my copy**.
pub(super) fn dropped() -> Form {
    shown(
        READING,
        "Feedback",
        vec![sentence("Your copy is deleted."), note(ONLY_YOU)],
    )
}

fn shown(callback: &'static str, title: &'static str, blocks: Vec<Block>) -> Form {
    Form {
        callback,
        item: String::new(),
        title,
        submit: None,
        close: "Done",
        blocks,
        again: None,
    }
}

fn withdraw_question(receiver: &str, given: &Given) -> Weight {
    let text = if given.is_to_self() {
        "The words are deleted for good.".to_owned()
    } else {
        format!("The words are deleted, and {receiver} sees that you took something back.")
    };
    Weight::Final {
        title: "Take it back?",
        text,
        yes: "Take it back",
    }
}
