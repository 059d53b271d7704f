//! The road of one feedback note, measured: `/feedback` → ack → `views.open` → submit → row on disk → ack → DM.
//! The release binary runs as a process of its own against a Slack on loopback that costs next to nothing, in turn
//! with a bare loop that does the least that could do the job. `cargo bench --bench road` prints one table (Linux);
//! `-- --short` takes a quarter of the time and stops at 100,000 rows; `-- <word>` runs the parts of that name.

#![allow(clippy::unwrap_used, reason = "a broken measurement ends by panicking")]
#![allow(clippy::cast_precision_loss, reason = "counts here are far below 2^52")]

mod bare;
mod child;
mod database;
mod load;
mod measured;
mod slack;

use child::{Process, What};
use database::{PAGE, PEOPLE, bare_commits, fill_outbox, populate, prefill, wait_for_people};
use load::{Stretch, Unit, percentile};
use slack::Slack;
use std::{
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// What waits for Slack.
const PATIENCE: Duration = Duration::from_mins(1);

struct Bench {
    slack: Slack,
    dir: tempfile::TempDir,
    /// A database of [`PEOPLE`] whose conversations are open, and nothing else.
    template: PathBuf,
    short: bool,
    only: Vec<String>,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        if measured::run_if_asked().await {
            return;
        }
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        // `cargo test --benches` runs this, too, without the word.
        if arguments.iter().any(|argument| argument == "--bench") {
            Bench::new(&arguments).await.run().await;
        }
    });
}

/// One line of the table.
fn row(what: &str, measured: &str, aim: &str) {
    let _ = writeln!(std::io::stdout(), "| {what} | {measured} | {aim} |");
}

impl Bench {
    async fn new(arguments: &[String]) -> Self {
        let slack = Slack::start().await;
        let dir = tempfile::tempdir().unwrap();
        let only = arguments.iter().filter(|word| !word.starts_with("--"));
        let template = dir.path().join("template.db");
        populate(&slack, &template, PEOPLE).await;
        Self {
            slack,
            template,
            dir,
            short: arguments.iter().any(|word| word == "--short"),
            only: only.cloned().collect(),
        }
    }

    async fn run(&self) {
        row("what", "measured", "aim");
        row("---", "---", "---");
        let parts: [&str; 8] = [
            "rate", "ack", "storm", "start", "people", "rows", "backlog", "frames",
        ];
        for part in parts {
            if !self.only.is_empty() && !self.only.iter().any(|word| word == part) {
                continue;
            }
            match part {
                "rate" => self.rate().await,
                "ack" => self.ack().await,
                "storm" => self.storm().await,
                "start" => self.start().await,
                "people" => self.people().await,
                "rows" => self.rows().await,
                "backlog" => self.backlog().await,
                _ => self.frames().await,
            }
        }
    }

    fn seconds(&self, whole: u64) -> Duration {
        Duration::from_millis(if self.short {
            whole * 250
        } else {
            whole * 1000
        })
    }

    /// A database of its own, with everybody in it.
    fn database(&self, name: &str) -> PathBuf {
        let path = self.dir.path().join(format!("{name}.db"));
        database::remove(&path);
        std::fs::copy(&self.template, &path).unwrap();
        path
    }

    async fn start_on(&self, what: What, database: &Path) -> Process {
        self.slack.set_people(PEOPLE);
        let process = Process::start(what, &self.slack, database).await;
        if what != What::Bare {
            wait_for_people(&self.slack, PEOPLE).await;
        }
        process.settle().await;
        process
    }

    /// Units a second and processor time a unit, in turn with the bare loop.
    async fn rate(&self) {
        for latency_ms in [0, 80] {
            self.slack.set_latency_ms(latency_ms);
            let kinds = [What::Bare, What::Unpaced, What::Shipped];
            let mut stretches: [Vec<Stretch>; 3] = Default::default();
            for _ in 0..2 {
                for (what, stretches) in kinds.into_iter().zip(&mut stretches) {
                    let database = match what {
                        What::Bare => self.dir.path().join("bare.db"),
                        What::Shipped | What::Unpaced => self.database("rate"),
                    };
                    let process = self.start_on(what, &database).await;
                    load::at_once(
                        &self.slack,
                        &process,
                        PEOPLE,
                        64,
                        self.seconds(1),
                        what != What::Shipped,
                    )
                    .await;
                    let posts = what != What::Shipped;
                    stretches.push(
                        load::at_once(&self.slack, &process, PEOPLE, 64, self.seconds(4), posts)
                            .await,
                    );
                    process.stop().await;
                }
            }
            let mean = |stretches: &[Stretch], of: fn(&Stretch) -> f64| {
                stretches.iter().map(of).sum::<f64>() / stretches.len() as f64
            };
            let bare = (
                mean(&stretches[0], |one| one.rate),
                mean(&stretches[0], |one| one.cpu_ms_each),
            );
            for (name, stretches) in [
                "bare loop, with DMs",
                "Peerloop, with DMs (unpaced)",
                "Peerloop, DMs as paced",
            ]
            .into_iter()
            .zip(&stretches)
            {
                let (rate, cpu) = (
                    mean(stretches, |one| one.rate),
                    mean(stretches, |one| one.cpu_ms_each),
                );
                let posted = if stretches.iter().all(|one| one.posted_rate.is_some()) {
                    let posted = mean(stretches, |one| one.posted_rate.unwrap_or_default());
                    format!(", DMs {posted:.0}/s")
                } else {
                    String::new()
                };
                let driver = mean(stretches, |one| one.driver_cpu_ms_each);
                row(
                    &format!("64 at once, Web API {latency_ms} ms: {name}"),
                    &format!(
                        "acked {rate:.0}/s{posted}; {cpu:.2} ms CPU a unit (people and Slack: {driver:.2} ms) = {:.0} % of the bare rate, {:.1} × its CPU",
                        rate / bare.0 * 100.0,
                        cpu / bare.1,
                    ),
                    "≥ 50 %, ≤ 2 ×",
                );
            }
        }
    }

    /// How long acks take at a pace that people can have, against one bare commit of one row.
    async fn ack(&self) {
        self.slack.set_latency_ms(80);
        let process = self.start_on(What::Shipped, &self.database("ack")).await;
        let (mut units, mut commits) = (Vec::new(), Vec::new());
        for _ in 0..4 {
            commits.extend(bare_commits(self.dir.path().join("commit.db"), self.seconds(2)).await);
            units.extend(load::a_second(&self.slack, PEOPLE, 100, self.seconds(5)).await);
        }
        commits.extend(bare_commits(self.dir.path().join("commit.db"), self.seconds(2)).await);
        process.stop().await;
        let (bare50, bare99) = (percentile(commits.clone(), 50), percentile(commits, 99));
        row(
            "100/s, 80 ms: a bare FULL commit of one row",
            &format!("p50 {bare50:.2} ms, p99 {bare99:.2} ms"),
            "",
        );
        let limit = 2.0 * bare99 + 3.0;
        row(
            "100/s, 80 ms: ack of a submit (on disk)",
            &times(&units, |unit| unit.submit_ack),
            &format!("p99 ≤ {limit:.1} ms"),
        );
        row(
            "100/s, 80 ms: ack of a command",
            &times(&units, |unit| unit.command_ack),
            &format!("p99 ≤ {limit:.1} ms"),
        );
        row(
            "100/s, 80 ms: `views.open` sent",
            &times(&units, |unit| unit.form_sent),
            "p99 ≤ 15 ms",
        );
        row("100/s, 80 ms: expired", &expired(&units), "0");
    }

    async fn storm(&self) {
        self.slack.set_latency_ms(80);
        let process = self.start_on(What::Shipped, &self.database("storm")).await;
        let units = load::a_second(&self.slack, PEOPLE, 400, self.seconds(12)).await;
        process.stop().await;
        row("400/s, 80 ms: expired", &expired(&units), "0");
        row(
            "400/s, 80 ms: ack of a submit; `views.open` sent",
            &format!(
                "{}; {}",
                times(&units, |unit| unit.submit_ack),
                times(&units, |unit| unit.form_sent)
            ),
            "",
        );
    }

    /// From the start of the process to a greeted socket, and what it holds then.
    async fn start(&self) {
        self.slack.set_people(PEOPLE);
        for latency_ms in [0, 80] {
            self.slack.set_latency_ms(latency_ms);
            let mut took = Vec::new();
            for round in 0..8 {
                let database = if round < 4 {
                    self.database("start")
                } else {
                    self.dir
                        .path()
                        .join(format!("fresh-{latency_ms}-{round}/peerloop.db"))
                };
                std::fs::create_dir_all(database.parent().unwrap()).unwrap();
                let process = Process::start(What::Shipped, &self.slack, &database).await;
                took.push(process.ready_after);
                process.stop().await;
            }
            let fresh = took.split_off(4);
            row(
                &format!("start → socket ready, Web API {latency_ms} ms"),
                &format!(
                    "{:.0} ms (new database and key: {:.0} ms)",
                    percentile(took, 50),
                    percentile(fresh, 50)
                ),
                "≤ 200 ms",
            );
        }
    }

    /// Reading ten thousand people, and what somebody waits meanwhile; idle memory before and after.
    async fn people(&self) {
        self.slack.set_latency_ms(0);
        let process = self.start_on(What::Shipped, &self.database("idle")).await;
        row(
            "idle, 1,000 people",
            &format!("{:.1} MiB resident", process.resident_mib()),
            "< 30 MiB",
        );
        let before = process.cpu_ms();
        // Real time: how much of it an idle process uses.
        tokio::time::sleep(self.seconds(10)).await;
        row(
            "idle: processor time",
            &format!(
                "{:.1} ms a second",
                (process.cpu_ms() - before) / self.seconds(10).as_secs_f64()
            ),
            "",
        );
        process.stop().await;

        let database = self.dir.path().join("people.db");
        populate(&self.slack, &database, 10_000).await;
        for latency_ms in [0, 80] {
            self.slack.set_latency_ms(latency_ms);
            let process = Process::start(What::Shipped, &self.slack, &database).await;
            let slack = self.slack.clone();
            let acting = tokio::spawn(async move {
                let mut units = Vec::new();
                while slack.seen().pages < 10_000 / PAGE {
                    units.extend(
                        load::a_second(&slack, PEOPLE, 50, Duration::from_millis(200)).await,
                    );
                }
                units
            });
            wait_for_people(&self.slack, 10_000).await;
            let units = acting.await.unwrap();
            let seen = self.slack.seen();
            let took = seen.last_page.unwrap() - seen.first_page.unwrap();
            row(
                &format!("10,000 people read, Web API {latency_ms} ms"),
                &format!(
                    "{:.2} s; meanwhile the ack of a press took {}",
                    took.as_secs_f64(),
                    times(&units, |unit| unit.submit_ack.max(unit.command_ack))
                ),
                "",
            );
            if latency_ms == 80 {
                process.settle().await;
                row(
                    "idle, 10,000 people just read",
                    &format!("{:.1} MiB resident", process.resident_mib()),
                    "< 30 MiB",
                );
            }
            process.stop().await;
        }
    }

    /// The same units on databases of growing size.
    async fn rows(&self) {
        self.slack.set_latency_ms(0);
        let database = self.database("rows");
        let mut so_far = 0;
        let sizes: &[usize] = if self.short {
            &[1000, 100_000]
        } else {
            &[1000, 100_000, 1_000_000]
        };
        for &size in sizes {
            prefill(&database, so_far, size);
            so_far = size;
            let process = self.start_on(What::Unpaced, &database).await;
            load::at_once(&self.slack, &process, PEOPLE, 64, self.seconds(1), true).await;
            let stretch =
                load::at_once(&self.slack, &process, PEOPLE, 64, self.seconds(4), true).await;
            process.stop().await;
            let megabytes = std::fs::metadata(&database).unwrap().len() >> 20;
            row(
                &format!("{size} notes on disk ({megabytes} MiB), 64 at once, 0 ms, with DMs"),
                &format!(
                    "acked {:.0}/s, {:.2} ms CPU a unit; {}",
                    stretch.rate,
                    stretch.cpu_ms_each,
                    times(&stretch.units, |unit| unit.submit_ack)
                ),
                "flat",
            );
        }
        database::remove(&database);
    }

    /// Ten thousand messages that wait for their turn, and what people notice of it.
    async fn backlog(&self) {
        self.slack.set_latency_ms(80);
        for waiting in [0, 10_000] {
            let database = self.database("backlog");
            fill_outbox(&database, waiting);
            let process = self.start_on(What::Shipped, &database).await;
            let cpu = process.cpu_ms();
            let units = load::a_second(&self.slack, PEOPLE, 100, self.seconds(5)).await;
            let each = (process.cpu_ms() - cpu) / units.len() as f64;
            process.stop().await;
            row(
                &format!("100/s, 80 ms, {waiting} messages waiting: ack of a submit"),
                &format!(
                    "{}; {each:.2} ms CPU a unit; expired {}",
                    times(&units, |unit| unit.submit_ack),
                    expired(&units)
                ),
                "flat",
            );
        }
        // The first 120 may go at once, eight at a time.
        let database = self.database("burst");
        fill_outbox(&database, 120);
        for latency_ms in [0, 80] {
            self.slack.set_latency_ms(latency_ms);
            fill_outbox(&database, 120);
            let began = Instant::now();
            let process = Process::start(What::Shipped, &self.slack, &database).await;
            let all = self.slack.wait(PATIENCE, |seen| seen.posts >= 120).await;
            let took = began.elapsed().saturating_sub(process.ready_after);
            process.stop().await;
            row(
                &format!("120 messages at once, Web API {latency_ms} ms, as paced"),
                &format!(
                    "{:.0}/s{}",
                    120.0 / took.as_secs_f64(),
                    if all { "" } else { " (not all)" }
                ),
                "",
            );
        }
    }

    /// Frames that no client of Slack sends, but that must not take the bot down.
    async fn frames(&self) {
        self.slack.set_latency_ms(0);
        let process = self.start_on(What::Shipped, &self.database("frames")).await;
        for mebibytes in [1, 15, 17] {
            let id = load::next();
            let text = "word ".repeat((mebibytes << 20) / 5);
            let began = Instant::now();
            let acked = self
                .slack
                .send(id, load::command(id, 1, &text), load::SLACK_WAITS)
                .await;
            let both = |seen: &slack::Seen| seen.sockets == 2;
            let back = self.slack.wait(PATIENCE, both).await;
            let after = load::unit(&self.slack, PEOPLE).await;
            let mut said = match acked {
                Some(at) => format!("acked after {:.0} ms", (at - began).as_secs_f64() * 1000.0),
                None => "refused: the socket is closed and opened anew, no ack".to_owned(),
            };
            let _ = write!(
                said,
                "; both sockets open: {back}; the next unit {}",
                if after.expired() {
                    "expired"
                } else {
                    "is served"
                }
            );
            row(
                &format!("a frame of {mebibytes} MiB"),
                &said,
                "1 MiB is handled",
            );
        }
        process.settle().await;
        row(
            "resident after these frames",
            &format!("{:.1} MiB", process.resident_mib()),
            "",
        );
        process.stop().await;
    }
}

fn times(units: &[Unit], of: fn(&Unit) -> Option<Duration>) -> String {
    let values: Vec<Duration> = units.iter().filter_map(of).collect();
    format!(
        "p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        percentile(values.clone(), 50),
        percentile(values.clone(), 99),
        percentile(values, 100)
    )
}

fn expired(units: &[Unit]) -> String {
    let expired = units.iter().filter(|unit| unit.expired()).count();
    format!("{expired} of {}", units.len())
}
