//! The rows of the product's table of edge cases: oneself, apps, people who left, outsiders, everything twice.

use crate::{feedback::give, town::Town};
use serde_json::json;

#[tokio::test]
async fn a_note_to_oneself_is_private_and_tells_nobody() {
    let town = Town::open().await;
    let amir = town.slack.person("Amir");
    amir.types("general", "/feedback @amir").await;
    amir.waits_for_form("Give feedback").await;
    amir.picks("Skill", "follow-up").await;
    amir.fills("Start", "Call back the same day.").await;
    amir.submits().await;
    amir.sees("Kept as a private note.").await;
    amir.sees("Who sees this: only you.").await;
    amir.closes().await;
    amir.opens_home().await;
    town.all_told().await;
    amir.sees("Notes to yourself").await;
    amir.clicks("Open").await;
    amir.sees("Call back the same day.").await;
    amir.clicks("Delete").await;
    amir.sees("Nothing of it is kept.").await;
    amir.closes().await;
    amir.sees_no_more("Notes to yourself").await;
    assert_eq!(
        town.slack.calls("chat.postMessage"),
        0,
        "a private note told somebody"
    );
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn who_cannot_be_given_notes_is_said_and_nothing_typed_is_lost() {
    let town = Town::open().await;
    let amir = town.slack.person("Amir");
    amir.types("general", "/feedback @rex").await;
    amir.sees("I can't pass notes to apps.").await;

    amir.types("general", "/feedback").await;
    amir.waits_for_form("Give feedback").await;
    amir.picks("To", "Bea").await;
    amir.picks("Skill", "demo").await;
    amir.submits().await;
    amir.sees("Write something in at least one of the three boxes.")
        .await;
    amir.fills("Start", "Words that stay.").await;
    for (name, sentence) in [
        ("Rex", "I can't pass notes to apps."),
        (
            "Olga",
            "Olga works for another company, so Peerloop can't reach them.",
        ),
        ("Gus", "Gus is a guest in this workspace"),
    ] {
        amir.picks("To", name).await;
        amir.submits().await;
        amir.sees(sentence).await;
        assert_eq!(
            amir.field_value("Start").as_deref(),
            Some("Words that stay.")
        );
    }
    amir.picks("To", "Bea").await;
    amir.submits().await;
    amir.sees("On its way.").await;
    amir.closes().await;
    town.slack
        .person("Bea")
        .sees("Bea, Amir noticed something about demo.")
        .await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn guests_and_outsiders_hear_that_they_do_not_take_part() {
    let town = Town::open().await;
    let gus = town.slack.person("Gus");
    gus.types("general", "/feedback @bea").await;
    gus.sees("Guests of this workspace don't take part in Peerloop.")
        .await;
    assert_eq!(gus.form_title(), None);
    town.all_told().await;
    gus.opens_home().await;
    gus.sees("Peerloop is for the members of this workspace")
        .await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn somebody_who_left_while_the_form_was_open_gets_nothing_and_the_text_stays() {
    let town = Town::open().await;
    let (amir, chidi) = (town.slack.person("Amir"), town.slack.person("Chidi"));
    give(&chidi, "bea", "discovery", "Written before Bea left.").await;
    chidi.closes().await;
    town.slack
        .person("Bea")
        .sees("Bea, Chidi noticed something about discovery.")
        .await;
    town.all_told().await;
    amir.types("general", "/feedback @bea").await;
    amir.waits_for_form("Give feedback").await;
    amir.picks("Skill", "demo").await;
    amir.fills("Start", "Words for somebody who leaves.").await;
    let left = json!({ "id": town.slack.person("Bea").id(), "team_id": "T1", "name": "bea", "deleted": true,
        "profile": { "display_name": "Bea", "real_name": "Bea" } });
    let acked = town
        .slack
        .inject(event(
            "Ev0LEFT",
            &json!({ "type": "user_change", "user": left }),
        ))
        .await;
    assert!(acked.is_some(), "the event was not acked");
    amir.submits().await;
    amir.sees("Bea has left: their Slack account is switched off.")
        .await;
    assert_eq!(
        amir.field_value("Start").as_deref(),
        Some("Words for somebody who leaves.")
    );
    amir.closes_all().await;
    chidi
        .sees("Bea left before opening what you wrote to them.")
        .await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn everything_twice_has_one_effect_and_the_same_answer() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    amir.types("general", "/feedback @bea").await;
    amir.waits_for_form("Give feedback").await;
    amir.picks("Skill", "discovery").await;
    amir.fills("Start", "Said once.").await;
    amir.submits().await;
    amir.sees("On its way.").await;
    let submit = town.slack.payload_of_last("view_submission").unwrap();
    let again =
        json!({ "type": "interactive", "accepts_response_payload": true, "payload": submit });
    let first = town.slack.inject(again.clone()).await.expect("an ack");
    let second = town.slack.inject(again).await.expect("an ack");
    assert_eq!(first["payload"], second["payload"], "the same answer");
    amir.closes_all().await;

    bea.sees("Bea, Amir noticed something about discovery.")
        .await;
    bea.clicks("Read").await;
    bea.sees("Said once.").await;
    bea.clicks("This helped").await;
    bea.sees("You told Amir that this helped.").await;
    let click = town.slack.payload_of_last("block_actions").unwrap();
    let again =
        json!({ "type": "interactive", "accepts_response_payload": false, "payload": click });
    assert!(town.slack.inject(again).await.is_some());
    amir.sees("your note to Bea about discovery helped").await;
    town.all_told().await;
    assert_eq!(town.slack.calls("chat.postMessage"), 2, "one DM each");
    town.slack.expect_refusal("exchanged_trigger_id");
    town.slack.expect_refusal("hash_conflict");
    town.ends_well().await;
}

#[tokio::test]
async fn a_restart_loses_nothing() {
    let mut town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(&amir, "bea", "discovery", "Kept over a restart.").await;
    amir.closes().await;
    town.restarts().await;
    bea.sees("Bea, Amir noticed something about discovery.")
        .await;
    bea.clicks("Read").await;
    bea.sees("Kept over a restart.").await;
    bea.closes().await;
    town.all_told().await;
    assert_eq!(town.slack.calls("chat.postMessage"), 1);
    town.ends_well().await;
}

/// An event's envelope.
pub(crate) fn event(id: &str, inner: &serde_json::Value) -> serde_json::Value {
    json!({ "type": "events_api", "accepts_response_payload": false, "retry_attempt": 0, "retry_reason": "",
        "payload": { "type": "event_callback", "event_id": id, "team_id": "T1", "event": inner } })
}
