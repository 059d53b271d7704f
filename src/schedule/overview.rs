//! Everything that recurs, as somebody looks at it: one person at their own, the operator at all of it in counts.

use super::{
    Whose,
    plan::Skip,
    queries::{self, entries_of, last_run, rows},
};
use crate::{calendar, error::Result, ids::UserId, store::Read};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// A job of the house's own; the scheduler knows what it does.
#[derive(Clone, Copy, Debug)]
pub struct HouseJob {
    /// Its name in the ledger.
    pub name: &'static str,
    /// When, in five fields, in UTC.
    pub cron: &'static str,
}

/// Deletes every night what was kept long enough.
pub const PURGE: HouseJob = HouseJob {
    name: "purge",
    cron: "10 3 * * *",
};

/// Reads Slack's list of people every night.
pub const READ_PEOPLE: HouseJob = HouseJob {
    name: "read_people",
    cron: "40 3 * * *",
};

/// Works out the figures of a month once it is over (`rituals/digest`).
pub const FIGURES: HouseJob = HouseJob {
    name: "figures",
    cron: "0 0 1 * *",
};

/// How far back the operator's counts of what was left out go.
const COUNTED: TimeDelta = TimeDelta::days(30);

/// Something that recurs for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What.
    pub name: String,
    /// It is this person's own, not everybody's.
    pub is_own: bool,
    /// When it comes round next.
    pub next_at: Option<DateTime<Utc>>,
    /// When it was last left out, and why.
    pub skipped: Option<(NaiveDate, Skip)>,
}

/// Something that recurs, in counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What.
    pub name: String,
    /// For how many people; 0 for what is the house's own.
    pub people: i64,
    /// When first.
    pub next_at: Option<DateTime<Utc>>,
    /// How often it was left out within 30 days, by reason, with the last date.
    pub skipped: Vec<(Skip, i64, NaiveDate)>,
}

/// What recurs for this person, their own first, then everybody's.
pub fn what_recurs(read: &Read<'_>, user: &UserId) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for row in rows(read, user)? {
        let plan = row.plan(read, &row.cron()?)?;
        let entries = entries_of(read, &row.whose)?;
        let last = entries
            .iter()
            .rev()
            .filter(|entry| entry.name == row.name)
            .find_map(|entry| Some((entry.date, entry.skipped?)));
        items.push(Item {
            is_own: row.whose != Whose::Everybodys,
            // What is due this minute runs this minute; what was put off comes up when it was put off to.
            next_at: row
                .due_at
                .filter(|at| *at > read.now)
                .or(plan.run.map(|_| read.now))
                .or(plan.next.map(|next| next.due_at)),
            skipped: last,
            name: row.name,
        });
    }
    for job in [PURGE, READ_PEOPLE, FIGURES] {
        items.push(Item {
            name: job.name.to_owned(),
            is_own: false,
            next_at: Some(next_of(read, job)?),
            skipped: None,
        });
    }
    items.sort_by_key(|item| !item.is_own);
    Ok(items)
}

/// Everything that recurs, for the operator: counts, never a name.
pub fn summary(read: &Read<'_>) -> Result<Vec<Summary>> {
    let mut all = Vec::new();
    for (name, people, next_at) in queries::counts(read)? {
        all.push(Summary {
            skipped: queries::skips(read, &name, read.now - COUNTED)?,
            name,
            people,
            // What is planned anew at the next look has no time yet.
            next_at: next_at.map(|at| at.max(read.now)),
        });
    }
    for job in [PURGE, READ_PEOPLE, FIGURES] {
        all.push(Summary {
            name: job.name.to_owned(),
            people: 0,
            next_at: Some(next_of(read, job)?),
            skipped: Vec::new(),
        });
    }
    Ok(all)
}

fn next_of(read: &Read<'_>, job: HouseJob) -> Result<DateTime<Utc>> {
    let last = last_run(read, job.name)?.unwrap_or(read.now);
    Ok(calendar::next(job.cron, Tz::UTC, last)?.due_at)
}
