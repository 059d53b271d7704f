//! Socket Mode: deadlines, redelivery, which socket, tickets, pings, ends.

use crate::{app::*, start, start_with};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use standin::{Disconnect, Options};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn a_command_without_a_socket_fails_at_once() {
    let slack = start().await;
    let amir = slack.person("Amir");
    amir.types("general", "/feedback").await;
    assert_eq!(
        amir.notice().as_deref(),
        Some("/feedback failed with the error \"dispatch_failed\"")
    );
    amir.types("general", "hello").await;
    assert_eq!(amir.notice(), None, "the next act takes the error away");
    amir.types("general", "/nonsense").await;
    assert_eq!(
        amir.notice().as_deref(),
        Some("/nonsense is not a valid command.")
    );
}

#[tokio::test]
async fn a_command_must_be_acked_within_three_seconds() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    amir.types("general", "/feedback").await;
    assert_eq!(
        amir.notice().as_deref(),
        Some("/feedback failed with the error \"operation_timeout\"")
    );
    let late = socket.envelope("/feedback").await;
    socket.ack(&late, json!({"text": "too late"})).await;
    assert!(
        socket.maybe(1).await.is_none(),
        "commands are not sent again"
    );
    amir.sees_no("too late");
    slack.expect_refusal("no ack within 3 s");
    slack.assert_clean();
}

#[tokio::test]
async fn a_form_that_is_not_acked_stays_with_what_was_typed() {
    let slack = start().await;
    let app = App::of(&slack);
    let _socket = app.connect().await;
    app.call(
        "views.open",
        json!({"trigger_id": slack.trigger("Amir"), "view": form()}),
    )
    .await;
    let amir = slack.person("Amir");
    amir.picks("To", "Bea").await;
    amir.fills("Start", "kept").await;
    amir.submits().await;
    assert_eq!(
        amir.notice().as_deref(),
        Some("We had some trouble connecting. Try again?")
    );
    assert_eq!(amir.field_value("Start").as_deref(), Some("kept"));
}

#[tokio::test]
async fn an_event_comes_again_at_once_after_a_minute_and_after_five() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    slack.person("Amir").opens_home().await;
    let first = socket.envelope("app_home_opened").await;
    assert_eq!(
        (&first["retry_attempt"], &first["retry_reason"]),
        (&json!(0), &json!(""))
    );
    assert_eq!(first["accepts_response_payload"], false);
    let second = socket.envelope("app_home_opened").await;
    assert_eq!(
        (&second["retry_attempt"], &second["retry_reason"]),
        (&json!(1), &json!("timeout"))
    );
    assert_eq!(first["payload"]["event_id"], second["payload"]["event_id"]);
    slack
        .wait_until("the second miss", |s| {
            s.journal().iter().filter(|e| e.violation).count() == 2
        })
        .await;
    slack.advance(chrono::Duration::seconds(61));
    let third = socket.envelope("app_home_opened").await;
    assert_eq!(third["retry_attempt"], 2);
    socket.ack(&third, Value::Null).await;
    slack.advance(chrono::Duration::minutes(10));
    assert!(socket.maybe(1).await.is_none(), "acked: it is over");
}

#[tokio::test]
async fn an_event_is_kept_while_no_socket_is_open() {
    let slack = start().await;
    slack.person("Amir").opens_home().await;
    let mut socket = App::of(&slack).connect().await;
    let envelope = socket.envelope("app_home_opened").await;
    assert_eq!(envelope["retry_attempt"], 1);
    socket.ack(&envelope, Value::Null).await;
    slack
        .wait_until("the ack", |s| {
            s.journal().iter().any(|e| e.outcome == "bare")
        })
        .await;
    slack.assert_clean();
}

#[tokio::test]
async fn an_envelope_goes_to_one_socket_only() {
    let slack = start().await;
    let app = App::of(&slack);
    let (mut a, mut b) = (app.connect().await, app.connect().await);
    let amir = slack.person("Amir");
    let (mut at_a, mut at_b) = (0, 0);
    for _ in 0..12 {
        let take = async {
            tokio::select! {
                envelope = a.frame() => { a.ack(&envelope, Value::Null).await; at_a += 1 }
                envelope = b.frame() => { b.ack(&envelope, Value::Null).await; at_b += 1 }
            }
        };
        tokio::join!(take, amir.types("general", "/feedback"));
    }
    assert!(
        at_a + at_b == 12 && at_a > 0 && at_b > 0,
        "{at_a} and {at_b}"
    );
    assert!(a.maybe(1).await.is_none() && b.maybe(1).await.is_none());
    slack.assert_clean();
}

#[tokio::test]
async fn the_eleventh_socket_is_turned_away() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut open = Vec::new();
    for _ in 0..10 {
        open.push(app.connect().await);
    }
    let last = app.dial().await.frame().await;
    assert_eq!(
        (&last["type"], &last["reason"]),
        (&json!("disconnect"), &json!("too_many_websockets"))
    );
    assert_eq!(slack.sockets(), 10);
    drop(open);
    slack.wait_for_sockets(0).await;
}

#[tokio::test]
async fn a_ticket_opens_one_socket() {
    let slack = start().await;
    let app = App::of(&slack);
    let reply = app
        .call_as(app.app_token(), "apps.connections.open", json!({}))
        .await;
    let url = reply["url"].as_str().expect("a url");
    let first = app.dial_url(url).await;
    assert!(first.is_ok());
    assert!(app.dial_url(url).await.is_err());
    slack.expect_refusal("a ticket that is unknown or was used");
    slack.assert_clean();
}

#[tokio::test]
async fn a_ping_comes_back_as_it_was() {
    let slack = start().await;
    let mut socket = App::of(&slack).connect().await;
    socket
        .0
        .send(Message::Ping(b"abc:17".to_vec().into()))
        .await
        .expect("it is open");
    let answer = socket.0.next().await.expect("a frame").expect("it is open");
    assert_eq!(answer, Message::Pong(b"abc:17".to_vec().into()));
}

#[tokio::test]
async fn a_close_frame_is_answered() {
    let slack = start().await;
    let mut socket = App::of(&slack).connect().await;
    socket
        .0
        .send(Message::Close(None))
        .await
        .expect("it is open");
    let answer = socket.0.next().await.expect("a frame");
    assert!(matches!(answer, Ok(Message::Close(_))), "{answer:?}");
    slack.wait_for_sockets(0).await;
}

#[tokio::test]
async fn sockets_end_in_every_way() {
    let slack = start().await;
    let app = App::of(&slack);
    for how in [
        Disconnect::Warning,
        Disconnect::RefreshRequested,
        Disconnect::LinkDisabled,
        Disconnect::TooManyWebsockets,
    ] {
        let mut socket = app.connect().await;
        slack.faults().disconnect(how);
        let frame = socket.frame().await;
        assert_eq!(frame["reason"], how.reason().expect("a reason"));
        assert!(
            frame["debug_info"]["host"].is_string(),
            "some clients need it"
        );
        if how == Disconnect::RefreshRequested {
            // What is still on its way is read from the old socket.
            let amir = slack.person("Amir");
            tokio::join!(
                socket.take("/feedback", Value::Null),
                amir.types("general", "/feedback")
            );
        }
        drop(socket);
        slack.wait_for_sockets(0).await;
    }
    for how in [Disconnect::Closed, Disconnect::Dropped] {
        let mut socket = app.connect().await;
        slack.faults().disconnect(how);
        assert!(socket.maybe(5).await.is_none());
        drop(socket);
        slack.wait_for_sockets(0).await;
    }
    let mut socket = app.connect().await;
    slack.faults().disconnect(Disconnect::HalfOpen);
    slack.person("Amir").types("general", "/feedback").await;
    assert!(socket.maybe(1).await.is_none(), "nothing comes out");
    assert_eq!(slack.sockets(), 1, "and Slack has not noticed");
    slack.expect_refusal("no ack within 3 s");
    slack.assert_clean();
}

#[tokio::test]
async fn an_old_socket_is_recycled() {
    let slack = start_with(Options {
        socket_life: Duration::from_millis(200),
        ..Options::default()
    })
    .await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let last = socket.frame().await;
    assert_eq!(last["reason"], "refresh_requested");
    // It is still read, and written if there is no other.
    let amir = slack.person("Amir");
    tokio::join!(
        socket.take("/feedback", Value::Null),
        amir.types("general", "/feedback")
    );
    slack.assert_clean();
}

#[tokio::test]
async fn short_lives_can_be_asked_for() {
    let slack = start().await;
    let app = App::of(&slack);
    for (more, life) in [("", 18_060), ("&debug_reconnects=true", 360)] {
        let reply = app.call_as(app.app_token(), "apps.connections.open", json!({}));
        let url = format!("{}{more}", reply.await["url"].as_str().expect("a url"));
        let hello = app.dial_url(&url).await.expect("it opens").frame().await;
        assert_eq!(hello["debug_info"]["approximate_connection_time"], life);
    }
}
