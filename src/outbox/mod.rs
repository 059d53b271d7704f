//! What Slack is still to be told, written in the same transaction as the fact it tells. A row names its subject
//! and its place and never holds a person's words: the message is made when it is delivered.
//! Nothing here calls Slack; `courier.rs` does, through `queue.rs`.

pub mod queue;

use crate::{
    error::Result,
    ids::{ChannelId, UserId},
    records::{Class, Erased, Naming, Record},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use std::{fmt, str::FromStr};

/// The `outbox` table. A row's time counts from when it was last said or changed, which is never before the note that it
/// tells of: while a note is there, so is the row by which its message can still be changed.
pub const RECORD: Record = Record {
    table: "outbox",
    key: &["id"],
    name: "Messages to you",
    what: "what each was about and when it was sent, also for your Home tab; never its text",
    class: Class::Messages,
    since: "settled_at",
    only: "state IN ('sent', 'cancelled', 'dead')",
    people: &[
        Naming {
            by: "place",
            column: "place",
            erased: Erased::Row,
        },
        Naming {
            by: "substr(subject, instr(subject, ':') + 1)",
            column: "subject",
            erased: Erased::Row,
        },
        Naming {
            by: "channel",
            column: "channel",
            erased: Erased::WithRow,
        },
    ],
    erasing: &[
        "Deleted, and what was not sent yet is not sent.",
        "The messages themselves stay in Slack, in your conversation with Peerloop; they hold no words of notes.",
    ],
    others: &[
        ("kind", "one of a few words"),
        ("state", "one of a few words"),
        ("nonce", "drawn at random"),
        ("ts", "Slack's number for a message"),
        ("code", "Slack's word for an error"),
    ],
};

/// What a message is about: `feedback.arrived:17`. The part before the dot is the ritual that renders it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    what: String,
    id: String,
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A person's conversation with the bot.
    Dm(UserId),
    /// A person's Home tab.
    Home(UserId),
    /// A channel: everybody in it sees the message, so it is made for nobody in particular.
    Channel(ChannelId),
}

/// What goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// What somebody has just done.
    Act = 0,
    /// Cards and Home tabs.
    Card = 1,
    /// What nobody asked for just now.
    Prompt = 2,
}

/// The last Home tab of somebody who has erased their data.
const LAST_HOME: &str = "home.last";

impl Subject {
    /// `what` is `<ritual>.<message>`; `id` names the item.
    pub fn new(what: &'static str, id: impl fmt::Display) -> Self {
        Self {
            what: what.to_owned(),
            id: id.to_string(),
        }
    }

    /// The ritual that renders it.
    pub fn ritual(&self) -> &str {
        self.what
            .split_once('.')
            .map_or(self.what.as_str(), |(ritual, _)| ritual)
    }

    /// Which of its messages.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// The item.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The item, where it is one with a number.
    pub fn number(&self) -> Option<i64> {
        self.id.parse().ok()
    }

    /// The item with a number, if this is that message.
    pub fn number_of(&self, what: &str) -> Option<i64> {
        self.number().filter(|_| self.what == what)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.what, self.id)
    }
}

impl FromStr for Subject {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (what, id) = text
            .split_once(':')
            .ok_or_else(|| anyhow::anyhow!("not a subject: {text}"))?;
        Ok(Self {
            what: what.to_owned(),
            id: id.to_owned(),
        })
    }
}

impl Place {
    /// The word that the row keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Dm(_) => "dm",
            Self::Home(_) => "home",
            Self::Channel(_) => "channel",
        }
    }

    /// Whose it is; a channel is nobody's.
    pub fn person(&self) -> Option<&UserId> {
        match self {
            Self::Dm(user) | Self::Home(user) => Some(user),
            Self::Channel(_) => None,
        }
    }

    /// The person's or the channel's id.
    pub fn id(&self) -> &str {
        match self {
            Self::Dm(user) | Self::Home(user) => user.as_str(),
            Self::Channel(channel) => channel.as_str(),
        }
    }

    /// The place that a row names; `None` for a kind that no version has had.
    fn named(kind: &str, id: String) -> Option<Self> {
        match kind {
            "dm" => Some(Self::Dm(UserId::new(id))),
            "home" => Some(Self::Home(UserId::new(id))),
            "channel" => Some(Self::Channel(ChannelId::new(id))),
            _ => None,
        }
    }
}

/// Tells a place of a subject, once: a second time changes nothing. Whoever has erased their data is told nothing.
pub fn post(tx: &Tx<'_>, lane: Lane, place: &Place, subject: &Subject) -> Result<()> {
    if place.person().is_some_and(UserId::is_nobody) {
        return Ok(());
    }
    tx.connection()
        .prepare_cached(
            "INSERT INTO outbox (subject, kind, place, lane, state, nonce, due_at, created_at)
             VALUES (?1, ?2, ?3, ?4, 'ready', ?5, ?6, ?6) ON CONFLICT (subject, place) DO NOTHING",
        )?
        .execute(params![
            subject.to_string(),
            place.kind(),
            place.id(),
            lane as i64,
            tx.random()?,
            tx.now.timestamp(),
        ])?;
    tx.wake_courier();
    Ok(())
}

/// Tells a place once more, in a new message, of a subject that Slack refused for there, or whose message cannot be
/// changed any more; `false` if nothing of the kind happened.
pub fn post_again(tx: &Tx<'_>, place: &Place, subject: &Subject) -> Result<bool> {
    let changed = tx
        .connection()
        .prepare_cached(
            "UPDATE outbox SET state = 'ready', tries = 0, due_at = ?3, code = NULL, settled_at = NULL,
                 channel = NULL, ts = NULL, nonce = ?4
             WHERE subject = ?1 AND place = ?2 AND state = 'dead'",
        )?
        .execute(params![
            subject.to_string(),
            place.id(),
            tx.now.timestamp(),
            tx.random()?
        ])?;
    tx.wake_courier();
    Ok(changed > 0)
}

/// The message should look different now: it is edited where it stands, and if it was not sent yet it is sent
/// in its new state. The newest state wins.
pub fn refresh(tx: &Tx<'_>, subject: &Subject) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "UPDATE outbox SET wanted = wanted + 1,
                 due_at = CASE state WHEN 'sent' THEN ?2 ELSE due_at END,
                 tries = CASE state WHEN 'sent' THEN 0 ELSE tries END,
                 state = CASE state WHEN 'sent' THEN 'ready' ELSE state END
             WHERE subject = ?1 AND state IN ('ready', 'sending', 'unclear', 'sent')",
        )?
        .execute(params![subject.to_string(), tx.now.timestamp()])?;
    tx.wake_courier();
    Ok(())
}

/// Publishes a person's Home tab, now and after each [`refresh_home`], also where Slack had refused it before.
pub fn open_home(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    let (place, subject) = (Place::Home(user.clone()), home_of(user));
    post(tx, Lane::Act, &place, &subject)?;
    post_again(tx, &place, &subject)?;
    refresh(tx, &subject)
}

/// A person's Home tab should look different; nothing happens if they never opened it, or have left the company.
pub fn refresh_home(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    let gone = tx
        .connection()
        .prepare_cached("SELECT 1 FROM person WHERE id = ?1 AND standing = 'deactivated'")?
        .exists([user.as_str()])?;
    if gone {
        return Ok(());
    }
    refresh(tx, &home_of(user))
}

/// Seconds of a day.
const DAY_S: i64 = 86_400;

/// True if somebody has opened their Home tab.
pub fn has_home(read: &Read<'_>, user: &UserId) -> Result<bool> {
    let found = read
        .connection()
        .prepare_cached("SELECT 1 FROM outbox WHERE subject = ?1 AND place = ?2")?
        .query_row([home_of(user).to_string().as_str(), user.as_str()], |_| {
            Ok(())
        })
        .optional()?;
    Ok(found.is_some())
}

/// True on the day after somebody's Home tab was first asked for. By the day and not by what was published, for many
/// changes become one publish.
pub fn is_first_home(read: &Read<'_>, user: &UserId) -> Result<bool> {
    let made_at: Option<i64> = read
        .connection()
        .prepare_cached("SELECT created_at FROM outbox WHERE subject = ?1 AND place = ?2")?
        .query_row([home_of(user).to_string().as_str(), user.as_str()], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(made_at.is_none_or(|made_at| read.now.timestamp() - made_at < DAY_S))
}

/// Publishes the Home tab of somebody who has erased their data once more, as it is now; the row goes as soon as Slack
/// has it.
pub fn post_last_home(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    let place = Place::Home(user.clone());
    post(tx, Lane::Act, &place, &Subject::new(LAST_HOME, user))
}

/// True if nothing waits to be told.
pub fn is_empty(read: &Read<'_>) -> Result<bool> {
    let waits: bool = read
        .connection()
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM outbox WHERE state IN ('ready', 'unclear'))
                 OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending')",
        )?
        .query_row([], |row| row.get(0))?;
    Ok(!waits)
}

/// The subjects of all rows, in order.
#[cfg(test)]
pub(crate) fn subjects(read: &Read<'_>) -> Result<Vec<String>> {
    let mut query = read
        .connection()
        .prepare("SELECT subject FROM outbox ORDER BY id")?;
    let subjects = query
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(subjects)
}

/// What waits and what failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Waits to be sent.
    pub ready: i64,
    /// In the courier's hands.
    pub sending: i64,
    /// May have been sent: looked up before it is sent again.
    pub unclear: i64,
    /// Could not be told, for good.
    pub dead: i64,
    /// When the oldest of those that wait was due.
    pub oldest_due_at: Option<DateTime<Utc>>,
    /// Slack's codes for the dead ones, and how many each.
    pub codes: Vec<(String, i64)>,
    /// A Home tab was shown at least once.
    pub has_shown_home: bool,
}

/// Counts what waits and what failed; never what was sent, so that it costs the same after years.
pub fn tally(read: &Read<'_>) -> Result<Tally> {
    let connection = read.connection();
    let mut tally = connection
        .prepare_cached(
            "SELECT count(*) FILTER (WHERE state = 'ready'), count(*) FILTER (WHERE state = 'sending'),
                 count(*) FILTER (WHERE state = 'unclear'), min(due_at)
             FROM outbox WHERE state IN ('ready', 'sending', 'unclear')",
        )?
        .query_row([], |row| {
            Ok(Tally {
                ready: row.get(0)?,
                sending: row.get(1)?,
                unclear: row.get(2)?,
                oldest_due_at: row
                    .get::<_, Option<i64>>(3)?
                    .and_then(|at| DateTime::from_timestamp(at, 0)),
                ..Tally::default()
            })
        })?;
    tally.codes = connection
        .prepare_cached(
            "SELECT coalesce(code, 'unknown'), count(*) FROM outbox WHERE state = 'dead' GROUP BY 1 ORDER BY 2 DESC, 1",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    tally.dead = tally.codes.iter().map(|(_, count)| count).sum();
    tally.has_shown_home = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM outbox WHERE kind = 'home' AND shown > 0)")?
        .query_row([], |row| row.get(0))?;
    Ok(tally)
}

/// How many could not be told, for good.
pub fn dead(read: &Read<'_>) -> Result<i64> {
    Ok(read.connection().query_row(
        "SELECT count(*) FROM outbox WHERE state = 'dead'",
        [],
        |row| row.get(0),
    )?)
}

fn home_of(user: &UserId) -> Subject {
    Subject::new("home.tab", user)
}
