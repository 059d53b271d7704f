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
  - {name: Pia, zone: Europe/Berlin}
  - {name: Quin, zone: Europe/Berlin}
  - {name: Rui, zone: Europe/Berlin}
  - {name: Tess, zone: Europe/Berlin}
  - {name: Uma, zone: Europe/Berlin}
  - {name: Vera, zone: Europe/Berlin}
  - {name: Will, zone: America/Los_Angeles}
  - {name: Xena, zone: America/Los_Angeles}
  - {name: Yara, zone: America/Los_Angeles}
channels:
  - {name: general, members: [Lena, Luis, Bea, Chidi, Asha, Sam, Sue, Max, Nora, Elin], bot: true}
";

/// Who reports to whom at the beginning; those who are named nowhere else do nothing but take part.
pub(super) const REPORTS: &str = "Lena,Max
Luis,Max
Bea,Max
Chidi,Max
Asha,Max
Sam,Max
Sue,Max
Will,Max
Xena,Max
Yara,Max
Pia,Nora
Quin,Nora
Rui,Nora
Tess,Nora
Uma,Nora
Vera,Nora";
/// And what is changed of it.
pub(super) const OTHER_REPORTS: &str = "Bea,Nora
Chidi,Nora
Ravi,Max";

/// Every digest: whose, on which morning, and of how many people. Months are counted as they stood when they began, so
/// nobody has one of September, and who changes managers in October is in the new one's figures from November on.
pub(super) const DIGESTS: [(&str, &str, usize); 4] = [
    ("Max", "2026-11-02", 10),
    (NORA, "2026-11-02", 6),
    // Two have changed over, one has left, one has joined.
    ("Max", "2026-12-01", 8),
    (NORA, "2026-12-01", 8),
];
/// When a working day begins.
pub(super) const MORNING: (u32, u32) = (9, 0);

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
pub(super) const MEMBERS: [Member; 9] = [
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
    // At the hour at which her digest comes, too.
    Member {
        name: NORA,
        zone: Tz::Europe__Berlin,
        days: &[Mon, Wed],
        hour: MORNING,
    },
];

/// Joins the company in the fifth week.
pub(super) const RAVI: &str = "Ravi";
/// Leaves it in the ninth.
pub(super) const SUE: &str = "Sue";
/// A manager who also has commitments.
pub(super) const NORA: &str = "Nora";
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
    MonthIsOver,
}

pub(super) const EVENTS: [(&str, Event); 8] = [
    ("2026-10-01T00:00:00Z", Event::MonthIsOver),
    ("2026-10-12T04:00:00Z", Event::RaviJoins),
    // Over Bea's half past nine on a Wednesday.
    ("2026-10-14T06:45:00Z", Event::BotIsDownForHours(3)),
    ("2026-10-28T12:00:00Z", Event::ManagersChange),
    ("2026-11-01T00:00:00Z", Event::MonthIsOver),
    // After three in Sydney, so her last one has come.
    ("2026-11-11T12:00:00Z", Event::SueLeaves),
    // From Monday to Thursday, midnight in UTC.
    ("2026-11-16T00:00:00Z", Event::BotIsDownForHours(72)),
    ("2026-12-01T00:00:00Z", Event::MonthIsOver),
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
