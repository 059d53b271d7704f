//! `peerloop status [--json]`: what there is and what waits, in counts.

use super::{Desk, acts, size};
use crate::{
    keys,
    outbox::{self, Tally},
    people,
    rituals::registry::HOUSE,
    scheduler::{self, Run},
    store::Look,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

/// Acts of operators that are shown.
const ACTS: usize = 5;

/// Counts with their names.
type Counts = Vec<(String, i64)>;

struct Status {
    schema: i64,
    bytes: u64,
    key: Result<(), String>,
    people: Counts,
    items: Vec<(&'static str, Counts)>,
    outbox: Tally,
    oldest_s: i64,
    runs: Vec<Run>,
    acts: Vec<String>,
}

pub(super) fn run(desk: &mut Desk<'_>, as_json: bool) -> Result<()> {
    let status = look(desk)?;
    let text = if as_json {
        serde_json::to_string_pretty(&status.to_json())?
    } else {
        status.to_text()
    };
    desk.say(&text)
}

fn look(desk: &Desk<'_>) -> Result<Status> {
    let (database, key) = desk.files();
    let look = Look::open(&database)?;
    look.refuse_newer()?;
    let counted = look.read(&desk.clock, |read| {
        let mut items = Vec::new();
        for ritual in HOUSE.rituals() {
            let counts = ritual.counts(read)?;
            let counts = counts.into_iter().map(|(what, n)| (what.to_owned(), n));
            items.push((ritual.name(), counts.collect()));
        }
        let outbox = outbox::tally(read)?;
        let oldest_s = outbox
            .oldest_due_at
            .map_or(0, |at| (read.now - at).num_seconds().max(0));
        Ok((
            people::tally(read)?,
            items,
            outbox,
            oldest_s,
            scheduler::runs(read)?,
        ))
    });
    let (people, items, outbox, oldest_s, runs) =
        counted.map_err(|failure| anyhow::anyhow!("{failure}"))?;
    Ok(Status {
        schema: look.schema_version()?,
        bytes: u64::try_from(look.bytes()?).unwrap_or_default(),
        key: keys::open_for(&look, &key)
            .map(drop)
            .map_err(|error| format!("{error:#}")),
        people,
        items,
        outbox,
        oldest_s,
        runs,
        acts: acts::last(&database, ACTS),
    })
}

impl Status {
    fn to_text(&self) -> String {
        let mut lines = vec![
            row(
                "Database",
                &format!("{}, schema {}", size(self.bytes), self.schema),
            ),
            row(
                "Key",
                self.key
                    .as_ref()
                    .map_or_else(String::as_str, |()| "opens the database"),
            ),
            row("People", &list(&self.people)),
        ];
        for (ritual, counts) in &self.items {
            lines.push(row(&capitalised(ritual), &list(counts)));
        }
        let Tally {
            ready,
            sending,
            unclear,
            dead,
            codes,
            ..
        } = &self.outbox;
        let codes = if codes.is_empty() {
            String::new()
        } else {
            format!(" ({})", list(codes))
        };
        lines.push(row(
            "Outbox",
            &format!("{ready} ready, {sending} sending, {unclear} unclear, {dead} dead{codes}; the oldest has been due for {} s", self.oldest_s),
        ));
        for run in &self.runs {
            let last = run.last_at.map_or("never yet".to_owned(), minute);
            lines.push(row(
                "Run",
                &format!("{}: last {last}, next {}", run.name, minute(run.next_at)),
            ));
        }
        lines.extend(self.acts.iter().map(|act| row("Act", act)));
        lines.join("\n")
    }

    fn to_json(&self) -> Value {
        let object = |counts: &Counts| -> Map<String, Value> {
            counts
                .iter()
                .map(|(name, n)| (name.clone(), (*n).into()))
                .collect()
        };
        let items: Map<String, Value> = self
            .items
            .iter()
            .map(|(ritual, counts)| ((*ritual).to_owned(), object(counts).into()))
            .collect();
        let runs: Vec<Value> = self
            .runs
            .iter()
            .map(|run| {
                json!({
                    "name": run.name,
                    "last_at": run.last_at.map(|at| at.timestamp()),
                    "next_at": run.next_at.timestamp(),
                })
            })
            .collect();
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "schema": self.schema,
            "bytes": self.bytes,
            "key_opens": self.key.is_ok(),
            "people": object(&self.people),
            "items": items,
            "outbox": {
                "ready": self.outbox.ready,
                "sending": self.outbox.sending,
                "unclear": self.outbox.unclear,
                "dead": self.outbox.dead,
                "dead_by_code": object(&self.outbox.codes),
                "oldest_seconds": self.oldest_s,
            },
            "runs": runs,
        })
    }
}

fn row(name: &str, text: &str) -> String {
    format!("{name:<10} {text}")
}

fn list(counts: &[(String, i64)]) -> String {
    if counts.is_empty() {
        return "none yet".to_owned();
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(name, n)| format!("{n} {name}"))
        .collect();
    counts.join(", ")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn minute(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}
