//! What managers see of their month: the DM and the form of it here; how it is computed and what to do with it, Home, help
//! and data beside. Pure: numbers and the texts of skills in, messages and forms out; all of the ritual's words stand in
//! this folder.

mod advice;
mod data;
mod home;

pub(super) use advice::{how, what};
pub(super) use data::{
    DIGESTS, FIGURES, MONTHS, NUMBERS, SKILLS, WHAT_ERASING_DOES_TO_NUMBERS,
    WHAT_IS_KEPT_OF_DIGESTS, WHAT_IS_KEPT_OF_FIGURES, WHAT_IS_KEPT_OF_MONTHS,
    WHAT_IS_KEPT_OF_NUMBERS, WHAT_IS_KEPT_OF_SKILLS, digest_entry, number_entry,
};
pub(super) use home::{help, home, none_yet};

use super::{
    Labels,
    rules::{Digest, Ranked},
};
use crate::{
    attention::{Kind, views::because},
    blocks::{
        Block, Button, Form, Message, Part, bars, bullets, buttons, heading, line, note, sentence,
    },
    error::Refusal,
    figures::{
        Figure, Label, Measure, Month,
        views::{HIDDEN, figure},
    },
};

/// Ids of what can be pressed; `digest.<what>`.
pub(super) mod action {
    pub(crate) const OPEN: &str = "digest.open";
    pub(crate) const HOW: &str = "digest.how";
    pub(crate) const WHAT: &str = "digest.what";
}

/// What is sent once the programme is live.
pub(super) const PROMPTS: [&str; 1] = [
    "On their first working morning of a month, managers get the figures of the month before: counts over many people, never a text or a name.",
];

/// The id of forms that only show something.
const SHOWING: &str = "digest.showing";

/// Where nothing can be shown.
const NOT_ENOUGH: &str = "Not enough answers to show this without pointing at someone.";

/// Skills in a list.
const SKILLS_SHOWN: usize = 5;

/// Why somebody cannot see something.
#[derive(Clone, Copy, Debug)]
pub(super) enum Why {
    /// It is not kept any more.
    Gone,
    /// It is another manager's.
    NotYours,
}

/// A sentence for what cannot be done.
pub(super) fn refusal(why: Why) -> Refusal {
    let message = match why {
        Why::Gone => "This digest is not kept any more. The newest one is on your Home tab.",
        Why::NotYours => "Only the manager whose digest it is can open it.",
    };
    Refusal {
        message: message.to_owned(),
        field: None,
    }
}

/// The DM of a month.
pub(super) fn message(digest: &Digest, labels: &Labels, who_sees: &str) -> Message {
    let title = title(digest);
    let mut blocks = vec![heading(&title)];
    blocks.extend(figures(digest, labels));
    blocks.extend(chart(digest, labels).filter(|_| !digest.is_plain));
    blocks.push(next(digest));
    blocks.push(because(Kind::Digest));
    blocks.push(note(who_sees));
    Message {
        summary: title,
        blocks,
    }
}

/// The same as a form; Slack has no charts in forms.
pub(super) fn form(digest: &Digest, labels: &Labels, who_sees: &str) -> Form {
    let mut blocks = vec![heading(&title(digest))];
    blocks.extend(figures(digest, labels));
    blocks.push(next(digest));
    blocks.push(note(who_sees));
    shown("Your digest", blocks, (action::OPEN, digest.id))
}

fn title(digest: &Digest) -> String {
    format!("Your digest · {}", name(digest.month))
}

/// Everything that is shown, as text.
fn figures(digest: &Digest, labels: &Labels) -> Vec<Block> {
    let mut blocks = vec![sentence(&about(digest))];
    if digest.level.is_none() {
        return blocks;
    }
    if digest.is_empty() {
        blocks.push(sentence(NOT_ENOUGH));
        return blocks;
    }
    let count = |title, of| (title, counted(digest, of));
    let skills = |title, of| (title, listed(&named(digest, of, labels)));
    let mut lines = vec![
        count("Commitments kept", Measure::Kept),
        count("Partly kept", Measure::PartlyKept),
        count("Not yet", Measure::NotKept),
        count("No longer relevant", Measure::Dropped),
    ];
    if let Some(percent) = digest.follow_through() {
        lines.push(("Follow-through", Some(format!("{percent} %"))));
    }
    lines.push(skills("Most practised", Measure::Practised));
    if digest.has_asks {
        lines.push(skills("Most asked for", Measure::AskedFor));
    }
    lines.push(("Answers in fire drills", drilled(digest, labels)));
    lines.push(count("Additions to the playbook", Measure::Added));
    blocks.push(bullets(list(&lines)));
    blocks.push(note(
        "Skills that are not listed are hidden, or nobody did anything about them.",
    ));
    blocks
}

/// Whom it is about.
fn about(digest: &Digest) -> String {
    let enough = digest.k + 1;
    match digest.level {
        None => format!(
            "Figures need at least {enough} people who take part. Below you there are fewer, and above you nobody has more. {NOT_ENOUGH}"
        ),
        Some(level) if level.up == 0 => format!("{} people below you take part.", level.people),
        Some(level) => {
            let up = match level.up {
                1 => "one level up".to_owned(),
                up => format!("{up} levels up"),
            };
            format!(
                "Figures need at least {enough} people who take part, and below you there are fewer. So these are the figures from {up}, where {} people take part.",
                level.people
            )
        }
    }
}

/// What is shown, a line each, and in one line at the end what is hidden: six times the same words would hide the rest.
fn list(lines: &[(&str, Option<String>)]) -> Vec<Vec<Part>> {
    let shown = lines
        .iter()
        .filter_map(|(title, text)| Some(labelled(title, text.clone()?)));
    let hidden: Vec<String> = lines
        .iter()
        .filter(|(_, text)| text.is_none())
        .map(|(title, _)| title.to_lowercase())
        .collect();
    let at_the_end = (!hidden.is_empty()).then(|| format!("{HIDDEN}: {}", hidden.join(", ")));
    let at_the_end = at_the_end.map(|text| vec![Part::Text(text)]);
    shown.chain(at_the_end).collect()
}

/// A figure, with that of the month before; `None` if both are hidden, or this one and there is no other.
fn counted(digest: &Digest, of: Measure) -> Option<String> {
    let (now, before) = (digest.figure(of), digest.figure_before(of));
    match before {
        None | Some(Figure::Hidden) if now == Figure::Hidden => None,
        None => Some(figure(now)),
        Some(before) => Some(format!(
            "{} ({}: {})",
            figure(now),
            short(digest.month.before()),
            figure(before)
        )),
    }
}

/// Answers in drills by skill, and those in drills of no skill at the end. There is no total: what is hidden could be
/// worked out from it.
fn drilled(digest: &Digest, labels: &Labels) -> Option<String> {
    let mut named = named(digest, Measure::Drilled, labels);
    if let Figure::Shown(count) = digest.figure(Measure::DrilledAtLarge) {
        named.push(format!("no skill {count}"));
    }
    listed(&named)
}

/// "discovery 31", the most frequent first.
fn named(digest: &Digest, of: fn(Label) -> Measure, labels: &Labels) -> Vec<String> {
    let ranked = digest.ranked(of);
    let named = ranked.iter().take(SKILLS_SHOWN);
    named
        .map(|(label, count)| format!("{} {count}", text_of(labels, *label)))
        .collect()
}

fn listed(named: &[String]) -> Option<String> {
    (!named.is_empty()).then(|| named.join(", "))
}

/// The skills that the text names, as bars. One alone is no picture.
fn chart(digest: &Digest, labels: &Labels) -> Option<Block> {
    let ranked: Ranked = digest
        .ranked(Measure::Practised)
        .into_iter()
        .take(SKILLS_SHOWN)
        .collect();
    let bar = |(at, (label, count)): (usize, &(Label, u64))| {
        (format!("{} {}", at + 1, text_of(labels, *label)), *count)
    };
    let named: Vec<(String, u64)> = ranked.iter().enumerate().map(bar).collect();
    let title = format!("Most practised, {}", name(digest.month));
    (named.len() > 1).then(|| bars(&title, "Notes", &named))
}

fn text_of(labels: &Labels, label: Label) -> &str {
    labels.get(&label).map_or("another skill", String::as_str)
}

/// What can be pressed below it.
fn next(digest: &Digest) -> Block {
    buttons(vec![
        Button::plain(action::HOW, "How is this computed?", digest.id),
        Button::plain(action::WHAT, "What can I do with this?", digest.id),
    ])
}

fn labelled(label: &str, text: String) -> Vec<Part> {
    vec![Part::Text(format!("{label}: ")), Part::Bold(text)]
}

/// A sentence under a bold word.
fn point(title: &str, text: &str) -> Block {
    line(vec![
        Part::Bold(format!("{title}: ")),
        Part::Text(text.to_owned()),
    ])
}

/// A month by its name.
fn name(month: Month) -> String {
    month.first_day().format("%B %Y").to_string()
}

fn short(month: Month) -> String {
    month.first_day().format("%B").to_string()
}

fn shown(title: &'static str, blocks: Vec<Block>, (action, id): (&'static str, i64)) -> Form {
    Form {
        callback: SHOWING,
        item: String::new(),
        title,
        submit: None,
        close: "Done",
        blocks,
        again: Some((action, id.to_string())),
    }
}
