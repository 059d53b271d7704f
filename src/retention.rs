//! Deletes what has been kept long enough, every night and in short steps, and says beforehand what would go. Which
//! rows those are is declared beside each table (`records.rs`). Nothing here knows what a row means.

use crate::{
    clock::Clock,
    error::Result,
    rituals::registry::HOUSE,
    settings,
    store::{self, Tx},
};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::path::Path;

/// Deletes at most [`ROWS_A_STEP`](crate::records::ROWS_A_STEP) rows whose time is over; true once nothing more is to
/// be deleted.
pub(crate) fn purge_step(tx: &Tx<'_>) -> Result<bool> {
    let all = HOUSE.records();
    let terms = settings::terms(tx.connection())?;
    for record in &all {
        let Some(cutoff) = record.cutoff(tx.now, &terms) else {
            continue;
        };
        let gone = tx
            .connection()
            .prepare_cached(&record.purge_sql(&all))?
            .execute([cutoff.timestamp()])?;
        if gone > 0 {
            tx.scrub();
            tracing::info!(
                table = record.table,
                rows = gone,
                "deleted what was kept long enough"
            );
            // The next step looks again: one more look, and never two tables in one step.
            return Ok(false);
        }
    }
    Ok(true)
}

/// How many rows of each table of this database a purge would delete now. It changes nothing and may be asked while
/// Peerloop runs.
pub fn dry_run(database: &Path) -> anyhow::Result<Vec<(&'static str, i64)>> {
    would_go(&store::for_looking(database)?, Clock::System.now())
}

fn would_go(
    connection: &Connection,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<(&'static str, i64)>> {
    let all = HOUSE.records();
    let terms = settings::terms(connection)?;
    let mut counts = Vec::new();
    for record in &all {
        let rows = match record.cutoff(now, &terms) {
            Some(cutoff) => {
                connection.query_row(&record.count_sql(&all), [cutoff.timestamp()], |row| {
                    row.get(0)
                })?
            }
            None => 0,
        };
        counts.push((record.table, rows));
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        records::ROWS_A_STEP,
        store::{Creating, Lane, Store},
        vault::Vault,
    };
    use tokio::sync::watch;

    /// 450 notes and as many messages of them, one a minute; a person whom a note names, one whom none does, and one
    /// message that is still on its way.
    fn fill(tx: &Tx<'_>) -> Result<()> {
        let at = tx.now.timestamp();
        let fill = format!(
            "INSERT INTO person (id, name, handle, standing, is_admin, updated_at)
                 VALUES ('U1', 'A', 'a', 'member', 0, {at}), ('U2', 'B', 'b', 'member', 0, {at}), ('U3', 'C', 'c', 'member', 0, {at});
             WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 450)
             INSERT INTO feedback (form, giver, receiver, skill, body, given_at)
                 SELECT 'V' || i, 'U1', 'U2', 'demo', x'00', {at} + 60 * i FROM n;
             WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 450)
             INSERT INTO outbox (subject, kind, place, lane, state, nonce, due_at, created_at, settled_at)
                 SELECT 'feedback.arrived:' || i, 'dm', 'U2', 0, iif(i = 7, 'ready', 'sent'), 'n', 0, {at}, {at} + 60 * i FROM n;"
        );
        Ok(tx.connection().execute_batch(&fill)?)
    }

    async fn counts(store: &Store) -> Vec<(&'static str, i64)> {
        let look = |read: &crate::store::Read<'_>| Ok(would_go(read.connection(), read.now)?);
        let counts = store.read(look).await.unwrap();
        counts.into_iter().filter(|(_, rows)| *rows > 0).collect()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_purge_deletes_in_short_steps_exactly_what_the_dry_run_says() {
        let dir = tempfile::tempdir().unwrap();
        let (shift, seconds) = watch::channel(0);
        let store = Store::open(
            &dir.path().join("db"),
            Creating::IfMissing,
            Vault::with_key(&[6; 32]),
            Clock::Shifted(seconds),
        )
        .unwrap();
        store.transact(Lane::Person, None, fill).await.unwrap();
        assert_eq!(counts(&store).await, []);
        // Half of the notes are old; the people are, too, but notes still name two of them.
        shift.send_replace(180 * 86_400 + 225 * 60 + 30);
        assert_eq!(
            counts(&store).await,
            [("feedback", 225), ("person", 1), ("outbox", 224)]
        );
        let mut deleted = Vec::new();
        loop {
            let step = |tx: &Tx<'_>| {
                let before = tx.connection().total_changes();
                let is_done = purge_step(tx)?;
                Ok((is_done, tx.connection().total_changes() - before))
            };
            let (is_done, rows) = store.transact(Lane::Background, None, step).await.unwrap();
            if is_done {
                break;
            }
            assert!(rows <= ROWS_A_STEP as u64, "{rows} rows in one step");
            deleted.push(rows);
        }
        assert_eq!(deleted, [200, 25, 1, 200, 24]);
        assert_eq!(counts(&store).await, []);
        // Once their notes are gone nothing keeps the people; what is on its way is kept whatever its age.
        shift.send_replace(400 * 86_400);
        assert_eq!(
            counts(&store).await,
            [("feedback", 225), ("outbox", 225)],
            "a person goes after the notes that name them"
        );
    }
}
