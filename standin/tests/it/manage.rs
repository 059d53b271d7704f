//! Channels made, joined, filled and left; conversations of several people.

use crate::{
    app::*,
    methods::{refused, start_wide},
};
use serde_json::{Value, json};

const GENERAL: &str = "C0GENERAL0";
const POD: &str = "C0PODBLUE0";

fn names(reply: &Value) -> Vec<&str> {
    let channels = reply["channels"].as_array().expect("channels");
    channels.iter().filter_map(|c| c["name"].as_str()).collect()
}

#[tokio::test]
async fn channels_are_listed_joined_made_and_left() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    let all = app.call("conversations.list", json!({"limit": 2})).await;
    assert_eq!(names(&all), ["general", "pod-blue"]);
    let cursor = &all["response_metadata"]["next_cursor"];
    let rest = app
        .call("conversations.list", json!({"cursor": cursor}))
        .await;
    assert_eq!(names(&rest), ["random"]);
    let mine = app
        .call(
            "users.conversations",
            json!({"types": "public_channel,private_channel"}),
        )
        .await;
    assert_eq!(names(&mine), ["general"]);
    let hers = app
        .call("users.conversations", json!({"user": bea.id()}))
        .await;
    assert_eq!(names(&hers), ["general", "pod-blue", "random"]);

    let joined = app
        .call("conversations.join", json!({"channel": POD}))
        .await;
    assert_eq!(joined["channel"]["is_member"], true);
    let again = app
        .call("conversations.join", json!({"channel": POD}))
        .await;
    assert_eq!(again["warning"], "already_in_channel");
    app.call(
        "chat.postMessage",
        json!({"channel": POD, "text": "here now"}),
    )
    .await;
    amir.sees("here now").await;
    app.call("conversations.leave", json!({"channel": POD}))
        .await;
    assert_eq!(
        app.call("conversations.leave", json!({"channel": POD}))
            .await["not_in_channel"],
        true
    );

    let made = app
        .call(
            "conversations.create",
            json!({"name": "drill-7", "is_private": true}),
        )
        .await;
    let id = made["channel"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        (
            &made["channel"]["is_private"],
            &made["channel"]["is_member"]
        ),
        (&json!(true), &json!(true))
    );
    amir.sees_no("drill-7");
    let people = format!("{},{}", amir.id(), bea.id());
    app.call(
        "conversations.invite",
        json!({"channel": id, "users": people}),
    )
    .await;
    amir.sees("#drill-7").await;
    app.call(
        "conversations.setTopic",
        json!({"channel": id, "topic": "Openings"}),
    )
    .await;
    let info = app
        .call(
            "conversations.info",
            json!({"channel": id, "include_num_members": true}),
        )
        .await;
    assert_eq!(
        (
            &info["channel"]["topic"]["value"],
            &info["channel"]["num_members"]
        ),
        (&json!("Openings"), &json!(3))
    );
    app.call(
        "conversations.kick",
        json!({"channel": id, "user": bea.id()}),
    )
    .await;
    bea.sees_no("drill-7");
    let partly = json!({"channel": id, "users": [amir.id(), bea.id()], "force": true});
    let partly = app.call("conversations.invite", partly).await;
    assert_eq!(
        partly["errors"],
        json!([{"user": amir.id(), "ok": false, "error": "already_in_channel"}])
    );
    app.call("conversations.archive", json!({"channel": id}))
        .await;
    slack.assert_clean();

    let long = "x".repeat(81);
    refused(&app, vec![
        ("invalid_types", "conversations.list", json!({"types": "secret_channel"})),
        ("name_taken", "conversations.create", json!({"name": "general"})),
        ("invalid_name_maxlength", "conversations.create", json!({"name": long})),
        ("invalid_name_punctuation", "conversations.create", json!({"name": "--"})),
        ("invalid_name_specials", "conversations.create", json!({"name": "Drill"})),
        ("already_archived", "conversations.archive", json!({"channel": id})),
        ("is_archived", "conversations.invite", json!({"channel": id, "users": bea.id()})),
        ("cant_archive_general", "conversations.archive", json!({"channel": GENERAL})),
        ("cant_leave_general", "conversations.leave", json!({"channel": GENERAL})),
        ("cant_kick_from_general", "conversations.kick", json!({"channel": GENERAL, "user": bea.id()})),
        ("cant_kick_self", "conversations.kick", json!({"channel": GENERAL, "user": slack.bot_user()})),
        ("cant_invite_self", "conversations.invite", json!({"channel": GENERAL, "users": slack.bot_user()})),
        ("already_in_channel", "conversations.invite", json!({"channel": GENERAL, "users": bea.id()})),
        ("user_not_found", "conversations.invite", json!({"channel": GENERAL, "users": "U0NOBODY"})),
        ("not_in_channel", "conversations.setTopic", json!({"channel": POD, "topic": "x"})),
        ("too_long", "conversations.setTopic", json!({"channel": GENERAL, "topic": "x".repeat(251)})),
        ("method_not_supported_for_channel_type", "conversations.join", json!({"channel": slack.hub().with(|w| w.dm_of(amir.id()).expect("it is there").id.clone())})),
    ]).await;
}

#[tokio::test]
async fn several_people_share_a_conversation_with_the_bot() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    let users = format!("{},{}", amir.id(), bea.id());
    assert_eq!(
        app.error(
            "conversations.open",
            json!({"users": users, "prevent_creation": true})
        )
        .await,
        "channel_not_found"
    );
    let opened = app
        .call("conversations.open", json!({"users": users}))
        .await;
    let again = app
        .call(
            "conversations.open",
            json!({"users": [bea.id(), amir.id()], "return_im": true}),
        )
        .await;
    assert_eq!(
        opened["channel"]["id"], again["channel"]["id"],
        "the same people, the same conversation"
    );
    assert_eq!(
        (&again["already_open"], &again["channel"]["is_mpim"]),
        (&json!(true), &json!(true))
    );
    app.call(
        "chat.postMessage",
        json!({"channel": opened["channel"]["id"], "text": "the three of us"}),
    )
    .await;
    amir.sees("the three of us").await;
    bea.sees("the three of us").await;
    slack.person("Chidi").sees_no("the three of us");
    let group = amir
        .screen()
        .conversations
        .into_iter()
        .find(|c| c.kind == standin::screen::Kind::Group);
    assert_eq!(
        group.map(|group| group.name).as_deref(),
        Some("Bea, Peerloop"),
        "its name is the others'"
    );
    slack.expect_refusal("channel_not_found");
    slack.assert_clean();
}

#[tokio::test]
async fn people_come_and_go_and_talk_among_themselves() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    let (event, moved) = tokio::join!(
        socket.take("member_joined_channel", Value::Null),
        slack.enters("Olga", "general")
    );
    moved.expect("she is there");
    let olga = slack.person("Olga");
    assert_eq!(
        (&event["event"]["user"], &event["event"]["channel_type"]),
        (&json!(olga.id()), &json!("C"))
    );
    olga.sees("#general").await;
    let (event, moved) = tokio::join!(
        socket.take("member_left_channel", Value::Null),
        slack.leaves("Olga", "general")
    );
    moved.expect("she was there");
    assert_eq!(event["event"]["channel"], GENERAL);
    olga.sees_no("#general");

    slack.talk(&["Amir", "Bea"]).expect("they are there");
    amir.types("Bea", "just the two of us").await;
    bea.sees("just the two of us").await;
    assert_eq!(slack.person("Chidi").unread() + olga.unread(), 0);
    let direct = bea
        .screen()
        .conversations
        .into_iter()
        .find(|c| c.name == "Amir")
        .expect("hers");
    assert_eq!(
        app.error("conversations.info", json!({"channel": direct.id}))
            .await,
        "channel_not_found"
    );
    slack.expect_refusal("channel_not_found");
    slack.assert_clean();
}
