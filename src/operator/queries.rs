//! The SQL of the operator's commands that is nobody else's.

use crate::store::{Look, Read};
use anyhow::Result;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::path::Path;

/// Ids that a restored database passes over: those of rows that were made after the backup are never used again.
const PASSED_OVER: i64 = 1_000_000;

/// What a consistent look counts.
pub(super) fn newest_change(read: &Read<'_>) -> crate::error::Result<Option<DateTime<Utc>>> {
    let at: Option<i64> = read.connection().query_row(
        "SELECT max(at) FROM (SELECT max(ran_at) AS at FROM ledger UNION ALL SELECT created_at FROM outbox WHERE id = (SELECT max(id) FROM outbox))",
        [],
        |row| row.get(0),
    )?;
    Ok(at.and_then(|at| DateTime::from_timestamp(at, 0)))
}

/// Makes a copy ready to take the database's place: what waited to be sent when it was made may have been sent since,
/// so each such message is looked up by its nonce before it is sent again. Answers with how many.
pub(super) fn come_back(copy: &Path, now: DateTime<Utc>) -> Result<usize> {
    // Checked first, so that nothing foreign is written to.
    drop(Look::open(copy)?);
    let mut connection = Connection::open(copy)?;
    let tx = connection.transaction()?;
    let unclear = tx.execute(
        "UPDATE outbox SET state = 'unclear', claimed_at = ?1, due_at = max(due_at, ?1)
         WHERE state IN ('ready', 'sending', 'unclear') AND kind = 'dm' AND ts IS NULL",
        [now.timestamp()],
    )?;
    tx.execute("UPDATE sqlite_sequence SET seq = seq + ?1", [PASSED_OVER])?;
    tx.commit()?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(unclear)
}
