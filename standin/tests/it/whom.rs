//! Channels and people that the bot cannot reach, and Slack's codes for why.

use crate::{app::*, methods::refused, start};
use serde_json::json;
use standin::Standin;

const GENERAL: &str = "C0GENERAL0";
const POD: &str = "C0PODBLUE0";

fn id(slack: &Standin, name: &str) -> String {
    slack.person(name).id().to_owned()
}

#[tokio::test]
async fn places_and_people_are_checked() {
    let slack = start().await;
    let app = App::of(&slack);
    slack.archives("random");
    slack.invites_bot("random");
    let (gus, olga) = (id(&slack, "Gus"), id(&slack, "Olga"));
    let cases = vec![
        (
            "not_in_channel",
            "chat.postMessage",
            json!({"channel": POD, "text": "x"}),
        ),
        (
            "channel_not_found",
            "chat.postMessage",
            json!({"channel": "C0NOWHERE", "text": "x"}),
        ),
        (
            "channel_not_found",
            "chat.postMessage",
            json!({"channel": "#general", "text": "x"}),
        ),
        (
            "is_archived",
            "chat.postMessage",
            json!({"channel": "C0RANDOM00", "text": "x"}),
        ),
        (
            "user_disabled",
            "chat.postMessage",
            json!({"channel": "U0ZOE00000", "text": "x"}),
        ),
        (
            "channel_not_found",
            "chat.postMessage",
            json!({"channel": "U0NOBODY", "text": "x"}),
        ),
        (
            "user_not_found",
            "conversations.open",
            json!({"users": "U0NOBODY"}),
        ),
        (
            "user_disabled",
            "conversations.open",
            json!({"users": "U0ZOE00000"}),
        ),
        (
            "user_not_visible",
            "conversations.open",
            json!({"users": [olga]}),
        ),
        (
            "cannot_dm_bot",
            "conversations.open",
            json!({"users": "U0REX00000"}),
        ),
        (
            "user_not_in_channel",
            "chat.postEphemeral",
            json!({"channel": GENERAL, "user": olga, "text": "x"}),
        ),
        (
            "not_in_channel",
            "chat.postEphemeral",
            json!({"channel": POD, "user": gus, "text": "x"}),
        ),
        ("user_not_found", "users.info", json!({"user": "U0NOBODY"})),
        (
            "user_not_found",
            "views.publish",
            json!({"user_id": "U0NOBODY", "view": {"type": "home", "blocks": []}}),
        ),
        (
            "message_not_found",
            "chat.update",
            json!({"channel": GENERAL, "ts": "1.2", "text": "x"}),
        ),
        (
            "channel_not_found",
            "chat.update",
            json!({"channel": gus, "ts": "1.2", "text": "x"}),
        ),
        (
            "message_not_found",
            "chat.delete",
            json!({"channel": GENERAL, "ts": "1.2"}),
        ),
    ];
    refused(&app, cases).await;
    slack.person("Amir").types("general", "hello").await;
    let ts = slack.person("Amir").screen().conversations[0].messages[0]
        .ts
        .clone();
    refused(
        &app,
        vec![(
            "cant_update_message",
            "chat.update",
            json!({"channel": GENERAL, "ts": ts, "text": "x"}),
        )],
    )
    .await;
}
