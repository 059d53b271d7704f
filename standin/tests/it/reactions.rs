//! Emoji under messages, and pins.

use crate::{
    app::*,
    methods::{refused, start_wide},
};
use serde_json::{Value, json};

const GENERAL: &str = "C0GENERAL0";
const POD: &str = "C0PODBLUE0";

/// A message of Amir's in `#general`, which the app has heard: its `ts`.
async fn said(slack: &standin::Standin, socket: &mut Socket) -> Value {
    let amir = slack.person("Amir");
    let (heard, ()) = tokio::join!(
        socket.take("message", Value::Null),
        amir.types("general", "a fine demo")
    );
    heard["event"]["ts"].clone()
}

#[tokio::test]
async fn a_bot_and_people_react() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let ts = said(&slack, &mut socket).await;
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    let at = json!({"channel": GENERAL, "timestamp": ts, "name": "tada"});
    let added = app.call("reactions.add", at.clone()).await;
    assert_eq!(added, json!({"ok": true}));
    let own = socket.take("reaction_added", Value::Null).await;
    assert_eq!(
        (
            &own["event"]["user"],
            &own["event"]["item_user"],
            &own["event"]["item"]
        ),
        (
            &json!(slack.bot_user()),
            &json!(amir.id()),
            &json!({"type": "message", "channel": GENERAL, "ts": ts})
        )
    );
    let (heard, ()) = tokio::join!(
        socket.take("reaction_added", Value::Null),
        bea.reacts("a fine demo", ":tada:", true)
    );
    assert_eq!(
        (&heard["event"]["user"], &heard["event"]["reaction"]),
        (&json!(bea.id()), &json!("tada"))
    );
    amir.sees(":tada: Peerloop, Bea").await;
    let got = app
        .call(
            "reactions.get",
            json!({"channel": GENERAL, "timestamp": ts}),
        )
        .await;
    assert_eq!(
        got["message"]["reactions"],
        json!([{"name": "tada", "users": [slack.bot_user(), bea.id()], "count": 2}])
    );
    assert!(
        got["message"]["permalink"]
            .as_str()
            .is_some_and(|link| link.contains(GENERAL))
    );
    let (gone, ()) = tokio::join!(
        socket.take("reaction_removed", Value::Null),
        bea.reacts("a fine demo", "tada", false)
    );
    assert_eq!(gone["event"]["user"], bea.id());
    let listed = app.call("reactions.list", json!({"full": true})).await;
    assert_eq!(listed["items"][0]["message"]["ts"], ts);
    app.call("reactions.remove", at).await;
    socket.take("reaction_removed", Value::Null).await;
    amir.sees_no_more(":tada:").await;
    let none = app.call("reactions.list", json!({})).await;
    assert_eq!(none["items"], json!([]));
    slack.assert_clean();
}

#[tokio::test]
async fn reactions_are_refused_as_slack_refuses_them() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let ts = said(&slack, &mut socket).await;
    let at = |name: &str| json!({"channel": GENERAL, "timestamp": ts, "name": name});
    app.call("reactions.add", at("eyes")).await;
    socket.take("reaction_added", Value::Null).await;
    let other = |more: Value| {
        let mut args = at("tada");
        args.as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        args
    };
    let whisper = json!({"channel": GENERAL, "user": slack.person("Bea").id(), "text": "x"});
    let whisper = app.call("chat.postEphemeral", whisper).await["message_ts"].clone();
    refused(
        &app,
        vec![
            ("already_reacted", "reactions.add", at("eyes")),
            ("invalid_name", "reactions.add", at(":eyes:")),
            (
                "message_not_found",
                "reactions.add",
                other(json!({"timestamp": "1.2"})),
            ),
            (
                "message_not_found",
                "reactions.add",
                other(json!({"timestamp": whisper})),
            ),
            (
                "bad_timestamp",
                "reactions.add",
                other(json!({"timestamp": "now"})),
            ),
            (
                "no_item_specified",
                "reactions.add",
                json!({"name": "eyes"}),
            ),
            (
                "channel_not_found",
                "reactions.add",
                other(json!({"channel": "C0NOWHERE0"})),
            ),
            (
                "not_in_channel",
                "reactions.add",
                other(json!({"channel": POD})),
            ),
            ("no_reaction", "reactions.remove", at("tada")),
            (
                "no_item_specified",
                "reactions.get",
                json!({"channel": GENERAL}),
            ),
            (
                "user_not_found",
                "reactions.list",
                json!({"user": "U0NOBODY00"}),
            ),
            (
                "invalid_arguments",
                "reactions.add",
                json!({"channel": GENERAL, "timestamp": ts}),
            ),
        ],
    )
    .await;
    for n in 1..23 {
        slack
            .hub()
            .change(|world, now| {
                world.react(
                    (GENERAL, ts.as_str().expect("ts")),
                    "U0STANDBOT",
                    &format!("e{n}"),
                    now,
                )
            })
            .expect("room");
    }
    refused(
        &app,
        vec![("too_many_reactions", "reactions.add", at("one_more"))],
    )
    .await;
    for n in 23..50 {
        let bea = slack.person("Bea").id().to_owned();
        let who = if n < 45 {
            bea
        } else {
            slack.person("Chidi").id().to_owned()
        };
        slack
            .hub()
            .change(|world, now| {
                world.react(
                    (GENERAL, ts.as_str().expect("ts")),
                    &who,
                    &format!("e{n}"),
                    now,
                )
            })
            .expect("room");
    }
    let dana = slack.person("Dana").id().to_owned();
    let full = slack.hub().change(|world, now| {
        world.react((GENERAL, ts.as_str().expect("ts")), &dana, "fifty_one", now)
    });
    assert_eq!(full, Err("too_many_emoji"));
    slack.archives("general");
    socket.take("channel_archive", Value::Null).await;
    refused(&app, vec![("is_archived", "reactions.remove", at("eyes"))]).await;
}

#[tokio::test]
async fn messages_are_pinned_by_the_bot_and_by_people() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let ts = said(&slack, &mut socket).await;
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    let at = json!({"channel": GENERAL, "timestamp": ts});
    app.call("pins.add", at.clone()).await;
    let pinned = socket.take("pin_added", Value::Null).await;
    assert_eq!(
        (
            &pinned["event"]["channel_id"],
            &pinned["event"]["pin_count"],
            &pinned["event"]["item"]["message"]["ts"]
        ),
        (&json!(GENERAL), &json!("1"), &ts)
    );
    bea.sees("(pinned)").await;
    let listed = app.call("pins.list", json!({"channel": GENERAL})).await;
    let item = &listed["items"][0];
    assert_eq!(
        (&item["created_by"], &item["message"]["pinned_to"]),
        (&json!(slack.bot_user()), &json!([GENERAL]))
    );
    let history = app
        .call("conversations.history", json!({"channel": GENERAL}))
        .await;
    assert_eq!(history["pin_count"], 1);
    let (gone, ()) = tokio::join!(
        socket.take("pin_removed", Value::Null),
        bea.pins("a fine demo", false)
    );
    assert_eq!(
        (&gone["event"]["user"], &gone["event"]["has_pins"]),
        (&json!(bea.id()), &json!(false))
    );
    let (again, ()) = tokio::join!(
        socket.take("pin_added", Value::Null),
        amir.pins("a fine demo", true)
    );
    assert_eq!(again["event"]["pinned_info"]["pinned_by"], amir.id());
    refused(
        &app,
        vec![
            ("already_pinned", "pins.add", at.clone()),
            ("no_item_specified", "pins.add", json!({"channel": GENERAL})),
            (
                "message_not_found",
                "pins.add",
                json!({"channel": GENERAL, "timestamp": "1.2"}),
            ),
            (
                "not_in_channel",
                "pins.add",
                json!({"channel": POD, "timestamp": "1.2"}),
            ),
            (
                "channel_not_found",
                "pins.list",
                json!({"channel": "C0NOWHERE0"}),
            ),
        ],
    )
    .await;
    app.call("pins.remove", at.clone()).await;
    socket.take("pin_removed", Value::Null).await;
    refused(&app, vec![("no_pin", "pins.remove", at)]).await;
}
