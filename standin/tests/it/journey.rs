//! One whole flow: a command, a form, an error under a field, a message to another, a click, Home.

use crate::{app::*, start};
use serde_json::{Value, json};

#[tokio::test]
async fn feedback_is_given_read_and_seen_at_home() {
    let slack = start().await;
    let app = App::of(&slack);
    let mut socket = app.connect().await;
    let (amir, bea) = (slack.person("Amir"), slack.person("Bea"));

    let bot = async {
        let command = socket.take("/feedback", Value::Null).await;
        let opened = app
            .call(
                "views.open",
                json!({"trigger_id": command["trigger_id"], "view": form()}),
            )
            .await;
        assert_eq!(
            opened["view"]["state"]["values"]["to"]["v"]["selected_user"],
            Value::Null
        );
        socket
            .take(
                "view_submission",
                json!({"response_action": "errors", "errors": {"start": "Say a little more."}}),
            )
            .await;
        let sent = socket.take("view_submission", Value::Null).await;
        assert_eq!(
            sent["view"]["state"]["values"]["start"]["v"]["value"],
            "ask for the date"
        );
        let to = &sent["view"]["state"]["values"]["to"]["v"]["selected_user"];
        let card = json!([section("*Amir* noticed something"), {"type": "actions", "elements": [button("Read", "read", "7")]}]);
        let posted = app
            .call(
                "chat.postMessage",
                json!({"channel": to, "text": "Amir noticed something", "blocks": card}),
            )
            .await;
        assert!(
            posted["channel"]
                .as_str()
                .is_some_and(|c| c.starts_with('D')),
            "{posted}"
        );
        let click = socket.take("block_actions", Value::Null).await;
        assert_eq!(click["actions"][0]["value"], "7");
        assert_eq!(click["channel"]["name"], "directmessage");
        let home = json!({"type": "home", "blocks": [section("Nothing waits for you")]});
        let user = &click["user"]["id"];
        app.call("views.publish", json!({"user_id": user, "view": home}))
            .await;
        let opened = socket.take("app_home_opened", Value::Null).await;
        assert_eq!(opened["event"]["view"]["type"], "home");
    };
    let people = async {
        amir.types("general", "/feedback @bea").await;
        amir.waits_for_form("Give feedback").await;
        amir.picks("To", "Bea").await;
        amir.fills("Start", "ask").await;
        amir.submits().await;
        assert_eq!(
            amir.field_error("Start").as_deref(),
            Some("Say a little more.")
        );
        assert_eq!(amir.field_value("Start").as_deref(), Some("ask"));
        amir.fills("Start", "ask for the date").await;
        amir.submits().await;
        assert_eq!(amir.form_title(), None);
        bea.sees("Amir noticed something").await;
        assert_eq!(bea.unread(), 1);
        amir.sees_no("noticed");
        bea.clicks("Read").await;
        bea.sees("Nothing waits for you").await;
        bea.opens_home().await;
    };
    tokio::join!(bot, people);
    slack.assert_clean();
    assert_eq!(slack.dm_texts("Bea"), ["Amir noticed something"]);
    let story = "\
Amir types in #general: /feedback @bea
Amir sees a form \"Give feedback\"
    | To: <…>
    | Start: …
    | [Examples]
    | (Send)
Amir sends \"Give feedback\"
    | To: <Bea>
    | Start: ask
Amir sees a form \"Give feedback\" (with errors)
    | To: <Bea>
    | Start: ask
    |   ! Say a little more.
    | [Examples]
    | (Send)
Amir sends \"Give feedback\"
    | To: <Bea>
    | Start: ask for the date
Peerloop → Bea (DM): Amir noticed something
    | Amir noticed something
    | [Read]
Bea presses [Read] in Bea (DM)
Bea's Home appears
    | Nothing waits for you
Bea opens Home
";
    assert_eq!(slack.transcript(), story);
}
