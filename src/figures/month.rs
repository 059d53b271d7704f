//! The windows of figures: whole months of one zone, one after the other, without gap or overlap.

use crate::calendar;
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use chrono_tz::Tz;

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month of a date.
    pub fn of(date: NaiveDate) -> Self {
        Self {
            first: date.with_day(1).unwrap_or(date),
        }
    }

    /// The last month that is over at `now` where `zone` is: only such a month is issued.
    pub fn last_over(now: DateTime<Utc>, zone: Tz) -> Self {
        Self::of(calendar::local_date(now, zone)).before()
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        Self {
            first: self.first - Months::new(1),
        }
    }

    /// The month after.
    #[must_use]
    pub fn after(self) -> Self {
        Self {
            first: self.first + Months::new(1),
        }
    }

    /// Its first day; the name of the window.
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// From its first instant to that of the month after, which no longer belongs to it.
    pub fn bounds(self, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        let begin =
            |month: Self| calendar::instant(month.first.and_time(chrono::NaiveTime::MIN), zone);
        (begin(self), begin(self.after()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_month_is_over_when_it_is_over_there() {
        let now: DateTime<Utc> = "2026-08-31T23:00:00Z".parse().unwrap();
        let first = |zone| Month::last_over(now, zone).first_day().to_string();
        assert_eq!(first(Tz::UTC), "2026-07-01");
        assert_eq!(first(Tz::Europe__Berlin), "2026-08-01");
    }

    proptest! {
        #[test]
        fn every_instant_is_in_exactly_one_month(seconds in 0_i64..4_000_000_000, zone in proptest::sample::select(chrono_tz::TZ_VARIANTS.as_slice())) {
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            let month = Month::of(calendar::local_date(at, zone));
            let holds = |month: Month| {
                let (from, until) = month.bounds(zone);
                from <= at && at < until
            };
            prop_assert_eq!([month.before(), month, month.after()].map(holds), [false, true, false]);
            prop_assert_eq!(month.bounds(zone).1, month.after().bounds(zone).0);
            prop_assert_eq!(month.before().after(), month);
        }
    }
}
