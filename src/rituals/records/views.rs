//! What people see of their data: promises, pages, the question before erasing. Pure: values in, messages and forms out;
//! all of the ritual's words stand here.

use super::{
    super::{Entry, File},
    rules::{PersonRow, Told},
};
use crate::{
    audience::ONLY_YOU,
    blocks::{
        Block, Button, Form, Message, Part, bullets, buttons, dated_note, divider, line, note,
        sentence, when, words,
    },
    names::Names,
    records::{Record, Retention, Terms},
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

/// Ids of what can be pressed; `records.<what>`. The same page twice in one row needs two ids.
pub(super) mod action {
    pub(crate) const PAGE: &str = "records.page";
    pub(crate) const PAGE_BACK: &str = "records.page_back";
    pub(crate) const TO_READ: &str = "records.to_read";
    pub(crate) const JSON: &str = "records.json";
    pub(crate) const JSON_BACK: &str = "records.json_back";
    pub(crate) const TO_JSON: &str = "records.to_json";
    pub(crate) const ASK_SEND: &str = "records.ask_send";
    pub(crate) const SEND: &str = "records.send";
    pub(crate) const ASK_ERASE: &str = "records.ask_erase";
    pub(crate) const ERASE: &str = "records.erase";
}

/// Ids of forms that only show something.
const MY_DATA: &str = "records.my_data";
const ERASED: &str = "records.erased";

const PROMISES: [&str; 6] = [
    "A note's words are shown to two people: its giver until it is read, its receiver from then on. Only if its receiver reports it, two named reviewers get the text too, never who wrote it. Managers, owners and admins see none.",
    "Words never stand in a Slack message, unless you have your own data sent to you as files, nor in a log. In the database they are sealed, with a key in a file apart from it.",
    "Whoever runs the server has both the database and the key, and could open them. Peerloop cannot prevent that, so it says so.",
    "Taking a note back, deleting your copy and erasing delete for good: soon after, nothing of it is left in the database's files.",
    "Backups that your operator has made are not reached: they hold what was there on their day, and words only sealed.",
    "What is kept is deleted every night once its time is over.",
];

/// `/peerloop privacy`.
pub(super) fn privacy(records: &[Record], terms: &Terms) -> Message {
    let mut blocks = vec![line(vec![Part::Bold("What Peerloop promises".to_owned())])];
    blocks.extend(PROMISES.map(sentence));
    blocks.push(divider());
    blocks.push(line(vec![Part::Bold(
        "What Peerloop keeps about you".to_owned(),
    )]));
    let kept = |named: bool| {
        let records = records.iter().filter(|record| names_you(record) == named);
        bullets(records.map(|record| kept(record, terms)).collect())
    };
    blocks.push(kept(true));
    blocks.push(line(vec![Part::Bold(
        "What Peerloop keeps without a name".to_owned(),
    )]));
    blocks.push(kept(false));
    blocks.push(buttons(vec![
        Button::plain(action::PAGE, "Show my data", 1),
        Button::plain(action::ASK_ERASE, "Erase me", ""),
    ]));
    blocks.push(note(ONLY_YOU));
    Message {
        summary: "What Peerloop promises and what it keeps".to_owned(),
        blocks,
    }
}

fn names_you(record: &Record) -> bool {
    !record.people.is_empty()
}

fn kept(record: &Record, terms: &Terms) -> Vec<Part> {
    let how_long = match record.class.retention(terms) {
        Retention::Days(days) => format!("for {days} days"),
        Retention::Kept => "as long as Peerloop is used here".to_owned(),
    };
    let from = match record.table {
        "person" => " after Slack has stopped listing you",
        "outbox" => " after it was last sent or changed",
        _ => "",
    };
    vec![
        Part::Bold(format!("{}: ", record.name)),
        Part::Text(format!("{}. Kept {how_long}{from}.", record.what)),
    ]
}

/// One page of a person's data, to read or for a machine.
pub(super) fn my_data(entries: &[Entry], page: usize, pages: usize, as_json: bool) -> Form {
    let mut blocks = vec![line(vec![Part::Bold(format!(
        "Your data, {page} of {pages}"
    ))])];
    if as_json {
        blocks.push(sentence("Each quotation is one JSON object."));
    } else {
        blocks.push(sentence(
            "It is shown here first and not sent: what is sent stays in Slack's history, where taking back and erasing do not reach it.",
        ));
    }
    for entry in entries {
        blocks.extend(if as_json {
            vec![words(&entry.json.to_string())]
        } else {
            shown(entry)
        });
    }
    blocks.push(buttons(turns(page, pages, as_json)));
    blocks.push(note(ONLY_YOU));
    Form {
        again: Some((
            if as_json { action::JSON } else { action::PAGE },
            page.to_string(),
        )),
        ..form(MY_DATA, "Your data", blocks)
    }
}

fn turns(page: usize, pages: usize, as_json: bool) -> Vec<Button> {
    let (next, back) = if as_json {
        (action::JSON, action::JSON_BACK)
    } else {
        (action::PAGE, action::PAGE_BACK)
    };
    let mut turns = Vec::new();
    if page > 1 {
        turns.push(Button::plain(back, "Back", page - 1));
    }
    if page < pages {
        turns.push(Button::main(next, "Next", page + 1));
    }
    turns.push(if as_json {
        Button::plain(action::TO_READ, "Show as text", page)
    } else {
        Button::plain(action::TO_JSON, "Show as JSON", page)
    });
    turns.push(Button::plain(action::ASK_SEND, "Send as files", ""));
    turns
}

/// The question before sending files.
pub(super) fn ask_send() -> Form {
    let blocks = vec![
        sentence(
            "You get two files in your conversation with Peerloop: one to read and one in JSON, with everything that you may read yourself.",
        ),
        sentence(
            "They stay in Slack, with the words in them, as long as your workspace keeps files. Taking a note back and erasing do not reach them, and whoever may export your workspace can read them.",
        ),
        note(ONLY_YOU),
    ];
    Form {
        callback: action::SEND,
        submit: Some("Send"),
        close: "Cancel",
        again: Some((action::ASK_SEND, String::new())),
        ..form(action::SEND, "Your data as files", blocks)
    }
}

/// What somebody sees after **Send**.
pub(super) fn sending() -> Form {
    let blocks = vec![
        sentence("The files are on their way to your conversation with Peerloop, under Messages."),
        note(ONLY_YOU),
    ];
    form(MY_DATA, "Your data as files", blocks)
}

/// The message that the files hang on.
pub(super) fn files_message() -> Message {
    Message {
        summary: "Your data, as files".to_owned(),
        blocks: vec![
            sentence(
                "Your data, as you asked: one file to read, one in JSON. Peerloop cannot take them back; a workspace admin can delete them.",
            ),
            note(ONLY_YOU),
        ],
    }
}

/// Slack did not take the files.
pub(super) fn not_sent(code: &str) -> Message {
    let why = match code {
        "file_uploads_disabled" | "file_uploads_except_images_disabled" => {
            "Your workspace does not allow apps to send files."
        }
        "storage_limit_reached" => "Your workspace has no room left for files.",
        _ => "Slack did not take them.",
    };
    Message {
        summary: "Your data could not be sent as files".to_owned(),
        blocks: vec![
            sentence(&format!(
                "Your data could not be sent as files. {why} The form that you sent them from shows the same, page by page."
            )),
            note(ONLY_YOU),
        ],
    }
}

/// Everything, once to read and once for a machine.
pub(super) fn files(entries: &[Entry], made_at: DateTime<Utc>) -> Vec<File> {
    let made = made_at.format("%-d %B %Y, %H:%M UTC");
    let mut text = format!("What Peerloop keeps about you. Made on {made}.\n");
    for entry in entries {
        let at = entry.at.format("%-d %b %Y, %H:%M UTC").to_string();
        text.extend(["\n\n", &entry.title, "\n", &at, "\n"]);
        for (label, words) in &entry.texts {
            if !label.is_empty() {
                text.extend(["\n", label, ":\n"]);
            }
            text.push_str(words);
            text.push('\n');
        }
    }
    let entries: Vec<&Value> = entries.iter().map(|entry| &entry.json).collect();
    let all = json!({ "made_at": iso(made_at), "entries": entries });
    vec![
        File {
            name: "peerloop-my-data.txt",
            text,
        },
        File {
            name: "peerloop-my-data.json",
            text: format!("{all:#}\n"),
        },
    ]
}

fn shown(entry: &Entry) -> Vec<Block> {
    let mut blocks = vec![
        line(vec![Part::Text(entry.title.clone())]),
        dated_note(&when(entry.at)),
    ];
    for (label, text) in &entry.texts {
        if !label.is_empty() {
            blocks.push(line(vec![Part::Bold((*label).to_owned())]));
        }
        blocks.push(words(text));
    }
    blocks
}

/// How many blocks an entry takes, and how many bytes.
pub(super) fn size(entry: &Entry) -> (usize, usize) {
    (shown(entry).len(), entry.json.to_string().len())
}

/// What Slack says of somebody.
pub(super) fn person_entry(person: &PersonRow) -> Entry {
    let PersonRow {
        id,
        name,
        full_name,
        handle,
        email,
        zone,
        standing,
        is_admin,
        dm,
        updated_at,
    } = person;
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let lines = [
        format!("Id: {id}"),
        format!("Name: {name}"),
        format!("Full name: {}", or_none(full_name)),
        format!("Handle: {handle}"),
        format!("Email: {}", or_none(email)),
        format!("Time zone: {}", or_none(zone)),
        format!("Standing: {standing}"),
        format!("Workspace admin: {}", if *is_admin { "yes" } else { "no" }),
        format!("Conversation with Peerloop: {}", or_none(dm)),
    ];
    Entry {
        title: "You, as Slack lists you".to_owned(),
        at: *updated_at,
        texts: vec![("", lines.join("\n"))],
        json: json!({
            "kind": "person", "id": id, "name": name, "full_name": full_name, "handle": handle, "email": email, "zone": zone,
            "standing": standing, "is_admin": is_admin, "conversation": dm, "updated_at": iso(*updated_at),
        }),
    }
}

/// Some messages that somebody was sent: what they were about, never their text.
pub(super) fn told_entry(told: &[Told]) -> Entry {
    let line = |told: &Told| {
        format!(
            "{} · {} · {}",
            told.created_at.format("%-d %b %Y, %H:%M UTC"),
            told.subject,
            told.state
        )
    };
    let lines: Vec<String> = told.iter().map(line).collect();
    let title = if told.len() == 1 {
        "One message to you: what it was about, and whether it was sent".to_owned()
    } else {
        format!(
            "{} messages to you: what they were about, and whether they were sent",
            told.len()
        )
    };
    let messages: Vec<_> = told
        .iter()
        .map(|told| json!({ "about": told.subject, "state": told.state, "created_at": iso(told.created_at) }))
        .collect();
    Entry {
        title,
        at: told.first().map(|told| told.created_at).unwrap_or_default(),
        texts: vec![("", lines.join("\n"))],
        json: json!({ "kind": "messages", "messages": messages }),
    }
}

fn iso(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The question before erasing: what goes, what stays and why.
pub(super) fn ask_erase(records: &[Record]) -> Form {
    let mut blocks = vec![sentence(
        "Erase what Peerloop keeps about you? It happens at once and cannot be undone.",
    )];
    for record in records.iter().filter(|record| names_you(record)) {
        blocks.push(line(vec![Part::Bold(record.name.to_owned())]));
        blocks.extend(record.erasing.iter().map(|does| sentence(does)));
    }
    blocks.push(line(vec![Part::Bold("Not reached".to_owned())]));
    blocks.push(sentence(
        "Backups that your operator has made hold what was there on their day. You can use Peerloop again whenever you like.",
    ));
    blocks.push(note(ONLY_YOU));
    Form {
        callback: action::ERASE,
        item: String::new(),
        title: "Erase my data",
        submit: Some("Erase"),
        close: "Keep it",
        blocks,
        again: Some((action::ASK_ERASE, String::new())),
    }
}

/// What somebody sees after **Erase**. It counts nothing, so that it says the same when it is pressed twice.
pub(super) fn erased() -> Form {
    let blocks = vec![
        sentence(
            "Erased. Peerloop keeps nothing that names you, and within seconds nothing of it is left in its files.",
        ),
        sentence(
            "Every night Peerloop reads Slack's list of people: your name, handle and time zone come back with it, as for everybody in the workspace. If you use Peerloop again it begins from there.",
        ),
        note(ONLY_YOU),
    ];
    form(ERASED, "Erase my data", blocks)
}

/// The ritual's lines in the help.
pub(super) fn help(names: &Names) -> Vec<Block> {
    let says = |command: &str, text: &str| {
        line(vec![
            Part::Bold(names.command(command)),
            Part::Text(text.to_owned()),
        ])
    };
    vec![
        says(
            "peerloop privacy",
            " says what is promised, what is kept about you and for how long.",
        ),
        says(
            "peerloop my data",
            " shows all of it, to read or as JSON, and can send it to you as files.",
        ),
        says(
            "peerloop erase me",
            " erases it, after telling you what goes and what stays.",
        ),
    ]
}

fn form(callback: &'static str, title: &'static str, blocks: Vec<Block>) -> Form {
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
