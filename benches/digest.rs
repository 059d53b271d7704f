//! How long the figures of a month take for 200 managers over 1,000,000 notes, and whether anybody waits for them: the
//! time from a submit to its commit on disk, as usual and while they are worked out. On a database in a temporary
//! directory, which needs about a gigabyte.
//!
//! ```text
//! cargo bench --bench digest
//! ```

use anyhow::{Context, Result, anyhow};
use chrono::{DateTime, Datelike, Utc};
use peerloop::{
    clock::Clock,
    error::Failure,
    ids::{UserId, ViewId},
    outbox::{Place as To, Subject},
    request::{Act, Field, Fields, FormState, Place, Request},
    rituals::{Reader, Ritual, registry::HOUSE},
    store::{Creating, Lane, Store, Tx},
    vault::Vault,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Managers: one of all, nine of the others, and those who have ten people each.
const MANAGERS: i64 = 200;
/// People who report to managers and give notes.
const REPS: i64 = 1_900;
/// Notes of the month.
const NOTES: i64 = 1_000_000;
/// Bytes of a note, as sealed.
const BODY: i64 = 240;
/// How long submits are measured for.
const MEASURED: Duration = Duration::from_secs(10);
/// Between two submits.
const PAUSE: Duration = Duration::from_millis(10);
/// How often the figures are worked out.
const TIMES: usize = 3;

fn main() -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(measure())
}

async fn measure() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("db");
    let vault = Vault::with_key(&[1; 32]);
    let store = Store::open(&path, Creating::IfMissing, vault, Clock::System)?;
    let digest = HOUSE.named("digest").context("no digest")?;
    fill(&path)?;
    let bytes = std::fs::metadata(&path)?.len() >> 20;
    println!("{MANAGERS} managers, {REPS} reps, {NOTES} notes in one month, {bytes} MB");

    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        store
            .work_out(|read| digest.work_out(read).map(drop))
            .await
            .map_err(broken)?;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    let all = times[TIMES / 2];
    println!(
        "worked out            {:>8.0} ms, {:.2} ms a digest (median of {TIMES}; slowest {:.0} ms)",
        ms(all),
        ms(all) / f64::from(i32::try_from(MANAGERS)?),
        ms(times[TIMES - 1])
    );

    shown("submits as usual", &submits(&store, &path, 0).await?);
    let is_over = Arc::new(AtomicBool::new(false));
    let working = tokio::spawn(works(store.clone(), digest, is_over.clone()));
    let during = submits(&store, &path, 1).await?;
    is_over.store(true, Ordering::SeqCst);
    let rounds = working.await??;
    shown("submits meanwhile", &during);
    println!("                      ({rounds} times worked out meanwhile, one after the other)");

    kept(&store, &path, digest).await?;
    rendered(&store, digest).await?;
    store.close().await;
    Ok(())
}

/// How long the steps take that keep a month: what they do, and until they are on disk. The log that the submits have
/// filled is emptied first, for else some step's commit does it, as any commit may.
async fn kept(store: &Store, path: &std::path::Path, digest: &'static dyn Ritual) -> Result<()> {
    let mut keep = store
        .work_out(|read| digest.work_out(read))
        .await
        .map_err(broken)?;
    let begun = Instant::now();
    let log = empty_log(path)?;
    println!(
        "log emptied           {:>8.0} ms, {log} pages that submits had left in it",
        ms(begun.elapsed())
    );
    let (mut steps, mut on_disk) = (Vec::new(), Vec::new());
    loop {
        let begun = Instant::now();
        let step = move |tx: &Tx<'_>| {
            let begun = Instant::now();
            let is_last = keep(tx)?;
            HOUSE.pass_on(tx)?;
            Ok((keep, is_last, begun.elapsed()))
        };
        let kept = store.transact(Lane::Background, None, step).await;
        let (next, is_last, inside) = kept.map_err(broken)?;
        steps.push(inside);
        on_disk.push(begun.elapsed());
        keep = next;
        if is_last {
            break;
        }
    }
    let longest = |times: &[Duration]| ms(times.iter().max().copied().unwrap_or_default());
    println!(
        "kept                  {:>8.0} ms in {} steps; the longest works for {:.1} ms and is on disk after {:.1} ms; the first writes {:.0} kB at once, on disk after {:.1} ms",
        ms(on_disk.iter().sum()),
        steps.len(),
        longest(&steps),
        longest(&on_disk),
        sealed_kb(path)?,
        ms(on_disk[0])
    );
    Ok(())
}

/// What is kept of the month for the one after it, in thousands of bytes.
fn sealed_kb(path: &std::path::Path) -> Result<f64> {
    let database = rusqlite::Connection::open(path)?;
    let sql = "SELECT total(length(period)) / 1000 FROM digest_month";
    Ok(database.query_row(sql, [], |row| row.get(0))?)
}

/// Moves the log into the database; how many pages stood in it.
fn empty_log(path: &std::path::Path) -> Result<i64> {
    let database = rusqlite::Connection::open(path)?;
    let pages = database.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1))?;
    database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(pages)
}

/// Works figures out until it is over; how often.
async fn works(
    store: Store,
    digest: &'static dyn Ritual,
    is_over: Arc<AtomicBool>,
) -> Result<usize> {
    let mut rounds = 0;
    while !is_over.load(Ordering::SeqCst) {
        store
            .work_out(|read| digest.work_out(read).map(drop))
            .await
            .map_err(broken)?;
        rounds += 1;
    }
    Ok(rounds)
}

/// The times from a submit to its commit, in order.
async fn submits(store: &Store, path: &std::path::Path, run: usize) -> Result<Vec<Duration>> {
    let feedback = HOUSE.named("feedback").context("no feedback")?;
    // Every run begins with an empty log.
    empty_log(path)?;
    let (begun, mut times) = (Instant::now(), Vec::new());
    while begun.elapsed() < MEASURED {
        let submit = submit(run, times.len());
        let sent = Instant::now();
        store
            .transact(Lane::Person, None, move |tx| {
                feedback.act(tx, &submit)?;
                HOUSE.pass_on(tx)
            })
            .await
            .map_err(broken)?;
        times.push(sent.elapsed());
        // Real time: submits come one by one, as people make them, not in one burst.
        tokio::time::sleep(PAUSE).await;
    }
    times.sort_unstable();
    Ok(times)
}

/// How long a digest takes to be made for its manager.
async fn rendered(store: &Store, digest: &'static dyn Ritual) -> Result<()> {
    let managers = store
        .read(|read| {
            let mut query = read
                .connection()
                .prepare("SELECT id, manager FROM digest ORDER BY id")?;
            let all = query
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
            Ok(all)
        })
        .await
        .map_err(broken)?;
    let mut times = Vec::new();
    for (id, manager) in &managers {
        let whom = Reader {
            place: To::Dm(UserId::new(manager)),
            stands: false,
        };
        let subject = Subject::new("digest.month", id);
        let begun = Instant::now();
        let message = store
            .read(move |read| digest.render(read, &subject, &whom))
            .await
            .map_err(broken)?;
        message.context("nothing to send")?.to_json()?;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    println!(
        "made into a message   {:>8.2} ms at the median, {:.2} ms at the most ({} digests)",
        ms(times[times.len() / 2]),
        ms(times[times.len() - 1]),
        times.len()
    );
    Ok(())
}

fn shown(what: &str, times: &[Duration]) {
    let at = |share: usize| ms(times[(times.len() - 1) * share / 1_000]);
    println!(
        "{what:<21} {:>8.2} ms p50, {:.2} ms p99, {:.2} ms longest ({} submits)",
        at(500),
        at(990),
        at(1_000),
        times.len()
    );
}

/// A full month that is over, behind the store's back.
fn fill(path: &std::path::Path) -> Result<()> {
    let today = Clock::System.now().date_naive();
    let end = today.with_day(1).context("a first day")?;
    let begin = end - chrono::Months::new(1);
    let at = |date: chrono::NaiveDate| -> i64 {
        let midnight: DateTime<Utc> = date.and_time(chrono::NaiveTime::MIN).and_utc();
        midnight.timestamp()
    };
    let (begin, length) = (at(begin), at(end) - at(begin));
    let teams = MANAGERS - 10;
    let database = rusqlite::Connection::open(path)?;
    database.pragma_update(None, "synchronous", "OFF")?;
    database.execute_batch(&format!(
        "BEGIN;
        WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < {MANAGERS} + {REPS} - 1)
        INSERT INTO person (id, name, handle, zone, standing, is_admin, updated_at)
        SELECT printf('U%05d', i), 'P' || i, 'p' || i, 'Europe/Berlin', 'member', 0, {begin} FROM n;
        -- 0 leads 1 to 9, these lead 10 to 199, and each of those ten reps.
        WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {MANAGERS} + {REPS} - 1)
        INSERT INTO reports_to (person, manager, since_at, set_by)
        SELECT printf('U%05d', i), printf('U%05d', CASE WHEN i < 10 THEN 0 WHEN i < {MANAGERS} THEN 1 + (i - 10) % 9 ELSE 10 + (i - {MANAGERS}) % {teams} END), 1, 'operator' FROM n;
        INSERT INTO programme (enrols, joining, prompts, set_by, set_at) VALUES ('list', 'closed', 'live', 'operator', 1);
        INSERT INTO enrolment (person, since_at, added_by) SELECT id, 1, 'operator' FROM person WHERE id >= printf('U%05d', {MANAGERS});
        WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < {NOTES} - 1)
        INSERT INTO feedback (form, giver, receiver, skill, body, given_at, delivered_at, read_at)
        SELECT 'V' || i, printf('U%05d', {MANAGERS} + i % {REPS}), printf('U%05d', {MANAGERS} + (i + 1 + (i / {REPS}) % 60) % {REPS}),
            CASE (i / 7) % 7 WHEN 0 THEN 'discovery' WHEN 1 THEN 'objections' WHEN 2 THEN 'demo' WHEN 3 THEN 'negotiation & closing'
                WHEN 4 THEN 'follow-up' WHEN 5 THEN 'deal strategy' ELSE 'collaboration' END,
            randomblob({BODY}), {begin} + {length} * (i / 1000) / ({NOTES} / 1000), {begin}, {begin} FROM n;
        COMMIT;"
    ))?;
    database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

fn submit(run: usize, number: usize) -> Request {
    let giver = UserId::new(format!("U{:05}", 300 + number % 500));
    let fields = [
        (
            "to",
            Field::Person(UserId::new(format!("U{:05}", 900 + number % 700))),
        ),
        ("skill", Field::Choice("demo".to_owned())),
        (
            "start",
            Field::Text("When you asked who signs, the room opened up.".to_owned()),
        ),
    ];
    let form = FormState {
        view: ViewId::new(format!("VB{run}.{number}")),
        callback: "feedback.give".to_owned(),
        item: String::new(),
        fields: Fields(
            fields
                .into_iter()
                .map(|(name, field)| (name.to_owned(), field))
                .collect(),
        ),
    };
    Request {
        key: String::new(),
        who: giver,
        team: None,
        place: Place::Nowhere,
        act: Act::Submit(form),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "errors are mapped by value")]
fn broken(failure: Failure) -> anyhow::Error {
    anyhow!("{failure}")
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
