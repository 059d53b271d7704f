//! Who works here: what Slack said of each person, and what follows for taking part. Nothing here calls Slack.

pub mod enrolment;
pub mod leave;
pub mod programme;
pub mod reporting;
pub mod roles;
#[cfg(test)]
mod tests;

use crate::{
    audience::Audience,
    blocks::tidy_name,
    error::Result,
    ids::{ChannelId, NOBODY, UserId},
    profile::Profile,
    records::{Class, Erased, Naming, Record},
    settings,
    store::{Read, Tx},
};
use anyhow::Context;
use chrono_tz::Tz;
use rusqlite::{OptionalExtension, params};

/// The `person` table. Slack's list is read every night, so a row grows old only after Slack has dropped the person.
pub const RECORD: Record = Record {
    table: "person",
    key: &["id"],
    name: "Who you are",
    what: "what Slack lists of you: name, handle, email address, time zone, whether you are a guest or an admin; and which conversation with Peerloop is yours",
    class: Class::People,
    since: "updated_at",
    only: "",
    people: &[
        naming("id", Erased::Row),
        naming("name", Erased::WithRow),
        naming("full_name", Erased::WithRow),
        naming("handle", Erased::WithRow),
        naming("email", Erased::WithRow),
        naming("dm", Erased::WithRow),
    ],
    erasing: &[
        "Deleted.",
        "Peerloop reads Slack's list of people every night and then knows your name, handle, address and time zone again, as of everybody in the workspace, whether they use Peerloop or not.",
    ],
    others: &[
        ("zone", "a time zone of many"),
        ("standing", "one of five words"),
    ],
};

/// What stands in the place of the name of somebody who has erased their data.
pub const NOBODYS_NAME: &str = "someone who left the programme";

const fn naming(column: &'static str, erased: Erased) -> Naming {
    Naming {
        by: column,
        column,
        erased,
    }
}

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
    /// May administer the workspace.
    pub is_admin: bool,
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
        .prepare_cached(
            "SELECT id, name, standing, dm, is_admin, is_single_channel FROM person WHERE id = ?1",
        )?
        .query_row([id.as_str()], from_row)
        .optional()?;
    row.transpose()?
        .map(|row| as_owners_wish(read, row))
        .transpose()
}

/// A single-channel guest counts as a member where owners allow it.
fn as_owners_wish(read: &Read<'_>, (person, is_single_channel): Row) -> Result<Person> {
    let is_member = person.standing == Standing::Guest
        && is_single_channel
        && settings::get(read, &settings::GUESTS)?;
    Ok(if is_member {
        Person {
            standing: Standing::Member,
            ..person
        }
    } else {
        person
    })
}

/// Looks a member up by the handle typed after `@`; `None` if nobody or several have it.
pub fn find_by_handle(read: &Read<'_>, handle: &str) -> Result<Option<Person>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, name, standing, dm, is_admin, is_single_channel FROM person
         WHERE handle = ?1 AND standing IN ('member', 'guest') LIMIT 5",
    )?;
    let mut found = members(read, query.query_map([handle.to_lowercase()], from_row)?)?;
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// Those of the rows who count as members.
fn members(
    read: &Read<'_>,
    rows: impl Iterator<Item = rusqlite::Result<Result<Row>>>,
) -> Result<Vec<Person>> {
    let mut members = Vec::new();
    for row in rows {
        let person = as_owners_wish(read, row??)?;
        if person.standing == Standing::Member {
            members.push(person);
        }
    }
    Ok(members)
}

/// Somebody with all that a list from elsewhere may call them.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Who.
    pub id: UserId,
    /// The name shown.
    pub name: String,
    /// The real name, where Slack lists one.
    pub full_name: Option<String>,
    /// The handle, in lower case.
    pub handle: String,
    /// The address, in lower case; only members have one.
    pub email: Option<String>,
    /// How they stand to the programme.
    pub standing: Standing,
}

/// Everybody.
pub fn listed(read: &Read<'_>) -> Result<Vec<Listed>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id, name, full_name, handle, email, standing FROM person WHERE id <> ?1 ORDER BY id",
    )?;
    let rows = query
        .query_map([NOBODY], |row| {
            let standing: String = row.get("standing")?;
            let listed = Listed {
                id: UserId::new(row.get::<_, String>("id")?),
                name: row.get("name")?,
                full_name: row.get("full_name")?,
                handle: row.get("handle")?,
                email: row.get("email")?,
                standing: Standing::Member,
            };
            Ok((listed, standing))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    rows.into_iter()
        .map(|(listed, standing)| {
            let standing = Standing::from_word(&standing)
                .with_context(|| format!("unknown standing {standing}"))?;
            // Owners may have let some guests take part.
            let standing = if standing == Standing::Guest {
                find(read, &listed.id)?.map_or(standing, |person| person.standing)
            } else {
                standing
            };
            Ok(Listed { standing, ..listed })
        })
        .collect()
}

/// Their name, or a word for somebody we do not know.
pub fn name(read: &Read<'_>, id: &UserId) -> Result<String> {
    Ok(find(read, id)?.map_or_else(|| "somebody".to_owned(), |person| person.name))
}

/// The line that ends what `viewer` reads: who else does, by name.
pub fn who_sees(read: &Read<'_>, audience: &Audience, viewer: &UserId) -> Result<String> {
    let mut named = Ok(());
    let line = audience.sentence(viewer, |user| {
        name(read, user).unwrap_or_else(|error| {
            named = Err(error);
            String::new()
        })
    });
    named.map(|()| line)
}

/// Their time zone; UTC for somebody of whom Slack gives none, or one that we do not know.
pub fn zone_of(read: &Read<'_>, id: &UserId) -> Result<Tz> {
    let zone: Option<String> = read
        .connection()
        .prepare_cached("SELECT zone FROM person WHERE id = ?1")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(zone
        .and_then(|zone| zone.parse().ok())
        .unwrap_or(chrono_tz::UTC))
}

/// Keeps what Slack says of somebody; answers with how they stood before, if they were known.
pub fn keep(tx: &Tx<'_>, profile: &Profile) -> Result<Option<Standing>> {
    let before = find(tx, &profile.id)?.map(|person| person.standing);
    let standing = Standing::of(profile);
    // Only members can stand in a list of who takes part.
    let email = profile
        .email
        .as_ref()
        .filter(|_| standing == Standing::Member)
        .map(|email| email.to_lowercase());
    tx.connection()
        .prepare_cached(
            "INSERT INTO person (id, name, full_name, handle, email, zone, standing, is_admin, is_single_channel, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, full_name = excluded.full_name,
                 handle = excluded.handle, email = excluded.email, zone = coalesce(excluded.zone, zone),
                 standing = excluded.standing, is_admin = excluded.is_admin,
                 is_single_channel = excluded.is_single_channel, updated_at = excluded.updated_at",
        )?
        .execute(params![
            profile.id.as_str(),
            tidy_name(&profile.name),
            profile.full_name.as_deref().map(tidy_name),
            profile.handle.to_lowercase(),
            email,
            profile.zone,
            standing.word(),
            profile.is_admin,
            profile.is_single_channel,
            tx.now.timestamp(),
        ])?;
    Ok(before)
}

/// Makes sure that rows can name nobody in the place of somebody who has erased their data.
pub fn keep_nobody(tx: &Tx<'_>) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO person (id, name, handle, standing, is_admin, updated_at)
             VALUES (?1, ?2, '', 'deactivated', 0, ?3) ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at",
        )?
        .execute(params![NOBODY, NOBODYS_NAME, tx.now.timestamp()])?;
    Ok(())
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

/// Somebody as Slack says, and whether they are a guest of one channel only.
type Row = (Person, bool);

fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Result<Row>> {
    let standing: String = row.get("standing")?;
    let person = Person {
        id: UserId::new(row.get::<_, String>("id")?),
        name: row.get("name")?,
        standing: Standing::Member,
        dm: row.get::<_, Option<String>>("dm")?.map(ChannelId::new),
        is_admin: row.get("is_admin")?,
    };
    let is_single_channel = row.get("is_single_channel")?;
    Ok(Standing::from_word(&standing)
        .with_context(|| format!("unknown standing {standing}"))
        .map(|standing| (Person { standing, ..person }, is_single_channel))
        .map_err(Into::into))
}
