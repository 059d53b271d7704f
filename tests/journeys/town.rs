//! The harness: Peerloop on a pretend Slack, both in this process, over the real socket and the real client.
//! A journey ends with [`Town::ends_well`]: nothing left to tell, no dead letter, no rule of Slack's broken.

use peerloop::{Config, Running, clock::Clock, names::Names};
use standin::{Options, Standin};
use std::{future::Future, path::Path, time::Duration};
use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
    time::timeout,
};

/// Nothing in a journey takes longer; a wait that does is a failure.
const CAP: Duration = Duration::from_secs(20);

/// A workspace with Peerloop in it.
pub(crate) struct Town {
    pub(crate) slack: Standin,
    pub(crate) running: Running,
    pub(crate) dir: tempfile::TempDir,
    stop: watch::Sender<bool>,
    bot: JoinHandle<anyhow::Result<()>>,
    shift: watch::Sender<i64>,
    way: Way,
}

/// How the bot runs.
#[derive(Clone, Copy)]
struct Way {
    /// In front of every command's name.
    prefix: &'static str,
    /// It keeps below Slack's rate limits; not where the pretend Slack has none.
    keeps_pace: bool,
}

impl Town {
    /// Starts both and waits until the bot is up.
    pub(crate) async fn open() -> Self {
        Self::open_with(Options::default()).await
    }

    /// The same on a day of the past or future: from there the clocks of both go on.
    pub(crate) async fn open_at(instant: &str) -> Self {
        let at: chrono::DateTime<chrono::Utc> = instant.parse().unwrap();
        let (shift, _) = watch::channel((at - Clock::System.now()).num_seconds());
        let options = Options {
            shift: Some(shift),
            ..Options::default()
        };
        Self::open_with(options).await
    }

    /// The same on a pretend Slack with some options of its own.
    pub(crate) async fn open_with(options: Options) -> Self {
        Self::open_with_prefix("", options).await
    }

    /// The same without Slack's limits and without the courier's pace that keeps below them: weeks go by in seconds.
    pub(crate) async fn open_unpaced(options: Options) -> Self {
        let way = Way {
            prefix: "",
            keeps_pace: false,
        };
        let options = Options {
            rate_limits: false,
            ..options
        };
        Self::open_so(way, options).await
    }

    /// The same where every command has this in front of its name, in the manifest and in the configuration.
    pub(crate) async fn open_with_prefix(prefix: &'static str, options: Options) -> Self {
        let way = Way {
            prefix,
            keeps_pace: true,
        };
        Self::open_so(way, options).await
    }

    async fn open_so(way: Way, options: Options) -> Self {
        let shift = options.shift.clone().unwrap_or_else(|| watch::channel(0).0);
        let dir = tempfile::tempdir().unwrap();
        let manifest = tempfile::NamedTempFile::new().unwrap();
        let names = Names::with_prefix(way.prefix).unwrap();
        std::fs::write(manifest.path(), names.manifest(peerloop::MANIFEST)).unwrap();
        let options = Options {
            manifest: manifest.path().to_owned(),
            shift: Some(shift.clone()),
            ..options
        };
        let slack = Standin::start(options).await.unwrap();
        let (running, stop, bot) = start(&slack, dir.path(), &shift, way).await;
        Self {
            slack,
            running,
            dir,
            stop,
            bot,
            shift,
            way,
        }
    }

    /// Stops the bot as SIGTERM would, and starts it again on the same file.
    pub(crate) async fn restarts(&mut self) {
        self.stop.send_replace(true);
        within(&mut self.bot).await.unwrap().unwrap();
        self.starts_again().await;
    }

    /// Starts the bot, which has ended, on the same file.
    pub(crate) async fn starts_again(&mut self) {
        (self.running, self.stop, self.bot) =
            start(&self.slack, self.dir.path(), &self.shift, self.way).await;
    }

    /// The same, with so much time in between on both clocks.
    pub(crate) async fn restarts_after(&mut self, time: chrono::Duration) {
        self.stop.send_replace(true);
        within(&mut self.bot).await.unwrap().unwrap();
        self.slack.advance(time);
        (self.running, self.stop, self.bot) =
            start(&self.slack, self.dir.path(), &self.shift, self.way).await;
    }

    /// Stops the bot, lets hours pass, and starts it again.
    pub(crate) async fn is_down_for(&mut self, hours: i64) {
        self.stop.send_replace(true);
        within(&mut self.bot).await.unwrap().unwrap();
        self.slack.advance(chrono::Duration::hours(hours));
        (self.running, self.stop, self.bot) =
            start(&self.slack, self.dir.path(), &self.shift, self.way).await;
        within(self.running.all_run()).await;
    }

    /// Waits until Slack was told everything.
    pub(crate) async fn all_told(&self) {
        within(self.running.all_told()).await.unwrap();
    }

    /// Moves the clock of both, and waits until what became due by it has run and is out of the files.
    pub(crate) async fn days_pass(&self, days: i64) {
        self.hours_pass(24 * days).await;
    }

    /// The same by hours.
    pub(crate) async fn hours_pass(&self, hours: i64) {
        self.slack.advance(chrono::Duration::hours(hours));
        within(self.running.all_run()).await;
        within(self.running.all_scrubbed()).await;
    }

    /// Waits until nothing that was deleted is left in the files.
    pub(crate) async fn all_scrubbed(&self) {
        within(self.running.all_scrubbed()).await;
    }

    /// Changes the database behind the bot's back: for what people cannot do in Slack yet.
    pub(crate) fn writes(&self, sql: &str) {
        let database = rusqlite::Connection::open(self.dir.path().join("peerloop.db")).unwrap();
        database.execute_batch(sql).unwrap();
    }

    /// What a query for one number answers, on the database as it is at this instant.
    pub(crate) fn count(&self, sql: &str) -> i64 {
        let database = rusqlite::Connection::open(self.dir.path().join("peerloop.db")).unwrap();
        database.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// True if these bytes stand in the database or its side files.
    pub(crate) fn files_hold(&self, bytes: &[u8]) -> bool {
        self.files().windows(bytes.len()).any(|part| part == bytes)
    }

    /// The end of a journey: what each person did and saw, one after the other. The bot tells different people
    /// side by side, so only the order of one person's screen is the same in every run.
    pub(crate) async fn ends_well(self) -> String {
        self.ends_with_dead_letters(0).await
    }

    /// The same for a journey in which Slack refuses messages for good.
    pub(crate) async fn ends_with_dead_letters(self, dead: i64) -> String {
        self.all_told().await;
        assert_eq!(
            self.running.dead_letters().await.unwrap(),
            dead,
            "messages given up"
        );
        self.stop.send_replace(true);
        within(self.bot).await.unwrap().unwrap();
        self.slack.assert_clean();
        by_person(&self.slack.transcript())
    }

    /// Waits until the bot ends without being asked to; its sentence.
    pub(crate) async fn ends_by_itself(mut self) -> anyhow::Error {
        self.stops_by_itself().await
    }

    /// The same; it may be started again.
    pub(crate) async fn stops_by_itself(&mut self) -> anyhow::Error {
        within(&mut self.bot)
            .await
            .unwrap()
            .expect_err("it ended as if all were well")
    }

    /// The database and its side files, to look for what must not stand in them.
    pub(crate) fn files(&self) -> Vec<u8> {
        std::fs::read_dir(self.dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_none_or(|end| end != "key"))
            .flat_map(|path| std::fs::read(path).unwrap())
            .collect()
    }
}

async fn start(
    slack: &Standin,
    dir: &Path,
    shift: &watch::Sender<i64>,
    way: Way,
) -> (Running, watch::Sender<bool>, JoinHandle<anyhow::Result<()>>) {
    let mut settings = settings(slack, dir);
    settings.push(("PEERLOOP_COMMAND_PREFIX", way.prefix.to_owned()));
    let config = Config::read(&|env| {
        settings
            .iter()
            .find(|(name, _)| *name == env)
            .map(|(_, value)| value.clone())
    });
    let mut config = config.unwrap();
    config.courier.keeps_pace = way.keeps_pace;
    let (stop, stopped) = watch::channel(false);
    let (tell, ready) = oneshot::channel();
    let clock = Clock::Shifted(shift.subscribe());
    let bot = tokio::spawn(peerloop::run(
        config,
        clock,
        stopped,
        |_| {},
        move |running| {
            let _ = tell.send(running);
        },
    ));
    let running = within(ready).await.expect("the bot did not get ready");
    (running, stop, bot)
}

/// Sorts the entries of a transcript by whose screen they stand on. Of a Home tab only the last state is kept: how
/// many changes it is published in depends on how close together they come.
fn by_person(transcript: &str) -> String {
    let mut entries: Vec<(String, bool, String)> = Vec::new();
    for line in transcript.lines() {
        if line.starts_with(' ') || !begins_entry(line) {
            let (_, _, text) = entries
                .last_mut()
                .expect("an entry begins before its lines");
            text.push_str(line);
            text.push('\n');
        } else {
            let whose = line
                .split_once("→ ")
                .filter(|(who, _)| *who == "Peerloop ")
                .map_or(line, |(_, to)| to);
            let whose = whose.trim_start_matches("only ");
            let first = whose.split_whitespace().next().unwrap_or_default();
            let name = first.trim_end_matches("'s");
            entries.push((name.to_owned(), first.ends_with("'s"), format!("{line}\n")));
        }
    }
    let mut people: Vec<&str> = Vec::new();
    for (name, _, _) in &entries {
        if !people.contains(&name.as_str()) {
            people.push(name);
        }
    }
    people.sort_unstable();
    let section = |person: &str| {
        let of = |home: bool| {
            entries
                .iter()
                .filter(move |(name, is_home, _)| name == person && *is_home == home)
        };
        let did: String = of(false).map(|(_, _, text)| text.as_str()).collect();
        let home = of(true)
            .next_back()
            .and_then(|(_, _, text)| text.split_once('\n'));
        let home = home.map_or_else(String::new, |(_, blocks)| {
            format!("{person}'s Home at the end\n{blocks}")
        });
        format!("── {person} ──\n{did}{home}\n")
    };
    people.into_iter().map(section).collect()
}

/// What somebody typed in several lines goes on in lines that tell of nobody doing anything.
fn begins_entry(line: &str) -> bool {
    let (who, rest) = line.split_once(' ').unwrap_or((line, ""));
    let is_act = rest.starts_with(|c: char| c.is_lowercase() || c == '→');
    who.starts_with(char::is_uppercase) && (is_act || who.ends_with("'s"))
}

/// The settings of a bot on this stand-in.
pub(crate) fn settings(slack: &Standin, dir: &Path) -> Vec<(&'static str, String)> {
    vec![
        ("SLACK_API_URL", slack.api_url()),
        ("SLACK_APP_TOKEN", slack.app_token()),
        ("SLACK_BOT_TOKEN", slack.bot_token()),
        ("PEERLOOP_DB", dir.join("peerloop.db").display().to_string()),
        ("PEERLOOP_GRACE_SECONDS", "1".to_owned()),
    ]
}

/// Waits, but not for ever.
pub(crate) async fn within<T>(wait: impl Future<Output = T>) -> T {
    timeout(CAP, wait).await.expect("it took too long")
}
