//! Brings a database to this program's schema, in one transaction. `schema.sql` is the truth for a new file;
//! each later version adds one numbered step here and a frozen copy of the old schema to the tests.

use crate::vault::{Pseudonyms, Vault, random_key};
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

const SCHEMA: &str = include_str!("../../schema.sql");
/// The schema this program reads and writes.
pub const SCHEMA_VERSION: i64 = 1;
/// Sealed once per database, so that a wrong key is found at start and not at somebody's first Read.
const KEY_CHECK: &str = "vault.check";

/// The place for which the key of pseudonyms is sealed.
const PSEUDONYMS: &str = "vault.pseudonyms";

/// Answers with the pseudonyms of this database.
pub(super) fn upgrade(
    connection: &mut Connection,
    vault: &Vault,
    now: DateTime<Utc>,
) -> Result<Pseudonyms> {
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
        let pseudonyms = vault.seal(PSEUDONYMS, &random_key()?)?;
        tx.execute(
            "INSERT INTO vault (id, sealed, pseudonyms, made_at) VALUES (1, ?1, ?2, ?3)",
            (check, pseudonyms, now.timestamp()),
        )?;
        tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    ensure!(
        opens_with(&tx, vault)?,
        "The key file does not belong to this database: nothing people wrote would open. Point PEERLOOP_KEY at the right one."
    );
    let sealed: Vec<u8> = tx.query_row("SELECT pseudonyms FROM vault WHERE id = 1", [], |row| {
        row.get(0)
    })?;
    let key = vault.open_sealed(PSEUDONYMS, &sealed)?;
    let key = key
        .try_into()
        .map_err(|_| anyhow::anyhow!("the key of pseudonyms has another length"))?;
    tx.commit().context("could not keep the schema")?;
    Ok(Pseudonyms::with_key(key))
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
