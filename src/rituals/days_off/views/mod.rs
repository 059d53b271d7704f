//! What people see of days off; refusals beside. Pure: values in, forms out; all of the ritual's words stand in
//! this folder.

mod refusal;

pub(super) use refusal::{not_read, unfit};

use super::rules::{
    DELETE, FILE, FROM, LONGEST_WHY, MOST_AT_ONCE, NEW_REGION, Opened, REGION, TO, WHY,
};
use crate::{
    audience::ONLY_YOU,
    blocks::{
        Block, Button, Form, Input, Part, bullets, heading, hinted_optional, input, line, note,
        row, sentence,
    },
    names::Names,
    people::leave::Leave,
    request::Fields,
    rituals::Entry,
    schedule::{Blackout, Imported, LONGEST_REGION, views as words},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

/// Ids of what can be pressed; `days_off.<what>`.
pub(super) mod action {
    pub(crate) const OPEN_AWAY: &str = "days_off.open_away";
    pub(crate) const SAVE_AWAY: &str = "days_off.save_away";
    pub(crate) const COME_BACK: &str = "days_off.come_back";
    pub(crate) const SAVE_QUIET: &str = "days_off.save_quiet";
    pub(crate) const END_QUIET: &str = "days_off.end_quiet";
}

const WHAT_IT_DOES: &str = "No prompts on these days. Feedback still reaches you.";
const SAVED: &str = "Saved.";
const PRIVATE: &str = "Owners see nothing of this, and nobody asks why.";

/// A person's own form.
pub(super) struct Away<'a> {
    pub coming: &'a [Leave],
    pub regions: &'a [(String, i64, NaiveDate)],
    pub own: Option<String>,
    pub default: Option<String>,
    pub opened: Opened,
    /// It was just saved.
    pub is_saved: bool,
}

/// The owners' form.
pub(super) struct Quiet<'a> {
    pub blackouts: &'a [Blackout],
    pub regions: &'a [(String, i64, NaiveDate)],
    pub default: Option<String>,
    /// What was just saved, if anything was.
    pub saved: Option<Saved>,
    pub opened: Opened,
    pub who_sees: &'a str,
}

/// What owners have just saved, beside what the form shows by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Saved {
    pub imported: Option<(String, Imported)>,
    /// The region whose holidays are gone, and how many they were.
    pub deleted: Option<(String, usize)>,
}

/// What was typed on the owners' form.
pub(super) struct Typed<'a> {
    pub region: Option<&'a str>,
    pub file: Option<&'a str>,
    pub why: Option<&'a str>,
}

/// A region that was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picked<'a> {
    /// What holds for whoever has picked none.
    Default,
    /// No public holidays.
    None,
    /// This one.
    Named(&'a str),
}

impl<'a> Picked<'a> {
    const DEFAULT: &'static str = "default";
    const NONE: &'static str = "none";

    /// `None` for a region that is not known any more.
    pub(super) fn parse(value: &'a str, known: &[(String, i64, NaiveDate)]) -> Option<Self> {
        match value {
            Self::DEFAULT => Some(Self::Default),
            Self::NONE => Some(Self::None),
            value => value
                .strip_prefix('=')
                .filter(|name| known.iter().any(|(known, ..)| known == name))
                .map(Self::Named),
        }
    }

    /// As it is kept.
    pub(super) fn kept(self) -> Option<&'a str> {
        match self {
            Self::Default => None,
            Self::None => Some(""),
            Self::Named(name) => Some(name),
        }
    }

    fn value(kept: Option<&str>) -> String {
        match kept {
            None => Self::DEFAULT.to_owned(),
            Some("") => Self::NONE.to_owned(),
            Some(name) => format!("={name}"),
        }
    }
}

pub(super) fn home(coming: &[Leave]) -> Vec<Block> {
    let text = match coming {
        [] => "Away for some days? Enter them, and Peerloop won't prompt you.".to_owned(),
        [days] => format!("Away {}.", span(days.from, days.to)),
        [days, _] => format!("Away {}, and once more.", span(days.from, days.to)),
        [days, more @ ..] => format!(
            "Away {}, and {} more times.",
            span(days.from, days.to),
            more.len()
        ),
    };
    vec![
        row(&text, Button::plain(action::OPEN_AWAY, "Days away", "")),
        note(&format!("{WHAT_IT_DOES} {ONLY_YOU}")),
    ]
}

/// Days away.
pub(super) fn away(values: &Away<'_>) -> Form {
    let mut blocks = Vec::new();
    if values.is_saved {
        blocks.push(sentence(SAVED));
    }
    blocks.push(sentence(WHAT_IT_DOES));
    blocks.extend(dates_to_enter(values.opened));
    if !values.regions.is_empty() {
        let default = match values.default.as_deref() {
            None => "As the owners set it: no public holidays".to_owned(),
            Some(name) => format!("As the owners set it: {name}"),
        };
        let mut options = vec![(Picked::DEFAULT.to_owned(), default)];
        options.push((Picked::NONE.to_owned(), "No public holidays".to_owned()));
        options.extend(named(values.regions));
        blocks.push(input(
            values.opened.field(REGION),
            "Your public holidays",
            true,
            Input::Named {
                options,
                value: Some(Picked::value(values.own.as_deref())),
            },
        ));
    }
    if !values.coming.is_empty() {
        blocks.push(heading("Entered"));
    }
    blocks.extend(values.coming.iter().take(MOST_AT_ONCE).map(|days| {
        row(
            &span(days.from, days.to),
            Button::plain(action::COME_BACK, "Remove", days.id),
        )
    }));
    blocks.push(note(PRIVATE));
    blocks.push(note(ONLY_YOU));
    Form {
        callback: action::SAVE_AWAY,
        item: values.opened.to_item(),
        title: "Days away",
        submit: Some("Save"),
        close: "Done",
        blocks,
        again: Some((action::OPEN_AWAY, String::new())),
    }
}

/// Days off of everybody.
pub(super) fn quiet(values: &Quiet<'_>) -> Form {
    let opened = values.opened;
    let mut blocks = Vec::new();
    if let Some(saved) = &values.saved {
        let mut said = vec![SAVED.to_owned()];
        if let Some((region, imported)) = &saved.imported {
            said.push(words::taken(region, *imported));
        }
        if let Some((region, days)) = &saved.deleted {
            said.push(format!("{region} is deleted, with {}.", counted(*days)));
        }
        blocks.push(sentence(&said.join(" ")));
    }
    blocks.push(heading("Public holidays"));
    blocks.push(sentence(
        "Nobody is prompted on the public holidays of their region. A file replaces what was known of its years.",
    ));
    if !values.regions.is_empty() {
        // One block for all of them: there may be as many as a menu has options.
        let known = values.regions.iter().map(|(name, days, last)| {
            let days = counted(usize::try_from(*days).unwrap_or_default());
            vec![Part::Text(format!(
                "{name}: {days}, the last on {}.",
                date(*last)
            ))]
        });
        blocks.push(bullets(known.collect()));
        let mut options = vec![(Picked::DEFAULT.to_owned(), "No public holidays".to_owned())];
        options.extend(named(values.regions));
        blocks.push(input(
            opened.field(REGION),
            "For whoever has picked no region",
            true,
            Input::Named {
                options,
                value: Some(Picked::value(values.default.as_deref())),
            },
        ));
        blocks.push(hinted_optional(
            opened.field(DELETE),
            "Delete a region",
            "Its holidays go. Whoever has picked it has those of whoever has picked none from then on.",
            Input::Named {
                options: named(values.regions).collect(),
                value: None,
            },
        ));
    }
    blocks.push(input(
        opened.field(NEW_REGION),
        "Region",
        true,
        Input::Line {
            example: "DE-BE",
            value: None,
            most: LONGEST_REGION,
        },
    ));
    blocks.push(input(
        opened.field(FILE),
        "Its holidays: CSV or iCalendar, up to 3000 characters",
        true,
        Input::Text {
            example: "2026-12-25,Christmas Day",
            value: None,
        },
    ));
    blocks.push(heading("Quiet days"));
    blocks.push(sentence("Nobody is prompted on these days."));
    blocks.extend(dates_to_enter(opened));
    blocks.push(input(
        opened.field(WHY),
        "What for",
        true,
        Input::Line {
            example: "Quarter end",
            value: None,
            most: LONGEST_WHY,
        },
    ));
    blocks.extend(values.blackouts.iter().take(MOST_AT_ONCE).map(|days| {
        row(
            &format!("{}: {}", span(days.from, days.to), days.why),
            Button::plain(action::END_QUIET, "Remove", days.id),
        )
    }));
    blocks.push(note(
        "Longer files: your operator's command is peerloop import holidays.",
    ));
    blocks.push(note(values.who_sees));
    Form {
        callback: action::SAVE_QUIET,
        item: opened.to_item(),
        title: "Days off",
        submit: Some("Save"),
        close: "Done",
        blocks,
        again: None,
    }
}

fn dates_to_enter(opened: Opened) -> [Block; 2] {
    let date = |field, label| {
        input(
            opened.field(field),
            label,
            true,
            Input::Date { value: None },
        )
    };
    [date(FROM, "From"), date(TO, "To, the last day")]
}

fn named(regions: &[(String, i64, NaiveDate)]) -> impl Iterator<Item = (String, String)> {
    regions
        .iter()
        .map(|(name, ..)| (Picked::value(Some(name)), name.clone()))
}

/// The dates of a form, first and last.
pub(super) fn dates(fields: &Fields, opened: Opened) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let date = |input| fields.choice(&opened.field(input))?.parse().ok();
    (date(FROM), date(TO))
}

/// The region that was picked.
pub(super) fn picked_region(fields: &Fields, opened: Opened) -> Option<&str> {
    fields.choice(&opened.field(REGION))
}

/// The region that is to be deleted.
pub(super) fn deleted_region(fields: &Fields, opened: Opened) -> Option<&str> {
    fields.choice(&opened.field(DELETE))
}

/// What was typed on the owners' form.
pub(super) fn typed(fields: &Fields, opened: Opened) -> Typed<'_> {
    Typed {
        region: fields.text(&opened.field(NEW_REGION)),
        file: fields.text(&opened.field(FILE)),
        why: fields.text(&opened.field(WHY)),
    }
}

/// The ritual's lines in the help.
pub(super) fn help(names: &Names) -> Vec<Block> {
    [
        (
            "peerloop away",
            " takes the days on which you are away, and whose public holidays are yours: no prompts then.",
        ),
        (
            "peerloop days off",
            " (owners) takes public holidays and days on which nobody is prompted.",
        ),
    ]
    .into_iter()
    .map(|(command, text)| {
        line(vec![
            Part::Bold(names.command(command)),
            Part::Text(text.to_owned()),
        ])
    })
    .collect()
}

/// For an owner who asks for their data.
pub(super) fn set_entry(what: &str, at: DateTime<Utc>) -> Entry {
    Entry {
        title: format!("You set for everybody: {what}"),
        at,
        texts: Vec::new(),
        json: json!({ "kind": "days_off", "what": what, "at": at.to_rfc3339() }),
    }
}

fn counted(days: usize) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

fn span(from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        date(from)
    } else {
        format!("{} to {}", date(from), date(to))
    }
}

fn date(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}
