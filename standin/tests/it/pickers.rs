//! What a person may pick: conversations that fit, people and options that are offered.

use crate::{
    app::*,
    fields::{input, modal, open},
    start,
};
use serde_json::{Value, json};
use standin::workspace::Workspace;

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
