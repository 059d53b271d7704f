//! The databases that are measured on: made by the bot itself, then filled by hand with what years would bring.

use crate::{
    bare,
    child::{Process, What},
    load,
    slack::{Slack, user},
};
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// Who works here, where it is not said.
pub(crate) const PEOPLE: usize = 1000;
/// Members per page, as the bot asks for.
pub(crate) const PAGE: usize = 200;
/// Longest wait for Slack.
const PATIENCE: Duration = Duration::from_mins(1);

/// Lets the bot make its own database and read everybody, then opens their conversations.
pub(crate) async fn populate(slack: &Slack, database: &Path, people: usize) {
    slack.set_people(people);
    let process = Process::start(What::Shipped, slack, database).await;
    wait_for_people(slack, people).await;
    process.settle().await;
    process.stop().await;
    let connection = rusqlite::Connection::open(database).unwrap();
    connection
        .execute_batch("UPDATE person SET dm = 'D' || id; PRAGMA wal_checkpoint(TRUNCATE);")
        .unwrap();
}

/// Waits until the bot has asked for everybody.
pub(crate) async fn wait_for_people(slack: &Slack, people: usize) {
    let pages = people.div_ceil(PAGE);
    assert!(
        slack.wait(PATIENCE, |seen| seen.pages >= pages).await,
        "it did not read everybody"
    );
}

/// Notes that were sent, most of them read; about 400 bytes each, and the outbox row that told of each.
pub(crate) fn prefill(database: &Path, from: usize, to: usize) {
    let connection = rusqlite::Connection::open(database).unwrap();
    connection
        .execute_batch(&format!(
            "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;
             WITH RECURSIVE n (i) AS (SELECT {from} + 1 UNION ALL SELECT i + 1 FROM n WHERE i < {to})
             INSERT INTO feedback (form, giver, receiver, skill, body, given_at, delivered_at, read_at)
             SELECT 'P' || i, printf('U%06d', i % {PEOPLE}), printf('U%06d', (i + 7) % {PEOPLE}), 'discovery',
                 randomblob(300), 1760000000 + i, 1760000000 + i, CASE WHEN i % 100 THEN 1760000060 + i END
             FROM n;
             WITH RECURSIVE n (i) AS (SELECT {from} + 1 UNION ALL SELECT i + 1 FROM n WHERE i < {to})
             INSERT INTO outbox (subject, kind, place, lane, state, shown, nonce, due_at, channel, ts, created_at, settled_at)
             SELECT 'feedback.arrived:P' || i, 'dm', printf('U%06d', (i + 7) % {PEOPLE}), 0, 'sent', 1,
                 hex(randomblob(16)), 1760000000 + i, 'D' || i, i || '.000100', 1760000000 + i, 1760000000 + i
             FROM n;
             COMMIT; PRAGMA wal_checkpoint(TRUNCATE);"
        ))
        .unwrap();
}

/// Messages that are due now, each to somebody else in turn, each about a note of its own.
pub(crate) fn fill_outbox(database: &Path, waiting: usize) {
    let connection = rusqlite::Connection::open(database).unwrap();
    connection
        .execute_batch(&format!(
            "DELETE FROM outbox; DELETE FROM feedback;
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {waiting})
             INSERT INTO feedback (form, giver, receiver, skill, body, given_at)
             SELECT 'W' || i, printf('U%06d', (i + 7) % {PEOPLE}), printf('U%06d', i % {PEOPLE}), 'discovery',
                 randomblob(300), 1760000000 FROM n WHERE i <= {waiting};
             INSERT INTO outbox (subject, kind, place, lane, state, nonce, due_at, created_at)
             SELECT 'feedback.arrived:' || id, 'dm', receiver, 0, 'ready', hex(randomblob(16)), 1760000000, 1760000000
             FROM feedback;
             PRAGMA wal_checkpoint(TRUNCATE);"
        ))
        .unwrap();
}

/// One row in one commit, a hundred times a second, on a database of nobody else's.
pub(crate) async fn bare_commits(database: PathBuf, length: Duration) -> Vec<Duration> {
    tokio::task::spawn_blocking(move || {
        let connection = bare::open(&database);
        let words = user(1).repeat(40);
        let (began, mut took) = (Instant::now(), Vec::new());
        while began.elapsed() < length {
            let one = Instant::now();
            connection
                .prepare_cached("INSERT INTO note (form, body) VALUES (?1, ?2)")
                .unwrap()
                .execute((load::next().to_string(), words.as_bytes()))
                .unwrap();
            took.push(one.elapsed());
            std::thread::park_timeout(Duration::from_millis(10).saturating_sub(one.elapsed()));
        }
        took
    })
    .await
    .unwrap()
}

/// Deletes a database with its log.
pub(crate) fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let _ = std::fs::remove_file(name);
    }
}
