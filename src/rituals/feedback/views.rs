//! What people see of feedback. Pure: values in, messages and forms out; all of the ritual's words stand here.

use super::rules::{Given, Note, SKILLS, State, Why};
use crate::{
    audience,
    blocks::{
        Block, Button, Form, Input, Message, Part, Weight, buttons, buttons_and_menu, dated_note,
        escape, heading, input, line, note, row, sentence, when, words,
    },
    error::Refusal,
    ids::UserId,
    people::Standing,
};

/// Ids of what can be pressed; `feedback.<what>`.
pub(super) mod action {
    pub(crate) const GIVE: &str = "feedback.give";
    pub(crate) const READ: &str = "feedback.read";
    pub(crate) const HELPED: &str = "feedback.helped";
    pub(crate) const EDIT: &str = "feedback.edit";
    pub(crate) const WITHDRAW: &str = "feedback.withdraw";
    pub(crate) const DROP: &str = "feedback.drop";
}

/// Names of the form's fields.
pub(super) mod field {
    pub(crate) const TO: &str = "to";
    pub(crate) const SKILL: &str = "skill";
    pub(crate) const START: &str = "start";
    pub(crate) const STOP: &str = "stop";
    pub(crate) const GO_ON: &str = "continue";
    pub(crate) const LINK: &str = "link";
}

/// Ids of forms that only show something.
const READING: &str = "feedback.reading";
const SENT: &str = "feedback.sent";
const TAKEN_BACK: &str = "feedback.taken_back";

/// The form for a new note. `to` and `text` are what the command already said.
pub(super) fn give(to: Option<&UserId>, skill: Option<String>, text: Option<String>) -> Form {
    let mut blocks = vec![input(
        field::TO,
        "To",
        false,
        Input::Person { value: to.cloned() },
    )];
    blocks.extend(boxes(
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
pub(super) fn edit(given: &Given, receiver: &str, words: Note, who_sees: &str) -> Form {
    let mut blocks = vec![line(vec![
        Part::Text("To ".to_owned()),
        Part::Bold(receiver.to_owned()),
    ])];
    blocks.extend(boxes(Some(given.skill.clone()), words));
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

fn boxes(skill: Option<String>, words: Note) -> Vec<Block> {
    let text = |example, value| Input::Text { example, value };
    vec![
        input(
            field::SKILL,
            "Skill",
            false,
            Input::Choice {
                options: SKILLS.to_vec(),
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
    shown(TAKEN_BACK, "Feedback", vec![sentence(&text)])
}

/// The note itself, in a form: its words never stand in Slack's history.
pub(super) fn reading(given: &Given, giver: &str, note_words: &Note, who_sees: &str) -> Form {
    let mut blocks = vec![line(vec![
        Part::Bold(if given.is_to_self() {
            "You".to_owned()
        } else {
            giver.to_owned()
        }),
        Part::Text(" on ".to_owned()),
        Part::Bold(given.skill.clone()),
    ])];
    for (label, text) in [
        ("Start", &note_words.start),
        ("Stop", &note_words.stop),
        ("Continue", &note_words.go_on),
    ] {
        if let Some(text) = text {
            blocks.push(line(vec![Part::Bold(label.to_owned())]));
            blocks.push(words(text));
        }
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
        let helped = (given.state != State::Helped)
            .then(|| Button::main(action::HELPED, "This helped", given.id));
        blocks.push(buttons_and_menu(
            helped.into_iter().collect(),
            action::DROP,
            &[("Delete my copy", given.id.to_string())],
            Weight::Final {
                title: "Delete your copy?",
                text: "The words are gone for good. Whoever wrote them is not told.".to_owned(),
                yes: "Delete it",
            },
        ));
    }
    blocks.push(note(who_sees));
    Form {
        again: Some((action::READ, given.id.to_string())),
        ..shown(READING, "Feedback", blocks)
    }
}

/// What the receiver sees after **Delete my copy**.
pub(super) fn dropped() -> Form {
    shown(READING, "Feedback", vec![sentence("Your copy is deleted.")])
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

/// The DM that says there is something to read. It never holds the words.
pub(super) fn arrived(given: &Given, receiver: &str, giver: &str, who_sees: &str) -> Message {
    let Given { skill, .. } = given;
    let mut blocks = vec![line(vec![
        Part::Text(format!("{receiver}, {giver} noticed something about ")),
        Part::Bold(skill.clone()),
        Part::Text(".".to_owned()),
    ])];
    if given.is_dropped {
        blocks.push(note("You deleted your copy."));
    } else {
        blocks.push(buttons(vec![Button::main(action::READ, "Read", given.id)]));
        blocks.push(note(who_sees));
    }
    Message {
        summary: format!("{receiver}, {giver} noticed something about {skill}."),
        blocks,
    }
}

/// What that DM becomes when the giver takes the note back.
pub(super) fn withdrawn(giver: &str) -> Message {
    said(format!("{giver} took this back."), None)
}

/// The giver hears that it helped.
pub(super) fn helped(given: &Given, giver: &str, receiver: &str, who_sees: &str) -> Message {
    said(
        format!(
            "{giver}, your note to {receiver} about {} helped.",
            given.skill
        ),
        Some(who_sees),
    )
}

/// The giver hears that Slack would not deliver the note's DM.
pub(super) fn undelivered(given: &Given, receiver: &str, who_sees: &str) -> Message {
    said(
        format!(
            "Slack did not let Peerloop message {receiver} about your note on {}. The note is kept and waits on their Home tab; you can take it back on yours.",
            given.skill
        ),
        Some(who_sees),
    )
}

/// The giver hears, once, that somebody left before reading.
pub(super) fn left(receiver: &str) -> Message {
    said(
        format!(
            "{receiver} left before opening what you wrote to them. It was deleted and nobody read it."
        ),
        Some("Who sees this: only you."),
    )
}

fn said(text: String, who_sees: Option<&str>) -> Message {
    let mut blocks = vec![line(vec![Part::Text(text.clone())])];
    blocks.extend(who_sees.map(note));
    Message {
        summary: text,
        blocks,
    }
}

/// Home: one line of what waits to be read.
pub(super) fn waiting(given: &Given, giver: &str) -> Block {
    row(
        &format!("{giver} noticed something about {}.", given.skill),
        Button::main(action::READ, "Read", given.id),
    )
}

/// Home: the button that starts a note.
pub(super) fn give_button() -> Button {
    Button::main(action::GIVE, "Give feedback", "")
}

/// Home: what somebody gave, what they received, and what they noted for themselves, each with the other's name.
pub(super) fn home(
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

fn status(given: &Given) -> &'static str {
    match given.state {
        State::Unread => "not read yet",
        State::Read => "read",
        State::Helped => "it helped",
        State::Withdrawn => "taken back",
        State::Returned => "they left before reading; deleted",
    }
}

/// The ritual's lines in the help.
pub(super) fn help() -> Vec<Block> {
    vec![
        line(vec![
            Part::Bold("/feedback @name".to_owned()),
            Part::Text(" opens a short form: what to start, stop or continue. They get a message without your words and open them with Read.".to_owned()),
        ]),
        line(vec![
            Part::Bold("/feedback".to_owned()),
            Part::Text(" asks whom it is for. Your own name keeps a private note.".to_owned()),
        ]),
        sentence("In a thread, use the message menu (⋯) and Give feedback: Slack takes no commands there. You can edit or withdraw on Home until it is read."),
        note("Who sees a note: the two of you. It is stored encrypted on your company's own server; whoever runs that server holds the key."),
    ]
}

/// The help as the answer to `/feedback help`.
pub(super) fn help_message() -> Message {
    Message {
        summary: "How /feedback works".to_owned(),
        blocks: help(),
    }
}

/// A sentence for what cannot be done, and the field it belongs under. `name` is the other person's.
pub(super) fn refusal(why: Why, name: &str) -> Refusal {
    let (message, field) = match why {
        Why::NothingWritten => (
            "Write something in at least one of the three boxes.".to_owned(),
            Some(field::START),
        ),
        Why::TooLong => (
            "A box holds at most 3000 characters.".to_owned(),
            Some(field::START),
        ),
        Why::NotALink => (
            "A link begins with https:// and holds no spaces.".to_owned(),
            Some(field::LINK),
        ),
        Why::NobodyPicked => ("Pick whom this is for.".to_owned(), Some(field::TO)),
        Why::NoSuchSkill => (
            "Pick one of the skills in the list.".to_owned(),
            Some(field::SKILL),
        ),
        Why::Unknown => (
            "Slack did not tell Peerloop who that is. Nothing is lost; try once more in a minute."
                .to_owned(),
            Some(field::TO),
        ),
        Why::CannotReceive(standing) => (cannot_receive(standing, name), Some(field::TO)),
        Why::CannotGive(standing) => (cannot_give(standing).to_owned(), None),
        Why::NotYours => (
            "Only the people it is between can do that.".to_owned(),
            None,
        ),
        Why::AlreadyRead => (
            format!("{name} has read this, so it stays as it was sent."),
            None,
        ),
        Why::AlreadyWithdrawn => (
            "This was taken back, and its words are deleted.".to_owned(),
            None,
        ),
        Why::AlreadyReturned => (
            format!("{name} left before reading this, and it was deleted."),
            None,
        ),
        Why::NotKnown => {
            ("This comes from another version of Peerloop and does nothing now. Nothing was changed.".to_owned(), None)
        }
        Why::AlreadyDropped => ("You deleted your copy of this.".to_owned(), None),
    };
    Refusal { message, field }
}

fn cannot_receive(standing: Standing, name: &str) -> String {
    match standing {
        Standing::Bot => "I can't pass notes to apps.".to_owned(),
        Standing::Deactivated => format!("{name} has left: their Slack account is switched off."),
        Standing::Outsider => {
            format!("{name} works for another company, so Peerloop can't reach them.")
        }
        Standing::Guest => {
            format!("{name} is a guest in this workspace, and guests don't take part in Peerloop.")
        }
        Standing::Member => format!("{name} can't be given notes right now."),
    }
}

fn cannot_give(standing: Standing) -> &'static str {
    match standing {
        Standing::Guest => {
            "Guests of this workspace don't take part in Peerloop. Someone who invited you can ask the workspace's admins."
        }
        Standing::Outsider => {
            "Peerloop is for the people of the company that runs it; ask your own workspace's admins for one."
        }
        Standing::Bot | Standing::Deactivated | Standing::Member => {
            "This account can't take part in Peerloop."
        }
    }
}
