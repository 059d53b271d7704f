//! The outbox as the courier sees it: ready → sending (committed before the call) → sent, or back to ready, or
//! unclear (it may have been done: looked up before it is said again), cancelled, dead. Nothing here calls Slack.

use super::{LAST_HOME, Place, Subject};
use crate::{
    error::Result,
    ids::{ChannelId, Ts, UserId},
    store::Tx,
};
use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Row, params};

/// After so many failed tries (about six hours) a message is given up.
const MOST_TRIES: i64 = 12;
/// Longest pause between two tries.
const LONGEST_PAUSE_S: i64 = 3600;

/// A row that the courier has in hand.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// The row.
    pub id: i64,
    /// What it is about.
    pub subject: Subject,
    /// Where it goes.
    pub place: Place,
    /// Finds the message again after a crash.
    pub nonce: String,
    /// Where it stands already, if it was posted: then it is edited.
    pub stands: Option<(ChannelId, Ts)>,
    /// An earlier call may have posted it: look before posting again.
    pub look_first: bool,
    /// When the row was made: it cannot stand in the conversation earlier.
    pub created_at: DateTime<Utc>,
    /// The count that this delivery shows.
    wanted: i64,
    tries: i64,
}

/// What the courier should do next.
#[derive(Debug, Default)]
pub struct Claimed {
    /// Deliver these now; they are committed as *sending*.
    pub parcels: Vec<Parcel>,
    /// Otherwise the earliest moment something becomes due.
    pub next_due_at: Option<DateTime<Utc>>,
}

/// After a start: whatever was being sent when the process ended may or may not have arrived.
pub fn recover(tx: &Tx<'_>) -> Result<()> {
    // A Home tab and an edit are safe to repeat; only a first post could be said twice.
    tx.connection().execute_batch(
        "UPDATE outbox SET state = 'ready' WHERE state = 'sending' AND (kind = 'home' OR ts IS NOT NULL);
         UPDATE outbox SET state = 'unclear' WHERE state = 'sending';",
    )?;
    Ok(())
}

/// Takes at most `room` rows, one per place, of those that `may_go`. Rows that are unclear wait for `grace` first.
pub fn claim(
    tx: &Tx<'_>,
    room: usize,
    grace: TimeDelta,
    mut may_go: impl FnMut(&Parcel) -> bool,
) -> Result<Claimed> {
    let mut claimed = Claimed::default();
    let now = tx.now.timestamp();
    let mut query = tx.connection().prepare_cached(
        "SELECT id, subject, kind, place, nonce, channel, ts, wanted, tries, created_at, state, min(lane * 1000000000000 + id)
         FROM outbox o
         WHERE (state = 'ready' AND due_at <= ?1 OR state = 'unclear' AND claimed_at + ?2 < ?1)
           AND NOT EXISTS (SELECT 1 FROM outbox s WHERE s.state = 'sending' AND s.place = o.place AND s.kind = o.kind)
         GROUP BY kind, place ORDER BY 12",
    )?;
    let mut rows = query.query(params![now, grace.num_seconds()])?;
    while claimed.parcels.len() < room
        && let Some(row) = rows.next()?
    {
        let parcel = parcel(row)?;
        if may_go(&parcel) {
            claimed.parcels.push(parcel);
        }
    }
    for parcel in &claimed.parcels {
        tx.connection()
            .prepare_cached("UPDATE outbox SET state = 'sending', claimed_at = ?2 WHERE id = ?1")?
            .execute([parcel.id, now])?;
    }
    if claimed.parcels.is_empty() {
        claimed.next_due_at = next_due_at(tx, grace)?;
    }
    Ok(claimed)
}

fn next_due_at(tx: &Tx<'_>, grace: TimeDelta) -> Result<Option<DateTime<Utc>>> {
    let due: Option<i64> = tx
        .connection()
        .prepare_cached(
            "SELECT min(CASE state WHEN 'ready' THEN due_at ELSE claimed_at + ?1 + 1 END)
             FROM outbox WHERE state IN ('ready', 'unclear')",
        )?
        .query_row([grace.num_seconds()], |row| row.get(0))?;
    Ok(due.and_then(|due| DateTime::from_timestamp(due, 0)))
}

/// Slack has it. True if this was the first time.
pub fn settle_sent(tx: &Tx<'_>, parcel: &Parcel, stands: Option<&(ChannelId, Ts)>) -> Result<bool> {
    let (channel, ts) = stands
        .map(|(channel, ts)| (channel.as_str(), ts.as_str()))
        .unzip();
    tx.connection()
        .prepare_cached(
            "UPDATE outbox SET shown = ?2, channel = coalesce(?3, channel), ts = coalesce(?4, ts), settled_at = ?5,
                 code = NULL, tries = 0, due_at = ?5, state = CASE WHEN wanted > ?2 THEN 'ready' ELSE 'sent' END
             WHERE id = ?1 AND state = 'sending'",
        )?
        .execute(params![parcel.id, parcel.wanted, channel, ts, tx.now.timestamp()])?;
    forget_if_last(tx, parcel)?;
    Ok(parcel.stands.is_none())
}

/// It lost its point before it was said.
pub fn settle_cancelled(tx: &Tx<'_>, parcel: &Parcel) -> Result<()> {
    settle(tx, parcel, "cancelled", None)
}

/// It may have been done: look before saying it again. What is safe to repeat is simply tried again.
pub fn settle_unclear(tx: &Tx<'_>, parcel: &Parcel, code: &str) -> Result<bool> {
    if parcel.stands.is_some() || matches!(parcel.place, Place::Home(_)) {
        return settle_retry(tx, parcel, None, code);
    }
    settle(tx, parcel, "unclear", Some(code))?;
    Ok(false)
}

/// It was not done: try again later, or when Slack says. True if it is given up instead.
pub fn settle_retry(
    tx: &Tx<'_>,
    parcel: &Parcel,
    after: Option<TimeDelta>,
    code: &str,
) -> Result<bool> {
    let tries = if after.is_some() {
        parcel.tries
    } else {
        parcel.tries + 1
    };
    if tries > MOST_TRIES {
        settle_dead(tx, parcel, code)?;
        return Ok(true);
    }
    let pause =
        after.unwrap_or_else(|| TimeDelta::seconds((1_i64 << tries.min(20)).min(LONGEST_PAUSE_S)));
    let state = if parcel.look_first {
        "unclear"
    } else {
        "ready"
    };
    tx.connection()
        .prepare_cached(
            "UPDATE outbox SET state = ?2, tries = ?3, due_at = ?4, claimed_at = ?4, code = ?5
             WHERE id = ?1 AND state = 'sending'",
        )?
        .execute(params![
            parcel.id,
            state,
            tries,
            (tx.now + pause).timestamp(),
            code
        ])?;
    Ok(false)
}

/// Slack refuses it for good.
pub fn settle_dead(tx: &Tx<'_>, parcel: &Parcel, code: &str) -> Result<()> {
    settle(tx, parcel, "dead", Some(code))
}

fn settle(tx: &Tx<'_>, parcel: &Parcel, state: &str, code: Option<&str>) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE outbox SET state = ?2, code = ?3, settled_at = ?4 WHERE id = ?1 AND state = 'sending'")?
        .execute(params![parcel.id, state, code, tx.now.timestamp()])?;
    forget_if_last(tx, parcel)
}

/// The last word to somebody who has erased their data leaves no row behind.
fn forget_if_last(tx: &Tx<'_>, parcel: &Parcel) -> Result<()> {
    if parcel.subject.what() == LAST_HOME {
        tx.connection()
            .prepare_cached(
                "DELETE FROM outbox WHERE id = ?1 AND state IN ('sent', 'cancelled', 'dead')",
            )?
            .execute([parcel.id])?;
        tx.scrub();
    }
    Ok(())
}

fn parcel(row: &Row<'_>) -> Result<Parcel> {
    let user = UserId::new(row.get::<_, String>("place")?);
    let place = if row.get::<_, String>("kind")? == "home" {
        Place::Home(user)
    } else {
        Place::Dm(user)
    };
    let channel: Option<String> = row.get("channel")?;
    let ts: Option<String> = row.get("ts")?;
    Ok(Parcel {
        id: row.get("id")?,
        subject: row
            .get::<_, String>("subject")?
            .parse()
            .context("an outbox row")?,
        place,
        nonce: row.get("nonce")?,
        stands: channel.map(ChannelId::new).zip(ts.map(Ts::new)),
        look_first: row.get::<_, String>("state")? == "unclear",
        created_at: DateTime::from_timestamp(row.get("created_at")?, 0)
            .context("an outbox row's created_at")?,
        wanted: row.get("wanted")?,
        tries: row.get("tries")?,
    })
}
