//! What kind of value a setting holds: its limits, its default, and how it stands in the table, as text. Pure.

use crate::ids::ChannelId;
use chrono::{NaiveTime, Weekday};

/// How a time of day stands in the table and in Slack's picker.
const TIME: &str = "%H:%M";

/// A kind of value.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A whole number.
    Number {
        /// What is counted, in the plural.
        unit: &'static str,
        /// The smallest.
        least: u32,
        /// The largest.
        most: u32,
        /// What holds until it is changed.
        default: u32,
    },
    /// Yes or no.
    YesNo {
        /// What holds until it is changed.
        default: bool,
    },
    /// A list, one a line; the same twice counts once, whatever its case.
    Lines {
        /// How few.
        fewest: usize,
        /// How many.
        most: usize,
        /// Characters of a line.
        longest: usize,
        /// What holds until it is changed, with line ends between.
        default: &'static str,
    },
    /// A time of day, in the zone of whoever it is applied to.
    Time {
        /// What holds until it is changed: hour and minute.
        default: (u32, u32),
    },
    /// Days of the week, at least one.
    Days {
        /// What holds until it is changed.
        default: &'static [Weekday],
    },
    /// A channel's id, or nothing: none, until one is picked.
    Channel,
}

/// Why a value cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Not a whole number.
    NotANumber,
    /// Below the first or above the second.
    OutOfRange(u32, u32),
    /// Too few or too many lines.
    Lines(usize, usize),
    /// A line is too long.
    TooLong(usize),
    /// None of those that can be picked.
    NotPicked,
    /// What needs a channel has none.
    NoChannel,
    /// It ends before it begins.
    EndsBeforeItBegins,
    /// Somebody else has changed it in between.
    ChangedMeanwhile,
}

/// The days of a week, as they stand in the table.
pub const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Mon, "Monday"),
    (Weekday::Tue, "Tuesday"),
    (Weekday::Wed, "Wednesday"),
    (Weekday::Thu, "Thursday"),
    (Weekday::Fri, "Friday"),
    (Weekday::Sat, "Saturday"),
    (Weekday::Sun, "Sunday"),
];

impl Shape {
    /// What holds until it is changed, as text.
    pub fn default(&self) -> String {
        match *self {
            Self::Number { default, .. } => default.to_string(),
            Self::YesNo { default } => yes_no(default).to_owned(),
            Self::Lines { default, .. } => default.to_owned(),
            Self::Time {
                default: (hour, minute),
            } => format!("{hour:02}:{minute:02}"),
            Self::Days { default } => days_text(|day| default.contains(&day)),
            Self::Channel => String::new(),
        }
    }

    /// Puts a value into shape, or says why it cannot be one. What is in shape stays as it is.
    pub fn tidy(&self, text: &str) -> Result<String, Unfit> {
        match *self {
            Self::Number { least, most, .. } => {
                let number: u32 = text.trim().parse().map_err(|_| {
                    // "-3" and "99999999999" are numbers, too.
                    text.trim()
                        .parse::<i128>()
                        .map_or(Unfit::NotANumber, |_| Unfit::OutOfRange(least, most))
                })?;
                if (least..=most).contains(&number) {
                    Ok(number.to_string())
                } else {
                    Err(Unfit::OutOfRange(least, most))
                }
            }
            Self::YesNo { .. } => flag(text)
                .map(|yes| yes_no(yes).to_owned())
                .ok_or(Unfit::NotPicked),
            Self::Lines {
                fewest,
                most,
                longest,
                ..
            } => tidy_lines(text, fewest, most, longest),
            Self::Time { .. } => time(text)
                .map(|time| time.format(TIME).to_string())
                .ok_or(Unfit::NotPicked),
            Self::Days { .. } => days(text)
                .filter(|days| !days.is_empty())
                .map(|days| days_text(|day| days.contains(&day)))
                .ok_or(Unfit::NotPicked),
            Self::Channel => channel(text)
                .map(|_| text.to_owned())
                .ok_or(Unfit::NotPicked),
        }
    }
}

/// Lines: trimmed, without empty ones and repetitions.
fn tidy_lines(text: &str, fewest: usize, most: usize, longest: usize) -> Result<String, Unfit> {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.chars().count() > longest {
            return Err(Unfit::TooLong(longest));
        }
        if !lines.iter().any(|known| known.eq_ignore_ascii_case(line)) {
            lines.push(line);
        }
    }
    if !(fewest..=most).contains(&lines.len()) {
        return Err(Unfit::Lines(fewest, most));
    }
    Ok(lines.join("\n"))
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "Yes" } else { "No" }
}

fn days_text(is_in: impl Fn(Weekday) -> bool) -> String {
    let picked: Vec<&str> = WEEK
        .iter()
        .filter(|(day, _)| is_in(*day))
        .map(|(_, name)| *name)
        .collect();
    picked.join("\n")
}

/// A number in shape.
pub(super) fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

/// A yes or a no in shape.
pub(super) fn flag(text: &str) -> Option<bool> {
    [true, false].into_iter().find(|yes| yes_no(*yes) == text)
}

/// Lines in shape.
#[expect(
    clippy::unnecessary_wraps,
    reason = "every kind of value is read by a function of one type"
)]
pub(super) fn lines(text: &str) -> Option<Vec<String>> {
    Some(text.lines().map(str::to_owned).collect())
}

/// A time of day in shape.
pub(super) fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, TIME).ok()
}

/// A channel's id in shape, or none. Slack's ids are upper-case letters and digits.
#[expect(clippy::option_option, reason = "out of shape, or in shape and none")]
pub(super) fn channel(text: &str) -> Option<Option<ChannelId>> {
    let is_id = text
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    is_id.then(|| (!text.is_empty()).then(|| ChannelId::new(text)))
}

/// Days in shape, from Monday on.
pub(super) fn days(text: &str) -> Option<Vec<Weekday>> {
    let day = |name: &str| {
        let known = WEEK.iter().find(|(_, known)| *known == name);
        known.map(|(day, _)| *day)
    };
    text.lines().map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LINES: Shape = Shape::Lines {
        fewest: 1,
        most: 20,
        longest: 40,
        default: "demo",
    };
    const NUMBER: Shape = Shape::Number {
        unit: "days",
        least: 30,
        most: 365,
        default: 180,
    };

    #[test]
    fn lines_are_within_limits() {
        assert_eq!(
            LINES.tidy(" demo \n\n Demo\nobjections"),
            Ok("demo\nobjections".to_owned())
        );
        assert_eq!(LINES.tidy(" \n "), Err(Unfit::Lines(1, 20)));
        assert_eq!(LINES.tidy(&"x".repeat(41)), Err(Unfit::TooLong(40)));
        let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
        assert_eq!(LINES.tidy(&many.join("\n")), Err(Unfit::Lines(1, 20)));
    }

    #[test]
    fn numbers_are_whole_and_within_their_range() {
        for (typed, tidy) in [
            ("30", Ok("30")),
            (" 365 ", Ok("365")),
            ("+40", Ok("40")),
            ("29", Err(Unfit::OutOfRange(30, 365))),
            ("366", Err(Unfit::OutOfRange(30, 365))),
            ("-30", Err(Unfit::OutOfRange(30, 365))),
            ("99999999999", Err(Unfit::OutOfRange(30, 365))),
            ("40.5", Err(Unfit::NotANumber)),
            ("", Err(Unfit::NotANumber)),
            ("many", Err(Unfit::NotANumber)),
        ] {
            assert_eq!(NUMBER.tidy(typed), tidy.map(str::to_owned), "{typed}");
        }
    }

    #[test]
    fn what_is_picked_is_one_of_what_there_is() {
        let (time, days) = (
            Shape::Time { default: (9, 0) },
            Shape::Days {
                default: &[Weekday::Mon],
            },
        );
        assert_eq!(time.tidy("07:05"), Ok("07:05".to_owned()));
        assert_eq!(time.tidy("24:00"), Err(Unfit::NotPicked));
        assert_eq!(days.tidy("Sunday\nMonday"), Ok("Monday\nSunday".to_owned()));
        for typed in ["", "Someday"] {
            assert_eq!(days.tidy(typed), Err(Unfit::NotPicked));
        }
        for typed in ["", "C0WINS0000"] {
            assert_eq!(Shape::Channel.tidy(typed), Ok(typed.to_owned()));
        }
        assert_eq!(Shape::Channel.tidy("#wins"), Err(Unfit::NotPicked));
        assert_eq!(
            Shape::YesNo { default: true }.tidy("perhaps"),
            Err(Unfit::NotPicked)
        );
    }

    proptest! {
        #[test]
        fn what_is_tidy_stays_as_it_is(text in "(.{0,50}\n){0,25}", number in any::<i64>()) {
            for (shape, text) in [(LINES, text), (NUMBER, number.to_string())] {
                if let Ok(tidy) = shape.tidy(&text) {
                    prop_assert_eq!(shape.tidy(&tidy), Ok(tidy.clone()));
                }
            }
        }
    }
}
