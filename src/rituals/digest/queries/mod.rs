//! The ritual's tables: each manager's month here; what a month is counted from, and what is kept of it, beside. Nothing
//! here decides.

mod count;
mod month;

pub(super) use count::{Did, READABLE, each, lines, programme};
pub(super) use month::{
    Before, Issued, before, begin, clear, has_tree, is_issued, issue, keep_figures, keep_members,
    keep_reader, labels, newest, seal_place, shown,
};

use super::rules::Level;
use crate::{
    error::Result,
    figures::{Member, Month},
    ids::UserId,
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};

const SELECT: &str =
    "SELECT digest.id, digest.month, manager, level, up, people, asked_at, is_plain, k, issued_at
    FROM digest JOIN digest_month ON digest_month.month = digest.month AND issued_at IS NOT NULL";

/// One manager's month.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    /// Names it.
    pub(super) id: i64,
    /// Which month.
    pub(super) month: Month,
    /// Whose it is.
    pub(super) manager: UserId,
    /// Whose people it is about.
    pub(super) level: Option<Level>,
    /// When it was sent.
    pub(super) asked_at: Option<DateTime<Utc>>,
    /// Slack does not take the chart.
    pub(super) is_plain: bool,
    /// How many people hide one in it.
    pub(super) k: u32,
    /// When its month was issued.
    pub(super) issued_at: DateTime<Utc>,
}

/// One manager's month by its number.
pub(super) fn find(read: &Read<'_>, id: i64) -> Result<Option<Reader>> {
    Ok(read
        .connection()
        .prepare_cached(&format!("{SELECT} WHERE digest.id = ?1"))?
        .query_row([id], reader)
        .optional()?)
}

/// A manager's newest month.
pub(super) fn newest_of(read: &Read<'_>, manager: &UserId) -> Result<Option<Reader>> {
    Ok(read
        .connection()
        .prepare_cached(&format!(
            "{SELECT} WHERE manager = ?1 ORDER BY digest.month DESC LIMIT 1"
        ))?
        .query_row([manager.as_str()], reader)
        .optional()?)
}

/// All months of a manager, the oldest first.
pub(super) fn all_of(read: &Read<'_>, manager: &UserId) -> Result<Vec<Reader>> {
    let mut query = read.connection().prepare_cached(&format!(
        "{SELECT} WHERE manager = ?1 ORDER BY digest.month"
    ))?;
    let found = query
        .query_map([manager.as_str()], reader)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The month whose numbers somebody stands in, until the month after is issued.
pub(super) fn counted_in(read: &Read<'_>, user: &UserId) -> Result<Option<(Month, DateTime<Utc>)>> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT digest_month.month, issued_at FROM digest_member
             JOIN digest_month ON digest_month.month = digest_member.month AND issued_at IS NOT NULL
             WHERE person = ?1 ORDER BY digest_month.month DESC LIMIT 1",
        )?
        .query_row([user.as_str()], |row| {
            Ok((month_at(row, 0)?, time(row.get(1)?)))
        })
        .optional()?)
}

/// When the next one may be sent.
pub(super) fn next_due(read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
    let at: Option<i64> = read
        .connection()
        .prepare_cached("SELECT min(due_at) FROM digest JOIN digest_month ON digest_month.month = digest.month AND issued_at IS NOT NULL
             WHERE due_at IS NOT NULL",
        )?
        .query_row([], |row| row.get(0))?;
    Ok(at.map(time))
}

/// Those that may be sent now.
pub(super) fn due(read: &Read<'_>, limit: u32) -> Result<Vec<Reader>> {
    let mut query = read.connection().prepare_cached(&format!(
        "{SELECT} WHERE due_at IS NOT NULL AND due_at <= ?1 ORDER BY due_at, digest.id LIMIT ?2"
    ))?;
    let found = query
        .query_map(params![read.now.timestamp(), limit], reader)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Looks at it again then; never, without a time.
pub(super) fn look_again(tx: &Tx<'_>, id: i64, at: Option<DateTime<Utc>>) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE digest SET due_at = ?2 WHERE id = ?1")?
        .execute(params![id, at.map(|at| at.timestamp())])?;
    Ok(())
}

/// It is sent.
pub(super) fn set_asked(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE digest SET asked_at = ?2 WHERE id = ?1")?
        .execute([id, tx.now.timestamp()])?;
    Ok(())
}

/// Slack does not take the chart.
pub(super) fn set_plain(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE digest SET is_plain = 1 WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

/// How many months were issued, and how many digests of the newest were sent and wait.
pub(super) fn counts(read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
    let counted: [i64; 3] = read
        .connection()
        .prepare_cached(
            "SELECT (SELECT count(*) FROM digest_month WHERE issued_at IS NOT NULL),
                 (SELECT count(*) FROM digest WHERE asked_at IS NOT NULL),
                 (SELECT count(*) FROM digest WHERE due_at IS NOT NULL)",
        )?
        .query_row([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
    let names = ["months issued", "sent", "waiting"];
    Ok(names.into_iter().zip(counted).collect())
}

fn reader(row: &Row<'_>) -> rusqlite::Result<Reader> {
    let level = match row.get::<_, Option<u32>>("level")? {
        Some(manager) => Some(Level {
            manager: Member(manager),
            up: row.get("up")?,
            people: row.get("people")?,
        }),
        None => None,
    };
    Ok(Reader {
        id: row.get("id")?,
        month: month_at(row, 1)?,
        manager: UserId::new(row.get::<_, String>("manager")?),
        level,
        asked_at: row.get::<_, Option<i64>>("asked_at")?.map(time),
        is_plain: row.get("is_plain")?,
        k: row.get("k")?,
        issued_at: time(row.get("issued_at")?),
    })
}

fn month_at(row: &Row<'_>, at: usize) -> rusqlite::Result<Month> {
    let name: String = row.get(at)?;
    // The table's CHECK lets only first days in.
    Ok(month::parse(&name).unwrap_or_else(|_| Month::of(chrono::NaiveDate::default())))
}

fn time(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
