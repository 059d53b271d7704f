//! Every rule once, by a request that breaks it.

use crate::{app::*, start, start_changed, start_with};
use serde_json::{Value, json};
use standin::{Options, Standin};

const GENERAL: &str = "C0GENERAL0";
const POD: &str = "C0PODBLUE0";

async fn refused(app: &App, cases: Vec<(&str, &str, Value)>) {
    for (code, method, args) in cases {
        assert_eq!(
            app.error(method, args.clone()).await,
            code,
            "{method} {args}"
        );
    }
}

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
async fn blocks_are_checked_with_pointers() {
    let slack = start_with(Options {
        rate_limits: false,
        ..Options::default()
    })
    .await;
    let app = App::of(&slack);
    let long = "x".repeat(3001);
    let option = |n: usize| json!({"text": plain("a"), "value": n.to_string()});
    let many: Vec<Value> = (0..101).map(option).collect();
    let actions = |element: Value| json!({"type": "actions", "elements": [element]});
    let cases = [
        (
            json!({"type": "sections"}),
            "unsupported type: sections [json-pointer:/blocks/0/type]",
        ),
        (
            section(&long),
            "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        ),
        (
            section(""),
            "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        ),
        (
            json!({"type": "section"}),
            "missing required field: text [json-pointer:/blocks/0]",
        ),
        (
            json!({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}),
            "must be plain_text [json-pointer:/blocks/0/text/type]",
        ),
        (
            json!({"type": "divider", "colour": 1}),
            "invalid additional property: colour [json-pointer:/blocks/0]",
        ),
        (
            json!({"type": "actions", "elements": []}),
            "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            actions(button(&"x".repeat(76), "a", "1")),
            "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
        ),
        (
            actions(button("x", "a", &"x".repeat(2001))),
            "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
        ),
        (
            actions(json!({"type": "knob"})),
            "unsupported type: knob [json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            actions(json!({"type": "plain_text_input"})),
            "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            actions(json!({"type": "static_select", "options": many})),
            "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
        ),
        (
            actions(json!({"type": "overflow", "options": [option(1), option(1)]})),
            "value already exists [json-pointer:/blocks/0/elements/0/options/1/value]",
        ),
        (
            actions(json!({"type": "datepicker", "initial_date": "2026-02-30"})),
            "must be a date of the form YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]",
        ),
        (
            actions(
                json!({"type": "static_select", "options": [option(1)], "initial_option": option(2)}),
            ),
            "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
        ),
        (
            json!({"type": "actions", "elements": [button("a", "same", "1"), button("b", "same", "2")]}),
            "action_id already exists: same [json-pointer:/blocks/0/elements/1/action_id]",
        ),
        (
            json!({"type": "context", "elements": [{"type": "button"}]}),
            "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            json!({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}]}),
            "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
        ),
        (
            json!("words"),
            "must provide an object [json-pointer:/blocks/0]",
        ),
    ];
    for (block, message) in cases {
        let reply = app
            .call(
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "blocks": [block]}),
            )
            .await;
        assert_eq!(reply["error"], "invalid_blocks", "{block}: {reply}");
        let messages = reply["response_metadata"]["messages"]
            .as_array()
            .expect("messages");
        assert!(
            messages.iter().any(|m| *m == format!("[ERROR] {message}")),
            "{block}: {reply}"
        );
    }
    let whole = [
        (
            "invalid_blocks",
            json!(vec![json!({"type": "divider"}); 51]),
        ),
        (
            "invalid_blocks",
            json!([{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]),
        ),
        ("invalid_blocks_format", json!({"type": "divider"})),
        (
            "msg_blocks_too_long",
            json!(vec![section(&"x".repeat(2900)); 5]),
        ),
    ];
    for (code, blocks) in whole {
        assert_eq!(
            app.error(
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "blocks": blocks})
            )
            .await,
            code
        );
    }
    let posted = app
        .call(
            "chat.postMessage",
            json!({"channel": GENERAL, "text": "x".repeat(40_001)}),
        )
        .await;
    assert_eq!(
        posted["response_metadata"]["warnings"][0],
        "message_truncated"
    );
    let update = json!({"channel": GENERAL, "ts": posted["ts"], "text": "x".repeat(4001)});
    assert_eq!(app.error("chat.update", update).await, "msg_too_long");
}

#[tokio::test]
async fn views_are_checked() {
    let slack = start().await;
    let app = App::of(&slack);
    let input =
        json!({"type": "input", "label": plain("L"), "element": {"type": "plain_text_input"}});
    let modal = |more: Value| {
        let mut view = json!({"type": "modal", "title": plain("T"), "blocks": []});
        view.as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        view
    };
    let cases = [
        (
            json!({"type": "home", "blocks": []}),
            "[json-pointer:/view/type]",
        ),
        (
            modal(json!({"title": plain(&"x".repeat(25))})),
            "must be less than 25 characters [json-pointer:/view/title/text]",
        ),
        (
            modal(json!({"blocks": [input]})),
            "missing required field: submit [json-pointer:/view]",
        ),
        (
            modal(json!({"blocks": vec![json!({"type": "divider"}); 101]})),
            "no more than 100 items allowed [json-pointer:/view/blocks]",
        ),
        (
            modal(json!({"private_metadata": "x".repeat(3001)})),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (
            modal(
                json!({"blocks": [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]}),
            ),
            "block_id already exists: a [json-pointer:/view/blocks/1/block_id]",
        ),
        (
            modal(json!({"colour": "red"})),
            "invalid additional property: colour [json-pointer:/view]",
        ),
    ];
    for (view, message) in cases {
        let reply = app
            .call(
                "views.open",
                json!({"trigger_id": slack.trigger("Amir"), "view": view}),
            )
            .await;
        assert_eq!(reply["error"], "invalid_arguments", "{reply}");
        assert!(
            reply["response_metadata"]["messages"][0]
                .as_str()
                .is_some_and(|m| m.contains(message)),
            "{message}: {reply}"
        );
    }
    let heavy = modal(json!({"blocks": vec![section(&"x".repeat(2900)); 90]}));
    assert_eq!(
        app.error(
            "views.open",
            json!({"trigger_id": slack.trigger("Amir"), "view": heavy})
        )
        .await,
        "view_too_large"
    );
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
