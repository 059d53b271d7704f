//! Every element that a form can hold: a person fills it in, and the app hears of it in Slack's own shape.

use crate::{app::*, start};
use serde_json::{Value, json};
use standin::{Standin, workspace::Workspace};

fn input(label: &str, element: Value) -> Value {
    json!({"type": "input", "block_id": label, "label": plain(label), "optional": true, "element": element})
}

fn modal(blocks: Vec<Value>) -> Value {
    json!({"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": blocks})
}

fn options(labels: &[&str]) -> Value {
    labels
        .iter()
        .map(|label| json!({"text": plain(label), "value": label.to_lowercase()}))
        .collect()
}

/// Opens a form by a command typed into a channel, so that there is a conversation it was opened from.
async fn open(slack: &Standin, app: &App, socket: &mut Socket, channel: &str, view: Value) {
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
async fn a_conversation_is_filtered_preset_and_answered() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let select = json!({"type": "conversations_select", "action_id": "v", "default_to_current_conversation": true,
        "response_url_enabled": true, "filter": {"include": ["public", "private"], "exclude_external_shared_channels": true}});
    open(
        &slack,
        &app,
        &mut socket,
        "pod-blue",
        modal(vec![input("where", select.clone())]),
    )
    .await;
    assert_eq!(amir.field_value("where").as_deref(), Some("<#pod-blue>"));
    let fits: Vec<String> = amir
        .screen()
        .choices
        .into_iter()
        .filter(|choice| choice.fits(&select))
        .map(|choice| choice.name)
        .collect();
    assert_eq!(
        fits,
        ["#general", "#pod-blue"],
        "#random is shared, the bot's is no channel"
    );
    amir.picks("where", "general").await;
    let (sent, ()) = tokio::join!(socket.take("view_submission", Value::Null), amir.submits());
    let to = &sent["response_urls"][0];
    assert_eq!(
        (&to["block_id"], &to["action_id"], &to["channel_id"]),
        (&json!("where"), &json!("v"), &json!("C0GENERAL0"))
    );
    let url = to["response_url"].as_str().expect("a url");
    let path = format!("/respond/{}", url.rsplit('/').next().expect("an id"));
    let words = json!({"response_type": "in_channel", "text": "to all in general"});
    app.post(&path, "", &words.to_string()).await;
    slack.person("Gus").sees("to all in general").await;

    // Somebody from elsewhere is in #random: nothing is preset.
    open(
        &slack,
        &app,
        &mut socket,
        "random",
        modal(vec![input("where", select)]),
    )
    .await;
    assert_eq!(amir.field_value("where").as_deref(), Some("<…>"));
    slack.assert_clean();
}

#[tokio::test]
async fn nobody_picks_what_is_not_offered() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let gus = slack.person("Gus");
    assert!(
        !gus.screen()
            .choices
            .iter()
            .any(|choice| choice.name == "#random"),
        "a guest sees their own channels only"
    );
    let element = json!({"type": "channels_select", "action_id": "v"});
    let (command, ()) = tokio::join!(
        socket.take("/feedback", Value::Null),
        gus.types("general", "/feedback")
    );
    let view = modal(vec![input("where", element)]);
    let trigger = &command["trigger_id"];
    app.call("views.open", json!({"trigger_id": trigger, "view": view}))
        .await;
    let id = gus.screen().forms[0].id.clone();
    let values =
        json!({"where": {"v": {"type": "channels_select", "selected_channel": "C0RANDOM00"}}});
    let act = serde_json::from_value(json!({"do": "submit", "view": id, "values": values}));
    let refused = slack
        .hub()
        .act(gus.id().to_owned(), act.expect("an act"))
        .await;
    assert_eq!(refused, Err("v does not offer C0RANDOM00".to_owned()));
}

#[tokio::test]
async fn an_app_offers_options_for_what_is_typed() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let element = json!({"type": "multi_external_select", "action_id": "v", "min_query_length": 2});
    open(
        &slack,
        &app,
        &mut socket,
        "general",
        modal(vec![input("skill", element)]),
    )
    .await;
    amir.searches("skill", "o").await;
    let offered = json!({"options": options(&["Opening", "Objections"])});
    let (asked, ()) = tokio::join!(
        socket.take("block_suggestion", offered),
        amir.searches("skill", "op")
    );
    assert_eq!(
        (&asked["value"], &asked["action_id"]),
        (&json!("op"), &json!("v"))
    );
    assert_eq!(asked["container"]["type"], "view");
    assert_eq!(asked["view"]["callback_id"], "");
    amir.picks("skill", "Opening").await;
    let grouped =
        json!({"option_groups": [{"label": plain("Talk"), "options": options(&["Closing"])}]});
    tokio::join!(
        socket.take("block_suggestion", grouped),
        amir.searches("skill", "clo")
    );
    amir.picks("skill", "Closing").await;
    let (sent, ()) = tokio::join!(socket.take("view_submission", Value::Null), amir.submits());
    let picked = &sent["view"]["state"]["values"]["skill"]["v"]["selected_options"];
    assert_eq!(
        (&picked[0]["value"], &picked[1]["value"]),
        (&json!("opening"), &json!("closing"))
    );
    slack.assert_clean();
}

#[tokio::test]
async fn options_that_slack_would_not_take_are_noticed() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let element = json!({"type": "external_select", "action_id": "v"});
    open(
        &slack,
        &app,
        &mut socket,
        "general",
        modal(vec![input("skill", element)]),
    )
    .await;
    let many: Vec<String> = (0..101).map(|n| n.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for (answer, wrong) in [
        (
            json!({"options": options(&many)}),
            "no more than 100 items allowed",
        ),
        (
            json!({"choices": []}),
            "invalid additional property: choices",
        ),
        (Value::Null, "options are missing"),
    ] {
        tokio::join!(
            socket.take("block_suggestion", answer),
            amir.searches("skill", "anything")
        );
        let noted = slack
            .journal()
            .into_iter()
            .any(|e| e.violation && e.outcome.contains(wrong));
        assert!(noted, "{wrong}");
        slack.expect_refusal(wrong);
    }
    slack.assert_clean();
}
