//! The programme's rows on the set-up form, and the forms behind them: who takes part, who reports to whom, prompts.

use super::action;
use crate::{
    blocks::{
        Block, Button, Form, Input, Message, Weight, buttons, dated_note, escape, heading, input,
        note, row, sentence, when,
    },
    error::Refusal,
    lists::{self, Fault, ManagersPlan, Named, PeoplePlan},
    people::{
        programme::{Change, Enrols, OPERATOR, Programme, Prompts},
        roles::CONFIGURATION,
    },
    rituals::Entry,
};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Names of the fields.
pub(in crate::rituals::setup) mod field {
    pub(crate) const ENROLS: &str = "enrols";
    pub(crate) const CHANNEL: &str = "channel";
    pub(crate) const JOINING: &str = "joining";
    pub(crate) const ADD: &str = "add";
    pub(crate) const TAKE_OUT: &str = "take_out";
    pub(crate) const LINES: &str = "lines";
}

/// Names that a preview spells out; the others are counted.
const MOST_NAMES: usize = 25;
/// Lines of a report that are shown at once.
const MOST_LINES: usize = 30;
/// Managers that the form lists.
const MOST_MANAGERS: usize = 20;

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

/// What the owner has filled in.
#[derive(Clone, Debug, Default)]
pub(in crate::rituals::setup) struct Filled {
    pub(in crate::rituals::setup) programme: Programme,
    pub(in crate::rituals::setup) add: Option<String>,
    pub(in crate::rituals::setup) take_out: Option<String>,
}

/// What would come of it.
pub(in crate::rituals::setup) struct Preview {
    /// Comes back with **Save**: only what was shown is saved.
    pub(in crate::rituals::setup) mark: String,
    pub(in crate::rituals::setup) before: usize,
    /// `None` if Slack has to be asked first.
    pub(in crate::rituals::setup) after: Option<usize>,
    pub(in crate::rituals::setup) join: Vec<Named>,
    pub(in crate::rituals::setup) go: Vec<Named>,
    pub(in crate::rituals::setup) plan: PeoplePlan,
    /// False if **Save** would leave all as it is.
    pub(in crate::rituals::setup) is_change: bool,
}

/// What would be saved was shown, and there is something to save.
fn submit(saves: bool) -> &'static str {
    if saves { "Save" } else { "Preview" }
}

/// Who takes part: first to fill in, then with what would change.
pub(in crate::rituals::setup) fn people(
    filled: &Filled,
    preview: Option<&Preview>,
    who_sees: &str,
) -> Form {
    let mut blocks = Vec::new();
    if let Some(preview) = preview {
        blocks.extend(previewed(filled, preview));
    }
    let named = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    blocks.push(input(
        field::ENROLS,
        "Who takes part",
        false,
        Input::Named {
            options: vec![
                named("everyone", "Everyone in this workspace"),
                named("channel", "The members of a channel"),
                named("list", "A list of people"),
            ],
            value: Some(filled.programme.enrols.word().to_owned()),
        },
    ));
    let channel = match &filled.programme.enrols {
        Enrols::Channel(channel) => Some(channel.clone()),
        Enrols::Everyone | Enrols::List => None,
    };
    blocks.push(input(
        field::CHANNEL,
        "Which channel",
        true,
        Input::Channel {
            value: channel,
            or_here: true,
        },
    ));
    blocks.push(note(
        "Its members are read when you save, and every night. Peerloop must be in it if it is private: /invite @Peerloop.",
    ));
    blocks.push(input(
        field::JOINING,
        "Others in this workspace",
        false,
        Input::Named {
            options: vec![
                named("open", "May join by themselves and be invited"),
                named("closed", "Only owners add people"),
            ],
            value: Some(
                if filled.programme.is_open {
                    "open"
                } else {
                    "closed"
                }
                .to_owned(),
            ),
        },
    ));
    let list = |value: &Option<String>| Input::Text {
        example: "bea@example.com, or Chidi Eze",
        value: value.clone(),
    };
    blocks.push(input(
        field::ADD,
        "Add to the list",
        true,
        list(&filled.add),
    ));
    blocks.push(input(
        field::TAKE_OUT,
        "Take off the list",
        true,
        list(&filled.take_out),
    ));
    blocks.push(note(
        "One person a line, by address, name, handle or member ID; lines of a spreadsheet will do. Longer lists in several goes, or by whoever runs the server: peerloop import people.",
    ));
    blocks.push(buttons(vec![Button::plain(action::BEGIN, "Back", "")]));
    blocks.push(note(who_sees));
    Form {
        callback: action::SAVE_PEOPLE,
        item: preview
            .map(|preview| preview.mark.clone())
            .unwrap_or_default(),
        submit: Some(submit(preview.is_some_and(|preview| preview.is_change))),
        ..shown("Who takes part", blocks)
    }
}

fn previewed(filled: &Filled, preview: &Preview) -> Vec<Block> {
    let mut blocks = vec![heading(if preview.is_change {
        "What Save would change"
    } else {
        "Nothing to save"
    })];
    let before = some(preview.before, "person takes part", "people take part");
    blocks.push(sentence(&match preview.after {
        Some(after) => format!("Now {before}, then {after}."),
        None => format!(
            "Now {before}. Slack is asked for the members of the channel when you save, and you get a message with how many they are. Whoever an owner had added and is not among them takes part no longer."
        ),
    }));
    blocks.extend(names("They come in", &preview.join));
    blocks.extend(names("They take part no longer", &preview.go));
    if preview.join.is_empty() && preview.go.is_empty() && preview.after.is_some() {
        blocks.push(sentence("Nobody comes in and nobody goes."));
    }
    if preview.plan.same > 0 {
        blocks.push(sentence(&format!(
            "{} on the list already.",
            some(preview.plan.same, "line is", "lines are")
        )));
    }
    if !filled.programme.is_open {
        blocks.push(sentence("Others can't join by themselves."));
    }
    blocks.extend(report("Left out of those to add", &preview.plan.add_faults));
    blocks.extend(report(
        "Left out of those to take off",
        &preview.plan.take_out_faults,
    ));
    blocks
}

/// Who reports to whom: first to fill in, then with what would change. `now` are managers with their reports.
pub(in crate::rituals::setup) fn managers(
    text: Option<String>,
    now: &[(String, Vec<String>)],
    preview: Option<(&str, &ManagersPlan)>,
    who_sees: &str,
) -> Form {
    let mut blocks = vec![sentence(
        "Managers get figures, never words. They can't give feedback to their own reports here, and can't be facilitators.",
    )];
    if let Some((_, plan)) = preview {
        blocks.push(heading(if plan.is_empty() {
            "Nothing to save"
        } else {
            "What Save would change"
        }));
        let line = |change: &lists::NewManager| {
            let name = |named: &Option<Named>| {
                named
                    .as_ref()
                    .map_or("nobody".to_owned(), |named| named.name.clone())
            };
            format!(
                "{} reports to {} (before: {})",
                change.person.name,
                name(&change.to),
                name(&change.from)
            )
        };
        let lines: Vec<String> = plan.changes.iter().map(line).collect();
        blocks.extend(several(&lines, MOST_LINES));
        if plan.same > 0 {
            blocks.push(sentence(&format!(
                "{} so already.",
                some(plan.same, "line is", "lines are")
            )));
        }
        blocks.extend(report("Left out", &plan.faults));
    } else if now.is_empty() {
        blocks.push(sentence("Nobody reports to anybody yet."));
    } else {
        let lines: Vec<String> = now
            .iter()
            .map(|(manager, reports)| format!("{manager}: {}", short(reports)))
            .collect();
        blocks.extend(several(&lines, MOST_MANAGERS));
    }
    blocks.push(input(
        field::LINES,
        "Who reports to whom",
        false,
        Input::Text {
            example: "bea@example.com, dana@example.com",
            value: text,
        },
    ));
    blocks.push(note(
        "One person a line: name or email, then the manager; nothing behind the comma means nobody. A heading line may name the columns in any order. Lines that are not here stay as they are. Longer lists in several goes, or by whoever runs the server: peerloop import managers.",
    ));
    blocks.push(buttons(vec![Button::plain(action::BEGIN, "Back", "")]));
    blocks.push(note(who_sees));
    Form {
        callback: action::SAVE_MANAGERS,
        item: preview.map(|(mark, _)| mark.to_owned()).unwrap_or_default(),
        submit: Some(submit(preview.is_some_and(|(_, plan)| !plan.is_empty()))),
        ..shown("Managers", blocks)
    }
}

/// What begins with **Go live**, or goes on, or was paused.
pub(in crate::rituals::setup) fn live(
    overview: &Overview,
    prompts: &[&str],
    who_sees: &str,
) -> Form {
    let people = usize::try_from(overview.people).unwrap_or_default();
    let people = some(people, "person takes part", "people take part");
    let (title, first) = match overview.programme.prompts {
        Prompts::Off => (
            "Go live",
            format!(
                "{people}. Until you press Go live, Peerloop writes to nobody of its own accord."
            ),
        ),
        Prompts::Live => ("Prompts", format!("{people}. Prompts are sent.")),
        Prompts::Paused => (
            "Prompts",
            format!("{people}. Prompts are paused: nobody gets any."),
        ),
    };
    let mut blocks = vec![sentence(&first)];
    if prompts.is_empty() {
        blocks.push(sentence(
            "Nothing here sends prompts by itself yet. What people do for each other works in any case.",
        ));
    } else {
        blocks.push(heading("What is sent"));
        blocks.extend(prompts.iter().map(|prompt| sentence(prompt)));
    }
    let button = match overview.programme.prompts {
        Prompts::Off => Button::main(action::PROMPTS, "Go live", Prompts::Live.word()),
        Prompts::Paused => Button::main(action::PROMPTS, "Resume", Prompts::Live.word()),
        Prompts::Live => Button {
            weight: Weight::Final {
                title: "Pause all prompts?",
                text: "Nobody gets a prompt until an owner presses Resume. What people do for each other goes on.".to_owned(),
                yes: "Pause",
            },
            ..Button::plain(action::PROMPTS, "Pause all prompts", Prompts::Paused.word())
        },
    };
    blocks.push(buttons(vec![
        button,
        Button::plain(action::BEGIN, "Back", ""),
    ]));
    blocks.push(note(who_sees));
    shown(title, blocks)
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

/// No channel was picked.
pub(in crate::rituals::setup) fn no_channel() -> Refusal {
    under(field::CHANNEL, "Pick the channel whose members take part.")
}

/// Names where no list decides.
pub(in crate::rituals::setup) fn names_without_list() -> Refusal {
    under(
        field::ENROLS,
        "Names belong to a list: pick “A list of people”, or leave the two boxes empty.",
    )
}

fn under(field: &str, message: &str) -> Refusal {
    Refusal {
        message: message.to_owned(),
        field: Some(field.to_owned()),
    }
}

fn shown(title: &'static str, blocks: Vec<Block>) -> Form {
    Form {
        title,
        ..super::shown(blocks)
    }
}

fn names(title: &str, people: &[Named]) -> Option<Block> {
    let names: Vec<String> = people.iter().map(|person| person.name.clone()).collect();
    (!names.is_empty()).then(|| sentence(&format!("{title} ({}): {}.", names.len(), short(&names))))
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
