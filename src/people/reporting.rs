//! Who reports to whom: rows with since when and until when, so that a figure over a month can use who reported to whom
//! in it. Whoever has a report who takes part is a manager; that role is never given by hand.

use super::{Person, from_row, members};
use crate::{
    error::Result,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

/// The `reports_to` table.
pub const RECORD: Record = Record {
    table: "reports_to",
    key: &["id"],
    name: "Who reports to whom",
    what: "whom you report to and who reports to you, since when and until when, and who set it; time counts from its end",
    class: Class::Changes,
    since: "ended_at",
    only: "ended_at IS NOT NULL",
    people: &[
        Naming {
            by: "person",
            column: "person",
            erased: Erased::Row,
        },
        Naming {
            by: "manager",
            column: "manager",
            erased: Erased::Row,
        },
        Naming {
            by: "set_by",
            column: "set_by",
            erased: Erased::Name,
        },
        Naming {
            by: "ended_by",
            column: "ended_by",
            erased: Erased::Name,
        },
    ],
    erasing: &["Deleted. What you set for others stays, without your name."],
    others: &[],
};

/// A line between two people.
#[derive(Clone, Debug)]
pub struct Line {
    /// Who reports.
    pub person: UserId,
    /// To whom.
    pub manager: UserId,
    /// Since when.
    pub since_at: DateTime<Utc>,
    /// Until when; `None` while it holds.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Whom somebody reports to now.
pub fn manager_of(read: &Read<'_>, user: &UserId) -> Result<Option<UserId>> {
    let found: Option<String> = read
        .connection()
        .prepare_cached("SELECT manager FROM reports_to WHERE person = ?1 AND ended_at IS NULL")?
        .query_row([user.as_str()], |row| row.get(0))
        .optional()?;
    Ok(found.map(UserId::new))
}

/// Who reports to this person directly now and takes part, by name.
pub fn reports_of(read: &Read<'_>, manager: &UserId) -> Result<Vec<Person>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, name, standing, dm, is_admin, is_single_channel FROM person
         JOIN (SELECT person FROM reports_to WHERE manager = ?1 AND ended_at IS NULL) line ON line.person = person.id
         WHERE person.id IN (SELECT person FROM enrolled) ORDER BY name COLLATE NOCASE, person.id",
    )?;
    members(read, query.query_map([manager.as_str()], from_row)?)
}

/// True if anybody reports to this person now, in the programme or not.
pub fn has_reports(read: &Read<'_>, user: &UserId) -> Result<bool> {
    let found = read
        .connection()
        .prepare_cached("SELECT 1 FROM reports_to WHERE manager = ?1 AND ended_at IS NULL LIMIT 1")?
        .query_row([user.as_str()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// True if somebody who takes part reports to this person now, directly or through others.
pub fn is_manager(read: &Read<'_>, user: &UserId) -> Result<bool> {
    let found = read
        .connection()
        .prepare_cached(
            "WITH RECURSIVE below (person) AS (
                 SELECT person FROM reports_to WHERE manager = ?1 AND ended_at IS NULL
                 UNION SELECT line.person FROM below JOIN reports_to line ON line.manager = below.person AND line.ended_at IS NULL)
             SELECT 1 FROM below WHERE EXISTS (SELECT 1 FROM enrolled WHERE enrolled.person = below.person) LIMIT 1",
        )?
        .query_row([user.as_str()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// Every line that held at some time in this window, the end not included.
pub fn lines_within(
    read: &Read<'_>,
    begin: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Result<Vec<Line>> {
    let mut query = read.connection().prepare_cached(
        "SELECT person, manager, since_at, ended_at FROM reports_to
         WHERE since_at < ?2 AND (ended_at IS NULL OR ended_at > ?1) ORDER BY id",
    )?;
    let found = query
        .query_map(params![begin.timestamp(), end.timestamp()], line)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Every line that holds now.
pub fn lines(read: &Read<'_>) -> Result<Vec<Line>> {
    let mut query = read.connection().prepare_cached(
        "SELECT person, manager, since_at, ended_at FROM reports_to WHERE ended_at IS NULL ORDER BY id",
    )?;
    let found = query.query_map([], line)?.collect::<Result<_, _>>()?;
    Ok(found)
}

/// Every line from and to somebody, oldest first.
pub fn lines_of(read: &Read<'_>, user: &UserId) -> Result<Vec<Line>> {
    let mut query = read.connection().prepare_cached(
        "SELECT person, manager, since_at, ended_at FROM reports_to WHERE person = ?1 OR manager = ?1 ORDER BY id",
    )?;
    let found = query
        .query_map([user.as_str()], line)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn line(row: &rusqlite::Row<'_>) -> rusqlite::Result<Line> {
    let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    Ok(Line {
        person: UserId::new(row.get::<_, String>("person")?),
        manager: UserId::new(row.get::<_, String>("manager")?),
        since_at: at(row.get("since_at")?),
        ended_at: row.get::<_, Option<i64>>("ended_at")?.map(at),
    })
}

/// From now on `user` reports to `manager`, or to nobody; false if it was so already. `by` is a person's id or a word.
/// That this makes no circle the caller has checked.
pub fn set(tx: &Tx<'_>, user: &UserId, manager: Option<&UserId>, by: &str) -> Result<bool> {
    if manager_of(tx, user)?.as_ref() == manager {
        return Ok(false);
    }
    let now = tx.now.timestamp();
    tx.connection()
        .prepare_cached(
            "UPDATE reports_to SET ended_at = ?2, ended_by = ?3 WHERE person = ?1 AND ended_at IS NULL",
        )?
        .execute(params![user.as_str(), now, by])?;
    if let Some(manager) = manager {
        tx.connection()
            .prepare_cached(
                "INSERT INTO reports_to (person, manager, since_at, set_by) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![user.as_str(), manager.as_str(), now, by])?;
    }
    Ok(true)
}
