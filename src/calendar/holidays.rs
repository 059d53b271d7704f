//! Reads a file of public holidays: CSV (`2026-12-25,Christmas Day`) or iCalendar (RFC 5545), which governments and
//! calendar sites offer. Strict: one line that is not understood refuses the whole file, because a holiday that is
//! silently missing sends people messages on their day off. Pure.
//!
//! Of iCalendar it takes `VEVENT`s of whole days (`DTSTART;VALUE=DATE:`) with `SUMMARY` and, for several days, `DTEND`
//! (the day after the last). It refuses what would need a calendar program: events at a time of day, `DTEND` far away,
//! and repetition (`RRULE`, `RDATE`); export single days instead. Cancelled events are left out.

use chrono::{NaiveDate, TimeDelta};

/// Limits that no real file reaches.
const MOST_BYTES: usize = 1 << 20;
const MOST_DAYS: usize = 2_000;
const LONGEST_EVENT_DAYS: i64 = 31;
const LONGEST_NAME: usize = 80;

/// One public holiday.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// The local date.
    pub date: NaiveDate,
    /// What it is called.
    pub name: String,
}

/// Why a file is not taken, and the line where that shows; lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub line: usize,
    /// Why.
    pub why: Why,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The file is larger than a megabyte or has more than 2,000 days.
    TooMuch,
    /// There is no holiday in it.
    Empty,
    /// Not `YYYY-MM-DD,Name`.
    NoRow,
    /// Not a date of a whole day.
    NoDate,
    /// No name, or one of more than 80 characters.
    NoName,
    /// It ends before it begins, or after more than a month.
    NoEnd,
    /// It repeats, which is not supported.
    Repeats,
    /// Something of iCalendar was begun and not ended, or the other way round.
    Unbalanced,
}

/// Reads a file, whichever of both it is. The days come in order, each date and name once.
pub fn read(text: &str) -> Result<Vec<Holiday>, Fault> {
    if text.len() > MOST_BYTES {
        return Err(fault(1, Why::TooMuch));
    }
    let text = text.trim_start_matches('\u{feff}');
    let is_calendar = text
        .trim_start()
        .get(..15)
        .is_some_and(|begin| begin.eq_ignore_ascii_case("BEGIN:VCALENDAR"));
    let mut days = if is_calendar {
        of_calendar(text)?
    } else {
        of_rows(text)?
    };
    days.sort();
    days.dedup();
    match days.len() {
        0 => Err(fault(1, Why::Empty)),
        1..=MOST_DAYS => Ok(days),
        _ => Err(fault(1, Why::TooMuch)),
    }
}

fn fault(line: usize, why: Why) -> Fault {
    Fault { line, why }
}

fn of_rows(text: &str) -> Result<Vec<Holiday>, Fault> {
    let mut days = Vec::new();
    for (at, row) in text.lines().enumerate() {
        let (line, row) = (at + 1, row.trim());
        let is_heading = at == 0 && row.to_lowercase().starts_with("date");
        if row.is_empty() || is_heading {
            continue;
        }
        let (date, name) = row.split_once(',').ok_or(fault(line, Why::NoRow))?;
        let date = NaiveDate::parse_from_str(unquoted(date, line)?.trim(), "%Y-%m-%d")
            .map_err(|_| fault(line, Why::NoDate))?;
        days.push(Holiday {
            date,
            name: named(&unquoted(name, line)?, line)?,
        });
    }
    Ok(days)
}

/// A field of a CSV row; quotes stand around the whole of it or nowhere.
fn unquoted(field: &str, line: usize) -> Result<String, Fault> {
    let field = field.trim();
    let Some(inner) = field.strip_prefix('"') else {
        return if field.contains('"') {
            Err(fault(line, Why::NoRow))
        } else {
            Ok(field.to_owned())
        };
    };
    let inner = inner.strip_suffix('"').ok_or(fault(line, Why::NoRow))?;
    let single = inner.replace("\"\"", "");
    if single.contains('"') {
        return Err(fault(line, Why::NoRow));
    }
    Ok(inner.replace("\"\"", "\""))
}

fn named(name: &str, line: usize) -> Result<String, Fault> {
    let name: String = name
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(fault(line, Why::NoName));
    }
    Ok(name.to_owned())
}

/// An event as far as it was read.
#[derive(Default)]
struct Event {
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    name: Option<String>,
    is_cancelled: bool,
}

fn of_calendar(text: &str) -> Result<Vec<Holiday>, Fault> {
    let mut days = Vec::new();
    let mut event: Option<Event> = None;
    // What was begun and is not ended yet: only an event's own lines count, not those of an alarm inside it.
    let mut open: Vec<String> = Vec::new();
    for (line, content) in unfolded(text) {
        let Some((name, value)) = content.split_once(':') else {
            continue;
        };
        let (name, parameters) = name.split_once(';').unwrap_or((name, ""));
        let (name, parameters) = (name.to_uppercase(), parameters.to_uppercase());
        let value_upper = value.trim().to_uppercase();
        match (name.as_str(), &mut event) {
            ("BEGIN", _) => {
                if value_upper == "VEVENT" {
                    event = Some(Event::default());
                }
                open.push(value_upper);
            }
            ("END", _) => {
                if open.pop().as_ref() != Some(&value_upper) {
                    return Err(fault(line, Why::Unbalanced));
                }
                if value_upper == "VEVENT" {
                    days.extend(whole_days(event.take().unwrap_or_default(), line)?);
                }
                if days.len() > MOST_DAYS {
                    return Err(fault(line, Why::TooMuch));
                }
            }
            (_, Some(event)) if open.last().is_some_and(|kind| kind == "VEVENT") => {
                read_property(event, &name, &parameters, value, line)?;
            }
            _ => {}
        }
    }
    if open.is_empty() {
        Ok(days)
    } else {
        Err(fault(text.lines().count(), Why::Unbalanced))
    }
}

fn read_property(
    event: &mut Event,
    name: &str,
    parameters: &str,
    value: &str,
    line: usize,
) -> Result<(), Fault> {
    let whole_day = || {
        let is_date = parameters.split(';').any(|one| one == "VALUE=DATE");
        let date = NaiveDate::parse_from_str(value.trim(), "%Y%m%d").ok();
        date.filter(|_| is_date).ok_or(fault(line, Why::NoDate))
    };
    match name {
        "DTSTART" => event.from = Some(whole_day()?),
        "DTEND" => event.until = Some(whole_day()?),
        "SUMMARY" => event.name = Some(named(&unescaped(value), line)?),
        "STATUS" => event.is_cancelled = value.trim().eq_ignore_ascii_case("CANCELLED"),
        "RRULE" | "RDATE" => return Err(fault(line, Why::Repeats)),
        "DURATION" => return Err(fault(line, Why::NoEnd)),
        _ => {}
    }
    Ok(())
}

fn whole_days(event: Event, line: usize) -> Result<Vec<Holiday>, Fault> {
    if event.is_cancelled {
        return Ok(Vec::new());
    }
    let from = event.from.ok_or(fault(line, Why::NoDate))?;
    let name = event.name.ok_or(fault(line, Why::NoName))?;
    // Some calendars end a day's event on the day itself, which RFC 5545 forbids but everybody reads as one day.
    let days = event
        .until
        .map_or(1, |until| match (until - from).num_days() {
            0 => 1,
            days => days,
        });
    if !(1..=LONGEST_EVENT_DAYS).contains(&days) {
        return Err(fault(line, Why::NoEnd));
    }
    let day = |n| Holiday {
        date: from + TimeDelta::days(n),
        name: name.clone(),
    };
    Ok((0..days).map(day).collect())
}

/// Content lines with the number of the line where each begins; a line that begins with white space goes on with the
/// one before it (RFC 5545, 3.1).
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            (_, _) => lines.push((at + 1, line.to_owned())),
        }
    }
    lines
}

/// `\,`, `\;`, `\\` and `\n` in a text (RFC 5545, 3.3.11).
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => plain.push(' '),
                Some(other) => plain.push(other),
                None => {}
            },
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
