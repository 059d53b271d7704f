//! Deletes what has been kept long enough, every night and in short steps, and says beforehand what would go. Which
//! rows those are is declared beside each table (`records.rs`). Nothing here knows what a row means.

use crate::{
    error::Result,
    records::Record,
    rituals::registry,
    store::{Read, Tx},
};

/// Deletes at most [`ROWS_A_STEP`](crate::records::ROWS_A_STEP) rows whose time is over; true once nothing more is to be deleted.
pub(crate) fn purge_step(tx: &Tx<'_>) -> Result<bool> {
    let all = registry::records();
    for record in &all {
        let Some(cutoff) = record.cutoff(tx.now) else {
            continue;
        };
        let gone = tx
            .connection()
            .prepare_cached(&record.purge_sql(&all))?
            .execute([cutoff.timestamp()])?;
        if gone > 0 {
            tx.scrub();
            // Full or not, the next step looks again: it is one more look and never two tables in one step.
            tracing::info!(
                table = record.table,
                rows = gone,
                "deleted what was kept long enough"
            );
            return Ok(false);
        }
    }
    Ok(true)
}

/// How many rows of each table a purge would delete now.
pub fn dry_run(read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
    let all = registry::records();
    let count = |record: &Record| -> Result<(&'static str, i64)> {
        let Some(cutoff) = record.cutoff(read.now) else {
            return Ok((record.table, 0));
        };
        let rows = read
            .connection()
            .prepare_cached(&record.count_sql(&all))?
            .query_row([cutoff.timestamp()], |row| row.get(0))?;
        Ok((record.table, rows))
    };
    all.iter().map(count).collect()
}
