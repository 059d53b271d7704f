//! What is done to a drill, from its first preview to its end. Each step is one statement that says from which state it
//! goes.

use super::{CHANGES, Scene, changed, seal_place};
use crate::{
    error::Result,
    ids::{ChannelId, NOBODY, UserId},
    rituals::drill::rules::{Change, Drill, Pace},
    store::Tx,
};
use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::params;

/// What a preview says of a drill.
pub(in crate::rituals::drill) struct Draft<'d> {
    pub(in crate::rituals::drill) scene: &'d Scene,
    pub(in crate::rituals::drill) objection: Option<i64>,
    pub(in crate::rituals::drill) channel: &'d ChannelId,
    pub(in crate::rituals::drill) skill: Option<&'d str>,
    pub(in crate::rituals::drill) pace: Pace,
    pub(in crate::rituals::drill) length: TimeDelta,
}

/// A new preview; its id. Older previews of the same person that were never posted go.
pub(in crate::rituals::drill) fn insert_draft(
    tx: &Tx<'_>,
    form: &str,
    who: &UserId,
    draft: &Draft<'_>,
) -> Result<i64> {
    delete_drafts(tx, who)?;
    let body = seal(tx, form, draft.scene)?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO drill (form, opened_by, channel, objection, body, skill, pace, length_s, drafted_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            form,
            who.as_str(),
            draft.channel.as_str(),
            draft.objection,
            body,
            draft.skill,
            draft.pace.word(),
            draft.length.num_seconds(),
            tx.now.timestamp()
        ])?;
    Ok(tx.connection().last_insert_rowid())
}

/// Another preview of the same drill.
pub(in crate::rituals::drill) fn rewrite_draft(
    tx: &Tx<'_>,
    drill: &Drill,
    draft: &Draft<'_>,
) -> Result<()> {
    let body = seal(tx, &drill.form, draft.scene)?;
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET channel = ?2, objection = ?3, body = ?4, skill = ?5, pace = ?6, length_s = ?7
                 WHERE id = ?1 AND opened_at IS NULL",
            )?
            .execute(params![
                drill.id,
                draft.channel.as_str(),
                draft.objection,
                body,
                draft.skill,
                draft.pace.word(),
                draft.length.num_seconds()
            ])?,
    )
}

/// Previews that were never posted.
pub(in crate::rituals::drill) fn delete_drafts(tx: &Tx<'_>, who: &UserId) -> Result<()> {
    let gone = tx
        .connection()
        .prepare_cached("DELETE FROM drill WHERE opened_by = ?1 AND opened_at IS NULL")?
        .execute([who.as_str()])?;
    if gone > 0 {
        tx.scrub();
    }
    Ok(())
}

/// **Post** was pressed.
pub(in crate::rituals::drill) fn mark_opened(
    tx: &Tx<'_>,
    id: i64,
    objection: i64,
    answer_by: DateTime<Utc>,
) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET opened_at = ?2, objection = ?3, answer_by = ?4 WHERE id = ?1 AND opened_at IS NULL",
            )?
            .execute([id, tx.now.timestamp(), objection, answer_by.timestamp()])?,
    )
}

/// It is to be posted once more, here or in another channel, with its whole time.
pub(in crate::rituals::drill) fn mark_reopened(
    tx: &Tx<'_>,
    id: i64,
    channel: &ChannelId,
    answer_by: DateTime<Utc>,
) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET channel = ?2, opened_at = ?3, answer_by = ?4, refused = NULL
                 WHERE id = ?1 AND posted_at IS NULL",
            )?
            .execute(params![
                id,
                channel.as_str(),
                tx.now.timestamp(),
                answer_by.timestamp()
            ])?,
    )
}

/// Slack does not let the card in.
pub(in crate::rituals::drill) fn mark_refused(tx: &Tx<'_>, id: i64, code: &str) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET refused = ?2, refusals = refusals + 1 WHERE id = ?1 AND posted_at IS NULL",
            )?
            .execute(params![id, code])?,
    )
}

/// The card stands: the deadline runs.
pub(in crate::rituals::drill) fn mark_posted(
    tx: &Tx<'_>,
    id: i64,
    answer_by: DateTime<Utc>,
) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET posted_at = ?2, answer_by = ?3, due_at = ?3, refused = NULL WHERE id = ?1",
            )?
            .execute([id, tx.now.timestamp(), answer_by.timestamp()])?,
    )
}

/// The channel's name, as a press on this drill's card told it: of every drill there, for it may have been renamed;
/// `None` once it is private.
pub(in crate::rituals::drill) fn name_channel(
    tx: &Tx<'_>,
    drill: &Drill,
    name: Option<&str>,
) -> Result<()> {
    let is_news: bool = tx
        .connection()
        .prepare_cached("SELECT channel_name IS NOT ?2 FROM drill WHERE id = ?1")?
        .query_row(params![drill.id, name], |row| row.get(0))?;
    if is_news {
        tx.connection()
            .prepare_cached("UPDATE drill SET channel_name = ?2 WHERE channel = ?1")?
            .execute(params![drill.channel.as_str(), name])?;
    }
    Ok(())
}

/// When it goes on by itself.
pub(in crate::rituals::drill) fn set_due(
    tx: &Tx<'_>,
    id: i64,
    due_at: DateTime<Utc>,
) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached("UPDATE drill SET due_at = ?2 WHERE id = ?1")?
            .execute([id, due_at.timestamp()])?,
    )
}

/// A later deadline, of the answers or of the vote.
pub(in crate::rituals::drill) fn mark_extended(
    tx: &Tx<'_>,
    drill: &Drill,
    by: &UserId,
    until: DateTime<Utc>,
) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET answer_by = iif(closed_at IS NULL, ?2, answer_by),
                     vote_by = iif(closed_at IS NULL, vote_by, ?2), due_at = ?2, change = 'extended', changed_by = ?3
                 WHERE id = ?1",
            )?
            .execute(params![drill.id, until.timestamp(), by.as_str()])?,
    )
}

/// Who did what to it last, for the card.
pub(in crate::rituals::drill) fn note_change(
    tx: &Tx<'_>,
    id: i64,
    change: Option<(Change, &UserId)>,
) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached("UPDATE drill SET change = ?2, changed_by = ?3 WHERE id = ?1")?
            .execute(params![
                id,
                change.map(|(change, _)| word(change)),
                change.map(|(_, by)| by.as_str())
            ])?,
    )
}

/// No more answers for the vote, which lasts until `vote_by`.
pub(in crate::rituals::drill) fn mark_closed(
    tx: &Tx<'_>,
    id: i64,
    in_vote: usize,
    vote_by: DateTime<Utc>,
) -> Result<()> {
    let in_vote = i64::try_from(in_vote).unwrap_or(i64::MAX);
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET closed_at = ?2, in_vote = ?3, vote_by = ?4, due_at = ?4
                 WHERE id = ?1 AND closed_at IS NULL",
            )?
            .execute([id, tx.now.timestamp(), in_vote, vote_by.timestamp()])?,
    )
}

/// A tie at the top: one more round of these two.
pub(in crate::rituals::drill) fn mark_sudden(
    tx: &Tx<'_>,
    id: i64,
    pair: (i64, i64),
    until: DateTime<Utc>,
) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET sudden_a = ?2, sudden_b = ?3, vote_by = ?4, due_at = ?4
                 WHERE id = ?1 AND sudden_a IS NULL AND decided_at IS NULL",
            )?
            .execute([id, pair.0, pair.1, until.timestamp()])?,
    )
}

/// The result stands.
pub(in crate::rituals::drill) fn mark_decided(tx: &Tx<'_>, id: i64, voters: u32) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET decided_at = ?2, voters = ?3, due_at = NULL WHERE id = ?1 AND decided_at IS NULL",
            )?
            .execute([id, tx.now.timestamp(), voters.into()])?,
    )
}

/// It ends without a result.
pub(in crate::rituals::drill) fn mark_cancelled(
    tx: &Tx<'_>,
    id: i64,
    change: Change,
    by: Option<&UserId>,
) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET cancelled_at = ?2, due_at = NULL, change = ?3, changed_by = ?4
                 WHERE id = ?1 AND cancelled_at IS NULL",
            )?
            .execute(params![
                id,
                tx.now.timestamp(),
                word(change),
                by.map(UserId::as_str)
            ])?,
    )
}

/// Its card is gone, so nobody can do anything: it waits for whoever may run it.
pub(in crate::rituals::drill) fn mark_lost(tx: &Tx<'_>, id: i64) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET cancelled_at = ?2, due_at = NULL, change = 'lost', changed_by = NULL,
                     refusals = refusals + 1
                 WHERE id = ?1 AND posted_at IS NOT NULL AND cancelled_at IS NULL",
            )?
            .execute([id, tx.now.timestamp()])?,
    )
}

/// Its card is posted again: the step that it was in goes on until then, with the answers that are still there.
pub(in crate::rituals::drill) fn mark_resumed(
    tx: &Tx<'_>,
    id: i64,
    until: DateTime<Utc>,
) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET cancelled_at = NULL, change = NULL, due_at = ?2,
                     answer_by = iif(closed_at IS NULL, ?2, answer_by), vote_by = iif(closed_at IS NULL, vote_by, ?2),
                     in_vote = iif(closed_at IS NULL, in_vote, (SELECT count(*) FROM answer
                         WHERE drill = ?1 AND answered_at IS NOT NULL AND late_at IS NULL))
                 WHERE id = ?1 AND change = 'lost'",
            )?
            .execute([id, until.timestamp()])?,
    )
}

/// Whoever opened or changed drills is nobody; what they did stays.
pub(in crate::rituals::drill) fn forget_opener(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    for sql in [
        "UPDATE drill SET opened_by = ?2 WHERE opened_by = ?1",
        "UPDATE drill SET changed_by = ?2 WHERE changed_by = ?1",
    ] {
        tx.connection()
            .prepare_cached(sql)?
            .execute([user.as_str(), NOBODY])?;
    }
    Ok(())
}

fn word(change: Change) -> &'static str {
    CHANGES
        .iter()
        .find(|(known, _)| *known == change)
        .map_or("cancelled", |(_, word)| word)
}

fn seal(tx: &Tx<'_>, form: &str, scene: &Scene) -> Result<Vec<u8>> {
    let body = serde_json::to_vec(scene).context("a drill's body")?;
    Ok(tx.vault().seal(&seal_place(form), &body)?)
}
