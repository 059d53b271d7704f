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
    let count = |label: &str, of| labelled(label, counted(digest, of));
    let others = [
        ("Partly kept", Measure::PartlyKept),
        ("Not yet", Measure::NotKept),
        ("No longer relevant", Measure::Dropped),
    ];
    let mut lines = vec![count("Commitments kept", Measure::Kept)];
    lines.extend(others.map(|(label, of)| count(label, of)));
    if let Some(percent) = digest.follow_through() {
        lines.push(labelled("Follow-through", format!("{percent} %")));
    }
    lines.push(skills("Most practised", digest, Measure::Practised, labels));
    if digest.has_asks {
        lines.push(skills("Most asked for", digest, Measure::AskedFor, labels));
    }
    lines.push(count("Answers in fire drills", Measure::Drilled));
    lines.push(count("Additions to the playbook", Measure::Added));
    blocks.push(bullets(lines));
    blocks.push(note(
        "Skills that are not listed are hidden, or nobody gave feedback about them.",
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

/// A figure, with that of the month before.
fn counted(digest: &Digest, of: Measure) -> String {
    let (now, before) = (digest.figure(of), digest.figure_before(of));
    match before {
        // Hidden twice says no more than once.
        None => figure(now),
        Some(Figure::Hidden) if now == Figure::Hidden => figure(now),
        Some(before) => format!(
            "{} ({}: {})",
            figure(now),
            short(digest.month.before()),
            figure(before)
        ),
    }
}

fn skills(title: &str, digest: &Digest, of: fn(Label) -> Measure, labels: &Labels) -> Vec<Part> {
    let ranked = digest.ranked(of);
    let named: Vec<String> = ranked
        .iter()
        .take(SKILLS_SHOWN)
        .map(|(label, count)| format!("{} {count}", text_of(labels, *label)))
        .collect();
    if named.is_empty() {
        labelled(title, HIDDEN.to_owned())
    } else {
        labelled(title, named.join(", "))
    }
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
