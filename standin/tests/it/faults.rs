//! Bad weather on demand.

use crate::{app::*, start};
use serde_json::json;
use standin::{Fault, Mix, Shape};
use std::time::{Duration, Instant};

const GENERAL: &str = "C0GENERAL0";

#[tokio::test]
async fn calls_fail_as_planned_and_that_is_not_the_apps_fault() {
    let slack = start().await;
    let app = App::of(&slack);
    let faults = slack.faults();
    let post = json!({"channel": GENERAL, "text": "once"});
    let headers = format!(
        "Authorization: Bearer {}\r\nContent-Type: application/json; charset=utf-8\r\n",
        app.bot_token()
    );
    let raw = async || {
        app.post("/api/chat.postMessage", &headers, &post.to_string())
            .await
    };

    faults.fail_next("chat.postMessage", Fault::Error("fatal_error".into()));
    assert_eq!(
        app.error("chat.postMessage", post.clone()).await,
        "fatal_error"
    );
    faults.fail_next("chat.postMessage", Fault::Status(503));
    assert_eq!(raw().await.expect("an answer").0, 503);
    faults.fail_next("chat.postMessage", Fault::RateLimited(7));
    let (status, head, _) = raw().await.expect("an answer");
    assert!(status == 429 && head.contains("retry-after: 7"));
    let amir = slack.person("Amir");
    amir.sees_no("once");

    faults.fail_next("chat.postMessage", Fault::AppliedThenReset);
    assert_eq!(raw().await, None, "the connection broke");
    amir.sees("once").await;

    let dead = tokio::time::timeout(Duration::from_millis(300), raw());
    faults.fail_next("chat.postMessage", Fault::Hang);
    assert!(dead.await.is_err());
    assert_eq!(slack.calls("chat.postMessage"), 5);
    slack.assert_clean();
}

#[tokio::test]
async fn answers_break_drag_on_or_are_no_json() {
    let slack = start().await;
    let app = App::of(&slack);
    let (faults, amir) = (slack.faults(), slack.person("Amir"));
    let post = async |text: &str| {
        let headers = format!(
            "Authorization: Bearer {}\r\nContent-Type: application/json; charset=utf-8\r\n",
            app.bot_token()
        );
        let body = json!({"channel": GENERAL, "text": text}).to_string();
        app.post("/api/chat.postMessage", &headers, &body).await
    };
    faults.fail_next("chat.postMessage", Fault::Reset);
    assert_eq!(post("one").await, None, "the connection broke");
    faults.fail_next("chat.postMessage", Fault::Html(200));
    let (status, head, body) = post("one").await.expect("an answer");
    assert!(
        status == 200 && head.contains("content-type: text/html") && body.starts_with("<!doctype")
    );
    amir.sees_no("one");

    faults.fail_next("chat.postMessage", Fault::Slow(400));
    let begun = Instant::now();
    let (answer, seen_after) = tokio::join!(post("two"), async {
        amir.sees("two").await;
        begun.elapsed()
    });
    assert_eq!(answer.expect("an answer").0, 200);
    let answered_after = begun.elapsed();
    assert!(
        seen_after < answered_after && answered_after >= Duration::from_millis(400),
        "it happens at once: {seen_after:?} and {answered_after:?}"
    );
    faults.fail_next("chat.postMessage", Fault::AppliedThenHang);
    tokio::select! {
        answer = post("three") => panic!("answered: {answer:?}"),
        () = amir.sees("three") => {}
    }
    let limited = Fault::RateLimited(3);
    faults.fail_times("chat.postMessage", limited, 2);
    for status in [429, 429, 200] {
        assert_eq!(post("four").await.expect("an answer").0, status);
    }
    slack.assert_clean();
}

#[tokio::test]
async fn replies_have_other_shapes() {
    let slack = start().await;
    let app = App::of(&slack);
    let faults = slack.faults();
    faults.fail_next("users.list", Fault::Reshaped(Shape::Extra));
    let reply = app.call("users.list", json!({})).await;
    assert!(reply["members"][0]["profile"]["not_documented_yet"].is_object());
    faults.fail_next("users.list", Fault::Reshaped(Shape::Sparse));
    let reply = app.call("users.list", json!({})).await;
    let member = &reply["members"][0];
    assert!(
        member["id"].is_string() && member.get("tz_label").is_none(),
        "{member}"
    );
    assert!(reply.get("response_metadata").is_none());
}

#[tokio::test]
async fn tokens_die() {
    let slack = start().await;
    let app = App::of(&slack);
    let _socket = app.connect().await;
    slack.faults().revoke_token();
    assert_eq!(app.error("auth.test", json!({})).await, "token_revoked");
    slack.faults().revoke_app_token();
    let reply = app
        .call_as(app.app_token(), "apps.connections.open", json!({}))
        .await;
    assert_eq!(reply["error"], "invalid_auth");
    assert_eq!(slack.sockets(), 1, "open ones stay");
    slack.assert_clean();
    let reply = app.call_as("xapp-made-up", "apps.connections.open", json!({}));
    assert_eq!(reply.await["error"], "invalid_auth");
    assert_eq!(slack.broken_rules().len(), 1, "that one the app made up");
}

#[tokio::test]
async fn latency_is_up_to_what_was_asked_for() {
    let slack = start().await;
    let app = App::of(&slack);
    slack.faults().latency_ms(60);
    let begun = Instant::now();
    for _ in 0..10 {
        app.call("auth.test", json!({})).await;
    }
    assert!(
        begun.elapsed() > Duration::from_millis(60),
        "ten calls of 0 to 60 ms"
    );
}

#[tokio::test]
async fn what_is_planned_can_be_seen_and_taken_back() {
    let slack = start().await;
    let app = App::of(&slack);
    let faults = slack.faults();
    faults.fail_next("auth.test", Fault::Status(500));
    faults.mix(Mix {
        calls_percent: 100,
        calls: vec![Fault::Error("fatal_error".to_owned())],
        ..Mix::default()
    });
    assert_eq!(faults.planned().calls.len(), 1);
    assert_eq!(app.error("users.list", json!({})).await, "fatal_error");
    faults.clear();
    assert_eq!(app.call("auth.test", json!({})).await["ok"], true);
}

#[tokio::test]
async fn words_on_the_wrong_screen_are_noticed_even_for_a_moment() {
    let slack = start().await;
    let app = App::of(&slack);
    let words = "Between \"us\" two";
    slack.keeps_private(words, &["Amir"]);
    let posted = app.call(
        "chat.postMessage",
        json!({"channel": slack.person("Amir").id(), "text": words}),
    );
    assert_eq!(posted.await["ok"], true);
    slack.assert_clean();
    let posted = app
        .call(
            "chat.postMessage",
            json!({"channel": GENERAL, "text": words}),
        )
        .await;
    let gone = app.call(
        "chat.delete",
        json!({"channel": GENERAL, "ts": posted["ts"]}),
    );
    assert_eq!(gone.await["ok"], true);
    let told = slack.broken_rules();
    let of_bea = told
        .iter()
        .filter(|line| line.contains("Bea sees words"))
        .count();
    assert_eq!(of_bea, 1, "{told:?}");
    assert!(
        !told
            .iter()
            .any(|line| line.contains("Amir") || line.contains("Between")),
        "{told:?}"
    );
}
