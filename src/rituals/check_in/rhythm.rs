//! When somebody is asked: their own choice of days and hour, on their own clock. Each step is load, decide, save, say.

use super::{
    queries, refresh_nudges, refuse,
    rules::{DAYS, Pace, Rhythm, Weeks, Why},
    said,
    views::{self, WorkingHours, field},
};
use crate::{
    calendar::{self, Cron},
    error::Result,
    ids::UserId,
    outbox,
    outcome::Outcome,
    people,
    request::{FormState, Place},
    schedule::{self, Whose},
    settings::{self, CHECK_IN_AT, CHECK_IN_DAYS, WORK_BEGINS, WORK_DAYS, WORK_ENDS},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{NaiveDate, NaiveTime};

/// Its name in the schedule and the ledger.
pub(super) const NAME: &str = "check_in";

/// Whoever makes their first commitment is asked how it goes, when the owners have set.
pub(super) fn begin(tx: &Tx<'_>, who: &UserId) -> Result<()> {
    // Also whoever left and came back: their rhythm is kept, but nobody asks them in it.
    let rhythm = of(tx, who)?;
    if queries::rhythm(tx, who)?.is_none() || !(rhythm.is_paused || recurs(tx, who)?) {
        set(tx, who, &rhythm)?;
    }
    Ok(())
}

pub(super) fn open(read: &Read<'_>, who: &UserId) -> Result<Outcome> {
    let hours = WorkingHours {
        days: settings::get(read, &WORK_DAYS)?,
        from: settings::get(read, &WORK_BEGINS)?,
        until: settings::get(read, &WORK_ENDS)?,
    };
    Ok(Outcome::Open(views::rhythm_form(&of(read, who)?, &hours)))
}

pub(super) fn keep(tx: &Tx<'_>, who: &UserId, form: &FormState) -> Result<Outcome> {
    let picked = form.fields.choices(field::DAYS);
    let days = DAYS
        .iter()
        .filter(|(_, name)| picked.iter().any(|picked| picked == name))
        .map(|(day, _)| *day)
        .collect::<Vec<_>>();
    if days.is_empty() {
        return Err(refuse(Why::NoDays).into());
    }
    let at = form.fields.choice(field::AT).unwrap_or_default();
    let at = NaiveTime::parse_from_str(at, "%H:%M").map_err(|_| refuse(Why::NoTime))?;
    let weeks = match form.fields.choice(field::WEEKS) {
        Some(views::SECOND_WEEK) => Weeks::Second,
        Some(_) | None => Weeks::Every,
    };
    let rhythm = Rhythm {
        days,
        at,
        weeks,
        from: today(tx, who)?,
        is_paused: false,
    };
    set(tx, who, &rhythm)?;
    let next = next_dates(tx, who, &rhythm)?;
    Ok(Outcome::Replace(views::rhythm_kept(&rhythm, &next)))
}

/// An answer to "Want fewer of these?", or **Resume** on Home.
pub(super) fn pace(tx: &Tx<'_>, who: &UserId, pace: Pace, place: &Place) -> Result<Outcome> {
    let rhythm = of(tx, who)?.at_pace(pace, today(tx, who)?);
    set(tx, who, &rhythm)?;
    queries::answer_nudge(tx, who)?;
    refresh_nudges(tx, who)?;
    let next = next_dates(tx, who, &rhythm)?;
    Ok(said(place, views::rhythm_kept(&rhythm, &next)))
}

/// When somebody is asked, or would be.
pub(super) fn of(read: &Read<'_>, who: &UserId) -> Result<Rhythm> {
    if let Some(rhythm) = queries::rhythm(read, who)? {
        return Ok(rhythm);
    }
    Ok(Rhythm {
        days: settings::get(read, &CHECK_IN_DAYS)?,
        at: settings::get(read, &CHECK_IN_AT)?,
        weeks: Weeks::Every,
        from: today(read, who)?,
        is_paused: false,
    })
}

fn set(tx: &Tx<'_>, who: &UserId, rhythm: &Rhythm) -> Result<()> {
    queries::keep_rhythm(tx, who, rhythm)?;
    recur(tx, who, rhythm)?;
    outbox::refresh_home(tx, who)
}

fn today(read: &Read<'_>, who: &UserId) -> Result<NaiveDate> {
    Ok(calendar::local_date(read.now, people::zone_of(read, who)?))
}

/// Has somebody asked in this rhythm from now on.
fn recur(tx: &Tx<'_>, who: &UserId, rhythm: &Rhythm) -> Result<()> {
    if rhythm.is_paused {
        return end(tx, who);
    }
    let whose = Whose::Of(who.clone());
    let kind = schedule::Kind::Nudge;
    schedule::set(tx, NAME, &whose, kind, &rhythm.cron(), None)?
        .map_err(|cannot| anyhow::anyhow!("{cannot:?}"))
        .context("a rhythm that is no schedule")?;
    Ok(())
}

/// The days on which somebody would be asked next, in words.
fn next_dates(read: &Read<'_>, who: &UserId, rhythm: &Rhythm) -> Result<Vec<String>> {
    if rhythm.is_paused {
        return Ok(Vec::new());
    }
    let cron = Cron::parse(&rhythm.cron())
        .map_err(|unfit| anyhow::anyhow!("{unfit:?}"))
        .context("a rhythm that is no schedule")?;
    let zone = people::zone_of(read, who)?;
    let holds = |date| rhythm.has_week(date);
    Ok(schedule::views::next_dates(&cron, zone, read.now, holds))
}

/// True if somebody is asked in some rhythm.
fn recurs(read: &Read<'_>, who: &UserId) -> Result<bool> {
    let whose = Whose::Of(who.clone());
    let rows = schedule::rows(read, who)?;
    Ok(rows
        .iter()
        .any(|row| row.name == NAME && row.whose == whose))
}

/// Nobody asks them any more.
pub(super) fn end(tx: &Tx<'_>, who: &UserId) -> Result<()> {
    schedule::end(tx, NAME, &Whose::Of(who.clone()))
}
