//! The SQL of invitations. Who takes part is in `people/enrolment.rs`.

use super::{
    rules::{Answer, Invitation},
    views,
};
use crate::{
    error::Result,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
    store::{Read, Tx},
};
use chrono::DateTime;
use rusqlite::{OptionalExtension, Row, params};

pub(super) const RECORDS: [Record; 1] = [Record {
    table: "invitation",
    key: &["id"],
    name: views::INVITATIONS,
    what: views::WHAT_IS_KEPT,
    class: Class::Changes,
    since: "sent_at",
    only: "",
    people: &[
        Naming {
            by: "invited",
            column: "invited",
            erased: Erased::Row,
        },
        Naming {
            by: "inviter",
            column: "inviter",
            erased: Erased::Name,
        },
    ],
    erasing: &views::WHAT_ERASING_DOES,
    others: &[("answer", "one of two words")],
}];

const COLUMNS: &str = "SELECT id, inviter, invited, sent_at, answer FROM invitation";

pub(super) fn find(read: &Read<'_>, id: i64) -> Result<Option<Invitation>> {
    Ok(read
        .connection()
        .prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?
        .query_row([id], invitation)
        .optional()?)
}

/// The newest invitation of somebody.
pub(super) fn last_of(read: &Read<'_>, invited: &UserId) -> Result<Option<Invitation>> {
    Ok(read
        .connection()
        .prepare_cached(&format!(
            "{COLUMNS} WHERE invited = ?1 ORDER BY id DESC LIMIT 1"
        ))?
        .query_row([invited.as_str()], invitation)
        .optional()?)
}

/// Invitations of somebody that wait for their answer.
pub(super) fn unanswered(read: &Read<'_>, invited: &UserId) -> Result<Vec<Invitation>> {
    several(read, "invited = ?1 AND answer IS NULL", invited)
}

/// Every invitation that somebody sent or got.
pub(super) fn all_of(read: &Read<'_>, user: &UserId) -> Result<Vec<Invitation>> {
    several(read, "invited = ?1 OR inviter = ?1", user)
}

pub(super) fn sent_by(read: &Read<'_>, inviter: &UserId) -> Result<Vec<i64>> {
    let sent = several(read, "inviter = ?1", inviter)?;
    Ok(sent.into_iter().map(|invitation| invitation.id).collect())
}

fn several(read: &Read<'_>, which: &str, user: &UserId) -> Result<Vec<Invitation>> {
    let mut query = read
        .connection()
        .prepare_cached(&format!("{COLUMNS} WHERE {which} ORDER BY id"))?;
    let found = query
        .query_map([user.as_str()], invitation)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

pub(super) fn insert(tx: &Tx<'_>, inviter: &UserId, invited: &UserId) -> Result<i64> {
    tx.connection()
        .prepare_cached("INSERT INTO invitation (inviter, invited, sent_at) VALUES (?1, ?2, ?3)")?
        .execute(params![
            inviter.as_str(),
            invited.as_str(),
            tx.now.timestamp()
        ])?;
    Ok(tx.connection().last_insert_rowid())
}

pub(super) fn answer(tx: &Tx<'_>, id: i64, answer: Answer) -> Result<()> {
    tx.connection()
        .prepare_cached("UPDATE invitation SET answer = ?2, answered_at = ?3 WHERE id = ?1")?
        .execute(params![id, answer.word(), tx.now.timestamp()])?;
    Ok(())
}

fn invitation(row: &Row<'_>) -> rusqlite::Result<Invitation> {
    let answer: Option<String> = row.get("answer")?;
    Ok(Invitation {
        id: row.get("id")?,
        inviter: UserId::new(row.get::<_, String>("inviter")?),
        invited: UserId::new(row.get::<_, String>("invited")?),
        sent_at: DateTime::from_timestamp(row.get("sent_at")?, 0).unwrap_or_default(),
        answer: answer.and_then(|word| {
            Answer::ALL
                .into_iter()
                .find(|(_, known)| *known == word)
                .map(|(answer, _)| answer)
        }),
    })
}
