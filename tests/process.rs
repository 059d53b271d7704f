//! The program as an operator meets it: how it starts, what it says when it cannot, how it ends, and what its log holds.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use standin::{Options, Standin};
use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, ChildStderr, Command},
    time::timeout,
};

/// A start that fails must have said so by then.
const START_WITHIN: Duration = Duration::from_secs(10);

struct Operator {
    slack: Standin,
    dir: tempfile::TempDir,
}

impl Operator {
    async fn new() -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("manifest.yml");
        let slack = Standin::start(Options {
            manifest,
            ..Options::default()
        })
        .await
        .unwrap();
        Self {
            slack,
            dir: tempfile::tempdir().unwrap(),
        }
    }

    fn database(&self) -> PathBuf {
        self.dir.path().join("peerloop.db")
    }

    /// `peerloop run` with good settings, but for these.
    fn command(&self, but: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_peerloop"));
        command
            .arg("run")
            .env_clear()
            .env("SLACK_API_URL", self.slack.api_url())
            .env("SLACK_APP_TOKEN", self.slack.app_token())
            .env("SLACK_BOT_TOKEN", self.slack.bot_token())
            .env("PEERLOOP_DB", self.database())
            .envs(but.iter().copied())
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Runs it to its end, which must come in time.
    async fn fails(&self, but: &[(&str, &str)]) -> String {
        let output = timeout(START_WITHIN, self.command(but).output())
            .await
            .expect("no end within 10 s")
            .unwrap();
        refused(&output)
    }
}

/// What a start that failed has said: one line, exit code 2.
fn refused(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    let lines: Vec<&str> = said
        .lines()
        .filter(|line| !line.contains(" INFO ") && !line.contains(" WARN "))
        .collect();
    assert_eq!(lines.len(), 1, "one sentence, not: {said}");
    lines[0].to_owned()
}

/// Reads the log until a line holds this text; answers with all of it so far.
async fn reads_until(log: &mut BufReader<ChildStderr>, text: &str) -> String {
    let mut read = String::new();
    let wait = async {
        while !read.contains(text) {
            assert_ne!(
                log.read_line(&mut read).await.unwrap(),
                0,
                "it ended: {read}"
            );
        }
    };
    timeout(START_WITHIN, wait)
        .await
        .unwrap_or_else(|_| panic!("no {text:?}"));
    read
}

async fn terminates(bot: &mut Child) {
    let pid = bot.id().expect("it runs").to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .unwrap()
            .success()
    );
    let ended = timeout(START_WITHIN, bot.wait())
        .await
        .expect("no end within 10 s")
        .unwrap();
    assert_eq!(ended.code(), Some(0));
}

#[tokio::test]
async fn a_start_that_cannot_be_says_why_in_one_sentence_and_exits_with_2() {
    let operator = Operator::new().await;
    let swapped = (operator.slack.bot_token(), operator.slack.app_token());
    operator.slack.expect_refusal("invalid_auth");
    let cases: [(&[(&str, &str)], &str); 8] = [
        (&[("SLACK_BOT_TOKEN", "")], "SLACK_BOT_TOKEN is not set."),
        (&[("SLACK_APP_TOKEN", "")], "SLACK_APP_TOKEN is not set."),
        (
            &[
                ("SLACK_APP_TOKEN", &swapped.0),
                ("SLACK_BOT_TOKEN", &swapped.1),
            ],
            "does not begin with xapp-",
        ),
        (
            &[("SLACK_BOT_TOKEN", "xoxb-wrong-0000")],
            "Slack refuses SLACK_BOT_TOKEN (invalid_auth).",
        ),
        (
            &[("SLACK_APP_TOKEN", "xapp-wrong-0000")],
            "Slack refuses SLACK_APP_TOKEN (invalid_auth).",
        ),
        (
            &[("SLACK_API_URL", "http://127.0.0.1:1/api")],
            "Slack cannot be reached",
        ),
        (&[("SLACK_API_URL", "http://slack.example/api")], "https"),
        (
            &[("PEERLOOP_DB", "/nowhere/at/all.db")],
            "/nowhere/at/all.db",
        ),
    ];
    for (but, sentence) in cases {
        let said = operator.fails(but).await;
        assert!(said.contains(sentence), "{but:?}: {said}");
        assert!(!said.contains("0000"), "a token is printed: {said}");
    }
}

#[tokio::test]
async fn files_that_are_not_right_are_refused_and_left_alone() {
    let operator = Operator::new().await;
    std::fs::write(operator.database(), "").unwrap();
    std::fs::write(operator.dir.path().join("peerloop.key"), "").unwrap();
    assert!(operator.fails(&[]).await.contains("chmod 600"));
    std::fs::remove_file(operator.dir.path().join("peerloop.key")).unwrap();
    assert!(
        operator.fails(&[]).await.contains("key file"),
        "an old database without its key"
    );
    assert_eq!(std::fs::read(operator.database()).unwrap(), b"");
}

#[tokio::test]
async fn it_starts_serves_refuses_a_second_and_ends_on_sigterm() {
    let operator = Operator::new().await;
    let mut bot = operator.command(&[]).spawn().unwrap();
    let mut log = BufReader::new(bot.stderr.take().unwrap());
    let said = reads_until(&mut log, "Peerloop is ready").await;
    assert!(said.contains("made a new key file"), "{said}");
    assert!(operator.fails(&[]).await.contains("already running"));
    let amir = operator.slack.person("Amir");
    amir.types("general", "/feedback help").await;
    amir.sees("opens a short form").await;
    terminates(&mut bot).await;
    operator.slack.assert_clean();
}

#[tokio::test]
async fn at_the_most_verbose_level_the_log_holds_no_token_and_no_words() {
    let operator = Operator::new().await;
    let mut bot = operator
        .command(&[("PEERLOOP_LOG", "trace"), ("RUST_LOG", "trace")])
        .spawn()
        .unwrap();
    let mut log = BufReader::new(bot.stderr.take().unwrap());
    let mut text = reads_until(&mut log, "Peerloop is ready").await;

    let (amir, bea) = (operator.slack.person("Amir"), operator.slack.person("Bea"));
    amir.types("general", "/feedback @bea Canary in the command.")
        .await;
    amir.picks("Skill", "discovery").await;
    amir.fills("Stop", "Canary in the form.").await;
    amir.submits().await;
    amir.waits_for_form("Feedback").await;
    let submit = operator.slack.payload_of_last("view_submission").unwrap();
    amir.closes().await;
    bea.clicks("Read").await;
    bea.sees("Canary in the form.").await;
    bea.clicks("This helped").await;
    amir.sees("helped.").await;
    // What cannot be read is logged as a fact, not as a text.
    let mut broken = submit.clone();
    broken["view"]["state"]["values"]["start"]["v"] =
        serde_json::json!({ "type": "moon", "value": "Canary in a broken form." });
    operator.slack.expect_refusal("ack");
    let envelope = serde_json::json!({ "envelope_id": "known-envelope-id", "type": "interactive",
        "accepts_response_payload": true, "payload": broken });
    operator.slack.inject(envelope).await;
    terminates(&mut bot).await;
    log.read_to_string(&mut text).await.unwrap();

    assert_eq!(
        found(&text, &["known-envelope-id"]),
        ["known-envelope-id"],
        "the log is too quiet to prove anything"
    );
    let planted = format!("{text}\nCanary in the form.");
    assert_eq!(
        found(&planted, &["canary"]),
        ["canary"],
        "the search would not find a leak"
    );
    let (app, bot_token) = (operator.slack.app_token(), operator.slack.bot_token());
    assert_eq!(
        found(
            &text,
            &["canary", "xoxb-", "xapp-", "ticket=", &app, &bot_token]
        ),
        [] as [&str; 0],
        "{text}"
    );
}

/// Which of these stand in the text, in any case.
fn found<'n>(text: &str, needles: &[&'n str]) -> Vec<&'n str> {
    let text = text.to_lowercase();
    needles
        .iter()
        .copied()
        .filter(|needle| text.contains(&needle.to_lowercase()))
        .collect()
}

#[tokio::test]
async fn the_manifest_is_printed_as_it_is() {
    let output = Command::new(env!("CARGO_BIN_EXE_peerloop"))
        .arg("manifest")
        .output()
        .await
        .unwrap();
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        peerloop::MANIFEST
    );
}

#[tokio::test]
async fn the_manifest_has_the_prefix_that_was_asked_for_or_configured() {
    let manifest = async |arguments: &[&str], prefix: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_peerloop"))
            .args(arguments)
            .env_clear()
            .env("PEERLOOP_COMMAND_PREFIX", prefix)
            .output()
            .await
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    for (arguments, prefix) in [
        (&["manifest", "--prefix", "acme-"][..], ""),
        (&["manifest"][..], "acme-"),
        (&["manifest", "--prefix", "acme-"][..], "other-"),
    ] {
        let (code, text) = manifest(arguments, prefix).await;
        assert_eq!(code, Some(0));
        let parsed = standin::manifest::Manifest::parse(&text).unwrap();
        let names: Vec<&str> = parsed.commands.iter().map(|c| c.command.as_str()).collect();
        assert!(names.contains(&"/acme-feedback"), "{names:?}");
        assert!(
            names.iter().all(|name| name.starts_with("/acme-")),
            "{names:?}"
        );
    }
    assert_eq!(
        manifest(&["manifest", "--prefix", "Acme "], "").await.0,
        Some(2)
    );
}

#[cfg(feature = "demo")]
#[tokio::test]
async fn the_demo_prints_one_address_and_ends_on_sigterm() {
    let (mut demo, mut lines) = demo(&[]);
    let line = next_line(&mut lines).await;
    let address = line
        .split_whitespace()
        .find(|word| word.starts_with("http://127.0.0.1:"))
        .expect("an address");
    let place = address.trim_start_matches("http://").trim_end_matches('/');
    let mut page = tokio::net::TcpStream::connect(place).await.unwrap();
    let request = format!("GET / HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n");
    tokio::io::AsyncWriteExt::write_all(&mut page, request.as_bytes())
        .await
        .unwrap();
    let mut html = String::new();
    page.read_to_string(&mut html).await.unwrap();
    assert!(html.contains("Amir") && html.contains("Bea"), "{html}");
    terminates(&mut demo).await;
}

/// What it comes to is told in `tests/journeys/lived_in.rs`.
#[cfg(feature = "demo")]
#[tokio::test]
async fn a_lived_in_demo_says_that_it_takes_a_while_and_ends_on_sigterm_in_the_midst_of_it() {
    let (mut demo, mut lines) = demo(&["--lived-in"]);
    let line = next_line(&mut lines).await;
    assert!(line.starts_with("A team of eight uses Peerloop"), "{line}");
    terminates(&mut demo).await;
}

#[cfg(feature = "demo")]
fn demo(
    options: &[&str],
) -> (
    Child,
    tokio::io::Lines<BufReader<tokio::process::ChildStdout>>,
) {
    let mut demo = Command::new(env!("CARGO_BIN_EXE_peerloop"))
        .arg("demo")
        .args(options)
        .env_clear()
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    (demo, lines)
}

#[cfg(feature = "demo")]
async fn next_line(lines: &mut tokio::io::Lines<BufReader<tokio::process::ChildStdout>>) -> String {
    let line = timeout(START_WITHIN, lines.next_line()).await;
    line.expect("it said nothing").unwrap().unwrap()
}

#[tokio::test]
async fn a_dry_run_says_what_would_go_and_refuses_a_file_that_is_not_there() {
    let operator = Operator::new().await;
    let mut bot = operator.command(&[]).spawn().unwrap();
    let mut log = BufReader::new(bot.stderr.take().unwrap());
    reads_until(&mut log, "Peerloop is ready").await;
    let purge = async || {
        Command::new(env!("CARGO_BIN_EXE_peerloop"))
            .args(["purge", "--dry-run"])
            .env_clear()
            .env("PEERLOOP_DB", operator.database())
            .output()
            .await
            .unwrap()
    };
    // Beside a Peerloop that runs.
    let said = purge().await;
    assert!(said.status.success(), "{said:?}");
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("feedback             0"), "{said}");
    terminates(&mut bot).await;
    std::fs::remove_file(operator.database()).unwrap();
    assert!(refused(&purge().await).contains("There is no database"));
}
