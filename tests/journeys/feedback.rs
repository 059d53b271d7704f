//! Named feedback: given, read, helped; changed and taken back until it is read; every way in.

use crate::town::Town;

#[tokio::test]
async fn a_teammate_reads_it_and_the_giver_hears_that_it_helped() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));

    amir.types("general", "/feedback @bea").await;
    amir.waits_for_form("Give feedback").await;
    amir.picks("Skill", "discovery").await;
    amir.fills("Start", "Ask for the next step before minute 25.")
        .await;
    amir.fills("Continue", "The summary of their words.").await;
    amir.fills("Link to a call or deal", "https://crm.example/deals/7")
        .await;
    amir.submits().await;
    amir.sees("On its way.").await;
    amir.closes().await;
    town.all_told().await;

    bea.sees("Bea, Amir noticed something about discovery.")
        .await;
    bea.sees("Who sees this: you and Amir.").await;
    bea.sees_no("minute 25");
    bea.clicks("Read").await;
    bea.sees("Ask for the next step before minute 25.").await;
    bea.sees("https://crm.example/deals/7").await;
    bea.clicks("This helped").await;
    bea.sees("You told Amir that this helped.").await;
    bea.closes().await;

    amir.sees("Amir, your note to Bea about discovery helped.")
        .await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn until_it_is_read_the_giver_can_change_it_and_take_it_back() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));

    amir.opens_home().await;
    town.all_told().await;
    amir.sees("Nothing waits for you.").await;
    amir.clicks("Give feedback").await;
    amir.picks("To", "Bea").await;
    amir.picks("Skill", "demo").await;
    amir.fills("Stop", "You always click too fast.").await;
    amir.submits().await;
    amir.sees("“always” can sound like a verdict").await;
    amir.clicks("Edit").await;
    amir.waits_for_form("Edit feedback").await;
    assert_eq!(
        amir.field_value("Stop").as_deref(),
        Some("You always click too fast.")
    );
    amir.fills(
        "Stop",
        "Twice on Monday the screen changed before I had read it.",
    )
    .await;
    amir.submits().await;
    amir.sees("Changed.").await;
    amir.closes().await;

    town.all_told().await;
    bea.opens_home().await;
    town.all_told().await;
    bea.sees("Amir noticed something about demo.").await;
    bea.clicks("Read").await;
    bea.sees("Twice on Monday").await;
    bea.sees_no("always");
    bea.closes().await;

    town.all_told().await;
    // Read: now it stays as it is.
    amir.sees("· read").await;
    amir.sees_no("[Edit]");

    amir.clicks("Give feedback").await;
    amir.picks("To", "Bea").await;
    amir.picks("Skill", "objections").await;
    amir.fills("Start", "A note that should not stay.").await;
    amir.submits().await;
    amir.closes().await;
    bea.sees("Bea, Amir noticed something about objections.")
        .await;
    town.all_told().await;
    amir.clicks("Withdraw").await;
    bea.sees("Amir took this back.").await;
    bea.sees_no_more("Amir noticed something about objections.")
        .await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn the_one_who_reads_too_late_or_edits_too_late_hears_why() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));

    give(&amir, "bea", "discovery", "Too late to change.").await;
    amir.clicks("Edit").await;
    amir.waits_for_form("Edit feedback").await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.sees("Too late to change.").await;
    amir.fills("Start", "A change that comes too late.").await;
    amir.submits().await;
    amir.sees("Bea has read this, so it stays as it was sent.")
        .await;
    amir.closes().await;
    amir.sees("A change that comes too late.").await;
    amir.closes_all().await;
    bea.clicks("Delete my copy").await;
    bea.sees("The words are gone for good").await;
    bea.clicks("Keep it").await;
    bea.sees("Too late to change.").await;
    bea.clicks("Delete my copy").await;
    bea.clicks("Delete it").await;
    bea.sees("Your copy is deleted.").await;
    town.all_told().await;
    bea.closes().await;
    bea.sees("You deleted your copy.").await;
    bea.sees_no("[Read]");
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn every_way_in_opens_the_form_or_answers() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));

    amir.types("general", "/feedback help").await;
    amir.sees("opens a short form").await;
    amir.types("general", "/peerloop help").await;
    amir.sees("Peerloop is peer coaching between teammates")
        .await;
    amir.types("general", "/peerloop dance").await;
    amir.sees("I don't know that word.").await;

    amir.types("general", "/feedback").await;
    amir.waits_for_form("Give feedback").await;
    amir.closes().await;
    amir.types("general", "/peerloop feedback @bea Ask who else decides.")
        .await;
    amir.waits_for_form("Give feedback").await;
    assert_eq!(
        amir.field_value("Start").as_deref(),
        Some("Ask who else decides.")
    );
    assert_eq!(amir.field_value("To").as_deref(), Some("<Bea>"));
    amir.closes().await;
    amir.runs("Give feedback").await;
    amir.waits_for_form("Give feedback").await;
    amir.closes().await;
    bea.types("general", "The demo went well.").await;
    amir.runs_on("Give feedback", "The demo went well.").await;
    amir.waits_for_form("Give feedback").await;
    assert_eq!(amir.field_value("To").as_deref(), Some("<Bea>"));
    amir.closes().await;
    insta::assert_snapshot!(town.ends_well().await);
}

/// Gives a note and leaves the confirmation open.
pub(crate) async fn give(giver: &standin::Persona, to: &str, skill: &str, start: &str) {
    give_by("/feedback", giver, to, skill, start).await;
}

/// The same where the command goes by another name.
pub(crate) async fn give_by(
    command: &str,
    giver: &standin::Persona,
    to: &str,
    skill: &str,
    start: &str,
) {
    giver.types("general", &format!("{command} @{to}")).await;
    giver.waits_for_form("Give feedback").await;
    giver.picks("Skill", skill).await;
    giver.fills("Start", start).await;
    giver.submits().await;
    giver.waits_for_form("Feedback").await;
}
