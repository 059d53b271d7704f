//! What comes back to the app of what it does itself: its messages, and what becomes of channels.

use crate::{
    app::*,
    methods::{refused, start_wide},
};
use serde_json::{Value, json};

const GENERAL: &str = "C0GENERAL0";
const POD: &str = "C0PODBLUE0";

#[tokio::test]
async fn the_bots_own_messages_come_back_to_it() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let bea = slack.person("Bea");
    let posted = app
        .call(
            "chat.postMessage",
            json!({"channel": bea.id(), "text": "hello"}),
        )
        .await;
    let heard = socket.take("message", Value::Null).await;
    let event = &heard["event"];
    assert_eq!(
        (
            &event["channel_type"],
            &event["channel"],
            &event["ts"],
            &event["user"]
        ),
        (
            &json!("im"),
            &posted["channel"],
            &posted["ts"],
            &json!(slack.bot_user())
        )
    );
    assert!(
        event["bot_id"].is_string(),
        "a bot knows itself by it: {event}"
    );
    let at = json!({"channel": posted["channel"], "ts": posted["ts"], "text": "hello again"});
    app.call("chat.update", at.clone()).await;
    let changed = socket.take("message", Value::Null).await;
    assert_eq!(
        (
            &changed["event"]["subtype"],
            &changed["event"]["previous_message"]["text"],
            &changed["event"]["message"]["text"]
        ),
        (
            &json!("message_changed"),
            &json!("hello"),
            &json!("hello again")
        )
    );
    app.call(
        "chat.delete",
        json!({"channel": posted["channel"], "ts": posted["ts"]}),
    )
    .await;
    let gone = socket.take("message", Value::Null).await;
    assert_eq!(
        (&gone["event"]["subtype"], &gone["event"]["deleted_ts"]),
        (&json!("message_deleted"), &posted["ts"])
    );
    app.call(
        "chat.postEphemeral",
        json!({"channel": GENERAL, "user": bea.id(), "text": "psst"}),
    )
    .await;
    let at = slack.now().timestamp() + 60;
    app.call(
        "chat.scheduleMessage",
        json!({"channel": GENERAL, "post_at": at, "text": "later"}),
    )
    .await;
    slack.advance(chrono::Duration::minutes(2));
    let later = socket.take("message", Value::Null).await;
    assert_eq!(
        later["event"]["text"], "later",
        "an ephemeral message raises nothing"
    );
    slack.assert_clean();
}

#[tokio::test]
async fn a_channel_is_followed_through_its_life() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let made = app
        .call("conversations.create", json!({"name": "pod-red"}))
        .await;
    let id = made["channel"]["id"].clone();
    let created = socket.take("channel_created", Value::Null).await;
    assert_eq!(
        (
            &created["event"]["channel"]["id"],
            &created["event"]["channel"]["name"]
        ),
        (&id, &json!("pod-red"))
    );
    let amir = slack.person("Amir").id().to_owned();
    app.call(
        "conversations.invite",
        json!({"channel": id, "users": amir}),
    )
    .await;
    let joined = socket.take("member_joined_channel", Value::Null).await;
    assert_eq!(
        (&joined["event"]["user"], &joined["event"]["inviter"]),
        (&json!(amir), &json!(slack.bot_user()))
    );
    app.call("conversations.kick", json!({"channel": id, "user": amir}))
        .await;
    socket.take("member_left_channel", Value::Null).await;
    let renamed = app
        .call(
            "conversations.rename",
            json!({"channel": id, "name": "pod-green"}),
        )
        .await;
    assert_eq!(renamed["channel"]["name"], "pod-green");
    assert_eq!(
        socket.take("channel_rename", Value::Null).await["event"]["channel"]["name"],
        "pod-green"
    );
    let purpose = app
        .call(
            "conversations.setPurpose",
            json!({"channel": id, "purpose": "Practice"}),
        )
        .await;
    assert_eq!(purpose["channel"]["purpose"]["value"], "Practice");
    app.call("conversations.archive", json!({"channel": id}))
        .await;
    assert_eq!(
        socket.take("channel_archive", Value::Null).await["event"]["channel"],
        id
    );
    app.call("conversations.unarchive", json!({"channel": id}))
        .await;
    socket.take("channel_unarchive", Value::Null).await;
    app.call("conversations.leave", json!({"channel": id}))
        .await;
    assert_eq!(
        socket.take("channel_left", Value::Null).await["event"]["channel"],
        id
    );
    app.call("conversations.join", json!({"channel": POD}))
        .await;
    assert_eq!(
        socket.take("member_joined_channel", Value::Null).await["event"]["user"],
        slack.bot_user()
    );
    slack.assert_clean();
    refused(
        &app,
        vec![
            (
                "not_archived",
                "conversations.unarchive",
                json!({"channel": POD}),
            ),
            (
                "name_taken",
                "conversations.rename",
                json!({"channel": POD, "name": "general"}),
            ),
            (
                "invalid_name_specials",
                "conversations.rename",
                json!({"channel": POD, "name": "No Way"}),
            ),
            (
                "not_in_channel",
                "conversations.rename",
                json!({"channel": "C0RANDOM00", "name": "x"}),
            ),
            (
                "too_long",
                "conversations.setPurpose",
                json!({"channel": POD, "purpose": "x".repeat(251)}),
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn both_tabs_of_the_app_are_opened() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let bea = slack.person("Bea");
    let home = json!({"user_id": bea.id(), "view": {"type": "home", "blocks": [section("Hello")]}});
    app.call("views.publish", home).await;
    let (opened, ()) = tokio::join!(
        socket.take("app_home_opened", Value::Null),
        bea.opens_messages()
    );
    assert_eq!(
        (&opened["event"]["tab"], opened["event"].get("view")),
        (&json!("messages"), None)
    );
    let (opened, ()) = tokio::join!(
        socket.take("app_home_opened", Value::Null),
        bea.opens_home()
    );
    assert_eq!(
        (&opened["event"]["tab"], &opened["event"]["view"]["type"]),
        (&json!("home"), &json!("home"))
    );
    slack.assert_clean();
}
