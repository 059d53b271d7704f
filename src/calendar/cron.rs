//! The usual five fields of cron as people type them (crontab(5)): minute, hour, day of the month, month, day of the
//! week; lists, ranges, steps, English names, 0 and 7 for Sunday. They are read strictly here and handed to the `cron`
//! crate in its own form, which wants seconds and counts weekdays from 1 = Sunday.
//!
//! If day of the month and day of the week are both restricted, either is enough (`0 9 13 * FRI` runs on every 13th and
//! on every Friday), as in Vixie cron; a field that begins with `*`, like `*/2`, counts as not restricted, so both must
//! hold. What some crons add (`@daily`, `L`, `W`, `#`, `?`, `5/15`, ranges that wrap) is refused, and so is what would
//! not do what it seems to: a step longer than its range, the 30th of February.

use chrono::NaiveDateTime;
use cron::Schedule;
use std::str::FromStr;

/// The longest text taken, in characters.
pub const LONGEST: usize = 100;

/// A schedule of wall-clock times, without a zone.
#[derive(Clone, Debug)]
pub struct Cron {
    /// Comes round whenever one of them does.
    any_of: Vec<Schedule>,
    is_at_most_daily: bool,
}

/// One of the five fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 0–59.
    Minute,
    /// 0–23.
    Hour,
    /// 1–31.
    DayOfMonth,
    /// 1–12 or JAN–DEC.
    Month,
    /// 0–7 or SUN–SAT; 0 and 7 are Sunday.
    DayOfWeek,
}

/// Why a text is no schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Longer than [`LONGEST`].
    TooLong,
    /// So many fields instead of five.
    Fields(usize),
    /// This piece is no number or name of its field.
    NotAValue(Field, String),
    /// This range ends before it begins.
    Backwards(Field, String),
    /// This step is 0, no number, longer than its range, or behind something that is no range.
    NotAStep(Field, String),
    /// No month has such a day.
    Never,
}

impl Field {
    const ALL: [Self; 5] = [
        Self::Minute,
        Self::Hour,
        Self::DayOfMonth,
        Self::Month,
        Self::DayOfWeek,
    ];

    /// Its first and last value.
    pub fn limits(self) -> (u8, u8) {
        match self {
            Self::Minute => (0, 59),
            Self::Hour => (0, 23),
            Self::DayOfMonth => (1, 31),
            Self::Month => (1, 12),
            Self::DayOfWeek => (0, 6),
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Month => &[
                "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
            ],
            Self::DayOfWeek => &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
            Self::Minute | Self::Hour | Self::DayOfMonth => &[],
        }
    }

    /// A number or a name; 7 stays 7.
    fn value(self, text: &str) -> Result<u8, Unfit> {
        let no_value = || Unfit::NotAValue(self, text.to_owned());
        let (first, last) = self.limits();
        if let Some(at) = self
            .names()
            .iter()
            .position(|name| name.eq_ignore_ascii_case(text))
        {
            return u8::try_from(at)
                .map(|at| at + first)
                .map_err(|_| no_value());
        }
        let is_number = matches!(text.len(), 1..=2) && text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse::<u8>().ok().filter(|_| is_number);
        let last = if self == Self::DayOfWeek { 7 } else { last };
        number
            .filter(|number| (first..=last).contains(number))
            .ok_or_else(no_value)
    }

    /// The values that a field's text stands for, in order.
    pub(super) fn values(self, text: &str) -> Result<Vec<u8>, Unfit> {
        let mut values = Vec::new();
        for item in text.split(',') {
            let (range, step) = match item.split_once('/') {
                Some((range, step)) => (range, Some(step)),
                None => (item, None),
            };
            let (from, to) = self.range(range)?;
            let step = match step {
                None => 1,
                Some(step) => step
                    .parse::<u8>()
                    .ok()
                    .filter(|_| step.bytes().all(|b| b.is_ascii_digit()))
                    .filter(|step| (1..=to - from).contains(step))
                    .ok_or_else(|| Unfit::NotAStep(self, item.to_owned()))?,
            };
            values.extend((from..=to).step_by(usize::from(step)).map(|value| {
                if self == Self::DayOfWeek {
                    value % 7
                } else {
                    value
                }
            }));
        }
        values.sort_unstable();
        values.dedup();
        Ok(values)
    }

    fn range(self, text: &str) -> Result<(u8, u8), Unfit> {
        if text == "*" {
            return Ok(self.limits());
        }
        let Some((from, to)) = text.split_once('-') else {
            let value = self.value(text)?;
            return Ok((value, value));
        };
        let (mut from, mut to) = (self.value(from)?, self.value(to)?);
        if self == Self::DayOfWeek {
            // Sunday begins a week that it stands first in, and ends one that it stands last in.
            if from == 7 {
                (from, to) = (0, to % 7);
            } else if to == 0 && from > 0 {
                to = 7;
            }
        }
        if from > to {
            return Err(Unfit::Backwards(self, text.to_owned()));
        }
        Ok((from, to))
    }
}

impl Cron {
    /// Reads five fields; says what is wrong with the first that is none.
    pub fn parse(text: &str) -> Result<Self, Unfit> {
        if text.chars().count() > LONGEST {
            return Err(Unfit::TooLong);
        }
        let texts: Vec<&str> = text.split_whitespace().collect();
        let fields: [&str; 5] = texts
            .as_slice()
            .try_into()
            .map_err(|_| Unfit::Fields(texts.len()))?;
        let mut values = Vec::new();
        for (field, text) in Field::ALL.into_iter().zip(fields) {
            values.push(field.values(text)?);
        }
        let [minutes, hours, days, months, weekdays] = values.as_slice() else {
            unreachable!("there are five fields");
        };
        let is_restricted = |text: &str| !text.starts_with('*');
        let either = is_restricted(fields[2]) && is_restricted(fields[4]);
        if !either && !months.iter().any(|month| days[0] <= longest(*month)) {
            return Err(Unfit::Never);
        }
        let of = |days: &str, weekdays: &str| {
            let text = format!(
                "0 {} {} {days} {} {weekdays}",
                list(minutes, 0),
                list(hours, 0),
                list(months, 0)
            );
            Schedule::from_str(&text)
                .unwrap_or_else(|error| unreachable!("lists of checked values: {error}"))
        };
        let (days, weekdays) = (list(days, 0), list(weekdays, 1));
        let any_of = if either {
            vec![of(&days, "*"), of("*", &weekdays)]
        } else {
            vec![of(&days, &weekdays)]
        };
        Ok(Self {
            any_of,
            is_at_most_daily: minutes.len() == 1 && hours.len() == 1,
        })
    }

    /// True if it has one time of day, so that a local date names an occurrence.
    pub fn is_at_most_daily(&self) -> bool {
        self.is_at_most_daily
    }

    /// The first wall-clock time strictly after `wall`.
    pub(super) fn next_wall(&self, wall: NaiveDateTime) -> Option<NaiveDateTime> {
        let after = wall.and_utc();
        self.any_of
            .iter()
            .filter_map(|schedule| schedule.after(&after).next())
            .min()
            .map(|found| found.naive_utc())
    }
}

/// How many days a month has at most.
fn longest(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn list(values: &[u8], shift: u8) -> String {
    let texts: Vec<String> = values
        .iter()
        .map(|value| (value + shift).to_string())
        .collect();
    texts.join(",")
}

#[cfg(test)]
mod tests;
