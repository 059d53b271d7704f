//! The `rhythm` table: when somebody is asked, on their own clock.

use crate::{
    error::Result,
    ids::UserId,
    rituals::check_in::rules::{DAYS, Rhythm, Weeks},
    store::{Read, Tx},
};
use chrono::{NaiveTime, Timelike};
use rusqlite::{OptionalExtension, params};

/// A rhythm is kept while there is something to ask about.
pub(in crate::rituals::check_in) const NOTHING_TO_ASK: &str =
    "NOT EXISTS (SELECT 1 FROM commitment WHERE commitment.who = rhythm.who)";

/// When somebody is asked; `None` if they never were to be.
pub(in crate::rituals::check_in) fn rhythm(
    read: &Read<'_>,
    who: &UserId,
) -> Result<Option<Rhythm>> {
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
pub(in crate::rituals::check_in) fn keep_rhythm(
    tx: &Tx<'_>,
    who: &UserId,
    rhythm: &Rhythm,
) -> Result<()> {
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
