//! Turns a schedule in wall-clock words into instants. Pure: it is told what time it is.
//! The `cron` crate is only ever asked about naive local time, because around a DST change its zoned answers
//! skip a day, come twice or lie in the past.

use anyhow::{Context, Result};
use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use cron::Schedule;
use std::str::FromStr;

/// One time a schedule comes round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The local date, which names the occurrence: it comes once, whatever the clock does.
    pub date: NaiveDate,
    /// When it is due.
    pub due_at: DateTime<Utc>,
}

/// The first occurrence strictly after `after`. `cron` is in the cron crate's own form, seconds first.
/// Fails if the text does not parse or never comes round again.
pub fn next(cron: &str, zone: Tz, after: DateTime<Utc>) -> Result<Occurrence> {
    let schedule = Schedule::from_str(cron).with_context(|| format!("not a schedule: {cron}"))?;
    // Begin a little before: a gap moves a time forward, so an earlier wall-clock time may map to a later instant.
    let from = after.with_timezone(&zone).naive_local() - TimeDelta::hours(3);
    schedule
        .after(&from.and_utc())
        .map(|wall| occurrence(wall.naive_utc(), zone))
        .find(|found| found.due_at > after)
        .with_context(|| format!("never again: {cron}"))
}

/// A wall-clock time as an instant: a time that does not exist becomes the first valid minute after it,
/// one that comes twice is the earlier one.
fn occurrence(wall: NaiveDateTime, zone: Tz) -> Occurrence {
    let mut minute = wall;
    let due_at = loop {
        match zone.from_local_datetime(&minute) {
            LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => break instant,
            LocalResult::None => minute += TimeDelta::minutes(1),
        }
    };
    Occurrence {
        date: wall.date(),
        due_at: due_at.with_timezone(&Utc),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_gap_moves_forward_and_a_fold_comes_once() {
        let york: Tz = "America/New_York".parse().unwrap();
        let gap = next("0 30 2 * * *", york, at("2026-03-08T05:00:00Z")).unwrap();
        assert_eq!(
            gap.due_at,
            at("2026-03-08T07:00:00Z"),
            "02:30 does not exist: 03:00 EDT"
        );
        let fold = next("0 30 1 * * *", york, at("2026-11-01T04:00:00Z")).unwrap();
        assert_eq!(fold.due_at, at("2026-11-01T05:30:00Z"), "the earlier 01:30");
        let after = next("0 30 1 * * *", york, fold.due_at).unwrap();
        assert_eq!(
            after.due_at,
            at("2026-11-02T06:30:00Z"),
            "not again an hour later"
        );
    }

    #[test]
    fn every_zone_runs_once_a_local_day_strictly_later_each_time() {
        // Every seventh of all zones, so that the test takes seconds; the DST rules differ by region, not by city.
        for zone in chrono_tz::TZ_VARIANTS.into_iter().step_by(7) {
            let mut last = at("2026-01-01T00:00:00Z");
            let mut date = None;
            for _ in 0..370 {
                let found = next("0 10 3 * * *", zone, last).unwrap();
                assert!(found.due_at > last, "{zone}");
                if let Some(before) = date {
                    assert_eq!(found.date, before + TimeDelta::days(1), "{zone}");
                }
                (last, date) = (found.due_at, Some(found.date));
            }
        }
    }

    #[test]
    fn nonsense_gets_an_error() {
        assert!(next("every day", Tz::UTC, at("2026-01-01T00:00:00Z")).is_err());
        assert!(next("0 0 0 31 2 *", Tz::UTC, at("2026-01-01T00:00:00Z")).is_err());
    }
}
