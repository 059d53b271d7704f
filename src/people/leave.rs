//! Days on which somebody is away: nothing that can wait reaches them then. Local dates, the last one included; nothing
//! here knows a time zone.

use crate::{
    error::Result,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
    store::{Read, Tx},
};
use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

/// The `leave` table.
pub const RECORD: Record = Record {
    table: "leave",
    key: &["id"],
    name: "Days away",
    what: "the days on which you are away, and who said so",
    class: Class::Commitments,
    since: "unixepoch(to_date)",
    only: "",
    people: &[
        Naming {
            by: "person",
            column: "person",
            erased: Erased::Row,
        },
        Naming {
            by: "set_by",
            column: "set_by",
            erased: Erased::Name,
        },
        Naming {
            by: "cancelled_by",
            column: "cancelled_by",
            erased: Erased::Name,
        },
    ],
    erasing: &["Deleted."],
    others: &[
        ("from_date", "a day of the calendar"),
        ("to_date", "a day of the calendar"),
    ],
};

/// Some days in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// Its number.
    pub id: i64,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// True if somebody is away on this date of theirs.
pub fn on_leave(read: &Read<'_>, user: &UserId, date: NaiveDate) -> Result<bool> {
    let found = read
        .connection()
        .prepare_cached(
            "SELECT 1 FROM leave WHERE person = ?1 AND cancelled_at IS NULL AND from_date <= ?2 AND to_date >= ?2 LIMIT 1",
        )?
        .query_row(params![user.as_str(), date.to_string()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// The days away of somebody that are not over on this date, next first.
pub fn coming(read: &Read<'_>, user: &UserId, date: NaiveDate) -> Result<Vec<Leave>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, from_date, to_date FROM leave
         WHERE person = ?1 AND cancelled_at IS NULL AND to_date >= ?2 ORDER BY from_date, id",
    )?;
    let found = query
        .query_map(params![user.as_str(), date.to_string()], leave)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// All that is kept of somebody's days away, the cancelled ones too: each with whether it was.
pub fn all_of(read: &Read<'_>, user: &UserId) -> Result<Vec<(Leave, bool)>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, from_date, to_date, cancelled_at IS NOT NULL FROM leave WHERE person = ?1 ORDER BY id",
    )?;
    let found = query
        .query_map([user.as_str()], |row| Ok((leave(row)?, row.get(3)?)))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn leave(row: &rusqlite::Row<'_>) -> rusqlite::Result<Leave> {
    // The table's CHECK lets only dates in.
    let date = |text: String| text.parse().unwrap_or_default();
    Ok(Leave {
        id: row.get("id")?,
        from: date(row.get("from_date")?),
        to: date(row.get("to_date")?),
    })
}

/// Somebody will be away; the same days again are one row.
pub fn set(tx: &Tx<'_>, user: &UserId, from: NaiveDate, to: NaiveDate, by: &UserId) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO leave (person, from_date, to_date, set_by, set_at) SELECT ?1, ?2, ?3, ?4, ?5
             WHERE NOT EXISTS (SELECT 1 FROM leave WHERE person = ?1 AND from_date = ?2 AND to_date = ?3 AND cancelled_at IS NULL)",
        )?
        .execute(params![
            user.as_str(),
            from.to_string(),
            to.to_string(),
            by.as_str(),
            tx.now.timestamp(),
        ])?;
    Ok(())
}

/// Somebody will be there after all; nothing happens to days of somebody else.
pub fn cancel(tx: &Tx<'_>, user: &UserId, id: i64, by: &UserId) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "UPDATE leave SET cancelled_at = ?3, cancelled_by = ?4 WHERE id = ?2 AND person = ?1 AND cancelled_at IS NULL",
        )?
        .execute(params![user.as_str(), id, tx.now.timestamp(), by.as_str()])?;
    Ok(())
}
