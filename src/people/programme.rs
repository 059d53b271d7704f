//! The programme as its owners set it: who takes part, whether others may join by themselves, and whether Peerloop sends
//! prompts. Rows with who and when; the newest holds. What people do for each other works in every state: only prompts
//! that nobody asked for wait for **Go live**.

use crate::{
    error::Result,
    ids::{ChannelId, UserId},
    records::{Class, Erased, Naming, Record},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, Utc};
use rusqlite::{Row, params};

/// The `programme` table: it is also the log.
pub const RECORD: Record = Record {
    table: "programme",
    key: &["id"],
    name: "The programme",
    what: "what owners have set: who takes part and whether prompts are sent, who and when; what holds now is kept while it holds",
    class: Class::Changes,
    since: "set_at",
    only: "id < (SELECT max(id) FROM programme newest)",
    people: &[Naming {
        by: "set_by",
        column: "set_by",
        erased: Erased::Name,
    }],
    erasing: &["What you set stays, without your name."],
    others: &[
        ("enrols", "one of a few words"),
        ("channel", "a channel of the workspace"),
        ("joining", "one of two words"),
        ("prompts", "one of a few words"),
    ],
};

/// Who set something from the command line.
pub const OPERATOR: &str = "operator";

/// Who takes part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Enrols {
    /// Every member of the workspace.
    #[default]
    Everyone,
    /// The members of a channel, read every night.
    Channel(ChannelId),
    /// Those whom owners have added.
    List,
}

/// Whether prompts that nobody asked for are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prompts {
    /// Not yet: nobody pressed **Go live**.
    #[default]
    Off,
    /// They are sent.
    Live,
    /// An owner stopped them for now.
    Paused,
}

/// What owners have set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Programme {
    /// Who takes part.
    pub enrols: Enrols,
    /// Others may join by themselves.
    pub is_open: bool,
    /// Whether prompts are sent.
    pub prompts: Prompts,
}

/// One change, for the log.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its number.
    pub id: i64,
    /// What held from then on.
    pub programme: Programme,
    /// A person's id, or a word.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Enrols {
    /// The word that the table keeps.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Channel(_) => "channel",
            Self::List => "list",
        }
    }
}

impl Prompts {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Off, "off"),
        (Self::Live, "live"),
        (Self::Paused, "paused"),
    ];

    /// The word that the table keeps.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(prompts, _)| *prompts == self)
            .map_or("off", |(_, word)| word)
    }
}

/// What holds now.
pub fn now(read: &Read<'_>) -> Result<Programme> {
    Ok(last_change(read)?.map_or_else(
        || Programme {
            is_open: true,
            ..Programme::default()
        },
        |change| change.programme,
    ))
}

/// True if prompts that nobody asked for may be sent.
pub fn is_live(read: &Read<'_>) -> Result<bool> {
    Ok(now(read)?.prompts == Prompts::Live)
}

/// The newest change; `None` before the first.
pub fn last_change(read: &Read<'_>) -> Result<Option<Change>> {
    Ok(changes(read, 1)?.pop())
}

/// The last changes, newest first.
pub fn changes(read: &Read<'_>, limit: u32) -> Result<Vec<Change>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, enrols, channel, joining, prompts, set_by, set_at FROM programme ORDER BY id DESC LIMIT ?1",
    )?;
    let found = query
        .query_map([limit], change)?
        .collect::<Result<Vec<_>, _>>()?;
    found.into_iter().collect()
}

/// When somebody changed something.
pub fn changed_by(read: &Read<'_>, user: &UserId) -> Result<Vec<Change>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, enrols, channel, joining, prompts, set_by, set_at FROM programme WHERE set_by = ?1 ORDER BY id",
    )?;
    let found = query
        .query_map([user.as_str()], change)?
        .collect::<Result<Vec<_>, _>>()?;
    found.into_iter().collect()
}

/// Changes what holds; the same again is no change. `by` is a person's id or [`OPERATOR`].
pub fn set(tx: &Tx<'_>, programme: &Programme, by: &str) -> Result<()> {
    if now(tx)? == *programme {
        return Ok(());
    }
    let channel = match &programme.enrols {
        Enrols::Channel(channel) => Some(channel.as_str()),
        Enrols::Everyone | Enrols::List => None,
    };
    tx.connection()
        .prepare_cached(
            "INSERT INTO programme (enrols, channel, joining, prompts, set_by, set_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            programme.enrols.word(),
            channel,
            if programme.is_open { "open" } else { "closed" },
            programme.prompts.word(),
            by,
            tx.now.timestamp(),
        ])?;
    Ok(())
}

fn change(row: &Row<'_>) -> rusqlite::Result<Result<Change>> {
    let (enrols, prompts): (String, String) = (row.get("enrols")?, row.get("prompts")?);
    let channel: Option<String> = row.get("channel")?;
    let joining: String = row.get("joining")?;
    let id = row.get("id")?;
    let (by, at): (String, i64) = (row.get("set_by")?, row.get("set_at")?);
    let enrols = match (enrols.as_str(), channel) {
        ("everyone", None) => Ok(Enrols::Everyone),
        ("list", None) => Ok(Enrols::List),
        ("channel", Some(channel)) => Ok(Enrols::Channel(ChannelId::new(channel))),
        _ => Err(anyhow::anyhow!("unknown way to enrol: {enrols}").into()),
    };
    let prompts = Prompts::ALL
        .iter()
        .find(|(_, word)| *word == prompts)
        .map(|(prompts, _)| *prompts)
        .with_context(|| format!("unknown state of prompts: {prompts}"));
    Ok(enrols.and_then(|enrols| {
        Ok(Change {
            id,
            programme: Programme {
                enrols,
                is_open: joining == "open",
                prompts: prompts?,
            },
            by,
            at: DateTime::from_timestamp(at, 0).unwrap_or_default(),
        })
    }))
}
