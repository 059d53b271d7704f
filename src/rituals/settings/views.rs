//! What owners see of settings. Pure: values in, forms out; all of the ritual's words stand here, but for those of the
//! settings themselves, which stand beside each (`crate::settings`).

use super::rules::{self, Opened};
use crate::{
    blocks::{
        Block, Form, Input, Part, dated_note, escape, heading, hinted, hinted_optional, limits,
        line, note, sentence, when,
    },
    error::Refusal,
    ids::ChannelId,
    names::Names,
    request::Fields,
    rituals::Entry,
    settings::{Change, Shape, Spec, Unfit, WEEK},
};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Ids of what can be pressed; `settings.<what>`.
pub(super) mod action {
    pub(crate) const SAVE: &str = "settings.save";
}

/// Minutes between two times that can be picked.
const TIME_STEP: u32 = 30;
/// Characters that the log shows of a value.
const LONGEST_LOGGED: usize = 150;

/// What stands on top of the form.
pub(super) enum Top {
    /// Nothing: it was just opened.
    Plain,
    /// It was saved.
    Saved,
    /// Not saved yet: this much would be deleted, by what it is called.
    Goes(Vec<(&'static str, i64)>),
}

/// What somebody may change, with what holds or was filled in, and the last changes with their owners' names.
pub(super) fn settings(
    values: &[(&'static Spec, String)],
    log: &[(String, Change)],
    opened: Opened,
    top: &Top,
    who_sees: &str,
) -> Form {
    let mut blocks = match top {
        Top::Plain => Vec::new(),
        Top::Saved => vec![sentence("Saved. It holds from now on.")],
        Top::Goes(goes) => goes_tonight(goes),
    };
    let mut group = "";
    for (spec, value) in values {
        if spec.group != group {
            group = spec.group;
            blocks.push(heading(group));
        }
        let hinted = match spec.shape {
            Shape::Channel => hinted_optional,
            Shape::Number { .. }
            | Shape::YesNo { .. }
            | Shape::Lines { .. }
            | Shape::Time { .. }
            | Shape::Days { .. } => hinted,
        };
        blocks.push(hinted(
            opened.field(spec.name),
            &label(spec),
            &hint(spec),
            filled(spec, value),
        ));
    }
    if !log.is_empty() {
        blocks.push(heading("Last changes"));
    }
    blocks.extend(log.iter().map(|(name, change)| logged(name, change)));
    blocks.push(note(who_sees));
    Form {
        callback: action::SAVE,
        item: opened.to_item(),
        title: "Settings",
        submit: Some("Save"),
        close: "Done",
        blocks,
        again: None,
    }
}

fn goes_tonight(goes: &[(&'static str, i64)]) -> Vec<Block> {
    let counted: Vec<String> = goes
        .iter()
        .map(|(name, rows)| format!("{name}: {rows}"))
        .collect();
    vec![
        sentence("Not saved yet. Kept so shortly, this is deleted for good in the coming night:"),
        sentence(&counted.join(" · ")),
        sentence("Press Save once more to do it, or change the days back."),
    ]
}

fn label(spec: &Spec) -> String {
    match spec.shape {
        Shape::Number { unit, .. } => format!("{} ({unit})", spec.words),
        Shape::YesNo { .. }
        | Shape::Lines { .. }
        | Shape::Time { .. }
        | Shape::Days { .. }
        | Shape::Channel => spec.words.to_owned(),
    }
}

/// What it does, its limits, and what holds unless it is changed.
fn hint(spec: &Spec) -> String {
    let limits = match spec.shape {
        Shape::Number { least, most, .. } => format!("{least} to {most}; "),
        Shape::Lines { fewest, most, .. } => format!("{fewest} to {most} lines; "),
        Shape::YesNo { .. } | Shape::Time { .. } | Shape::Days { .. } => String::new(),
        Shape::Channel => return spec.means.to_owned(),
    };
    let default = spec.shape.default().replace('\n', ", ");
    format!("{} {limits}unless changed: {default}.", spec.means).replace(". unless", ". Unless")
}

fn filled(spec: &Spec, value: &str) -> Input {
    let lines = || value.lines().map(str::to_owned).collect();
    match spec.shape {
        Shape::Number { .. } => Input::Line {
            example: "",
            value: Some(value.to_owned()),
            most: limits::LINE,
        },
        Shape::YesNo { .. } => Input::Choice {
            options: vec!["Yes".to_owned(), "No".to_owned()],
            value: Some(value.to_owned()),
        },
        Shape::Lines { .. } => Input::Text {
            example: "One a line",
            value: Some(value.to_owned()),
        },
        Shape::Time { .. } => Input::Choice {
            options: times(value),
            value: Some(value.to_owned()),
        },
        Shape::Days { .. } => Input::Checks {
            options: WEEK
                .iter()
                .map(|(_, name)| ((*name).to_owned(), (*name).to_owned()))
                .collect(),
            values: lines(),
        },
        Shape::Channel => Input::Channel {
            value: (!value.is_empty()).then(|| ChannelId::new(value)),
            or_here: false,
        },
    }
}

/// The times of a day that can be picked; the one that holds is among them.
fn times(holds: &str) -> Vec<String> {
    let mut times: Vec<String> = (0..24 * 60 / TIME_STEP)
        .map(|step| step * TIME_STEP)
        .map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60))
        .chain([holds.to_owned()])
        .collect();
    times.sort_unstable();
    times.dedup();
    times
}

/// What was filled in for a setting, as text; nothing is an empty text.
pub(super) fn typed(spec: &Spec, opened: Opened, fields: &Fields) -> String {
    let field = opened.field(spec.name);
    match spec.shape {
        Shape::Number { .. } | Shape::Lines { .. } => fields.text(&field),
        Shape::YesNo { .. } | Shape::Time { .. } | Shape::Channel => fields.choice(&field),
        Shape::Days { .. } => return fields.choices(&field).join("\n"),
    }
    .unwrap_or_default()
    .to_owned()
}

/// One line of the log: who, what, from what to what, when.
fn logged(name: &str, change: &Change) -> Block {
    if let Shape::Channel = change.spec.shape {
        let channel = |id: &str| {
            if id.is_empty() {
                "none".to_owned()
            } else {
                format!("<#{}>", escape(id))
            }
        };
        let what = format!("{} → {}", channel(&change.from), channel(&change.to));
        return log_line(name, change, &what);
    }
    let what = match rules::list_changes(change.spec, &change.from, &change.to) {
        Some((added, removed)) => {
            let said = |verb: &str, lines: &[&str]| {
                (!lines.is_empty()).then(|| format!("{verb} {}", short(&lines.join(", "))))
            };
            let both: Vec<String> = [said("added", &added), said("removed", &removed)]
                .into_iter()
                .flatten()
                .collect();
            if both.is_empty() {
                "in another order".to_owned()
            } else {
                both.join("; ")
            }
        }
        None => format!(
            "{} → {}",
            said_in_log(&change.from),
            said_in_log(&change.to)
        ),
    };
    log_line(name, change, &escape(&what))
}

/// `what` is markup.
fn log_line(name: &str, change: &Change, what: &str) -> Block {
    dated_note(&format!(
        "{}: {what} · {} · {}",
        escape(change.spec.words),
        escape(name),
        when(change.at)
    ))
}

fn said_in_log(value: &str) -> String {
    short(&value.replace('\n', ", "))
}

fn short(text: &str) -> String {
    if text.chars().count() <= LONGEST_LOGGED {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST_LOGGED).collect();
    format!("{cut}…")
}

/// The ritual's lines in the help.
pub(super) fn help(names: &Names) -> Vec<Block> {
    vec![line(vec![
        Part::Bold(names.command("peerloop settings")),
        Part::Text(" is for programme owners: what feedback can be about, how long things are kept, and the programme's other numbers.".to_owned()),
    ])]
}

/// A setting's value cannot be taken.
pub(super) fn unfit(unfit: Unfit, field: String) -> Refusal {
    let message = match unfit {
        Unfit::NotANumber => "Write a whole number.".to_owned(),
        Unfit::OutOfRange(least, most) => format!("Write a number from {least} to {most}."),
        Unfit::Lines(fewest, most) => format!("Write {fewest} to {most} of them, one a line."),
        Unfit::TooLong(most) => format!("One of them is longer than {most} characters."),
        Unfit::NotPicked => "Pick at least one of these.".to_owned(),
        Unfit::NoChannel => {
            "Pick the channel, or leave sharing off.".to_owned()
        }
        Unfit::EndsBeforeItBegins => "Working hours end after they begin.".to_owned(),
        Unfit::ChangedMeanwhile => {
            "Somebody else has changed this while the form was open. Open the settings again to see it.".to_owned()
        }
    };
    Refusal {
        message,
        field: Some(field),
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
