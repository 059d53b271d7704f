//! What Slack should never send, and what people should never press: acked or not as the rule says, a clear
//! sentence, nothing changed.

use crate::{edges::event, feedback::give, town::Town};
use serde_json::{Value, json};

fn interactive(payload: &Value) -> Value {
    json!({ "type": "interactive", "accepts_response_payload": true, "payload": payload })
}

#[tokio::test]
async fn an_event_we_cannot_read_is_acked_and_a_submit_we_cannot_read_is_not() {
    let town = Town::open().await;
    assert!(
        town.slack
            .inject(event(
                "Ev1",
                &json!({ "type": "moon_phase", "full": [1, null] })
            ))
            .await
            .is_some()
    );
    assert!(
        town.slack
            .inject(event("Ev2", &json!("not an object")))
            .await
            .is_some()
    );
    assert!(
        town.slack
            .inject(json!({ "type": "greetings", "payload": {} }))
            .await
            .is_some()
    );
    for broken in [
        json!({ "type": "view_submission" }),
        json!({ "type": "dialog_submission", "user": { "id": "U1" } }),
        json!([]),
    ] {
        assert_eq!(
            town.slack.inject(interactive(&broken)).await,
            None,
            "{broken} was acked"
        );
    }
    let counted = town.running.health.status();
    assert_eq!(
        (counted.ignored, counted.unacked),
        (3, 3),
        "counted: {counted:?}"
    );
    // A form of another version can be read: the person hears it, and what was typed stays below.
    let unknown = json!({ "type": "view_submission", "user": { "id": town.slack.person("Amir").id() },
        "view": { "id": "V1", "callback_id": "moon.walk", "state": { "values": {} } } });
    let ack = town
        .slack
        .inject(interactive(&unknown))
        .await
        .expect("an ack");
    assert_eq!(ack["payload"]["response_action"], "push");
    town.slack.expect_refusal("ack");
    let amir = town.slack.person("Amir");
    amir.types("general", "/feedback help").await;
    amir.sees("opens a short form").await;
    town.ends_well().await;
}

#[tokio::test]
async fn an_org_wide_payload_without_a_team_is_served() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    amir.types("general", "/feedback @bea").await;
    amir.waits_for_form("Give feedback").await;
    amir.picks("Skill", "discovery").await;
    amir.submits().await;
    let mut submit = town.slack.payload_of_last("view_submission").unwrap();
    submit["team"] = Value::Null;
    submit["is_enterprise_install"] = true.into();
    let values = &mut submit["view"]["state"]["values"];
    values["start"]["v"]["value"] = "From an org-wide install.".into();
    let ack = town
        .slack
        .inject(interactive(&submit))
        .await
        .expect("an ack");
    assert_eq!(ack["payload"]["response_action"], "update");
    bea.sees("Bea, Amir noticed something about discovery.")
        .await;
    bea.clicks("Read").await;
    bea.sees("From an org-wide install.").await;
    town.ends_well().await;
}

#[tokio::test]
async fn a_button_of_another_version_or_of_somebody_else_changes_nothing() {
    let town = Town::open().await;
    let (amir, bea, chidi) = (
        town.slack.person("Amir"),
        town.slack.person("Bea"),
        town.slack.person("Chidi"),
    );
    give(&amir, "bea", "discovery", "For Bea's eyes.").await;
    amir.closes().await;
    bea.sees("Bea, Amir noticed something about discovery.")
        .await;
    bea.clicks("Read").await;
    bea.sees("For Bea's eyes.").await;
    bea.closes().await;

    let read = town.slack.payload_of_last("block_actions").unwrap();
    let by = |who: &standin::Persona, action: &str, value: &str| {
        let mut click = read.clone();
        click["user"]["id"] = who.id().into();
        click["actions"][0]["action_id"] = action.into();
        click["actions"][0]["value"] = value.into();
        // No trigger and no response URL of theirs: whatever is shown must not go to Bea's.
        click["trigger_id"] = "1.2.forged".into();
        interactive(&click)
    };
    town.slack.expect_refusal("invalid_trigger_id");
    // All of these carry Bea's one response URL, which Slack takes five times.
    town.slack.expect_refusal("used_url");
    for action in [
        "feedback.read",
        "feedback.helped",
        "feedback.drop",
        "feedback.withdraw",
        "feedback.edit",
    ] {
        assert!(town.slack.inject(by(&chidi, action, "1")).await.is_some());
        assert!(town.slack.inject(by(&chidi, action, "999")).await.is_some());
        assert!(
            town.slack
                .inject(by(&chidi, action, "'; DROP TABLE feedback; --"))
                .await
                .is_some()
        );
    }
    assert!(
        town.slack
            .inject(by(&bea, "feedback.fly", "1"))
            .await
            .is_some()
    );
    assert!(
        town.slack
            .inject(by(&bea, "moon.walk", "1"))
            .await
            .is_some()
    );
    for person in [&chidi, &amir] {
        person.sees_no("For Bea's eyes.");
        person.sees_no("helped");
    }
    bea.clicks("Read").await;
    bea.sees("For Bea's eyes.").await;
    bea.sees_no("You told Amir");
    town.ends_well().await;
}
