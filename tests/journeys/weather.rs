//! Bad weather between Peerloop and Slack: nothing acked is lost, nothing is said twice, and the person learns of it.

use crate::{feedback::give, town::Town};
use standin::{Disconnect, Fault};

/// The DMs of this text that a person has.
fn heard(town: &Town, person: &str, text: &str) -> usize {
    town.slack
        .dm_texts(person)
        .iter()
        .filter(|said| said.contains(text))
        .count()
}

async fn survives(fault: Fault, posts: usize) {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    let what = format!("{fault:?}");
    town.slack.faults().fail_next("chat.postMessage", fault);
    give(&amir, "bea", "discovery", "Through bad weather.").await;
    amir.closes().await;
    bea.sees("Bea, Amir noticed something about discovery.")
        .await;
    town.all_told().await;
    assert_eq!(heard(&town, "Bea", "noticed something"), 1, "after {what}");
    assert_eq!(
        town.slack.calls("chat.postMessage"),
        posts,
        "calls after {what}"
    );
    town.ends_well().await;
}

#[tokio::test]
async fn a_post_that_failed_is_sent_again_and_one_that_arrived_is_not() {
    tokio::join!(
        survives(Fault::Error("internal_error".to_owned()), 2),
        survives(Fault::Status(500), 2),
        survives(Fault::Status(503), 2),
        survives(Fault::RateLimited(1), 2),
        survives(Fault::AppliedThenReset, 1),
    );
}

#[tokio::test]
async fn a_conversation_that_does_not_open_at_once_is_opened_later() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    town.slack
        .faults()
        .fail_next("conversations.open", Fault::AppliedThenReset);
    town.slack
        .faults()
        .fail_next("conversations.open", Fault::Status(502));
    give(&amir, "bea", "discovery", "Knocking twice.").await;
    amir.closes().await;
    bea.sees("Bea, Amir noticed something about discovery.")
        .await;
    town.all_told().await;
    assert_eq!(heard(&town, "Bea", "noticed something"), 1);
    town.ends_well().await;
}

#[tokio::test]
async fn a_message_that_slack_refuses_is_told_to_the_giver_and_the_note_is_kept() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    town.slack.faults().fail_next(
        "chat.postMessage",
        Fault::Error("messages_tab_disabled".to_owned()),
    );
    give(&amir, "bea", "discovery", "Waits on Home.").await;
    amir.closes().await;
    amir.sees("Slack did not let Peerloop message Bea about your note on discovery.")
        .await;
    bea.opens_home().await;
    bea.sees("Amir noticed something about discovery.").await;
    bea.clicks("Read").await;
    bea.sees("Waits on Home.").await;
    town.all_told().await;
    assert_eq!(town.running.dead_letters().await.unwrap(), 1);
    insta::assert_snapshot!(town.ends_with_dead_letters(1).await);
}

#[tokio::test]
async fn a_form_that_slack_does_not_open_is_offered_again() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    town.slack
        .faults()
        .fail_next("views.open", Fault::RateLimited(1));
    amir.types("general", "/feedback @bea").await;
    amir.sees("Slack was too slow to open the form. Nothing is lost.")
        .await;
    amir.clicks("Open the form").await;
    amir.waits_for_form("Give feedback").await;
    assert_eq!(amir.field_value("To").as_deref(), Some("<Bea>"));
    amir.picks("Skill", "demo").await;
    amir.fills("Start", "At the second try.").await;
    amir.submits().await;
    amir.closes().await;
    bea.sees("Bea, Amir noticed something about demo.").await;
    town.slack
        .faults()
        .fail_next("views.open", Fault::Error("expired_trigger_id".to_owned()));
    bea.clicks("Read").await;
    bea.sees("Slack was too slow to open the form.").await;
    bea.clicks("Open the form").await;
    bea.sees("At the second try.").await;
    // From Home there is no response URL: the line comes as a DM.
    bea.closes().await;
    bea.opens_home().await;
    town.all_told().await;
    town.slack
        .faults()
        .fail_next("views.open", Fault::Status(500));
    bea.clicks("Give feedback").await;
    bea.sees("Slack was too slow to open the form.").await;
    town.ends_well().await;
}

#[tokio::test]
async fn the_line_that_offers_a_form_again_is_tried_again_too() {
    let town = Town::open().await;
    let amir = town.slack.person("Amir");
    let faults = town.slack.faults();
    faults.fail_next("views.open", Fault::Status(503));
    faults.fail_next("response_url", Fault::Status(503));
    faults.fail_next("response_url", Fault::Reset);
    amir.types("general", "/feedback @bea").await;
    amir.clicks("Open the form").await;
    amir.waits_for_form("Give feedback").await;
    amir.closes().await;
    assert_eq!(town.slack.calls("response_url"), 3);
    // From Home there is no response URL, and the DM must not come twice.
    amir.opens_home().await;
    town.all_told().await;
    faults.fail_next("views.open", Fault::Status(503));
    faults.fail_next("chat.postMessage", Fault::RateLimited(1));
    amir.clicks("Give feedback").await;
    let told = |slack: &standin::Standin| slack.dm_texts("Amir").len() == 1;
    assert!(town.slack.holds_within(standin::slack::CAP, told).await);
    town.ends_well().await;
}

#[tokio::test]
async fn a_doubled_envelope_changes_nothing_twice() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    for kind in ["slash_commands", "view_submission", "block_actions"] {
        town.slack.faults().double_next_envelope(kind);
    }
    town.slack.expect_refusal("exchanged_trigger_id");
    town.slack.expect_refusal("hash_conflict");
    give(&amir, "bea", "discovery", "Once, though it came twice.").await;
    amir.closes_all().await;
    bea.clicks("Read").await;
    bea.sees("Once, though it came twice.").await;
    // Two for the command, two for Read: both did come twice.
    town.slack.wait_for_calls("views.open", 4).await;
    town.all_told().await;
    assert_eq!(heard(&town, "Bea", "noticed something"), 1);
    town.ends_well().await;
}

#[tokio::test]
async fn sockets_that_go_away_are_replaced_and_nothing_is_lost() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    for (at, how) in [
        Disconnect::RefreshRequested,
        Disconnect::Warning,
        Disconnect::Closed,
        Disconnect::Dropped,
    ]
    .into_iter()
    .enumerate()
    {
        town.slack.wait_for_sockets(2).await;
        town.slack.faults().disconnect(how);
        give(
            &amir,
            "bea",
            "discovery",
            &format!("Through weather number {at}."),
        )
        .await;
        amir.closes().await;
        town.all_told().await;
        assert_eq!(
            heard(&town, "Bea", "noticed something"),
            at + 1,
            "after {how:?}"
        );
    }
    bea.clicks("Read").await;
    bea.sees("Through weather number 3.").await;
    town.ends_well().await;
}

#[tokio::test]
async fn a_removed_app_ends_with_a_sentence_and_keeps_its_queue() {
    let town = Town::open().await;
    let amir = town.slack.person("Amir");
    give(&amir, "bea", "discovery", "Kept.").await;
    amir.closes().await;
    town.all_told().await;
    town.slack.uninstalls().await;
    let sentence = town.ends_by_itself().await.to_string();
    assert!(
        sentence.contains("removed from the workspace") || sentence.contains("token"),
        "{sentence}"
    );
}
