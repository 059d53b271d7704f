//! Opens the file in the one safe order, and refuses with a sentence what is not ours or not whole.

use anyhow::{Context, Result, bail, ensure};
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use std::{
    fs::{self, File, OpenOptions},
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// "PLP1": marks a database as Peerloop's.
pub(super) const APPLICATION_ID: i32 = 0x504C_5031;
/// The first SQLite release without the WAL-reset race, which can lose commits (sqlite.org/wal.html#walresetbug).
const OLDEST_SAFE_SQLITE: i32 = 3_051_003;

/// How long a connection waits for another one's lock.
pub(super) const BUSY: std::time::Duration = std::time::Duration::from_secs(5);

/// Whether a missing database is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creating {
    /// Make it.
    IfMissing,
    /// Say that it is missing.
    Never,
}

/// Holds the file that says "a Peerloop is running on this database"; free again as soon as the process ends.
/// It is a side file because closing the database file itself would drop SQLite's own locks.
pub fn lock(database: &Path) -> Result<File> {
    let path = beside(database, ".lock");
    let file = private()
        .create(true)
        .truncate(false)
        .open(&path)
        .with_context(|| format!("could not open {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => bail!(
            "Another Peerloop is already running on {}. Stop it first, or give this one its own PEERLOOP_DB.",
            database.display()
        ),
        Err(fs::TryLockError::Error(error)) => {
            Err(error).context(format!("could not lock {}", path.display()))
        }
    }
}

/// Opens the writer's connection.
pub(super) fn for_writing(path: &Path, creating: Creating) -> Result<Connection> {
    ensure!(
        rusqlite::version_number() >= OLDEST_SAFE_SQLITE,
        "This build carries SQLite {}, which can lose commits; 3.51.3 or newer is needed.",
        rusqlite::version()
    );
    let fresh = make_or_check_file(path, creating)?;
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if fresh {
        connection
            .pragma_update(None, "application_id", APPLICATION_ID)
            .context("could not mark the new database")?;
    } else {
        let id: i32 = connection
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(|error| unreadable(path, &error))?;
        ensure!(
            id == APPLICATION_ID,
            "{} is not a Peerloop database.",
            path.display()
        );
    }
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .context("could not switch the database to WAL")?;
    ensure!(
        mode == "wal",
        "The database cannot use WAL here (network file systems cannot). Put it on a local disk."
    );
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    Ok(connection)
}

/// Opens a connection for a look at what is ours already.
pub(super) fn for_looking(path: &Path) -> Result<Connection> {
    make_or_check_file(path, Creating::Never)?;
    let connection = for_reading(path)?;
    let id: i32 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .with_context(|| format!("{} is not a database, or it is damaged.", path.display()))?;
    ensure!(
        id == APPLICATION_ID,
        "{} is not a Peerloop database.",
        path.display()
    );
    Ok(connection)
}

/// Moves what stands in the write-ahead log of a closed database into its file. The caller holds the run lock.
pub(crate) fn empty_log(path: &Path) -> Result<()> {
    let connection = for_writing(path, Creating::Never)?;
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    ensure!(busy == 0, "the log is in use");
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Opens a reader's connection.
pub(super) fn for_reading(path: &Path) -> Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -4_096)?;
    Ok(connection)
}

pub(super) fn connect(path: &Path, access: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .with_context(|| format!("could not open the database {}", path.display()))?;
    connection.busy_timeout(BUSY)?;
    connection
        .pragma_update(None, "synchronous", "FULL")
        .map_err(|error| unreadable(path, &error))?;
    let level: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    ensure!(
        level == 2,
        "SQLite did not accept synchronous=FULL; nothing would be safe."
    );
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Without it SQLite compiles a statement anew for every value that might change its choice among partial indexes:
    // a cached statement would be none.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// What to say of a file that SQLite does not take.
pub(super) fn unreadable(path: &Path, error: &rusqlite::Error) -> anyhow::Error {
    let shown = path.display();
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly) => anyhow::anyhow!(
            "{shown} cannot be opened here: it and its directory must be writable for whoever runs this."
        ),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            anyhow::anyhow!("{shown} is not a database, or it is damaged.")
        }
        _ => anyhow::anyhow!("{shown} cannot be read: {error}"),
    }
}

/// True if the file was made just now. SQLite would take an empty file for a new database, which would hide a loss.
fn make_or_check_file(path: &Path, creating: Creating) -> Result<bool> {
    match fs::metadata(path) {
        Ok(found) => {
            ensure!(
                found.len() > 0,
                "{} is empty: that is not a database any more. Restore a backup, or remove it to begin anew.",
                path.display()
            );
            Ok(false)
        }
        Err(error) if error.kind() == ErrorKind::NotFound && creating == Creating::IfMissing => {
            private()
                .create_new(true)
                .open(path)
                .with_context(|| format!("could not create the database {}", path.display()))?;
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("There is no database at {}.", path.display())
        }
        Err(error) => Err(error).context(format!("could not look at {}", path.display())),
    }
}

/// Files that only the owner can read; SQLite gives `-wal` and `-shm` the same mode.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
