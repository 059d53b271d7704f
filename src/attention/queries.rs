//! What people were asked unasked: the `prompt` table.

use super::rules::{Asked, Kind, Prompt, WEEK};
use crate::{
    error::Result,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, Utc};
use rusqlite::{Row, params};

/// The `prompt` table.
pub const RECORD: Record = Record {
    table: "prompt",
    key: &["id"],
    name: "What you were asked",
    what: "which messages you were sent without asking for them and when, so that there are few",
    class: Class::Prompts,
    since: "asked_at",
    only: "",
    people: &[Naming {
        by: "person",
        column: "person",
        erased: Erased::Row,
    }],
    erasing: &["Deleted."],
    others: &[
        ("kind", "one of a few words"),
        ("subject", "an item of Peerloop's by its number or date"),
    ],
};

const KINDS: [(Kind, &str); 8] = [
    (Kind::CheckIn, "check_in"),
    (Kind::Request, "request"),
    (Kind::Drill, "drill"),
    (Kind::Vote, "vote"),
    (Kind::Playbook, "playbook"),
    (Kind::Session, "session"),
    (Kind::Pulse, "pulse"),
    (Kind::Digest, "digest"),
];

/// Notes that somebody is asked this, now.
pub fn asked(tx: &Tx<'_>, user: &UserId, prompt: &Prompt<'_>) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO prompt (person, kind, subject, asked_at) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            user.as_str(),
            word(prompt.kind),
            prompt.subject,
            tx.now.timestamp()
        ])?;
    Ok(())
}

/// All that somebody was asked, as far as it is kept, oldest first.
pub fn of(read: &Read<'_>, user: &UserId) -> Result<Vec<Asked>> {
    let mut query = read.connection().prepare_cached(
        "SELECT kind, subject, asked_at FROM prompt WHERE person = ?1 ORDER BY asked_at, id",
    )?;
    let found = query
        .query_map([user.as_str()], from_row)?
        .collect::<Result<Vec<_>, _>>()?;
    found.into_iter().collect()
}

/// What somebody was asked within a week, and whenever they were asked the same.
pub(super) fn history(read: &Read<'_>, user: &UserId, prompt: &Prompt<'_>) -> Result<Vec<Asked>> {
    let mut query = read.connection().prepare_cached(
        "SELECT kind, subject, asked_at FROM prompt WHERE person = ?1 AND (asked_at > ?2 OR (kind = ?3 AND subject = ?4))",
    )?;
    let found = query
        .query_map(
            params![
                user.as_str(),
                (read.now - WEEK).timestamp(),
                word(prompt.kind),
                prompt.subject
            ],
            from_row,
        )?
        .collect::<Result<Vec<_>, _>>()?;
    found.into_iter().collect()
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Result<Asked>> {
    let (kind, subject): (String, String) = (row.get(0)?, row.get(1)?);
    let at = DateTime::<Utc>::from_timestamp(row.get(2)?, 0).unwrap_or_default();
    let known = KINDS.iter().find(|(_, word)| *word == kind);
    Ok(known
        .map(|(kind, _)| Asked {
            kind: *kind,
            subject,
            at,
        })
        .with_context(|| format!("unknown kind of prompt {kind}"))
        .map_err(Into::into))
}

fn word(kind: Kind) -> &'static str {
    KINDS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or_else(|| unreachable!("{kind:?} has no word"), |(_, word)| word)
}
