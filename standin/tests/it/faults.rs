//! Bad weather on demand.

use crate::{app::*, start};
use serde_json::{Value, json};
use standin::Fault;
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

    faults.fail_next("chat.postMessage", Fault::Hang);
    assert!(
        tokio::time::timeout(Duration::from_millis(300), raw())
            .await
            .is_err()
    );
    assert_eq!(slack.calls("chat.postMessage"), 5);
    slack.assert_clean();

    faults.revoke_token();
    assert_eq!(app.error("auth.test", json!({})).await, "token_revoked");
    slack.assert_clean();
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
async fn an_envelope_is_doubled_or_lost() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    slack.faults().double_next_envelope("/feedback");
    let twice = async {
        let first = socket.take("/feedback", Value::Null).await;
        assert_eq!(first, socket.take("/feedback", Value::Null).await);
    };
    tokio::join!(twice, amir.types("general", "/feedback"));
    slack.assert_clean();
    slack.faults().lose_next_envelope("interactive");
    amir.runs("Give feedback").await;
    assert!(amir.notice().is_some());
    assert!(socket.maybe(1).await.is_none());
}

#[tokio::test]
async fn any_envelope_can_be_injected_and_payloads_replayed() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    tokio::join!(
        socket.take("shortcut", Value::Null),
        amir.runs("Give feedback")
    );
    let mut payload = slack.payload_of_last("shortcut").expect("it was sent");
    payload["team"] = Value::Null;
    let frame = json!({"type": "interactive", "payload": payload});
    let (seen, ack) = tokio::join!(socket.take("shortcut", Value::Null), slack.inject(frame));
    assert!(seen["team"].is_null());
    assert!(ack.expect("acked")["envelope_id"].is_string());
    assert_eq!(
        slack
            .inject(json!({"type": "interactive", "payload": 7}))
            .await,
        None
    );
    slack.assert_clean();
}
