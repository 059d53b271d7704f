//! What digests keep about whom, and how a person gets it.

use super::{queries, views};
use crate::{
    error::Result,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
    rituals::Entry,
    store::Read,
};

/// Children first: a purge takes rows that others still need only after those.
pub(super) const RECORDS: [Record; 5] = [MEMBER, DIGEST, FIGURE, LABEL, MONTH];

const MEMBER: Record = Record {
    table: "digest_member",
    key: &["month", "number"],
    name: views::NUMBERS,
    what: views::WHAT_IS_KEPT_OF_NUMBERS,
    class: Class::Runs,
    since: "unixepoch(month)",
    only: "",
    people: &[Naming {
        by: "person",
        column: "person",
        erased: Erased::Name,
    }],
    erasing: &views::WHAT_ERASING_DOES_TO_NUMBERS,
    others: &[("month", "a day of the calendar")],
};

const DIGEST: Record = Record {
    table: "digest",
    key: &["id"],
    name: views::DIGESTS,
    what: views::WHAT_IS_KEPT_OF_DIGESTS,
    class: Class::Runs,
    since: "unixepoch(month)",
    only: "",
    people: &[Naming {
        by: "manager",
        column: "manager",
        erased: Erased::Row,
    }],
    erasing: &["Deleted."],
    others: &[("month", "a day of the calendar")],
};

const FIGURE: Record = Record {
    table: "digest_figure",
    key: &["month", "manager", "measure", "label"],
    name: views::FIGURES,
    what: views::WHAT_IS_KEPT_OF_FIGURES,
    class: Class::Common,
    since: "unixepoch(month)",
    only: "",
    people: &[],
    erasing: &[],
    others: &[
        ("month", "a day of the calendar"),
        ("measure", "one of a few words"),
    ],
};

const LABEL: Record = Record {
    table: "digest_label",
    key: &["number"],
    name: views::SKILLS,
    what: views::WHAT_IS_KEPT_OF_SKILLS,
    class: Class::Common,
    since: "0",
    only: "",
    people: &[],
    erasing: &[],
    others: &[("label", "a label that owners chose")],
};

const MONTH: Record = Record {
    table: "digest_month",
    key: &["month"],
    name: views::MONTHS,
    what: views::WHAT_IS_KEPT_OF_MONTHS,
    class: Class::Common,
    since: "issued_at",
    only: "",
    people: &[],
    erasing: &[],
    others: &[
        ("month", "a day of the calendar"),
        (
            "period",
            "sealed numbers, without a name, until the month after is issued",
        ),
    ],
};

/// The month in which somebody has a number, and the digests that they had as a manager.
pub(super) fn entries(read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
    let counted = queries::counted_in(read, user)?;
    let mut entries: Vec<Entry> = counted
        .map(|(month, at)| views::number_entry(month, at))
        .into_iter()
        .collect();
    for reader in queries::all_of(read, user)? {
        entries.push(views::digest_entry(
            reader.month,
            reader.issued_at,
            reader.asked_at,
        ));
    }
    Ok(entries)
}
