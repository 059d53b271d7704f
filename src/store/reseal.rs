//! Changes what a closed database is sealed with, as a whole or not at all. It is told which columns are sealed and
//! for which places; it knows no words.

use super::open::{self, Creating};
use crate::vault::Vault;
use anyhow::{Context, Result};
use rusqlite::{Connection, TransactionBehavior, params, types::Value};
use std::path::Path;

/// Rows that are held in memory at a time.
const STEP: i64 = 500;

/// A column that holds what only the key opens.
#[derive(Clone, Copy, Debug)]
pub struct SealedColumn {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub column: &'static str,
    /// The table's primary key.
    pub key: &'static str,
    /// SQL that gives the place a row is sealed for.
    pub place: &'static str,
}

/// Seals every listed column with `new` instead of `old` in one transaction, and leaves nothing of the old seals in the
/// files. The caller holds the run lock. Answers with how many were sealed.
pub fn reseal(path: &Path, columns: &[SealedColumn], old: &Vault, new: &Vault) -> Result<u64> {
    let mut connection = open::for_writing(path, Creating::Never)?;
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut sealed = 0;
    for column in columns {
        sealed += reseal_column(&tx, column, old, new)
            .with_context(|| format!("could not seal {}.{} anew", column.table, column.column))?;
    }
    tx.commit().context("could not keep the new seals")?;
    // What was overwritten still stands in the log until it is emptied. The seals are kept, whether or not this works.
    if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        tracing::warn!(%error, "could not empty the database's log: old seals stand in it until it is written over");
    }
    Ok(sealed)
}

/// Opens up to `limit` of the newest rows of each column; answers with how many opened and how many did not.
pub(super) fn sample(
    connection: &Connection,
    columns: &[SealedColumn],
    vault: &Vault,
    limit: i64,
) -> Result<(u64, u64)> {
    let (mut opened, mut shut) = (0, 0);
    for SealedColumn {
        table,
        column,
        key,
        place,
    } in columns
    {
        let mut query = connection.prepare(&format!(
            "SELECT {place}, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {key} DESC LIMIT ?1"
        ))?;
        let mut rows = query.query([limit])?;
        while let Some(row) = rows.next()? {
            let (place, sealed): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
            match vault.open_sealed(&place, &sealed) {
                Ok(_) => opened += 1,
                Err(_) => shut += 1,
            }
        }
    }
    Ok((opened, shut))
}

fn reseal_column(
    tx: &Connection,
    SealedColumn {
        table,
        column,
        key,
        place,
    }: &SealedColumn,
    old: &Vault,
    new: &Vault,
) -> Result<u64> {
    let mut select = tx.prepare(&format!(
        "SELECT {key}, {place}, {column} FROM {table}
         WHERE {column} IS NOT NULL AND (?1 IS NULL OR {key} > ?1) ORDER BY {key} LIMIT ?2"
    ))?;
    let mut update = tx.prepare(&format!(
        "UPDATE {table} SET {column} = ?2 WHERE {key} = ?1"
    ))?;
    let mut last = Value::Null;
    let mut sealed = 0;
    loop {
        let rows: Vec<(Value, String, Vec<u8>)> = select
            .query_map(params![last, STEP], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?
            .collect::<Result<_, _>>()?;
        let Some((key, _, _)) = rows.last() else {
            return Ok(sealed);
        };
        last = key.clone();
        for (key, place, body) in rows {
            let words = old.open_sealed(&place, &body)?;
            update.execute(params![key, new.seal(&place, &words)?])?;
            sealed += 1;
        }
    }
}
