//! The `commitment` and `commitment_source` tables. Words come out only against a proof that the viewer may read them.

use super::rules::{Answer, Commitment, Source};
use crate::{
    audience::{Audience, MayRead},
    error::Result,
    fact::Seed,
    ids::{NOBODY, UserId},
    store::{Read, Tx},
};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, Row, params};

const SELECT: &str = "SELECT c.*, s.item, s.about, s.hears FROM commitment c LEFT JOIN commitment_source s ON s.id = c.source";

/// How commitments went from `?1` up to `?2`, unix seconds: nothing, whose it is, nothing, one.
pub const DONE_WITHIN: &str = "SELECT NULL, who, NULL, 1 FROM commitment WHERE answer = 'done' AND answered_at >= ?1 AND answered_at < ?2";
/// The same of those partly kept.
pub const PARTLY_WITHIN: &str = "SELECT NULL, who, NULL, 1 FROM commitment WHERE answer = 'partly' AND answered_at >= ?1 AND answered_at < ?2";
/// The same of those not kept yet, also by silence ([`SILENT_CHECK_INS`](super::SILENT_CHECK_INS)).
pub const NOT_YET_WITHIN: &str = "SELECT NULL, who, NULL, 1 FROM commitment
    WHERE (answer = 'not_yet' AND answered_at >= ?1 AND answered_at < ?2)
        OR (answer IS NULL AND silent >= 2 AND silent_at >= ?1 AND silent_at < ?2)";
/// The same of those that are no longer relevant.
pub const NO_LONGER_WITHIN: &str = "SELECT NULL, who, NULL, 1 FROM commitment WHERE answer = 'no_longer' AND answered_at >= ?1 AND answered_at < ?2";
/// What these read.
pub const WITHIN_READS: &[(&str, &str)] = &[
    ("commitment", "who"),
    ("commitment", "answer"),
    ("commitment", "answered_at"),
    ("commitment", "silent"),
    ("commitment", "silent_at"),
];

/// What somebody wrote of a commitment and how it is to be kept.
pub struct Draft<'d> {
    /// What it came from.
    pub source: Option<&'d Source>,
    /// Whoever gave that may hear that it was kept.
    pub tells: bool,
    /// Its words, tidied.
    pub words: &'d str,
    /// The partner who may read it.
    pub shown_to: Option<&'d UserId>,
    /// By when.
    pub by: NaiveDate,
}

/// One commitment.
pub fn find(read: &Read<'_>, id: i64) -> Result<Option<Commitment>> {
    Ok(several(read, "WHERE c.id = ?1", [id])?.pop())
}

/// The commitment that a form has made.
pub fn find_by_form(read: &Read<'_>, form: &str) -> Result<Option<Commitment>> {
    Ok(several(read, "WHERE c.form = ?1", [form])?.pop())
}

/// What somebody has open, the most urgent first.
pub fn open_of(read: &Read<'_>, who: &UserId, limit: u32) -> Result<Vec<Commitment>> {
    several(
        read,
        "WHERE c.who = ?1 AND (c.answer IS NULL OR c.answer = 'not_yet') ORDER BY c.by_date, c.id LIMIT ?2",
        params![who.as_str(), limit],
    )
}

/// What somebody has open or has settled since `since`, of what they made before it, the most urgent first.
pub fn asked_of(
    read: &Read<'_>,
    who: &UserId,
    since: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Commitment>> {
    several(
        read,
        "WHERE c.who = ?1 AND c.made_at <= ?2 AND (c.answer IS NULL OR c.answer = 'not_yet' OR c.answered_at >= ?2)
         ORDER BY c.by_date, c.id LIMIT ?3",
        params![who.as_str(), since.timestamp(), limit],
    )
}

/// All that somebody committed to, the oldest first.
pub fn all_of(read: &Read<'_>, who: &UserId) -> Result<Vec<Commitment>> {
    several(read, "WHERE c.who = ?1 ORDER BY c.id", [who.as_str()])
}

fn several(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Vec<Commitment>> {
    let mut query = read
        .connection()
        .prepare_cached(&format!("{SELECT} {which}"))?;
    let found = query
        .query_map(params, from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// How many there are: made, open, done, partly, no longer relevant.
pub fn counts(read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
    let counted: [i64; 5] = read
        .connection()
        .prepare(
            "SELECT count(*), count(*) FILTER (WHERE answer IS NULL OR answer = 'not_yet'),
                 count(*) FILTER (WHERE answer = 'done'), count(*) FILTER (WHERE answer = 'partly'),
                 count(*) FILTER (WHERE answer = 'no_longer')
             FROM commitment",
        )?
        .query_row([], |row| {
            Ok([
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ])
        })?;
    let names = ["made", "open", "done", "partly", "no longer relevant"];
    Ok(names.into_iter().zip(counted).collect())
}

/// A commitment's words.
pub fn words(
    read: &Read<'_>,
    commitment: &Commitment,
    audience: &Audience,
    proof: &MayRead,
) -> Result<String> {
    if !proof.covers(audience) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let sealed: Vec<u8> = read
        .connection()
        .prepare_cached("SELECT body FROM commitment WHERE id = ?1")?
        .query_row([commitment.id], |row| row.get(0))?;
    let body = read
        .vault()
        .open_sealed(&seal_place(&commitment.form), &sealed)?;
    Ok(String::from_utf8_lossy(&body).into_owned())
}

/// Keeps a new one; its id.
pub fn insert(tx: &Tx<'_>, form: &str, who: &UserId, draft: &Draft<'_>) -> Result<i64> {
    let body = tx.vault().seal(&seal_place(form), draft.words.as_bytes())?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO commitment (form, who, source, tells, body, shown_to, by_date, made_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            form,
            who.as_str(),
            draft.source.map(|source| source.id),
            draft.tells,
            body,
            draft.shown_to.map(UserId::as_str),
            draft.by.to_string(),
            tx.now.timestamp(),
        ])?;
    Ok(tx.connection().last_insert_rowid())
}

/// Changes one that is open.
pub fn rewrite(tx: &Tx<'_>, commitment: &Commitment, draft: &Draft<'_>) -> Result<()> {
    let place = seal_place(&commitment.form);
    let body = tx.vault().seal(&place, draft.words.as_bytes())?;
    tx.scrub();
    tx.connection()
        .prepare_cached(
            "UPDATE commitment SET tells = ?2, body = ?3, shown_to = ?4, by_date = ?5 WHERE id = ?1",
        )?
        .execute(params![
            commitment.id,
            draft.tells,
            body,
            draft.shown_to.map(UserId::as_str),
            draft.by.to_string(),
        ])?;
    Ok(())
}

pub(super) fn set_answer(tx: &Tx<'_>, id: i64, answer: Answer) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "UPDATE commitment SET answer = ?2, answered_at = ?3, silent = 0, silent_at = NULL WHERE id = ?1",
        )?
        .execute(params![id, answer.word(), tx.now.timestamp()])?;
    Ok(())
}

pub(super) fn clear_answer(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE commitment SET answer = NULL, answered_at = NULL WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

/// A check-in that asked after all that was made up to `asked_at` has passed without a word.
pub fn pass_in_silence(tx: &Tx<'_>, who: &UserId, asked_at: DateTime<Utc>) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "UPDATE commitment SET silent = silent + 1, silent_at = ?3
             WHERE who = ?1 AND made_at <= ?2 AND (answer IS NULL OR answer = 'not_yet')",
        )?
        .execute(params![
            who.as_str(),
            asked_at.timestamp(),
            tx.now.timestamp()
        ])?;
    Ok(())
}

/// Keeps what a commitment may come from; the same once more is the same row, but who hears of it is the newest.
pub fn keep_source(tx: &Tx<'_>, seed: &Seed) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO commitment_source (item, who, hears, about, wanted_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (item, who) DO UPDATE SET hears = excluded.hears, wanted_at = excluded.wanted_at",
        )?
        .execute(params![
            seed.item,
            seed.who.as_str(),
            seed.hears.as_ref().map(UserId::as_str),
            seed.about,
            tx.now.timestamp(),
        ])?;
    Ok(())
}

/// What somebody may make a commitment of.
pub fn find_source(read: &Read<'_>, item: &str, who: &UserId) -> Result<Option<Source>> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT id, item, about, hears FROM commitment_source WHERE item = ?1 AND who = ?2",
        )?
        .query_row([item, who.as_str()], |row| {
            Ok(Source {
                id: row.get("id")?,
                item: row.get("item")?,
                about: row.get("about")?,
                hears: hears(row)?,
            })
        })
        .optional()?)
}

/// Somebody erases their data: what they committed to is gone, and nobody hears of it any more.
pub fn erase(tx: &Tx<'_>, who: &UserId) -> Result<()> {
    tx.scrub();
    for sql in [
        "DELETE FROM commitment WHERE who = ?1",
        "DELETE FROM commitment_source WHERE who = ?1",
    ] {
        tx.connection()
            .prepare_cached(sql)?
            .execute([who.as_str()])?;
    }
    Ok(())
}

fn seal_place(form: &str) -> String {
    format!("commitment.body:{form}")
}

fn hears(row: &Row<'_>) -> rusqlite::Result<Option<UserId>> {
    let hears: Option<String> = row.get("hears")?;
    Ok(hears.filter(|user| user != NOBODY).map(UserId::new))
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Commitment> {
    let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let time = |column: &str| row.get::<_, Option<i64>>(column).map(|found| found.map(at));
    let source = match row.get::<_, Option<i64>>("source")? {
        Some(id) => Some(Source {
            id,
            item: row.get("item")?,
            about: row.get("about")?,
            hears: hears(row)?,
        }),
        None => None,
    };
    let by: String = row.get("by_date")?;
    let answer: Option<String> = row.get("answer")?;
    Ok(Commitment {
        id: row.get("id")?,
        form: row.get("form")?,
        who: UserId::new(row.get::<_, String>("who")?),
        source,
        tells: row.get("tells")?,
        shown_to: row.get::<_, Option<String>>("shown_to")?.map(UserId::new),
        by: by.parse().unwrap_or_default(),
        made_at: at(row.get("made_at")?),
        answer: answer.as_deref().and_then(Answer::from_word),
        answered_at: time("answered_at")?,
        silent: row.get("silent")?,
        silent_at: time("silent_at")?,
    })
}
