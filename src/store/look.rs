//! A look at a database from outside, beside a running Peerloop or without one: it writes nothing and takes no lock
//! that anybody waits for. For the operator's commands; what is counted is for them to say.

use super::{Around, Read, SCHEMA_VERSION, SealedColumn, open, reseal, upgrade};
use crate::{
    clock::Clock,
    error,
    names::Names,
    vault::{KEY_BYTES, Pseudonyms, Vault},
};
use anyhow::{Context, Result, bail, ensure};
use rusqlite::{Connection, OpenFlags, backup::Backup, types::ValueRef};
use serde_json::{Map, Value as Json, json};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// A database that is only read.
pub struct Look {
    connection: Connection,
    path: PathBuf,
}

impl Look {
    /// Opens a database of ours, of whatever version. Fails with one sentence.
    pub fn open(path: &Path) -> Result<Self> {
        let shown = path.display();
        let bytes = match fs::metadata(path) {
            Ok(found) => found.len(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                bail!("There is no database at {shown}.")
            }
            Err(error) => return Err(error).context(format!("could not look at {shown}")),
        };
        ensure!(
            bytes > 0,
            "{shown} is empty: that is not a database any more."
        );
        let connection = open::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.pragma_update(None, "query_only", true)?;
        let id: i32 = connection
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(|error| open::unreadable(path, &error))?;
        ensure!(
            id == open::APPLICATION_ID,
            "{shown} is not a Peerloop database."
        );
        Ok(Self {
            connection,
            path: path.to_owned(),
        })
    }

    /// The version of its schema.
    pub fn schema_version(&self) -> Result<i64> {
        self.pragma("user_version")
    }

    /// Refuses a schema that this program does not know.
    pub fn refuse_newer(&self) -> Result<()> {
        let version = self.schema_version()?;
        ensure!(
            version <= SCHEMA_VERSION,
            "{} was written by a newer Peerloop (schema {version}; this one knows {SCHEMA_VERSION}). Use the newer one.",
            self.path.display()
        );
        Ok(())
    }

    /// Its size in bytes, without what still stands in the write-ahead log.
    pub fn bytes(&self) -> Result<i64> {
        Ok(self.pragma("page_count")? * self.pragma("page_size")?)
    }

    /// True if `SQLite`'s quick check finds the file whole. It reads everything.
    pub fn is_sound(&self) -> bool {
        self.connection
            .pragma_query_value(None, "quick_check", |row| row.get::<_, String>(0))
            .is_ok_and(|said| said == "ok")
    }

    /// True if this is the key that it was sealed with.
    pub fn opens_with(&self, vault: &Vault) -> Result<bool> {
        upgrade::opens_with(&self.connection, vault)
    }

    /// Opens up to `limit` of the newest rows of each sealed column: how many opened, how many did not.
    pub fn sample(
        &self,
        columns: &[SealedColumn],
        vault: &Vault,
        limit: i64,
    ) -> Result<(u64, u64)> {
        reseal::sample(&self.connection, columns, vault, limit)
    }

    /// Hands out every row of every table but these, in one consistent look. What is sealed stays sealed: only its
    /// length is told. Answers with how many rows there were.
    pub fn each_row(
        &self,
        but: &[&str],
        mut hand: impl FnMut(&str, Map<String, Json>) -> Result<()>,
    ) -> Result<u64> {
        let snapshot = self.connection.unchecked_transaction()?;
        let tables: Vec<String> = snapshot
            .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut rows_handed = 0;
        for table in tables.iter().filter(|table| !but.contains(&table.as_str())) {
            let mut query = snapshot.prepare(&format!("SELECT * FROM \"{table}\""))?;
            let columns: Vec<String> = query.column_names().map(str::to_owned).collect();
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let mut fields = Map::new();
                for (at, column) in columns.iter().enumerate() {
                    fields.insert(column.clone(), to_json(row.get_ref(at)?));
                }
                hand(table, fields)?;
                rows_handed += 1;
            }
        }
        Ok(rows_handed)
    }

    /// One consistent look. It has no key: nothing sealed opens.
    pub fn read<T>(
        &self,
        clock: &Clock,
        look: impl FnOnce(&Read<'_>) -> error::Result<T>,
    ) -> error::Result<T> {
        let around = Around {
            vault: Vault::with_key(&[0; KEY_BYTES]),
            pseudonyms: Pseudonyms::with_key([0; KEY_BYTES]),
            names: Names::default(),
            path: self.path.clone(),
        };
        let snapshot = self.connection.unchecked_transaction()?;
        look(&Read {
            connection: &snapshot,
            around: &around,
            now: clock.now(),
        })
    }

    /// Copies the database as it is at this instant into a new file that stands by itself, flushed to disk.
    /// Writers are not held up. A copy that is not whole is removed again.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        let copied = self.copy(path);
        if copied.is_err() {
            // The first error is the one to tell.
            let _ = fs::remove_file(path);
        }
        copied
    }

    fn copy(&self, path: &Path) -> Result<()> {
        open::private()
            .create_new(true)
            .open(path)
            .with_context(|| format!("could not create {}", path.display()))?;
        let mut copy = Connection::open(path)?;
        // All pages in one step: a step is one snapshot, so no writer makes it begin again.
        Backup::new(&self.connection, &mut copy)?
            .step(-1)
            .context("could not copy the database")?;
        // One file without a log beside it: it can be moved, and read where nothing may be written.
        let mode: String =
            copy.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
        ensure!(
            mode == "delete",
            "could not make the copy stand by itself (journal mode {mode})"
        );
        copy.close().map_err(|(_, error)| error)?;
        File::open(path)?
            .sync_all()
            .context("could not write the copy to disk")?;
        let copy = Self::open(path)?;
        ensure!(
            copy.is_sound(),
            "The copy is damaged, so the database may be too: `peerloop doctor` says more."
        );
        Ok(())
    }

    fn pragma(&self, name: &str) -> Result<i64> {
        Ok(self
            .connection
            .pragma_query_value(None, name, |row| row.get(0))?)
    }
}

fn to_json(value: ValueRef<'_>) -> Json {
    match value {
        ValueRef::Null => Json::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(bytes) => json!({ "sealed_bytes": bytes.len() }),
    }
}
