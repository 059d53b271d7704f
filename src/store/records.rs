//! What the store keeps in tables of its own; none of them names a person.

use crate::records::{Class, Record};

/// The store's tables, the vault's mark and the scheduler's ledger.
pub const RECORDS: [Record; 3] = [
    super::seen::RECORD,
    Record {
        table: "vault",
        key: &["id"],
        name: "The key's mark",
        what: "one sealed word that tells whether the key file is the right one, and a sealed key for tags that name nobody",
        class: Class::Common,
        since: "made_at",
        only: "",
        people: &[],
        erasing: &[],
        others: &[
            ("sealed", "always the same word"),
            ("pseudonyms", "a key drawn at random"),
        ],
    },
    Record {
        table: "ledger",
        key: &["name", "date"],
        name: "What has run",
        what: "when a recurring job of Peerloop's has run",
        class: Class::Runs,
        since: "ran_at",
        // The last run of each job tells when the next one is due.
        only: "ran_at < (SELECT max(ran_at) FROM ledger newest WHERE newest.name = ledger.name)",
        people: &[],
        erasing: &[],
        others: &[
            ("name", "a job of Peerloop's own"),
            ("date", "a day of the calendar"),
        ],
    },
];
