//! Messages, response urls and command text.

use crate::{app::*, start};
use serde_json::{Value, json};

const GENERAL: &str = "C0GENERAL0";

#[tokio::test]
async fn command_text_is_escaped_and_mentions_are_resolved() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let bea = slack.person("Bea").id().to_owned();
    for (typed, arrives) in [
        ("@bea", format!("<@{bea}|bea>")),
        ("@Bea, a < b & c", format!("<@{bea}|bea>, a &lt; b &amp; c")),
        ("@bea.", format!("<@{bea}|bea>.")),
        ("@nobody a@bea.com", "@nobody a@bea.com".to_owned()),
        ("see #general", format!("see <#{GENERAL}|general>")),
        (
            "https://x.y/?a=1&b=2.",
            "<https://x.y/?a=1&amp;b=2>.".to_owned(),
        ),
        ("@zoe", "@zoe".to_owned()),
        ("", String::new()),
    ] {
        let text = format!("/feedback {typed}");
        let (command, ()) = tokio::join!(
            socket.take("/feedback", Value::Null),
            amir.types("general", &text)
        );
        assert_eq!(command["text"], json!(arrives), "{typed}");
        assert_eq!(
            (&command["channel_name"], &command["user_name"]),
            (&json!("general"), &json!("amir"))
        );
    }
    slack.assert_clean();
}

#[tokio::test]
async fn a_command_is_answered_to_one_or_to_all() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    tokio::join!(
        socket.take("/feedback", json!({"text": "just you"})),
        amir.types("pod-blue", "/feedback")
    );
    amir.sees("Peerloop (only you): just you").await;
    bea.sees_no("just you");
    let loud = json!({"response_type": "in_channel", "text": "all of you"});
    tokio::join!(
        socket.take("/feedback", loud),
        amir.types("pod-blue", "/feedback")
    );
    bea.sees("all of you").await;
    slack.person("Dana").sees_no("all of you");
}

#[tokio::test]
async fn a_response_url_works_five_times_in_thirty_minutes() {
    let slack = start().await;
    let app = App::of(&slack);
    let answer = async |url: &str, body: Value| {
        let path = url
            .split_once("/respond/")
            .map(|(_, id)| format!("/respond/{id}"))
            .expect("a path");
        let (status, head, body) = app
            .post(
                &path,
                "Content-Type: application/json\r\n",
                &body.to_string(),
            )
            .await
            .expect("an answer");
        assert!(
            head.contains("content-type: text/plain"),
            "some clients take a missing type for JSON"
        );
        (status, body)
    };
    let url = slack.response_url("Amir");
    for n in 0..5 {
        assert_eq!(
            answer(&url, json!({"text": format!("note {n}")})).await,
            (200, "ok".to_owned())
        );
    }
    assert_eq!(
        answer(&url, json!({"text": "six"})).await,
        (404, "used_url".to_owned())
    );
    slack.person("Amir").sees("(only you): note 4").await;
    let old = slack.response_url("Amir");
    assert_eq!(answer(&old, json!({"text": ""})).await.0, 400);
    slack.advance(chrono::Duration::minutes(31));
    assert_eq!(
        answer(&old, json!({"text": "late"})).await,
        (404, "expired_url".to_owned())
    );
    assert_eq!(
        answer("http://x/respond/unknown", json!({"text": "x"}))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn a_click_can_replace_its_message() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let blocks =
        json!([section("one"), {"type": "actions", "elements": [button("Go", "go", "1")]}]);
    app.call(
        "chat.postEphemeral",
        json!({"channel": GENERAL, "user": amir.id(), "text": "one", "blocks": blocks}),
    )
    .await;
    let (click, ()) = tokio::join!(socket.take("block_actions", Value::Null), amir.clicks("Go"));
    assert!(click.get("message").is_none() && click["container"]["is_ephemeral"] == true);
    let url = click["response_url"].as_str().expect("a url");
    let path = format!("/respond/{}", url.rsplit('/').next().expect("an id"));
    let body = json!({"replace_original": true, "text": "two"}).to_string();
    app.post(&path, "", &body).await;
    amir.sees("two").await;
    amir.sees_no("one");
    app.post(&path, "", r#"{"delete_original": true}"#).await;
    amir.sees_no("two");
}

#[tokio::test]
async fn metadata_comes_back_only_when_asked_for() {
    let slack = start().await;
    let app = App::of(&slack);
    let amir = slack.person("Amir").id().to_owned();
    let metadata = json!({"event_type": "outbox", "event_payload": {"nonce": "n1"}});
    let opened = app
        .call("conversations.open", json!({"users": [amir]}))
        .await;
    let channel = &opened["channel"]["id"];
    for n in 0..3 {
        app.call(
            "chat.postMessage",
            json!({"channel": channel, "text": format!("m{n}"), "metadata": metadata}),
        )
        .await;
    }
    let plain = app
        .call(
            "conversations.history",
            json!({"channel": channel, "limit": 2}),
        )
        .await;
    assert_eq!(plain["messages"][0]["text"], "m2", "newest first");
    assert!(plain["messages"][0].get("metadata").is_none());
    assert_eq!(plain["has_more"], true);
    let cursor = &plain["response_metadata"]["next_cursor"];
    let rest = app
        .call(
            "conversations.history",
            json!({"channel": channel, "cursor": cursor, "include_all_metadata": true}),
        )
        .await;
    assert_eq!(rest["messages"][0]["metadata"], metadata);
    assert_eq!(rest["has_more"], false);
    let oldest = &plain["messages"][1]["ts"];
    let after = app
        .call(
            "conversations.history",
            json!({"channel": channel, "oldest": oldest}),
        )
        .await;
    assert_eq!(
        after["messages"].as_array().map(Vec::len),
        Some(1),
        "the bound itself is not in it"
    );
    assert_eq!(
        app.error("conversations.history", json!({"channel": GENERAL}))
            .await,
        "missing_scope"
    );
}

#[tokio::test]
async fn calls_come_in_every_dress() {
    let slack = start().await;
    let app = App::of(&slack);
    let auth = format!("Authorization: Bearer {}\r\n", app.bot_token());
    let blocks = "%5B%7B%22type%22%3A%22divider%22%7D%5D";
    let form = format!("{auth}Content-Type: application/x-www-form-urlencoded\r\n");
    let sent = app
        .post(
            "/api/chat.postMessage",
            &form,
            &format!("channel={GENERAL}&text=a+b&blocks={blocks}"),
        )
        .await;
    assert!(sent.expect("an answer").2.contains("\"text\":\"a b\""));
    let get = format!(
        "GET /api/users.info?user={} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{auth}\r\n",
        slack.person("Amir").id()
    );
    let (_, head, body) = app.raw(get).await.expect("an answer");
    assert!(body.contains("Europe/Berlin"), "{body}");
    assert!(
        head.contains("content-type: application/json; charset=utf-8")
            && head.contains("x-oauth-scopes"),
        "{head}"
    );
    let parts = format!("{auth}Content-Type: multipart/form-data; boundary=XX\r\n");
    let body = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\n{GENERAL}\r\n--XX\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nin parts\r\n--XX--\r\n"
    );
    assert!(
        app.post("/api/chat.postMessage", &parts, &body)
            .await
            .expect("an answer")
            .2
            .contains("in parts")
    );
    slack.assert_clean();
}

#[tokio::test]
async fn a_message_shortcut_carries_the_message() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));
    bea.types("pod-blue", "the demo with Acme went well").await;
    let (action, ()) = tokio::join!(
        socket.take("message_action", Value::Null),
        amir.runs_on("Give feedback", "Acme")
    );
    assert_eq!(action["callback_id"], "give_feedback_message");
    assert_eq!(action["message"]["user"], bea.id());
    assert_eq!(action["message_ts"], action["message"]["ts"]);
    amir.types("Peerloop", "hello?").await;
    assert_eq!(
        amir.notice().as_deref(),
        Some("Sending messages to this app has been turned off.")
    );
}

#[tokio::test]
async fn an_update_changes_a_message_in_place() {
    let slack = start().await;
    let app = App::of(&slack);
    let amir = slack.person("Amir");
    let posted = app
        .call(
            "chat.postMessage",
            json!({"channel": GENERAL, "text": "1 answer", "blocks": [section("1 answer")]}),
        )
        .await;
    let (channel, ts) = (&posted["channel"], &posted["ts"]);
    let changed = app.call("chat.update", json!({"channel": channel, "ts": ts, "text": "2 answers", "blocks": [section("2 answers")]})).await;
    assert_eq!(changed["text"], "2 answers");
    amir.sees("2 answers").await;
    amir.sees_no("1 answer\n");
    app.call("chat.delete", json!({"channel": channel, "ts": ts}))
        .await;
    amir.sees_no("2 answers");
}
