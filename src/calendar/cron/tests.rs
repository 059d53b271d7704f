//! What five fields mean, and what is refused.

use super::*;
use chrono::{Datelike, NaiveDate, TimeDelta, Timelike};
use proptest::prelude::*;

fn start() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 2, 27)
        .unwrap()
        .and_hms_opt(10, 0, 0)
        .unwrap()
}

fn walls(text: &str, count: usize) -> Vec<String> {
    let cron = Cron::parse(text).unwrap();
    let mut wall = start();
    (0..count)
        .map(|_| {
            wall = cron.next_wall(wall).unwrap();
            wall.format("%a %-d %b %H:%M").to_string()
        })
        .collect()
}

#[test]
fn weekdays_count_from_sunday_and_have_names() {
    for text in [
        "0 9 * * 1-5",
        "0 9 * * mon-FRI",
        "0 9 * * 1,2,3,4,5",
        "00 09 * * 1-3,THU-5",
    ] {
        assert_eq!(walls(text, 2), ["Mon 2 Mar 09:00", "Tue 3 Mar 09:00"]);
    }
    for text in ["0 9 * * 0", "0 9 * * 7", "0 9 * * SUN", "0 9 * * 7-7"] {
        assert_eq!(walls(text, 2), ["Sun 1 Mar 09:00", "Sun 8 Mar 09:00"]);
    }
    for text in ["0 9 * * SAT-SUN", "0 9 * * 6-7", "0 9 * * 6-0"] {
        assert_eq!(
            walls(text, 3),
            ["Sat 28 Feb 09:00", "Sun 1 Mar 09:00", "Sat 7 Mar 09:00"]
        );
    }
}

#[test]
fn both_days_restricted_means_either_and_a_star_means_both() {
    assert_eq!(
        walls("0 9 4 * MON", 3),
        ["Mon 2 Mar 09:00", "Wed 4 Mar 09:00", "Mon 9 Mar 09:00"]
    );
    assert_eq!(
        walls("0 9 */2 * MON", 3),
        ["Mon 9 Mar 09:00", "Mon 23 Mar 09:00", "Mon 13 Apr 09:00"]
    );
    assert_eq!(
        walls("0 9 30 2 MON", 2),
        ["Mon 1 Feb 09:00", "Mon 8 Feb 09:00"],
        "there is no 30 February, but there are Mondays"
    );
}

#[test]
fn steps_ranges_and_leap_days() {
    assert_eq!(
        walls("*/20 8-10/2 * * *", 4),
        [
            "Fri 27 Feb 10:20",
            "Fri 27 Feb 10:40",
            "Sat 28 Feb 08:00",
            "Sat 28 Feb 08:20"
        ]
    );
    assert_eq!(walls("0 0 29 FEB *", 1), ["Tue 29 Feb 00:00"]);
    assert!(Cron::parse("5 9 * * *").unwrap().is_at_most_daily());
    assert!(!Cron::parse("5,6 9 * * *").unwrap().is_at_most_daily());
}

#[test]
fn hostile_text_is_refused_with_its_reason() {
    use Field::{DayOfMonth, DayOfWeek, Hour, Minute, Month};
    use Unfit::{Backwards, Fields, Never, NotAStep, NotAValue, TooLong};
    let value = |field, text: &str| NotAValue(field, text.to_owned());
    let step = |field, text: &str| NotAStep(field, text.to_owned());
    for (text, why) in [
        ("", Fields(0)),
        ("@daily", Fields(1)),
        ("every monday at nine", Fields(4)),
        ("0 0 9 * * MON", Fields(6)),
        ("0 9 * * every", value(DayOfWeek, "every")),
        ("60 9 * * *", value(Minute, "60")),
        ("0 24 * * *", value(Hour, "24")),
        ("0 9 0 * *", value(DayOfMonth, "0")),
        ("0 9 32 * *", value(DayOfMonth, "32")),
        ("0 9 * 13 *", value(Month, "13")),
        ("0 9 * * 8", value(DayOfWeek, "8")),
        ("0 9 * * MON#2", value(DayOfWeek, "MON#2")),
        ("0 9 L * *", value(DayOfMonth, "L")),
        ("0 9 ? * *", value(DayOfMonth, "?")),
        ("0 9 * * MON,", value(DayOfWeek, "")),
        ("-1 9 * * *", value(Minute, "")),
        ("0 +9 * * *", value(Hour, "+9")),
        ("000 9 * * *", value(Minute, "000")),
        ("٠ 9 * * *", value(Minute, "٠")),
        ("0 17-9 * * *", Backwards(Hour, "17-9".to_owned())),
        (
            "0 9 * * FRI-MON",
            Backwards(DayOfWeek, "FRI-MON".to_owned()),
        ),
        ("*/0 9 * * *", step(Minute, "*/0")),
        ("*/90 9 * * *", step(Minute, "*/90")),
        ("*/+5 9 * * *", step(Minute, "*/+5")),
        ("5/15 9 * * *", step(Minute, "5/15")),
        ("0 9 1-31/100 * *", step(DayOfMonth, "1-31/100")),
        ("0 9 */1/1 * *", step(DayOfMonth, "*/1/1")),
        ("0 9 30 2 *", Never),
        ("0 9 31 4,6,9,11 *", Never),
        (&"1,".repeat(60), TooLong),
    ] {
        assert_eq!(Cron::parse(text).map(drop), Err(why), "{text}");
    }
}

/// A field's text with the values that it stands for, made the other way round: from values to text.
fn field(first: u8, last: u8) -> impl Strategy<Value = (String, Vec<u8>)> {
    prop_oneof![
        2 => Just(("*".to_owned(), (first..=last).collect::<Vec<_>>())),
        2 => (first..=last).prop_map(|value| (value.to_string(), vec![value])),
        2 => proptest::collection::btree_set(first..=last, 1..4).prop_map(|set| {
            let values: Vec<u8> = set.into_iter().collect();
            (list(&values, 0), values)
        }),
        1 => (first..=last, first..=last).prop_map(|(a, b)| {
            let (a, b) = (a.min(b), a.max(b));
            (format!("{a}-{b}"), (a..=b).collect())
        }),
        1 => (1..=(last - first)).prop_map(move |step| {
            (format!("*/{step}"), (first..=last).step_by(step.into()).collect())
        }),
    ]
}

proptest! {
    /// Against an oracle that walks through the days one by one and knows nothing of the `cron` crate.
    #[test]
    fn the_next_time_is_the_first_that_matches(
        minute in field(0, 59), hour in field(0, 23), day in field(1, 31), month in field(1, 12), weekday in field(0, 6),
        days in 0_i64..3_000, second in 0_i64..86_400,
    ) {
        let text = format!("{} {} {} {} {}", minute.0, hour.0, day.0, month.0, weekday.0);
        let Ok(cron) = Cron::parse(&text) else {
            prop_assert_eq!(Cron::parse(&text).map(drop), Err(Unfit::Never));
            return Ok(());
        };
        let after = start() + TimeDelta::days(days) + TimeDelta::seconds(second);
        let either = !day.0.starts_with('*') && !weekday.0.starts_with('*');
        let of_day = |date: NaiveDate| {
            let of_month = day.1.contains(&u8::try_from(date.day()).unwrap());
            let of_week = weekday.1.contains(&u8::try_from(date.weekday().num_days_from_sunday()).unwrap());
            month.1.contains(&u8::try_from(date.month()).unwrap()) && if either { of_month || of_week } else { of_month && of_week }
        };
        let first = (0..366 * 30)
            .map(|day| after.date() + TimeDelta::days(day))
            .filter(|date| of_day(*date))
            .flat_map(|date| {
                let minutes = &minute.1;
                hour.1.iter().flat_map(move |h| {
                    minutes.iter().filter_map(move |m| date.and_hms_opt(u32::from(*h), u32::from(*m), 0))
                })
            })
            .find(|wall| *wall > after);
        prop_assert_eq!(cron.next_wall(after), first, "{}", text);
        if let Some(first) = first {
            prop_assert_eq!(first.second(), 0);
        }
    }

    #[test]
    fn no_text_panics(text in "[-*/,0-9A-Za-z@#?LW ]{0,40}|.{0,120}") {
        if let Ok(cron) = Cron::parse(&text) {
            cron.next_wall(start());
        }
    }
}
