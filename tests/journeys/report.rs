//! Reports: two reviewers get the text, never its author; its writer is paused towards that person until they lift it.

use crate::{feedback::give, town::Town};

async fn with_reviewers() -> Town {
    let town = Town::open().await;
    let elin = town.slack.person("Elin");
    elin.types("general", "/peerloop setup").await;
    for reviewer in ["Chidi", "Dana"] {
        elin.picks("Add a reviewer", reviewer).await;
        elin.submits().await;
        elin.sees(reviewer).await;
    }
    elin.closes().await;
    town.all_told().await;
    town
}

#[tokio::test]
async fn a_reported_note_reaches_two_reviewers_and_pauses_its_writer() {
    let town = with_reviewers().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    let (chidi, dana) = (town.slack.person("Chidi"), town.slack.person("Dana"));
    give(&amir, "bea", "demo", "Words that hurt.").await;
    amir.closes().await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.sees("Words that hurt.").await;
    bea.clicks("Report").await;
    bea.waits_for_form("Report a note").await;
    bea.sees("Who sees this: you and Chidi and Dana.").await;
    bea.picks("What is wrong with it?", "It attacks me, not what I did")
        .await;
    bea.submits().await;
    bea.sees("Reported to Chidi and Dana.").await;
    bea.closes_all().await;
    town.all_told().await;

    // The writer is paused towards Bea, and only towards Bea; nothing typed is lost.
    amir.types("general", "/feedback @bea").await;
    amir.waits_for_form("Give feedback").await;
    amir.fills("Start", "Another one.").await;
    amir.submits().await;
    amir.sees("Your notes to Bea are paused for now.").await;
    assert_eq!(amir.field_value("Start").as_deref(), Some("Another one."));
    amir.closes_all().await;
    give(&amir, "chidi", "demo", "To somebody else.").await;
    amir.closes().await;
    town.all_told().await;

    chidi.clicks("Review").await;
    chidi.waits_for_form("Reported note").await;
    chidi.sees("Words that hurt.").await;
    chidi
        .sees("Reported as: It attacks me, not what I did")
        .await;
    let form = format!("{:?}", chidi.screen().forms);
    assert!(
        !form.contains("Amir") && !form.contains("Bea"),
        "the author or the receiver stands in the review: {form}"
    );
    dana.clicks("Review").await;
    dana.waits_for_form("Reported note").await;
    chidi.clicks("Lift the pause").await;
    chidi.sees("The pause is lifted.").await;
    town.all_told().await;
    chidi.closes().await;
    // The second reviewer hears what the first decided.
    dana.clicks("Keep it paused").await;
    dana.sees("The pause is lifted.").await;
    dana.closes().await;
    town.all_told().await;
    dana.sees("Decided. The text is deleted here.").await;

    give(&amir, "bea", "demo", "A better one.").await;
    amir.closes().await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.sees("A better one.").await;
    bea.closes().await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn without_reviewers_a_report_is_refused_and_nobody_reviews_their_own_case() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(&amir, "bea", "demo", "A note.").await;
    amir.closes().await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.sees("A note.").await;
    bea.clicks("Report").await;
    bea.sees("Nobody reviews reports here yet.").await;
    bea.closes_all().await;

    let elin = town.slack.person("Elin");
    elin.types("general", "/peerloop setup").await;
    for reviewer in ["Amir", "Dana"] {
        elin.picks("Add a reviewer", reviewer).await;
        elin.submits().await;
        elin.sees(reviewer).await;
    }
    elin.closes().await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.clicks("Report").await;
    bea.waits_for_form("Report a note").await;
    bea.sees("Who sees this: you and Dana.").await;
    bea.picks("What is wrong with it?", "Something else").await;
    bea.submits().await;
    bea.sees("Reported to Dana.").await;
    bea.closes_all().await;
    town.all_told().await;
    amir.sees_no("reported");
    town.ends_well().await;
}
