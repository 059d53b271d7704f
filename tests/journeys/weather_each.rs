//! Every fault by itself, on every call and every envelope of one story: Amir gives Bea a note, and she reads it.

use crate::{
    stubborn::{Given, gives, opens_home, reads},
    town::Town,
};
use futures_util::{StreamExt, stream};
use standin::{Delivery, Disconnect, Fault, Faults, Shape};

/// Stories that are told at the same time.
const AT_ONCE: usize = 6;

/// Runs the story once for each of these.
async fn each<T>(cases: Vec<(String, T)>, plant: impl Fn(&Faults, T)) {
    let plant = &plant;
    let stories = cases.into_iter().map(|(what, fault)| async move {
        story(&what, |faults| plant(faults, fault)).await;
    });
    stream::iter(stories)
        .buffer_unordered(AT_ONCE)
        .collect::<()>()
        .await;
}

async fn story(what: &str, plant: impl FnOnce(&Faults)) {
    // What began and did not end is what failed.
    println!("{what} begins");
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    // What came twice or late was answered twice or late, and Slack said so.
    for refusal in [
        "exchanged_trigger_id",
        "expired_trigger_id",
        "hash_conflict",
    ] {
        town.slack.expect_refusal(refusal);
    }
    plant(&town.slack.faults());
    let mut given = Given::default();
    gives(&town.slack, &amir, &bea, "Through anything.").await;
    given.to("Bea");
    reads(&town.slack, &bea, "Through anything.").await;
    opens_home(&town.slack, &bea).await;
    let planned = town.slack.faults().planned();
    assert!(
        planned.calls.is_empty() && planned.envelopes.is_empty(),
        "{what} never happened"
    );
    given.holds(&town, what).await;
    town.ends_well().await;
    println!("{what} ends");
}

fn calls(faults: &[Fault]) -> Vec<(String, (&'static str, Fault))> {
    let methods = [
        "views.open",
        "conversations.open",
        "chat.postMessage",
        "views.publish",
    ];
    let all = methods.into_iter().flat_map(|method| {
        let faults = faults.iter().cloned();
        faults.map(move |fault| (format!("{method} {fault:?}"), (method, fault)))
    });
    all.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_fail() {
    let faults = [
        Fault::Error("internal_error".to_owned()),
        Fault::Error("service_unavailable".to_owned()),
        Fault::Status(500),
        Fault::Status(503),
        Fault::Html(502),
        Fault::RateLimited(1),
        Fault::Reset,
    ];
    each(calls(&faults), |faults, (method, fault)| {
        faults.fail_next(method, fault)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_whose_answer_is_late_lost_or_odd() {
    let faults = [
        Fault::AppliedThenReset,
        Fault::Hang,
        Fault::AppliedThenHang,
        Fault::Slow(1_500),
        Fault::Html(200),
        Fault::Reshaped(Shape::Extra),
        Fault::Reshaped(Shape::Sparse),
    ];
    each(calls(&faults), |faults, (method, fault)| {
        faults.fail_next(method, fault)
    })
    .await;
}

fn envelopes(faults: &[Delivery]) -> Vec<(String, (&'static str, Delivery))> {
    let kinds = [
        "slash_commands",
        "view_submission",
        "block_actions",
        "app_home_opened",
    ];
    let all = kinds.into_iter().flat_map(|kind| {
        faults
            .iter()
            .map(move |fault| (format!("{kind} {fault:?}"), (kind, *fault)))
    });
    all.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn envelopes_that_are_lost_doubled_late_or_overtaken() {
    let faults = [
        Delivery::Lost,
        Delivery::Doubled,
        Delivery::Late(800),
        Delivery::Late(3_300),
        Delivery::Overtaken,
        Delivery::AckLost,
    ];
    each(envelopes(&faults), |faults, (kind, fault)| {
        faults.deliver_next(kind, fault)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn envelopes_whose_socket_goes_with_them() {
    let faults = [
        Disconnect::Warning,
        Disconnect::RefreshRequested,
        Disconnect::TooManyWebsockets,
        Disconnect::Closed,
        Disconnect::Dropped,
        Disconnect::HalfOpen,
    ]
    .map(Delivery::Cut);
    each(envelopes(&faults), |faults, (kind, fault)| {
        faults.deliver_next(kind, fault)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn envelopes_of_another_shape() {
    let faults = [Shape::Extra, Shape::Sparse, Shape::OrgWide].map(Delivery::Reshaped);
    each(envelopes(&faults), |faults, (kind, fault)| {
        faults.deliver_next(kind, fault)
    })
    .await;
}
