//! The `duel` table.

use super::changed;
use crate::{
    audience::MayRead,
    error::Result,
    ids::{NOBODY, UserId},
    rituals::drill::rules::{Drill, Duel, Judged, Pick},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};

const COLUMNS: &str = "id, drill, voter, a, b, is_sudden, judged_at";

/// What one voter did in one drill, for that voter.
pub(in crate::rituals::drill) struct OwnVote {
    pub(in crate::rituals::drill) drill: i64,
    pub(in crate::rituals::drill) at: DateTime<Utc>,
    pub(in crate::rituals::drill) tweak: Option<String>,
}

pub(in crate::rituals::drill) fn find_duel(read: &Read<'_>, id: i64) -> Result<Option<Duel>> {
    let sql = format!("SELECT {COLUMNS} FROM duel WHERE id = ?1");
    Ok(read
        .connection()
        .prepare_cached(&sql)?
        .query_row([id], from_row)
        .optional()?)
}

/// Everything a voter was shown in a drill, in order.
pub(in crate::rituals::drill) fn duels_of(
    read: &Read<'_>,
    drill: i64,
    voter: &UserId,
) -> Result<Vec<Duel>> {
    let sql = format!("SELECT {COLUMNS} FROM duel WHERE drill = ?1 AND voter = ?2 ORDER BY id");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params![drill, voter.as_str()], from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// How often each answer was shown in the vote.
pub(in crate::rituals::drill) fn showings(read: &Read<'_>, drill: i64) -> Result<Vec<(i64, u32)>> {
    let mut query = read.connection().prepare_cached(
        "SELECT answer.id, (SELECT count(*) FROM duel WHERE duel.a = answer.id AND is_sudden = 0)
                         + (SELECT count(*) FROM duel WHERE duel.b = answer.id AND is_sudden = 0)
         FROM answer WHERE drill = ?1 AND answered_at IS NOT NULL AND late_at IS NULL ORDER BY place",
    )?;
    let found = query
        .query_map([drill], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// What was judged in the vote, without a sudden death.
pub(in crate::rituals::drill) fn judged(read: &Read<'_>, drill: i64) -> Result<Vec<Judged>> {
    let mut query = read.connection().prepare_cached(
        "SELECT a, b, pick FROM duel WHERE drill = ?1 AND pick IS NOT NULL AND is_sudden = 0",
    )?;
    let found = query
        .query_map([drill], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(found
        .into_iter()
        .filter_map(|(a, b, pick)| Pick::from_word(&pick).map(|pick| Judged { a, b, pick }))
        .collect())
}

/// How many people have judged something.
pub(in crate::rituals::drill) fn voters(read: &Read<'_>, drill: i64) -> Result<u32> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT count(DISTINCT voter) FROM duel WHERE drill = ?1 AND judged_at IS NOT NULL",
        )?
        .query_row([drill], |row| row.get(0))?)
}

/// What voters propose to change in an answer; its proof is that of the drill's result. The order is that of the sealed
/// bytes, which are as good as random: it says nothing of when they were written.
pub(in crate::rituals::drill) fn tweaks(
    read: &Read<'_>,
    drill: &Drill,
    answer: i64,
    proof: &MayRead,
) -> Result<Vec<String>> {
    if !proof.covers(&drill.audience_of_tweaks(&UserId::nobody())) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let mut query = read.connection().prepare_cached(
        "SELECT id, tweak FROM duel WHERE drill = ?1 AND tweak IS NOT NULL
             AND (a = ?2 AND (pick IS NULL OR pick IN ('a', 'close')) OR b = ?2 AND pick IN ('b', 'close'))
         ORDER BY tweak",
    )?;
    let sealed = query
        .query_map([drill.id, answer], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(i64, Vec<u8>)>, _>>()?;
    sealed
        .into_iter()
        .map(|(id, sealed)| open(read, id, &sealed))
        .collect()
}

/// What somebody did in votes, with their own tweaks.
pub(in crate::rituals::drill) fn votes_by(read: &Read<'_>, voter: &UserId) -> Result<Vec<OwnVote>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, drill, judged_at, tweak FROM duel WHERE voter = ?1 AND judged_at IS NOT NULL ORDER BY id",
    )?;
    let found = query
        .query_map([voter.as_str()], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get::<_, Option<Vec<u8>>>(3)?,
            ))
        })?
        .collect::<Result<Vec<(i64, i64, i64, _)>, _>>()?;
    found
        .into_iter()
        .map(|(id, drill, judged_at, tweak)| {
            let tweak = tweak.map(|sealed| open(read, id, &sealed)).transpose()?;
            Ok(OwnVote {
                drill,
                at: super::at(judged_at),
                tweak,
            })
        })
        .collect()
}

/// Shows a voter two answers, or the only one; its id.
pub(in crate::rituals::drill) fn insert_duel(
    tx: &Tx<'_>,
    drill: i64,
    voter: &UserId,
    (a, b): (i64, Option<i64>),
    is_sudden: bool,
) -> Result<i64> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO duel (drill, voter, a, b, is_sudden, shown_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            drill,
            voter.as_str(),
            a,
            b,
            is_sudden,
            tx.now.timestamp()
        ])?;
    Ok(tx.connection().last_insert_rowid())
}

/// What the voter says of it; the first time counts.
pub(in crate::rituals::drill) fn judge(
    tx: &Tx<'_>,
    id: i64,
    pick: Option<Pick>,
    tweak: Option<&str>,
) -> Result<()> {
    let sealed = tweak
        .map(|text| tx.vault().seal(&seal_place(id), text.as_bytes()))
        .transpose()?;
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE duel SET judged_at = ?2, pick = ?3, tweak = ?4 WHERE id = ?1 AND judged_at IS NULL",
            )?
            .execute(params![
                id,
                tx.now.timestamp(),
                pick.map(Pick::word),
                sealed
            ])?,
    )
}

/// The voter erases their data: votes that are not counted yet are gone; counted ones are nobody's, and what the
/// channel has read stays there.
pub(in crate::rituals::drill) fn forget_voter(tx: &Tx<'_>, voter: &UserId) -> Result<()> {
    tx.scrub();
    for sql in [
        "DELETE FROM duel WHERE voter = ?1 AND ?2 = ?2
             AND drill IN (SELECT id FROM drill WHERE decided_at IS NULL)",
        "UPDATE duel SET voter = ?2 WHERE voter = ?1",
    ] {
        tx.connection()
            .prepare_cached(sql)?
            .execute([voter.as_str(), NOBODY])?;
    }
    Ok(())
}

fn open(read: &Read<'_>, id: i64, sealed: &[u8]) -> Result<String> {
    let text = read.vault().open_sealed(&seal_place(id), sealed)?;
    Ok(String::from_utf8(text).context("a tweak")?)
}

fn seal_place(id: i64) -> String {
    format!("duel.tweak:{id}")
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Duel> {
    Ok(Duel {
        id: row.get("id")?,
        drill: row.get("drill")?,
        voter: UserId::new(row.get::<_, String>("voter")?),
        a: row.get("a")?,
        b: row.get("b")?,
        is_sudden: row.get("is_sudden")?,
        is_judged: row.get::<_, Option<i64>>("judged_at")?.is_some(),
    })
}

/// How the sudden death went: its two answers and the pick.
pub(in crate::rituals::drill) fn sudden_pick(
    read: &Read<'_>,
    drill: i64,
) -> Result<Option<(i64, i64, Pick)>> {
    let row: Option<(i64, i64, String)> = read
        .connection()
        .prepare_cached(
            "SELECT a, b, pick FROM duel WHERE drill = ?1 AND is_sudden = 1 AND pick IS NOT NULL ORDER BY id LIMIT 1",
        )?
        .query_row([drill], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    Ok(row.and_then(|(a, b, pick)| Pick::from_word(&pick).map(|pick| (a, b, pick))))
}
