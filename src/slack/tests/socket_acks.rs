//! What one open socket owes Slack: acks in time, for what was kept, whatever happens beside it.

use super::fake::{Door, FakeApi, Line, Reply, envelope, soon};
use crate::slack::envelope::Envelope;
use crate::slack::health::Health;
use crate::slack::socket::{Answer, Handle, SocketEnd, SocketOptions, run};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// Does what the envelope's payload says.
pub(super) struct Script {
    /// `hold` waits for a permit of this one.
    pub(super) gate: Semaphore,
    /// `hold`s that were let through.
    pub(super) finished: watch::Sender<u32>,
}

impl Handle for Script {
    async fn handle(self: Arc<Self>, envelope: Envelope, _arrived: Instant) -> Answer {
        let order = envelope.payload["do"].as_str().unwrap_or_default();
        match order.split('-').next().unwrap_or_default() {
            "hold" => {
                self.gate.acquire().await.unwrap().forget();
                self.finished.send_modify(|finished| *finished += 1);
                Answer::Ack
            }
            "answer" => Answer::AckWith(json!({"response_action": "clear"})),
            "refuse" => Answer::NoAck,
            "panic" => panic!("this panic is part of the test"),
            _ => Answer::Ack,
        }
    }
}

/// A running loop under test.
pub(super) struct Running {
    pub(super) script: Arc<Script>,
    pub(super) health: Arc<Health>,
    pub(super) stop: watch::Sender<bool>,
    pub(super) end: JoinHandle<Result<(), SocketEnd>>,
}

impl Running {
    pub(super) fn start(api: &FakeApi, options: SocketOptions) -> Self {
        let script = Arc::new(Script {
            gate: Semaphore::new(0),
            finished: watch::Sender::new(0),
        });
        let health = Arc::new(Health::new());
        let (stop, stopped) = watch::channel(false);
        let end = tokio::spawn(run(
            api.web(),
            Arc::clone(&script),
            options,
            stopped,
            Arc::clone(&health),
        ));
        Self {
            script,
            health,
            stop,
            end,
        }
    }

    pub(super) async fn ended(self) -> Result<(), SocketEnd> {
        soon("the end of the loop", self.end).await.unwrap()
    }
}

/// An API whose sockets all lead to this door.
pub(super) async fn api_for(door: &Door) -> FakeApi {
    let url = door.url.clone();
    FakeApi::start(move |_| Reply::Json(json!({"ok": true, "url": url}))).await
}

/// One socket; pauses are short, limits are long unless a test is about them.
pub(super) fn options() -> SocketOptions {
    SocketOptions {
        sockets: 1,
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(4),
        ack_deadline: Duration::from_secs(10),
        grace: Duration::from_secs(10),
        farewell: Duration::from_millis(200),
        ..SocketOptions::default()
    }
}

async fn one_line(options: SocketOptions) -> (Running, Line, Door) {
    let door = Door::open().await;
    let api = api_for(&door).await;
    let running = Running::start(&api, options);
    let line = door.greeted().await;
    soon("ready", running.health.ready()).await;
    (running, line, door)
}

#[tokio::test]
async fn slow_envelopes_hold_nobody_up() {
    let (running, mut line, _door) = one_line(options()).await;
    for number in 0..100 {
        line.envelope(&format!("hold-{number}")).await;
    }
    line.envelope("quick").await;
    assert_eq!(line.ack().await, "quick");

    running.script.gate.add_permits(100);
    let mut acked = BTreeSet::new();
    for _ in 0..100 {
        acked.insert(line.ack().await);
    }
    assert_eq!(acked.len(), 100, "each of them once");
    let status = running.health.status();
    assert_eq!((status.envelopes, status.unacked), (101, 0));
}

#[tokio::test]
async fn an_answer_travels_in_the_ack_if_slack_takes_one() {
    let (_running, mut line, _door) = one_line(options()).await;
    line.envelope("answer-1").await;
    let expected = json!({"envelope_id": "answer-1", "payload": {"response_action": "clear"}});
    assert_eq!(line.next().await, Some(expected));

    let mut deaf = envelope("answer-2");
    deaf["accepts_response_payload"] = Value::Bool(false);
    line.send(&deaf).await;
    assert_eq!(line.next().await, Some(json!({"envelope_id": "answer-2"})));
}

#[tokio::test]
async fn what_comes_too_late_is_not_acked_but_still_done() {
    let deadline = SocketOptions {
        ack_deadline: Duration::from_millis(50),
        ..options()
    };
    let (running, mut line, _door) = one_line(deadline).await;
    line.envelope("hold-1").await;
    soon(
        "giving up the ack",
        running.health.until(|status| status.unacked == 1),
    )
    .await;

    running.script.gate.add_permits(1);
    let mut finished = running.script.finished.subscribe();
    soon(
        "the handler's end",
        finished.wait_for(|finished| *finished == 1),
    )
    .await
    .unwrap();
    line.envelope("next").await;
    assert_eq!(line.ack().await, "next");
}

#[tokio::test]
async fn a_panic_costs_one_ack_and_nothing_else() {
    let (running, mut line, _door) = one_line(options()).await;
    line.envelope("panic-1").await;
    soon(
        "the panic",
        running.health.until(|status| status.unacked == 1),
    )
    .await;
    line.envelope("next").await;
    assert_eq!(line.ack().await, "next");
    assert_eq!(running.health.status().hellos, 1, "on the same socket");
}

#[tokio::test]
async fn what_is_not_kept_is_not_acked() {
    let (running, mut line, _door) = one_line(options()).await;
    line.envelope("refuse-1").await;
    line.envelope("next").await;
    assert_eq!(line.ack().await, "next");
    soon(
        "the count",
        running
            .health
            .until(|status| (status.acked, status.unacked) == (1, 1)),
    )
    .await;
}

#[tokio::test]
async fn frames_that_are_nothing_are_counted_and_survived() {
    let (running, mut line, _door) = one_line(options()).await;
    for nonsense in ["not json", "{}", r#"{"type":"surprise"}"#] {
        line.send_text(nonsense.into()).await;
    }
    line.envelope("next").await;
    assert_eq!(line.ack().await, "next");
    assert_eq!(running.health.status().unparsed, 3);
}

#[tokio::test]
async fn too_much_at_once_is_let_go_without_an_ack() {
    let narrow = SocketOptions {
        at_once: 1,
        ack_deadline: Duration::from_millis(50),
        ..options()
    };
    let (running, mut line, _door) = one_line(narrow).await;
    line.envelope("hold-1").await;
    line.envelope("second").await;
    soon(
        "both given up",
        running.health.until(|status| status.unacked == 2),
    )
    .await;
    running.script.gate.add_permits(1);
    let mut finished = running.script.finished.subscribe();
    soon(
        "the first one's end",
        finished.wait_for(|finished| *finished == 1),
    )
    .await
    .unwrap();
    // The permit is given back just after; a queue of one still gets through.
    line.envelope("third").await;
    assert_eq!(line.ack().await, "third");
}

#[tokio::test]
async fn slacks_pings_are_answered_with_their_payload() {
    let (_running, mut line, _door) = one_line(options()).await;
    assert_eq!(line.ping(b"sdk-ping-pong:17").await, b"sdk-ping-pong:17");
}

#[tokio::test]
async fn a_stop_delivers_what_is_in_flight_and_then_says_close() {
    let (running, mut line, _door) = one_line(options()).await;
    line.envelope("hold-1").await;
    soon(
        "the envelope",
        running.health.until(|status| status.envelopes == 1),
    )
    .await;
    running.stop.send(true).unwrap();
    soon(
        "no longer read",
        running.health.until(|status| status.open == 0),
    )
    .await;
    line.envelope("after the stop").await;

    running.script.gate.add_permits(1);
    assert_eq!(line.ack().await, "hold-1");
    assert_eq!(
        line.next().await,
        None,
        "Close, and no ack for what came after the stop"
    );
    assert_eq!(running.ended().await, Ok(()));
}

#[tokio::test]
async fn a_stop_waits_for_acks_even_when_it_waits_for_nothing_else() {
    let hasty = SocketOptions {
        farewell: Duration::ZERO,
        ..options()
    };
    let (running, mut line, _door) = one_line(hasty).await;
    line.envelope("hold-1").await;
    soon(
        "the envelope",
        running.health.until(|status| status.envelopes == 1),
    )
    .await;
    running.stop.send(true).unwrap();
    soon(
        "no longer read",
        running.health.until(|status| status.open == 0),
    )
    .await;
    assert!(line.says_nothing_for(Duration::from_millis(50)).await);
    running.script.gate.add_permits(1);
    assert_eq!(line.ack().await, "hold-1");
    assert_eq!(running.ended().await, Ok(()));
}

#[tokio::test]
async fn a_stop_waits_for_late_handlers_but_not_for_ever() {
    let late = SocketOptions {
        ack_deadline: Duration::from_millis(20),
        grace: Duration::from_millis(60),
        ..options()
    };
    let (running, mut line, _door) = one_line(late).await;
    line.envelope("hold-1").await;
    soon(
        "giving up the ack",
        running.health.until(|status| status.unacked == 1),
    )
    .await;
    running.stop.send(true).unwrap();
    assert_eq!(line.next().await, None);
    assert_eq!(running.ended().await, Ok(()));
}
