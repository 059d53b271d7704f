//! The one thread that writes. It takes what is queued, people first, runs each job in a SAVEPOINT of one
//! immediate transaction, commits once, and only then answers: one flush to disk serves everybody who waited.

use super::{Lane, Tx, Wakes};
use crate::{
    clock::Clock,
    error::{Failure, Result},
    vault::Vault,
};
use anyhow::{Context, anyhow};
use rusqlite::Connection;
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::Instant,
};
use tokio::sync::oneshot;

/// People's jobs in one commit. More would make the first of them wait for the last.
const PEOPLE_PER_COMMIT: usize = 64;
/// Background jobs that may share a commit with them, so that neither starves.
const BACKGROUND_PER_COMMIT: usize = 16;
/// A queue longer than this refuses: the person hears "busy" at once instead of an error in 3 s.
const LONGEST_QUEUE: usize = 1024;

/// Says how the job went, once its fate is known: true if the commit is on disk.
type Settle = Box<dyn FnOnce(bool) + Send>;

/// Runs inside the savepoint, or hears why there is none; says whether to keep what it did.
type Run = Box<dyn FnOnce(Result<&Tx<'_>>) -> (bool, Settle) + Send>;

struct Job {
    begin_by: Option<Instant>,
    run: Run,
}

#[derive(Default)]
struct Queues {
    people: VecDeque<Job>,
    background: VecDeque<Job>,
    stopping: bool,
}

#[derive(Default)]
struct Shared {
    queues: Mutex<Queues>,
    arrived: Condvar,
}

pub(super) struct Writer {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        vault: Arc<Vault>,
        clock: Clock,
        wakes: Arc<Wakes>,
    ) -> anyhow::Result<Self> {
        let shared = Arc::new(Shared::default());
        let mut hand = Hand {
            connection,
            vault,
            clock,
            wakes,
        };
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn({
                let shared = shared.clone();
                move || {
                    while let Some(batch) = shared.next_batch() {
                        hand.write(batch);
                    }
                }
            })
            .context("could not start the database writer")?;
        Ok(Self {
            shared,
            thread: Mutex::new(Some(thread)),
        })
    }

    pub(super) fn submit<T: Send + 'static>(
        &self,
        lane: Lane,
        begin_by: Option<Instant>,
        job: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
        tell: oneshot::Sender<Result<T>>,
    ) -> Result<()> {
        let run = Box::new(move |tx: std::result::Result<&Tx<'_>, Failure>| {
            let result = tx.and_then(|tx| {
                catch_unwind(AssertUnwindSafe(|| job(tx)))
                    .unwrap_or_else(|_| Err(anyhow!("a transaction panicked").into()))
            });
            let keep = result.is_ok();
            let settle: Settle = Box::new(move |committed| {
                let answer = if keep && !committed {
                    Err(anyhow!("the commit failed").into())
                } else {
                    result
                };
                // Whoever asked may have given up: what is committed stays committed.
                let _ = tell.send(answer);
            });
            (keep, settle)
        });
        let mut queues = self.shared.lock();
        if queues.stopping {
            return Err(anyhow!("the database is closed").into());
        }
        let queue = match lane {
            Lane::Person => &mut queues.people,
            Lane::Background => &mut queues.background,
        };
        if queue.len() >= LONGEST_QUEUE {
            return Err(Failure::Late);
        }
        queue.push_back(Job { begin_by, run });
        // The writer, and in the tests whoever counts the queue.
        self.shared.arrived.notify_all();
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn wait_for_queue(&self, jobs: usize) {
        let queues = self.shared.lock();
        let too_few = |queues: &mut Queues| queues.people.len() + queues.background.len() < jobs;
        drop(
            self.shared
                .arrived
                .wait_while(queues, too_few)
                .unwrap_or_else(PoisonError::into_inner),
        );
    }

    /// Writes what is queued, then ends the thread.
    pub(super) fn stop(&self) {
        self.shared.lock().stopping = true;
        self.shared.arrived.notify_one();
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the database writer ended by a panic");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What to write next; `None` when the queues are empty and nothing more will come.
    fn next_batch(&self) -> Option<Vec<Job>> {
        let mut queues = self.lock();
        loop {
            if !queues.people.is_empty() || !queues.background.is_empty() {
                let people = queues.people.len().min(PEOPLE_PER_COMMIT);
                let background = queues.background.len().min(BACKGROUND_PER_COMMIT);
                let mut batch: Vec<Job> = queues.people.drain(..people).collect();
                batch.extend(queues.background.drain(..background));
                return Some(batch);
            }
            if queues.stopping {
                return None;
            }
            queues = self
                .arrived
                .wait(queues)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// What the thread holds.
struct Hand {
    connection: Connection,
    vault: Arc<Vault>,
    clock: Clock,
    wakes: Arc<Wakes>,
}

impl Hand {
    fn write(&mut self, batch: Vec<Job>) {
        if let Err(error) = self.connection.execute_batch("BEGIN IMMEDIATE") {
            tracing::error!(%error, "could not begin a transaction");
            for job in batch {
                let (_, settle) = (job.run)(Err(anyhow!("could not begin a transaction").into()));
                settle(false);
            }
            return;
        }
        let mut settles = Vec::with_capacity(batch.len());
        let mut wake_courier = false;
        for job in batch {
            let (settle, woke) = self.run(job);
            wake_courier |= woke;
            settles.push(settle);
        }
        // SQLite drops the whole transaction on some errors (a full disk): then nobody in the batch is served.
        let committed = !self.connection.is_autocommit()
            && match self.connection.execute_batch("COMMIT") {
                Ok(()) => true,
                Err(error) => {
                    tracing::error!(%error, "could not commit");
                    if !self.connection.is_autocommit() {
                        // Nothing to add if this fails as well: the next BEGIN will say so.
                        let _ = self.connection.execute_batch("ROLLBACK");
                    }
                    false
                }
            };
        for settle in settles {
            settle(committed);
        }
        if committed && wake_courier {
            self.wakes.courier.notify_one();
        }
    }

    /// Runs one job in its savepoint; true if it asked for the courier.
    fn run(&self, job: Job) -> (Settle, bool) {
        if job.begin_by.is_some_and(|limit| Instant::now() > limit) {
            return ((job.run)(Err(Failure::Late)).1, false);
        }
        if self.connection.is_autocommit() || self.step("SAVEPOINT job").is_err() {
            return (
                (job.run)(Err(anyhow!("the transaction was dropped").into())).1,
                false,
            );
        }
        let tx = Tx::new(&self.connection, &self.vault, self.clock.now());
        let (keep, settle) = (job.run)(Ok(&tx));
        let undone = if keep {
            Ok(())
        } else {
            self.step("ROLLBACK TO job")
        };
        if let Err(error) = undone.and_then(|()| self.step("RELEASE job"))
            && !self.connection.is_autocommit()
        {
            // The savepoint cannot be left: give up the whole transaction, so that nothing half done is kept.
            tracing::error!(%error, "could not end a savepoint");
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        (settle, keep && tx.wake_courier.get())
    }

    /// One of the few statements that every job needs; compiled once.
    fn step(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute([]).map(drop)
    }
}
