//! Schedules, dates and files in words.

use super::{CannotRecur, Imported, Skip};
use crate::calendar::{
    Cron, Field, LONGEST_CRON, Unfit,
    holidays::{Fault, Why},
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// How many of the next dates are shown for a schedule that somebody set.
pub const NEXT: usize = 5;

/// An instant on somebody's clock: "Mon 2 Mar, 09:00".
pub fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone)
        .format("%a %-d %b, %H:%M")
        .to_string()
}

/// The next dates of a schedule, on the clock of `zone`; only those days that `holds` says yes to.
pub fn next_dates(
    cron: &Cron,
    zone: Tz,
    now: DateTime<Utc>,
    holds: impl Fn(NaiveDate) -> bool,
) -> Vec<String> {
    let next = cron.upcoming(zone, now).filter(|next| holds(next.date));
    next.take(NEXT)
        .map(|next| moment(next.due_at, zone))
        .collect()
}

/// Why a typed schedule is not taken.
pub fn cannot_recur(why: &CannotRecur) -> String {
    match why {
        CannotRecur::Unfit(unfit) => self::unfit(unfit),
        CannotRecur::TooOften => {
            "This comes round more than once a day. Give one minute and one hour: 0 9 * * MON-FRI."
                .to_owned()
        }
        CannotRecur::Never => "This never comes round again.".to_owned(),
    }
}

fn unfit(unfit: &Unfit) -> String {
    match unfit {
        Unfit::TooLong => format!("Use at most {LONGEST_CRON} characters."),
        Unfit::Fields(count) => {
            let fields = if *count == 1 { "field" } else { "fields" };
            format!(
                "This has {count} {fields}. Give five: minute, hour, day of the month, month, day of the week, as in 0 9 * * MON-FRI."
            )
        }
        Unfit::NotAValue(field, text) if text.is_empty() => {
            format!("Something is missing in the {}.", field_name(*field))
        }
        Unfit::NotAValue(field, text) => {
            format!(
                "“{text}” is no {}: use {}.",
                field_name(*field),
                values(*field)
            )
        }
        Unfit::Backwards(field, text) => {
            format!(
                "“{text}” ends before it begins: the {} counts up.",
                field_name(*field)
            )
        }
        Unfit::NotAStep(_, text) => {
            format!(
                "“{text}” is no step: write */5 or 0-30/5, with a step that fits into its range."
            )
        }
        Unfit::Never => "No month has that day.".to_owned(),
    }
}

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Minute => "minute",
        Field::Hour => "hour",
        Field::DayOfMonth => "day of the month",
        Field::Month => "month",
        Field::DayOfWeek => "day of the week",
    }
}

fn values(field: Field) -> &'static str {
    match field {
        Field::Minute => "0 to 59",
        Field::Hour => "0 to 23",
        Field::DayOfMonth => "1 to 31",
        Field::Month => "1 to 12 or JAN to DEC",
        Field::DayOfWeek => "0 to 7 or SUN to SAT",
    }
}

/// What recurs, by its name in the ledger: `check_in` is "Check in", `pod.session` "Session".
pub fn title(name: &str) -> String {
    match name {
        "purge" => "Deleting what was kept long enough".to_owned(),
        "figures" => "Working out the figures of a month".to_owned(),
        "read_people" => "Reading Slack's list of people".to_owned(),
        _ => {
            let words = name.rsplit('.').next().unwrap_or(name).replace('_', " ");
            let mut letters = words.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string());
            first.unwrap_or_default() + letters.as_str()
        }
    }
}

/// Why an occurrence was left out.
pub fn skipped(why: Skip) -> &'static str {
    match why {
        Skip::Late => "Peerloop was not running, and four hours later it was too late",
        Skip::Merged => "a later one did for both",
        Skip::NotLive => "prompts are switched off",
        Skip::NotTakingPart => "you do not take part",
        Skip::Muted => "you have muted everything",
        Skip::Reminded => "you were reminded once already",
        Skip::NoTime => "there was no working hour in time, or you had been asked enough",
        Skip::Pointless => "there was nothing to ask any more",
    }
}

/// The same, of many people.
pub fn skipped_of_many(why: Skip) -> &'static str {
    match why {
        Skip::NotTakingPart => "people did not take part",
        Skip::Muted => "people had muted everything",
        Skip::Reminded => "people were reminded once already",
        Skip::NoTime => "there was no working hour in time, or people had been asked enough",
        Skip::Late | Skip::Merged | Skip::NotLive | Skip::Pointless => skipped(why),
    }
}

/// What was taken from a file of holidays.
pub fn taken(region: &str, imported: Imported) -> String {
    let Imported {
        days,
        first_year,
        last_year,
    } = imported;
    let days = match days {
        1 => "1 holiday".to_owned(),
        days => format!("{days} holidays"),
    };
    let years = if first_year == last_year {
        first_year.to_string()
    } else {
        format!("{first_year} to {last_year}")
    };
    format!("{region}: {days}, {years}.")
}

/// Why a file of holidays is not taken.
pub fn not_read(fault: Fault) -> String {
    let Fault { line, why } = fault;
    let why = match why {
        Why::TooMuch => "the file is larger than a megabyte or has more than 2,000 days",
        Why::Empty => "there is no holiday in it",
        Why::NoRow => "this is not a row like 2026-12-25,Christmas Day",
        Why::NoDate => {
            "this is not the date of a whole day (CSV: 2026-12-25; iCalendar: DTSTART;VALUE=DATE:20261225)"
        }
        Why::NoName => "a name is missing or longer than 80 characters",
        Why::NoEnd => "it ends before it begins, lasts longer than a month, or has a DURATION",
        Why::Repeats => {
            "it repeats (RRULE, RDATE), which Peerloop does not work out: export single days"
        }
        Why::Unbalanced => "a BEGIN and an END do not belong together",
    };
    format!("Line {line}: {why}. Nothing was changed.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        let now = "2026-02-27T12:00:00Z".parse().unwrap();
        let cron = Cron::parse("0 9 * * MON-FRI").unwrap();
        assert_eq!(
            next_dates(&cron, Tz::Europe__Berlin, now, |_| true),
            [
                "Mon 2 Mar, 09:00",
                "Tue 3 Mar, 09:00",
                "Wed 4 Mar, 09:00",
                "Thu 5 Mar, 09:00",
                "Fri 6 Mar, 09:00"
            ]
        );
    }

    #[test]
    fn every_refusal_is_a_sentence() {
        let refused = |text: &str| {
            let unfit = Cron::parse(text).unwrap_err();
            cannot_recur(&CannotRecur::Unfit(unfit))
        };
        for (text, sentence) in [
            (
                "@daily",
                "This has 1 field. Give five: minute, hour, day of the month, month, day of the week, as in 0 9 * * MON-FRI.",
            ),
            ("0 25 * * *", "“25” is no hour: use 0 to 23."),
            (
                "0 9 * * MON,",
                "Something is missing in the day of the week.",
            ),
            (
                "0 9 * DEC-JAN *",
                "“DEC-JAN” ends before it begins: the month counts up.",
            ),
            (
                "*/61 9 * * *",
                "“*/61” is no step: write */5 or 0-30/5, with a step that fits into its range.",
            ),
            ("0 9 31 FEB *", "No month has that day."),
        ] {
            assert_eq!(refused(text), sentence);
        }
        assert!(refused(&"1".repeat(101)).ends_with("100 characters."));
        for why in [CannotRecur::TooOften, CannotRecur::Never] {
            assert!(cannot_recur(&why).ends_with('.'));
        }
        let fault = Fault {
            line: 3,
            why: Why::Repeats,
        };
        assert!(not_read(fault).starts_with("Line 3: it repeats"));
    }
}
