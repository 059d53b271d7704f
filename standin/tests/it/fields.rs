//! Every element that a form can hold: a person fills it in, and the app hears of it in Slack's own shape.

use crate::{app::*, start};
use serde_json::{Value, json};
use standin::Standin;

pub(crate) fn input(label: &str, element: Value) -> Value {
    json!({"type": "input", "block_id": label, "label": plain(label), "optional": true, "element": element})
}

pub(crate) fn modal(blocks: Vec<Value>) -> Value {
    json!({"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": blocks})
}

pub(crate) fn options(labels: &[&str]) -> Value {
    labels
        .iter()
        .map(|label| json!({"text": plain(label), "value": label.to_lowercase()}))
        .collect()
}

/// Opens a form by a command typed into a channel, so that there is a conversation it was opened from.
pub(crate) async fn open(
    slack: &Standin,
    app: &App,
    socket: &mut Socket,
    channel: &str,
    view: Value,
) {
    let amir = slack.person("Amir");
    let (command, ()) = tokio::join!(
        socket.take("/feedback", Value::Null),
        amir.types(channel, "/feedback")
    );
    let opened = app
        .call(
            "views.open",
            json!({"trigger_id": command["trigger_id"], "view": view}),
        )
        .await;
    assert_eq!(opened["ok"], true, "{opened}");
}

#[tokio::test]
async fn every_element_is_filled_in_and_told() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let (amir, bea, chidi) = (
        slack.person("Amir"),
        slack.person("Bea"),
        slack.person("Chidi"),
    );
    let element = |kind: &str| json!({"type": kind, "action_id": "v"});
    let with = |kind: &str, more: Value| {
        let mut element = element(kind);
        let object = element.as_object_mut().expect("an object");
        object.extend(more.as_object().expect("an object").clone());
        element
    };
    let three = json!({"options": options(&["One", "Two", "Three"])});
    let number = json!({"is_decimal_allowed": false, "min_value": "1", "max_value": "9"});
    let view = modal(vec![
        input(
            "line",
            with(
                "plain_text_input",
                json!({"min_length": 2, "max_length": 5}),
            ),
        ),
        input("number", with("number_input", number)),
        input("mail", element("email_text_input")),
        input("link", element("url_text_input")),
        input("words", element("rich_text_input")),
        input("one", with("static_select", three.clone())),
        input("some", with("multi_static_select", three.clone())),
        input("radio", with("radio_buttons", three.clone())),
        input("boxes", with("checkboxes", three.clone())),
        input("person", element("users_select")),
        input(
            "people",
            with("multi_users_select", json!({"max_selected_items": 2})),
        ),
        input("place", element("conversations_select")),
        input("places", element("multi_conversations_select")),
        input("channel", element("channels_select")),
        input("channels", element("multi_channels_select")),
        input("day", element("datepicker")),
        input(
            "hour",
            with("timepicker", json!({"timezone": "Europe/Berlin"})),
        ),
        input("moment", element("datetimepicker")),
    ]);
    open(&slack, &app, &mut socket, "general", view).await;
    for (label, words) in [
        ("line", "hello"),
        ("number", "7"),
        ("mail", "amir@example.com"),
        ("link", "https://example.com"),
        ("words", "as *typed*"),
    ] {
        amir.fills(label, words).await;
    }
    for (label, option) in [
        ("one", "Two"),
        ("some", "One"),
        ("some", "Three"),
        ("radio", "Three"),
        ("boxes", "One"),
        ("boxes", "Two"),
        ("boxes", "One"),
        ("person", "Bea"),
        ("people", "Bea"),
        ("people", "@chidi"),
        ("place", "Peerloop"),
        ("places", "#general"),
        ("places", "pod-blue"),
        ("channel", "random"),
        ("channels", "general"),
        ("day", "2026-10-01"),
        ("hour", "09:30"),
        ("moment", "2026-10-01T09:30:00Z"),
    ] {
        amir.picks(label, option).await;
    }
    let (sent, ()) = tokio::join!(socket.take("view_submission", Value::Null), amir.submits());
    let values = &sent["view"]["state"]["values"];
    let dm = slack.hub().with(|world| {
        let place = world.dm_of(amir.id()).expect("it is there");
        place.id.clone()
    });
    let picked = |label: &str| json!({"text": {"type": "plain_text", "text": label, "emoji": true}, "value": label.to_lowercase()});
    let text = json!({"type": "rich_text", "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "as *typed*"}]}]});
    let expected = json!({
        "line": {"type": "plain_text_input", "value": "hello"},
        "number": {"type": "number_input", "value": "7"},
        "mail": {"type": "email_text_input", "value": "amir@example.com"},
        "link": {"type": "url_text_input", "value": "https://example.com"},
        "words": {"type": "rich_text_input", "rich_text_value": text},
        "one": {"type": "static_select", "selected_option": picked("Two")},
        "some": {"type": "multi_static_select", "selected_options": [picked("One"), picked("Three")]},
        "radio": {"type": "radio_buttons", "selected_option": picked("Three")},
        "boxes": {"type": "checkboxes", "selected_options": [picked("Two")]},
        "person": {"type": "users_select", "selected_user": bea.id()},
        "people": {"type": "multi_users_select", "selected_users": [bea.id(), chidi.id()]},
        "place": {"type": "conversations_select", "selected_conversation": dm},
        "places": {"type": "multi_conversations_select", "selected_conversations": ["C0GENERAL0", "C0PODBLUE0"]},
        "channel": {"type": "channels_select", "selected_channel": "C0RANDOM00"},
        "channels": {"type": "multi_channels_select", "selected_channels": ["C0GENERAL0"]},
        "day": {"type": "datepicker", "selected_date": "2026-10-01"},
        "hour": {"type": "timepicker", "selected_time": "09:30", "timezone": "Europe/Berlin"},
        "moment": {"type": "datetimepicker", "selected_date_time": 1_790_847_000},
    });
    for (block, state) in expected.as_object().expect("an object") {
        assert_eq!(values[block]["v"], *state, "{block}");
    }
    slack.assert_clean();
}

#[tokio::test]
async fn a_client_holds_back_what_does_not_fit() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let cases = [
        (
            "line",
            json!({"type": "plain_text_input", "min_length": 3}),
            "ab",
            "This needs 1 more characters.",
        ),
        (
            "line",
            json!({"type": "plain_text_input", "max_length": 3}),
            "abcd",
            "This has 1 characters too many.",
        ),
        (
            "number",
            json!({"type": "number_input", "is_decimal_allowed": false}),
            "1.5",
            "Please enter a whole number.",
        ),
        (
            "number",
            json!({"type": "number_input", "is_decimal_allowed": true, "max_value": "2"}),
            "2.5",
            "Please enter a number of 2 or less.",
        ),
        (
            "mail",
            json!({"type": "email_text_input"}),
            "nobody",
            "Please enter a valid email address.",
        ),
        (
            "link",
            json!({"type": "url_text_input"}),
            "example",
            "Please enter a valid URL.",
        ),
    ];
    for (label, element, words, problem) in cases {
        open(
            &slack,
            &app,
            &mut socket,
            "general",
            modal(vec![input(label, element)]),
        )
        .await;
        amir.fills(label, words).await;
        amir.submits().await;
        assert_eq!(amir.field_error(label).as_deref(), Some(problem));
        amir.closes_all().await;
    }
    assert_eq!(slack.payload_of_last("view_submission"), None);
}

#[tokio::test]
async fn a_field_that_dispatches_tells_the_app_at_enter() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let mut block = input(
        "search",
        json!({"type": "plain_text_input", "action_id": "v"}),
    );
    block["dispatch_action"] = json!(true);
    open(&slack, &app, &mut socket, "general", modal(vec![block])).await;
    let (told, ()) = tokio::join!(
        socket.take("block_actions", Value::Null),
        amir.enters("search", "opening")
    );
    assert_eq!(told["actions"][0]["value"], "opening");
    assert_eq!(
        told["view"]["state"]["values"]["search"]["v"]["value"],
        "opening"
    );
    assert_eq!(amir.field_value("search").as_deref(), Some("opening"));
    slack.assert_clean();
}
