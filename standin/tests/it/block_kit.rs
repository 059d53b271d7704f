//! Block Kit and views that Slack refuses, with a pointer to what is wrong.

use crate::{app::*, start, start_with};
use serde_json::{Value, json};
use standin::Options;

const GENERAL: &str = "C0GENERAL0";

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
