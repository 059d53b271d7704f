//! The outbox as the courier sees it: ready → sending (committed before the call) → sent, or back to ready, or
//! unclear (it may have been done: looked up before it is said again), cancelled, dead. Nothing here calls Slack.

#[cfg(test)]
mod tests;

use super::{LAST_HOME, Lane, Place, Subject};
use crate::{
    error::Result,
    ids::{ChannelId, Ts},
    store::Tx,
};
use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Row, params};
use std::collections::HashSet;

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

/// What a delivery does at Slack, which limits each kind apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    /// Publishes a Home tab.
    Home,
    /// Edits a message where it stands.
    Edit,
    /// Posts a message.
    Message,
}

/// What is told one thing at a time: a person's conversation, their Home tab, a channel for what is new in it, and each
/// card that stands there for itself, so that two drills in one channel do not wait for each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Spot {
    /// A place.
    Place(Place),
    /// A card in a channel.
    Card(Ts),
}

/// What may happen to a row that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It goes now.
    Now,
    /// Its spot has just been told something: not this one, nor another for there.
    PlaceWaits,
    /// Its kind of call has used up what Slack allows: none of its kind.
    CallWaits,
}

/// What the courier should do next.
#[derive(Debug, Default)]
pub struct Claimed {
    /// Deliver these now; they are committed as *sending*.
    pub parcels: Vec<Parcel>,
    /// Something is due that had to wait for its turn.
    pub held_back: bool,
    /// If there is nothing to do now: the earliest moment something becomes due.
    pub next_due_at: Option<DateTime<Utc>>,
}

/// The lanes, in the order in which they are served.
const LANES: [Lane; 3] = [Lane::Act, Lane::Card, Lane::Prompt];

/// Where the rows of a lane wait, first what somebody may be looking at: what is called, the row's kind, and whether its
/// message stands already.
const QUEUES: [(Call, &str, bool); 5] = [
    (Call::Home, "home", false),
    (Call::Edit, "dm", true),
    (Call::Edit, "channel", true),
    (Call::Message, "dm", false),
    (Call::Message, "channel", false),
];

fn queues() -> impl Iterator<Item = (Lane, Call, &'static str, bool)> {
    LANES
        .into_iter()
        .flat_map(|lane| QUEUES.map(|(call, kind, stands)| (lane, call, kind, stands)))
}

/// What is due in one queue, in order; read from an index, so it costs no more than what is taken.
const DUE: &str = "SELECT id, subject, kind, place, nonce, channel, ts, wanted, tries, created_at, state FROM outbox
     WHERE state IN ('ready', 'unclear') AND lane = ?1 AND kind = ?2 AND (ts IS NOT NULL) = ?3 AND due_at <= ?4
     ORDER BY due_at, id";

/// What is under way.
const SENDING: &str = "SELECT id, subject, kind, place, nonce, channel, ts, wanted, tries, created_at, state FROM outbox
     WHERE state = 'sending'";

impl Parcel {
    /// What its delivery does.
    pub fn call(&self) -> Call {
        match &self.place {
            Place::Home(_) => Call::Home,
            Place::Dm(_) | Place::Channel(_) if self.stands.is_some() => Call::Edit,
            Place::Dm(_) | Place::Channel(_) => Call::Message,
        }
    }

    /// What must not be told two things at once.
    pub fn spot(&self) -> Spot {
        match (&self.place, &self.stands) {
            (Place::Channel(_), Some((_, ts))) => Spot::Card(ts.clone()),
            (place, _) => Spot::Place(place.clone()),
        }
    }
}

/// After a start: whatever was being sent when the process ended may or may not have arrived. What may be said twice
/// waits for `grace` before it is looked up.
pub fn recover(tx: &Tx<'_>, grace: TimeDelta) -> Result<()> {
    // A Home tab and an edit are safe to repeat; only a first post could be said twice.
    tx.connection().execute(
        "UPDATE outbox SET state = 'ready' WHERE state = 'sending' AND (kind = 'home' OR ts IS NOT NULL)",
        [],
    )?;
    tx.connection().execute(
        "UPDATE outbox SET state = 'unclear', due_at = claimed_at + ?1 + 1 WHERE state = 'sending'",
        [grace.num_seconds()],
    )?;
    Ok(())
}

/// Takes at most `room` due rows, one per place, of those whose `turn` it is. It looks no further into a queue than it
/// must: a row is asked about only while the answer can still let one go.
pub fn claim(tx: &Tx<'_>, room: usize, mut turn: impl FnMut(&Parcel) -> Turn) -> Result<Claimed> {
    let mut claimed = Claimed::default();
    let now = tx.now.timestamp();
    let mut busy = being_told(tx)?;
    let mut closed = Vec::new();
    let mut query = tx.connection().prepare_cached(DUE)?;
    for (lane, call, kind, stands) in queues() {
        if closed.contains(&call) {
            continue;
        }
        let mut rows = query.query(params![lane as i64, kind, stands, now])?;
        while claimed.parcels.len() < room
            && let Some(row) = rows.next()?
        {
            let parcel = parcel(row)?;
            let spot = parcel.spot();
            if busy.contains(&spot) {
                continue;
            }
            match turn(&parcel) {
                Turn::Now => {
                    busy.insert(spot);
                    claimed.parcels.push(parcel);
                }
                Turn::PlaceWaits => {
                    claimed.held_back = true;
                    busy.insert(spot);
                }
                Turn::CallWaits => {
                    claimed.held_back = true;
                    closed.push(call);
                    break;
                }
            }
        }
    }
    for parcel in &claimed.parcels {
        tx.connection()
            .prepare_cached("UPDATE outbox SET state = 'sending', claimed_at = ?2 WHERE id = ?1")?
            .execute([parcel.id, now])?;
    }
    if claimed.parcels.is_empty() && !claimed.held_back {
        claimed.next_due_at = next_due_at(tx)?;
    }
    Ok(claimed)
}

/// The spots that are being told something at this moment.
fn being_told(tx: &Tx<'_>) -> Result<HashSet<Spot>> {
    let mut spots = HashSet::new();
    let mut query = tx.connection().prepare_cached(SENDING)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        spots.insert(parcel(row)?.spot());
    }
    Ok(spots)
}

/// The next moment at which the clock alone makes something due. What waits for a delivery under way is not asked
/// about: the end of that delivery wakes the courier.
fn next_due_at(tx: &Tx<'_>) -> Result<Option<DateTime<Utc>>> {
    let mut query = tx.connection().prepare_cached(
        "SELECT min(due_at) FROM outbox
         WHERE state IN ('ready', 'unclear') AND lane = ?1 AND kind = ?2 AND (ts IS NOT NULL) = ?3 AND due_at > ?4",
    )?;
    let mut earliest: Option<i64> = None;
    for (lane, _, kind, stands) in queues() {
        let due: Option<i64> = query.query_row(
            params![lane as i64, kind, stands, tx.now.timestamp()],
            |row| row.get(0),
        )?;
        earliest = earliest.into_iter().chain(due).min();
    }
    Ok(earliest.and_then(|due| DateTime::from_timestamp(due, 0)))
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

/// It may have been done: after `grace`, look before saying it again. What is safe to repeat is simply tried again.
pub fn settle_unclear(tx: &Tx<'_>, parcel: &Parcel, grace: TimeDelta, code: &str) -> Result<bool> {
    if parcel.call() != Call::Message {
        return settle_retry(tx, parcel, None, code);
    }
    tx.connection()
        .prepare_cached(
            "UPDATE outbox SET state = 'unclear', due_at = claimed_at + ?2 + 1, code = ?3, settled_at = ?4
             WHERE id = ?1 AND state = 'sending'",
        )?
        .execute(params![parcel.id, grace.num_seconds(), code, tx.now.timestamp()])?;
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
            "UPDATE outbox SET state = ?2, tries = ?3, due_at = ?4, code = ?5
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

fn place(row: &Row<'_>) -> Result<Place> {
    let kind: String = row.get("kind")?;
    let place = Place::named(&kind, row.get("place")?);
    Ok(place.with_context(|| format!("an outbox row of kind {kind}"))?)
}

fn parcel(row: &Row<'_>) -> Result<Parcel> {
    let channel: Option<String> = row.get("channel")?;
    let ts: Option<String> = row.get("ts")?;
    Ok(Parcel {
        id: row.get("id")?,
        subject: row
            .get::<_, String>("subject")?
            .parse()
            .context("an outbox row")?,
        place: place(row)?,
        nonce: row.get("nonce")?,
        stands: channel.map(ChannelId::new).zip(ts.map(Ts::new)),
        look_first: row.get::<_, String>("state")? == "unclear",
        created_at: DateTime::from_timestamp(row.get("created_at")?, 0)
            .context("an outbox row's created_at")?,
        wanted: row.get("wanted")?,
        tries: row.get("tries")?,
    })
}
