//! The programme's rows on the set-up form, and what the forms behind them have in common.

mod live;
mod managers;
mod people;

pub(in crate::rituals::setup) use live::live;
pub(in crate::rituals::setup) use managers::managers;
pub(in crate::rituals::setup) use people::{
    Filled, Preview, names_without_list, no_channel, people,
};

use super::action;
use crate::{
    blocks::{
        Block, Button, Form, Message, buttons, dated_note, escape, heading, note, row, sentence,
        when,
    },
    lists::{self, Fault},
    people::{
        programme::{Change, Enrols, OPERATOR, Programme, Prompts},
        roles::CONFIGURATION,
    },
    rituals::Entry,
};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Names that a preview spells out; the others are counted.
const MOST_NAMES: usize = 25;
/// Lines of a report that are shown at once.
const MOST_LINES: usize = 30;

/// Names of the fields.
pub(in crate::rituals::setup) mod field {
    pub(crate) const ENROLS: &str = "enrols";
    pub(crate) const CHANNEL: &str = "channel";
    pub(crate) const JOINING: &str = "joining";
    pub(crate) const ADD: &str = "add";
    pub(crate) const TAKE_OUT: &str = "take_out";
    pub(crate) const LINES: &str = "lines";
}

/// What the set-up form says of the programme.
pub(in crate::rituals::setup) struct Overview {
    pub(in crate::rituals::setup) programme: Programme,
    pub(in crate::rituals::setup) people: i64,
    pub(in crate::rituals::setup) reports: usize,
    pub(in crate::rituals::setup) managers: usize,
    pub(in crate::rituals::setup) last: Option<LastChange>,
}

/// Who changed what last.
pub(in crate::rituals::setup) struct LastChange {
    pub(in crate::rituals::setup) what: &'static str,
    pub(in crate::rituals::setup) by: String,
    pub(in crate::rituals::setup) at: DateTime<Utc>,
}

pub(super) fn rows(overview: &Overview) -> Vec<Block> {
    let managers = if overview.reports == 0 {
        "Managers: nobody reports to anybody yet.".to_owned()
    } else {
        format!(
            "Managers: {} to {}.",
            some(overview.reports, "person reports", "people report"),
            some(overview.managers, "manager", "managers")
        )
    };
    let (prompts, label) = match overview.programme.prompts {
        Prompts::Off => (
            "Prompts: not begun. What people do for each other works already.",
            "Go live",
        ),
        Prompts::Live => ("Prompts: live.", "Change"),
        Prompts::Paused => (
            "Prompts: paused. What people do for each other goes on.",
            "Change",
        ),
    };
    vec![
        heading("The programme"),
        row(
            &format!(
                "Who takes part: {}",
                who(&overview.programme, overview.people)
            ),
            Button::plain(action::PEOPLE, "Change", ""),
        ),
        row(&managers, Button::plain(action::MANAGERS, "Change", "")),
        row(prompts, Button::plain(action::LIVE, label, "")),
    ]
}

pub(super) fn last(overview: &Overview) -> Option<Block> {
    overview.last.as_ref().map(|last| {
        let by = match last.by.as_str() {
            CONFIGURATION => "the server's configuration".to_owned(),
            OPERATOR => "whoever runs the server".to_owned(),
            name => escape(name),
        };
        dated_note(&format!(
            "Last change: {}, by {by}, {}",
            last.what,
            when(last.at)
        ))
    })
}

fn who(programme: &Programme, people: i64) -> String {
    let people = usize::try_from(people).unwrap_or_default();
    let now = some(people, "person", "people");
    match &programme.enrols {
        Enrols::Everyone => format!("everyone in this workspace, {now}."),
        Enrols::Channel(_) => format!("the members of a channel, {now}."),
        Enrols::List => format!("a list of people, {now}."),
    }
}

/// What would be saved was shown, and there is something to save.
fn submit(saves: bool) -> &'static str {
    if saves { "Save" } else { "Preview" }
}

/// After **Save**; the same however often it is pressed.
pub(in crate::rituals::setup) fn saved(text: &str, who_sees: &str) -> Form {
    shown(
        "Saved",
        vec![
            sentence(text),
            buttons(vec![Button::main(action::BEGIN, "Back to set-up", "")]),
            note(who_sees),
        ],
    )
}

pub(in crate::rituals::setup) fn people_saved(programme: &Programme, people: i64) -> String {
    match programme.enrols {
        Enrols::Channel(_) => "Saved. Slack is being asked for the members of the channel; you get a message with how many they are.".to_owned(),
        Enrols::Everyone | Enrols::List => format!("Saved. Who takes part: {}", who(programme, people)),
    }
}

pub(in crate::rituals::setup) const MANAGERS_SAVED: &str =
    "Saved. It holds from now on; figures of past months use who reported to whom then.";

fn shown(title: &'static str, blocks: Vec<Block>) -> Form {
    Form {
        title,
        ..super::shown(blocks)
    }
}

/// Some names, the others counted.
fn short(names: &[String]) -> String {
    let shown = names
        .iter()
        .take(MOST_NAMES)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn report(title: &str, faults: &[Fault]) -> Vec<Block> {
    if faults.is_empty() {
        return Vec::new();
    }
    let lines: Vec<String> = faults.iter().map(lists::sentence).collect();
    let mut blocks = vec![heading(title)];
    blocks.extend(several(&lines, MOST_LINES));
    blocks
}

fn several(lines: &[String], most: usize) -> Vec<Block> {
    let mut blocks: Vec<Block> = lines.iter().take(most).map(|line| sentence(line)).collect();
    if lines.len() > most {
        blocks.push(note(&format!("And {} more.", lines.len() - most)));
    }
    blocks
}

fn some(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What somebody set, for their data.
pub(in crate::rituals::setup) fn changed_entry(change: &Change) -> Entry {
    let Programme {
        enrols,
        is_open,
        prompts,
    } = &change.programme;
    Entry {
        title: "You set who takes part or whether prompts are sent".to_owned(),
        at: change.at,
        texts: Vec::new(),
        json: json!({
            "kind": "programme", "enrols": enrols.word(), "joining_is_open": is_open, "prompts": prompts.word(),
            "set_at": change.at.to_rfc3339(),
        }),
    }
}

/// DM to whoever chose the channel.
pub(in crate::rituals::setup) fn channel_read(people: i64, who_sees: &str) -> Message {
    let people = usize::try_from(people).unwrap_or_default();
    let people = some(people, "person takes part", "people take part");
    said(
        format!(
            "Peerloop has read the members of your channel: {people} now. They are read again every night."
        ),
        who_sees,
    )
}

/// DM to whoever chose the channel.
pub(in crate::rituals::setup) fn channel_closed(who_sees: &str) -> Message {
    said(
        "Slack doesn't show Peerloop the members of the channel that you chose, so nobody came in and nobody went. Type /invite @Peerloop there; if it is archived or gone, choose another one. Then save it again under Set up: Who takes part.".to_owned(),
        who_sees,
    )
}

fn said(summary: String, who_sees: &str) -> Message {
    Message {
        blocks: vec![sentence(&summary), note(who_sees)],
        summary,
    }
}
