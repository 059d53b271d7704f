//! The key: its copy on paper, a new one, and a rotation that is killed at any moment.

use super::site::{Said, Site, WITHIN};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::{fs, io::Read, os::unix::fs::PermissionsExt, time::Duration};
use tokio::time::timeout;

const WORDS: &str = "Sealed twice.";

#[tokio::test]
async fn a_lost_key_comes_back_from_paper() {
    let site = Site::new().await;
    let mut bot = site.command(&["run"]).spawn().unwrap();
    let mut bot = super::site::Bot {
        log: tokio::io::BufReader::new(bot.stderr.take().unwrap()),
        child: bot,
    };
    let said = bot.says("Peerloop is ready").await;
    site.gives(WORDS).await;
    site.is_told(1).await;
    bot.ends().await;
    let refused = site.is_refused(&["key", "show"]).await;
    assert!(refused.contains("is no terminal"), "{refused}");
    let paper = site.does(&["key", "show", "--anyway"]).await;
    assert_eq!(paper.lines().count(), 4, "{paper}");
    let group = paper.split_whitespace().nth(1).unwrap();
    assert!(!said.contains(group), "the key stands in a log");

    let key = fs::read(site.path("peerloop.key")).unwrap();
    assert!(
        site.is_refused(&["key", "restore"])
            .await
            .contains("never replaced")
    );
    fs::remove_file(site.path("peerloop.key")).unwrap();
    let refused = site.is_refused(&["run"]).await;
    assert!(
        refused.contains("is missing") && refused.contains("key restore"),
        "{refused}"
    );
    let slip = paper.replacen(group, "zzzz", 1);
    let said = Said::of(&mut site.command(&["key", "restore"]), &slip).await;
    assert!(
        said.code == Some(2) && said.err.contains("Line 1"),
        "{said:?}"
    );
    assert!(
        !site.path("peerloop.key").exists(),
        "half a key was written"
    );
    let said = Said::of(&mut site.command(&["key", "restore"]), &paper).await;
    assert!(
        said.code == Some(0) && said.out.contains("it opens the database"),
        "{said:?}"
    );
    assert_eq!(fs::read(site.path("peerloop.key")).unwrap(), key);
    let mode = fs::metadata(site.path("peerloop.key"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn the_recovery_copy_is_shown_once_to_a_terminal() {
    let site = Site::new().await;
    let first = on_a_terminal(&site).await;
    let second = on_a_terminal(&site).await;
    let paper = site.does(&["key", "show", "--anyway"]).await;
    let line = paper.lines().next().unwrap();
    assert!(first.contains(line), "{first}");
    assert!(!second.contains(line), "{second}");
}

/// Starts the bot with a terminal for its standard error and stops it once it is up; what stood there.
async fn on_a_terminal(site: &Site) -> String {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new())
        .unwrap()
        .into_string()
        .unwrap();
    let screen = fs::File::options()
        .read(true)
        .write(true)
        .open(name)
        .unwrap();
    let mut child = site.command(&["run"]).stderr(screen).spawn().unwrap();
    site.slack.wait_for_sockets(2).await;
    let pid = child.id().unwrap().to_string();
    let sent = tokio::process::Command::new("kill")
        .args(["-TERM", &pid])
        .status()
        .await;
    assert!(sent.unwrap().success());
    assert!(
        timeout(WITHIN, child.wait())
            .await
            .unwrap()
            .unwrap()
            .success()
    );
    let mut text = Vec::new();
    let mut terminal = fs::File::from(terminal);
    let mut buffer = [0; 4096];
    // The kernel ends a terminal nobody has open with an error.
    while let Ok(read) = terminal.read(&mut buffer) {
        text.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn a_rotation_leaves_nothing_that_the_old_key_opens() {
    let site = Site::new().await;
    let bot = site.runs().await;
    for _ in 0..3 {
        site.gives(WORDS).await;
    }
    site.is_told(3).await;
    assert!(
        site.is_refused(&["key", "rotate"])
            .await
            .contains("already running")
    );
    bot.ends().await;
    site.does(&["backup", "before"]).await;
    let old = fs::read(site.path("peerloop.key")).unwrap();
    let said = site.does(&["key", "rotate"]).await;
    assert!(said.contains("5 sealed texts"), "{said}");
    assert_ne!(fs::read(site.path("peerloop.key")).unwrap(), old);
    assert!(!site.path("peerloop.key.new").exists());
    assert!(
        site.is_refused(&["restore", "before", "--check"])
            .await
            .contains("does not belong")
    );
    let bot = site.runs().await;
    let bea = site.person("Bea");
    bea.clicks("Read").await;
    bea.sees(WORDS).await;
    bot.ends().await;
    fs::write(site.path("peerloop.key"), old).unwrap();
    assert!(site.is_refused(&["run"]).await.contains("does not belong"));
    site.does(&["restore", "before", "--check"]).await;
}

#[tokio::test]
async fn a_pause_outlives_a_new_key() {
    let site = Site::new().await;
    let bot = site.runs().await;
    let (elin, amir, bea) = (site.person("Elin"), site.person("Amir"), site.person("Bea"));
    elin.types("general", "/peerloop setup").await;
    elin.picks("Add a reviewer", "Dana").await;
    elin.submits().await;
    elin.sees("Dana").await;
    elin.closes().await;
    site.gives(WORDS).await;
    site.is_told(1).await;
    bea.clicks("Read").await;
    bea.sees(WORDS).await;
    bea.clicks("Report").await;
    bea.picks("What is wrong with it?", "Something else").await;
    bea.submits().await;
    bea.sees("Reported to Dana.").await;
    site.settles().await;
    bot.ends().await;
    site.does(&["key", "rotate"]).await;
    let bot = site.runs().await;
    amir.types("general", "/feedback @bea").await;
    amir.waits_for_form("Give feedback").await;
    amir.fills("Start", "Once more.").await;
    amir.submits().await;
    amir.sees("Your notes to Bea are paused for now.").await;
    bot.ends().await;
}

#[tokio::test]
async fn a_rotation_killed_at_any_moment_leaves_a_database_that_opens() {
    let site = Site::new().await;
    let bot = site.runs().await;
    site.gives(WORDS).await;
    site.is_told(1).await;
    bot.ends().await;
    many_notes(&site, 4000);
    let begun = std::time::Instant::now();
    site.does(&["key", "rotate"]).await;
    let whole = begun.elapsed();
    let key = || fs::read(site.path("peerloop.key")).unwrap();
    let (mut kept, mut changed) = (0, 0);
    for step in 0..24_u32 {
        let before = key();
        let mut rotation = site.command(&["key", "rotate"]).spawn().unwrap();
        let after =
            whole.mul_f64(f64::from(step) / 20.0) + Duration::from_micros(u64::from(step) * 37);
        // Real time: what is tested is a kill at this moment.
        let ended = timeout(after, rotation.wait()).await;
        if ended.is_err() {
            rotation.kill().await.unwrap();
        }
        let status = site.does(&["status", "--json"]).await;
        assert!(
            status.contains("\"key_opens\": true"),
            "killed after {after:?}: {status}"
        );
        // As the next start does it.
        let said = site.does(&["backup", "copy", "--force"]).await;
        assert!(said.contains("whole"), "{said}");
        site.does(&["restore", "copy", "--check"]).await;
        if key() == before && !site.path("peerloop.key.new").exists() {
            kept += 1;
        } else {
            changed += 1;
        }
    }
    assert!(
        kept > 0 && changed > 0,
        "{kept} kept, {changed} changed: not every side was seen"
    );
    let bot = site.runs().await;
    assert!(
        !site.path("peerloop.key.new").exists(),
        "a start settles it"
    );
    let bea = site.person("Bea");
    bea.clicks("Read").await;
    bea.sees(WORDS).await;
    bot.ends().await;
    let opened = site.does(&["restore", "copy", "--check"]).await;
    assert!(opened.contains("sealed texts tried"), "{opened}");
}

/// Copies of the one note with its own sealed body: only the first opens by its place, so they get bodies of their own.
fn many_notes(site: &Site, count: i64) {
    let text = fs::read_to_string(site.path("peerloop.key")).unwrap();
    let bytes: Vec<u8> = (0..64)
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect();
    let vault = peerloop::vault::Vault::with_key(&bytes.try_into().unwrap());
    let mut database = rusqlite::Connection::open(site.path("peerloop.db")).unwrap();
    let tx = database.transaction().unwrap();
    for number in 0..count {
        let form = format!("copy-{number}");
        let body = vault.seal(&format!("feedback.body:{form}"), b"{}").unwrap();
        tx.execute(
            "INSERT INTO feedback (form, giver, receiver, skill, body, given_at, read_at)
             SELECT ?1, giver, receiver, skill, ?2, given_at, given_at FROM feedback WHERE id = 1",
            (form, body),
        )
        .unwrap();
    }
    tx.commit().unwrap();
}
