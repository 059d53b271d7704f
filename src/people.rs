//! Who works here: what Slack said of each person, and what follows for taking part. Nothing here calls Slack.

use crate::{
    blocks::tidy_name,
    error::Result,
    ids::{ChannelId, UserId},
    profile::Profile,
    store::{Read, Tx},
};
use anyhow::Context;
use rusqlite::{OptionalExtension, Row, params};

/// How somebody stands to the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Takes part.
    Member,
    /// A guest of the workspace.
    Guest,
    /// From another organisation.
    Outsider,
    /// A bot or an app.
    Bot,
    /// The account was switched off.
    Deactivated,
}

/// Somebody we know.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// The name to show, harmless in any sentence.
    pub name: String,
    /// How they stand to the programme.
    pub standing: Standing,
    /// Their conversation with the bot, once it was opened.
    pub dm: Option<ChannelId>,
}

impl Standing {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Member, "member"),
        (Self::Guest, "guest"),
        (Self::Outsider, "outsider"),
        (Self::Bot, "bot"),
        (Self::Deactivated, "deactivated"),
    ];

    /// What follows from Slack's flags; the strongest reason to stay out wins.
    pub fn of(profile: &Profile) -> Self {
        match profile {
            Profile {
                is_deactivated: true,
                ..
            } => Self::Deactivated,
            Profile { is_bot: true, .. } => Self::Bot,
            Profile {
                is_outsider: true, ..
            } => Self::Outsider,
            Profile { is_guest: true, .. } => Self::Guest,
            _ => Self::Member,
        }
    }

    fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(standing, _)| *standing == self)
            .map_or("member", |(_, word)| word)
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(standing, _)| *standing)
    }
}

/// Looks somebody up.
pub fn find(read: &Read<'_>, id: &UserId) -> Result<Option<Person>> {
    let row = read
        .connection()
        .prepare_cached("SELECT id, name, standing, dm FROM person WHERE id = ?1")?
        .query_row([id.as_str()], from_row)
        .optional()?;
    row.transpose()
}

/// Looks somebody up by the handle typed after `@`; `None` if nobody or several have it.
pub fn find_by_handle(read: &Read<'_>, handle: &str) -> Result<Option<Person>> {
    let mut query = read
        .connection()
        .prepare_cached("SELECT id, name, standing, dm FROM person WHERE handle = ?1 AND standing = 'member' LIMIT 2")?;
    let mut found = query
        .query_map([handle.to_lowercase()], from_row)?
        .collect::<Result<Vec<_>, _>>()?;
    let only = if found.len() == 1 { found.pop() } else { None };
    only.transpose()
}

/// Their name, or a word for somebody we do not know.
pub fn name(read: &Read<'_>, id: &UserId) -> Result<String> {
    Ok(find(read, id)?.map_or_else(|| "somebody".to_owned(), |person| person.name))
}

/// Keeps what Slack says of somebody; answers with how they stood before, if they were known.
pub fn keep(tx: &Tx<'_>, profile: &Profile) -> Result<Option<Standing>> {
    let before = find(tx, &profile.id)?.map(|person| person.standing);
    tx.connection()
        .prepare_cached(
            "INSERT INTO person (id, name, handle, zone, standing, is_admin, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, handle = excluded.handle,
                 zone = coalesce(excluded.zone, zone), standing = excluded.standing,
                 is_admin = excluded.is_admin, updated_at = excluded.updated_at",
        )?
        .execute(params![
            profile.id.as_str(),
            tidy_name(&profile.name),
            profile.handle.to_lowercase(),
            profile.zone,
            Standing::of(profile).word(),
            profile.is_admin,
            tx.now.timestamp(),
        ])?;
    Ok(before)
}

/// How many people there are of each standing.
pub fn tally(read: &Read<'_>) -> Result<Vec<(String, i64)>> {
    let mut query = read
        .connection()
        .prepare("SELECT standing, count(*) FROM person GROUP BY 1 ORDER BY 2 DESC, 1")?;
    let counted = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(counted)
}

/// Remembers somebody's conversation with the bot.
pub fn keep_dm(tx: &Tx<'_>, id: &UserId, dm: &ChannelId) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE person SET dm = ?2 WHERE id = ?1")?
        .execute([id.as_str(), dm.as_str()])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Result<Person>> {
    let standing: String = row.get("standing")?;
    let person = Person {
        id: UserId::new(row.get::<_, String>("id")?),
        name: row.get("name")?,
        standing: Standing::Member,
        dm: row.get::<_, Option<String>>("dm")?.map(ChannelId::new),
    };
    Ok(Standing::from_word(&standing)
        .with_context(|| format!("unknown standing {standing}"))
        .map(|standing| Person { standing, ..person })
        .map_err(Into::into))
}
