//! Attachments, and messages under another name.

use crate::{
    app::*,
    methods::{refused, start_wide},
    start, start_with,
};
use serde_json::{Value, json};
use standin::Options;

const GENERAL: &str = "C0GENERAL0";

#[tokio::test]
async fn an_attachment_of_old_is_kept_and_shown() {
    let slack = start().await;
    let app = App::of(&slack);
    let old = json!({"title": "Deal", "text": "*Won* by <@U0BEA00000>", "color": "#36a64f", "footer": "CRM", "ts": 1_790_000_000,
        "fields": [{"title": "Value", "value": "9", "short": true}], "mrkdwn_in": ["text"]});
    let reply = app
        .call(
            "chat.postMessage",
            json!({"channel": GENERAL, "attachments": [old]}),
        )
        .await;
    let kept = &reply["message"]["attachments"][0];
    assert_eq!((&kept["id"], &kept["title"]), (&json!(1), &json!("Deal")));
    assert_eq!(
        kept["fallback"], old["text"],
        "a fallback is made of its text"
    );
    slack.person("Bea").sees("Value: 9").await;
    let text = json!({"channel": GENERAL, "ts": reply["ts"], "text": "changed"});
    let kept = app.call("chat.update", text).await;
    assert_eq!(
        kept["message"]["attachments"][0]["title"], "Deal",
        "what is not sent stays"
    );
    let none = json!({"channel": GENERAL, "ts": reply["ts"], "text": "changed", "attachments": []});
    let bare = app.call("chat.update", none).await;
    assert!(
        bare["message"].get("attachments").is_none(),
        "an empty list takes them away"
    );
    slack.person("Bea").sees_no("Value: 9");
    slack.assert_clean();
}

#[tokio::test]
async fn a_button_in_an_attachment_says_where_it_stands() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let bea = slack.person("Bea");
    let actions = |id: &str, label: &str| json!({"type": "actions", "block_id": id, "elements": [button(label, label, "1")]});
    let attachments = json!([{"blocks": [actions("one", "First")]}, {"color": "danger", "blocks": [section("Really?"), actions("two", "Second")]}]);
    let post = json!({"channel": GENERAL, "text": "Choose", "attachments": attachments});
    let posted = app.call("chat.postMessage", post).await;
    let (click, ()) = tokio::join!(
        socket.take("block_actions", Value::Null),
        bea.clicks("Second")
    );
    assert_eq!(
        click["container"],
        json!({"type": "message_attachment", "message_ts": posted["ts"], "channel_id": GENERAL, "is_ephemeral": false,
            "attachment_id": 2, "is_app_unfurl": false})
    );
    assert_eq!(
        click["message"]["attachments"][1]["blocks"][1]["block_id"],
        "two"
    );
    let path = click["response_url"]
        .as_str()
        .and_then(|url| url.split_once("/respond/"));
    let path = format!("/respond/{}", path.expect("a path").1);
    let done =
        json!({"replace_original": true, "attachments": [{"text": "Chosen", "color": "good"}]});
    let json_body = "Content-Type: application/json; charset=utf-8\r\n";
    let answer = app
        .post(&path, json_body, &done.to_string())
        .await
        .expect("an answer");
    assert_eq!(answer.0, 200);
    bea.sees("Chosen").await;
    bea.sees_no("[Second]");
    slack.assert_clean();
}

#[tokio::test]
async fn a_menu_in_an_attachment_keeps_what_was_picked() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let bea = slack.person("Bea");
    let day = json!({"type": "actions", "elements": [{"type": "datepicker", "action_id": "day", "placeholder": plain("Day")}]});
    let post = json!({"channel": bea.id(), "text": "When?", "attachments": [{"blocks": [day]}]});
    app.call("chat.postMessage", post).await;
    let (click, ()) = tokio::join!(
        socket.take("block_actions", Value::Null),
        bea.picks("Day", "2026-10-02")
    );
    assert_eq!(click["actions"][0]["selected_date"], "2026-10-02");
    let values = click["state"]["values"].as_object().expect("values");
    assert_eq!(values.len(), 1, "{values:?}");
    slack.assert_clean();
}

#[tokio::test]
async fn attachments_are_checked_with_pointers() {
    let slack = start_with(Options {
        rate_limits: false,
        ..Options::default()
    })
    .await;
    let app = App::of(&slack);
    let post = |attachments: Value| json!({"channel": GENERAL, "attachments": attachments});
    let mixed = json!([{"blocks": [section("x")], "title": "T"}]);
    let deep = json!([{"text": "fine"}, {"blocks": [{"type": "actions", "elements": []}]}]);
    for (attachments, says) in [
        (mixed, "invalid_keys [json-pointer:/attachments/0]"),
        (
            deep,
            "no fewer than 1 items allowed [json-pointer:/attachments/1/blocks/0/elements]",
        ),
        (
            json!([{"text": "x", "colour": "red"}]),
            "invalid additional property: colour",
        ),
        (json!({"text": "x"}), "must be an array"),
        (
            json!([{"blocks": [{"type": "image", "alt_text": "a", "slack_file": {"id": "F0NOWHERE0"}}]}]),
            "invalid slack file",
        ),
    ] {
        let reply = app.call("chat.postMessage", post(attachments)).await;
        assert_eq!(reply["error"], "invalid_attachments", "{reply}");
        let messages = reply["response_metadata"]["messages"].to_string();
        assert!(messages.contains(says), "{says}: {messages}");
    }
    let many = |count: usize| Value::Array(vec![json!({"text": "x"}); count]);
    refused(
        &app,
        vec![
            ("too_many_attachments", "chat.postMessage", post(many(101))),
            ("no_text", "chat.postMessage", post(json!([]))),
            ("no_text", "chat.postMessage", post(json!([{"text": ""}]))),
        ],
    )
    .await;
    let most = app.call("chat.postMessage", post(many(100))).await;
    assert_eq!(most["message"]["attachments"][99]["id"], 100);
}

#[tokio::test]
async fn a_message_may_bear_another_name_if_the_scope_is_there() {
    let slack = start_wide().await;
    let app = App::of(&slack);
    let post = |emoji: &str| json!({"channel": GENERAL, "text": "Deploying", "username": "Deploys", "icon_emoji": emoji});
    let reply = app.call("chat.postMessage", post("rocket")).await;
    let message = &reply["message"];
    assert_eq!(
        (
            &message["subtype"],
            &message["username"],
            &message["icons"]["emoji"]
        ),
        (&json!("bot_message"), &json!("Deploys"), &json!(":rocket:"))
    );
    assert!(message.get("user").is_none(), "{message}");
    slack.person("Bea").sees("Deploys: Deploying").await;
    let picture = json!({"channel": GENERAL, "user": slack.person("Bea").id(), "text": "x", "icon_url": "https://a.example/b.png"});
    app.call("chat.postEphemeral", picture).await;
    let screen = slack.person("Bea").screen();
    let general = screen
        .conversations
        .iter()
        .find(|c| c.id == GENERAL)
        .expect("general");
    let icons = general.messages.last().and_then(|m| m.icons.clone());
    assert_eq!(icons.expect("icons")["image_72"], "https://a.example/b.png");
    let plain = start().await;
    let refusal = App::of(&plain)
        .call("chat.postMessage", post(":rocket:"))
        .await;
    assert_eq!(
        (&refusal["error"], &refusal["needed"]),
        (&json!("missing_scope"), &json!("chat:write.customize"))
    );
}

#[tokio::test]
async fn a_whole_message_is_validated_with_its_attachments() {
    let slack = start().await;
    let app = App::of(&slack);
    let message =
        |attachments: Value| json!({"message": {"text": "x", "attachments": attachments}});
    app.call("blocks.validate", message(json!([{"text": "fine"}])))
        .await;
    let bad = app
        .call("blocks.validate", message(json!([{"footer": 7}])))
        .await;
    assert_eq!(
        (&bad["error"], &bad["errors"][0]["pointer"]),
        (&json!("invalid_message"), &json!("/attachments/0/footer"))
    );
}
