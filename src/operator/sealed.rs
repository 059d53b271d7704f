//! Every column that holds what only the key opens, in one place: a rotation seals these anew, a restore tries them.
//! `tests/house` fails if a BLOB column of `schema.sql` is missing here.

use crate::store::SealedColumn;

/// All sealed columns. The places are those of each ritual's `queries.rs`.
pub const SEALED: [SealedColumn; 15] = [
    SealedColumn {
        table: "vault",
        column: "sealed",
        key: "id",
        place: "'vault.check'",
    },
    SealedColumn {
        table: "vault",
        column: "pseudonyms",
        key: "id",
        place: "'vault.pseudonyms'",
    },
    SealedColumn {
        table: "digest_month",
        column: "period",
        key: "month",
        place: "'digest.period:' || month",
    },
    SealedColumn {
        table: "feedback",
        column: "body",
        key: "id",
        place: "'feedback.body:' || form",
    },
    SealedColumn {
        table: "report",
        column: "body",
        key: "feedback",
        place: "'report.body:' || feedback",
    },
    SealedColumn {
        table: "playbook_version",
        column: "body",
        key: "id",
        place: "'playbook.body:' || entry || '.' || number",
    },
    SealedColumn {
        table: "playbook_proposal",
        column: "body",
        key: "source",
        place: "'playbook.proposal:' || source",
    },
    SealedColumn {
        table: "playbook_ask",
        column: "body",
        key: "id",
        place: "'playbook.ask:' || message",
    },
    SealedColumn {
        table: "objection",
        column: "body",
        key: "id",
        place: "'objection.body:' || mark",
    },
    SealedColumn {
        table: "drill",
        column: "body",
        key: "id",
        place: "'drill.body:' || form",
    },
    SealedColumn {
        table: "answer",
        column: "body",
        key: "id",
        place: "'answer.body:' || id",
    },
    SealedColumn {
        table: "duel",
        column: "tweak",
        key: "id",
        place: "'duel.tweak:' || id",
    },
    SealedColumn {
        table: "commitment",
        column: "body",
        key: "id",
        place: "'commitment.body:' || form",
    },
    SealedColumn {
        table: "check_in",
        column: "note",
        key: "id",
        place: "'check_in.note:' || id",
    },
    SealedColumn {
        table: "win",
        column: "body",
        key: "check_in",
        place: "'check_in.win:' || check_in",
    },
];
