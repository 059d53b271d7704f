//! What waits to become an entry: messages whose authors are asked, and what drills have come to. Both are sealed.

use super::at;
use crate::{
    audience::{Audience, MayRead},
    error::Result,
    fact::{DecidedAnswer, DecidedDrill},
    ids::UserId,
    rituals::playbook::rules::{self, Ask, AskState},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

const COLUMNS: &str = "id, message, asker, author, state, asked_at";

pub(in crate::rituals::playbook) fn find_ask(read: &Read<'_>, id: i64) -> Result<Option<Ask>> {
    Ok(several(read, "WHERE id = ?1", [id])?.pop())
}

pub(in crate::rituals::playbook) fn find_ask_by_message(
    read: &Read<'_>,
    message: &str,
) -> Result<Option<Ask>> {
    Ok(several(read, "WHERE message = ?1", [message])?.pop())
}

/// What somebody was asked for and has not answered, the oldest first.
pub(in crate::rituals::playbook) fn asks_to(
    read: &Read<'_>,
    author: &UserId,
    limit: u32,
) -> Result<Vec<Ask>> {
    several(
        read,
        "WHERE author = ?1 AND state = 'asked' ORDER BY id LIMIT ?2",
        params![author.as_str(), limit],
    )
}

/// What somebody asked for and was granted, the oldest first.
pub(in crate::rituals::playbook) fn asked_by(
    read: &Read<'_>,
    asker: &UserId,
    limit: u32,
) -> Result<Vec<Ask>> {
    several(
        read,
        "WHERE asker = ?1 AND state IN ('named', 'unnamed') ORDER BY id LIMIT ?2",
        params![asker.as_str(), limit],
    )
}

/// Every ask of or to somebody.
pub(in crate::rituals::playbook) fn asks_of(read: &Read<'_>, user: &UserId) -> Result<Vec<Ask>> {
    several(
        read,
        "WHERE asker = ?1 OR author = ?1 ORDER BY id",
        [user.as_str()],
    )
}

/// Those of them whose text is still kept.
pub(in crate::rituals::playbook) fn open_asks_of(
    read: &Read<'_>,
    user: &UserId,
) -> Result<Vec<Ask>> {
    several(
        read,
        "WHERE (asker = ?1 OR author = ?1) AND body IS NOT NULL ORDER BY id",
        [user.as_str()],
    )
}

/// Asks whose time is over.
pub(in crate::rituals::playbook) fn due_asks(read: &Read<'_>, limit: usize) -> Result<Vec<Ask>> {
    several(
        read,
        "WHERE body IS NOT NULL AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2",
        params![
            read.now.timestamp(),
            i64::try_from(limit).unwrap_or(i64::MAX)
        ],
    )
}

/// When the next ask's time is over.
pub(in crate::rituals::playbook) fn next_ask_due(read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
    let due: Option<i64> = read
        .connection()
        .prepare_cached("SELECT min(due_at) FROM playbook_ask WHERE body IS NOT NULL")?
        .query_row([], |row| row.get(0))?;
    Ok(due.and_then(|due| DateTime::from_timestamp(due, 0)))
}

fn several(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Vec<Ask>> {
    let sql = format!("SELECT {COLUMNS} FROM playbook_ask {which}");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params, from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The text of the message; `None` once it is not kept any more.
pub(in crate::rituals::playbook) fn said(
    read: &Read<'_>,
    ask: &Ask,
    audience: &Audience,
    proof: &MayRead,
) -> Result<Option<String>> {
    if !proof.covers(audience) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let sealed: Option<Vec<u8>> = read
        .connection()
        .prepare_cached("SELECT body FROM playbook_ask WHERE id = ?1")?
        .query_row([ask.id], |row| row.get(0))?;
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let text = read
        .vault()
        .open_sealed(&ask_place(&ask.message), &sealed)?;
    Ok(Some(String::from_utf8(text).context("an ask's text")?))
}

/// Keeps an ask with the message's text; its id.
pub(in crate::rituals::playbook) fn insert_ask(
    tx: &Tx<'_>,
    message: &str,
    asker: &UserId,
    author: &UserId,
    text: &str,
) -> Result<i64> {
    let sealed = tx.vault().seal(&ask_place(message), text.as_bytes())?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO playbook_ask (message, asker, author, state, body, asked_at, due_at)
             VALUES (?1, ?2, ?3, 'asked', ?4, ?5, ?6)",
        )?
        .execute(params![
            message,
            asker.as_str(),
            author.as_str(),
            sealed,
            tx.now.timestamp(),
            rules::ask_until(tx.now).timestamp(),
        ])?;
    tx.wake_scheduler();
    Ok(tx.connection().last_insert_rowid())
}

/// Its author answered, or its time is over. Unless they said yes, the text is gone.
pub(in crate::rituals::playbook) fn answer_ask(
    tx: &Tx<'_>,
    id: i64,
    state: AskState,
) -> Result<()> {
    if state.is_granted() {
        tx.connection()
            .prepare_cached("UPDATE playbook_ask SET state = ?2, due_at = ?3 WHERE id = ?1")?
            .execute(params![
                id,
                state.word(),
                rules::ask_until(tx.now).timestamp()
            ])?;
        tx.wake_scheduler();
        return Ok(());
    }
    tx.scrub();
    tx.connection()
        .prepare_cached("UPDATE playbook_ask SET state = ?2, body = NULL WHERE id = ?1")?
        .execute(params![id, state.word()])?;
    Ok(())
}

/// An entry came of it.
pub(in crate::rituals::playbook) fn take_ask(tx: &Tx<'_>, id: i64) -> Result<()> {
    answer_ask(tx, id, AskState::Kept)
}

/// Every ask of and to somebody is gone.
pub(in crate::rituals::playbook) fn forget_asks(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    tx.scrub();
    tx.connection()
        .prepare_cached("DELETE FROM playbook_ask WHERE asker = ?1 OR author = ?1")?
        .execute([user.as_str()])?;
    Ok(())
}

/// What is sealed of a drill.
#[derive(Serialize, Deserialize)]
struct Drill {
    objection: String,
    context: String,
    answers: Vec<Answer>,
    voters: u32,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    text: String,
    tweaks: Vec<String>,
    share: Option<u8>,
    duels: u32,
}

/// Keeps what a drill has come to; told again, the newest holds.
pub(in crate::rituals::playbook) fn keep_proposal(tx: &Tx<'_>, drill: &DecidedDrill) -> Result<()> {
    let answers = drill.answers.iter().map(|answer| Answer {
        text: answer.text.clone(),
        tweaks: answer.tweaks.clone(),
        share: answer.share,
        duels: answer.duels,
    });
    let body = serde_json::to_vec(&Drill {
        objection: drill.objection.clone(),
        context: drill.context.clone(),
        answers: answers.collect(),
        voters: drill.voters,
    })
    .context("a drill's result")?;
    let sealed = tx.vault().seal(&proposal_place(&drill.source), &body)?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO playbook_proposal (source, body, decided_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (source) DO UPDATE SET body = excluded.body, decided_at = excluded.decided_at",
        )?
        .execute(params![drill.source, sealed, tx.now.timestamp()])?;
    Ok(())
}

/// What a drill has come to, if nobody has added it to the playbook yet. Everybody in its channel has read it.
pub(in crate::rituals::playbook) fn proposal(
    read: &Read<'_>,
    source: &str,
) -> Result<Option<DecidedDrill>> {
    let sealed: Option<Vec<u8>> = read
        .connection()
        .prepare_cached("SELECT body FROM playbook_proposal WHERE source = ?1")?
        .query_row([source], |row| row.get(0))
        .optional()?;
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let body = read.vault().open_sealed(&proposal_place(source), &sealed)?;
    let drill: Drill = serde_json::from_slice(&body).context("a drill's result")?;
    let answers = drill.answers.into_iter().map(|answer| DecidedAnswer {
        text: answer.text,
        tweaks: answer.tweaks,
        share: answer.share,
        duels: answer.duels,
    });
    Ok(Some(DecidedDrill {
        source: source.to_owned(),
        objection: drill.objection,
        context: drill.context,
        answers: answers.collect(),
        voters: drill.voters,
    }))
}

/// The drills whose results nobody has added yet, the newest first.
pub(in crate::rituals::playbook) fn proposals(read: &Read<'_>, limit: u32) -> Result<Vec<String>> {
    let mut query = read.connection().prepare_cached(
        "SELECT source FROM playbook_proposal ORDER BY decided_at DESC, source LIMIT ?1",
    )?;
    let found = query
        .query_map([limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// It is in the playbook now.
pub(in crate::rituals::playbook) fn forget_proposal(tx: &Tx<'_>, source: &str) -> Result<()> {
    tx.scrub();
    tx.connection()
        .prepare_cached("DELETE FROM playbook_proposal WHERE source = ?1")?
        .execute([source])?;
    Ok(())
}

fn ask_place(message: &str) -> String {
    format!("playbook.ask:{message}")
}

fn proposal_place(source: &str) -> String {
    format!("playbook.proposal:{source}")
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Ask> {
    let word: String = row.get("state")?;
    Ok(Ask {
        id: row.get("id")?,
        message: row.get("message")?,
        asker: UserId::new(row.get::<_, String>("asker")?),
        author: UserId::new(row.get::<_, String>("author")?),
        // The table's CHECK lets only these words in.
        state: AskState::ALL
            .iter()
            .find(|(_, known)| *known == word)
            .map_or(AskState::Lapsed, |(state, _)| *state),
        asked_at: at(row.get("asked_at")?),
    })
}
