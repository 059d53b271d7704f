//! The store's promises: all or nothing, answered only when kept, and a sentence for every file that is not right.

use super::*;
use crate::error::Failure;
use std::{fs, path::PathBuf, time::Duration};

fn vault() -> Vault {
    Vault::with_key(&[3; 32])
}

fn open_at(path: &Path) -> anyhow::Result<Store> {
    Store::open(path, Creating::IfMissing, vault(), Clock::System)
}

fn fresh() -> (tempfile::TempDir, PathBuf, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("peerloop.db");
    let store = open_at(&path).unwrap();
    (dir, path, store)
}

fn spawn<T: Send + 'static>(
    store: &Store,
    lane: Lane,
    begin_by: Option<Instant>,
    job: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
) -> tokio::task::JoinHandle<Result<T>> {
    let store = store.clone();
    tokio::spawn(async move { store.transact(lane, begin_by, job).await })
}

fn add(key: &'static str) -> impl FnOnce(&Tx<'_>) -> Result<bool> + Send + 'static {
    move |tx| tx.is_first(key)
}

async fn count(store: &Store) -> i64 {
    store
        .read(|read| {
            Ok(read
                .connection()
                .query_row("SELECT count(*) FROM seen", [], |row| row.get(0))?)
        })
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_job_sinks_nobody_else_in_its_batch() {
    let (_dir, _path, store) = fresh();
    let release = store.hold_writer();
    let fine = spawn(&store, Lane::Person, None, add("fine"));
    let refused = spawn(&store, Lane::Person, None, |tx| {
        tx.is_first("half")?;
        Err::<(), _>(anyhow::anyhow!("no").into())
    });
    let panics = spawn(&store, Lane::Person, None, |tx| {
        tx.is_first("panic")?;
        assert!(tx.now.timestamp() < 0, "on purpose");
        Ok(())
    });
    let also_fine = spawn(&store, Lane::Background, None, add("also fine"));
    store.wait_for_queue(4).await;
    drop(release);
    assert!(fine.await.unwrap().unwrap() && also_fine.await.unwrap().unwrap());
    assert!(refused.await.unwrap().is_err() && panics.await.unwrap().is_err());
    assert_eq!(count(&store).await, 2, "what failed left nothing behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_is_on_disk_and_found_by_the_next_process() {
    let (_dir, path, store) = fresh();
    assert!(
        store
            .transact(Lane::Person, None, add("kept"))
            .await
            .unwrap()
    );
    store.close().await;
    assert!(
        store
            .transact(Lane::Person, None, add("late"))
            .await
            .is_err(),
        "a closed store took a job"
    );
    let store = open_at(&path).unwrap();
    assert!(
        !store
            .transact(Lane::Person, None, add("kept"))
            .await
            .unwrap(),
        "seen before"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_begun_in_time_is_not_done() {
    let (_dir, _path, store) = fresh();
    let release = store.hold_writer();
    let gone = Instant::now()
        .checked_sub(Duration::from_millis(1))
        .unwrap();
    let late = spawn(&store, Lane::Person, Some(gone), add("late"));
    store.wait_for_queue(1).await;
    drop(release);
    assert!(matches!(late.await.unwrap(), Err(Failure::Late)));
    assert_eq!(count(&store).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_cannot_write_and_see_one_state() {
    let (_dir, _path, store) = fresh();
    let wrote = store
        .read(|read| {
            Ok(read
                .connection()
                .execute("INSERT INTO seen VALUES ('x', 1)", [])?)
        })
        .await;
    assert!(wrote.is_err());
    let level: i64 = store
        .read(|read| {
            Ok(read
                .connection()
                .pragma_query_value(None, "synchronous", |row| row.get(0))?)
        })
        .await
        .unwrap();
    assert_eq!(level, 2, "FULL on every connection");
}

#[tokio::test(flavor = "multi_thread")]
async fn old_keys_are_forgotten_and_young_ones_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (shift, seconds) = tokio::sync::watch::channel(0);
    let store = Store::open(
        &dir.path().join("db"),
        Creating::IfMissing,
        vault(),
        Clock::Shifted(seconds),
    )
    .unwrap();
    store
        .transact(Lane::Person, None, add("old"))
        .await
        .unwrap();
    shift.send_replace(3 * 86_400);
    store
        .transact(Lane::Person, None, add("young"))
        .await
        .unwrap();
    let purge = |tx: &Tx<'_>| {
        let [seen, ..] = RECORDS;
        let cutoff = seen
            .cutoff(tx.now, &crate::records::Terms::DEFAULT)
            .unwrap()
            .timestamp();
        Ok(tx
            .connection()
            .execute(&seen.purge_sql(&RECORDS), [cutoff])?)
    };
    assert_eq!(
        store.transact(Lane::Background, None, purge).await.unwrap(),
        1
    );
    assert_eq!(count(&store).await, 1);
}

#[test]
fn a_second_run_on_the_same_file_is_refused_and_free_again_after() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("peerloop.db");
    let first = lock(&path).unwrap();
    let error = lock(&path).unwrap_err().to_string();
    assert!(error.contains("already running"), "{error}");
    drop(first);
    lock(&path).unwrap();
}

#[test]
fn a_file_that_is_not_right_gets_a_sentence_and_stays_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("peerloop.db");
    let sentence = |path: &Path| open_at(path).map(drop).unwrap_err().to_string();

    fs::write(&path, "").unwrap();
    assert!(sentence(&path).contains("is empty"));
    fs::write(
        &path,
        "not a database, but long enough to be one; ".repeat(100),
    )
    .unwrap();
    assert!(
        sentence(&path).contains("is not a database"),
        "{}",
        sentence(&path)
    );
    fs::remove_file(&path).unwrap();
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE other (id INTEGER)")
        .unwrap();
    assert!(sentence(&path).contains("not a Peerloop database"));

    let path = dir.path().join("ours.db");
    drop(open_at(&path).unwrap());
    let wrong_key = Store::open(
        &path,
        Creating::Never,
        Vault::with_key(&[4; 32]),
        Clock::System,
    );
    assert!(
        wrong_key
            .map(drop)
            .unwrap_err()
            .to_string()
            .contains("does not belong to this database")
    );
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", SCHEMA_VERSION + 1)
        .unwrap();
    assert!(sentence(&path).contains("newer Peerloop"));
    let missing = Store::open(
        &dir.path().join("none.db"),
        Creating::Never,
        vault(),
        Clock::System,
    );
    assert!(
        missing
            .map(drop)
            .unwrap_err()
            .to_string()
            .contains("no database")
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let store = open_at(&dir.path().join("peerloop.db")).unwrap();
    for entry in fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
    drop(store);
}

/// A row that is added and one transaction later deleted.
async fn add_and_delete(store: &Store, key: &'static str) {
    store.transact(Lane::Person, None, add(key)).await.unwrap();
    let delete = move |tx: &Tx<'_>| {
        tx.scrub();
        Ok(tx
            .connection()
            .execute("DELETE FROM seen WHERE key = ?1", [key])?)
    };
    store.transact(Lane::Person, None, delete).await.unwrap();
}

fn holds(path: &Path, text: &str) -> bool {
    let dir = path.parent().unwrap();
    fs::read_dir(dir).unwrap().any(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    })
}

async fn scrubbed(store: &Store) {
    loop {
        let scrubbed = store.wakes().scrubbed.notified();
        if !store.wakes().is_unscrubbed() {
            return;
        }
        scrubbed.await;
    }
}

/// Somebody who reads, and goes on reading until the sender is dropped.
async fn reading(
    store: &Store,
) -> (
    std::sync::mpsc::Sender<()>,
    tokio::task::JoinHandle<Result<i64>>,
) {
    let (release, held) = std::sync::mpsc::channel::<()>();
    let (begun, has_begun) = oneshot::channel();
    let store = store.clone();
    let reader = tokio::spawn(async move {
        let look = move |read: &Read<'_>| {
            let count = "SELECT count(*) FROM seen";
            let rows = read.connection().query_row(count, [], |row| row.get(0))?;
            begun.send(()).unwrap();
            let _ = held.recv();
            Ok(rows)
        };
        store.read(look).await
    });
    has_begun.await.unwrap();
    (release, reader)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_leaves_the_files_as_soon_as_no_reader_is_in_the_way() {
    let (_dir, path, store) = fresh();
    scrubbed(&store).await;
    let (release, reader) = reading(&store).await;
    let mut failed = store.wakes().scrub_failed.subscribe();
    add_and_delete(&store, "quetzalcoatl").await;
    assert!(store.wakes().is_unscrubbed());
    // People are served meanwhile, however often the log cannot be emptied.
    failed.changed().await.unwrap();
    store
        .transact(Lane::Person, None, add("served"))
        .await
        .unwrap();
    failed.changed().await.unwrap();
    assert!(holds(&path, "quetzalcoatl"), "the search finds nothing");
    drop(release);
    assert_eq!(reader.await.unwrap().unwrap(), 0);
    scrubbed(&store).await;
    assert!(!holds(&path, "quetzalcoatl"));
    assert_eq!(count(&store).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_just_before_a_crash_leaves_the_files_at_the_next_start() {
    let (_dir, path, store) = fresh();
    scrubbed(&store).await;
    let (release, reader) = reading(&store).await;
    add_and_delete(&store, "axolotl").await;
    // What a crash leaves: the files as they are now.
    let after = tempfile::tempdir().unwrap();
    let crashed = after.path().join("peerloop.db");
    fs::copy(&path, &crashed).unwrap();
    fs::copy(
        path.with_extension("db-wal"),
        crashed.with_extension("db-wal"),
    )
    .unwrap();
    drop(release);
    reader.await.unwrap().unwrap();
    assert!(holds(&crashed, "axolotl"), "the search finds nothing");
    let store = open_at(&crashed).unwrap();
    scrubbed(&store).await;
    assert!(!holds(&crashed, "axolotl"));
}
