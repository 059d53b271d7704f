//! The `nudge` table: each time that somebody was asked.

use super::at;
use crate::{
    error::Result,
    ids::UserId,
    store::{Read, Tx},
};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::params;

/// One time that somebody was asked unasked.
#[derive(Clone, Debug)]
pub(in crate::rituals::check_in) struct Nudge {
    pub(in crate::rituals::check_in) id: i64,
    pub(in crate::rituals::check_in) who: UserId,
    /// Their local date, which names it.
    pub(in crate::rituals::check_in) date: NaiveDate,
    /// It asks whether they want fewer, instead of how it went.
    pub(in crate::rituals::check_in) asks_fewer: bool,
    pub(in crate::rituals::check_in) asked_at: DateTime<Utc>,
    pub(in crate::rituals::check_in) is_answered: bool,
}

pub(in crate::rituals::check_in) fn find_nudge(read: &Read<'_>, id: i64) -> Result<Option<Nudge>> {
    Ok(nudges(read, "WHERE id = ?1", [id])?.pop())
}

/// The last times that somebody was asked, the newest first; not those that never reached them.
pub(in crate::rituals::check_in) fn last_nudges(
    read: &Read<'_>,
    who: &UserId,
    limit: u32,
) -> Result<Vec<Nudge>> {
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
pub(in crate::rituals::check_in) fn nudge(
    tx: &Tx<'_>,
    who: &UserId,
    date: NaiveDate,
    asks_fewer: bool,
) -> Result<i64> {
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
pub(in crate::rituals::check_in) fn see_nudge(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE nudge SET seen_at = coalesce(seen_at, ?2) WHERE id = ?1")?
        .execute([id, tx.now.timestamp()])?;
    Ok(())
}

/// Somebody has said something: the last time that they were asked was not in vain.
pub(in crate::rituals::check_in) fn answer_nudge(tx: &Tx<'_>, who: &UserId) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "UPDATE nudge SET answered_at = coalesce(answered_at, ?2)
             WHERE id = (SELECT max(id) FROM nudge WHERE who = ?1 AND seen_at IS NOT NULL)",
        )?
        .execute(params![who.as_str(), tx.now.timestamp()])?;
    Ok(())
}
