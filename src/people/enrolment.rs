//! Who takes part. Where everyone does, every member of the workspace is in but those who left by themselves; else those
//! with an open row. Nobody is put back in who left by themselves: they join again. Nothing here decides who may enrol
//! whom.

use super::{Person, find, from_row, members};
use crate::{
    error::Result,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

/// The `enrolment` table: it is also the log of who joined, was added and left. The newest row of a member stays: it
/// tells that they left by themselves.
pub const RECORD: Record = Record {
    table: "enrolment",
    key: &["id"],
    name: "Taking part",
    what: "since when you take part or until when you did, and who added or removed you; time counts from its end",
    class: Class::Changes,
    since: "ended_at",
    only: "ended_at IS NOT NULL AND (id < (SELECT max(id) FROM enrolment newest WHERE newest.person = enrolment.person)
        OR NOT EXISTS (SELECT 1 FROM person WHERE person.id = enrolment.person AND standing = 'member'))",
    people: &[
        Naming {
            by: "person",
            column: "person",
            erased: Erased::Row,
        },
        Naming {
            by: "added_by",
            column: "added_by",
            erased: Erased::Name,
        },
        Naming {
            by: "ended_by",
            column: "ended_by",
            erased: Erased::Name,
        },
    ],
    erasing: &[
        "Deleted, also that you had left: where everyone takes part, you are asked nothing and can leave again.",
        "That you added or removed somebody stays, without your name.",
    ],
    others: &[],
};

/// Who adds people that were not added by a person.
pub const EVERYONE: &str = "everyone";
/// The members of a channel.
pub const CHANNEL: &str = "channel";

/// One time that somebody took part.
#[derive(Clone, Debug)]
pub struct Stint {
    /// Since when.
    pub since_at: DateTime<Utc>,
    /// Who added them: a person's id, or a word.
    pub added_by: String,
    /// Until when; `None` while it lasts.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who ended it.
    pub ended_by: Option<String>,
}

/// True if this person takes part now.
pub fn is_enrolled(read: &Read<'_>, user: &UserId) -> Result<bool> {
    let found = read
        .connection()
        .prepare_cached("SELECT 1 FROM enrolled WHERE person = ?1")?
        .query_row([user.as_str()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// Everybody who takes part now, by name.
pub fn enrolled(read: &Read<'_>) -> Result<Vec<Person>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, name, standing, dm, is_admin, is_single_channel FROM enrolled JOIN person ON person.id = enrolled.person
         ORDER BY name COLLATE NOCASE, id",
    )?;
    members(read, query.query_map([], from_row)?)
}

/// How many take part now.
pub fn count(read: &Read<'_>) -> Result<i64> {
    Ok(read
        .connection()
        .prepare_cached("SELECT count(*) FROM enrolled")?
        .query_row([], |row| row.get(0))?)
}

/// True if this person left by themselves and has not joined again.
pub fn has_stepped_out(read: &Read<'_>, user: &UserId) -> Result<bool> {
    let newest = newest(read, user)?;
    Ok(newest.is_some_and(|stint| stint.ended_by.as_deref() == Some(user.as_str())))
}

/// The times that somebody took part by a row, oldest first.
pub fn stints(read: &Read<'_>, user: &UserId) -> Result<Vec<Stint>> {
    let mut query = read.connection().prepare_cached(
        "SELECT since_at, added_by, ended_at, ended_by FROM enrolment WHERE person = ?1 ORDER BY id",
    )?;
    let found = query
        .query_map([user.as_str()], stint)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn newest(read: &Read<'_>, user: &UserId) -> Result<Option<Stint>> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT since_at, added_by, ended_at, ended_by FROM enrolment WHERE person = ?1 ORDER BY id DESC LIMIT 1",
        )?
        .query_row([user.as_str()], stint)
        .optional()?)
}

fn stint(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stint> {
    let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    Ok(Stint {
        since_at: at(row.get("since_at")?),
        added_by: row.get("added_by")?,
        ended_at: row.get::<_, Option<i64>>("ended_at")?.map(at),
        ended_by: row.get("ended_by")?,
    })
}

/// Somebody joins by themselves, also after leaving; nothing happens to somebody who has a row.
pub fn join(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    insert(tx, user, user.as_str())
}

/// Adds somebody, but nobody who left by themselves; false if nothing changed. `by` is a person's id or a word.
pub fn add(tx: &Tx<'_>, user: &UserId, by: &str) -> Result<bool> {
    let newest = newest(tx, user)?;
    let has_row = newest
        .as_ref()
        .is_some_and(|stint| stint.ended_at.is_none());
    let left = newest.is_some_and(|stint| stint.ended_by.as_deref() == Some(user.as_str()));
    if has_row || left || find(tx, user)?.is_none() {
        return Ok(false);
    }
    insert(tx, user, by)?;
    Ok(true)
}

/// Ends somebody's part, by themselves or by somebody else. Where everyone takes part nobody needs a row, so one is
/// made to be ended.
pub fn end(tx: &Tx<'_>, user: &UserId, by: &str) -> Result<()> {
    if by == user.as_str() && !has_stepped_out(tx, user)? {
        insert(tx, user, EVERYONE)?;
    }
    tx.connection()
        .prepare_cached(
            "UPDATE enrolment SET ended_at = ?2, ended_by = ?3 WHERE person = ?1 AND ended_at IS NULL",
        )?
        .execute(params![user.as_str(), tx.now.timestamp(), by])?;
    Ok(())
}

/// Everybody with an open row that this word or person added.
pub fn added_by(read: &Read<'_>, by: &str) -> Result<Vec<UserId>> {
    let mut query = read
        .connection()
        .prepare_cached("SELECT person FROM enrolment WHERE added_by = ?1 AND ended_at IS NULL")?;
    let found = query
        .query_map([by], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().map(UserId::new).collect())
}

fn insert(tx: &Tx<'_>, user: &UserId, by: &str) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO enrolment (person, since_at, added_by) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?
        .execute(params![user.as_str(), tx.now.timestamp(), by])?;
    Ok(())
}
