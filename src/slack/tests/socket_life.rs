//! How sockets come and go: replaced without a gap, found when dead, opened with patience, given up when refused.

use super::fake::{Call, Door, FakeApi, Reply, soon};
use super::socket_acks::{Running, api_for, options};
use crate::slack::socket::{SocketEnd, SocketOptions};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// An API that answers the first call with `first` and every later one with the way to the door.
async fn api_after(door: &Door, first: impl Fn() -> Reply + Send + Sync + 'static) -> FakeApi {
    let (url, calls) = (door.url.clone(), AtomicUsize::new(0));
    FakeApi::start(move |_: &Call| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => first(),
        _ => Reply::Json(json!({"ok": true, "url": url})),
    })
    .await
}

#[tokio::test]
async fn a_disconnect_opens_the_next_socket_while_the_old_one_is_still_read() {
    for reason in [
        "warning",
        "refresh_requested",
        "too_many_websockets",
        "link_disabled",
    ] {
        let door = Door::open().await;
        let running = Running::start(&api_for(&door).await, options());
        let mut old = door.greeted().await;
        old.envelope("hold-before").await;
        old.disconnect(reason).await;
        old.envelope("meanwhile").await;
        assert_eq!(old.ack().await, "meanwhile");

        let mut new = door.greeted().await;
        soon("two open", running.health.until(|status| status.open == 2)).await;
        old.envelope("after").await;
        assert_eq!(old.ack().await, "after");
        running.script.gate.add_permits(1);
        assert_eq!(old.ack().await, "hold-before");
        new.envelope("on the new one").await;
        assert_eq!(new.ack().await, "on the new one");
    }
}

#[tokio::test]
async fn a_replaced_socket_is_left_after_its_time_and_not_before_its_successor_is_greeted() {
    let door = Door::open().await;
    let running = Running::start(
        &api_for(&door).await,
        SocketOptions {
            drain: Duration::from_millis(20),
            ..options()
        },
    );
    let mut old = door.greeted().await;
    old.disconnect("refresh_requested").await;
    let mut new = door.line().await;
    old.envelope("still here").await;
    assert_eq!(old.ack().await, "still here");
    new.send(&json!({"type": "hello"})).await;
    assert_eq!(old.next().await, None);
    soon(
        "one open",
        running
            .health
            .until(|status| status.open == 1 && status.hellos == 2),
    )
    .await;
}

#[tokio::test]
async fn a_half_open_socket_is_found_and_replaced() {
    let quick = SocketOptions {
        ping_every: Duration::from_millis(20),
        silence_limit: Duration::from_secs(1),
        ..options()
    };
    let door = Door::open().await;
    let running = Running::start(&api_for(&door).await, quick);
    let silent = door.greeted().await; // never read again, so it answers no ping
    let mut next = door.greeted().await;
    soon(
        "the second hello",
        running.health.until(|status| status.hellos == 2),
    )
    .await;
    next.envelope("alive").await;
    assert_eq!(next.ack().await, "alive");
    drop(silent);
}

#[tokio::test]
async fn a_quiet_socket_that_answers_pings_is_kept() {
    let quick = SocketOptions {
        ping_every: Duration::from_millis(20),
        silence_limit: Duration::from_secs(1),
        ..options()
    };
    let door = Door::open().await;
    let running = Running::start(&api_for(&door).await, quick);
    let mut line = door.greeted().await;
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(1300) {
        line.pinged().await;
    }
    line.envelope("alive").await;
    assert_eq!(line.ack().await, "alive");
    assert_eq!(running.health.status().hellos, 1);
}

#[tokio::test]
async fn a_socket_closed_right_after_its_hello_causes_no_busy_loop() {
    let pauses = SocketOptions {
        first_pause: Duration::from_millis(40),
        longest_pause: Duration::from_secs(1),
        ..options()
    };
    let door = Door::open().await;
    let _running = Running::start(&api_for(&door).await, pauses);
    let start = Instant::now();
    for _ in 0..6 {
        door.greeted().await.close().await;
    }
    // The pauses are 0, 40, 80, 160, 320 ms, each at least half of that by chance.
    assert!(
        start.elapsed() >= Duration::from_millis(300),
        "took {:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_healthy_stretch_forgets_earlier_failures() {
    let pauses = SocketOptions {
        first_pause: Duration::from_hours(1),
        longest_pause: Duration::from_hours(1),
        healthy_after: Duration::ZERO,
        ..options()
    };
    let door = Door::open().await;
    let _running = Running::start(&api_for(&door).await, pauses);
    for _ in 0..4 {
        door.greeted().await.close().await;
    }
}

#[tokio::test]
async fn an_open_that_hangs_is_given_up() {
    let door = Door::open().await;
    let api = api_after(&door, || Reply::Hang).await;
    let running = Running::start(
        &api,
        SocketOptions {
            open_timeout: Duration::from_millis(50),
            ..options()
        },
    );
    door.greeted().await;
    assert_eq!(running.health.status().failed_opens, 1);
}

#[tokio::test]
async fn an_upgrade_that_hangs_is_given_up() {
    let door = Door::open().await;
    let quick = SocketOptions {
        upgrade_timeout: Duration::from_millis(50),
        ..options()
    };
    let running = Running::start(&api_for(&door).await, quick);
    let hanging = door.knock().await;
    door.greeted().await;
    assert_eq!(running.health.status().failed_opens, 1);
    drop(hanging);
}

#[tokio::test]
async fn a_hello_that_never_comes_is_given_up() {
    let door = Door::open().await;
    let quick = SocketOptions {
        hello_timeout: Duration::from_millis(50),
        ..options()
    };
    let running = Running::start(&api_for(&door).await, quick);
    let mute = door.line().await;
    door.greeted().await;
    soon("ready", running.health.ready()).await;
    drop(mute);
}

#[tokio::test]
async fn slacks_own_faults_are_waited_out() {
    let faults: [fn() -> Reply; 4] = [
        || {
            Reply::Raw(
                "500 Internal Server Error",
                "content-type: text/html\r\n",
                "<html>oops</html>",
            )
        },
        || Reply::Json(json!({"ok": false, "error": "internal_error"})),
        || Reply::Json(json!({"ok": true})),
        || Reply::Drop,
    ];
    for fault in faults {
        let door = Door::open().await;
        let running = Running::start(&api_after(&door, fault).await, options());
        door.greeted().await;
        soon("ready", running.health.ready()).await;
        assert_eq!(running.health.status().failed_opens, 1);
    }
}

#[tokio::test]
async fn retry_after_is_obeyed() {
    let door = Door::open().await;
    let slow_down = || {
        Reply::Raw(
            "429 Too Many Requests",
            "content-type: text/plain\r\nretry-after: 1\r\n",
            "",
        )
    };
    let api = api_after(&door, slow_down).await;
    let start = Instant::now();
    let _running = Running::start(&api, options());
    door.greeted().await;
    assert!(
        start.elapsed() >= Duration::from_secs(1),
        "took {:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn wrong_credentials_end_the_loop_with_their_code() {
    for code in [
        "invalid_auth",
        "not_allowed_token_type",
        "missing_scope",
        "token_revoked",
    ] {
        let api = FakeApi::start(move |_| Reply::Json(json!({"ok": false, "error": code}))).await;
        let end = Running::start(
            &api,
            SocketOptions {
                sockets: 2,
                ..options()
            },
        )
        .ended()
        .await;
        assert_eq!(end, Err(SocketEnd::Refused { code: code.into() }));
    }
}

#[tokio::test]
async fn credentials_that_turn_wrong_end_the_open_sockets_too() {
    let door = Door::open().await;
    let (url, calls) = (door.url.clone(), AtomicUsize::new(0));
    let api = FakeApi::start(move |_: &Call| match calls.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => Reply::Json(json!({"ok": true, "url": url})),
        _ => Reply::Json(json!({"ok": false, "error": "account_inactive"})),
    })
    .await;
    let running = Running::start(
        &api,
        SocketOptions {
            sockets: 2,
            ..options()
        },
    );
    let (first, mut second) = (door.greeted().await, door.greeted().await);
    soon("both open", running.health.until(|status| status.open == 2)).await;
    first.close().await;
    assert_eq!(second.next().await, None, "a Close");
    assert_eq!(
        running.ended().await,
        Err(SocketEnd::Refused {
            code: "account_inactive".into()
        })
    );
}

#[tokio::test]
async fn as_many_sockets_as_asked_for_and_each_of_them_works() {
    let door = Door::open().await;
    let running = Running::start(
        &api_for(&door).await,
        SocketOptions {
            sockets: 3,
            ..options()
        },
    );
    let mut lines = [
        door.greeted().await,
        door.greeted().await,
        door.greeted().await,
    ];
    let status = soon(
        "three open",
        running.health.until(|status| status.open == 3),
    )
    .await;
    assert_eq!((status.open_at_hello, status.counted_by_slack), (3, 1));
    for line in &mut lines {
        line.envelope("hi").await;
        assert_eq!(line.ack().await, "hi");
    }
    running.stop.send(true).unwrap();
    for line in &mut lines {
        assert_eq!(line.next().await, None);
    }
    assert_eq!(running.ended().await, Ok(()));
}

#[tokio::test]
async fn an_unencrypted_socket_elsewhere_is_not_opened() {
    let api =
        FakeApi::start(|_| Reply::Json(json!({"ok": true, "url": "ws://slack.example/link"})))
            .await;
    let running = Running::start(&api, options());
    soon(
        "the refusal",
        running.health.until(|status| status.failed_opens > 0),
    )
    .await;
    running.stop.send(true).unwrap();
    assert_eq!(running.ended().await, Ok(()));
}

#[tokio::test]
async fn a_stop_during_a_pause_or_a_hanging_open_ends_at_once() {
    let pause = SocketOptions {
        first_pause: Duration::from_hours(1),
        longest_pause: Duration::from_hours(1),
        ..options()
    };
    let mut api =
        FakeApi::start(|_| Reply::Json(json!({"ok": false, "error": "fatal_error"}))).await;
    let running = Running::start(&api, pause);
    api.call().await;
    soon(
        "the failure",
        running.health.until(|status| status.failed_opens == 1),
    )
    .await;
    running.stop.send(true).unwrap();
    assert_eq!(running.ended().await, Ok(()));

    let mut api = FakeApi::start(|_| Reply::Hang).await;
    let running = Running::start(
        &api,
        SocketOptions {
            open_timeout: Duration::from_hours(1),
            ..options()
        },
    );
    api.call().await;
    running.stop.send(true).unwrap();
    assert_eq!(running.ended().await, Ok(()));
}
