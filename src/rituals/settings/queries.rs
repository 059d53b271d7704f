//! How much a shorter time would delete. Counts alone; nothing here decides.

use crate::{
    error::Result,
    records::{Record, Terms},
    store::Read,
};
use chrono::TimeDelta;

/// How many rows of each table the purge that comes round within a day would delete on these terms; tables of which
/// nothing goes are left out.
pub(super) fn would_go(
    read: &Read<'_>,
    records: &[Record],
    terms: &Terms,
) -> Result<Vec<(&'static str, i64)>> {
    let by = read.now + TimeDelta::days(1);
    let mut counts = Vec::new();
    for record in records {
        let Some(cutoff) = record.cutoff(by, terms) else {
            continue;
        };
        let rows: i64 = read
            .connection()
            .prepare_cached(&record.count_sql(records))?
            .query_row([cutoff.timestamp()], |row| row.get(0))?;
        if rows > 0 {
            counts.push((record.name, rows));
        }
    }
    Ok(counts)
}
