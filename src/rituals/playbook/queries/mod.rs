//! The playbook's tables: entries, their versions and what moved them on. Sealed words come out only against a proof that
//! the viewer may read them; nothing here decides.

mod ask;
mod field;
mod search;

pub(super) use ask::{
    answer_ask, asked_by, asks_of, asks_to, due_asks, find_ask, find_ask_by_message, forget_asks,
    forget_proposal, insert_ask, keep_proposal, next_ask_due, open_asks_of, proposal, proposals,
    said, take_ask,
};
pub(super) use field::{
    Share, add_evidence, evidence, find_share, insert_share, most_used, move_evidence, shares_of,
    source_entry, take_back_use, use_it, uses_of, who_shared,
};
pub(super) use search::{
    Indexed, each_known_word, index, open_words, public, unindex, with_all, with_any, with_start,
};

use super::rules::{Entry, State, Version, Words};
use crate::{
    audience::{Audience, MayRead},
    error::Result,
    figures::Measure,
    ids::UserId,
    rituals::{Count, Counted},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// Entries, when they went live for the first time.
pub(in crate::rituals::playbook) const COUNTED: [Count; 1] = [Count {
    what: Counted::As(Measure::Added),
    sql: "SELECT NULL, proposed_by, NULL, 1 FROM playbook
          JOIN (SELECT entry, min(at) AS live_at FROM playbook_event WHERE what = 'live' GROUP BY entry) first ON first.entry = playbook.id
          WHERE live_at >= ?1 AND live_at < ?2",
    reads: &[
        ("playbook", "id"),
        ("playbook", "proposed_by"),
        ("playbook_event", "entry"),
        ("playbook_event", "what"),
        ("playbook_event", "at"),
    ],
}];

/// When an entry of the index was made.
pub(super) const INDEXED_AT: &str =
    "(SELECT made_at FROM playbook WHERE playbook.id = playbook_index.rowid)";

const COLUMNS: &str = "id, state, version, revises, proposed_by, made_at";

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Body {
    objection: String,
    context: Option<String>,
    answer: String,
    variants: Vec<String>,
}

pub(super) fn find(read: &Read<'_>, id: i64) -> Result<Option<Entry>> {
    one(read, "WHERE id = ?1", [id])
}

pub(super) fn find_by_form(read: &Read<'_>, form: &str) -> Result<Option<Entry>> {
    one(read, "WHERE form = ?1", [form])
}

fn one(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Option<Entry>> {
    let sql = format!("SELECT {COLUMNS} FROM playbook {which}");
    Ok(read
        .connection()
        .prepare_cached(&sql)?
        .query_row(params, from_row)
        .optional()?)
}

fn several(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Vec<Entry>> {
    let sql = format!("SELECT {COLUMNS} FROM playbook {which}");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params, from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// What waits for a facilitator or owner, the oldest first.
pub(super) fn pending(read: &Read<'_>, limit: u32) -> Result<Vec<Entry>> {
    several(
        read,
        "WHERE state IN ('draft', 'reviewed') ORDER BY id LIMIT ?1",
        [limit],
    )
}

/// The drafts of somebody that wait, the newest first.
pub(super) fn pending_of(read: &Read<'_>, user: &UserId, limit: u32) -> Result<Vec<Entry>> {
    several(
        read,
        "WHERE proposed_by = ?1 AND state IN ('draft', 'reviewed') ORDER BY id DESC LIMIT ?2",
        params![user.as_str(), limit],
    )
}

/// Everything that somebody proposed, the oldest first.
pub(super) fn proposed_by(read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
    several(read, "WHERE proposed_by = ?1 ORDER BY id", [user.as_str()])
}

/// Entries that have turned stale, those that have been so longest first.
pub(super) fn stale(read: &Read<'_>, limit: u32) -> Result<Vec<Entry>> {
    several(
        read,
        "WHERE state = 'stale' ORDER BY reviewed_at, id LIMIT ?1",
        [limit],
    )
}

/// Live entries that nobody has reviewed since then.
pub(super) fn unreviewed_since(
    read: &Read<'_>,
    then: DateTime<Utc>,
    limit: usize,
) -> Result<Vec<Entry>> {
    several(
        read,
        "WHERE state = 'live' AND reviewed_at <= ?1 ORDER BY reviewed_at, id LIMIT ?2",
        params![then.timestamp(), i64::try_from(limit).unwrap_or(i64::MAX)],
    )
}

/// When the live entry that waits longest was reviewed.
pub(super) fn oldest_review(read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
    let at: Option<i64> = read
        .connection()
        .prepare_cached("SELECT min(reviewed_at) FROM playbook WHERE state = 'live'")?
        .query_row([], |row| row.get(0))?;
    Ok(at.and_then(|at| DateTime::from_timestamp(at, 0)))
}

/// How many entries are in which state.
pub(super) fn counts(read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
    State::ALL
        .iter()
        .map(|(_, word)| {
            let count = read
                .connection()
                .prepare_cached("SELECT count(*) FROM playbook WHERE state = ?1")?
                .query_row([word], |row| row.get(0))?;
            Ok((*word, count))
        })
        .collect()
}

/// The words of one version.
pub(super) fn words(
    read: &Read<'_>,
    id: i64,
    number: i64,
    audience: &Audience,
    proof: &MayRead,
) -> Result<Words> {
    if !proof.covers(audience) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let sealed: Vec<u8> = read
        .connection()
        .prepare_cached("SELECT body FROM playbook_version WHERE entry = ?1 AND number = ?2")?
        .query_row([id, number], |row| row.get(0))?;
    let body = read.vault().open_sealed(&seal_place(id, number), &sealed)?;
    let Body {
        objection,
        context,
        answer,
        variants,
    } = serde_json::from_slice(&body).context("a version's body")?;
    Ok(Words {
        objection,
        context,
        answer,
        variants,
    })
}

/// The versions of an entry, the newest first.
pub(super) fn versions(read: &Read<'_>, id: i64) -> Result<Vec<Version>> {
    let mut query = read.connection().prepare_cached(
        "SELECT number, author, made_at FROM playbook_version WHERE entry = ?1 ORDER BY number DESC",
    )?;
    let found = query
        .query_map([id], |row| {
            Ok(Version {
                number: row.get(0)?,
                author: row.get::<_, Option<String>>(1)?.map(UserId::new),
                made_at: at(row.get(2)?),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Who last did this to an entry, and when.
pub(super) fn last_event(
    read: &Read<'_>,
    id: i64,
    what: &str,
) -> Result<Option<(UserId, DateTime<Utc>)>> {
    Ok(read
        .connection()
        .prepare_cached("SELECT by, at FROM playbook_event WHERE entry = ?1 AND what = ?2 ORDER BY id DESC LIMIT 1")?
        .query_row(params![id, what], |row| {
            Ok((UserId::new(row.get::<_, String>(0)?), at(row.get(1)?)))
        })
        .optional()?)
}

/// What somebody did to entries of others: what, and when.
pub(super) fn events_of(
    read: &Read<'_>,
    user: &UserId,
) -> Result<Vec<(i64, String, DateTime<Utc>)>> {
    let mut query = read
        .connection()
        .prepare_cached("SELECT entry, what, at FROM playbook_event WHERE by = ?1 ORDER BY id")?;
    let found = query
        .query_map([user.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, at(row.get(2)?)))
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// A new draft with its first version; its id.
pub(super) fn insert(
    tx: &Tx<'_>,
    form: &str,
    by: &UserId,
    author: Option<&UserId>,
    revises: Option<i64>,
    words: &Words,
) -> Result<i64> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO playbook (form, state, version, revises, proposed_by, made_at) VALUES (?1, 'draft', 1, ?2, ?3, ?4)",
        )?
        .execute(params![form, revises, by.as_str(), tx.now.timestamp()])?;
    let id = tx.connection().last_insert_rowid();
    insert_version(tx, id, 1, by, author, words)?;
    Ok(id)
}

/// Other words for a draft's newest version: nobody but its writer and those who review has read the old ones.
pub(super) fn rewrite(
    tx: &Tx<'_>,
    entry: &Entry,
    author: Option<&UserId>,
    words: &Words,
) -> Result<()> {
    tx.scrub();
    let made_by: String = tx
        .connection()
        .prepare_cached(
            "DELETE FROM playbook_version WHERE entry = ?1 AND number = ?2 RETURNING made_by",
        )?
        .query_row([entry.id, entry.version], |row| row.get(0))?;
    insert_version(
        tx,
        entry.id,
        entry.version,
        &UserId::new(made_by),
        author,
        words,
    )
}

/// A new version of an entry; its number.
pub(super) fn add_version(
    tx: &Tx<'_>,
    id: i64,
    by: &UserId,
    author: Option<&UserId>,
    words: &Words,
) -> Result<i64> {
    let number = tx
        .connection()
        .prepare_cached(
            "UPDATE playbook SET version = version + 1 WHERE id = ?1 RETURNING version",
        )?
        .query_row([id], |row| row.get(0))?;
    insert_version(tx, id, number, by, author, words)?;
    Ok(number)
}

fn insert_version(
    tx: &Tx<'_>,
    id: i64,
    number: i64,
    by: &UserId,
    author: Option<&UserId>,
    words: &Words,
) -> Result<()> {
    let Words {
        objection,
        context,
        answer,
        variants,
    } = words.clone();
    let body = serde_json::to_vec(&Body {
        objection,
        context,
        answer,
        variants,
    })
    .context("a version's body")?;
    let sealed = tx.vault().seal(&seal_place(id, number), &body)?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO playbook_version (entry, number, body, made_by, author, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            id,
            number,
            sealed,
            by.as_str(),
            author.map(UserId::as_str),
            tx.now.timestamp()
        ])?;
    Ok(())
}

/// Who did what to an entry; Peerloop itself without a name.
pub(super) fn note(tx: &Tx<'_>, id: i64, what: &str, by: Option<&UserId>) -> Result<()> {
    tx.connection()
        .prepare_cached("INSERT INTO playbook_event (entry, what, by, at) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            id,
            what,
            by.map_or("peerloop", UserId::as_str),
            tx.now.timestamp()
        ])?;
    Ok(())
}

/// Where the entry stands now. Whoever reviews it, makes it live or renews it has looked at it now.
pub(super) fn set_state(tx: &Tx<'_>, id: i64, state: State, is_review: bool) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "UPDATE playbook SET state = ?2, reviewed_at = CASE WHEN ?3 THEN ?4 ELSE reviewed_at END,
                 revises = CASE WHEN ?2 IN ('live', 'stale') THEN NULL ELSE revises END
             WHERE id = ?1",
        )?
        .execute(params![id, state.word(), is_review, tx.now.timestamp()])?;
    Ok(())
}

/// A draft is gone with all its words.
pub(super) fn delete(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.scrub();
    tx.connection()
        .prepare_cached("DELETE FROM playbook WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

fn seal_place(id: i64, number: i64) -> String {
    format!("playbook.body:{id}.{number}")
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

fn state_of(word: &str) -> State {
    // The table's CHECK lets only these words in.
    State::ALL
        .iter()
        .find(|(_, known)| *known == word)
        .map_or(State::Draft, |(state, _)| *state)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: row.get("id")?,
        state: state_of(&row.get::<_, String>("state")?),
        version: row.get("version")?,
        revises: row.get("revises")?,
        proposed_by: UserId::new(row.get::<_, String>("proposed_by")?),
        made_at: at(row.get("made_at")?),
    })
}
