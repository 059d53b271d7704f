//! The one thread that writes. It takes what is queued, people first, runs each job in a SAVEPOINT of one
//! immediate transaction, commits once, and only then answers: one flush to disk serves everybody who waited.

use super::{Around, Figures, Lane, Tx, Wakes};
use crate::{
    clock::Clock,
    error::{Failure, Result},
};
use anyhow::{Context, anyhow};
use rusqlite::Connection;
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::Ordering::{self, Relaxed},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

/// People's jobs in one commit. More would make the first of them wait for the last.
const PEOPLE_PER_COMMIT: usize = 64;
/// Background jobs that may share a commit with them, so that neither starves.
const BACKGROUND_PER_COMMIT: usize = 16;
/// A queue longer than this refuses: the person hears "busy" at once instead of an error in 3 s.
const LONGEST_QUEUE: usize = 1024;

/// So long must nobody have come before the log is emptied: people go first.
const QUIET: Duration = Duration::from_millis(200);
/// But what was deleted stays in the log no longer than this, however busy it is.
const SCRUB_WITHIN: Duration = Duration::from_secs(5);

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

/// What the thread does next.
enum Next {
    Batch(Vec<Job>),
    /// Nobody came for a while.
    Quiet,
    /// The queues are empty and nothing more will come.
    End,
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
        around: Arc<Around>,
        clock: Clock,
        wakes: Arc<Wakes>,
        figures: Arc<Figures>,
    ) -> anyhow::Result<Self> {
        let shared = Arc::new(Shared::default());
        let mut hand = Hand {
            connection,
            around,
            clock,
            wakes,
            // A crash may have left something that was deleted in the log.
            scrub_asked_at: Some(Instant::now()),
            figures,
        };
        hand.wakes.unscrubbed.store(true, Ordering::SeqCst);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn({
                let shared = shared.clone();
                move || {
                    loop {
                        match shared.next(hand.scrub_asked_at.map(|_| QUIET)) {
                            Next::Batch(batch) => hand.write(batch),
                            Next::Quiet => hand.scrub(),
                            Next::End => break,
                        }
                        if hand
                            .scrub_asked_at
                            .is_some_and(|at| at.elapsed() > SCRUB_WITHIN)
                        {
                            hand.scrub();
                        }
                    }
                    hand.scrub();
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

    /// What to do next; waits for it, but not longer than `at_most`.
    fn next(&self, at_most: Option<Duration>) -> Next {
        let mut queues = self.lock();
        let until = at_most.map(|length| Instant::now() + length);
        loop {
            if !queues.people.is_empty() || !queues.background.is_empty() {
                let people = queues.people.len().min(PEOPLE_PER_COMMIT);
                let background = queues.background.len().min(BACKGROUND_PER_COMMIT);
                let mut batch: Vec<Job> = queues.people.drain(..people).collect();
                batch.extend(queues.background.drain(..background));
                return Next::Batch(batch);
            }
            if queues.stopping {
                return Next::End;
            }
            queues = match until.map(|until| until.saturating_duration_since(Instant::now())) {
                None => self.arrived.wait(queues),
                Some(Duration::ZERO) => return Next::Quiet,
                Some(left) => match self.arrived.wait_timeout(queues, left) {
                    Ok((queues, _)) => Ok(queues),
                    Err(poisoned) => Ok(poisoned.into_inner().0),
                },
            }
            .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// What jobs ask for once they are committed.
#[derive(Default)]
struct Wishes {
    wake_courier: bool,
    wake_scheduler: bool,
    scrub: bool,
}

/// What the thread holds.
struct Hand {
    connection: Connection,
    around: Arc<Around>,
    clock: Clock,
    wakes: Arc<Wakes>,
    /// Something was deleted whose bytes the log may still hold.
    scrub_asked_at: Option<Instant>,
    figures: Arc<Figures>,
}

impl Hand {
    /// Writes the log back into the database and empties it. While somebody reads it cannot: then it is tried again
    /// when it is next quiet, and nobody waits for it.
    fn scrub(&mut self) {
        let Some(_) = self.scrub_asked_at.take() else {
            return;
        };
        let done = self.empty_log();
        if matches!(done, Ok(true)) {
            self.wakes.unscrubbed.store(false, Ordering::SeqCst);
            self.wakes.scrubbed.notify_waiters();
        } else {
            self.scrub_asked_at = Some(Instant::now());
            self.wakes.scrub_failed.send_modify(|times| *times += 1);
        }
        if let Err(error) = done {
            tracing::error!(%error, "could not empty the database's log");
        }
    }

    /// True if it is empty now; false if a reader was in the way.
    fn empty_log(&self) -> rusqlite::Result<bool> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let busy = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                row.get::<_, i64>(0)
            });
        self.connection.busy_timeout(super::open::BUSY)?;
        Ok(busy? == 0)
    }

    fn write(&mut self, batch: Vec<Job>) {
        if let Err(error) = self.connection.execute_batch("BEGIN IMMEDIATE") {
            tracing::error!(%error, "could not begin a transaction");
            self.figures.failures.fetch_add(1, Relaxed);
            for job in batch {
                let (_, settle) = (job.run)(Err(anyhow!("could not begin a transaction").into()));
                settle(false);
            }
            return;
        }
        let mut settles = Vec::with_capacity(batch.len());
        let mut wishes = Wishes::default();
        for job in batch {
            let (settle, its_wishes) = self.run(job);
            wishes.wake_courier |= its_wishes.wake_courier;
            wishes.wake_scheduler |= its_wishes.wake_scheduler;
            wishes.scrub |= its_wishes.scrub;
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
        if committed && wishes.scrub {
            self.wakes.unscrubbed.store(true, Ordering::SeqCst);
            self.scrub_asked_at.get_or_insert_with(Instant::now);
        }
        let jobs = settles.len() as u64;
        if committed {
            self.figures.commits.fetch_add(1, Relaxed);
            self.figures.jobs.fetch_add(jobs, Relaxed);
            self.figures.latest_batch.store(jobs, Relaxed);
        } else {
            self.figures.failures.fetch_add(1, Relaxed);
        }
        if committed && wishes.wake_scheduler {
            self.wakes.plans.fetch_add(1, Ordering::SeqCst);
        }
        for settle in settles {
            settle(committed);
        }
        if committed && wishes.wake_courier {
            self.wakes.courier.notify_one();
        }
        if committed && wishes.wake_scheduler {
            self.wakes.scheduler.notify_one();
        }
    }

    /// Runs one job in its savepoint; also what it asked for.
    fn run(&self, job: Job) -> (Settle, Wishes) {
        if job.begin_by.is_some_and(|limit| Instant::now() > limit) {
            return ((job.run)(Err(Failure::Late)).1, Wishes::default());
        }
        if self.connection.is_autocommit() || self.step("SAVEPOINT job").is_err() {
            return (
                (job.run)(Err(anyhow!("the transaction was dropped").into())).1,
                Wishes::default(),
            );
        }
        let tx = Tx::new(&self.connection, &self.around, self.clock.now());
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
        let wishes = Wishes {
            wake_courier: keep && tx.wake_courier.get(),
            wake_scheduler: keep && tx.wake_scheduler.get(),
            scrub: keep && tx.scrub.get(),
        };
        (settle, wishes)
    }

    /// One of the few statements that every job needs; compiled once.
    fn step(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute([]).map(drop)
    }
}
