//! Who has muted everything: a row with since when. Whoever would send somebody a prompt asks here first; feedback, and
//! answers to what somebody did, never do.

use crate::{
    error::Result,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

/// The `mute` table. A row ends with **Unmute**, with erasing, and when its person leaves.
pub const RECORD: Record = Record {
    table: "mute",
    key: &["person"],
    name: "Mute",
    what: "that you have muted everything and since when, until you unmute",
    class: Class::Common,
    since: "since_at",
    only: "",
    people: &[Naming {
        by: "person",
        column: "person",
        erased: Erased::Row,
    }],
    erasing: &["Deleted: nothing is muted any more."],
    others: &[],
};

/// Since when somebody has muted everything; `None` if they have not.
pub fn muted_since(read: &Read<'_>, user: &UserId) -> Result<Option<DateTime<Utc>>> {
    let since: Option<i64> = read
        .connection()
        .prepare_cached("SELECT since_at FROM mute WHERE person = ?1")?
        .query_row([user.as_str()], |row| row.get(0))
        .optional()?;
    Ok(since.map(|at| DateTime::from_timestamp(at, 0).unwrap_or_default()))
}

/// True if nothing may be sent to somebody that they have not asked for.
pub fn is_muted(read: &Read<'_>, user: &UserId) -> Result<bool> {
    Ok(muted_since(read, user)?.is_some())
}

/// From now on; whoever is muted already stays so since then.
pub fn mute(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO mute (person, since_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute(params![user.as_str(), tx.now.timestamp()])?;
    Ok(())
}

/// No more.
pub fn unmute(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    tx.connection()
        .prepare_cached("DELETE FROM mute WHERE person = ?1")?
        .execute([user.as_str()])?;
    Ok(())
}
