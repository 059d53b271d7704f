//! What owners see of settings. Pure: values in, forms out; all of the ritual's words stand here.

use crate::{
    blocks::{Block, Form, Input, Part, dated_note, escape, input, line, note, sentence, when},
    error::Refusal,
    rituals::Entry,
    settings::{SKILLS, Unfit},
};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Ids of what can be pressed; `settings.<what>`.
pub(super) mod action {
    pub(crate) const SAVE: &str = "settings.save";
}

/// What owners may change. `changed` says who did last, and when.
pub(super) fn settings(
    skills: String,
    changed: Option<(String, DateTime<Utc>)>,
    is_saved: bool,
    who_sees: &str,
) -> Form {
    let mut blocks = Vec::new();
    if is_saved {
        blocks.push(sentence("Saved. It holds from the next form on."));
    }
    blocks.push(input(
        SKILLS.name,
        SKILLS.words,
        false,
        Input::Text {
            example: "One skill a line",
            value: Some(skills),
        },
    ));
    blocks.push(note(
        "What feedback can be about, one a line. Notes that were given keep the skill they have.",
    ));
    if let Some((name, at)) = changed {
        blocks.push(dated_note(&format!(
            "Last changed by {} {}",
            escape(&name),
            when(at)
        )));
    }
    blocks.push(note(who_sees));
    Form {
        callback: action::SAVE,
        item: String::new(),
        title: "Settings",
        submit: Some("Save"),
        close: "Done",
        blocks,
        again: None,
    }
}

/// The ritual's lines in the help.
pub(super) fn help() -> Vec<Block> {
    vec![line(vec![
        Part::Bold("/peerloop settings".to_owned()),
        Part::Text(" is for programme owners: what feedback can be about.".to_owned()),
    ])]
}

/// A setting's value cannot be taken.
pub(super) fn unfit(unfit: Unfit, field: &'static str) -> Refusal {
    let message = match unfit {
        Unfit::Lines(fewest, most) => format!("Write {fewest} to {most} of them, one a line."),
        Unfit::TooLong(most) => format!("One of them is longer than {most} characters."),
    };
    Refusal {
        message,
        field: Some(field.to_owned()),
    }
}

/// A form that this version does not have.
pub(super) fn outdated() -> Refusal {
    Refusal {
        message:
            "This comes from another version of Peerloop and does nothing now. Nothing was changed."
                .to_owned(),
        field: None,
    }
}

/// A setting, for the one who changed it and asks for their data.
pub(super) fn changed_entry(name: &str, at: DateTime<Utc>) -> Entry {
    Entry {
        title: format!("You changed a setting: {name}"),
        at,
        texts: Vec::new(),
        json: json!({ "kind": "setting", "name": name, "set_at": at.to_rfc3339() }),
    }
}
