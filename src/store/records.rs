//! What the store keeps in tables of its own; none of them names a person.

use crate::records::{Class, Record};

/// The store's own table and the vault's mark.
pub const RECORDS: [Record; 2] = [
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
];
