//! Wall-clock time and the days of people's work: schedules in five cron fields become instants (`cron.rs`, here),
//! working hours and days off say when somebody may be asked something (`hours.rs`), and files of public holidays are
//! read (`holidays.rs`). Pure: it is told what time it is, and it says nothing to anybody (`schedule/views.rs` does).
//!
//! The `cron` crate is only ever asked about naive local time, because around a DST change its zoned answers
//! skip a day, come twice or lie in the past.

mod cron;
pub mod holidays;
mod hours;
#[cfg(test)]
mod tests;

pub use self::cron::{Cron, Field, LONGEST as LONGEST_CRON, Unfit};
pub use hours::{DaysOff, Hours, Off, UnfitHours, next_open, why_closed};

use anyhow::{Context, Result};
use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// One time a schedule comes round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The local date, which names the occurrence: it comes once, whatever the clock does.
    pub date: NaiveDate,
    /// When it is due.
    pub due_at: DateTime<Utc>,
}

/// The first occurrence strictly after `after` of a schedule in five fields.
/// Fails if the text does not parse or never comes round again.
pub fn next(text: &str, zone: Tz, after: DateTime<Utc>) -> Result<Occurrence> {
    let cron =
        Cron::parse(text).map_err(|unfit| anyhow::anyhow!("not a schedule: {text}: {unfit:?}"))?;
    cron.next(zone, after)
        .with_context(|| format!("never again: {text}"))
}

impl Cron {
    /// The first occurrence strictly after `after`; `None` if it never comes round again (the `cron` crate ends with
    /// the year 2100).
    ///
    /// A time that does not exist becomes the first valid minute after it, so several of them and that minute itself are
    /// one occurrence; a time that comes twice is only the earlier one.
    pub fn next(&self, zone: Tz, after: DateTime<Utc>) -> Option<Occurrence> {
        // A wall-clock time up to that of `after` is never a later instant: what a gap moves forward, it moves to the
        // gap's end. But a later one may be an earlier instant, when the clock was set back: those are passed over.
        let mut wall = after.with_timezone(&zone).naive_local();
        loop {
            wall = self.next_wall(wall)?;
            let found = Occurrence {
                date: wall.date(),
                due_at: instant(wall, zone),
            };
            if found.due_at > after {
                return Some(found);
            }
        }
    }

    /// The next occurrences after `after`, in order.
    pub fn upcoming(
        &self,
        zone: Tz,
        after: DateTime<Utc>,
    ) -> impl Iterator<Item = Occurrence> + '_ {
        std::iter::successors(self.next(zone, after), move |last| {
            self.next(zone, last.due_at)
        })
    }
}

/// A wall-clock time as an instant: a time that does not exist becomes the first valid minute after it,
/// one that comes twice is the earlier one.
pub fn instant(wall: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let mut minute = wall;
    loop {
        match zone.from_local_datetime(&minute) {
            LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => {
                return instant.with_timezone(&Utc);
            }
            LocalResult::None => minute += TimeDelta::minutes(1),
        }
    }
}

/// The date that somebody's calendar shows at `at`.
pub fn local_date(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}
