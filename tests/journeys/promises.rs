//! The privacy promises that named feedback makes, each as a test.

use crate::{feedback::give, town::Town};

#[tokio::test]
async fn words_never_stand_in_slacks_history_and_are_gone_when_taken_back() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(&amir, "bea", "discovery", "Zebra crossing at noon.").await;
    amir.clicks("Withdraw").await;
    amir.sees("its words are deleted").await;
    amir.closes().await;
    town.all_told().await;
    give(&amir, "bea", "discovery", "Giraffe in the lift.").await;
    amir.closes().await;
    bea.clicks("Read").await;
    bea.sees("Giraffe in the lift.").await;
    bea.closes().await;
    town.all_told().await;
    for person in [&amir, &bea] {
        for conversation in person.screen().conversations {
            let text = format!("{:?}", conversation.messages);
            assert!(
                !text.contains("Zebra") && !text.contains("Giraffe"),
                "words in Slack's history: {text}"
            );
        }
    }
    assert!(
        town.slack
            .journal()
            .iter()
            .all(|entry| !format!("{entry:?}").contains("Zebra"))
    );
    town.ends_well().await;
}

#[tokio::test]
async fn every_message_and_form_with_a_note_says_who_sees_it() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    amir.types("general", "/feedback @bea").await;
    amir.waits_for_form("Give feedback").await;
    amir.sees("Who sees this: you and the person you pick")
        .await;
    amir.picks("Skill", "demo").await;
    amir.fills("Start", "Something.").await;
    amir.submits().await;
    amir.sees("Who sees this: you and Bea.").await;
    amir.clicks("Edit").await;
    amir.waits_for_form("Edit feedback").await;
    amir.sees("Who sees this: you and Bea.").await;
    amir.closes().await;
    bea.sees("Who sees this: you and Amir.").await;
    bea.clicks("Read").await;
    bea.waits_for_form("Feedback").await;
    bea.sees("Who sees this: you and Amir.").await;
    bea.clicks("This helped").await;
    bea.closes().await;
    amir.sees("Amir, your note to Bea about demo helped.").await;
    amir.sees("Who sees this: you and Bea.").await;
    town.ends_well().await;
}
