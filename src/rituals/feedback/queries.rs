//! The `feedback` table. Words come out only against a proof that the viewer may read them; nothing here decides.

use super::rules::{Given, List, Note, State};
use crate::{
    audience::{Audience, MayRead},
    error::Result,
    fact::Kept,
    figures::Measure,
    ids::{NOBODY, UserId},
    rituals::{Count, Counted},
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::DateTime;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// A note stays as long as its report: the pause is between the note's two people.
pub(super) const UNREPORTED: &str =
    "NOT EXISTS (SELECT 1 FROM report WHERE report.feedback = feedback.id)";

/// Notes that reached somebody else, each about its skill. (Giver or receiver is `nobody` once they have erased their
/// data; nobody takes part.)
pub(super) const COUNTED: [Count; 1] = [Count {
    what: Counted::BySkill(Measure::Practised),
    sql: "SELECT skill, giver, receiver, 1 FROM feedback
          WHERE given_at >= ?1 AND given_at < ?2 AND giver <> receiver AND withdrawn_at IS NULL AND returned_at IS NULL",
    reads: &[
        ("feedback", "skill"),
        ("feedback", "giver"),
        ("feedback", "receiver"),
        ("feedback", "given_at"),
        ("feedback", "withdrawn_at"),
        ("feedback", "returned_at"),
    ],
}];

const COLUMNS: &str = "id, form, giver, receiver, skill, given_at, edited_at, read_at, helped_at, withdrawn_at, returned_at, dropped_at";

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Body {
    start: Option<String>,
    stop: Option<String>,
    go_on: Option<String>,
    link: Option<String>,
}

pub(super) fn find(read: &Read<'_>, id: i64) -> Result<Option<Given>> {
    one(read, "WHERE id = ?1", [id])
}

pub(super) fn find_by_form(read: &Read<'_>, form: &str) -> Result<Option<Given>> {
    one(read, "WHERE form = ?1", [form])
}

fn one(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Option<Given>> {
    let sql = format!("SELECT {COLUMNS} FROM feedback {which}");
    Ok(read
        .connection()
        .prepare_cached(&sql)?
        .query_row(params, from_row)
        .optional()?)
}

/// SQL that picks a list's notes for the person `?1`. Each has an index of its own, so that a page costs the same
/// however many there are.
fn of_list(list: List) -> &'static str {
    match list {
        List::Given => "giver = ?1 AND receiver <> giver AND withdrawn_at IS NULL",
        List::Received => "receiver = ?1 AND read_at IS NOT NULL AND dropped_at IS NULL",
        List::Own => "giver = ?1 AND receiver = giver AND withdrawn_at IS NULL",
    }
}

/// The newest notes of a list, below the one with this id if there is one.
pub(super) fn page(
    read: &Read<'_>,
    user: &UserId,
    list: List,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<Given>> {
    let which = format!(
        "WHERE {} AND id < ?2 ORDER BY id DESC LIMIT ?3",
        of_list(list)
    );
    let params = params![user.as_str(), before.unwrap_or(i64::MAX), row_limit(limit)];
    several(read, &which, params)
}

/// How many notes a list has, counted up to one more than `most`.
pub(super) fn count(read: &Read<'_>, user: &UserId, list: List, most: usize) -> Result<usize> {
    count_of(read, user, of_list(list), most)
}

/// How many notes somebody has not opened, counted up to one more than `most`.
pub(super) fn count_unread(read: &Read<'_>, user: &UserId, most: usize) -> Result<usize> {
    count_of(read, user, OF_UNREAD, most)
}

fn count_of(read: &Read<'_>, user: &UserId, which: &str, most: usize) -> Result<usize> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM feedback WHERE {which} LIMIT ?2)");
    let counted: i64 = read
        .connection()
        .prepare_cached(&sql)?
        .query_row(params![user.as_str(), row_limit(most + 1)], |row| {
            row.get(0)
        })?;
    Ok(usize::try_from(counted).unwrap_or_default())
}

/// SQL that picks what the person `?1` has not opened.
const OF_UNREAD: &str = "receiver = ?1 AND giver <> receiver AND read_at IS NULL AND withdrawn_at IS NULL AND returned_at IS NULL AND dropped_at IS NULL";

/// The oldest notes that somebody has not opened.
pub(super) fn unread_by(read: &Read<'_>, user: &UserId, limit: usize) -> Result<Vec<Given>> {
    let which = format!("WHERE {OF_UNREAD} ORDER BY id LIMIT ?2");
    several(read, &which, params![user.as_str(), row_limit(limit)])
}

/// Every note that somebody gave or received, the oldest first.
pub(super) fn all_of(read: &Read<'_>, user: &UserId) -> Result<Vec<Given>> {
    several(
        read,
        "WHERE giver = ?1 OR receiver = ?1 ORDER BY id",
        [user.as_str()],
    )
}

fn row_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn several(read: &Read<'_>, which: &str, params: impl rusqlite::Params) -> Result<Vec<Given>> {
    let sql = format!("SELECT {COLUMNS} FROM feedback {which}");
    let mut query = read.connection().prepare_cached(&sql)?;
    let found = query
        .query_map(params, from_row)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// The skill somebody last gave feedback on.
pub(super) fn last_skill(read: &Read<'_>, user: &UserId) -> Result<Option<String>> {
    Ok(read
        .connection()
        .prepare_cached("SELECT skill FROM feedback WHERE giver = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([user.as_str()], |row| row.get(0))
        .optional()?)
}

/// How many notes are in which state.
pub(super) fn counts(read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
    let counted: [i64; 6] = read
        .connection()
        .prepare(
            "SELECT count(*),
                 count(*) FILTER (WHERE read_at IS NULL AND withdrawn_at IS NULL AND returned_at IS NULL AND dropped_at IS NULL),
                 count(*) FILTER (WHERE read_at IS NOT NULL), count(*) FILTER (WHERE helped_at IS NOT NULL),
                 count(*) FILTER (WHERE withdrawn_at IS NOT NULL), count(*) FILTER (WHERE returned_at IS NOT NULL)
             FROM feedback",
        )?
        .query_row([], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?])
        })?;
    let names = ["given", "unread", "read", "helped", "withdrawn", "returned"];
    Ok(names.into_iter().zip(counted).collect())
}

/// A note's words.
pub(super) fn words(read: &Read<'_>, given: &Given, proof: &MayRead) -> Result<Note> {
    if !proof.covers(&given.audience()) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let sealed: Option<Vec<u8>> = read
        .connection()
        .prepare_cached("SELECT body FROM feedback WHERE id = ?1")?
        .query_row([given.id], |row| row.get(0))?;
    open_body(
        read,
        &seal_place(&given.form),
        &sealed.context("a note without a body")?,
    )
}

fn open_body(read: &Read<'_>, place: &str, sealed: &[u8]) -> Result<Note> {
    let body = read.vault().open_sealed(place, sealed)?;
    let Body {
        start,
        stop,
        go_on,
        link,
    } = serde_json::from_slice(&body).context("a note's body")?;
    Ok(Note {
        start,
        stop,
        go_on,
        link,
    })
}

/// A new note; its id.
pub(super) fn insert(
    tx: &Tx<'_>,
    form: &str,
    giver: &UserId,
    receiver: &UserId,
    skill: &str,
    note: &Note,
) -> Result<i64> {
    let body = seal(tx, &seal_place(form), note)?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO feedback (form, giver, receiver, skill, body, given_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![form, giver.as_str(), receiver.as_str(), skill, body, tx.now.timestamp()])?;
    Ok(tx.connection().last_insert_rowid())
}

/// New words for a note that is still unread.
pub(super) fn rewrite(tx: &Tx<'_>, given: &Given, skill: &str, note: &Note) -> Result<()> {
    let body = seal(tx, &seal_place(&given.form), note)?;
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE feedback SET skill = ?2, body = ?3, edited_at = ?4 WHERE id = ?1 AND read_at IS NULL",
            )?
            .execute(params![given.id, skill, body, tx.now.timestamp()])?,
    )
}

/// The receiver opened it; the first time counts.
pub(super) fn mark_read(tx: &Tx<'_>, id: i64) -> Result<()> {
    mark(
        tx,
        "UPDATE feedback SET read_at = coalesce(read_at, ?2) WHERE id = ?1",
        id,
    )
}

/// The receiver said that it helped; the first time counts.
pub(super) fn mark_helped(tx: &Tx<'_>, id: i64) -> Result<()> {
    mark(
        tx,
        "UPDATE feedback SET helped_at = coalesce(helped_at, ?2) WHERE id = ?1",
        id,
    )
}

/// The giver took it back: its words are gone.
pub(super) fn mark_withdrawn(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.scrub();
    mark(
        tx,
        "UPDATE feedback SET withdrawn_at = ?2, body = NULL WHERE id = ?1",
        id,
    )
}

/// The receiver deleted their copy. Once it is read the giver cannot open it either, so its words are gone.
pub(super) fn mark_dropped(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.scrub();
    mark(
        tx,
        "UPDATE feedback SET dropped_at = ?2, body = NULL WHERE id = ?1",
        id,
    )
}

/// How far the commitment was kept that its receiver made of a note.
pub(super) fn kept(read: &Read<'_>, id: i64) -> Result<Option<Kept>> {
    let word: Option<String> = read
        .connection()
        .prepare_cached("SELECT kept FROM feedback WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    Ok(match word.as_deref() {
        Some("whole") => Some(Kept::Whole),
        Some(_) => Some(Kept::Partly),
        None => None,
    })
}

/// The commitment that came from a note is kept so far, or open again.
pub(super) fn mark_kept(tx: &Tx<'_>, id: i64, kept: Option<Kept>) -> Result<()> {
    let word = kept.map(|kept| match kept {
        Kept::Whole => "whole",
        Kept::Partly => "partly",
    });
    changed(
        tx.connection()
            .prepare_cached("UPDATE feedback SET kept = ?2 WHERE id = ?1")?
            .execute(params![id, word])?,
    )
}

/// Slack has shown the receiver that there is something.
pub(super) fn mark_delivered(tx: &Tx<'_>, id: i64) -> Result<()> {
    mark(
        tx,
        "UPDATE feedback SET delivered_at = coalesce(delivered_at, ?2) WHERE id = ?1",
        id,
    )
}

/// The receiver left: what they had not opened is gone. Answers with its ids and givers.
pub(super) fn return_unread(tx: &Tx<'_>, receiver: &UserId) -> Result<Vec<(i64, UserId)>> {
    tx.scrub();
    let mut query = tx.connection().prepare_cached(
        "UPDATE feedback SET returned_at = ?2, body = NULL
         WHERE receiver = ?1 AND giver <> ?1 AND read_at IS NULL AND withdrawn_at IS NULL AND returned_at IS NULL
             AND dropped_at IS NULL
         RETURNING id, giver",
    )?;
    let returned = query
        .query_map(params![receiver.as_str(), tx.now.timestamp()], |row| {
            Ok((row.get(0)?, UserId::new(row.get::<_, String>(1)?)))
        })?
        .collect::<Result<_, _>>()?;
    Ok(returned)
}

/// The notes that somebody wrote to themselves are gone.
pub(super) fn delete_own(tx: &Tx<'_>, user: &UserId) -> Result<()> {
    tx.scrub();
    tx.connection()
        .prepare_cached("DELETE FROM feedback WHERE giver = ?1 AND receiver = ?1")?
        .execute([user.as_str()])?;
    Ok(())
}

/// The giver erased their data: what is not read is taken back, what is read stays the receiver's, without a name.
pub(super) fn forget_giver(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE feedback SET giver = ?3,
                     withdrawn_at = CASE WHEN read_at IS NULL AND returned_at IS NULL THEN coalesce(withdrawn_at, ?2) ELSE withdrawn_at END,
                     body = CASE WHEN read_at IS NULL THEN NULL ELSE body END
                 WHERE id = ?1",
            )?
            .execute(params![id, tx.now.timestamp(), NOBODY])?,
    )
}

/// The receiver erased their data: the words are gone; that something was given stays the giver's, without a name.
pub(super) fn forget_receiver(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE feedback SET receiver = ?3, body = NULL, dropped_at = coalesce(dropped_at, ?2),
                     returned_at = CASE WHEN read_at IS NULL AND withdrawn_at IS NULL THEN coalesce(returned_at, ?2) ELSE returned_at END
                 WHERE id = ?1",
            )?
            .execute(params![id, tx.now.timestamp(), NOBODY])?,
    )
}

/// Notes of which neither side is anybody are nobody's.
pub(super) fn delete_between_nobodies(tx: &Tx<'_>) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "DELETE FROM feedback WHERE giver = ?1 AND receiver = ?1
                 AND NOT EXISTS (SELECT 1 FROM report WHERE report.feedback = feedback.id)",
        )?
        .execute([NOBODY])?;
    Ok(())
}

/// What was reported of a note.
pub(super) struct Report {
    pub(super) reason: String,
    pub(super) is_decided: bool,
    pub(super) is_lifted: bool,
}

pub(super) fn find_report(read: &Read<'_>, id: i64) -> Result<Option<Report>> {
    Ok(read
        .connection()
        .prepare_cached("SELECT reason, decided_at, lifted_at FROM report WHERE feedback = ?1")?
        .query_row([id], |row| {
            Ok(Report {
                reason: row.get(0)?,
                is_decided: row.get::<_, Option<i64>>(1)?.is_some(),
                is_lifted: row.get::<_, Option<i64>>(2)?.is_some(),
            })
        })
        .optional()?)
}

/// Keeps a report with a copy of the words, sealed for it.
pub(super) fn insert_report(tx: &Tx<'_>, given: &Given, reason: &str, note: &Note) -> Result<()> {
    let body = seal(tx, &report_place(given.id), note)?;
    tx.connection()
        .prepare_cached(
            "INSERT INTO report (feedback, reason, body, reported_at, pair) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            given.id,
            reason,
            body,
            tx.now.timestamp(),
            // Whoever has erased their data before is nobody, and nobody is paused.
            (!given.giver.is_nobody()).then(|| pair(tx, &given.giver, &given.receiver)),
        ])?;
    Ok(())
}

/// A reported note's words, for those who review it.
pub(super) fn reported_words(
    read: &Read<'_>,
    id: i64,
    reviewers: &Audience,
    proof: &MayRead,
) -> Result<Note> {
    if !proof.covers(reviewers) {
        return Err(anyhow::anyhow!("a proof for another audience").into());
    }
    let sealed: Option<Vec<u8>> = read
        .connection()
        .prepare_cached("SELECT body FROM report WHERE feedback = ?1")?
        .query_row([id], |row| row.get(0))?;
    open_body(
        read,
        &report_place(id),
        &sealed.context("a report without a body")?,
    )
}

/// The reviewers' decision; the copy of the words is gone.
pub(super) fn decide_report(tx: &Tx<'_>, id: i64, by: &UserId, is_lifted: bool) -> Result<()> {
    tx.scrub();
    changed(
        tx.connection()
            .prepare_cached(
                "UPDATE report SET decided_at = ?2, decided_by = ?3, body = NULL, lifted_at = CASE WHEN ?4 THEN ?2 END,
                     pair = CASE WHEN ?4 THEN NULL ELSE pair END
                 WHERE feedback = ?1 AND decided_at IS NULL",
            )?
            .execute(params![id, tx.now.timestamp(), by.as_str(), is_lifted])?,
    )
}

/// True while a report keeps this giver from writing to this receiver.
pub(super) fn is_paused(read: &Read<'_>, giver: &UserId, receiver: &UserId) -> Result<bool> {
    let paused = read
        .connection()
        .prepare_cached("SELECT 1 FROM report WHERE pair = ?1 LIMIT 1")?
        .query_row([pair(read, giver, receiver)], |_| Ok(()))
        .optional()?;
    Ok(paused.is_some())
}

/// A tag of two people that outlives the erasing of either.
fn pair(read: &Read<'_>, giver: &UserId, receiver: &UserId) -> String {
    read.pseudonyms()
        .tag("pause", &[giver.as_str(), receiver.as_str()])
}

fn report_place(id: i64) -> String {
    format!("report.body:{id}")
}

fn mark(tx: &Tx<'_>, sql: &str, id: i64) -> Result<()> {
    changed(
        tx.connection()
            .prepare_cached(sql)?
            .execute([id, tx.now.timestamp()])?,
    )
}

fn changed(rows: usize) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(anyhow::anyhow!("a note changed between two steps of one transaction").into())
    }
}

fn seal(tx: &Tx<'_>, place: &str, note: &Note) -> Result<Vec<u8>> {
    let Note {
        start,
        stop,
        go_on,
        link,
    } = note.clone();
    let body = serde_json::to_vec(&Body {
        start,
        stop,
        go_on,
        link,
    })
    .context("a note's body")?;
    Ok(tx.vault().seal(place, &body)?)
}

fn seal_place(form: &str) -> String {
    format!("feedback.body:{form}")
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Given> {
    let has = |column: &str| row.get::<_, Option<i64>>(column).map(|at| at.is_some());
    let state = if has("withdrawn_at")? {
        State::Withdrawn
    } else if has("returned_at")? {
        State::Returned
    } else if has("helped_at")? {
        State::Helped
    } else if has("read_at")? {
        State::Read
    } else {
        State::Unread
    };
    Ok(Given {
        id: row.get("id")?,
        form: row.get("form")?,
        giver: UserId::new(row.get::<_, String>("giver")?),
        receiver: UserId::new(row.get::<_, String>("receiver")?),
        skill: row.get("skill")?,
        given_at: DateTime::from_timestamp(row.get("given_at")?, 0).unwrap_or_default(),
        state,
        is_edited: has("edited_at")?,
        is_dropped: has("dropped_at")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::{Connection, StatementStatus};

    /// A workspace in which Amir gave and received and noted so many notes each.
    fn with(notes: u32) -> Connection {
        let database = Connection::open_in_memory().unwrap();
        database
            .execute_batch(include_str!("../../../schema.sql"))
            .unwrap();
        let rows = format!(
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {notes})"
        );
        for (giver, receiver, read_at, withdrawn_at) in [
            ("A", "B", "NULL", "NULL"),
            ("A", "B", "NULL", "2"),
            ("B", "A", "1", "NULL"),
            ("B", "A", "NULL", "NULL"),
            ("A", "A", "NULL", "NULL"),
        ] {
            let form = format!("'{giver}{receiver}{read_at}{withdrawn_at}'");
            database
                .execute_batch(&format!(
                    "PRAGMA foreign_keys = OFF; {rows}
                     INSERT INTO feedback (form, giver, receiver, skill, body, given_at, read_at, withdrawn_at)
                     SELECT {form} || i, '{giver}', '{receiver}', 'demo', x'00', i, {read_at}, {withdrawn_at} FROM n"
                ))
                .unwrap();
        }
        database
    }

    /// Steps of SQLite's machine for one page: what is read, whatever the machine's speed.
    fn steps(database: &Connection, sql: &str, params: impl rusqlite::Params) -> i32 {
        let mut query = database.prepare(sql).unwrap();
        let mut rows = query.query(params).unwrap();
        let mut count = 0;
        while rows.next().unwrap().is_some() {
            count += 1;
        }
        drop(rows);
        assert!(count > 0, "{sql}");
        query.get_status(StatementStatus::VmStep)
    }

    #[test]
    fn a_page_of_home_reads_as_much_from_a_hundred_notes_as_from_ten_thousand() {
        let (few, many) = (with(100), with(10_000));
        for (list, _) in List::ALL {
            let sql = format!(
                "SELECT {COLUMNS} FROM feedback WHERE {} AND id < ?2 ORDER BY id DESC LIMIT ?3",
                of_list(list)
            );
            let of = |database| steps(database, &sql, params!["A", i64::MAX, 8]);
            assert_eq!(of(&few), of(&many), "{list:?}");
        }
        let sql = format!("SELECT {COLUMNS} FROM feedback WHERE {OF_UNREAD} ORDER BY id LIMIT ?2");
        let of = |database| steps(database, &sql, params!["A", 8]);
        assert_eq!(of(&few), of(&many), "unread");
        for which in [
            of_list(List::Given),
            of_list(List::Received),
            of_list(List::Own),
            OF_UNREAD,
        ] {
            let sql =
                format!("SELECT count(*) FROM (SELECT 1 FROM feedback WHERE {which} LIMIT ?2)");
            let of = |database| steps(database, &sql, params!["A", 50]);
            assert_eq!(of(&few), of(&many), "counting {which}");
        }
    }
}
