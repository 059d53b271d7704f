//! The ritual's tables: drills here, what is done to them, objections, answers and duels beside. Words come out only against a proof that
//! they may be read; nothing here decides.

mod answer;
mod duel;
mod objection;
mod step;

pub(super) use answer::*;
pub(super) use duel::*;
pub(super) use objection::*;
pub(super) use step::*;

use super::rules::{Change, Drill, Pace};
use crate::{
    error::Result,
    figures::Measure,
    ids::{ChannelId, UserId},
    rituals::{Count, Counted},
    store::Read,
};
use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// Answers, late ones too: what they are worth the vote says. Each counts once, under the skill of its drill or under none.
pub(in crate::rituals::drill) const COUNTED: [Count; 2] = [
    Count {
        what: Counted::BySkill(Measure::Drilled),
        sql: "SELECT skill, author, NULL, 1 FROM answer JOIN drill ON drill.id = answer.drill
              WHERE answered_at >= ?1 AND answered_at < ?2 AND skill IS NOT NULL",
        reads: &READ,
    },
    Count {
        what: Counted::As(Measure::DrilledAtLarge),
        sql: "SELECT NULL, author, NULL, 1 FROM answer JOIN drill ON drill.id = answer.drill
              WHERE answered_at >= ?1 AND answered_at < ?2 AND skill IS NULL",
        reads: &READ,
    },
];

const READ: [(&str, &str); 5] = [
    ("answer", "drill"),
    ("answer", "author"),
    ("answer", "answered_at"),
    ("drill", "id"),
    ("drill", "skill"),
];

const COLUMNS: &str = "id, form, opened_by, channel, objection, skill, pace, length_s, opened_at, posted_at, refused, refusals, \
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

/// A channel, and what everybody calls it, if that is known.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) channel: ChannelId,
    pub(super) name: Option<String>,
}

/// Where somebody last posted a drill, other than there.
pub(super) fn last_channel(
    read: &Read<'_>,
    user: &UserId,
    but: Option<&ChannelId>,
) -> Result<Option<Known>> {
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT channel, (SELECT named.channel_name FROM drill named
                 WHERE named.channel = drill.channel AND named.channel_name IS NOT NULL ORDER BY named.id DESC LIMIT 1)
             FROM drill WHERE opened_by = ?1 AND posted_at IS NOT NULL AND channel IS NOT ?2 ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![user.as_str(), but.map(ChannelId::as_str)], |row| {
            Ok(Known {
                channel: ChannelId::new(row.get::<_, String>(0)?),
                name: row.get(1)?,
            })
        })
        .optional()?)
}

/// Drills whose card was lost since then and not posted again, the newest first.
pub(super) fn lost_since(read: &Read<'_>, since: DateTime<Utc>, limit: u32) -> Result<Vec<Drill>> {
    several(
        read,
        "WHERE change = 'lost' AND cancelled_at >= ?1 ORDER BY cancelled_at DESC, id DESC LIMIT ?2",
        params![since.timestamp(), limit],
    )
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
        skill: row.get("skill")?,
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
