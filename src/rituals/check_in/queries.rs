//! The `check_in`, `rhythm` and `nudge` tables. A note's words come out only against a proof that the viewer may read
//! them; nothing here decides.

use super::rules::{CheckIn, DAYS, Rhythm, Weeks};
use crate::{
    audience::MayRead,
    commitments::Answer,
    error::Result,
    ids::{NOBODY, UserId},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};
use rusqlite::{OptionalExtension, Row, params};

const COLUMNS: &str = "id, commitment, who, partner, answer, answered_at, note IS NOT NULL, cheered_at, taken_back_at";

/// A rhythm is kept while there is something to ask about.
pub(super) const NOTHING_TO_ASK: &str =
    "NOT EXISTS (SELECT 1 FROM commitment WHERE commitment.who = rhythm.who)";

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

/// When somebody is asked; `None` if they never were to be.
pub(super) fn rhythm(read: &Read<'_>, who: &UserId) -> Result<Option<Rhythm>> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT days, minute, weeks, from_date, paused_at FROM rhythm WHERE who = ?1",
        )?
        .query_row([who.as_str()], |row| {
            let (days, minute): (u8, u32) = (row.get(0)?, row.get(1)?);
            let from: String = row.get(3)?;
            let at = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0);
            Ok(Rhythm {
                days: DAYS
                    .iter()
                    .map(|(day, _)| *day)
                    .filter(|day| days & bit(*day) != 0)
                    .collect(),
                at: at.unwrap_or_default(),
                weeks: if row.get::<_, i64>(2)? == 2 {
                    Weeks::Second
                } else {
                    Weeks::Every
                },
                from: from.parse().unwrap_or_default(),
                is_paused: row.get::<_, Option<i64>>(4)?.is_some(),
            })
        })
        .optional()?)
}

/// Keeps when somebody is asked from now on.
pub(super) fn keep_rhythm(tx: &Tx<'_>, who: &UserId, rhythm: &Rhythm) -> Result<()> {
    let days = rhythm.days.iter().fold(0, |days, day| days | bit(*day));
    let weeks = match rhythm.weeks {
        Weeks::Every => 1,
        Weeks::Second => 2,
    };
    tx.connection()
        .prepare_cached(
            "INSERT INTO rhythm (who, days, minute, weeks, from_date, set_at, paused_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (who) DO UPDATE SET days = excluded.days, minute = excluded.minute, weeks = excluded.weeks,
                 from_date = excluded.from_date, set_at = excluded.set_at, paused_at = excluded.paused_at",
        )?
        .execute(params![
            who.as_str(),
            days,
            rhythm.at.num_seconds_from_midnight() / 60,
            weeks,
            rhythm.from.to_string(),
            tx.now.timestamp(),
            rhythm.is_paused.then(|| tx.now.timestamp()),
        ])?;
    Ok(())
}

fn bit(day: chrono::Weekday) -> u8 {
    1 << day.num_days_from_monday()
}

/// One time that somebody was asked unasked.
#[derive(Clone, Debug)]
pub(super) struct Nudge {
    pub(super) id: i64,
    pub(super) who: UserId,
    /// Their local date, which names it.
    pub(super) date: NaiveDate,
    /// It asks whether they want fewer, instead of how it went.
    pub(super) asks_fewer: bool,
    pub(super) asked_at: DateTime<Utc>,
    pub(super) is_answered: bool,
}

pub(super) fn find_nudge(read: &Read<'_>, id: i64) -> Result<Option<Nudge>> {
    Ok(nudges(read, "WHERE id = ?1", [id])?.pop())
}

/// The last times that somebody was asked, the newest first; not those that never reached them.
pub(super) fn last_nudges(read: &Read<'_>, who: &UserId, limit: u32) -> Result<Vec<Nudge>> {
    nudges(
        read,
        "WHERE who = ?1 AND seen_at IS NOT NULL ORDER BY id DESC LIMIT ?2",
        params![who.as_str(), limit],
    )
}

fn nudges(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Vec<Nudge>> {
    let sql = format!("SELECT id, who, date, asks, asked_at, answered_at FROM nudge {which}");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params, |row| {
            let (asks, date): (String, String) = (row.get("asks")?, row.get("date")?);
            Ok(Nudge {
                id: row.get("id")?,
                who: UserId::new(row.get::<_, String>("who")?),
                date: date.parse().unwrap_or_default(),
                asks_fewer: asks == "fewer",
                asked_at: at(row.get("asked_at")?),
                is_answered: row.get::<_, Option<i64>>("answered_at")?.is_some(),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Somebody is asked; its id.
pub(super) fn nudge(tx: &Tx<'_>, who: &UserId, date: NaiveDate, asks_fewer: bool) -> Result<i64> {
    tx.connection()
        .prepare_cached("INSERT INTO nudge (who, date, asks, asked_at) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            who.as_str(),
            date.to_string(),
            if asks_fewer { "fewer" } else { "how" },
            tx.now.timestamp(),
        ])?;
    Ok(tx.connection().last_insert_rowid())
}

/// The DM stands in Slack.
pub(super) fn see_nudge(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE nudge SET seen_at = coalesce(seen_at, ?2) WHERE id = ?1")?
        .execute([id, tx.now.timestamp()])?;
    Ok(())
}

/// Somebody has said something: the last time that they were asked was not in vain.
pub(super) fn answer_nudge(tx: &Tx<'_>, who: &UserId) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "UPDATE nudge SET answered_at = coalesce(answered_at, ?2)
             WHERE id = (SELECT max(id) FROM nudge WHERE who = ?1 AND seen_at IS NOT NULL)",
        )?
        .execute(params![who.as_str(), tx.now.timestamp()])?;
    Ok(())
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
