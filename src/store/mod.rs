//! One SQLite file: one writer, a few readers. A transaction is a closure; it commits as a whole or not at all,
//! and what `transact` answers is on disk (WAL, `synchronous=FULL`). Nothing here knows what is stored or why.

mod counting;
mod look;
mod open;
mod readers;
mod records;
mod reseal;
mod seen;
mod tx;
mod upgrade;
mod writer;

pub use counting::{Counting, Readable};
pub use look::Look;
pub use open::{Creating, lock};
pub(crate) use open::{beside, empty_log};
pub use records::RECORDS;
pub use reseal::{SealedColumn, reseal};
use tx::Around;
pub use tx::{Read, Tx};
pub use upgrade::SCHEMA_VERSION;

use crate::{clock::Clock, error::Result, names::Names, vault::Vault};
use anyhow::Context;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Instant,
};
use tokio::sync::{Notify, oneshot, watch};

/// Larger files are not checked while people wait.
const LARGEST_CHECKED_BYTES: i64 = 200 << 20;

/// Who is waiting for a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A person who has just pressed something.
    Person,
    /// The courier, the scheduler, the roster: at most 200 rows or 20 ms a step.
    Background,
}

/// What sleeps until something was committed.
#[derive(Debug, Default)]
pub struct Wakes {
    /// An outbox row became ready.
    pub courier: Notify,
    /// Somebody wants Slack to be asked again who works here and who is in the programme's channel.
    pub roster: Arc<Notify>,
    /// The courier has settled a row.
    pub settled: Notify,
    /// The database's log holds nothing of what was deleted any more.
    pub scrubbed: Notify,
    /// How often the log could not be emptied because somebody was reading.
    pub scrub_failed: watch::Sender<u64>,
    /// Something was written that may be due earlier than what the scheduler knows of.
    pub scheduler: Notify,
    /// How often that has happened. It counts up before whoever wrote it hears that it is kept.
    pub plans: AtomicU64,
    /// What the scheduler knew when it last had done all that was due.
    pub next_run: watch::Sender<NextRun>,
    /// The log still may.
    unscrubbed: AtomicBool,
}

/// When the scheduler next has something to do.
#[derive(Clone, Copy, Debug, Default)]
pub struct NextRun {
    /// When.
    pub at: DateTime<Utc>,
    /// [`Wakes::plans`] when it looked.
    pub plans: u64,
}

/// What the writer has done since start.
#[derive(Debug, Default)]
pub struct Figures {
    /// Commits that are on disk.
    pub commits: AtomicU64,
    /// Jobs that those commits held.
    pub jobs: AtomicU64,
    /// Jobs in the latest of them.
    pub latest_batch: AtomicU64,
    /// Transactions that could not be begun or committed: the disk is full, or it fails.
    pub failures: AtomicU64,
}

/// The open database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    writer: Arc<writer::Writer>,
    readers: Arc<readers::Readers>,
    wakes: Arc<Wakes>,
    figures: Arc<Figures>,
    clock: Clock,
}

impl Wakes {
    /// True while the database's log may still hold what a committed transaction has deleted.
    pub fn is_unscrubbed(&self) -> bool {
        self.unscrubbed.load(Ordering::SeqCst)
    }
}

/// A connection that can only read, for a look at a database that another process may be running on.
pub fn for_looking(path: &Path) -> anyhow::Result<Connection> {
    open::for_looking(path)
}

impl Store {
    /// Opens the database with everything checked, makes or upgrades the schema, and starts the writer.
    /// Fails with one clear sentence.
    pub fn open(
        path: &Path,
        creating: Creating,
        vault: Vault,
        clock: Clock,
    ) -> anyhow::Result<Self> {
        Self::open_with_names(path, creating, vault, clock, Names::default())
    }

    /// The same where commands go by other names.
    pub fn open_with_names(
        path: &Path,
        creating: Creating,
        vault: Vault,
        clock: Clock,
        names: Names,
    ) -> anyhow::Result<Self> {
        let mut connection = open::for_writing(path, creating)?;
        let pseudonyms = upgrade::upgrade(&mut connection, &vault, clock.now())?;
        let around = Arc::new(Around {
            vault,
            pseudonyms,
            names,
            path: path.to_owned(),
        });
        let wakes = Arc::new(Wakes::default());
        let readers = readers::Readers::open(around.clone(), clock.clone())?;
        let figures = Arc::new(Figures::default());
        let writer = writer::Writer::start(
            connection,
            around,
            clock.clone(),
            wakes.clone(),
            figures.clone(),
        )?;
        Ok(Self {
            writer: Arc::new(writer),
            readers: Arc::new(readers),
            wakes,
            figures,
            clock,
        })
    }

    /// Runs `job` in a transaction of its own and answers when it is on disk. If it is not begun by `begin_by`
    /// it is dropped ([`Failure::Late`](crate::error::Failure::Late)). A panic in it is an error for it alone.
    pub async fn transact<T: Send + 'static>(
        &self,
        lane: Lane,
        begin_by: Option<Instant>,
        job: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, told) = oneshot::channel();
        self.writer.submit(lane, begin_by, job, tell)?;
        told.await.context("the database writer has stopped")?
    }

    /// Looks something up on a reader; never waits for a writer.
    pub async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Read<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let readers = self.readers.clone();
        tokio::task::spawn_blocking(move || readers.read(look))
            .await
            .context("a look at the database panicked")?
    }

    /// Works something out that takes seconds, on a connection of its own: neither the writer nor whoever opens a form
    /// waits for it.
    pub async fn work_out<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Read<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let readers = self.readers.clone();
        tokio::task::spawn_blocking(move || readers.read_apart(work))
            .await
            .context("what was to be worked out panicked")?
    }

    /// True if the file is whole, as far as `SQLite`'s quick check can tell. It reads everything: 5–400 ms below
    /// 200 MB, minutes at 4 GB, so larger files are left to the check of a backup.
    pub async fn is_sound(&self) -> Result<bool> {
        self.read(|read| {
            let connection = read.connection();
            let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
            let page_bytes: i64 =
                connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
            if pages * page_bytes > LARGEST_CHECKED_BYTES {
                return Ok(true);
            }
            let said: String =
                connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
            Ok(said == "ok")
        })
        .await
    }

    /// What sleeps until something was committed.
    pub fn wakes(&self) -> &Wakes {
        &self.wakes
    }

    /// What the writer has done.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// How people must type commands.
    pub fn names(&self) -> &Names {
        self.readers.names()
    }

    /// The clock that transactions are stamped with.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Finishes what is queued, commits it and closes the writer. Later transactions fail.
    pub async fn close(&self) {
        let writer = self.writer.clone();
        // A panic while closing has already been logged by the writer's own thread.
        let _ = tokio::task::spawn_blocking(move || writer.stop()).await;
    }
}

#[cfg(test)]
impl Store {
    /// Waits until so many jobs are in the writer's queues.
    pub(crate) async fn wait_for_queue(&self, jobs: usize) {
        let writer = self.writer.clone();
        tokio::task::spawn_blocking(move || writer.wait_for_queue(jobs))
            .await
            .unwrap();
    }

    /// Keeps the writer busy until the sender is dropped, so that what is queued meanwhile shares one batch.
    pub(crate) fn hold_writer(&self) -> std::sync::mpsc::Sender<()> {
        let (release, held) = std::sync::mpsc::channel::<()>();
        let (begun, has_begun) = std::sync::mpsc::channel();
        let (tell, _) = oneshot::channel();
        let hold = move |_: &Tx<'_>| {
            begun.send(()).unwrap();
            let _ = held.recv();
            Ok(())
        };
        self.writer
            .submit(Lane::Person, None, hold, tell)
            .map_err(|error| error.to_string())
            .unwrap();
        has_begun.recv().unwrap();
        release
    }
}

#[cfg(test)]
mod tests;
