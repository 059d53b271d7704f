//! Forms and Home: stacking, hashes, what is typed and kept, closing.

use crate::{app::*, start};
use serde_json::{Value, json};

fn input(block: &str, element: Value) -> Value {
    json!({"type": "input", "block_id": block, "label": plain(block), "optional": true, "element": element})
}

fn modal(blocks: Value) -> Value {
    json!({"type": "modal", "title": plain("Form"), "submit": plain("Send"), "notify_on_close": true, "blocks": blocks})
}

#[tokio::test]
async fn an_update_keeps_what_was_typed_where_ids_are_the_same() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let text = |action: &str| json!({"type": "plain_text_input", "action_id": action});
    let press =
        json!({"type": "actions", "block_id": "press", "elements": [button("More", "more", "1")]});
    let view = modal(json!([
        input("one", text("a")),
        input("two", text("a")),
        press
    ]));
    let opened = app
        .call(
            "views.open",
            json!({"trigger_id": slack.trigger("Amir"), "view": view}),
        )
        .await;
    amir.fills("one", "first").await;
    amir.fills("two", "second").await;
    let (click, ()) = tokio::join!(
        socket.take("block_actions", Value::Null),
        amir.clicks("More")
    );
    assert_eq!(
        click["view"]["state"]["values"]["one"]["a"]["value"],
        "first"
    );
    assert!(click["channel"].is_null() && click["response_url"].is_null());
    let id = &opened["view"]["id"];
    let next = modal(json!([input("one", text("a")), input("two", text("b"))]));
    let stale = json!({"view_id": id, "view": next, "hash": "1.old"});
    assert_eq!(app.error("views.update", stale).await, "hash_conflict");
    let updated = app
        .call(
            "views.update",
            json!({"view_id": id, "view": next, "hash": click["view"]["hash"]}),
        )
        .await;
    assert_eq!(
        updated["view"]["state"]["values"]["one"]["a"]["value"],
        "first"
    );
    assert_eq!(amir.field_value("one").as_deref(), Some("first"));
    assert_eq!(
        amir.field_value("two").as_deref(),
        Some("…"),
        "another action_id is another field"
    );
    assert_ne!(updated["view"]["hash"], click["view"]["hash"]);
    assert_eq!(
        app.error("views.update", json!({"view_id": "V0GONE", "view": next}))
            .await,
        "not_found"
    );
    slack.expect_refusal("hash_conflict");
    slack.expect_refusal("not_found");
    slack.assert_clean();
}

#[tokio::test]
async fn three_forms_stack_and_close_one_by_one() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let press = json!([{"type": "actions", "elements": [button("Deeper", "deeper", "1")]}]);
    let root = app
        .call(
            "views.open",
            json!({"trigger_id": slack.trigger("Amir"), "view": modal(press.clone())}),
        )
        .await;
    assert_eq!(
        app.error(
            "views.push",
            json!({"trigger_id": slack.trigger("Amir"), "view": form()})
        )
        .await,
        "not_found"
    );
    for n in 2..=4 {
        let (click, ()) = tokio::join!(
            socket.take("block_actions", Value::Null),
            amir.clicks("Deeper")
        );
        let args = json!({"trigger_id": click["trigger_id"], "view": modal(press.clone())});
        if n == 4 {
            assert_eq!(app.error("views.push", args).await, "push_limit_reached");
        } else {
            let pushed = app.call("views.push", args).await;
            assert_eq!(pushed["view"]["root_view_id"], root["view"]["id"]);
        }
    }
    assert_eq!(amir.screen().forms.len(), 3);
    let (closed, ()) = tokio::join!(socket.take("view_closed", Value::Null), amir.closes());
    assert_eq!(closed["is_cleared"], false);
    assert_eq!(amir.screen().forms.len(), 2);
    tokio::join!(socket.take("view_submission", Value::Null), amir.submits());
    assert_eq!(
        amir.screen().forms.len(),
        1,
        "a bare ack shows the form below"
    );
    let (closed, ()) = tokio::join!(socket.take("view_closed", Value::Null), amir.closes_all());
    assert_eq!(
        (&closed["is_cleared"], &closed["view"]["id"]),
        (&json!(true), &root["view"]["id"])
    );
    assert_eq!(amir.form_title(), None);
}

#[tokio::test]
async fn an_ack_can_update_push_and_clear() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let view = |title: &str| json!({"type": "modal", "title": plain(title), "submit": plain("Send"), "blocks": []});
    app.call(
        "views.open",
        json!({"trigger_id": slack.trigger("Amir"), "view": view("One")}),
    )
    .await;
    for (payload, title) in [
        (
            json!({"response_action": "update", "view": view("Two")}),
            Some("Two"),
        ),
        (
            json!({"response_action": "push", "view": view("Three")}),
            Some("Three"),
        ),
        (json!({"response_action": "clear"}), None),
    ] {
        let (sent, ()) = tokio::join!(socket.take("view_submission", payload), amir.submits());
        assert_eq!(sent["response_urls"], json!([]));
        assert!(sent["enterprise"].is_null() && sent["is_enterprise_install"] == false);
        assert_eq!(amir.form_title().as_deref(), title);
    }
    slack.assert_clean();
}

#[tokio::test]
async fn a_client_does_not_send_what_is_not_filled() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    app.call(
        "views.open",
        json!({"trigger_id": slack.trigger("Amir"), "view": form()}),
    )
    .await;
    amir.fills("Start", "more than twenty characters").await;
    amir.submits().await;
    assert_eq!(
        amir.field_error("To").as_deref(),
        Some("Please complete this required field.")
    );
    assert_eq!(
        amir.field_error("Start").as_deref(),
        Some("This has 7 characters too many.")
    );
    assert!(socket.maybe(1).await.is_none(), "nothing was sent");
    amir.picks("To", "Bea").await;
    amir.fills("Start", "fits").await;
    tokio::join!(socket.take("view_submission", Value::Null), amir.submits());
    slack.assert_clean();
}

#[tokio::test]
async fn every_field_tells_its_value() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let amir = slack.person("Amir");
    let option = |text: &str| json!({"text": plain(text), "value": text.to_lowercase()});
    let options = json!([option("Red"), option("Blue")]);
    let blocks = json!([
        input("select", json!({"type": "static_select", "action_id": "v", "options": options, "initial_option": option("Red")})),
        input("radio", json!({"type": "radio_buttons", "action_id": "v", "options": options})),
        input("boxes", json!({"type": "checkboxes", "action_id": "v", "options": options})),
        input("day", json!({"type": "datepicker", "action_id": "v"})),
        input("link", json!({"type": "url_text_input", "action_id": "v"})),
        {"type": "section", "block_id": "side", "text": plain("Colour"), "accessory":
            {"type": "static_select", "action_id": "v", "placeholder": plain("Choose"), "options": options}},
    ]);
    app.call(
        "views.open",
        json!({"trigger_id": slack.trigger("Amir"), "view": modal(blocks)}),
    )
    .await;
    amir.picks("radio", "Blue").await;
    amir.picks("boxes", "Red").await;
    amir.picks("boxes", "Blue").await;
    amir.picks("boxes", "Red").await;
    amir.picks("day", "2026-10-01").await;
    amir.fills("link", "not a link").await;
    let (click, ()) = tokio::join!(
        socket.take("block_actions", Value::Null),
        amir.picks("Choose", "Blue")
    );
    assert_eq!(click["actions"][0]["selected_option"]["value"], "blue");
    assert_eq!(
        click["view"]["state"]["values"]["radio"]["v"]["selected_option"]["value"],
        "blue"
    );
    amir.submits().await;
    assert_eq!(
        amir.field_error("link").as_deref(),
        Some("Please enter a valid URL.")
    );
    amir.fills("link", "https://example.com/call").await;
    let (sent, ()) = tokio::join!(socket.take("view_submission", Value::Null), amir.submits());
    let values = &sent["view"]["state"]["values"];
    assert_eq!(values["select"]["v"]["selected_option"]["value"], "red");
    assert_eq!(
        values["boxes"]["v"]["selected_options"],
        json!([{"text": {"type": "plain_text", "text": "Blue", "emoji": true}, "value": "blue"}])
    );
    assert_eq!(
        values["day"]["v"],
        json!({"type": "datepicker", "selected_date": "2026-10-01"})
    );
    assert_eq!(values["side"]["v"]["selected_option"]["value"], "blue");
    slack.assert_clean();
}

#[tokio::test]
async fn an_external_id_is_unique() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut view = form();
    view["external_id"] = json!("mine");
    app.call(
        "views.open",
        json!({"trigger_id": slack.trigger("Amir"), "view": view}),
    )
    .await;
    let again = json!({"trigger_id": slack.trigger("Bea"), "view": view});
    assert_eq!(
        app.error("views.open", again).await,
        "duplicate_external_id"
    );
    assert_eq!(
        app.call(
            "views.update",
            json!({"external_id": "mine", "view": form()})
        )
        .await["ok"],
        true
    );
}

#[tokio::test]
async fn a_form_opens_for_a_trigger_by_either_name() {
    let slack = start().await;
    let app = App::of(&slack);
    let view = modal(json!([section("Hello")]));
    let opened = json!({"interactivity_pointer": slack.trigger("Amir"), "view": view});
    app.call("views.open", opened.clone()).await;
    slack.person("Amir").waits_for_form("Form").await;
    assert_eq!(
        app.error("views.open", opened).await,
        "exchanged_trigger_id"
    );
    assert_eq!(
        app.error("views.open", json!({"view": view})).await,
        "invalid_arguments"
    );
}
