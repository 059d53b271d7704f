//! The `report` table: a copy of the words for those who review it, and the pause between two people.

use super::{changed, open_body, seal};
use crate::{
    audience::{Audience, MayRead},
    error::Result,
    ids::UserId,
    rituals::feedback::rules::{Given, Note},
    store::{Read, Tx},
};
use anyhow::Context;
use rusqlite::{OptionalExtension, params};

/// A note stays as long as its report: the pause is between the note's two people.
pub(in crate::rituals::feedback) const UNREPORTED: &str =
    "NOT EXISTS (SELECT 1 FROM report WHERE report.feedback = feedback.id)";

/// What was reported of a note.
pub(in crate::rituals::feedback) struct Report {
    pub(in crate::rituals::feedback) reason: String,
    pub(in crate::rituals::feedback) is_decided: bool,
    pub(in crate::rituals::feedback) is_lifted: bool,
}

pub(in crate::rituals::feedback) fn find_report(
    read: &Read<'_>,
    id: i64,
) -> Result<Option<Report>> {
    Ok(read
        .connection()
        .prepare_cached("SELECT reason, decided_at, lifted_at FROM report WHERE feedback = ?1")?
        .query_row([id], |row| {
            Ok(Report {
                reason: row.get(0)?,
                is_decided: row.get::<_, Option<i64>>(1)?.is_some(),
                is_lifted: row.get::<_, Option<i64>>(2)?.is_some(),
            })
        })
        .optional()?)
}

/// Keeps a report with a copy of the words, sealed for it.
pub(in crate::rituals::feedback) fn insert_report(
    tx: &Tx<'_>,
    given: &Given,
    reason: &str,
    note: &Note,
) -> Result<()> {
    let body = seal(tx, &report_place(given.id), note)?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO report (feedback, reason, body, reported_at, pair) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            given.id,
            reason,
            body,
            tx.now.timestamp(),
            // Whoever has erased their data before is nobody, and nobody is paused.
            (!given.giver.is_nobody()).then(|| pair(tx, &given.giver, &given.receiver)),
        ])?;
    Ok(())
}

/// A reported note's words, for those who review it.
pub(in crate::rituals::feedback) fn reported_words(
    read: &Read<'_>,
    id: i64,
    reviewers: &Audience,
    proof: &MayRead,
) -> Result<Note> {
    if !proof.covers(reviewers) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let sealed: Option<Vec<u8>> = read
        .connection()
        .prepare_cached("SELECT body FROM report WHERE feedback = ?1")?
        .query_row([id], |row| row.get(0))?;
    open_body(
        read,
        &report_place(id),
        &sealed.context("a report without a body")?,
    )
}

/// The reviewers' decision; the copy of the words is gone.
pub(in crate::rituals::feedback) fn decide_report(
    tx: &Tx<'_>,
    id: i64,
    by: &UserId,
    is_lifted: bool,
) -> Result<()> {
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE report SET decided_at = ?2, decided_by = ?3, body = NULL, lifted_at = CASE WHEN ?4 THEN ?2 END,
                     pair = CASE WHEN ?4 THEN NULL ELSE pair END
                 WHERE feedback = ?1 AND decided_at IS NULL",
            )?
            .execute(params![id, tx.now.timestamp(), by.as_str(), is_lifted])?,
    )
}

/// True while a report keeps this giver from writing to this receiver.
pub(in crate::rituals::feedback) fn is_paused(
    read: &Read<'_>,
    giver: &UserId,
    receiver: &UserId,
) -> Result<bool> {
    let paused = read
        .connection()
        .prepare_cached("SELECT 1 FROM report WHERE pair = ?1 LIMIT 1")?
        .query_row([pair(read, giver, receiver)], |_| Ok(()))
        .optional()?;
    Ok(paused.is_some())
}

/// A tag of two people that outlives the erasing of either.
fn pair(read: &Read<'_>, giver: &UserId, receiver: &UserId) -> String {
    read.pseudonyms()
        .tag("pause", &[giver.as_str(), receiver.as_str()])
}

fn report_place(id: i64) -> String {
    format!("report.body:{id}")
}
