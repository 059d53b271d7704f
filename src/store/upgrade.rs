//! Brings a database to this program's schema, in one transaction. `schema.sql` is the truth for a new file;
//! each later version adds one numbered step here and a frozen copy of the old schema to the tests.

use crate::vault::Vault;
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

const SCHEMA: &str = include_str!("../../schema.sql");
/// The schema this program reads and writes.
pub const SCHEMA_VERSION: i64 = 1;
/// Sealed once per database, so that a wrong key is found at start and not at somebody's first Read.
const KEY_CHECK: &str = "vault.check";

pub(super) fn upgrade(
    connection: &mut Connection,
    vault: &Vault,
    now: DateTime<Utc>,
) -> Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    ensure!(
        version <= SCHEMA_VERSION,
        "This database was written by a newer Peerloop (schema {version}; this one knows {SCHEMA_VERSION}). Run the newer one."
    );
    if version == 0 {
        tx.execute_batch(SCHEMA)
            .context("could not make the schema")?;
        let check = vault.seal(KEY_CHECK, b"peerloop")?;
        tx.execute(
            "INSERT INTO vault (id, sealed, made_at) VALUES (1, ?1, ?2)",
            (check, now.timestamp()),
        )?;
        tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    ensure!(
        opens_with(&tx, vault)?,
        "The key file does not belong to this database: nothing people wrote would open. Point PEERLOOP_KEY at the right one."
    );
    tx.commit().context("could not keep the schema")
}

/// True if this is the key that the database was sealed with.
pub(super) fn opens_with(connection: &Connection, vault: &Vault) -> Result<bool> {
    let check: Option<Vec<u8>> = connection
        .query_row("SELECT sealed FROM vault WHERE id = 1", [], |row| {
            row.get(0)
        })
        .optional()?;
    let check = check.context("the database has lost the mark of its key; restore a backup")?;
    Ok(vault.open_sealed(KEY_CHECK, &check).is_ok())
}
