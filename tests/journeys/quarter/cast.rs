//! Who plays the quarter, where they live, when they want to be asked, and what happens to them.

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use std::io::Write;

/// The workspace at the beginning. Ravi joins later.
const WORLD: &str = "
team: {name: Northwind Sales, domain: northwind}
people:
  - {name: Lena, zone: America/Los_Angeles}
  - {name: Luis, zone: America/Los_Angeles}
  - {name: Bea, zone: Europe/Berlin}
  - {name: Chidi, zone: Europe/Berlin}
  - {name: Asha, zone: Asia/Kolkata}
  - {name: Sam, zone: Australia/Sydney}
  - {name: Sue, zone: Australia/Sydney}
  - {name: Max, zone: America/Los_Angeles}
  - {name: Nora, zone: Europe/Berlin}
  - {name: Elin, zone: Europe/Berlin, admin: true}
channels:
  - {name: general, members: [Lena, Luis, Bea, Chidi, Asha, Sam, Sue, Max, Nora, Elin], bot: true}
";

/// A Sunday on which everything is set up. The clocks change on 4 October in Sydney, on 25 October in Berlin, on
/// 1 November in Los Angeles, and never in Kolkata.
pub(super) const BEGINS: &str = "2026-09-13T12:00:00Z";
/// Thirteen weeks later.
pub(super) const ENDS: &str = "2026-12-13T12:00:00Z";

/// Somebody who is asked, and when.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) zone: Tz,
    pub(super) days: &'static [Weekday],
    /// Half hours only: those are in the form.
    pub(super) hour: (u32, u32),
}

impl Member {
    pub(super) fn at(&self) -> NaiveTime {
        NaiveTime::from_hms_opt(self.hour.0, self.hour.1, 0).unwrap()
    }
}

use Weekday::{Fri, Mon, Thu, Tue, Wed};

/// All of them.
pub(super) const MEMBERS: [Member; 8] = [
    // Answers nothing until she is asked whether fewer would be better; then every two weeks is enough.
    Member {
        name: "Lena",
        zone: Tz::America__Los_Angeles,
        days: &[Mon],
        hour: (9, 30),
    },
    Member {
        name: "Luis",
        zone: Tz::America__Los_Angeles,
        days: &[Tue, Thu],
        hour: (10, 0),
    },
    // Wants more than the attention budget allows.
    Member {
        name: "Bea",
        zone: Tz::Europe__Berlin,
        days: &[Mon, Tue, Wed, Thu, Fri],
        hour: (9, 30),
    },
    Member {
        name: "Chidi",
        zone: Tz::Europe__Berlin,
        days: &[Mon, Wed],
        hour: (14, 0),
    },
    Member {
        name: "Asha",
        zone: Tz::Asia__Kolkata,
        days: &[Mon, Thu],
        hour: (11, 0),
    },
    Member {
        name: RAVI,
        zone: Tz::Asia__Kolkata,
        days: &[Fri],
        hour: (16, 30),
    },
    Member {
        name: "Sam",
        zone: Tz::Australia__Sydney,
        days: &[Tue, Fri],
        hour: (9, 0),
    },
    Member {
        name: SUE,
        zone: Tz::Australia__Sydney,
        days: &[Wed],
        hour: (15, 0),
    },
];

/// Joins the company in the fifth week.
pub(super) const RAVI: &str = "Ravi";
/// Leaves it in the ninth.
pub(super) const SUE: &str = "Sue";
/// Wants fewer.
pub(super) const LENA: &str = "Lena";

/// Days away: whose, the first and the last.
pub(super) const LEAVES: [(&str, &str, &str); 2] = [
    ("Sam", "2026-10-05", "2026-10-09"),
    ("Bea", "2026-11-02", "2026-11-06"),
];
/// Public holidays in [`REGION`]: a Thursday, a Monday and a Friday.
pub(super) const HOLIDAYS: [&str; 3] = ["2026-10-22", "2026-11-09", "2026-11-13"];
pub(super) const REGION: &str = "IN";
/// Where they hold.
pub(super) const IN_REGION: [&str; 2] = ["Asha", RAVI];
/// Nobody is asked on these days.
pub(super) const QUIET: (&str, &str) = ("2026-09-30", "2026-10-01");

/// What happens, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    RaviJoins,
    BotIsDownForHours(i64),
    ManagersChange,
    SueLeaves,
}

pub(super) const EVENTS: [(&str, Event); 5] = [
    ("2026-10-12T04:00:00Z", Event::RaviJoins),
    // Over Bea's half past nine on a Wednesday.
    ("2026-10-14T06:45:00Z", Event::BotIsDownForHours(3)),
    ("2026-10-28T12:00:00Z", Event::ManagersChange),
    // After three in Sydney, so her last one has come.
    ("2026-11-11T12:00:00Z", Event::SueLeaves),
    // From Monday to Thursday, midnight in UTC.
    ("2026-11-16T00:00:00Z", Event::BotIsDownForHours(72)),
];

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The workspace as a file for the stand-in.
pub(super) fn world() -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(WORLD.trim_start().as_bytes()).unwrap();
    file
}
