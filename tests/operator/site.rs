//! The harness: a pretend Slack, a directory, and the program started in it.

use standin::{Options, Persona, Standin};
use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStderr, Command},
    time::timeout,
};

/// Nothing an operator asks takes longer.
pub(crate) const WITHIN: Duration = Duration::from_secs(20);

/// A place where Peerloop is run.
pub(crate) struct Site {
    pub(crate) slack: Standin,
    pub(crate) dir: tempfile::TempDir,
}

/// A bot that runs.
pub(crate) struct Bot {
    pub(crate) child: Child,
    pub(crate) log: BufReader<ChildStderr>,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Site {
    pub(crate) async fn new() -> Self {
        Self::with_manifest(Path::new(env!("CARGO_MANIFEST_DIR")).join("manifest.yml")).await
    }

    pub(crate) async fn with_manifest(manifest: PathBuf) -> Self {
        let options = Options {
            manifest,
            ..Options::default()
        };
        Self {
            slack: Standin::start(options).await.unwrap(),
            dir: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The program with good settings.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_peerloop"));
        self.set(&mut command).args(arguments);
        command
    }

    /// Good settings for whatever is started.
    pub(crate) fn set<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env_clear()
            .current_dir(self.dir.path())
            .env("SLACK_API_URL", self.slack.api_url())
            .env("SLACK_APP_TOKEN", self.slack.app_token())
            .env("SLACK_BOT_TOKEN", self.slack.bot_token())
            .env("PEERLOOP_DB", self.path("peerloop.db"))
            .env("PEERLOOP_GRACE_SECONDS", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
    }

    /// Starts the bot and waits until it is up.
    pub(crate) async fn runs(&self) -> Bot {
        Bot::from(&mut self.command(&["run"])).await
    }

    /// Asks something, to its end.
    pub(crate) async fn asks(&self, arguments: &[&str]) -> Said {
        Said::of(&mut self.command(arguments), "").await
    }

    /// What must work.
    pub(crate) async fn does(&self, arguments: &[&str]) -> String {
        let said = self.asks(arguments).await;
        assert_eq!(said.code, Some(0), "{arguments:?}: {said:?}");
        said.out
    }

    /// What must be refused with one sentence on standard error.
    pub(crate) async fn is_refused(&self, arguments: &[&str]) -> String {
        let said = self.asks(arguments).await;
        assert_eq!(said.code, Some(2), "{arguments:?}: {said:?}");
        assert_eq!(said.err.lines().count(), 1, "one sentence, not: {said:?}");
        said.err
    }

    pub(crate) fn person(&self, name: &str) -> Persona {
        self.slack.person(name)
    }

    /// Amir gives Bea a note and closes the confirmation.
    pub(crate) async fn gives(&self, words: &str) {
        let amir = self.person("Amir");
        amir.types("general", "/feedback @bea").await;
        amir.picks("Skill", "discovery").await;
        amir.fills("Start", words).await;
        amir.submits().await;
        amir.waits_for_form("Feedback").await;
        amir.closes_all().await;
    }

    /// How many messages told Bea of a note.
    pub(crate) fn told(&self) -> usize {
        let texts = self.slack.dm_texts("Bea");
        texts
            .iter()
            .filter(|text| text.contains("noticed something"))
            .count()
    }

    /// Waits until nothing is left to be said.
    pub(crate) async fn settles(&self) {
        let settled = async {
            loop {
                let status: serde_json::Value =
                    serde_json::from_str(&self.does(&["status", "--json"]).await).unwrap();
                let waits = |state: &str| status["outbox"][state].as_i64().unwrap();
                if waits("ready") + waits("sending") + waits("unclear") == 0 {
                    return;
                }
            }
        };
        timeout(WITHIN, settled)
            .await
            .expect("the outbox never empties");
    }

    pub(crate) async fn is_told(&self, count: usize) {
        self.slack
            .wait_until("Bea is told", |_| self.told() >= count)
            .await;
    }
}

impl Bot {
    pub(crate) async fn from(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut bot = Self { child, log };
        bot.says("Peerloop is ready").await;
        bot
    }

    /// Reads the log until a line holds this text; all of it so far.
    pub(crate) async fn says(&mut self, text: &str) -> String {
        let mut read = String::new();
        let wait = async {
            while !read.contains(text) {
                let more = self.log.read_line(&mut read).await.unwrap();
                assert_ne!(more, 0, "it ended: {read}");
            }
        };
        timeout(WITHIN, wait)
            .await
            .unwrap_or_else(|_| panic!("no {text:?}"));
        read
    }

    pub(crate) async fn ends(mut self) {
        let pid = self.child.id().expect("it runs").to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().await;
        assert!(sent.unwrap().success());
        let ended = timeout(WITHIN, self.child.wait()).await.expect("no end");
        assert_eq!(ended.unwrap().code(), Some(0));
    }
}

impl Said {
    /// Runs it to its end, with this typed in.
    pub(crate) async fn of(command: &mut Command, typed: &str) -> Self {
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        // Whoever needs no input may have ended before it is written.
        let _ = input.write_all(typed.as_bytes()).await;
        drop(input);
        let Output {
            status,
            stdout,
            stderr,
        } = timeout(WITHIN, child.wait_with_output())
            .await
            .expect("no end")
            .unwrap();
        Self {
            code: status.code(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }
}
