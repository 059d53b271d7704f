//! Backup, restore, export and status: beside a bot that works, and with files that are not right.

use super::site::Site;
use rusqlite::Connection;
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

const WORDS: &str = "Nobody but Bea shall read this.";

fn holds(path: &Path, words: &str) -> bool {
    let bytes = fs::read(path).unwrap();
    bytes
        .windows(words.len())
        .any(|part| part == words.as_bytes())
}

#[tokio::test]
async fn backups_made_under_load_restore_and_nothing_is_said_twice() {
    let site = Site::new().await;
    let bot = site.runs().await;
    let mut checked = Vec::new();
    for number in 0..6_usize {
        let file = site.path(&format!("copy-{number}"));
        let name = file.to_str().unwrap();
        let arguments = ["backup", name];
        let (said, ()) = tokio::join!(site.does(&arguments), site.gives(WORDS));
        assert!(said.contains("The key is not in it"), "{said}");
        checked.push(site.does(&["restore", name, "--check"]).await);
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(!holds(&file, WORDS));
    }
    assert!(
        checked.iter().all(|said| said.contains("can be restored")),
        "{checked:?}"
    );
    let refused = site.is_refused(&["backup", "copy-0"]).await;
    assert!(refused.contains("--force"), "{refused}");
    site.does(&["backup", "copy-0", "--force"]).await;
    site.is_told(6).await;
    let refused = site.is_refused(&["restore", "copy-5"]).await;
    assert!(refused.contains("already running"), "{refused}");
    bot.ends().await;

    let said = site.does(&["restore", "copy-5"]).await;
    assert!(said.contains(".before-restore"), "{said}");
    let kept = Connection::open(site.path("peerloop.db.before-restore")).unwrap();
    let notes: i64 = kept
        .query_row("SELECT count(*) FROM feedback", [], |row| row.get(0))
        .unwrap();
    assert_eq!(notes, 6, "the old database is kept whole");
    let bot = site.runs().await;
    site.gives("A seventh.").await;
    site.is_told(7).await;
    let bea = site.person("Bea");
    bea.opens_home().await;
    bea.sees("Amir noticed something about discovery.").await;
    site.settles().await;
    bot.ends().await;
    assert_eq!(site.told(), 7, "each note was told once");
    let status = site.does(&["status", "--json"]).await;
    let status: serde_json::Value = serde_json::from_str(&status).unwrap();
    assert_eq!(status["outbox"]["unclear"], 0, "{status}");
    assert_eq!(status["outbox"]["dead"], 0, "{status}");
    let leftover = fs::read_dir(site.dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.contains("unfinished"));
    assert_eq!(leftover, None);
    let acts = fs::read_to_string(site.path("peerloop.db.acts")).unwrap();
    assert_eq!(
        acts.lines()
            .filter(|line| line.ends_with(" backup"))
            .count(),
        7
    );
    assert!(
        acts.lines().any(|line| line.ends_with(" restore")),
        "{acts}"
    );
    site.slack.assert_clean();
}

#[tokio::test]
async fn what_waited_in_a_backup_and_was_sent_since_is_not_sent_again() {
    let site = Site::new().await;
    let bot = site.runs().await;
    site.gives(WORDS).await;
    site.is_told(1).await;
    bot.ends().await;
    site.does(&["backup", "copy"]).await;
    // As if it had been made a moment before the message went out.
    let copy = Connection::open(site.path("copy")).unwrap();
    let changed = copy
        .execute("UPDATE outbox SET state = 'ready', shown = 0, channel = NULL, ts = NULL, settled_at = NULL WHERE subject LIKE 'feedback.arrived:%'", [])
        .unwrap();
    assert_eq!(changed, 1);
    drop(copy);
    let said = site.does(&["restore", "copy"]).await;
    assert!(said.contains("1 message waited"), "{said}");
    let bot = site.runs().await;
    site.slack.wait_for_calls("conversations.history", 1).await;
    site.gives("Another.").await;
    site.is_told(2).await;
    site.settles().await;
    bot.ends().await;
    assert_eq!(site.told(), 2, "one for each note");
}

#[tokio::test]
async fn a_backup_that_is_not_right_is_refused_and_the_database_left_alone() {
    let site = Site::new().await;
    let bot = site.runs().await;
    site.gives(WORDS).await;
    site.is_told(1).await;
    bot.ends().await;
    site.does(&["backup", "good"]).await;
    let before = fs::read(site.path("peerloop.db")).unwrap();
    let good = fs::read(site.path("good")).unwrap();

    fs::write(site.path("empty"), "").unwrap();
    fs::write(
        site.path("garbage"),
        "not a database, but long enough to look like one. ".repeat(200),
    )
    .unwrap();
    let foreign = Connection::open(site.path("foreign")).unwrap();
    foreign.execute_batch("CREATE TABLE a (b)").unwrap();
    fs::write(site.path("newer"), &good).unwrap();
    let newer = Connection::open(site.path("newer")).unwrap();
    newer.pragma_update(None, "user_version", 9999).unwrap();
    drop(newer);
    // A flipped page in the middle: the first is the schema.
    let mut torn = good.clone();
    torn[4096..].fill(0xA5);
    fs::write(site.path("torn"), &torn).unwrap();
    // A sealed text with a flipped bit: only the key can tell.
    fs::write(site.path("flipped"), &good).unwrap();
    let flipped = Connection::open(site.path("flipped")).unwrap();
    let changed = flipped.execute("UPDATE feedback SET body = zeroblob(length(body))", []);
    assert_eq!(changed.unwrap(), 1);
    drop(flipped);

    for (file, sentence) in [
        ("missing", "There is no database at missing."),
        ("empty", "is empty"),
        ("garbage", "is not a database, or it is damaged."),
        ("foreign", "is not a Peerloop database."),
        ("newer", "written by a newer Peerloop (schema 9999"),
        ("torn", "damaged"),
        ("flipped", "1 of 3 sealed texts do not open"),
    ] {
        for arguments in [&["restore", file, "--check"][..], &["restore", file]] {
            let said = site.is_refused(arguments).await;
            assert!(said.contains(sentence), "{file}: {said}");
        }
        assert!(
            fs::read(site.path("peerloop.db")).unwrap() == before,
            "{file} touched the database"
        );
    }
    fs::rename(site.path("peerloop.key"), site.path("away")).unwrap();
    assert!(
        site.is_refused(&["restore", "good"])
            .await
            .contains("is missing")
    );
    fs::write(site.path("peerloop.key"), "ab".repeat(32)).unwrap();
    assert!(
        site.is_refused(&["restore", "good"])
            .await
            .contains("can be read by others")
    );
    fs::set_permissions(site.path("peerloop.key"), fs::Permissions::from_mode(0o600)).unwrap();
    assert!(
        site.is_refused(&["restore", "good"])
            .await
            .contains("does not belong to this database")
    );
    assert!(fs::read(site.path("peerloop.db")).unwrap() == before);
}

#[tokio::test]
async fn a_damaged_database_is_replaced_and_kept() {
    let site = Site::new().await;
    let bot = site.runs().await;
    site.gives(WORDS).await;
    site.is_told(1).await;
    bot.ends().await;
    site.does(&["backup", "good"]).await;
    fs::write(site.path("peerloop.db"), "broken".repeat(4000)).unwrap();
    fs::write(site.path("peerloop.db-wal"), "log").unwrap();
    assert!(site.is_refused(&["run"]).await.contains("damaged"));
    assert!(
        site.is_refused(&["backup", "bad"])
            .await
            .contains("damaged")
    );
    assert!(!site.path("bad").exists());
    site.does(&["restore", "good"]).await;
    assert!(holds(&site.path("peerloop.db.before-restore"), "broken"));
    let bot = site.runs().await;
    let bea = site.person("Bea");
    bea.clicks("Read").await;
    bea.sees(WORDS).await;
    bot.ends().await;
}

#[tokio::test]
async fn status_and_export_hold_no_words_and_status_no_names() {
    let site = Site::new().await;
    let bot = site.runs().await;
    site.gives(WORDS).await;
    site.is_told(1).await;
    let status = site.does(&["status"]).await;
    let json = site.does(&["status", "--json"]).await;
    for text in [&status, &json] {
        for word in ["Amir", "Bea", "amir", "bea", "Nobody", "U0"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["items"]["feedback"]["given"], 1, "{json}");
    assert_eq!(json["key_opens"], true);
    assert!(json["people"]["member"].as_i64().unwrap() > 3, "{json}");
    assert!(status.contains("1 given, 1 unread"), "{status}");

    site.does(&["export", "all.jsonl"]).await;
    assert!(
        site.is_refused(&["export", "all.jsonl"])
            .await
            .contains("--force")
    );
    let export = fs::read_to_string(site.path("all.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = export
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["peerloop_export"], 1);
    let note = lines
        .iter()
        .find(|line| line["table"] == "feedback")
        .unwrap();
    assert!(
        note["row"]["body"]["sealed_bytes"].as_i64().unwrap() > 0,
        "{note}"
    );
    assert!(export.contains("Amir") && !export.contains(WORDS));
    assert!(!lines.iter().any(|line| line["table"] == "vault"));

    let files = [
        "playbook",
        "--markdown",
        "playbook.md",
        "--csv",
        "playbook.csv",
    ];
    let said = site.does(&files).await;
    assert!(said.contains("Wrote 0 entries"), "{said}");
    let markdown = fs::read_to_string(site.path("playbook.md")).unwrap();
    let csv = fs::read_to_string(site.path("playbook.csv")).unwrap();
    assert!(markdown.starts_with("# Playbook") && csv.starts_with("objection,context,answer"));
    assert!(site.is_refused(&files).await.contains("--force"));
    bot.ends().await;
    site.slack.assert_clean();
}

#[tokio::test]
async fn no_file_tells_who_answered_voted_noted_or_used() {
    let site = Site::new().await;
    let bot = site.runs().await;
    let person = |name| site.person(name);
    let (amir, bea, chidi, dana) = (
        person("Amir"),
        person("Bea"),
        person("Chidi"),
        person("Dana"),
    );
    let elin = person("Elin");
    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.closes().await;
    chidi
        .types("general", "/drill heard \"We have no budget.\"")
        .await;
    chidi.sees("Noted.").await;
    dana.types("general", "/drill").await;
    dana.waits_for_form("Fire drill").await;
    dana.submits().await;
    dana.waits_for_form("Preview").await;
    dana.submits().await;
    dana.sees("Posted to").await;
    dana.closes().await;
    for (author, words) in [(&amir, "Whose budget?"), (&bea, "What for, then?")] {
        author.opens_home().await;
        author.looks("general").await;
        author.clicks("Answer").await;
        author.waits_for_form("Fire drill").await;
        author.fills("What would you say?", words).await;
        author.submits().await;
        author.sees("Your answer is in.").await;
        author.closes().await;
    }
    dana.clicks("Close now").await;
    dana.waits_for_form("Close it now?").await;
    dana.clicks("Close now").await;
    dana.sees("It is closed.").await;
    dana.closes().await;
    chidi.clicks("Vote").await;
    chidi.waits_for_form("Vote").await;
    chidi.picks("Which would win the buyer?", "A").await;
    chidi.submits().await;
    chidi.sees("Thank you.").await;
    chidi.closes().await;
    dana.clicks("Close the vote").await;
    dana.waits_for_form("Close it now?").await;
    dana.clicks("Close the vote").await;
    dana.sees("It is closed.").await;
    dana.closes().await;
    elin.clicks("Add to playbook").await;
    elin.waits_for_form("Playbook entry").await;
    elin.submits().await;
    elin.sees("Live.").await;
    elin.closes_all().await;
    bea.types("general", "/playbook budget").await;
    bea.clicks("Worked").await;
    bea.sees("without your name").await;

    site.does(&["export", "all.jsonl"]).await;
    let export = fs::read_to_string(site.path("all.jsonl")).unwrap();
    let mut told = 0;
    for line in export.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let table = line["table"].as_str().unwrap_or_default();
        if ["answer", "duel", "heard", "objection", "playbook_use"].contains(&table) {
            told += 1;
            for somebody in [&amir, &bea, &chidi] {
                assert!(!line.to_string().contains(somebody.id()), "{line}");
            }
            assert!(line["row"].get("answered_at").is_none(), "{line}");
        }
    }
    assert!(
        told >= 6,
        "two answers, a duel, an objection twice, a use: {told}"
    );
    site.does(&[
        "playbook",
        "--markdown",
        "playbook.md",
        "--csv",
        "playbook.csv",
    ])
    .await;
    for file in ["playbook.md", "playbook.csv"] {
        let text = fs::read_to_string(site.path(file)).unwrap();
        assert!(text.contains("budget"), "{text}");
        for somebody in [&amir, &bea, &chidi, &dana, &elin] {
            assert!(
                !text.contains(somebody.id()) && !text.contains(somebody.name()),
                "{text}"
            );
        }
    }
    bot.ends().await;
    site.slack.assert_clean();
}
