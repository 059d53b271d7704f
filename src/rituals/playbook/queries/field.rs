//! What speaks for an entry: drills, uses in the field, and the cards with which it was shared.

use super::at;
use crate::{
    error::Result,
    ids::{ChannelId, UserId},
    rituals::playbook::rules::{self, Evidence, How},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

/// What speaks for an entry.
pub(in crate::rituals::playbook) fn evidence(read: &Read<'_>, id: i64) -> Result<Evidence> {
    let drilled = read
        .connection()
        .prepare_cached(
            "SELECT count(*), coalesce(sum(duels), 0),
                 sum(share * duels) FILTER (WHERE share IS NOT NULL) / nullif(sum(duels) FILTER (WHERE share IS NOT NULL), 0)
             FROM playbook_evidence WHERE entry = ?1",
        )?
        .query_row([id], |row| {
            Ok(Evidence {
                drills: row.get(0)?,
                duels: row.get(1)?,
                share: row.get(2)?,
                ..Evidence::default()
            })
        })?;
    Ok(read
        .connection()
        .prepare_cached(
            "SELECT count(*), count(DISTINCT person), count(*) FILTER (WHERE how = 'worked'), count(*) FILTER (WHERE how = 'partly')
             FROM playbook_use WHERE entry = ?1",
        )?
        .query_row([id], |row| {
            Ok(Evidence {
                uses: row.get(0)?,
                people: row.get(1)?,
                worked: row.get(2)?,
                partly: row.get(3)?,
                ..drilled
            })
        })?)
}

/// The entry for which this drill counts already.
pub(in crate::rituals::playbook) fn source_entry(
    read: &Read<'_>,
    source: &str,
) -> Result<Option<i64>> {
    Ok(read
        .connection()
        .prepare_cached("SELECT entry FROM playbook_evidence WHERE source = ?1")?
        .query_row([source], |row| row.get(0))
        .optional()?)
}

/// A drill counts for an entry, once.
pub(in crate::rituals::playbook) fn add_evidence(
    tx: &Tx<'_>,
    id: i64,
    source: &str,
    share: Option<u8>,
    duels: u32,
    voters: u32,
) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO playbook_evidence (source, entry, share, duels, voters, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (source) DO NOTHING",
        )?
        .execute(params![source, id, share, duels, voters, tx.now.timestamp()])?;
    Ok(())
}

/// What counted for a draft counts for the entry that it became part of.
pub(in crate::rituals::playbook) fn move_evidence(tx: &Tx<'_>, from: i64, to: i64) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE playbook_evidence SET entry = ?2 WHERE entry = ?1")?
        .execute([from, to])?;
    Ok(())
}

/// Somebody used an entry today; the last answer of a day holds.
pub(in crate::rituals::playbook) fn use_it(
    tx: &Tx<'_>,
    id: i64,
    who: &UserId,
    how: How,
) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO playbook_use (entry, person, day, how, used_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (entry, person, day) DO UPDATE SET how = excluded.how",
        )?
        .execute(params![
            id,
            who.as_str(),
            rules::day(tx.now),
            how.word(),
            tx.now.timestamp()
        ])?;
    Ok(())
}

/// Somebody did not use it today after all.
pub(in crate::rituals::playbook) fn take_back_use(
    tx: &Tx<'_>,
    id: i64,
    who: &UserId,
) -> Result<()> {
    tx.connection()
        .prepare_cached("DELETE FROM playbook_use WHERE entry = ?1 AND person = ?2 AND day = ?3")?
        .execute(params![id, who.as_str(), rules::day(tx.now)])?;
    Ok(())
}

/// What somebody used: the entry, how it went, when.
pub(in crate::rituals::playbook) fn uses_of(
    read: &Read<'_>,
    who: &UserId,
) -> Result<Vec<(i64, String, DateTime<Utc>)>> {
    let mut query = read.connection().prepare_cached(
        "SELECT entry, how, used_at FROM playbook_use WHERE person = ?1 ORDER BY used_at, entry",
    )?;
    let found = query
        .query_map([who.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, at(row.get(2)?)))
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The entries that are used most, and with the best result; without any use, the newest.
pub(in crate::rituals::playbook) fn most_used(read: &Read<'_>, limit: u32) -> Result<Vec<i64>> {
    let mut query = read.connection().prepare_cached(
        "SELECT id FROM playbook
             LEFT JOIN (SELECT entry, count(*) AS uses, count(*) FILTER (WHERE how = 'worked') AS worked
                 FROM playbook_use GROUP BY entry) ON entry = id
         WHERE state IN ('live', 'stale')
         ORDER BY coalesce(worked, 0) DESC, coalesce(uses, 0) DESC, state, id DESC LIMIT ?1",
    )?;
    let found = query
        .query_map([limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// A card in a channel.
#[derive(Clone, Debug)]
pub(in crate::rituals::playbook) struct Share {
    pub(in crate::rituals::playbook) entry: i64,
    pub(in crate::rituals::playbook) version: i64,
    pub(in crate::rituals::playbook) channel: ChannelId,
    pub(in crate::rituals::playbook) person: UserId,
}

pub(in crate::rituals::playbook) fn find_share(read: &Read<'_>, id: i64) -> Result<Option<Share>> {
    Ok(read
        .connection()
        .prepare_cached("SELECT entry, version, channel, person FROM playbook_share WHERE id = ?1")?
        .query_row([id], |row| {
            Ok(Share {
                entry: row.get(0)?,
                version: row.get(1)?,
                channel: ChannelId::new(row.get::<_, String>(2)?),
                person: UserId::new(row.get::<_, String>(3)?),
            })
        })
        .optional()?)
}

/// Keeps that somebody shares an entry in a channel; the id of the card, the same for the same share of one day.
pub(in crate::rituals::playbook) fn insert_share(tx: &Tx<'_>, share: &Share) -> Result<i64> {
    Ok(tx
        .connection()
        .prepare_cached(
            "INSERT INTO playbook_share (entry, version, channel, person, day, shared_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (entry, version, channel, person, day) DO UPDATE SET shared_at = shared_at RETURNING id",
        )?
        .query_row(
            params![
                share.entry,
                share.version,
                share.channel.as_str(),
                share.person.as_str(),
                rules::day(tx.now),
                tx.now.timestamp()
            ],
            |row| row.get(0),
        )?)
}

/// What somebody shared: the entry, the channel, when.
pub(in crate::rituals::playbook) fn shares_of(
    read: &Read<'_>,
    who: &UserId,
) -> Result<Vec<(i64, ChannelId, DateTime<Utc>)>> {
    let mut query = read.connection().prepare_cached(
        "SELECT entry, channel, shared_at FROM playbook_share WHERE person = ?1 ORDER BY id",
    )?;
    let found = query
        .query_map([who.as_str()], |row| {
            Ok((
                row.get(0)?,
                ChannelId::new(row.get::<_, String>(1)?),
                at(row.get(2)?),
            ))
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The cards that somebody shared.
pub(in crate::rituals::playbook) fn who_shared(read: &Read<'_>, who: &UserId) -> Result<Vec<i64>> {
    let mut query = read
        .connection()
        .prepare_cached("SELECT id FROM playbook_share WHERE person = ?1 ORDER BY id")?;
    let found = query
        .query_map([who.as_str()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}
