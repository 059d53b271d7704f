//! Every rule once, by a request that breaks it.

use crate::{app::*, methods::refused, start, start_changed};
use serde_json::{Value, json};
use standin::Standin;

const GENERAL: &str = "C0GENERAL0";

fn id(slack: &Standin, name: &str) -> String {
    slack.person(name).id().to_owned()
}

#[tokio::test]
async fn tokens_stand_where_slack_wants_them() {
    let slack = start().await;
    let app = App::of(&slack);
    let error = async |token: &str, method: &str| {
        app.call_as(token, method, json!({})).await["error"].clone()
    };
    assert_eq!(error("", "auth.test").await, "not_authed");
    assert_eq!(error("xoxb-wrong", "auth.test").await, "invalid_auth");
    assert_eq!(
        error(app.bot_token(), "apps.connections.open").await,
        "not_allowed_token_type"
    );
    assert_eq!(
        error(app.app_token(), "users.list").await,
        "not_allowed_token_type"
    );
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let inside = app
        .post(
            "/api/apps.connections.open",
            form,
            &format!("token={}", app.app_token()),
        )
        .await;
    assert!(
        inside.expect("an answer").2.contains("not_authed"),
        "the app-level token counts in the header only"
    );
    let inside = app
        .post(
            "/api/auth.test",
            form,
            &format!("token={}", app.bot_token()),
        )
        .await;
    assert!(
        inside.expect("an answer").2.contains("\"ok\":true"),
        "the bot's may stand in a form"
    );
    let empty = format!(
        "Authorization: Bearer {}\r\nContent-Type: application/json\r\n",
        app.app_token()
    );
    let open = app
        .post("/api/apps.connections.open", &empty, "")
        .await
        .expect("an answer")
        .2;
    assert!(
        open.contains("ws://127.0.0.1"),
        "an empty JSON body is fine: {open}"
    );
    let bare = app
        .post("/api/apps.connections.open", &empty, "{}")
        .await
        .expect("an answer")
        .2;
    assert!(bare.contains(r#""warnings":["missing_charset"]"#), "{bare}");
}

#[tokio::test]
async fn an_unknown_method_fails_the_test() {
    let slack = start().await;
    assert_eq!(
        App::of(&slack)
            .error("users.lookupByEmial", json!({}))
            .await,
        "unknown_method"
    );
    assert!(
        slack
            .journal()
            .iter()
            .any(|e| e.violation && e.what == "users.lookupByEmial")
    );
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| slack.assert_clean()));
    assert!(failed.is_err());
    slack.expect_refusal("unknown_method");
    slack.assert_clean();
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let slack = start_changed("scope", "chat:write, ", "").await;
    let reply = App::of(&slack)
        .call("chat.postMessage", json!({"channel": GENERAL, "text": "x"}))
        .await;
    assert_eq!(reply["error"], "missing_scope");
    assert_eq!(reply["needed"], "chat:write");
    assert_eq!(reply["provided"], "commands,im:history,im:write,users:read");
    assert_eq!(
        App::of(&slack)
            .error("conversations.info", json!({"channel": GENERAL}))
            .await,
        "missing_scope"
    );
}

#[tokio::test]
async fn arguments_are_checked() {
    let slack = start().await;
    let app = App::of(&slack);
    let missing = app.call("chat.postMessage", json!({"text": "x"})).await;
    assert_eq!(missing["error"], "invalid_arguments");
    assert_eq!(
        missing["response_metadata"]["messages"][0],
        "[ERROR] missing required field: channel"
    );
    let cases = vec![
        (
            "invalid_arg_name",
            "chat.postMessage",
            json!({"channel": GENERAL, "text": "x", "emphasis": 1}),
        ),
        ("invalid_arguments", "views.open", json!({"view": form()})),
        ("invalid_arguments", "views.update", json!({"view": form()})),
        ("no_text", "chat.postMessage", json!({"channel": GENERAL})),
        ("invalid_cursor", "users.list", json!({"cursor": "x"})),
        ("users_list_not_supplied", "conversations.open", json!({})),
        (
            "invalid_metadata_format",
            "chat.postMessage",
            json!({"channel": GENERAL, "text": "x", "metadata": {"event_type": ""}}),
        ),
    ];
    refused(&app, cases).await;
    let kind = format!(
        "Authorization: Bearer {}\r\nContent-Type: application/json; charset=utf-8\r\n",
        app.bot_token()
    );
    assert!(
        app.post("/api/chat.postMessage", &kind, "{")
            .await
            .expect("an answer")
            .2
            .contains("invalid_json")
    );
}

#[tokio::test]
async fn a_message_tab_that_is_off_takes_no_messages() {
    let slack = start_changed(
        "tab",
        "messages_tab_enabled: true",
        "messages_tab_enabled: false",
    )
    .await;
    let amir = id(&slack, "Amir");
    assert_eq!(
        App::of(&slack)
            .error("chat.postMessage", json!({"channel": amir, "text": "x"}))
            .await,
        "messages_tab_disabled"
    );
}

#[tokio::test]
async fn a_home_tab_that_is_off_cannot_be_published() {
    let slack = start_changed("home", "home_tab_enabled: true", "home_tab_enabled: false").await;
    let home = json!({"user_id": id(&slack, "Amir"), "view": {"type": "home", "blocks": []}});
    assert_eq!(
        App::of(&slack).error("views.publish", home).await,
        "not_enabled"
    );
}

#[tokio::test]
async fn a_trigger_works_once_and_for_three_seconds() {
    let slack = start().await;
    let app = App::of(&slack);
    let open = async |trigger: &str| {
        app.call("views.open", json!({"trigger_id": trigger, "view": form()}))
            .await["error"]
            .clone()
    };
    let (first, old) = (slack.trigger("Amir"), slack.trigger("Amir"));
    let bad = app
        .call(
            "views.open",
            json!({"trigger_id": first, "view": {"type": "modal"}}),
        )
        .await;
    assert_eq!(bad["error"], "invalid_arguments");
    assert_eq!(
        open(&first).await,
        Value::Null,
        "a refused view does not use the trigger up"
    );
    assert_eq!(open(&first).await, "exchanged_trigger_id");
    assert_eq!(open("1.2.made-up").await, "invalid_trigger_id");
    // Real time is what is tested here: three seconds have to pass.
    tokio::time::sleep(std::time::Duration::from_millis(3100)).await;
    assert_eq!(open(&old).await, "expired_trigger_id");
}

#[tokio::test]
async fn too_many_calls_must_wait() {
    let slack = start().await;
    let app = App::of(&slack);
    let headers = format!(
        "Authorization: Bearer {}\r\nContent-Type: application/json; charset=utf-8\r\n",
        app.bot_token()
    );
    let body = json!({"channel": GENERAL, "text": "x"}).to_string();
    let mut statuses = Vec::new();
    for _ in 0..6 {
        let (status, head, body) = app
            .post("/api/chat.postMessage", &headers, &body)
            .await
            .expect("an answer");
        if status == 429 {
            assert!(head.contains("retry-after: 1"), "{head}");
            assert_eq!(body, r#"{"ok":false,"error":"ratelimited"}"#);
        }
        statuses.push(status);
    }
    assert!(
        statuses.starts_with(&[200; 4]) && statuses.contains(&429),
        "{statuses:?}"
    );
    slack.assert_clean();
}
