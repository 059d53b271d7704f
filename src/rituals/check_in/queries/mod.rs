//! The `check_in` table; `rhythm`, `nudge` and `win` beside. Words come out only against a proof that the viewer may read
//! them; nothing here decides.

mod nudge;
mod rhythm;
mod win;

pub(super) use nudge::{Nudge, answer_nudge, find_nudge, last_nudges, nudge, see_nudge};
pub(super) use rhythm::{NOTHING_TO_ASK, keep_rhythm, rhythm};
pub(super) use win::{
    find_win, insert_win, mark_posted, mark_refused, mark_sharing, take_win_back, win_words,
    wins_of, wins_standing,
};

use super::rules::CheckIn;
use crate::{
    audience::MayRead,
    commitments::Answer,
    error::Result,
    ids::{NOBODY, UserId},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, Utc};
use rusqlite::{Row, params};

const COLUMNS: &str = "id, commitment, who, partner, answer, answered_at, note IS NOT NULL, cheered_at, taken_back_at";

pub(super) fn find(read: &Read<'_>, id: i64) -> Result<Option<CheckIn>> {
    Ok(several(read, "WHERE id = ?1", [id])?.pop())
}

/// The last answer about a commitment that was no slip.
pub(super) fn last_about(read: &Read<'_>, commitment: i64) -> Result<Option<CheckIn>> {
    Ok(several(
        read,
        "WHERE commitment = ?1 AND taken_back_at IS NULL ORDER BY id DESC LIMIT 1",
        [commitment],
    )?
    .pop())
}

/// All that somebody answered, the oldest first.
pub(super) fn all_of(read: &Read<'_>, who: &UserId) -> Result<Vec<CheckIn>> {
    several(read, "WHERE who = ?1 ORDER BY id", [who.as_str()])
}

/// All of which somebody was shown a card, or whose cards somebody else has.
pub(super) fn cards_of(read: &Read<'_>, user: &UserId) -> Result<Vec<CheckIn>> {
    several(
        read,
        "WHERE partner IS NOT NULL AND (who = ?1 OR partner = ?1) ORDER BY id",
        [user.as_str()],
    )
}

fn several(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Vec<CheckIn>> {
    let sql = format!("SELECT {COLUMNS} FROM check_in {which}");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params, from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// A new answer; its id.
pub(super) fn insert(
    tx: &Tx<'_>,
    commitment: i64,
    who: &UserId,
    partner: Option<&UserId>,
    answer: Answer,
) -> Result<i64> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO check_in (commitment, who, partner, answer, answered_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            commitment,
            who.as_str(),
            partner.map(UserId::as_str),
            answer.word(),
            tx.now.timestamp(),
        ])?;
    Ok(tx.connection().last_insert_rowid())
}

/// It was a slip; a note that went with it is gone.
pub(super) fn take_back(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.scrub();
    tx.connection()
        .prepare_cached("UPDATE check_in SET taken_back_at = ?2, note = NULL WHERE id = ?1")?
        .execute([id, tx.now.timestamp()])?;
    Ok(())
}

/// The partner cheers; the first time counts.
pub(super) fn cheer(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE check_in SET cheered_at = coalesce(cheered_at, ?2) WHERE id = ?1")?
        .execute([id, tx.now.timestamp()])?;
    Ok(())
}

/// Keeps a note to the partner.
pub(super) fn set_note(tx: &Tx<'_>, id: i64, text: &str) -> Result<()> {
    let note = tx.vault().seal(&seal_place(id), text.as_bytes())?;
    tx.scrub();
    tx.connection()
        .prepare_cached("UPDATE check_in SET note = ?2 WHERE id = ?1")?
        .execute(params![id, note])?;
    Ok(())
}

/// A note's words, if there is one.
pub(super) fn note(read: &Read<'_>, check_in: &CheckIn, proof: &MayRead) -> Result<Option<String>> {
    if !proof.covers(&check_in.audience()) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let sealed: Option<Vec<u8>> = read
        .connection()
        .prepare_cached("SELECT note FROM check_in WHERE id = ?1")?
        .query_row([check_in.id], |row| row.get(0))?;
    let open = |sealed: Vec<u8>| -> Result<String> {
        let text = read
            .vault()
            .open_sealed(&seal_place(check_in.id), &sealed)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    };
    sealed.map(open).transpose()
}

/// Takes somebody out: their own answers are gone, of others' they are no partner any more.
pub(super) fn erase(tx: &Tx<'_>, who: &UserId) -> Result<()> {
    tx.scrub();
    for sql in [
        "DELETE FROM check_in WHERE who = ?1 AND ?2 = ?2",
        "UPDATE check_in SET partner = ?2 WHERE partner = ?1",
        "DELETE FROM win WHERE who = ?1 AND ?2 = ?2",
        "DELETE FROM rhythm WHERE who = ?1 AND ?2 = ?2",
        "DELETE FROM nudge WHERE who = ?1 AND ?2 = ?2",
    ] {
        tx.connection()
            .prepare_cached(sql)?
            .execute([who.as_str(), NOBODY])?;
    }
    Ok(())
}

fn seal_place(id: i64) -> String {
    format!("check_in.note:{id}")
}

/// How many answers there are, with a note, cheered; how many were asked and how many of those answered.
pub(super) fn counts(read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
    let one = |sql: &str| -> Result<i64> {
        Ok(read
            .connection()
            .prepare_cached(sql)?
            .query_row([], |row| row.get(0))
            .context("counting check-ins")?)
    };
    Ok(vec![
        (
            "answers",
            one("SELECT count(*) FROM check_in WHERE taken_back_at IS NULL")?,
        ),
        (
            "cheers",
            one("SELECT count(*) FROM check_in WHERE cheered_at IS NOT NULL")?,
        ),
        (
            "wins shared",
            one("SELECT count(*) FROM win WHERE posted_at IS NOT NULL AND taken_back_at IS NULL")?,
        ),
        ("asked", one("SELECT count(*) FROM nudge")?),
        (
            "asked and answered",
            one("SELECT count(*) FROM nudge WHERE answered_at IS NOT NULL")?,
        ),
        (
            "partners",
            one(
                "SELECT count(*) FROM partnership WHERE agreed_at IS NOT NULL AND ended_at IS NULL",
            )?,
        ),
    ])
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<CheckIn> {
    let has = |column: &str| row.get::<_, Option<i64>>(column).map(|at| at.is_some());
    let answer: String = row.get("answer")?;
    Ok(CheckIn {
        id: row.get("id")?,
        commitment: row.get("commitment")?,
        who: UserId::new(row.get::<_, String>("who")?),
        partner: row.get::<_, Option<String>>("partner")?.map(UserId::new),
        answer: Answer::from_word(&answer).unwrap_or(Answer::NotYet),
        answered_at: at(row.get("answered_at")?),
        has_note: row.get(6)?,
        is_cheered: has("cheered_at")?,
        is_taken_back: has("taken_back_at")?,
    })
}
