//! Everything at once, by a seed: calls fail, envelopes are lost and doubled, sockets end, while several people give each
//! other notes. And the count that all of it hangs on is shown to see a loss and a double.

use crate::{
    stubborn::{Given, gives, heard, stored},
    town::Town,
};
use futures_util::future::join_all;
use serde_json::{Map, Value, json};
use standin::{
    Delivery, Disconnect, Fault, Mix, Options, Shape, Standin, Upgrade, args::Args, hub::Answer,
    workspace::Workspace,
};
use std::{fmt::Write, time::Duration};

/// Who gives.
const PEOPLE: [&str; 6] = ["Abel", "Bruna", "Cato", "Dora", "Emil", "Fee"];
/// A socket ends after so many changes of the world, at most.
const CALM_CHANGES: u64 = 40;

fn mix() -> Mix {
    let ends = [
        Disconnect::RefreshRequested,
        Disconnect::Warning,
        Disconnect::Closed,
        Disconnect::Dropped,
    ];
    let mut envelopes = vec![
        Delivery::Lost,
        Delivery::Doubled,
        Delivery::Late(400),
        Delivery::Late(3_200),
        Delivery::Overtaken,
        Delivery::AckLost,
        Delivery::Reshaped(Shape::Extra),
        Delivery::Reshaped(Shape::OrgWide),
    ];
    envelopes.extend(ends.map(Delivery::Cut));
    Mix {
        calls_percent: 30,
        calls: vec![
            Fault::Error("internal_error".to_owned()),
            Fault::Status(503),
            Fault::Html(502),
            Fault::RateLimited(1),
            Fault::Reset,
            Fault::AppliedThenReset,
            Fault::AppliedThenHang,
            Fault::Slow(700),
            Fault::Reshaped(Shape::Extra),
            Fault::Reshaped(Shape::Sparse),
        ],
        envelopes_percent: 30,
        envelopes,
        upgrades_percent: 20,
        upgrades: vec![Upgrade::Refused(503), Upgrade::Hung, Upgrade::Silent],
    }
}

async fn town(seed: u64) -> Town {
    let dir = tempfile::tempdir().unwrap();
    let world = dir.path().join("world.yml");
    let mut cast = "team: {name: Storm, domain: storm}\npeople:\n".to_owned();
    for name in PEOPLE {
        writeln!(cast, "  - {{name: {name}, zone: Europe/Berlin}}").unwrap();
    }
    writeln!(
        cast,
        "channels:\n  - {{name: general, members: [{}]}}",
        PEOPLE.join(", ")
    )
    .unwrap();
    std::fs::write(&world, cast).unwrap();
    let options = Options {
        world: Some(world),
        rate_limits: false,
        seed,
        ..Options::default()
    };
    Town::open_with(options).await
}

/// Everybody gives so many notes in weather of this seed; then it clears up, and everything must be there once.
async fn storm(seed: u64, notes_each: usize) {
    println!("storm {seed} begins");
    let town = town(seed).await;
    let slack = &town.slack;
    for refusal in [
        "exchanged_trigger_id",
        "expired_trigger_id",
        "hash_conflict",
        "used_url",
        "expired_url",
    ] {
        slack.expect_refusal(refusal);
    }
    slack.faults().mix(mix());
    let giving = (0..PEOPLE.len()).map(|giver| async move {
        for note in 0..notes_each {
            let words = format!("Note {note} of {} in storm {seed}.", PEOPLE[giver]);
            let (from, to) = (
                slack.person(PEOPLE[giver]),
                slack.person(receiver(giver, note)),
            );
            gives(slack, &from, &to, &words).await;
        }
    });
    tokio::select! {
        _ = join_all(giving) => {}
        () = cut_now_and_then(slack, seed) => unreachable!("it has no end"),
    }
    let journal = slack.journal();
    let faults = journal.iter().filter(|e| e.outcome.starts_with("fault:"));
    let faults = faults.count();
    println!("storm {seed} is over after {faults} faults");
    assert!(faults >= PEOPLE.len() * notes_each, "that was no storm");
    expected(notes_each)
        .holds(&town, &format!("storm {seed}"))
        .await;
    town.ends_well().await;
    println!("storm {seed} ends");
}

fn receiver(giver: usize, note: usize) -> &'static str {
    PEOPLE[(giver + 1 + note % (PEOPLE.len() - 1)) % PEOPLE.len()]
}

fn expected(notes_each: usize) -> Given {
    let mut given = Given::default();
    for giver in 0..PEOPLE.len() {
        (0..notes_each).for_each(|note| given.to(receiver(giver, note)));
    }
    given
}

/// Ends a socket after a random number of changes, again and again, for as long as it is polled.
async fn cut_now_and_then(slack: &Standin, seed: u64) {
    let mut chance = standin::ids::Ids::new(seed ^ 0xC07);
    let ends = [
        Disconnect::RefreshRequested,
        Disconnect::Warning,
        Disconnect::TooManyWebsockets,
        Disconnect::Closed,
        Disconnect::Dropped,
    ];
    let mut changes = slack.hub().changes();
    loop {
        for _ in 0..chance.number() % CALM_CHANGES {
            changes.changed().await.unwrap();
        }
        slack.faults().disconnect(ends[chance.below(ends.len())]);
        changes.changed().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_short_storm_nothing_is_lost_and_nothing_said_twice() {
    storm(7, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: cargo test --test journeys -- --ignored storms"]
async fn in_long_storms_nothing_is_lost_and_nothing_said_twice() {
    let seeds: Vec<u64> = match std::env::var("PEERLOOP_TEST_SEED") {
        Ok(seed) => vec![seed.parse().unwrap()],
        Err(_) => (100..108).collect(),
    };
    for seed in seeds {
        storm(seed, 6).await;
    }
}

/// A call as the bot itself would make it.
async fn call(slack: &Standin, method: &str, args: Value) {
    let args = args.as_object().cloned().unwrap_or_else(Map::new);
    let answer = slack
        .hub()
        .api(method.to_owned(), Some(slack.bot_token()), Args::new(args))
        .await;
    assert!(
        matches!(&answer, Answer::Reply(reply) if reply["ok"] == true),
        "{answer:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_count_sees_a_double_a_loss_and_a_leak() {
    let town = town(1).await;
    let slack = &town.slack;
    let (abel, bruna) = (slack.person("Abel"), slack.person("Bruna"));
    gives(slack, &abel, &bruna, "The only one.").await;
    let mut given = Given::default();
    given.to("Bruna");
    given.holds(&town, "calm weather").await;

    let told = slack.dms("Bruna").remove(0);
    call(
        slack,
        "chat.postMessage",
        json!({"channel": bruna.id(), "text": told.text}),
    )
    .await;
    assert_eq!(heard(slack, "Bruna"), 2);
    assert_eq!(
        given.breaches(stored(&town), slack),
        ["Bruna was given 1 and heard of 2"]
    );

    let conversations = bruna.screen().conversations;
    let dm = conversations.iter().find(|c| c.name == "Peerloop").unwrap();
    for post in slack.dms("Bruna") {
        call(
            slack,
            "chat.delete",
            json!({"channel": dm.id, "ts": post.ts}),
        )
        .await;
    }
    assert_eq!(
        given.breaches(stored(&town), slack),
        ["Bruna was given 1 and heard of 0"]
    );
    assert_eq!(given.breaches(0, slack).len(), 2, "nor is it on disk");

    call(
        slack,
        "chat.postMessage",
        json!({"channel": slack.person("Cato").id(), "text": "The only one."}),
    )
    .await;
    assert_eq!(
        slack.broken_rules(),
        ["private text: Cato sees words that are not for them"]
    );
    slack.expect_refusal("private text");
    let limit = Duration::from_secs(10);
    assert!(
        slack
            .holds_within(limit, |slack| slack.sockets() == 2)
            .await
    );
}
