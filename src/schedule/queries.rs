//! The tables `schedule` and `ledger`.

use super::{
    Whose,
    plan::{Kind, Skip},
};
use crate::{
    error::Result,
    ids::UserId,
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use rusqlite::{OptionalExtension, params};

const KINDS: [(Kind, &str); 4] = [
    (Kind::Nudge, "nudge"),
    (Kind::Digest, "digest"),
    (Kind::Deadline, "deadline"),
    (Kind::Retention, "retention"),
];

const SKIPS: [(Skip, &str); 8] = [
    (Skip::Late, "late"),
    (Skip::Merged, "merged"),
    (Skip::NotLive, "not_live"),
    (Skip::NotTakingPart, "not_taking_part"),
    (Skip::Muted, "muted"),
    (Skip::Reminded, "reminded"),
    (Skip::NoTime, "no_time"),
    (Skip::Pointless, "pointless"),
];

/// Something that recurs.
#[derive(Clone, Debug)]
pub struct Row {
    /// What: `<ritual>` or `<ritual>.<what>`.
    pub name: String,
    /// Whose.
    pub whose: Whose,
    /// What kind of thing.
    pub kind: Kind,
    /// When, in five fields.
    pub cron: String,
    /// On whose clock, if not the person's own.
    pub zone: Option<Tz>,
    /// Only what comes after this counts.
    pub since_at: DateTime<Utc>,
    /// When to look again.
    pub due_at: Option<DateTime<Utc>>,
}

/// One occurrence that has run or was left out.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What.
    pub name: String,
    /// The local date that names it.
    pub date: NaiveDate,
    /// When it ran or was left out.
    pub at: DateTime<Utc>,
    /// Why it was left out, if it was.
    pub skipped: Option<Skip>,
}

/// When the next turn of this comes; it may be at once.
pub fn due_at(read: &Read<'_>, name: &str) -> Result<Option<DateTime<Utc>>> {
    let at: Option<i64> = read
        .connection()
        .prepare_cached("SELECT min(due_at) FROM schedule WHERE name = ?1")?
        .query_row([name], |row| row.get(0))?;
    Ok(at.and_then(instant))
}

/// Everything that recurs for this person and for everybody; by name.
pub fn rows(read: &Read<'_>, user: &UserId) -> Result<Vec<Row>> {
    let mut query = read.connection().prepare_cached(
        "SELECT name, person, kind, cron, zone, since_at, due_at FROM schedule WHERE person IN (?1, ?2) ORDER BY name",
    )?;
    let found = query
        .query_map([user.as_str(), Whose::EVERYBODY], row)?
        .collect::<Result<Vec<_>, _>>()?;
    found.into_iter().collect()
}

/// What has run for this person or was left out, oldest first.
pub fn entries_of(read: &Read<'_>, whose: &Whose) -> Result<Vec<Entry>> {
    let mut query = read.connection().prepare_cached(
        "SELECT name, date, ran_at, skipped FROM ledger WHERE person = ?1 ORDER BY date, name",
    )?;
    let found = query
        .query_map([whose.word()], |row| {
            let (date, skipped): (String, Option<String>) = (row.get(1)?, row.get(3)?);
            let is = |(_, word): &&(Skip, &str)| Some(*word) == skipped.as_deref();
            Ok(Entry {
                name: row.get(0)?,
                date: date.parse().unwrap_or_default(),
                at: instant(row.get(2)?).unwrap_or_default(),
                skipped: SKIPS.iter().find(is).map(|(skip, _)| *skip),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// When a job of the house last ran, or something of everybody's.
pub fn last_run(read: &Read<'_>, name: &str) -> Result<Option<DateTime<Utc>>> {
    // A clock that was far ahead may have left runs behind that are still to come.
    let believable = read.now + TimeDelta::days(2);
    let at: Option<i64> = read
        .connection()
        .prepare_cached(
            "SELECT max(ran_at) FROM ledger WHERE name = ?1 AND person = ?2 AND ran_at <= ?3",
        )?
        .query_row(
            params![name, Whose::EVERYBODY, believable.timestamp()],
            |row| row.get(0),
        )?;
    Ok(at.and_then(instant))
}

/// Something that recurs: its name, for how many, and when first.
type Count = (String, i64, Option<DateTime<Utc>>);

/// What recurs, by name.
pub(super) fn counts(read: &Read<'_>) -> Result<Vec<Count>> {
    let mut query = read.connection().prepare_cached(
        "SELECT name, count(*), min(due_at) FROM schedule GROUP BY name ORDER BY name",
    )?;
    let found = query
        .query_map([], |row| {
            let at: Option<i64> = row.get(2)?;
            Ok((row.get(0)?, row.get(1)?, at.and_then(instant)))
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// How often something was left out since then, by reason, with the last date.
pub(super) fn skips(
    read: &Read<'_>,
    name: &str,
    since: DateTime<Utc>,
) -> Result<Vec<(Skip, i64, NaiveDate)>> {
    let mut query = read.connection().prepare_cached(
        "SELECT skipped, count(*), max(date) FROM ledger WHERE name = ?1 AND ran_at >= ?2 AND skipped IS NOT NULL
         GROUP BY skipped ORDER BY 2 DESC",
    )?;
    let found = query
        .query_map(params![name, since.timestamp()], |row| {
            let (word, date): (String, String) = (row.get(0)?, row.get(2)?);
            let skip = SKIPS.iter().find(|(_, known)| *known == word);
            let date: NaiveDate = date.parse().unwrap_or_default();
            Ok(skip.map(|(skip, _)| (*skip, row.get(1), date)))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    found
        .into_iter()
        .flatten()
        .map(|(skip, count, date)| Ok((skip, count?, date)))
        .collect()
}

/// Lets everything be planned anew: the clock was set, or may have been while nobody looked.
pub fn replan(tx: &Tx<'_>) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE schedule SET due_at = 0 WHERE due_at <> 0")?
        .execute([])?;
    Ok(())
}

pub(super) fn keep(tx: &Tx<'_>, row: &Row, due_at: Option<DateTime<Utc>>) -> Result<()> {
    let kind = KINDS.iter().find(|(kind, _)| *kind == row.kind);
    tx.connection()
        .prepare_cached(
            "INSERT INTO schedule (name, person, kind, cron, zone, since_at, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (name, person) DO UPDATE SET kind = excluded.kind, cron = excluded.cron, zone = excluded.zone,
                 since_at = excluded.since_at, due_at = excluded.due_at",
        )?
        .execute(params![
            row.name,
            row.whose.word(),
            kind.map(|(_, word)| *word),
            row.cron,
            row.zone.map(Tz::name),
            row.since_at.timestamp(),
            due_at.map(|at| at.timestamp()),
        ])?;
    Ok(())
}

pub(super) fn remove(tx: &Tx<'_>, name: &str, whose: &Whose) -> Result<()> {
    tx.connection()
        .prepare_cached("DELETE FROM schedule WHERE name = ?1 AND person = ?2")?
        .execute([name, whose.word()])?;
    Ok(())
}

pub(super) fn due(read: &Read<'_>, name: &str, limit: u32) -> Result<Vec<Row>> {
    let mut query = read.connection().prepare_cached(
        "SELECT name, person, kind, cron, zone, since_at, due_at FROM schedule
         WHERE name = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT ?3",
    )?;
    let found = query
        .query_map(params![name, read.now.timestamp(), limit], row)?
        .collect::<Result<Vec<_>, _>>()?;
    found.into_iter().collect()
}

pub(super) fn look_again(
    tx: &Tx<'_>,
    name: &str,
    whose: &Whose,
    at: Option<DateTime<Utc>>,
) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE schedule SET due_at = ?3 WHERE name = ?1 AND person = ?2")?
        .execute(params![name, whose.word(), at.map(|at| at.timestamp())])?;
    Ok(())
}

/// The last date up to `until` that has run or was left out.
pub(super) fn last_entry(
    read: &Read<'_>,
    name: &str,
    whose: &Whose,
    until: NaiveDate,
) -> Result<Option<NaiveDate>> {
    let date: Option<String> = read
        .connection()
        .prepare_cached(
            "SELECT max(date) FROM ledger WHERE name = ?1 AND person = ?2 AND date <= ?3",
        )?
        .query_row(params![name, whose.word(), until.to_string()], |row| {
            row.get(0)
        })?;
    Ok(date.and_then(|date| date.parse().ok()))
}

pub(super) fn is_entered(
    read: &Read<'_>,
    name: &str,
    whose: &Whose,
    date: NaiveDate,
) -> Result<bool> {
    let found = read
        .connection()
        .prepare_cached("SELECT 1 FROM ledger WHERE name = ?1 AND person = ?2 AND date = ?3")?
        .query_row(params![name, whose.word(), date.to_string()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

pub(super) fn enter(
    tx: &Tx<'_>,
    name: &str,
    whose: &Whose,
    date: NaiveDate,
    skipped: Option<Skip>,
) -> Result<()> {
    let word = SKIPS.iter().find(|(skip, _)| Some(*skip) == skipped);
    tx.connection()
        .prepare_cached(
            "INSERT INTO ledger (name, person, date, ran_at, skipped) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            name,
            whose.word(),
            date.to_string(),
            tx.now.timestamp(),
            word.map(|(_, word)| *word),
        ])?;
    Ok(())
}

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Result<Row>> {
    let (kind, zone): (String, Option<String>) = (row.get("kind")?, row.get("zone")?);
    let (since_at, due_at): (i64, Option<i64>) = (row.get("since_at")?, row.get("due_at")?);
    let known = KINDS.iter().find(|(_, word)| *word == kind);
    let (name, cron): (String, String) = (row.get("name")?, row.get("cron")?);
    let whose = Whose::from_word(row.get("person")?);
    let read = || -> anyhow::Result<Row> {
        let zone = zone.map(|zone| zone.parse::<Tz>()).transpose();
        Ok(Row {
            kind: known.map(|(kind, _)| *kind).context("an unknown kind")?,
            zone: zone.map_err(|error| anyhow::anyhow!("a zone: {error}"))?,
            since_at: instant(since_at).unwrap_or_default(),
            due_at: due_at.and_then(instant),
            whose,
            cron,
            name: name.clone(),
        })
    };
    Ok(read()
        .with_context(|| format!("could not read the schedule of {name}"))
        .map_err(Into::into))
}

fn instant(seconds: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, 0)
}
