//! The `partnership` table.

use super::Partnership;
use crate::{
    error::Result,
    ids::{NOBODY, UserId},
    store::{Read, Tx},
};
use chrono::DateTime;
use rusqlite::{Row, params};

/// One of them.
pub fn find(read: &Read<'_>, id: i64) -> Result<Option<Partnership>> {
    Ok(several(read, "WHERE id = ?1", [id])?.pop())
}

/// The one that holds for somebody now.
pub fn of(read: &Read<'_>, who: &UserId) -> Result<Option<Partnership>> {
    Ok(several(
        read,
        "WHERE (asker = ?1 OR asked = ?1) AND agreed_at IS NOT NULL AND ended_at IS NULL",
        [who.as_str()],
    )?
    .pop())
}

/// Who somebody's partner is now.
pub fn partner_of(read: &Read<'_>, who: &UserId) -> Result<Option<UserId>> {
    Ok(of(read, who)?.and_then(|pair| pair.other(who).cloned()))
}

/// Asks that wait, from or to somebody, the newest first. Some may have waited too long.
pub fn asks_of(read: &Read<'_>, who: &UserId) -> Result<Vec<Partnership>> {
    several(
        read,
        "WHERE (asker = ?1 OR asked = ?1) AND agreed_at IS NULL AND ended_at IS NULL ORDER BY id DESC LIMIT 20",
        [who.as_str()],
    )
}

/// All of somebody's, the oldest first.
pub fn all_of(read: &Read<'_>, who: &UserId) -> Result<Vec<Partnership>> {
    several(
        read,
        "WHERE asker = ?1 OR asked = ?1 ORDER BY id",
        [who.as_str()],
    )
}

fn several(
    read: &Read<'_>,
    which: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Partnership>> {
    let sql =
        format!("SELECT id, asker, asked, asked_at, agreed_at, ended_at FROM partnership {which}");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params, from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Keeps an ask; its id.
pub fn ask(tx: &Tx<'_>, asker: &UserId, asked: &UserId) -> Result<i64> {
    tx.connection()
        .prepare_cached("INSERT INTO partnership (asker, asked, asked_at) VALUES (?1, ?2, ?3)")?
        .execute(params![asker.as_str(), asked.as_str(), tx.now.timestamp()])?;
    Ok(tx.connection().last_insert_rowid())
}

/// The one who was asked says yes.
pub fn agree(tx: &Tx<'_>, id: i64) -> Result<()> {
    mark(
        tx,
        "UPDATE partnership SET agreed_at = ?2 WHERE id = ?1 AND agreed_at IS NULL AND ended_at IS NULL",
        id,
    )
}

/// It is over, whoever said so.
pub fn end(tx: &Tx<'_>, id: i64) -> Result<()> {
    mark(
        tx,
        "UPDATE partnership SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL",
        id,
    )
}

/// Takes a name out; what would name nobody on either side is gone.
pub fn forget(tx: &Tx<'_>, who: &UserId) -> Result<()> {
    for sql in [
        "DELETE FROM partnership WHERE (asker = ?1 AND asked = ?2) OR (asker = ?2 AND asked = ?1)",
        "UPDATE partnership SET asker = ?2 WHERE asker = ?1",
        "UPDATE partnership SET asked = ?2 WHERE asked = ?1",
    ] {
        tx.connection()
            .prepare_cached(sql)?
            .execute([who.as_str(), NOBODY])?;
    }
    Ok(())
}

fn mark(tx: &Tx<'_>, sql: &str, id: i64) -> Result<()> {
    tx.connection()
        .prepare_cached(sql)?
        .execute([id, tx.now.timestamp()])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Partnership> {
    let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    Ok(Partnership {
        id: row.get("id")?,
        asker: UserId::new(row.get::<_, String>("asker")?),
        asked: UserId::new(row.get::<_, String>("asked")?),
        asked_at: at(row.get("asked_at")?),
        agreed_at: row.get::<_, Option<i64>>("agreed_at")?.map(at),
        ended_at: row.get::<_, Option<i64>>("ended_at")?.map(at),
    })
}
