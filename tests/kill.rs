//! kill -9 at random moments, under a stream of submissions, with a Slack that outlives it and answers late: what was
//! acked is delivered, once. And the same storm without the look-up, which must show doubles, or the test proves nothing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use standin::{Options, Persona, Standin, workspace::Workspace};
use std::{
    fmt::Write,
    path::Path,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    process::{Child, Command},
    task::JoinSet,
    time::timeout,
};

const PEOPLE: usize = 30;
const NOTES_EACH: usize = 10;
const KILLS: usize = 20;
const LATENCY_MS: usize = 40;
/// A form that is not there by then will not come: the bot died between its ack and the call.
const FORM_WITHIN: Duration = Duration::from_secs(4);
/// The whole storm.
const STORM_WITHIN: Duration = Duration::from_mins(3);

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acked_is_delivered_once() {
    let storm = Storm::rage(0x5EED, true).await;
    assert_eq!(storm.stored(), PEOPLE * NOTES_EACH, "notes on disk");
    assert_eq!(storm.delivered(), Storm::expected(), "DMs per person");
    // A bot that is dead acks nothing; nobody else may.
    storm.slack.expect_refusal("no ack within 3 s");
    storm.slack.assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_look_up_it_doubles() {
    let storm = Storm::rage(0xB11D, false).await;
    assert_eq!(storm.stored(), PEOPLE * NOTES_EACH, "notes on disk");
    let delivered: usize = storm.delivered().iter().sum();
    assert!(
        delivered > PEOPLE * NOTES_EACH,
        "{KILLS} kills and no double: the storm is too weak to prove anything"
    );
}

struct Storm {
    slack: Arc<Standin>,
    dir: tempfile::TempDir,
}

impl Storm {
    /// Everybody gives notes while the bot is killed and started again; returns when all is delivered.
    async fn rage(seed: u64, look_up: bool) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let world = dir.path().join("world.yml");
        std::fs::write(&world, cast()).unwrap();
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("manifest.yml");
        let options = Options {
            manifest,
            world: Some(world),
            rate_limits: false,
            seed,
            ..Options::default()
        };
        let slack = Arc::new(Standin::start(options).await.unwrap());
        slack.faults().latency_ms(LATENCY_MS);
        let storm = Self {
            slack: slack.clone(),
            dir,
        };

        let acked = Arc::new(AtomicUsize::new(0));
        let mut givers = JoinSet::new();
        for giver in 0..PEOPLE {
            givers.spawn(give_all(slack.clone(), giver, acked.clone()));
        }
        let mut chance = Chance(seed);
        let mut bot = storm.start(look_up);
        for _ in 0..KILLS {
            slack.wait_for_sockets(2).await;
            // A random moment: after so many more changes of the world, most of which are calls of the bot's.
            let mut changes = slack.hub().changes();
            for _ in 0..chance.below(120) {
                if timeout(Duration::from_secs(2), changes.changed())
                    .await
                    .is_err()
                {
                    break;
                }
            }
            bot.kill().await.unwrap();
            bot = storm.start(look_up);
        }
        let all = async { while givers.join_next().await.transpose().unwrap().is_some() {} };
        timeout(STORM_WITHIN, all)
            .await
            .expect("the givers are not done");
        assert_eq!(acked.load(Ordering::SeqCst), PEOPLE * NOTES_EACH);

        let expected = Storm::expected();
        let enough =
            |slack: &Standin| (0..PEOPLE).all(|person| dms(slack, person) >= expected[person]);
        assert!(
            until(&slack, STORM_WITHIN, enough).await,
            "not everything was delivered: {:?}",
            storm.delivered()
        );
        // SIGTERM: it finishes what is under way, so what would come twice has come.
        terminate(&mut bot).await;
        storm
    }

    fn start(&self, look_up: bool) -> Child {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.dir.path().join("log"))
            .unwrap();
        Command::new(env!("CARGO_BIN_EXE_peerloop"))
            .arg("run")
            .env_clear()
            .env("SLACK_API_URL", self.slack.api_url())
            .env("SLACK_APP_TOKEN", self.slack.app_token())
            .env("SLACK_BOT_TOKEN", self.slack.bot_token())
            .env("PEERLOOP_DB", self.dir.path().join("peerloop.db"))
            .env("PEERLOOP_GRACE_SECONDS", "1")
            .env("PEERLOOP_LOOK_UP", if look_up { "on" } else { "off" })
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .unwrap()
    }

    fn stored(&self) -> usize {
        let database = rusqlite::Connection::open(self.dir.path().join("peerloop.db")).unwrap();
        let notes: i64 = database
            .query_row("SELECT count(*) FROM feedback", [], |row| row.get(0))
            .unwrap();
        usize::try_from(notes).unwrap()
    }

    fn delivered(&self) -> Vec<usize> {
        (0..PEOPLE).map(|person| dms(&self.slack, person)).collect()
    }

    fn expected() -> Vec<usize> {
        let mut notes = vec![0; PEOPLE];
        for giver in 0..PEOPLE {
            for note in 0..NOTES_EACH {
                notes[receiver(giver, note)] += 1;
            }
        }
        notes
    }
}

/// Gives one note after the other; each until Slack has shown that it is acked.
async fn give_all(slack: Arc<Standin>, giver: usize, acked: Arc<AtomicUsize>) {
    let person = slack.person(&name(giver));
    for note in 0..NOTES_EACH {
        let to = name(receiver(giver, note)).to_lowercase();
        loop {
            until(&slack, FORM_WITHIN, |slack| slack.sockets() > 0).await;
            person.types("general", &format!("/feedback @{to}")).await;
            if until(&slack, FORM_WITHIN, |_| has_form(&person, "Give feedback")).await {
                break;
            }
        }
        person.picks("Skill", "discovery").await;
        person
            .fills("Start", &format!("note {note} of {giver}"))
            .await;
        loop {
            person.submits().await;
            if has_form(&person, "Feedback") {
                break;
            }
            // Slack showed an error and the form is still open, with what was typed.
            assert!(
                has_form(&person, "Give feedback"),
                "the form is gone:\n{}",
                person.screen_text()
            );
            until(&slack, FORM_WITHIN, |slack| slack.sockets() > 0).await;
        }
        acked.fetch_add(1, Ordering::SeqCst);
        person.closes_all().await;
    }
}

fn has_form(person: &Persona, title: &str) -> bool {
    person.form_title().as_deref() == Some(title)
}

fn dms(slack: &Standin, person: usize) -> usize {
    slack
        .dm_texts(&name(person))
        .iter()
        .filter(|text| text.contains("noticed something"))
        .count()
}

/// Waits for a change that makes it true; false if it takes too long.
async fn until(slack: &Standin, limit: Duration, holds: impl Fn(&Standin) -> bool) -> bool {
    let mut changes = slack.hub().changes();
    let wait = async {
        loop {
            changes.borrow_and_update();
            if holds(slack) || changes.changed().await.is_err() {
                return;
            }
        }
    };
    let _ = timeout(limit, wait).await;
    holds(slack)
}

async fn terminate(bot: &mut Child) {
    let pid = bot.id().expect("it runs").to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .unwrap()
            .success()
    );
    let ended = timeout(Duration::from_secs(10), bot.wait())
        .await
        .expect("it did not end within 10 s")
        .unwrap();
    assert_eq!(ended.code(), Some(0));
}

fn receiver(giver: usize, note: usize) -> usize {
    (giver + 1 + note) % PEOPLE
}

fn name(person: usize) -> String {
    format!("Person{person:02}")
}

fn cast() -> String {
    let mut cast = "team: {name: Storm, domain: storm}\npeople:\n".to_owned();
    for person in 0..PEOPLE {
        writeln!(cast, "  - {{name: {}, zone: Europe/Berlin}}", name(person)).unwrap();
    }
    let all: Vec<String> = (0..PEOPLE).map(name).collect();
    writeln!(
        cast,
        "channels:\n  - {{name: general, members: [{}], bot: true}}",
        all.join(", ")
    )
    .unwrap();
    cast
}

/// A small generator (`SplitMix64`), so that a storm can be repeated by its seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed ^ (mixed >> 27)) % limit
    }
}
