//! When somebody is asked: the form, and the same in words.

use super::{action, field, shown};
use crate::{
    audience::ONLY_YOU,
    blocks::{Form, Input, input, note, sentence},
    rituals::check_in::rules::{DAYS, Rhythm, Weeks},
};
use chrono::{NaiveTime, Weekday};

/// The value of every second week.
pub(in crate::rituals::check_in) const SECOND_WEEK: &str = "2";

/// When anybody may be asked at all.
#[derive(Clone, Debug)]
pub(in crate::rituals::check_in) struct WorkingHours {
    /// On these days.
    pub(in crate::rituals::check_in) days: Vec<Weekday>,
    /// From this time.
    pub(in crate::rituals::check_in) from: NaiveTime,
    /// Before this time.
    pub(in crate::rituals::check_in) until: NaiveTime,
}

/// The form for days, time and weeks.
pub(in crate::rituals::check_in) fn rhythm_form(rhythm: &Rhythm, hours: &WorkingHours) -> Form {
    let days = DAYS
        .iter()
        .filter(|(day, _)| hours.days.contains(day) || rhythm.days.contains(day))
        .map(|(day, name)| ((*name).to_owned(), long(*day).to_owned()))
        .collect();
    let picked = DAYS
        .iter()
        .filter(|(day, _)| rhythm.days.contains(day))
        .map(|(_, name)| (*name).to_owned())
        .collect();
    let at = time(rhythm.at);
    let weeks = match rhythm.weeks {
        Weeks::Every => "1",
        Weeks::Second => SECOND_WEEK,
    };
    let blocks = vec![
        input(
            field::DAYS,
            "On",
            false,
            Input::Checks {
                options: days,
                values: picked,
            },
        ),
        input(
            field::AT,
            "At, on your own clock",
            false,
            Input::Choice {
                options: times(&at, hours),
                value: Some(at),
            },
        ),
        input(
            field::WEEKS,
            "How often",
            false,
            Input::Radio {
                options: vec![
                    ("1".to_owned(), "Every week".to_owned()),
                    (SECOND_WEEK.to_owned(), "Every 2 weeks".to_owned()),
                ],
                value: Some(weeks.to_owned()),
            },
        ),
        note(
            "You are asked only while a commitment is open, in your working hours, not on days off, and never more often than the limit for messages that nobody asked for.",
        ),
        note(ONLY_YOU),
    ];
    Form {
        callback: action::KEEP_RHYTHM,
        item: String::new(),
        title: "When to check in",
        submit: Some("Save"),
        close: "Cancel",
        blocks,
        again: Some((action::RHYTHM, String::new())),
    }
}

/// The half hours of the working day, and the time that holds if it is none of them.
fn times(holds: &str, hours: &WorkingHours) -> Vec<String> {
    let mut times: Vec<String> = (0..48)
        .filter_map(|half| NaiveTime::from_hms_opt(half / 2, half % 2 * 30, 0))
        .filter(|at| (hours.from..hours.until).contains(at))
        .map(time)
        .collect();
    if !times.iter().any(|time| time == holds) {
        times.insert(0, holds.to_owned());
    }
    times
}

/// After **Save**, or after a pace was picked; with the next dates, in words.
pub(in crate::rituals::check_in) fn rhythm_kept(rhythm: &Rhythm, next: &[String]) -> Form {
    let mut blocks = vec![sentence(&in_words(rhythm))];
    if !next.is_empty() {
        blocks.push(note(&format!("The next dates: {}.", next.join(" · "))));
    }
    blocks.push(note(ONLY_YOU));
    shown("When to check in", blocks)
}

/// A rhythm in a sentence.
pub(super) fn in_words(rhythm: &Rhythm) -> String {
    if rhythm.is_paused {
        return "Check-ins are paused. Resume on your Home tab brings them back.".to_owned();
    }
    let days: Vec<&str> = DAYS
        .iter()
        .map(|(day, _)| *day)
        .filter(|day| rhythm.days.contains(day))
        .map(long)
        .collect();
    let weeks = match rhythm.weeks {
        Weeks::Every => "every week",
        Weeks::Second => "every 2 weeks",
    };
    let days = match days.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    format!(
        "You are asked on {days} at {}, {weeks}, while a commitment is open.",
        time(rhythm.at)
    )
}

fn time(at: NaiveTime) -> String {
    at.format("%H:%M").to_string()
}

fn long(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
