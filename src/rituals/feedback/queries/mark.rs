//! What is done to a note, from giving it to the erasing of its people.

use super::{changed, seal, seal_place};
use crate::{
    error::Result,
    fact::Kept,
    ids::{NOBODY, UserId},
    rituals::feedback::rules::{Given, Note},
    store::Tx,
};
use rusqlite::params;

/// A new note; its id.
pub(in crate::rituals::feedback) fn insert(
    tx: &Tx<'_>,
    form: &str,
    giver: &UserId,
    receiver: &UserId,
    skill: &str,
    note: &Note,
) -> Result<i64> {
    let body = seal(tx, &seal_place(form), note)?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO feedback (form, giver, receiver, skill, body, given_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![form, giver.as_str(), receiver.as_str(), skill, body, tx.now.timestamp()])?;
    Ok(tx.connection().last_insert_rowid())
}

/// New words for a note that is still unread.
pub(in crate::rituals::feedback) fn rewrite(
    tx: &Tx<'_>,
    given: &Given,
    skill: &str,
    note: &Note,
) -> Result<()> {
    let body = seal(tx, &seal_place(&given.form), note)?;
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE feedback SET skill = ?2, body = ?3, edited_at = ?4 WHERE id = ?1 AND read_at IS NULL",
            )?
            .execute(params![given.id, skill, body, tx.now.timestamp()])?,
    )
}

/// The receiver opened it; the first time counts.
pub(in crate::rituals::feedback) fn mark_read(tx: &Tx<'_>, id: i64) -> Result<()> {
    mark(
        tx,
        "UPDATE feedback SET read_at = coalesce(read_at, ?2) WHERE id = ?1",
        id,
    )
}

/// The receiver said that it helped; the first time counts.
pub(in crate::rituals::feedback) fn mark_helped(tx: &Tx<'_>, id: i64) -> Result<()> {
    mark(
        tx,
        "UPDATE feedback SET helped_at = coalesce(helped_at, ?2) WHERE id = ?1",
        id,
    )
}

/// The giver took it back: its words are gone.
pub(in crate::rituals::feedback) fn mark_withdrawn(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.scrub();
    mark(
        tx,
        "UPDATE feedback SET withdrawn_at = ?2, body = NULL WHERE id = ?1",
        id,
    )
}

/// The receiver deleted their copy. Once it is read the giver cannot open it either, so its words are gone.
pub(in crate::rituals::feedback) fn mark_dropped(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.scrub();
    mark(
        tx,
        "UPDATE feedback SET dropped_at = ?2, body = NULL WHERE id = ?1",
        id,
    )
}

/// The commitment that came from a note is kept so far, or open again.
pub(in crate::rituals::feedback) fn mark_kept(
    tx: &Tx<'_>,
    id: i64,
    kept: Option<Kept>,
) -> Result<()> {
    let word = kept.map(|kept| match kept {
        Kept::Whole => "whole",
        Kept::Partly => "partly",
    });
    changed(
        tx.connection()
            .prepare_cached("UPDATE feedback SET kept = ?2 WHERE id = ?1")?
            .execute(params![id, word])?,
    )
}

/// Slack has shown the receiver that there is something.
pub(in crate::rituals::feedback) fn mark_delivered(tx: &Tx<'_>, id: i64) -> Result<()> {
    mark(
        tx,
        "UPDATE feedback SET delivered_at = coalesce(delivered_at, ?2) WHERE id = ?1",
        id,
    )
}

/// The receiver left: what they had not opened is gone. Answers with its ids and givers.
pub(in crate::rituals::feedback) fn return_unread(
    tx: &Tx<'_>,
    receiver: &UserId,
) -> Result<Vec<(i64, UserId)>> {
    tx.scrub();
    let mut query = tx.connection().prepare_cached(
        "UPDATE feedback SET returned_at = ?2, body = NULL
         WHERE receiver = ?1 AND giver <> ?1 AND read_at IS NULL AND withdrawn_at IS NULL AND returned_at IS NULL
             AND dropped_at IS NULL
         RETURNING id, giver",
    )?;
    let returned = query
        .query_map(params![receiver.as_str(), tx.now.timestamp()], |row| {
            Ok((row.get(0)?, UserId::new(row.get::<_, String>(1)?)))
        })?
        .collect::<Result<_, _>>()?;
    Ok(returned)
}

/// The notes that somebody wrote to themselves are gone.
pub(in crate::rituals::feedback) fn delete_own(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    tx.scrub();
    tx.connection()
        .prepare_cached("DELETE FROM feedback WHERE giver = ?1 AND receiver = ?1")?
        .execute([user.as_str()])?;
    Ok(())
}

/// The giver erased their data: what is not read is taken back, what is read stays the receiver's, without a name.
pub(in crate::rituals::feedback) fn forget_giver(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE feedback SET giver = ?3,
                     withdrawn_at = CASE WHEN read_at IS NULL AND returned_at IS NULL THEN coalesce(withdrawn_at, ?2) ELSE withdrawn_at END,
                     body = CASE WHEN read_at IS NULL THEN NULL ELSE body END
                 WHERE id = ?1",
            )?
            .execute(params![id, tx.now.timestamp(), NOBODY])?,
    )
}

/// The receiver erased their data: the words are gone; that something was given stays the giver's, without a name.
pub(in crate::rituals::feedback) fn forget_receiver(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE feedback SET receiver = ?3, body = NULL, dropped_at = coalesce(dropped_at, ?2),
                     returned_at = CASE WHEN read_at IS NULL AND withdrawn_at IS NULL THEN coalesce(returned_at, ?2) ELSE returned_at END
                 WHERE id = ?1",
            )?
            .execute(params![id, tx.now.timestamp(), NOBODY])?,
    )
}

/// Notes of which neither side is anybody are nobody's.
pub(in crate::rituals::feedback) fn delete_between_nobodies(tx: &Tx<'_>) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "DELETE FROM feedback WHERE giver = ?1 AND receiver = ?1
                 AND NOT EXISTS (SELECT 1 FROM report WHERE report.feedback = feedback.id)",
        )?
        .execute([NOBODY])?;
    Ok(())
}

fn mark(tx: &Tx<'_>, sql: &str, id: i64) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(sql)?
            .execute([id, tx.now.timestamp()])?,
    )
}
