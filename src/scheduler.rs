//! What recurs, and the deadlines that rituals set themselves: runs what is due, learns the next due instant, sleeps
//! until then. Every run is in the ledger by name and local date, so ticking twice runs it once; what was missed while
//! the bot was down runs once, late. What recurs for people (`schedule`) runs through the rituals; after a start and
//! after the clock was set back it is planned anew.

use crate::{
    calendar,
    error::Result,
    retention,
    rituals::{Ritual, registry::HOUSE},
    schedule::{self, PURGE, READ_PEOPLE, last_run},
    store::{Lane, NextRun, Read, Store, Tx},
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use rusqlite::params;
use std::sync::{Arc, atomic::Ordering};
use tokio::sync::{Notify, watch};

/// Steps that a ritual may take in one go: at 200 rows each, more than anything that can be due at once.
const MOST_STEPS: usize = 1_000;

/// A clock that went back by more was set.
const SET_BACK: TimeDelta = TimeDelta::minutes(1);

/// Something that recurs.
pub(crate) struct Job {
    /// Its name in the ledger.
    pub(crate) name: &'static str,
    /// When, in the usual five fields.
    pub(crate) cron: &'static str,
    /// The zone of that time.
    pub(crate) zone: Tz,
    /// What is done.
    pub(crate) does: Work,
}

/// What a job does.
pub(crate) enum Work {
    /// Short steps, each its own transaction, until one answers that it was the last.
    Steps(fn(&Tx<'_>) -> Result<bool>),
    /// Wakes a loop that calls Slack.
    Wakes(Arc<Notify>),
}

/// Everything that recurs, in one list.
pub(crate) fn jobs(read_people: Arc<Notify>) -> Vec<Job> {
    vec![
        Job {
            name: PURGE.name,
            cron: PURGE.cron,
            zone: Tz::UTC,
            does: Work::Steps(retention::purge_step),
        },
        Job {
            name: READ_PEOPLE.name,
            cron: READ_PEOPLE.cron,
            zone: Tz::UTC,
            does: Work::Wakes(read_people),
        },
    ]
}

/// A recurring job as an operator sees it.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// Its name.
    pub(crate) name: &'static str,
    /// When it last ran, if it did.
    pub(crate) last_at: Option<DateTime<Utc>>,
    /// When it comes round next, counted from its last run or else from now.
    pub(crate) next_at: DateTime<Utc>,
}

/// When everything that recurs ran and will run.
pub(crate) fn runs(read: &Read<'_>) -> Result<Vec<Run>> {
    jobs(Arc::default())
        .iter()
        .map(|job| {
            let last_at = last_run(read, job.name)?;
            let next = calendar::next(job.cron, job.zone, last_at.unwrap_or(read.now))?;
            Ok(Run {
                name: job.name,
                last_at,
                next_at: next.due_at,
            })
        })
        .collect()
}

/// Runs the jobs, and what the rituals have set themselves, until `stop`.
pub(crate) async fn run(store: Store, jobs: Vec<Job>, mut stop: watch::Receiver<bool>) {
    // A job that never ran begins now: its first occurrence is the next one.
    let began_at = store.clock().now();
    // The clock may have been anywhere while nobody looked.
    let mut looked_at = DateTime::<Utc>::MAX_UTC;
    loop {
        let now = store.clock().now();
        if now + SET_BACK < looked_at
            && let Err(failure) = store
                .transact(Lane::Background, None, schedule::replan)
                .await
        {
            tracing::error!(%failure, "what recurs could not be planned anew");
        }
        looked_at = now;
        // Ask for the wake-up before looking, so that nothing committed in between is missed.
        let wake = store.wakes().scheduler.notified();
        let plans = store.wakes().plans.load(Ordering::SeqCst);
        let mut next_at = None;
        for job in &jobs {
            match due_or_next(&store, job, began_at).await {
                Ok(at) => next_at = next_at.into_iter().chain([at]).min(),
                Err(failure) => tracing::error!(job = job.name, %failure, "a recurring job failed"),
            }
        }
        for ritual in HOUSE.rituals() {
            match tick_or_next(&store, ritual).await {
                Ok(at) => next_at = next_at.into_iter().chain(at).min(),
                Err(failure) => {
                    tracing::error!(ritual = ritual.name(), %failure, "what was due could not be done");
                }
            }
        }
        if let Some(at) = next_at {
            store.wakes().next_run.send_replace(NextRun { at, plans });
        }
        let nap = async {
            match next_at {
                Some(at) => store.clock().sleep_towards(at).await,
                None => store.clock().nap(std::time::Duration::from_secs(30)).await,
            }
        };
        tokio::select! {
            () = wake => {}
            () = nap => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Has a ritual do what is due, step by step; answers when it next has something to do. Fails if it does not get on, so
/// that one ritual cannot keep the others waiting.
async fn tick_or_next(store: &Store, ritual: &'static dyn Ritual) -> Result<Option<DateTime<Utc>>> {
    for _ in 0..MOST_STEPS {
        match store.read(|read| ritual.due_at(read)).await? {
            Some(at) if at <= store.clock().now() => {
                if store.read(|read| ritual.has_work(read)).await? {
                    work(store, ritual).await?;
                    continue;
                }
                let step = |tx: &Tx<'_>| {
                    ritual.tick(tx)?;
                    HOUSE.pass_on(tx)
                };
                store.transact(Lane::Background, None, step).await?;
            }
            next_at => return Ok(next_at),
        }
    }
    Err(anyhow::anyhow!("still due after {MOST_STEPS} steps").into())
}

/// Works out what takes seconds, and keeps it in short steps between which people come first.
async fn work(store: &Store, ritual: &'static dyn Ritual) -> Result<()> {
    let mut keep = store.work_out(|read| ritual.work_out(read)).await?;
    loop {
        let step = move |tx: &Tx<'_>| {
            let is_last = keep(tx)?;
            HOUSE.pass_on(tx)?;
            Ok((keep, is_last))
        };
        let (next, is_last) = store.transact(Lane::Background, None, step).await?;
        if is_last {
            return Ok(());
        }
        keep = next;
    }
}

/// Runs the job if it is due; answers when it comes round next.
async fn due_or_next(store: &Store, job: &Job, began_at: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let name = job.name;
    let last = store
        .read(move |read| last_run(read, name))
        .await?
        .unwrap_or(began_at);
    let due = calendar::next(job.cron, job.zone, last)?;
    let now = store.clock().now();
    if due.due_at > now {
        return Ok(due.due_at);
    }
    match &job.does {
        Work::Steps(step) => {
            let step = *step;
            while !store.transact(Lane::Background, None, step).await? {}
        }
        Work::Wakes(sleeper) => sleeper.notify_one(),
    }
    let date = due.date.to_string();
    store
        .transact(Lane::Background, None, move |tx| enter(tx, name, &date))
        .await?;
    tracing::info!(job = name, "ran");
    Ok(calendar::next(job.cron, job.zone, now)?.due_at)
}

fn enter(tx: &Tx<'_>, name: &str, date: &str) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO ledger (name, date, ran_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (name, person, date) DO UPDATE SET ran_at = excluded.ran_at",
        )?
        .execute(params![name, date, tx.now.timestamp()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Clock, store::Creating, vault::Vault};
    use std::sync::atomic::{AtomicUsize, Ordering};

    static RUNS: AtomicUsize = AtomicUsize::new(0);

    /// A ritual that has three things to do at `DUE`, or one that never gets on.
    struct Deadlines {
        left: AtomicUsize,
        gets_on: bool,
    }

    const DUE: i64 = 4_000_000_000;

    impl Ritual for Deadlines {
        fn name(&self) -> &'static str {
            "deadlines"
        }
        fn is_fact(&self, _request: &crate::request::Request) -> bool {
            false
        }
        fn open(
            &self,
            _read: &Read<'_>,
            _request: &crate::request::Request,
        ) -> Result<crate::outcome::Outcome> {
            unreachable!("nobody asks")
        }
        fn act(
            &self,
            _tx: &Tx<'_>,
            _request: &crate::request::Request,
        ) -> Result<crate::outcome::Outcome> {
            unreachable!("nobody asks")
        }
        fn due_at(&self, _read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
            let left = self.left.load(Ordering::SeqCst);
            Ok((left > 0).then(|| DateTime::from_timestamp(DUE, 0).unwrap()))
        }
        fn tick(&self, tx: &Tx<'_>) -> Result<()> {
            assert!(tx.now.timestamp() >= DUE, "not before it is due");
            if self.gets_on {
                self.left.fetch_sub(1, Ordering::SeqCst);
            }
            Ok(())
        }
        fn records(&self) -> &'static [crate::records::Record] {
            &[]
        }
        fn data(
            &self,
            _read: &Read<'_>,
            _user: &crate::ids::UserId,
        ) -> Result<Vec<crate::rituals::Entry>> {
            Ok(Vec::new())
        }
        fn help(&self, _names: &crate::names::Names) -> Vec<crate::blocks::Block> {
            Vec::new()
        }
        fn samples(&self) -> Vec<(&'static str, crate::rituals::Sample)> {
            Vec::new()
        }
    }

    static THREE: Deadlines = Deadlines {
        left: AtomicUsize::new(3),
        gets_on: true,
    };
    static STUCK: Deadlines = Deadlines {
        left: AtomicUsize::new(1),
        gets_on: false,
    };

    #[tokio::test]
    async fn a_deadline_is_waited_for_then_met_in_steps_and_one_that_is_stuck_gives_way() {
        let dir = tempfile::tempdir().unwrap();
        let (shift, seconds) = watch::channel(0);
        let clock = Clock::Shifted(seconds);
        let store = Store::open(
            &dir.path().join("db"),
            Creating::IfMissing,
            Vault::with_key(&[1; 32]),
            clock.clone(),
        )
        .unwrap();
        let due_at = DateTime::from_timestamp(DUE, 0);
        assert_eq!(tick_or_next(&store, &THREE).await.unwrap(), due_at);
        let wait = DUE - clock.now().timestamp();
        shift.send_modify(|seconds| *seconds += wait);
        assert_eq!(tick_or_next(&store, &THREE).await.unwrap(), None);
        assert_eq!(THREE.left.load(Ordering::SeqCst), 0);
        assert!(tick_or_next(&store, &STUCK).await.is_err());
    }

    #[tokio::test]
    async fn a_job_runs_once_an_occurrence_and_once_late_after_days_down() {
        let dir = tempfile::tempdir().unwrap();
        let (shift, seconds) = watch::channel(0);
        let clock = Clock::Shifted(seconds);
        let store = Store::open(
            &dir.path().join("db"),
            Creating::IfMissing,
            Vault::with_key(&[1; 32]),
            clock.clone(),
        )
        .unwrap();
        let job = Job {
            name: "count",
            cron: "10 3 * * *",
            zone: Tz::UTC,
            does: Work::Steps(|_| Ok(RUNS.fetch_add(1, Ordering::SeqCst) < usize::MAX)),
        };
        let began_at = clock.now();
        due_or_next(&store, &job, began_at).await.unwrap();
        assert_eq!(
            RUNS.load(Ordering::SeqCst),
            0,
            "not due before its first occurrence"
        );
        for days in [1, 1, 4] {
            shift.send_modify(|seconds| *seconds += days * 86_400);
            let before = RUNS.load(Ordering::SeqCst);
            for _ in 0..3 {
                let next = due_or_next(&store, &job, began_at).await.unwrap();
                assert!(next > clock.now());
            }
            assert_eq!(
                RUNS.load(Ordering::SeqCst),
                before + 1,
                "once after {days} days"
            );
        }
        shift.send_modify(|seconds| *seconds -= 86_400);
        let before = RUNS.load(Ordering::SeqCst);
        due_or_next(&store, &job, began_at).await.unwrap();
        assert_eq!(
            RUNS.load(Ordering::SeqCst),
            before,
            "a clock set back runs nothing again"
        );
    }
}
