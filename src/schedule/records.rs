//! What this room's tables keep about whom.

use crate::records::{Class, Erased, Naming, Record};

const fn naming(column: &'static str, erased: Erased) -> Naming {
    Naming {
        by: column,
        column,
        erased,
    }
}

/// The tables of what recurs and of days off.
pub const RECORDS: [Record; 6] = [
    Record {
        table: "schedule",
        key: &["name", "person"],
        name: "What recurs for you",
        what: "at which times of which days you are asked something, until you change it",
        class: Class::Common,
        since: "since_at",
        only: "",
        people: &[naming("person", Erased::Row)],
        erasing: &["Deleted."],
        others: &[
            ("name", "a part of Peerloop's"),
            ("kind", "one of four words"),
            ("cron", "times of the day"),
            ("zone", "a time zone of many"),
        ],
    },
    Record {
        table: "ledger",
        key: &["name", "person", "date"],
        name: "What has run",
        what: "on which days something that recurs was done for you or left out, and why",
        class: Class::Runs,
        since: "ran_at",
        // The last run of each tells when the next one is due.
        only: "ran_at < (SELECT max(ran_at) FROM ledger newest WHERE newest.name = ledger.name AND newest.person = ledger.person)",
        people: &[naming("person", Erased::Row)],
        erasing: &["Deleted."],
        others: &[
            ("name", "a part of Peerloop's"),
            ("date", "a day of the calendar"),
            ("skipped", "one of a few words"),
        ],
    },
    Record {
        table: "holiday",
        key: &["region", "date", "name"],
        name: "Public holidays",
        what: "the public holidays of each region, until two years later",
        class: Class::Changes,
        // A year after the day, and the year that everything of this class is kept.
        since: "unixepoch(date, '+1 year')",
        only: "",
        people: &[],
        erasing: &[],
        others: &[
            ("region", "a label that owners chose"),
            ("date", "a day of the calendar"),
            ("name", "a public holiday"),
        ],
    },
    Record {
        table: "region",
        key: &["person"],
        name: "Your region",
        what: "which region's public holidays are yours, and who set that",
        class: Class::Common,
        since: "set_at",
        only: "",
        people: &[
            naming("person", Erased::Row),
            naming("set_by", Erased::Name),
        ],
        erasing: &["Deleted. What you set for somebody else stays, without your name."],
        others: &[("region", "a label that owners chose")],
    },
    Record {
        table: "default_region",
        key: &["id"],
        name: "Default region",
        what: "whose public holidays count for whoever has picked no region, and who set that",
        class: Class::Common,
        since: "set_at",
        only: "",
        people: &[naming("set_by", Erased::Name)],
        erasing: &["What you set stays, without your name."],
        others: &[("region", "a label that owners chose")],
    },
    Record {
        table: "blackout",
        key: &["id"],
        name: "Quiet days",
        what: "days on which nobody is asked anything, and who set them; time counts from their end",
        class: Class::Changes,
        since: "unixepoch(to_date)",
        only: "",
        people: &[
            naming("set_by", Erased::Name),
            naming("ended_by", Erased::Name),
        ],
        erasing: &["What you set stays, without your name."],
        others: &[
            ("from_date", "a day of the calendar"),
            ("to_date", "a day of the calendar"),
            ("why", "a label that owners chose"),
        ],
    },
];
