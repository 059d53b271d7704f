//! The `feedback` table. Words come out only against a proof that the viewer may read them; nothing here decides.
mod mark;
mod report;

pub(super) use mark::*;
pub(super) use report::*;

use super::rules::{Given, List, Note, State};
use crate::{
    audience::MayRead,
    error::Result,
    fact::Kept,
    figures::Measure,
    ids::UserId,
    rituals::{Count, Counted},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::DateTime;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// Notes that reached somebody else, each about its skill. (Giver or receiver is `nobody` once they have erased their
/// data; nobody takes part.)
pub(in crate::rituals::feedback) const COUNTED: [Count; 1] = [Count {
    what: Counted::BySkill(Measure::Practised),
    sql: "SELECT skill, giver, receiver, 1 FROM feedback
          WHERE given_at >= ?1 AND given_at < ?2 AND giver <> receiver AND withdrawn_at IS NULL AND returned_at IS NULL",
    reads: &[
        ("feedback", "skill"),
        ("feedback", "giver"),
        ("feedback", "receiver"),
        ("feedback", "given_at"),
        ("feedback", "withdrawn_at"),
        ("feedback", "returned_at"),
    ],
}];

const COLUMNS: &str = "id, form, giver, receiver, skill, given_at, edited_at, read_at, helped_at, withdrawn_at, returned_at, dropped_at";

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Body {
    start: Option<String>,
    stop: Option<String>,
    go_on: Option<String>,
    link: Option<String>,
}

pub(super) fn find(read: &Read<'_>, id: i64) -> Result<Option<Given>> {
    one(read, "WHERE id = ?1", [id])
}

pub(super) fn find_by_form(read: &Read<'_>, form: &str) -> Result<Option<Given>> {
    one(read, "WHERE form = ?1", [form])
}

fn one(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Option<Given>> {
    let sql = format!("SELECT {COLUMNS} FROM feedback {which}");
    Ok(read
        .connection()
        .prepare_cached(&sql)?
        .query_row(params, from_row)
        .optional()?)
}

/// SQL that picks a list's notes for the person `?1`. Each has an index of its own, so that a page costs the same
/// however many there are.
fn of_list(list: List) -> &'static str {
    match list {
        List::Given => "giver = ?1 AND receiver <> giver AND withdrawn_at IS NULL",
        List::Received => "receiver = ?1 AND read_at IS NOT NULL AND dropped_at IS NULL",
        List::Own => "giver = ?1 AND receiver = giver AND withdrawn_at IS NULL",
    }
}

/// The newest notes of a list, below the one with this id if there is one.
pub(super) fn page(
    read: &Read<'_>,
    user: &UserId,
    list: List,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<Given>> {
    let which = format!(
        "WHERE {} AND id < ?2 ORDER BY id DESC LIMIT ?3",
        of_list(list)
    );
    let params = params![user.as_str(), before.unwrap_or(i64::MAX), row_limit(limit)];
    several(read, &which, params)
}

/// How many notes a list has, counted up to one more than `most`.
pub(super) fn count(read: &Read<'_>, user: &UserId, list: List, most: usize) -> Result<usize> {
    count_of(read, user, of_list(list), most)
}

/// How many notes somebody has not opened, counted up to one more than `most`.
pub(super) fn count_unread(read: &Read<'_>, user: &UserId, most: usize) -> Result<usize> {
    count_of(read, user, OF_UNREAD, most)
}

fn count_of(read: &Read<'_>, user: &UserId, which: &str, most: usize) -> Result<usize> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM feedback WHERE {which} LIMIT ?2)");
    let counted: i64 = read
        .connection()
        .prepare_cached(&sql)?
        .query_row(params![user.as_str(), row_limit(most + 1)], |row| {
            row.get(0)
        })?;
    Ok(usize::try_from(counted).unwrap_or_default())
}

/// SQL that picks what the person `?1` has not opened.
const OF_UNREAD: &str = "receiver = ?1 AND giver <> receiver AND read_at IS NULL AND withdrawn_at IS NULL AND returned_at IS NULL AND dropped_at IS NULL";

/// The oldest notes that somebody has not opened.
pub(super) fn unread_by(read: &Read<'_>, user: &UserId, limit: usize) -> Result<Vec<Given>> {
    let which = format!("WHERE {OF_UNREAD} ORDER BY id LIMIT ?2");
    several(read, &which, params![user.as_str(), row_limit(limit)])
}

/// Every note that somebody gave or received, the oldest first.
pub(super) fn all_of(read: &Read<'_>, user: &UserId) -> Result<Vec<Given>> {
    several(
        read,
        "WHERE giver = ?1 OR receiver = ?1 ORDER BY id",
        [user.as_str()],
    )
}

fn row_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn several(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Vec<Given>> {
    let sql = format!("SELECT {COLUMNS} FROM feedback {which}");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params, from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The skill somebody last gave feedback on.
pub(super) fn last_skill(read: &Read<'_>, user: &UserId) -> Result<Option<String>> {
    Ok(read
        .connection()
        .prepare_cached("SELECT skill FROM feedback WHERE giver = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([user.as_str()], |row| row.get(0))
        .optional()?)
}

/// How many notes are in which state.
pub(super) fn counts(read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
    let counted: [i64; 6] = read
        .connection()
        .prepare(
            "SELECT count(*),
                 count(*) FILTER (WHERE read_at IS NULL AND withdrawn_at IS NULL AND returned_at IS NULL AND dropped_at IS NULL),
                 count(*) FILTER (WHERE read_at IS NOT NULL), count(*) FILTER (WHERE helped_at IS NOT NULL),
                 count(*) FILTER (WHERE withdrawn_at IS NOT NULL), count(*) FILTER (WHERE returned_at IS NOT NULL)
             FROM feedback",
        )?
        .query_row([], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?])
        })?;
    let names = ["given", "unread", "read", "helped", "withdrawn", "returned"];
    Ok(names.into_iter().zip(counted).collect())
}

/// A note's words.
pub(super) fn words(read: &Read<'_>, given: &Given, proof: &MayRead) -> Result<Note> {
    if !proof.covers(&given.audience()) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let sealed: Option<Vec<u8>> = read
        .connection()
        .prepare_cached("SELECT body FROM feedback WHERE id = ?1")?
        .query_row([given.id], |row| row.get(0))?;
    open_body(
        read,
        &seal_place(&given.form),
        &sealed.context("a note without a body")?,
    )
}

fn open_body(read: &Read<'_>, place: &str, sealed: &[u8]) -> Result<Note> {
    let body = read.vault().open_sealed(place, sealed)?;
    let Body {
        start,
        stop,
        go_on,
        link,
    } = serde_json::from_slice(&body).context("a note's body")?;
    Ok(Note {
        start,
        stop,
        go_on,
        link,
    })
}

/// How far the commitment was kept that its receiver made of a note.
pub(super) fn kept(read: &Read<'_>, id: i64) -> Result<Option<Kept>> {
    let word: Option<String> = read
        .connection()
        .prepare_cached("SELECT kept FROM feedback WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    Ok(match word.as_deref() {
        Some("whole") => Some(Kept::Whole),
        Some(_) => Some(Kept::Partly),
        None => None,
    })
}

fn changed(rows: usize) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(anyhow::anyhow!("a note changed between two steps of one transaction").into())
    }
}

fn seal(tx: &Tx<'_>, place: &str, note: &Note) -> Result<Vec<u8>> {
    let Note {
        start,
        stop,
        go_on,
        link,
    } = note.clone();
    let body = serde_json::to_vec(&Body {
        start,
        stop,
        go_on,
        link,
    })
    .context("a note's body")?;
    Ok(tx.vault().seal(place, &body)?)
}

fn seal_place(form: &str) -> String {
    format!("feedback.body:{form}")
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Given> {
    let has = |column: &str| row.get::<_, Option<i64>>(column).map(|at| at.is_some());
    let state = if has("withdrawn_at")? {
        State::Withdrawn
    } else if has("returned_at")? {
        State::Returned
    } else if has("helped_at")? {
        State::Helped
    } else if has("read_at")? {
        State::Read
    } else {
        State::Unread
    };
    Ok(Given {
        id: row.get("id")?,
        form: row.get("form")?,
        giver: UserId::new(row.get::<_, String>("giver")?),
        receiver: UserId::new(row.get::<_, String>("receiver")?),
        skill: row.get("skill")?,
        given_at: DateTime::from_timestamp(row.get("given_at")?, 0).unwrap_or_default(),
        state,
        is_edited: has("edited_at")?,
        is_dropped: has("dropped_at")?,
    })
}

#[cfg(test)]
mod tests;
