//! What becomes of envelopes and sockets on demand.

use crate::{app::*, start};
use serde_json::{Value, json};
use standin::{Delivery, Disconnect, Shape, Upgrade};
use std::time::{Duration, Instant};

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
    slack.assert_clean();
}

#[tokio::test]
async fn an_envelope_is_late_or_overtaken() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    slack
        .faults()
        .deliver_next("/feedback", Delivery::Late(500));
    let begun = Instant::now();
    let take = async {
        socket.take("/feedback", Value::Null).await;
        begun.elapsed()
    };
    let (late, ()) = tokio::join!(take, amir.types("general", "/feedback"));
    assert!(late >= Duration::from_millis(500), "{late:?}");
    assert_eq!(amir.notice(), None);

    slack
        .faults()
        .deliver_next("/feedback", Delivery::Overtaken);
    let order = async {
        for kind in ["shortcut", "/feedback"] {
            socket.take(kind, Value::Null).await;
        }
    };
    let acts = async {
        let first = amir.types("general", "/feedback");
        let second = async {
            slack
                .wait_until("the fault", |s| {
                    s.journal().iter().any(|e| e.outcome == "fault: Overtaken")
                })
                .await;
            bea.runs("Give feedback").await;
        };
        tokio::join!(first, second);
    };
    tokio::join!(order, acts);
    // With nothing behind it, it comes by itself.
    slack
        .faults()
        .deliver_next("/feedback", Delivery::Overtaken);
    tokio::join!(
        socket.take("/feedback", Value::Null),
        amir.types("general", "/feedback")
    );
    assert_eq!((amir.notice(), bea.notice()), (None, None));

    slack
        .faults()
        .deliver_next("/feedback", Delivery::Late(3_300));
    amir.types("general", "/feedback").await;
    assert!(amir.notice().is_some(), "the three seconds are Slack's");
    let late = socket.envelope("/feedback").await;
    socket.ack(&late, Value::Null).await;
    slack.assert_clean();
}

#[tokio::test]
async fn an_ack_is_lost_or_the_socket_goes_with_the_envelope() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    slack.faults().deliver_next("/feedback", Delivery::AckLost);
    tokio::join!(
        socket.take("/feedback", json!({"text": "heard"})),
        amir.types("general", "/feedback")
    );
    amir.sees_no("heard");
    assert!(
        amir.notice()
            .expect("an error")
            .contains("operation_timeout")
    );
    // An event whose ack was lost comes again.
    slack
        .faults()
        .deliver_next("app_home_opened", Delivery::AckLost);
    let twice = async {
        let first = socket.take("app_home_opened", Value::Null).await;
        let again = socket.take("app_home_opened", Value::Null).await;
        assert_eq!(first["event_id"], again["event_id"]);
    };
    tokio::join!(twice, amir.opens_home());
    let cut = Delivery::Cut(Disconnect::Dropped);
    slack.faults().deliver_next("/feedback", cut);
    let last = async {
        socket.envelope("/feedback").await;
        assert!(socket.maybe(5).await.is_none(), "the socket is gone");
    };
    tokio::join!(last, amir.types("general", "/feedback"));
    assert!(amir.notice().is_some());
    assert_eq!(slack.sockets(), 0);
    slack.assert_clean();
}

#[tokio::test]
async fn payloads_have_other_shapes() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let mut run = async |shape: Shape| {
        slack
            .faults()
            .deliver_next("shortcut", Delivery::Reshaped(shape));
        let (payload, ()) = tokio::join!(
            socket.take("shortcut", Value::Null),
            amir.runs("Give feedback")
        );
        payload
    };
    assert!(run(Shape::Extra).await["user"]["not_documented_yet"].is_object());
    assert!(run(Shape::Sparse).await.get("enterprise").is_none());
    assert!(run(Shape::OrgWide).await["team"].is_null());
    slack.assert_clean();
}

#[tokio::test]
async fn sockets_are_refused_hung_or_say_nothing() {
    let slack = start().await;
    let app = App::of(&slack);
    let url = async || {
        let reply = app.call_as(app.app_token(), "apps.connections.open", json!({}));
        reply.await["url"].as_str().expect("a url").to_owned()
    };
    let short = Duration::from_millis(300);
    slack.faults().upgrade_next(Upgrade::Refused(503));
    slack.faults().upgrade_next(Upgrade::Hung);
    slack.faults().upgrade_next(Upgrade::Silent);
    let refused = url().await;
    assert!(app.dial_url(&refused).await.is_err());
    assert!(
        app.dial_url(&refused).await.is_err(),
        "the ticket is used up"
    );
    slack.expect_refusal("a ticket that is unknown or was used");
    let hung = url().await;
    assert!(
        tokio::time::timeout(short, app.dial_url(&hung))
            .await
            .is_err()
    );
    let mut silent = app.dial_url(&url().await).await.expect("it opens");
    assert!(silent.maybe(1).await.is_none());
    assert_eq!(slack.sockets(), 0);
    app.connect().await;
    slack.assert_clean();
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
