//! Schedules in every zone of the world over ten years: exactly one run per occurrence, strictly later each time, none
//! left out. Zones whose clocks change alike are walked once for all ten years, every zone for at least one.

use super::{Cron, Occurrence, instant, next};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use std::{collections::BTreeMap, sync::LazyLock};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn begin() -> DateTime<Utc> {
    at("2026-01-01T00:00:00Z")
}

fn offset(zone: Tz, at: DateTime<Utc>) -> i32 {
    at.with_timezone(&zone).offset().fix().local_minus_utc()
}

/// The changes of a zone's offset within ten years: the first second of each new offset, and the old and the new in
/// seconds. (No zone changes twice within ten days.)
fn changes(zone: Tz) -> Vec<(DateTime<Utc>, i32, i32)> {
    let mut found = Vec::new();
    let mut from = begin();
    while from < begin() + TimeDelta::days(3_653) {
        let to = from + TimeDelta::days(10);
        let (old, new) = (offset(zone, from), offset(zone, to));
        if old != new {
            let (mut low, mut high) = (from, to);
            while high - low > TimeDelta::seconds(1) {
                let middle = low + (high - low) / 2;
                if offset(zone, middle) == old {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            found.push((
                DateTime::from_timestamp(high.timestamp(), 0).unwrap(),
                old,
                new,
            ));
        }
        from = to;
    }
    found
}

/// One zone for each way in which clocks change within ten years.
fn distinct() -> impl Iterator<Item = Tz> {
    static DISTINCT: LazyLock<Vec<Tz>> = LazyLock::new(|| {
        let mut alike = BTreeMap::new();
        for zone in TZ_VARIANTS {
            alike
                .entry((offset(zone, begin()), changes(zone)))
                .or_insert(zone);
        }
        assert!(alike.len() > 50, "{} ways", alike.len());
        alike.into_values().collect()
    });
    DISTINCT.iter().copied()
}

/// Every date of `dates` has exactly one run, in order, at the wall-clock time or, if that does not exist, at the gap's
/// end; `wall` is the time of day.
fn walk(
    zone: Tz,
    cron: &Cron,
    wall: &str,
    dates: impl Iterator<Item = NaiveDate>,
    after: DateTime<Utc>,
) {
    let time = wall.parse().unwrap();
    let mut last = after;
    for date in dates {
        let Occurrence {
            date: found,
            due_at,
        } = cron.next(zone, last).unwrap();
        assert!(due_at > last, "{zone} {date}: not later");
        assert_eq!(found, date, "{zone}: a date left out or run twice");
        let wanted: NaiveDateTime = date.and_time(time);
        let shown = due_at.with_timezone(&zone).naive_local();
        if let Some(earliest) = zone.from_local_datetime(&wanted).earliest() {
            assert_eq!(due_at, earliest, "{zone} {date}: the earlier of two");
        } else {
            let a_minute_before = (due_at - TimeDelta::minutes(1)).with_timezone(&zone);
            assert!(shown > wanted, "{zone} {date}: moved forward");
            assert!(
                a_minute_before.naive_local() < wanted,
                "{zone} {date}: the first minute that is valid"
            );
        }
        last = due_at;
    }
}

fn weekdays(years: i64) -> impl Iterator<Item = NaiveDate> {
    (0..365 * years)
        .map(|day| NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + TimeDelta::days(day))
        .filter(|date| date.weekday().num_days_from_monday() < 5)
}

#[test]
fn nine_on_weekdays_runs_once_each_in_every_zone_for_a_year() {
    let cron = Cron::parse("0 9 * * MON-FRI").unwrap();
    for zone in TZ_VARIANTS {
        walk(
            zone,
            &cron,
            "09:00:00",
            weekdays(1),
            at("2026-01-03T12:00:00Z"),
        );
    }
}

#[test]
fn nine_on_weekdays_runs_once_each_for_ten_years_however_clocks_change() {
    let cron = Cron::parse("0 9 * * MON-FRI").unwrap();
    for zone in distinct() {
        walk(
            zone,
            &cron,
            "09:00:00",
            weekdays(10),
            at("2026-01-03T12:00:00Z"),
        );
    }
}

#[test]
fn times_in_gaps_and_folds_run_once_for_ten_years_however_clocks_change() {
    let (mut gaps, mut folds) = (0, 0);
    for zone in distinct() {
        for (change, old, new) in changes(zone) {
            // The wall-clock times that are left out, or that come twice.
            let (low, high) = (old.min(new), old.max(new));
            let first = (change + TimeDelta::seconds(i64::from(low))).naive_utc();
            let past = (change + TimeDelta::seconds(i64::from(high))).naive_utc();
            *if new > old { &mut gaps } else { &mut folds } += 1;
            let inside = [
                first,
                first + (past - first) / 2,
                past - TimeDelta::minutes(1),
                past,
            ];
            for wall in inside {
                let time = wall.format("%H:%M:00").to_string();
                let cron = Cron::parse(&wall.format("%-M %-H * * *").to_string()).unwrap();
                let dates = (-2..=3).map(|day| wall.date() + TimeDelta::days(day));
                let after = instant(
                    (wall.date() - TimeDelta::days(3))
                        .and_hms_opt(12, 0, 0)
                        .unwrap(),
                    zone,
                )
                .max(instant(wall - TimeDelta::days(3), zone));
                walk(zone, &cron, &time, dates, after);
            }
        }
    }
    assert!(gaps > 300 && folds > 300, "{gaps} gaps, {folds} folds");
}

#[test]
fn asked_at_any_instant_around_a_change_the_answer_is_later_and_the_nearest() {
    for zone in distinct() {
        for (change, old, new) in changes(zone).into_iter().take(4) {
            let middle = (change + TimeDelta::seconds(i64::from(old + new) / 2)).naive_utc();
            let cron = Cron::parse(&middle.format("%-M %-H * * *").to_string()).unwrap();
            let runs: Vec<Occurrence> = cron
                .upcoming(zone, change - TimeDelta::days(3))
                .take(6)
                .collect();
            for minutes in (-200..200).step_by(7) {
                let asked = change + TimeDelta::minutes(minutes);
                let found = cron.next(zone, asked).unwrap();
                let nearest = runs.iter().find(|run| run.due_at > asked);
                assert_eq!(Some(&found), nearest, "{zone} {asked}");
            }
        }
    }
}

#[test]
fn a_gap_moves_forward_and_a_fold_comes_once() {
    let york: Tz = "America/New_York".parse().unwrap();
    let gap = next("30 2 * * *", york, at("2026-03-08T05:00:00Z")).unwrap();
    assert_eq!(
        gap.due_at,
        at("2026-03-08T07:00:00Z"),
        "02:30 does not exist: 03:00 EDT"
    );
    let fold = next("30 1 * * *", york, at("2026-11-01T04:00:00Z")).unwrap();
    assert_eq!(fold.due_at, at("2026-11-01T05:30:00Z"), "the earlier 01:30");
    let after = next("30 1 * * *", york, fold.due_at).unwrap();
    assert_eq!(
        after.due_at,
        at("2026-11-02T06:30:00Z"),
        "not again an hour later"
    );
    let second = next("30 1 * * *", york, at("2026-11-01T06:10:00Z")).unwrap();
    assert_eq!(
        second.due_at,
        at("2026-11-02T06:30:00Z"),
        "asked in the repeated hour, it does not answer with the past"
    );
}

#[test]
fn a_day_that_a_zone_left_out_runs_at_the_next_midnight() {
    // Samoa crossed the date line: it had no 30 December 2011.
    let days: Vec<_> = Cron::parse("0 9 * * *")
        .unwrap()
        .upcoming(Tz::Pacific__Apia, at("2011-12-29T00:00:00Z"))
        .take(3)
        .map(|run| (run.date.day(), run.due_at))
        .collect();
    assert_eq!(
        days,
        [
            (29, at("2011-12-29T19:00:00Z")),
            (30, at("2011-12-30T10:00:00Z")),
            (31, at("2011-12-30T19:00:00Z")),
        ]
    );
}

#[test]
fn several_times_in_one_gap_are_one_run_with_the_minute_that_ends_it() {
    let york: Tz = "America/New_York".parse().unwrap();
    let hours: Vec<String> = Cron::parse("*/30 * * * *")
        .unwrap()
        .upcoming(york, at("2026-03-08T06:15:00Z"))
        .take(3)
        .map(|run| run.due_at.format("%H:%M").to_string())
        .collect();
    assert_eq!(hours, ["06:30", "07:00", "07:30"]);
}

#[test]
fn nonsense_gets_an_error() {
    assert!(next("every day", Tz::UTC, begin()).is_err());
    assert!(next("0 0 31 2 *", Tz::UTC, begin()).is_err());
    assert!(next("0 0 29 2 *", Tz::UTC, at("2096-03-01T00:00:00Z")).is_err());
}
