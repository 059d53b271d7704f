//! The `answer` table.

use super::{at, changed};
use crate::{
    audience::MayRead,
    error::Result,
    ids::{NOBODY, UserId},
    rituals::drill::rules::{Answer, Drill, Tally},
    store::{Read, Tx},
};
use anyhow::Context;
use rusqlite::{OptionalExtension, Row, params};

const COLUMNS: &str = "id, drill, author, begun_at, answered_at, seconds, edited_at, late_at, wins, ties, duels, \
     won_at, named_at";

/// Somebody's answer in a drill, or that they began one.
pub(in crate::rituals::drill) fn answer_of(
    read: &Read<'_>,
    drill: i64,
    author: &UserId,
) -> Result<Option<Answer>> {
    Ok(several(
        read,
        "WHERE drill = ?1 AND author = ?2",
        params![drill, author.as_str()],
    )?
    .pop())
}

/// The answers of a drill that were sent, in their drawn order; late ones last.
pub(in crate::rituals::drill) fn answers_in(read: &Read<'_>, drill: i64) -> Result<Vec<Answer>> {
    several(
        read,
        "WHERE drill = ?1 AND answered_at IS NOT NULL ORDER BY late_at IS NOT NULL, place, id",
        [drill],
    )
}

/// The newest answers that somebody sent.
pub(in crate::rituals::drill) fn answers_by(
    read: &Read<'_>,
    author: &UserId,
    limit: u32,
) -> Result<Vec<Answer>> {
    several(
        read,
        "WHERE author = ?1 AND answered_at IS NOT NULL ORDER BY id DESC LIMIT ?2",
        params![author.as_str(), limit],
    )
}

/// Every answer that somebody sent or began, the oldest first.
pub(in crate::rituals::drill) fn all_answers_by(
    read: &Read<'_>,
    author: &UserId,
) -> Result<Vec<Answer>> {
    several(read, "WHERE author = ?1 ORDER BY id", [author.as_str()])
}

/// How many answers were sent in time.
pub(in crate::rituals::drill) fn answered(read: &Read<'_>, drill: i64) -> Result<u32> {
    count(
        read,
        "SELECT count(*) FROM answer WHERE drill = ?1 AND answered_at IS NOT NULL AND late_at IS NULL",
        drill,
    )
}

/// How many have opened the form and sent nothing yet.
pub(in crate::rituals::drill) fn writing(read: &Read<'_>, drill: i64) -> Result<u32> {
    count(
        read,
        "SELECT count(*) FROM answer WHERE drill = ?1 AND answered_at IS NULL",
        drill,
    )
}

/// The words of an answer.
pub(in crate::rituals::drill) fn answer_words(
    read: &Read<'_>,
    drill: &Drill,
    answer: &Answer,
    proof: &MayRead,
) -> Result<String> {
    if !proof.covers(&drill.audience_of(answer)) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let sealed: Option<Vec<u8>> = read
        .connection()
        .prepare_cached("SELECT body FROM answer WHERE id = ?1")?
        .query_row([answer.id], |row| row.get(0))?;
    let sealed = sealed.context("an answer without a body")?;
    let body = read.vault().open_sealed(&seal_place(answer.id), &sealed)?;
    Ok(String::from_utf8(body).context("an answer's body")?)
}

/// Somebody opened the form; the first time counts.
pub(in crate::rituals::drill) fn begin_answer(
    tx: &Tx<'_>,
    drill: i64,
    author: &UserId,
) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO answer (drill, author, begun_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?
        .execute(params![drill, author.as_str(), tx.now.timestamp()])?;
    Ok(())
}

/// The first text of an answer, with the seconds since its form was opened.
pub(in crate::rituals::drill) fn send_answer(
    tx: &Tx<'_>,
    answer: &Answer,
    text: &str,
    is_late: bool,
) -> Result<()> {
    let body = tx.vault().seal(&seal_place(answer.id), text.as_bytes())?;
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE answer SET body = ?2, answered_at = ?3, seconds = max(0, ?3 - begun_at),
                     late_at = iif(?4, ?3, NULL)
                 WHERE id = ?1 AND answered_at IS NULL",
            )?
            .execute(params![answer.id, body, tx.now.timestamp(), is_late])?,
    )
}

/// Another text for an answer.
pub(in crate::rituals::drill) fn rewrite_answer(
    tx: &Tx<'_>,
    answer: &Answer,
    text: &str,
) -> Result<()> {
    let body = tx.vault().seal(&seal_place(answer.id), text.as_bytes())?;
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE answer SET body = ?2, edited_at = ?3 WHERE id = ?1 AND answered_at IS NOT NULL",
            )?
            .execute(params![answer.id, body, tx.now.timestamp()])?,
    )
}

/// Gives every answer of the vote its drawn place.
pub(in crate::rituals::drill) fn place_answers(tx: &Tx<'_>, drawn: &[i64]) -> Result<()> {
    let mut query = tx
        .connection()
        .prepare_cached("UPDATE answer SET place = ?2 WHERE id = ?1")?;
    for (place, id) in (1_i64..).zip(drawn) {
        changed(query.execute([*id, place])?)?;
    }
    Ok(())
}

/// Freezes how the answers did.
pub(in crate::rituals::drill) fn freeze(
    tx: &Tx<'_>,
    ranking: &[(i64, Tally)],
    winners: &[i64],
) -> Result<()> {
    let mut query = tx.connection().prepare_cached(
        "UPDATE answer SET wins = ?2, ties = ?3, duels = ?4, won_at = iif(?5, ?6, NULL) WHERE id = ?1",
    )?;
    for (id, tally) in ranking {
        changed(query.execute(params![
            id,
            tally.wins,
            tally.ties,
            tally.duels,
            winners.contains(id),
            tx.now.timestamp()
        ])?)?;
    }
    Ok(())
}

/// Its author puts their name under it, or takes it off again.
pub(in crate::rituals::drill) fn name_answer(
    tx: &Tx<'_>,
    answer: &Answer,
    is_named: bool,
) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached("UPDATE answer SET named_at = iif(?2, ?3, NULL) WHERE id = ?1")?
            .execute(params![answer.id, is_named, tx.now.timestamp()])?,
    )
}

/// The author erases their data: what no vote has shown is gone, the rest stays in its drill and is nobody's.
pub(in crate::rituals::drill) fn forget_author(tx: &Tx<'_>, author: &UserId) -> Result<()> {
    tx.scrub();
    tx.connection()
        .prepare_cached(
            "DELETE FROM answer WHERE author = ?1
                 AND (answered_at IS NULL OR drill IN (
                     SELECT id FROM drill WHERE closed_at IS NULL OR cancelled_at IS NOT NULL OR decided_at IS NULL AND late_at IS NOT NULL))
                 AND NOT EXISTS (SELECT 1 FROM duel WHERE a = answer.id OR b = answer.id)",
        )?
        .execute([author.as_str()])?;
    tx.connection()
        .prepare_cached(
            "UPDATE answer SET author = ?2, named_at = NULL, seconds = NULL WHERE author = ?1",
        )?
        .execute([author.as_str(), NOBODY])?;
    Ok(())
}

fn seal_place(id: i64) -> String {
    format!("answer.body:{id}")
}

fn count(read: &Read<'_>, sql: &str, drill: i64) -> Result<u32> {
    Ok(read
        .connection()
        .prepare_cached(sql)?
        .query_row([drill], |row| row.get(0))?)
}

fn several(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Vec<Answer>> {
    let sql = format!("SELECT {COLUMNS} FROM answer {which}");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params, from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// One of them by its number, whoever's it is.
pub(in crate::rituals::drill) fn find_answer(read: &Read<'_>, id: i64) -> Result<Option<Answer>> {
    let sql = format!("SELECT {COLUMNS} FROM answer WHERE id = ?1");
    Ok(read
        .connection()
        .prepare_cached(&sql)?
        .query_row([id], from_row)
        .optional()?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Answer> {
    let has = |column: &str| row.get::<_, Option<i64>>(column).map(|at| at.is_some());
    Ok(Answer {
        id: row.get("id")?,
        drill: row.get("drill")?,
        author: UserId::new(row.get::<_, String>("author")?),
        begun_at: at(row.get("begun_at")?),
        answered_at: row.get::<_, Option<i64>>("answered_at")?.map(at),
        seconds: row.get("seconds")?,
        is_edited: has("edited_at")?,
        is_late: has("late_at")?,
        tally: Tally {
            wins: row.get("wins")?,
            ties: row.get("ties")?,
            duels: row.get("duels")?,
        },
        has_won: has("won_at")?,
        is_named: has("named_at")?,
    })
}
