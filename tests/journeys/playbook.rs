//! The playbook: a rep five minutes before a call, an entry from its first draft to its next drill, a teammate's message,
//! and who may do what.

use crate::town::Town;
use standin::Persona;

/// Elin owns the programme, and so reviews the playbook.
pub(crate) async fn with_owner() -> Town {
    let town = Town::open().await;
    let elin = town.slack.person("Elin");
    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.closes().await;
    town
}

/// Sends an entry off; what comes of it depends on who it is.
pub(crate) async fn proposes(person: &Persona, objection: &str, answer: &str) {
    person.types("general", "/playbook").await;
    person.waits_for_form("Playbook").await;
    person.clicks("Propose an entry").await;
    person.waits_for_form("Playbook entry").await;
    person.fills("Objection", objection).await;
    person.fills("Answer", answer).await;
    person.submits().await;
    person.sees("Open it").await;
    person.closes_all().await;
}

#[tokio::test]
async fn five_minutes_before_a_call() {
    let town = with_owner().await;
    let (amir, bea, elin) = (
        town.slack.person("Amir"),
        town.slack.person("Bea"),
        town.slack.person("Elin"),
    );
    proposes(&elin, "The price is too high", "Compared to what?").await;
    proposes(
        &elin,
        "We have a vendor already",
        "What made you choose them?",
    )
    .await;
    // A hit, a word that was mistyped, and nothing.
    amir.types("general", "/playbook price").await;
    amir.sees("Compared to what?").await;
    amir.sees("Not drilled yet · not used yet").await;
    bea.types("general", "/playbook vender").await;
    bea.sees("Closest: vendor").await;
    bea.sees("What made you choose them?").await;
    bea.types("general", "/playbook zebra").await;
    bea.sees("Nothing on “zebra” yet.").await;
    // One of them in the channel, and after the call: it worked.
    amir.clicks("Share here").await;
    amir.sees("Shared with your name.").await;
    bea.sees("From the playbook, shared by Amir:").await;
    amir.clicks("Worked").await;
    amir.sees("Counted for today as “Worked”, without your name.")
        .await;
    bea.types("general", "/playbook price").await;
    bea.sees("used by 1 person: 1 worked").await;
    amir.clicks("Take it back").await;
    amir.sees("Taken back: it counts nowhere.").await;
    // What somebody looked up is kept nowhere.
    assert!(!town.files_hold(b"zebra") && !town.files_hold(b"vender"));
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn from_a_draft_to_the_next_drill() {
    let town = with_owner().await;
    let (amir, bea, elin) = (
        town.slack.person("Amir"),
        town.slack.person("Bea"),
        town.slack.person("Elin"),
    );
    proposes(
        &amir,
        "Send me some info",
        "Happy to. What should it answer?",
    )
    .await;
    bea.types("general", "/playbook info").await;
    bea.sees("Nothing on “info” yet.").await;
    // Its writer changes the draft; the owner finds it on Home.
    amir.opens_home().await;
    amir.sees("Your draft “Send me some info” · waits for review")
        .await;
    amir.clicks("Open").await;
    amir.clicks("Edit").await;
    amir.waits_for_form("Edit the entry").await;
    amir.fills("Answer", "Gladly. What should it answer for you?")
        .await;
    amir.picks("Your name", "Show my name with it").await;
    amir.submits().await;
    amir.sees("Saved.").await;
    amir.closes_all().await;
    elin.opens_home().await;
    elin.sees("To review: “Send me some info”").await;
    elin.clicks("Open").await;
    elin.sees("Gladly. What should it answer for you?").await;
    elin.clicks("Make it live").await;
    elin.sees("Still good").await;
    elin.closes_all().await;
    town.all_told().await;
    amir.sees("What you proposed for the playbook is live.")
        .await;
    // A teammate suggests a change; it becomes the second version that everybody finds.
    bea.types("general", "/playbook info").await;
    bea.sees("Gladly.").await;
    bea.clicks("Open").await;
    bea.sees("by Amir").await;
    // What stood in the draft before was for its writer and for those who review.
    bea.sees_no("Earlier versions");
    bea.clicks("Suggest a change").await;
    bea.waits_for_form("Playbook entry").await;
    bea.fills("Answer", "Gladly. Who will read it?").await;
    bea.submits().await;
    bea.sees("Sent for review.").await;
    bea.closes_all().await;
    town.all_told().await;
    elin.opens_home().await;
    elin.clicks("Open").await;
    elin.sees("For a new version of Send me some info").await;
    elin.clicks("Make it live").await;
    elin.sees("Earlier versions").await;
    elin.closes_all().await;
    town.all_told().await;
    bea.types("general", "/playbook info").await;
    bea.sees("Who will read it?").await;
    // Nobody looks at it for a quarter.
    town.days_pass(90).await;
    bea.types("general", "/playbook info").await;
    bea.sees("Send me some info · stale").await;
    elin.opens_home().await;
    elin.sees("What to drill again").await;
    elin.clicks("Open").await;
    elin.clicks("Still good").await;
    elin.sees("Live · reviewed by Elin").await;
    elin.clicks("Retire").await;
    elin.sees("Retired: nobody finds it any more").await;
    elin.closes_all().await;
    town.all_told().await;
    bea.types("general", "/playbook info").await;
    bea.sees("Nothing on “info” yet.").await;
    town.all_scrubbed().await;
    assert!(!town.files_hold(b"Who will read it?"));
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn a_teammates_message_is_saved_only_with_their_yes() {
    let town = with_owner().await;
    let (amir, bea, chidi, elin) = (
        town.slack.person("Amir"),
        town.slack.person("Bea"),
        town.slack.person("Chidi"),
        town.slack.person("Elin"),
    );
    for (person, text) in [
        (&bea, "I ask what happens if they do nothing for a year."),
        (&chidi, "I offer a pause clause, it takes the fear out."),
        (&chidi, "I send a video of two minutes."),
        (&amir, "I name the number first."),
    ] {
        person.types("general", text).await;
    }
    amir.runs_on("Save to playbook", "do nothing for a year")
        .await;
    amir.sees("Asked Bea.").await;
    town.all_told().await;
    assert!(!town.files_hold(b"do nothing for a year"), "it is sealed");
    bea.sees("Amir would like to save a message of yours to the playbook.")
        .await;
    bea.clicks("Read").await;
    bea.waits_for_form("Playbook").await;
    bea.sees("I ask what happens if they do nothing for a year.")
        .await;
    bea.clicks("Yes, with my name").await;
    bea.sees("Amir can make it an entry now, with your name.")
        .await;
    town.all_told().await;
    bea.closes_all().await;
    amir.clicks("Finish the entry").await;
    amir.waits_for_form("Playbook entry").await;
    amir.sees("It names Bea, with their consent.").await;
    assert_eq!(
        amir.field_value("Answer").as_deref(),
        Some("I ask what happens if they do nothing for a year.")
    );
    amir.fills("Objection", "We'll stay with what we have")
        .await;
    amir.submits().await;
    amir.sees("Sent for review.").await;
    town.all_told().await;
    amir.closes_all().await;
    elin.opens_home().await;
    elin.clicks("Open").await;
    elin.clicks("Make it live").await;
    elin.sees("by Bea").await;
    elin.closes_all().await;
    // Amir hears that it is live before he goes on.
    town.all_told().await;

    // Without the name, and not at all.
    amir.runs_on("Save to playbook", "pause clause").await;
    amir.sees("Asked Chidi.").await;
    town.all_told().await;
    // A yes stands only beside the words.
    chidi.sees_no("Yes, without");
    chidi.clicks("Read").await;
    chidi.clicks("Yes, without").await;
    chidi
        .sees("Amir can make it an entry now, without your name.")
        .await;
    town.all_told().await;
    chidi.closes_all().await;
    amir.clicks("Finish the entry").await;
    amir.sees("It names nobody").await;
    amir.closes_all().await;
    bea.runs_on("Save to playbook", "video of two minutes")
        .await;
    town.all_told().await;
    chidi.clicks("No").await;
    chidi.sees("The copy is deleted.").await;
    town.all_told().await;
    bea.sees("Chidi would rather keep that message out of the playbook.")
        .await;
    bea.runs_on("Save to playbook", "video of two minutes")
        .await;
    bea.sees("Nobody is asked twice for one message.").await;
    // One's own needs no asking.
    amir.runs_on("Save to playbook", "I name the number first.")
        .await;
    amir.waits_for_form("Playbook entry").await;
    assert_eq!(
        amir.field_value("Answer").as_deref(),
        Some("I name the number first.")
    );
    amir.closes_all().await;
    // What nobody finishes is over after two weeks.
    town.days_pass(14).await;
    town.all_told().await;
    amir.sees("Nothing came of a message").await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn where_the_bot_is_not_the_sharer_hears_what_to_do() {
    let town = with_owner().await;
    let (amir, elin) = (town.slack.person("Amir"), town.slack.person("Elin"));
    proposes(&elin, "Not a good time", "When would be?").await;
    town.slack.expect_refusal("not_in_channel");
    amir.types("pod-blue", "/playbook time").await;
    amir.clicks("Share here").await;
    town.all_told().await;
    amir.sees("type /invite @Peerloop there").await;
    // From the entry's form into a channel where it is.
    amir.clicks("Open").await;
    amir.clicks("Share in a channel").await;
    amir.picks("Channel", "general").await;
    amir.submits().await;
    amir.sees("Shared with your name.").await;
    amir.closes_all().await;
    town.all_told().await;
    amir.sees("From the playbook, shared by Amir:").await;
    insta::assert_snapshot!(town.ends_with_dead_letters(1).await);
}

#[tokio::test]
async fn a_rep_reviews_nothing_exports_nothing_and_the_owner_does() {
    let town = with_owner().await;
    let (amir, elin, gus) = (
        town.slack.person("Amir"),
        town.slack.person("Elin"),
        town.slack.person("Gus"),
    );
    proposes(&elin, "=Too *expensive*", "Compared to what?").await;
    amir.types("general", "/playbook export").await;
    amir.sees("Only facilitators and programme owners can do that.")
        .await;
    gus.types("general", "/playbook price").await;
    gus.sees("don't take part in Peerloop").await;
    amir.types("general", "/playbook expensive").await;
    amir.clicks("Open").await;
    amir.waits_for_form("Playbook").await;
    for label in ["Make it live", "Retire", "Still good"] {
        amir.sees_no(label);
    }
    amir.closes_all().await;
    elin.types("general", "/playbook export").await;
    elin.sees("The playbook as Markdown, 1 of 1").await;
    elin.sees("Too \\*expensive\\*").await;
    elin.closes_all().await;
    town.ends_well().await;
}
