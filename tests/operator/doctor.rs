//! The doctor, in its ten seconds and in its ten minutes, and the page for a watcher.

use super::site::{Bot, Said, Site, WITHIN};
use standin::Disconnect;
use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::Path,
    time::{Duration, Instant},
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// The lines of a level.
fn of<'o>(said: &'o Said, level: &str) -> Vec<&'o str> {
    said.out
        .lines()
        .filter(|line| line.starts_with(level))
        .collect()
}

#[tokio::test]
async fn a_new_site_and_a_running_one_are_well() {
    let site = Site::new().await;
    let said = site.asks(&["doctor"]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.ends_with("All is well.\n"), "{said:?}");
    assert!(!site.path("peerloop.db").exists() && !site.path("peerloop.db.lock").exists());

    let bot = site.runs().await;
    let amir = site.person("Amir");
    let said = site.asks(&["doctor"]).await;
    assert!(
        of(&said, "attention")
            .concat()
            .contains("Nobody has opened"),
        "{said:?}"
    );
    amir.opens_home().await;
    amir.sees("Give feedback").await;
    site.settles().await;
    let said = site.asks(&["doctor"]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    for what in [
        "settings",
        "commands",
        "bot token",
        "scopes",
        "clock",
        "socket",
        "disk",
        "database",
        "key",
        "home",
        "messages",
        "runs",
    ] {
        assert!(
            of(&said, &format!("ok         {what}")).len() == 1,
            "{what}: {}",
            said.out
        );
    }
    assert!(said.out.ends_with("All is well.\n"), "{said:?}");
    assert_eq!(site.slack.sockets(), 2, "the doctor opened a socket");
    bot.ends().await;
    site.slack.assert_clean();
}

#[tokio::test]
async fn what_is_broken_is_named_with_what_to_do() {
    let manifest =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("manifest.yml")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let poorer = dir.path().join("manifest.yml");
    let lines: Vec<&str> = manifest
        .lines()
        .filter(|line| !line.contains("- im:history"))
        .collect();
    fs::write(&poorer, lines.join("\n")).unwrap();
    let site = Site::with_manifest(poorer).await;
    let said = site.asks(&["doctor"]).await;
    assert_eq!(said.code, Some(1), "{said:?}");
    assert_eq!(
        of(&said, "broken"),
        ["broken     scopes     The app lacks im:history."]
    );
    assert!(said.out.contains("Reinstall"), "{said:?}");
    let said = Said::of(site.command(&["doctor"]).env("PEERLOOP_LOOK_UP", "off"), "").await;
    assert_eq!(said.code, Some(0), "{said:?}");

    site.slack.expect_refusal("invalid_auth");
    let wrong = "xoxb-wrong-0000";
    let said = Said::of(site.command(&["doctor"]).env("SLACK_BOT_TOKEN", wrong), "").await;
    assert!(
        of(&said, "broken")[0].contains("Slack refuses SLACK_BOT_TOKEN (invalid_auth)"),
        "{said:?}"
    );
    assert!(!said.out.contains("0000"), "a token is printed: {said:?}");
    assert_eq!(
        of(&said, "ok         socket").len(),
        1,
        "the other token was not tried: {said:?}"
    );
}

#[tokio::test]
async fn it_answers_without_tokens_and_without_network_within_ten_seconds() {
    let site = Site::new().await;
    let said = Said::of(
        site.command(&["doctor"])
            .env_remove("SLACK_APP_TOKEN")
            .env_remove("SLACK_BOT_TOKEN"),
        "",
    )
    .await;
    assert_eq!(said.code, Some(1));
    let broken = of(&said, "broken").join("\n");
    assert!(
        broken.contains("SLACK_APP_TOKEN is not set.")
            && broken.contains("SLACK_BOT_TOKEN is not set."),
        "{broken}"
    );
    // One that refuses, and one that takes the connection and never answers.
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    for address in [
        "127.0.0.1:1".to_owned(),
        mute.local_addr().unwrap().to_string(),
    ] {
        let begun = Instant::now();
        let url = format!("http://{address}/api");
        let said = Said::of(site.command(&["doctor"]).env("SLACK_API_URL", url), "").await;
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "{:?}",
            begun.elapsed()
        );
        assert_eq!(said.code, Some(1), "{said:?}");
        assert_eq!(of(&said, "broken").len(), 2, "{said:?}");
        assert_eq!(of(&said, "ok         disk").len(), 1, "{said:?}");
    }
}

#[tokio::test]
async fn files_that_are_not_right_are_found_beside_a_running_bot() {
    let site = Site::new().await;
    let bot = site.runs().await;
    let key = fs::read(site.path("peerloop.key")).unwrap();
    let broken = async |sentence: &str| {
        let said = site.asks(&["doctor"]).await;
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(
            of(&said, "broken").concat().contains(sentence),
            "{sentence}: {said:?}"
        );
    };
    fs::write(site.path("peerloop.key"), "ab".repeat(32)).unwrap();
    broken("does not belong to this database").await;
    fs::set_permissions(site.path("peerloop.key"), fs::Permissions::from_mode(0o644)).unwrap();
    broken("chmod 600").await;
    fs::remove_file(site.path("peerloop.key")).unwrap();
    broken("is missing").await;
    fs::write(site.path("peerloop.key"), key).unwrap();
    bot.ends().await;
    let mut bytes = fs::read(site.path("peerloop.db")).unwrap();
    bytes[8192..].fill(0xA5);
    fs::write(site.path("peerloop.db"), &bytes).unwrap();
    broken("damaged").await;
    fs::write(site.path("peerloop.db"), "").unwrap();
    broken("is empty").await;
}

#[tokio::test]
async fn ten_minutes_in_a_workspace_end_with_a_summary() {
    let site = Site::new().await;
    let bea = site.person("Bea");
    let typed = format!(
        "{}\ny\n{}n nothing came\nwhat\ns\n",
        bea.id(),
        "y fine\n".repeat(10)
    );
    let said = Said::of(&mut site.command(&["doctor", "--live"]), &typed).await;
    assert_eq!(said.code, Some(1), "a No is something broken: {said:?}");
    let summary: Vec<&str> = said
        .out
        .split("Summary, to paste:\n")
        .nth(1)
        .unwrap()
        .lines()
        .collect();
    let words = |word: &str| summary.iter().filter(|line| line.starts_with(word)).count();
    assert_eq!(
        (words("yes"), words("NO"), words("skipped")),
        (20, 1, 1),
        "{}",
        said.out
    );
    assert!(
        summary
            .iter()
            .any(|line| line.starts_with("yes      find by nonce    found after ")),
        "{summary:?}"
    );
    assert!(
        summary.contains(&"NO       phone            nothing came"),
        "{summary:?}"
    );
    assert!(!said.out.contains("xoxb-"));
    assert_eq!(
        site.slack.dm_texts("Bea"),
        [] as [&str; 0],
        "the test message is gone again"
    );

    // Whoever hangs up still gets the summary of what was done by itself.
    let said = Said::of(
        &mut site.command(&["doctor", "--live"]),
        &format!("{}\n", bea.id()),
    )
    .await;
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        said.out.contains("skipped  phone            not answered"),
        "{said:?}"
    );
    let said = Said::of(&mut site.command(&["doctor", "--live"]), "bea\n").await;
    assert!(
        said.code == Some(2) && said.err.contains("bea is none"),
        "{said:?}"
    );
    site.slack.assert_clean();
}

/// What the page says.
pub(crate) async fn page(address: &str, path: &str) -> String {
    let mut page = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    page.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = page.read_to_string(&mut answer);
    tokio::time::timeout(WITHIN, read).await.unwrap().unwrap();
    answer
}

/// A port that was free a moment ago.
pub(crate) fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

#[tokio::test]
async fn a_watcher_is_told_whether_it_is_well_and_what_was_counted() {
    let site = Site::new().await;
    let address = free_address();
    let bot = Bot::from(
        site.command(&["run"])
            .env("PEERLOOP_HEALTH", &address)
            .env("PEERLOOP_LOG_FORMAT", "json"),
    )
    .await;
    site.gives("Nobody counts words.").await;
    site.is_told(1).await;
    site.settles().await;
    assert!(page(&address, "/healthz").await.starts_with("HTTP/1.1 200"));
    assert!(page(&address, "/").await.starts_with("HTTP/1.1 404"));
    let metrics = page(&address, "/metrics").await;
    let value = |name: &str| -> u64 {
        let line = metrics
            .lines()
            .find(|line| line.starts_with(&format!("{name} ")));
        let line = line.unwrap_or_else(|| panic!("{name}: {metrics}"));
        line.split(' ').nth(1).unwrap().parse().unwrap()
    };
    assert!(value("peerloop_sockets_open") >= 1);
    assert!(value("peerloop_answers_total{how=\"acked\"}") >= 2);
    assert_eq!(value("peerloop_answers_total{how=\"unacked\"}"), 0);
    assert!(value("peerloop_commits_total") >= 2 && value("peerloop_batch_jobs") >= 1);
    assert!(value("peerloop_jobs_total") >= value("peerloop_commits_total"));
    assert_eq!(value("peerloop_outbox{state=\"ready\"}"), 0);
    assert_eq!(value("peerloop_outbox{state=\"dead\"}"), 0);
    assert_eq!(value("peerloop_outbox_oldest_seconds"), 0);
    assert_eq!(value("peerloop_commit_failures_total"), 0);
    assert!(value("peerloop_seconds_since_hello") < 60);
    assert!(
        !metrics.contains("Amir") && !metrics.contains("U0"),
        "{metrics}"
    );
    for line in metrics.lines().skip_while(|line| !line.starts_with('#')) {
        let number = line.rsplit(' ').next().unwrap();
        assert!(
            line.starts_with("# ") || number.parse::<f64>().is_ok(),
            "not Prometheus text: {line}"
        );
    }
    let said = Said::of(
        site.command(&["doctor"]).env("PEERLOOP_HEALTH", &address),
        "",
    )
    .await;
    assert_eq!(of(&said, "ok         bot  ").len(), 1, "{said:?}");

    // A second program cannot have the address.
    let other = tempfile::tempdir().unwrap();
    let mut second = site.command(&["run"]);
    second
        .env("PEERLOOP_HEALTH", &address)
        .env("PEERLOOP_DB", other.path().join("other.db"));
    let said = Said::of(&mut second, "").await;
    assert!(
        said.code == Some(2) && said.err.contains("PEERLOOP_HEALTH: could not listen"),
        "{said:?}"
    );
    assert!(!other.path().join("other.db").exists());

    // Slack is gone: no socket, and none opens again.
    for _ in 0..200 {
        site.slack
            .faults()
            .fail_next("apps.connections.open", standin::Fault::Status(503));
    }
    site.slack.faults().disconnect_all(Disconnect::Dropped);
    let unwell = async {
        loop {
            let said = page(&address, "/healthz").await;
            if said.starts_with("HTTP/1.1 503") {
                return said;
            }
        }
    };
    let said = tokio::time::timeout(WITHIN, unwell).await.unwrap();
    assert!(said.ends_with("no socket to Slack is open\n"), "{said}");
    let said = Said::of(
        site.command(&["doctor"]).env("PEERLOOP_HEALTH", &address),
        "",
    )
    .await;
    assert!(
        of(&said, "broken")
            .concat()
            .contains("no socket to Slack is open"),
        "{said:?}"
    );
    bot.ends().await;
}

#[tokio::test]
async fn a_log_in_json_is_json_in_every_line() {
    let site = Site::new().await;
    let mut bot = Bot::from(site.command(&["run"]).env("PEERLOOP_LOG_FORMAT", "json")).await;
    let pid = bot.child.id().unwrap().to_string();
    let sent = tokio::process::Command::new("kill")
        .args(["-TERM", &pid])
        .status()
        .await;
    assert!(sent.unwrap().success());
    let mut log = String::new();
    bot.log.read_to_string(&mut log).await.unwrap();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let last = lines.last().unwrap();
    assert_eq!(last["fields"]["message"], "Peerloop has ended", "{last}");
    assert!(last["fields"]["acked"].is_number(), "{last}");
}
