//! When nothing can be heard or nothing may be said: sockets that look open and are not, that are refused or stay silent,
//! and tokens that are taken away.

use crate::{
    stubborn::{Given, gives, heard},
    town::Town,
};
use standin::{Delivery, Disconnect, Fault, Upgrade};
use std::time::Duration;
use tokio::time::Instant;

/// After a half-open socket people are heard again by then.
const HEARD_AGAIN: Duration = Duration::from_secs(45);

#[tokio::test(flavor = "multi_thread")]
async fn after_half_open_sockets_people_are_heard_again() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    town.slack.wait_for_sockets(2).await;
    town.slack.faults().disconnect_all(Disconnect::HalfOpen);
    let begun = Instant::now();
    // Meanwhile somebody tries, and learns each time that it did not work.
    let mut given = Given::default();
    gives(&town.slack, &amir, &bea, "After the silence.").await;
    given.to("Bea");
    let took = begun.elapsed();
    assert!(took < HEARD_AGAIN, "{took:?}");
    given.holds(&town, "half-open sockets").await;
    town.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_that_do_not_open_are_tried_again() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    // It is ready with the first: the second must not meet what is planned for later.
    town.slack.wait_for_sockets(2).await;
    let faults = town.slack.faults();
    for fault in [
        Upgrade::Refused(503),
        Upgrade::Hung,
        Upgrade::Silent,
        Upgrade::Refused(429),
    ] {
        faults.upgrade_next(fault);
    }
    for fault in [
        Fault::Error("internal_error".to_owned()),
        Fault::Html(502),
        Fault::Reset,
        Fault::RateLimited(1),
    ] {
        faults.fail_next("apps.connections.open", fault);
    }
    faults.disconnect_all(Disconnect::Dropped);
    let two = |slack: &standin::Standin| {
        let planned = slack.faults().planned();
        slack.sockets() == 2 && planned.upgrades.is_empty() && planned.calls.is_empty()
    };
    let limit = Duration::from_mins(1);
    assert!(town.slack.holds_within(limit, two).await, "not back");
    let mut given = Given::default();
    gives(&town.slack, &amir, &bea, "Back again.").await;
    given.to("Bea");
    given.holds(&town, "sockets that do not open").await;
    town.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_stops_it_and_the_queue_is_kept() {
    let mut town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    // Bea's message cannot leave before the token is gone.
    let faults = town.slack.faults();
    faults.fail_times("chat.postMessage", Fault::Status(503), 1);
    faults.fail_times("conversations.open", Fault::Status(503), 1);
    gives(&town.slack, &amir, &bea, "Kept for later.").await;
    faults.revoke_token();
    let sentence = town.stops_by_itself().await.to_string();
    assert!(
        sentence.contains("token") || sentence.contains("removed"),
        "{sentence}"
    );
    assert_eq!(heard(&town.slack, "Bea"), 0);
    faults.clear();
    town.slack.reinstalls();
    town.starts_again().await;
    // It waits a minute before it asks Slack again.
    town.slack.advance(chrono::Duration::minutes(2));
    let mut given = Given::default();
    given.to("Bea");
    given.holds(&town, "a revoked token").await;
    town.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_app_token_stops_it_too() {
    let town = Town::open().await;
    town.slack.wait_for_sockets(2).await;
    town.slack.faults().revoke_app_token();
    town.slack
        .faults()
        .disconnect_all(Disconnect::RefreshRequested);
    let sentence = town.ends_by_itself().await.to_string();
    assert!(sentence.contains("SLACK_APP_TOKEN"), "{sentence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_acked_when_its_socket_is_recycled_is_not_lost() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    let mut given = Given::default();
    for round in 0..6 {
        town.slack.wait_for_sockets(2).await;
        for kind in ["slash_commands", "view_submission"] {
            let how = [Disconnect::RefreshRequested, Disconnect::Warning][round % 2];
            town.slack.faults().deliver_next(kind, Delivery::Cut(how));
        }
        let before = amir.notice();
        gives(&town.slack, &amir, &bea, &format!("Round {round}.")).await;
        given.to("Bea");
        assert_eq!((before, amir.notice()), (None, None), "nobody saw an error");
    }
    given.holds(&town, "recycled sockets").await;
    town.ends_well().await;
}
