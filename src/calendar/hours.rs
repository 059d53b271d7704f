//! When somebody works: hours of the day, days of the week, and days off. Nobody is asked anything outside of them.
//! Pure; whose hours and days these are is read elsewhere.

use super::{cron::Field, instant};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// Nobody is expected to be away for longer: beyond it there is no next working minute.
const HORIZON_DAYS: i64 = 366;

/// Working hours: the same on each working day, in the person's own zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// One bit a weekday, Sunday first.
    days: u8,
    from: NaiveTime,
    until: NaiveTime,
}

/// Why a text does not say working hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnfitHours {
    /// Not `MON-FRI 09:00-17:00`.
    Form,
    /// They end before they begin; a shift past midnight is not supported.
    Backwards,
}

/// Why a day is no working day of somebody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Off {
    /// Not one of the days of the week on which they work.
    Weekday,
    /// A public holiday where they are.
    Holiday,
    /// A day on which the owners let nobody be asked.
    Blackout,
    /// They are on leave.
    Leave,
    /// A working day, but not a working hour.
    Hour,
}

/// Somebody's days off.
pub struct DaysOff<L> {
    /// Public holidays of their region.
    pub holidays: BTreeSet<NaiveDate>,
    /// Blackout dates, first and last day.
    pub blackouts: Vec<(NaiveDate, NaiveDate)>,
    /// Are they on leave on this local date?
    pub on_leave: L,
}

impl<L: Fn(NaiveDate) -> bool> DaysOff<L> {
    /// Why this is a day off, if it is.
    pub fn why(&self, date: NaiveDate) -> Option<Off> {
        let is_blackout = |(from, to): &(NaiveDate, NaiveDate)| (*from..=*to).contains(&date);
        if self.holidays.contains(&date) {
            Some(Off::Holiday)
        } else if self.blackouts.iter().any(is_blackout) {
            Some(Off::Blackout)
        } else if (self.on_leave)(date) {
            Some(Off::Leave)
        } else {
            None
        }
    }
}

impl Hours {
    /// Reads `MON-FRI 09:00-17:00`: the days as cron has them, then from when and until when.
    pub fn parse(text: &str) -> Result<Self, UnfitHours> {
        let (days, times) = text.trim().split_once(' ').ok_or(UnfitHours::Form)?;
        let (from, until) = times.trim().split_once('-').ok_or(UnfitHours::Form)?;
        let time = |text: &str| {
            NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| UnfitHours::Form)
        };
        let (from, until) = (time(from)?, time(until)?);
        if from >= until {
            return Err(UnfitHours::Backwards);
        }
        let days = Field::DayOfWeek
            .values(days)
            .map_err(|_| UnfitHours::Form)?
            .into_iter()
            .fold(0, |days, day| days | 1 << day);
        Ok(Self { days, from, until })
    }

    /// Is this one of the days of the week?
    pub fn has_day(&self, date: NaiveDate) -> bool {
        self.days & (1 << date.weekday().num_days_from_sunday()) != 0
    }
}

/// The first working minute at or after `at`: `at` itself if it is one. `None` if there is none within a year.
pub fn next_open(
    hours: &Hours,
    zone: Tz,
    off: impl Fn(NaiveDate) -> Option<Off>,
    at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    // The day before too: where a clock is set back over midnight, the local date of a later instant is the earlier.
    let first = super::local_date(at, zone) - TimeDelta::days(1);
    (0..=HORIZON_DAYS)
        .map(|days| first + TimeDelta::days(days))
        .filter(|date| hours.has_day(*date) && off(*date).is_none())
        .find_map(|date| {
            let open = instant(date.and_time(hours.from), zone).max(at);
            (open < instant(date.and_time(hours.until), zone)).then_some(open)
        })
}

/// Why `at` is no working minute, if it is none.
pub fn why_closed(
    hours: &Hours,
    zone: Tz,
    off: impl Fn(NaiveDate) -> Option<Off>,
    at: DateTime<Utc>,
) -> Option<Off> {
    let date = super::local_date(at, zone);
    if !hours.has_day(date) {
        return Some(Off::Weekday);
    }
    if let Some(why) = off(date) {
        return Some(why);
    }
    let is_open = next_open(hours, zone, off, at) == Some(at);
    (!is_open).then_some(Off::Hour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn office() -> Hours {
        Hours::parse("MON-FRI 09:00-17:00").unwrap()
    }

    const BERLIN: Tz = Tz::Europe__Berlin;

    #[test]
    fn a_minute_outside_moves_to_the_next_inside() {
        let next = |text| next_open(&office(), BERLIN, |_| None, at(text)).unwrap();
        for (from, to) in [
            ("2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z"), // Mon 09:00
            ("2026-03-02T15:59:59Z", "2026-03-02T15:59:59Z"), // Mon 16:59:59
            ("2026-03-02T16:00:00Z", "2026-03-03T08:00:00Z"), // Mon 17:00
            ("2026-03-02T02:00:00Z", "2026-03-02T08:00:00Z"), // Mon 03:00
            ("2026-03-06T20:00:00Z", "2026-03-09T08:00:00Z"), // Fri night
            ("2026-03-28T20:00:00Z", "2026-03-30T07:00:00Z"), // over the change to summer time
        ] {
            assert_eq!(next(from), at(to), "{from}");
        }
    }

    #[test]
    fn days_off_are_passed_over_and_have_their_reasons() {
        let off = DaysOff {
            holidays: BTreeSet::from([date("2026-04-03"), date("2026-04-06")]),
            blackouts: vec![(date("2026-04-07"), date("2026-04-08"))],
            on_leave: |day: NaiveDate| day == date("2026-04-09"),
        };
        let why = |text| why_closed(&office(), BERLIN, |day| off.why(day), at(text));
        let friday = at("2026-04-03T08:00:00Z");
        assert_eq!(
            next_open(&office(), BERLIN, |day| off.why(day), friday),
            Some(at("2026-04-10T07:00:00Z"))
        );
        assert_eq!(why("2026-04-03T08:00:00Z"), Some(Off::Holiday));
        assert_eq!(why("2026-04-04T08:00:00Z"), Some(Off::Weekday));
        assert_eq!(why("2026-04-07T08:00:00Z"), Some(Off::Blackout));
        assert_eq!(why("2026-04-09T08:00:00Z"), Some(Off::Leave));
        assert_eq!(why("2026-04-10T06:59:59Z"), Some(Off::Hour));
        assert_eq!(why("2026-04-10T07:00:00Z"), None);
    }

    #[test]
    fn who_is_always_away_has_no_next_minute() {
        let never = next_open(
            &office(),
            BERLIN,
            |_| Some(Off::Leave),
            at("2026-03-02T08:00:00Z"),
        );
        assert_eq!(never, None);
    }

    #[test]
    fn other_texts_say_no_hours() {
        for text in [
            "",
            "MON-FRI",
            "09:00-17:00",
            "MON-FRI 9-17",
            "MON-FRI 09:00-24:00",
            "FOO 09:00-17:00",
            "MON-FRI 09:00 - 17:00 or so",
            "MON,,FRI 09:00-17:00",
        ] {
            assert_eq!(Hours::parse(text), Err(UnfitHours::Form), "{text}");
        }
        for text in ["MON-FRI 17:00-09:00", "MON 09:00-09:00"] {
            assert_eq!(Hours::parse(text), Err(UnfitHours::Backwards), "{text}");
        }
    }

    proptest! {
        /// Against the clock on the wall, minute by minute.
        #[test]
        fn the_next_minute_is_inside_and_none_before_it_was(
            zone in proptest::sample::select(chrono_tz::TZ_VARIANTS.as_slice()), hour in 0_i64..87_600, off_day in 0_i64..3_650,
        ) {
            let start = at("2026-01-01T00:00:00Z") + TimeDelta::hours(hour);
            let holiday = date("2026-01-01") + TimeDelta::days(off_day);
            let off = |day| (day == holiday).then_some(Off::Holiday);
            let inside = |at: DateTime<Utc>| {
                let local = at.with_timezone(&zone).naive_local();
                let day = local.date();
                day != holiday && (1..=5).contains(&day.weekday().num_days_from_sunday())
                    && local.time() >= office().from && local.time() < office().until
            };
            let open = next_open(&office(), zone, off, start).unwrap();
            prop_assert!(inside(open), "{zone} {open}");
            let mut minute = start;
            while minute < open {
                prop_assert!(!inside(minute), "{zone} {minute}");
                minute += TimeDelta::minutes(30);
            }
        }
    }
}
