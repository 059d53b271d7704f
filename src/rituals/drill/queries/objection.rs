//! The library of objections, and how often each was heard. It is everybody's who takes part; the words are sealed for
//! the files' sake.

use super::{at, changed};
use crate::{
    audience::{Audience, MayRead},
    error::Result,
    ids::{NOBODY, UserId},
    rituals::drill::rules::{HEARD_WITHIN, STARTERS},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

/// An objection of the library.
#[derive(Clone, Debug)]
pub(in crate::rituals::drill) struct Objection {
    /// `None` for a starter that nobody has used yet.
    pub(in crate::rituals::drill) id: Option<i64>,
    /// Its word, if it is one of the twelve.
    pub(in crate::rituals::drill) starter: Option<String>,
    pub(in crate::rituals::drill) text: String,
    /// How often it was heard within the last 30 days.
    pub(in crate::rituals::drill) heard: u32,
    /// What its last drill trained.
    pub(in crate::rituals::drill) last_skill: Option<String>,
    /// An entry of the playbook for it has aged.
    pub(in crate::rituals::drill) is_aged: bool,
}

/// One time that somebody heard something.
pub(in crate::rituals::drill) struct Heard {
    pub(in crate::rituals::drill) id: i64,
    pub(in crate::rituals::drill) objection: i64,
    pub(in crate::rituals::drill) person: UserId,
    pub(in crate::rituals::drill) at: DateTime<Utc>,
}

/// The whole library: what aged and what was heard most first, then the newest, then starters nobody has used.
pub(in crate::rituals::drill) fn library(
    read: &Read<'_>,
    proof: &MayRead,
) -> Result<Vec<Objection>> {
    if !proof.covers(&Audience::ProgrammeUnnamed) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let since = (read.now - HEARD_WITHIN).timestamp();
    let mut query = read.connection().prepare_cached(
        "SELECT id, mark, starter, body, aged_at IS NOT NULL,
             (SELECT count(*) FROM heard WHERE heard.objection = objection.id AND heard_at >= ?1) AS times,
             (SELECT skill FROM drill WHERE drill.objection = objection.id AND opened_at IS NOT NULL AND skill IS NOT NULL
              ORDER BY drill.id DESC LIMIT 1)
         FROM objection ORDER BY times DESC, aged_at IS NULL, touched_at DESC, id DESC",
    )?;
    let rows = query
        .query_map([since], |row| {
            let objection = Objection {
                id: Some(row.get(0)?),
                starter: row.get(2)?,
                text: String::new(),
                heard: row.get(5)?,
                last_skill: row.get(6)?,
                is_aged: row.get(4)?,
            };
            Ok((objection, row.get(1)?, row.get(3)?))
        })?
        .collect::<Result<Vec<(Objection, String, Vec<u8>)>, _>>()?;
    let mut library = Vec::with_capacity(rows.len() + STARTERS.len());
    for (objection, mark, sealed) in rows {
        let text = open(read, &mark, &sealed)?;
        library.push(Objection { text, ..objection });
    }
    for starter in STARTERS {
        let is_used = library
            .iter()
            .any(|known| known.starter.as_deref() == Some(starter.word));
        if !is_used {
            library.push(Objection {
                id: None,
                starter: Some(starter.word.to_owned()),
                text: starter.says.to_owned(),
                heard: 0,
                last_skill: None,
                is_aged: false,
            });
        }
    }
    Ok(library)
}

/// The row of one, if it is there.
pub(in crate::rituals::drill) fn objection_text(
    read: &Read<'_>,
    id: i64,
    proof: &MayRead,
) -> Result<Option<String>> {
    if !proof.covers(&Audience::ProgrammeUnnamed) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let row: Option<(String, Vec<u8>)> = read
        .connection()
        .prepare_cached("SELECT mark, body FROM objection WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    row.map(|(mark, sealed)| open(read, &mark, &sealed))
        .transpose()
}

/// A new objection; its id. Nobody added what Peerloop brings along or what the playbook wants.
pub(in crate::rituals::drill) fn insert_objection(
    tx: &Tx<'_>,
    text: &str,
    starter: Option<&str>,
    added_by: Option<&UserId>,
) -> Result<i64> {
    let mark = tx.random()?;
    let body = tx.vault().seal(&seal_place(&mark), text.as_bytes())?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO objection (mark, starter, body, added_by, touched_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            mark,
            starter,
            body,
            added_by.map(UserId::as_str),
            tx.now.timestamp()
        ])?;
    Ok(tx.connection().last_insert_rowid())
}

/// It was used just now: its time counts from here.
pub(in crate::rituals::drill) fn touch_objection(tx: &Tx<'_>, id: i64) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached("UPDATE objection SET touched_at = ?2 WHERE id = ?1")?
            .execute([id, tx.now.timestamp()])?,
    )
}

/// True if something wants an objection drilled already and it has not been since.
pub(in crate::rituals::drill) fn find_wanted(
    read: &Read<'_>,
    source: &str,
) -> Result<Option<(i64, bool)>> {
    Ok(read
        .connection()
        .prepare_cached("SELECT id, aged_at IS NOT NULL FROM objection WHERE source = ?1")?
        .query_row([source], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Something wants it drilled. False if something else wants that of it already.
pub(in crate::rituals::drill) fn want(tx: &Tx<'_>, id: i64, source: &str) -> Result<bool> {
    let rows = tx
        .connection()
        .prepare_cached(
            "UPDATE objection SET source = ?2, aged_at = ?3, touched_at = ?3
             WHERE id = ?1 AND (source IS NULL OR source = ?2)",
        )?
        .execute(params![id, source, tx.now.timestamp()])?;
    Ok(rows > 0)
}

/// It was drilled: nothing wants it any more.
pub(in crate::rituals::drill) fn unwant(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE objection SET aged_at = NULL, touched_at = ?2 WHERE id = ?1")?
        .execute([id, tx.now.timestamp()])?;
    Ok(())
}

/// What wanted it drilled does so no more.
pub(in crate::rituals::drill) fn unwant_for(tx: &Tx<'_>, source: &str) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE objection SET aged_at = NULL WHERE source = ?1")?
        .execute([source])?;
    Ok(())
}

/// Counts that somebody heard it; the same act again counts nothing. Its row.
pub(in crate::rituals::drill) fn hear(
    tx: &Tx<'_>,
    act: &str,
    objection: i64,
    person: &UserId,
) -> Result<i64> {
    touch_objection(tx, objection)?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO heard (act, objection, person, heard_at) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![act, objection, person.as_str(), tx.now.timestamp()])?;
    Ok(tx.connection().last_insert_rowid())
}

pub(in crate::rituals::drill) fn find_heard(read: &Read<'_>, id: i64) -> Result<Option<Heard>> {
    one_heard(read, "WHERE id = ?1", [id])
}

pub(in crate::rituals::drill) fn find_heard_by_act(
    read: &Read<'_>,
    act: &str,
) -> Result<Option<Heard>> {
    one_heard(read, "WHERE act = ?1", [act])
}

fn one_heard(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Option<Heard>> {
    let sql = format!("SELECT id, objection, person, heard_at FROM heard {which}");
    Ok(read
        .connection()
        .prepare_cached(&sql)?
        .query_row(params, heard_from_row)
        .optional()?)
}

/// Everything somebody heard, the oldest first.
pub(in crate::rituals::drill) fn heard_by(read: &Read<'_>, person: &UserId) -> Result<Vec<Heard>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, objection, person, heard_at FROM heard WHERE person = ?1 ORDER BY id",
    )?;
    let found = query
        .query_map([person.as_str()], heard_from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// What was heard is the same as another objection: it counts there, and its own objection goes if nothing else needs it.
pub(in crate::rituals::drill) fn merge(tx: &Tx<'_>, heard: &Heard, into: i64) -> Result<()> {
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached("UPDATE heard SET objection = ?2 WHERE id = ?1")?
            .execute([heard.id, into])?,
    )?;
    touch_objection(tx, into)?;
    tx.connection()
        .prepare_cached(
            "DELETE FROM objection WHERE id = ?1 AND starter IS NULL AND source IS NULL
                 AND NOT EXISTS (SELECT 1 FROM heard WHERE heard.objection = objection.id)
                 AND NOT EXISTS (SELECT 1 FROM drill WHERE drill.objection = objection.id)",
        )?
        .execute([heard.objection])?;
    Ok(())
}

/// Whoever heard and added objections is nobody; the counts stay.
pub(in crate::rituals::drill) fn forget_hearer(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    for sql in [
        "UPDATE heard SET person = ?2 WHERE person = ?1",
        "UPDATE objection SET added_by = NULL WHERE added_by = ?1 AND ?2 = ?2",
    ] {
        tx.connection()
            .prepare_cached(sql)?
            .execute([user.as_str(), NOBODY])?;
    }
    Ok(())
}

fn open(read: &Read<'_>, mark: &str, sealed: &[u8]) -> Result<String> {
    let text = read.vault().open_sealed(&seal_place(mark), sealed)?;
    Ok(String::from_utf8(text).context("an objection's body")?)
}

fn seal_place(mark: &str) -> String {
    format!("objection.body:{mark}")
}

fn heard_from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Heard> {
    Ok(Heard {
        id: row.get(0)?,
        objection: row.get(1)?,
        person: UserId::new(row.get::<_, String>(2)?),
        at: at(row.get(3)?),
    })
}
