//! The ritual's tables: drills here, objections, answers and duels beside. Words come out only against a proof that
//! they may be read; nothing here decides.

mod answer;
mod duel;
mod objection;

pub(super) use answer::*;
pub(super) use duel::*;
pub(super) use objection::*;

use super::rules::{Change, Drill, Pace};
use crate::{
    error::Result,
    figures::Measure,
    ids::{ChannelId, NOBODY, UserId},
    rituals::{Count, Counted},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// Answers, late ones too: what they are worth the vote says.
pub(in crate::rituals::drill) const COUNTED: [Count; 1] = [Count {
    what: Counted::As(Measure::Drilled),
    sql: "SELECT NULL, author, NULL, 1 FROM answer WHERE answered_at >= ?1 AND answered_at < ?2",
    reads: &[("answer", "author"), ("answer", "answered_at")],
}];

const COLUMNS: &str = "id, form, opened_by, channel, objection, pace, length_s, opened_at, posted_at, refused, refusals, \
     answer_by, closed_at, in_vote, vote_by, sudden_a, sudden_b, decided_at, voters, cancelled_at, change, changed_by";

const CHANGES: [(Change, &str); 4] = [
    (Change::Extended, "extended"),
    (Change::ClosedEarly, "closed"),
    (Change::Cancelled, "cancelled"),
    (Change::CardLost, "lost"),
];

/// Rows that a purge may take: those that no other row still needs, and nothing of a drill that goes on.
pub(super) const OF_A_VOTE_THAT_IS_OVER: &str =
    "NOT EXISTS (SELECT 1 FROM drill WHERE drill.id = duel.drill AND due_at IS NOT NULL)";
pub(super) const IN_NO_DUEL: &str = "NOT EXISTS (SELECT 1 FROM duel WHERE duel.a = answer.id) AND NOT EXISTS (SELECT 1 FROM duel WHERE duel.b = answer.id)";
pub(super) const WITHOUT_ANSWERS: &str = "due_at IS NULL AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.drill = drill.id) AND NOT EXISTS (SELECT 1 FROM duel WHERE duel.drill = drill.id)";
pub(super) const UNUSED: &str = "aged_at IS NULL AND NOT EXISTS (SELECT 1 FROM heard WHERE heard.objection = objection.id) AND NOT EXISTS (SELECT 1 FROM drill WHERE drill.objection = objection.id)";

/// What stands on a card for everybody in its channel: the words of whoever opened the drill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Scene {
    pub(super) objection: String,
    /// About the buyer; empty if nothing was said.
    pub(super) context: String,
}

/// What a preview says of a drill.
pub(super) struct Draft<'d> {
    pub(super) scene: &'d Scene,
    pub(super) objection: Option<i64>,
    pub(super) channel: &'d ChannelId,
    pub(super) pace: Pace,
    pub(super) length: TimeDelta,
}

pub(super) fn find(read: &Read<'_>, id: i64) -> Result<Option<Drill>> {
    one(read, "WHERE id = ?1", [id])
}

pub(super) fn find_by_form(read: &Read<'_>, form: &str) -> Result<Option<Drill>> {
    one(read, "WHERE form = ?1", [form])
}

/// The drill that has waited longest for its next step.
pub(super) fn next_due(read: &Read<'_>) -> Result<Option<Drill>> {
    one(
        read,
        "WHERE due_at IS NOT NULL AND due_at <= ?1 ORDER BY due_at, id LIMIT 1",
        [read.now.timestamp()],
    )
}

/// When the next step of any drill is due.
pub(super) fn due_at(read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
    let due_at: Option<i64> = read
        .connection()
        .prepare_cached("SELECT min(due_at) FROM drill WHERE due_at IS NOT NULL")?
        .query_row([], |row| row.get(0))?;
    Ok(due_at.map(at))
}

/// Where somebody last posted a drill, other than there.
pub(super) fn last_channel(
    read: &Read<'_>,
    user: &UserId,
    but: Option<&ChannelId>,
) -> Result<Option<ChannelId>> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT channel FROM drill WHERE opened_by = ?1 AND posted_at IS NOT NULL AND channel IS NOT ?2
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![user.as_str(), but.map(ChannelId::as_str)], |row| {
            row.get::<_, String>(0)
        })
        .optional()?
        .map(ChannelId::new))
}

/// Drills that go on now in channels where somebody has opened one, answered or voted before, soonest deadline first.
pub(super) fn open_near(read: &Read<'_>, user: &UserId, limit: u32) -> Result<Vec<Drill>> {
    several(
        read,
        "WHERE due_at IS NOT NULL AND channel IN (
             SELECT channel FROM drill WHERE opened_by = ?1 AND posted_at IS NOT NULL
             UNION SELECT channel FROM answer JOIN drill mine ON mine.id = answer.drill WHERE author = ?1
             UNION SELECT channel FROM duel JOIN drill mine ON mine.id = duel.drill WHERE voter = ?1)
         ORDER BY due_at, id LIMIT ?2",
        params![user.as_str(), limit],
    )
}

/// People who have opened a drill, answered or voted in a channel: their Home may show what goes on there.
pub(super) fn people_near(read: &Read<'_>, channel: &ChannelId, limit: u32) -> Result<Vec<UserId>> {
    let mut query = read.connection().prepare_cached(
        "SELECT opened_by FROM drill WHERE channel = ?1
         UNION SELECT author FROM answer JOIN drill ON drill.id = answer.drill WHERE channel = ?1
         UNION SELECT voter FROM duel JOIN drill ON drill.id = duel.drill WHERE channel = ?1 LIMIT ?2",
    )?;
    let people = query
        .query_map(params![channel.as_str(), limit], |row| {
            row.get::<_, String>(0)
        })?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(people.into_iter().map(UserId::new).collect())
}

/// Every drill that somebody opened or changed, the oldest first.
pub(super) fn opened_or_changed_by(read: &Read<'_>, user: &UserId) -> Result<Vec<Drill>> {
    several(
        read,
        "WHERE opened_by = ?1 OR changed_by = ?1 ORDER BY id",
        [user.as_str()],
    )
}

/// Drills that somebody has any part in.
pub(super) fn touched_by(read: &Read<'_>, user: &UserId) -> Result<Vec<i64>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id FROM drill WHERE opened_by = ?1 OR changed_by = ?1
         UNION SELECT drill FROM answer WHERE author = ?1
         UNION SELECT drill FROM duel WHERE voter = ?1",
    )?;
    let ids = query
        .query_map([user.as_str()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// How many drills are in which state.
pub(super) fn counts(read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
    let counted: [i64; 5] = read
        .connection()
        .prepare(
            "SELECT count(*) FILTER (WHERE opened_at IS NOT NULL), count(*) FILTER (WHERE due_at IS NOT NULL),
                 count(*) FILTER (WHERE decided_at IS NOT NULL), count(*) FILTER (WHERE cancelled_at IS NOT NULL),
                 count(*) FILTER (WHERE refused IS NOT NULL) FROM drill",
        )?
        .query_row([], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
        })?;
    let names = ["opened", "open", "decided", "cancelled", "refused"];
    Ok(names.into_iter().zip(counted).collect())
}

/// What the card says: for everybody in the channel, and before it is posted for its opener.
pub(super) fn scene(read: &Read<'_>, drill: &Drill) -> Result<Scene> {
    let sealed: Vec<u8> = read
        .connection()
        .prepare_cached("SELECT body FROM drill WHERE id = ?1")?
        .query_row([drill.id], |row| row.get(0))?;
    let body = read
        .vault()
        .open_sealed(&seal_place(&drill.form), &sealed)?;
    Ok(serde_json::from_slice(&body).context("a drill's body")?)
}

/// A new preview; its id. Older previews of the same person that were never posted go.
pub(super) fn insert_draft(
    tx: &Tx<'_>,
    form: &str,
    who: &UserId,
    draft: &Draft<'_>,
) -> Result<i64> {
    delete_drafts(tx, who)?;
    let body = seal(tx, form, draft.scene)?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO drill (form, opened_by, channel, objection, body, pace, length_s, drafted_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            form,
            who.as_str(),
            draft.channel.as_str(),
            draft.objection,
            body,
            draft.pace.word(),
            draft.length.num_seconds(),
            tx.now.timestamp()
        ])?;
    Ok(tx.connection().last_insert_rowid())
}

/// Another preview of the same drill.
pub(super) fn rewrite_draft(tx: &Tx<'_>, drill: &Drill, draft: &Draft<'_>) -> Result<()> {
    let body = seal(tx, &drill.form, draft.scene)?;
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET channel = ?2, objection = ?3, body = ?4, pace = ?5, length_s = ?6
                 WHERE id = ?1 AND opened_at IS NULL",
            )?
            .execute(params![
                drill.id,
                draft.channel.as_str(),
                draft.objection,
                body,
                draft.pace.word(),
                draft.length.num_seconds()
            ])?,
    )
}

/// Previews that were never posted.
pub(super) fn delete_drafts(tx: &Tx<'_>, who: &UserId) -> Result<()> {
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
pub(super) fn mark_opened(
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
pub(super) fn mark_reopened(
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
pub(super) fn mark_refused(tx: &Tx<'_>, id: i64, code: &str) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET refused = ?2, refusals = refusals + 1 WHERE id = ?1 AND posted_at IS NULL",
            )?
            .execute(params![id, code])?,
    )
}

/// The card stands: the deadline runs.
pub(super) fn mark_posted(tx: &Tx<'_>, id: i64, answer_by: DateTime<Utc>) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET posted_at = ?2, answer_by = ?3, due_at = ?3, refused = NULL WHERE id = ?1",
            )?
            .execute([id, tx.now.timestamp(), answer_by.timestamp()])?,
    )
}

/// When it goes on by itself.
pub(super) fn set_due(tx: &Tx<'_>, id: i64, due_at: DateTime<Utc>) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached("UPDATE drill SET due_at = ?2 WHERE id = ?1")?
            .execute([id, due_at.timestamp()])?,
    )
}

/// A later deadline, of the answers or of the vote.
pub(super) fn mark_extended(
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
pub(super) fn note_change(tx: &Tx<'_>, id: i64, change: Option<(Change, &UserId)>) -> Result<()> {
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
pub(super) fn mark_closed(
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
pub(super) fn mark_sudden(
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
pub(super) fn mark_decided(tx: &Tx<'_>, id: i64, voters: u32) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE drill SET decided_at = ?2, voters = ?3, due_at = NULL WHERE id = ?1 AND decided_at IS NULL",
            )?
            .execute([id, tx.now.timestamp(), voters.into()])?,
    )
}

/// It ends without a result.
pub(super) fn mark_cancelled(
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

/// Whoever opened or changed drills is nobody; what they did stays.
pub(super) fn forget_opener(tx: &Tx<'_>, user: &UserId) -> Result<()> {
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

pub(super) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

fn changed(rows: usize) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(anyhow::anyhow!("a drill changed between two steps of one transaction").into())
    }
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

fn seal_place(form: &str) -> String {
    format!("drill.body:{form}")
}

fn one(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Option<Drill>> {
    let sql = format!("SELECT {COLUMNS} FROM drill {which}");
    Ok(read
        .connection()
        .prepare_cached(&sql)?
        .query_row(params, from_row)
        .optional()?)
}

fn several(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Vec<Drill>> {
    let sql = format!("SELECT {COLUMNS} FROM drill {which}");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params, from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Drill> {
    let when = |column: &str| row.get::<_, Option<i64>>(column).map(|when| when.map(at));
    let sudden: (Option<i64>, Option<i64>) = (row.get("sudden_a")?, row.get("sudden_b")?);
    let change: Option<String> = row.get("change")?;
    Ok(Drill {
        id: row.get("id")?,
        form: row.get("form")?,
        opened_by: UserId::new(row.get::<_, String>("opened_by")?),
        channel: ChannelId::new(row.get::<_, String>("channel")?),
        objection: row.get("objection")?,
        pace: Pace::from_word(&row.get::<_, String>("pace")?).unwrap_or(Pace::Async),
        length: TimeDelta::seconds(row.get("length_s")?),
        opened_at: when("opened_at")?,
        posted_at: when("posted_at")?,
        refused: row.get("refused")?,
        refusals: row.get("refusals")?,
        answer_by: when("answer_by")?,
        closed_at: when("closed_at")?,
        in_vote: row.get("in_vote")?,
        vote_by: when("vote_by")?,
        sudden: sudden.0.zip(sudden.1),
        decided_at: when("decided_at")?,
        cancelled_at: when("cancelled_at")?,
        voters: row.get("voters")?,
        change: change.and_then(|word| {
            CHANGES
                .iter()
                .find(|(_, known)| *known == word)
                .map(|(change, _)| *change)
        }),
        changed_by: row.get::<_, Option<String>>("changed_by")?.map(UserId::new),
    })
}
