//! Issuing a month: what was kept of the one before, and what is kept of this one.

use crate::{
    error::Result,
    figures::{Figure, Label, Measure, Member, Month, Table},
    ids::{NOBODY, UserId},
    rituals::digest::rules::{Kept, Level, ZONE, label_of, measure, word},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

/// Where the figures of everything without a skill stand.
const NO_LABEL: i64 = -1;

/// A month as it is kept for the month after.
pub(in crate::rituals::digest) struct Before {
    /// What people did.
    pub(in crate::rituals::digest) kept: Kept,
    /// What was shown.
    pub(in crate::rituals::digest) table: Table,
    /// Everybody's number; whoever has erased their data has one that is nobody's.
    pub(in crate::rituals::digest) numbers: Vec<(UserId, Member)>,
}

/// A month that is worked out, as it is kept.
pub(in crate::rituals::digest) struct Issued {
    pub(in crate::rituals::digest) month: Month,
    pub(in crate::rituals::digest) k: u32,
    /// [`Kept::to_bytes`], sealed for the month.
    pub(in crate::rituals::digest) period: Vec<u8>,
    pub(in crate::rituals::digest) members: Vec<(Member, UserId)>,
    /// Skills that have no number yet.
    pub(in crate::rituals::digest) labels: Vec<(Label, String)>,
    pub(in crate::rituals::digest) shown: Vec<(Member, Measure, u64)>,
    /// Each manager with whose people they are given.
    pub(in crate::rituals::digest) readers: Vec<(UserId, Option<Level>)>,
}

/// The newest month that was issued.
pub(in crate::rituals::digest) fn newest(read: &Read<'_>) -> Result<Option<Month>> {
    let month: Option<String> = read
        .connection()
        .prepare_cached("SELECT max(month) FROM digest_month WHERE issued_at IS NOT NULL")?
        .query_row([], |row| row.get(0))?;
    month.map(|month| parse(&month)).transpose()
}

/// True if anybody reported to anybody when the month began.
pub(in crate::rituals::digest) fn has_tree(read: &Read<'_>, month: Month) -> Result<bool> {
    let found = read
        .connection()
        .prepare_cached(
            "SELECT 1 FROM reports_to WHERE since_at <= ?1 AND (ended_at IS NULL OR ended_at > ?1) LIMIT 1",
        )?
        .query_row([month.bounds(ZONE).0.timestamp()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// What was kept of a month for the one after it; `None` if it was not issued.
pub(in crate::rituals::digest) fn before(read: &Read<'_>, month: Month) -> Result<Option<Before>> {
    let name = name(month);
    let sealed: Option<Vec<u8>> = read
        .connection()
        .prepare_cached(
            "SELECT period FROM digest_month WHERE month = ?1 AND issued_at IS NOT NULL",
        )?
        .query_row([&name], |row| row.get(0))
        .optional()?
        .flatten();
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let bytes = read.vault().open_sealed(&seal_place(month), &sealed)?;
    let kept = Kept::from_bytes(&bytes)
        .map_err(|unreadable| anyhow::anyhow!("{unreadable:?}"))
        .with_context(|| format!("what was kept of {name} cannot be read"))?;
    let mut query = read
        .connection()
        .prepare_cached("SELECT person, number FROM digest_member WHERE month = ?1")?;
    let numbers = query
        .query_map([&name], |row| {
            Ok((UserId::new(row.get::<_, String>(0)?), Member(row.get(1)?)))
        })?
        .collect::<Result<_, _>>()?;
    Ok(Some(Before {
        kept,
        table: Table::of(figures(read, month)?),
        numbers,
    }))
}

/// Everything that a month shows.
fn figures(read: &Read<'_>, month: Month) -> Result<Vec<(Member, Measure, Figure)>> {
    let mut query = read.connection().prepare_cached(
        "SELECT manager, measure, label, count FROM digest_figure WHERE month = ?1",
    )?;
    let mut rows = query.query([name(month)])?;
    let mut figures = Vec::new();
    while let Some(row) = rows.next()? {
        let manager: u32 = row.get(0)?;
        let what = measure(
            row.get_ref(1)?.as_str().context("a measure")?,
            label(row.get(2)?),
        )
        .context("an unknown measure")?;
        figures.push((Member(manager), what, Figure::Shown(count(row.get(3)?))));
    }
    Ok(figures)
}

/// What is shown of a manager's people in a month.
pub(in crate::rituals::digest) fn shown(
    read: &Read<'_>,
    month: Month,
    manager: Member,
) -> Result<Vec<(Measure, u64)>> {
    let mut query = read.connection().prepare_cached(
        "SELECT measure, label, count FROM digest_figure WHERE month = ?1 AND manager = ?2 ORDER BY measure, label",
    )?;
    let mut rows = query.query(params![name(month), manager.0])?;
    let mut shown = Vec::new();
    while let Some(row) = rows.next()? {
        let what = measure(
            row.get_ref(0)?.as_str().context("a measure")?,
            label(row.get(1)?),
        )
        .context("an unknown measure")?;
        shown.push((what, count(row.get(2)?)));
    }
    Ok(shown)
}

/// True if a month was issued.
pub(in crate::rituals::digest) fn is_issued(read: &Read<'_>, month: Month) -> Result<bool> {
    let found = read
        .connection()
        .prepare_cached("SELECT 1 FROM digest_month WHERE month = ?1 AND issued_at IS NOT NULL")?
        .query_row([name(month)], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// The skills that have had figures, by their number.
pub(in crate::rituals::digest) fn labels(read: &Read<'_>) -> Result<BTreeMap<Label, String>> {
    let mut query = read
        .connection()
        .prepare_cached("SELECT number, label FROM digest_label")?;
    let labels = query
        .query_map([], |row| Ok((Label(row.get(0)?), row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(labels)
}

/// Begins to keep a month; what was kept of one that was never issued goes.
pub(in crate::rituals::digest) fn begin(tx: &Tx<'_>, issued: &Issued) -> Result<()> {
    let connection = tx.connection();
    for sql in [
        "DELETE FROM digest_member WHERE month IN (SELECT month FROM digest_month WHERE issued_at IS NULL)",
        "DELETE FROM digest_figure WHERE month IN (SELECT month FROM digest_month WHERE issued_at IS NULL)",
        "DELETE FROM digest WHERE month IN (SELECT month FROM digest_month WHERE issued_at IS NULL)",
        "DELETE FROM digest_month WHERE issued_at IS NULL",
    ] {
        connection.prepare_cached(sql)?.execute([])?;
    }
    connection
        .prepare_cached("INSERT INTO digest_month (month, k, period) VALUES (?1, ?2, ?3)")?
        .execute(params![name(issued.month), issued.k, issued.period])?;
    let mut insert =
        connection.prepare_cached("INSERT INTO digest_label (number, label) VALUES (?1, ?2)")?;
    for (label, text) in &issued.labels {
        insert.execute(params![label.0, text])?;
    }
    Ok(())
}

/// Keeps some people's numbers.
pub(in crate::rituals::digest) fn keep_members(
    tx: &Tx<'_>,
    month: Month,
    members: &[(Member, UserId)],
) -> Result<()> {
    // Whoever has erased their data since it was worked out is nobody here.
    let mut insert = tx.connection().prepare_cached(
        "INSERT INTO digest_member (month, number, person)
         SELECT ?1, ?2, coalesce((SELECT id FROM person WHERE id = ?3), ?4)",
    )?;
    for (member, person) in members {
        insert.execute(params![name(month), member.0, person.as_str(), NOBODY])?;
    }
    Ok(())
}

/// Keeps some figures.
pub(in crate::rituals::digest) fn keep_figures(
    tx: &Tx<'_>,
    month: Month,
    shown: &[(Member, Measure, u64)],
) -> Result<()> {
    let mut insert = tx.connection().prepare_cached(
        "INSERT INTO digest_figure (month, manager, measure, label, count) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (manager, measure, count) in shown {
        let count = i64::try_from(*count).unwrap_or(i64::MAX);
        let label = label_of(*measure).map_or(NO_LABEL, |label| i64::from(label.0));
        insert.execute(params![
            name(month),
            manager.0,
            word(*measure),
            label,
            count
        ])?;
    }
    Ok(())
}

/// Keeps whose people a manager is given; `due_at` is when it goes out.
pub(in crate::rituals::digest) fn keep_reader(
    tx: &Tx<'_>,
    month: Month,
    (reader, level): &(UserId, Option<Level>),
    due_at: Option<DateTime<Utc>>,
) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO digest (month, manager, level, up, people, due_at)
             SELECT ?1, id, ?3, ?4, ?5, ?6 FROM person WHERE id = ?2",
        )?
        .execute(params![
            name(month),
            reader.as_str(),
            level.map(|level| level.manager.0),
            level.map(|level| level.up),
            level.map(|level| level.people),
            due_at.map(|at| at.timestamp()),
        ])?;
    Ok(())
}

/// All of it is kept: the month is issued. What was not sent of the months before has lost its point.
pub(in crate::rituals::digest) fn issue(tx: &Tx<'_>, month: Month) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE digest_month SET issued_at = ?2 WHERE month = ?1")?
        .execute(params![name(month), tx.now.timestamp()])?;
    tx.connection()
        .prepare_cached("UPDATE digest SET due_at = NULL WHERE due_at IS NOT NULL AND month <> ?1")?
        .execute([name(month)])?;
    Ok(())
}

/// Of the months before only what they showed stays: takes so many rows away, and answers whether these were the last.
pub(in crate::rituals::digest) fn clear(tx: &Tx<'_>, month: Month, rows: usize) -> Result<bool> {
    tx.scrub();
    tx.connection()
        .prepare_cached(
            "UPDATE digest_month SET period = NULL WHERE month <> ?1 AND period IS NOT NULL",
        )?
        .execute([name(month)])?;
    let gone = tx
        .connection()
        .prepare_cached(
            "DELETE FROM digest_member WHERE (month, number) IN
                 (SELECT month, number FROM digest_member WHERE month <> ?1 LIMIT ?2)",
        )?
        .execute(params![
            name(month),
            i64::try_from(rows).unwrap_or(i64::MAX)
        ])?;
    Ok(gone < rows)
}

/// The place for which what people did in a month is sealed.
pub(in crate::rituals::digest) fn seal_place(month: Month) -> String {
    format!("digest.period:{}", name(month))
}

/// A month's name: its first day.
pub(super) fn name(month: Month) -> String {
    month.first_day().to_string()
}

pub(super) fn parse(name: &str) -> Result<Month> {
    let date: NaiveDate = name
        .parse()
        .with_context(|| format!("{name} is no month"))?;
    Ok(Month::of(date))
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// The number of a skill; of what has none it plays no part.
fn label(number: i64) -> Label {
    Label(u16::try_from(number).unwrap_or_default())
}
