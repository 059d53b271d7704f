//! What Slack is still to be told, written in the same transaction as the fact it tells. A row names its subject
//! and its place and never holds a person's words: the message is made when it is delivered.
//! Nothing here calls Slack; `courier.rs` does, through `queue.rs`.

pub mod queue;

use crate::{
    error::Result,
    ids::UserId,
    store::{Read, Tx},
};
use rusqlite::params;
use std::{fmt, str::FromStr};

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
        }
    }

    /// Whose it is.
    pub fn person(&self) -> &UserId {
        match self {
            Self::Dm(user) | Self::Home(user) => user,
        }
    }
}

/// Tells a place of a subject, once: a second time changes nothing.
pub fn post(tx: &Tx<'_>, lane: Lane, place: &Place, subject: &Subject) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO outbox (subject, kind, place, lane, state, nonce, due_at, created_at)
             VALUES (?1, ?2, ?3, ?4, 'ready', ?5, ?6, ?6) ON CONFLICT (subject, place) DO NOTHING",
        )?
        .execute(params![
            subject.to_string(),
            place.kind(),
            place.person().as_str(),
            lane as i64,
            tx.random()?,
            tx.now.timestamp(),
        ])?;
    tx.wake_courier();
    Ok(())
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

/// Publishes a person's Home tab, now and after each [`refresh_home`].
pub fn open_home(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    post(tx, Lane::Act, &Place::Home(user.clone()), &home_of(user))?;
    refresh_home(tx, user)
}

/// A person's Home tab should look different; nothing happens if they never opened it.
pub fn refresh_home(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    refresh(tx, &home_of(user))
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
