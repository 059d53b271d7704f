//! What recurs: runs what is due, learns the next due instant, sleeps until then. Every run is in the ledger by
//! name and local date, so ticking twice runs it once; what was missed while the bot was down runs once, late.

use crate::{
    calendar,
    error::Result,
    retention,
    store::{Lane, Read, Store, Tx},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rusqlite::{OptionalExtension, params};
use std::sync::Arc;
use tokio::sync::{Notify, watch};

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
            name: "purge",
            cron: "10 3 * * *",
            zone: Tz::UTC,
            does: Work::Steps(retention::purge_step),
        },
        Job {
            name: "read_people",
            cron: "40 3 * * *",
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

/// Runs the jobs until `stop`.
pub(crate) async fn run(store: Store, jobs: Vec<Job>, mut stop: watch::Receiver<bool>) {
    // A job that never ran begins now: its first occurrence is the next one.
    let began_at = store.clock().now();
    loop {
        let mut next_at = None;
        for job in &jobs {
            match due_or_next(&store, job, began_at).await {
                Ok(at) => next_at = next_at.into_iter().chain([at]).min(),
                Err(failure) => tracing::error!(job = job.name, %failure, "a recurring job failed"),
            }
        }
        if let Some(at) = next_at {
            store.wakes().next_run.send_replace(at);
        }
        let nap = async {
            match next_at {
                Some(at) => store.clock().sleep_towards(at).await,
                None => store.clock().nap(std::time::Duration::from_secs(30)).await,
            }
        };
        tokio::select! {
            () = nap => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
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

fn last_run(read: &Read<'_>, name: &str) -> Result<Option<DateTime<Utc>>> {
    let at: Option<i64> = read
        .connection()
        .prepare_cached("SELECT max(ran_at) FROM ledger WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(at.and_then(|at| DateTime::from_timestamp(at, 0)))
}

fn enter(tx: &Tx<'_>, name: &str, date: &str) -> Result<()> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO ledger (name, date, ran_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (name, date) DO UPDATE SET ran_at = excluded.ran_at",
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
