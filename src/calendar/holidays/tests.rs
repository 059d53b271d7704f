//! Which files are read, and which are refused where.

use super::*;
use proptest::prelude::*;

fn lines(text: &str) -> Vec<String> {
    let days = read(text).unwrap();
    days.iter()
        .map(|day| format!("{} {}", day.date, day.name))
        .collect()
}

fn why(text: &str) -> (usize, Why) {
    let fault = read(text).unwrap_err();
    (fault.line, fault.why)
}

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Holidays\r\nBEGIN:VEVENT\r\nUID:1\r\n\
    DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\\, both\r\n  days\r\n\
    BEGIN:VALARM\r\nTRIGGER:-PT10M\r\nSUMMARY:not this\r\nEND:VALARM\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\ndtstart;X-A=B;value=date:20260101\r\nSUMMARY;LANGUAGE=en:New Year\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260501\r\nSUMMARY:Called off\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n\
    END:VCALENDAR\r\n";

#[test]
fn a_calendar_gives_its_whole_days() {
    assert_eq!(
        lines(CALENDAR),
        [
            "2026-01-01 New Year",
            "2026-12-25 Christmas, both days",
            "2026-12-26 Christmas, both days"
        ]
    );
}

#[test]
fn rows_give_theirs_once() {
    let rows = "\u{feff}Date,Name\r\n2026-12-25,Christmas\n\n 2026-01-01 , \"New Year, \"\"the\"\" day\"\n2026-12-25,Christmas\n";
    assert_eq!(
        lines(rows),
        ["2026-01-01 New Year, \"the\" day", "2026-12-25 Christmas"]
    );
}

#[test]
fn what_is_not_understood_refuses_the_file() {
    assert_eq!(why(""), (1, Why::Empty));
    assert_eq!(why("2026-12-25"), (1, Why::NoRow));
    assert_eq!(why("2026-01-01,A\n25.12.2026,B"), (2, Why::NoDate));
    assert_eq!(why("2026-02-30,A"), (1, Why::NoDate));
    assert_eq!(why("2026-01-01, "), (1, Why::NoName));
    assert_eq!(why("2026-01-01,\"A"), (1, Why::NoRow));
    assert_eq!(why("2026-01-01,\"A\"B\""), (1, Why::NoRow));
    assert_eq!(
        why(&format!("2026-01-01,{}", "x".repeat(81))),
        (1, Why::NoName)
    );
    assert_eq!(why(&"x".repeat(MOST_BYTES + 1)), (1, Why::TooMuch));
    let event =
        |lines: &str| format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR");
    for (lines, line, why_not) in [
        ("SUMMARY:A", 4, Why::NoDate),
        ("DTSTART;VALUE=DATE:20260101", 4, Why::NoName),
        ("DTSTART:20260101T090000Z\nSUMMARY:A", 3, Why::NoDate),
        (
            "DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20251231\nSUMMARY:A",
            6,
            Why::NoEnd,
        ),
        (
            "DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20270101\nSUMMARY:A",
            6,
            Why::NoEnd,
        ),
        (
            "DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY\nSUMMARY:A",
            4,
            Why::Repeats,
        ),
    ] {
        assert_eq!(why(&event(lines)), (line, why_not), "{lines}");
    }
    assert_eq!(
        why("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR"),
        (3, Why::Unbalanced)
    );
    assert_eq!(why("BEGIN:VCALENDAR\n"), (1, Why::Unbalanced));
}

proptest! {
    #[test]
    fn no_file_panics(text in "(BEGIN:VCALENDAR\n)?((BEGIN|END):(VEVENT|VCALENDAR)\n|DTSTART;VALUE=DATE:[0-9]{6,9}\n|SUMMARY:.{0,9}\n|.{0,20}\n){0,12}") {
        let _ = read(&text);
    }

    #[test]
    fn days_written_as_rows_are_read_back(days in proptest::collection::btree_map(0_i64..20_000, "[^\\p{C}\\s]([^\\p{C}]{0,20}[^\\p{C}\\s])?", 1..20)) {
        let days: Vec<Holiday> = days
            .into_iter()
            .map(|(day, name)| Holiday { date: NaiveDate::default() + TimeDelta::days(day), name })
            .collect();
        let row = |day: &Holiday| format!("{},\"{}\"\n", day.date, day.name.replace('"', "\"\""));
        let text: String = days.iter().map(row).collect();
        prop_assert_eq!(read(&text), Ok(days));
    }
}
