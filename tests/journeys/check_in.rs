//! Check-ins: an answer with one tap, a partner who agreed to hear of it, a note to them, a cheer, and parting.

use crate::{
    commitment::{MONDAY, answers, commits},
    town::Town,
};
use standin::Persona;

/// Bea asks Chidi, who agrees.
pub(crate) async fn are_partners(town: &Town, bea: &Persona, chidi: &Persona) {
    bea.types("general", "/checkin partner @chidi").await;
    bea.waits_for_form("Check-in partner").await;
    bea.submits().await;
    bea.sees("Chidi is asked.").await;
    bea.closes().await;
    town.all_told().await;
    chidi
        .sees("Bea would like to be your check-in partner.")
        .await;
    chidi.clicks("Yes").await;
    chidi.sees("You and Bea are check-in partners.").await;
    town.all_told().await;
    bea.sees("Chidi said yes: you are check-in partners.").await;
}

#[tokio::test]
async fn a_partner_is_asked_agrees_hears_how_it_went_cheers_and_one_of_them_ends_it() {
    let town = Town::open_at(MONDAY).await;
    let (bea, chidi) = (town.slack.person("Bea"), town.slack.person("Chidi"));
    are_partners(&town, &bea, &chidi).await;
    bea.types("general", "/checkin new").await;
    bea.waits_for_form("New commitment").await;
    bea.sees("Who sees this: you and Chidi, or only you, as you pick.")
        .await;
    bea.fills("What you will do", "Heron: one open question a call.")
        .await;
    bea.submits().await;
    bea.sees("Who sees this: you and Chidi.").await;
    bea.closes().await;

    answers(&bea, "Done").await;
    bea.sees("Done. Chidi has a line about it.").await;
    town.all_told().await;
    chidi.sees("Bea: done.").await;
    chidi.sees("Who sees this: you and Bea.").await;
    chidi.sees_no("Heron");
    bea.clicks("Add a note").await;
    bea.waits_for_form("Note to your partner").await;
    bea.fills(
        "What went well, or what would help?",
        "Ibis: the third was hard.",
    )
    .await;
    bea.submits().await;
    bea.sees("Chidi opens it with Read").await;
    bea.closes_all().await;
    town.all_told().await;
    chidi.sees_no("Ibis");
    chidi.clicks("Read").await;
    chidi.sees("Heron: one open question a call.").await;
    chidi.sees("Ibis: the third was hard.").await;
    chidi.sees("Who sees this: you and Bea.").await;
    chidi.closes().await;
    chidi.clicks("Cheer").await;
    chidi.sees("You cheered.").await;
    chidi.sees_no("[Cheer]");
    bea.sees("Chidi cheers you for your check-in.").await;

    // What one could read is closed when it ends, whoever ends it.
    town.all_told().await;
    bea.opens_home().await;
    town.all_told().await;
    bea.sees("Your partner: Chidi").await;
    bea.clicks("End").await;
    bea.sees("You and Chidi are no longer check-in partners.")
        .await;
    bea.closes().await;
    town.all_told().await;
    chidi
        .sees(
            "You and Bea are no longer check-in partners. Thank you for looking after each other.",
        )
        .await;
    chidi.sees_no("[Read]");
    for words in ["Heron", "Ibis"] {
        for person in [&bea, &chidi] {
            let history = format!("{:?}", person.screen().conversations);
            assert!(
                !history.contains(words),
                "words in Slack's history: {history}"
            );
        }
        assert!(!town.files_hold(words.as_bytes()), "words in a file");
    }
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn a_partner_sees_nothing_of_what_is_only_mine() {
    let town = Town::open_at(MONDAY).await;
    let (bea, chidi, dana) = (
        town.slack.person("Bea"),
        town.slack.person("Chidi"),
        town.slack.person("Dana"),
    );
    // Made before there was a partner: it stays Bea's.
    commits(&bea, "Heron before.").await;
    bea.closes().await;
    are_partners(&town, &bea, &chidi).await;
    bea.types("general", "/checkin new").await;
    bea.waits_for_form("New commitment").await;
    bea.fills("What you will do", "Heron for me alone.").await;
    bea.picks("Who may read it", "Only me").await;
    bea.submits().await;
    bea.sees("Who sees this: only you.").await;
    bea.closes().await;
    for answer in ["Partly", "No longer relevant"] {
        answers(&bea, answer).await;
        bea.closes_all().await;
    }
    town.all_told().await;
    chidi.sees("Bea: partly.").await;
    chidi.sees("Bea: no longer relevant.").await;
    chidi.sees_no("[Read]");
    chidi.types("general", "/peerloop my data").await;
    chidi.waits_for_form("Your data").await;
    chidi.sees_no("Heron");
    chidi.closes().await;

    // Another partner inherits nothing.
    bea.types("general", "/checkin new").await;
    bea.waits_for_form("New commitment").await;
    bea.fills("What you will do", "Heron for Chidi.").await;
    bea.submits().await;
    bea.sees("Who sees this: you and Chidi.").await;
    bea.closes().await;
    chidi.types("general", "/checkin partner").await;
    chidi.sees("Bea is your check-in partner.").await;
    chidi.clicks("End").await;
    chidi.closes_all().await;
    town.all_told().await;
    bea.types("general", "/checkin partner @dana").await;
    bea.waits_for_form("Check-in partner").await;
    bea.submits().await;
    bea.closes().await;
    town.all_told().await;
    dana.clicks("Yes").await;
    dana.sees("You and Bea are check-in partners.").await;
    answers(&bea, "Done").await;
    bea.closes_all().await;
    town.all_told().await;
    dana.sees("Bea: done.").await;
    dana.sees_no("[Read]");
    town.ends_well().await;
}

#[tokio::test]
async fn not_now_is_silent_and_nobody_is_asked_who_cannot_agree() {
    let town = Town::open_at(MONDAY).await;
    let (bea, chidi) = (town.slack.person("Bea"), town.slack.person("Chidi"));
    bea.types("general", "/checkin partner @bea").await;
    bea.waits_for_form("Check-in partner").await;
    bea.submits().await;
    bea.sees("A partner is somebody else.").await;
    bea.picks("Whom do you ask?", "Rex").await;
    bea.submits().await;
    bea.sees("An app can't be a check-in partner.").await;
    bea.picks("Whom do you ask?", "Chidi").await;
    bea.submits().await;
    bea.sees("Chidi is asked.").await;
    bea.closes().await;
    town.all_told().await;
    chidi.clicks("Not now").await;
    chidi.sees("It is over; nobody is told why.").await;
    town.all_told().await;
    bea.sees_no("Not now");
    bea.opens_home().await;
    town.all_told().await;
    bea.sees("No partner yet.").await;

    // Both ask: that is a yes.
    are_asked(&bea, "chidi").await;
    town.all_told().await;
    chidi.types("general", "/checkin partner @bea").await;
    chidi.waits_for_form("Check-in partner").await;
    chidi.submits().await;
    chidi.sees("You and Bea are check-in partners.").await;
    chidi.closes().await;
    town.all_told().await;
    bea.sees("Chidi said yes").await;
    insta::assert_snapshot!(town.ends_well().await);
}

async fn are_asked(asker: &Persona, handle: &str) {
    asker
        .types("general", &format!("/checkin partner @{handle}"))
        .await;
    asker.waits_for_form("Check-in partner").await;
    asker.submits().await;
    asker.sees("is asked.").await;
    asker.closes().await;
}

#[tokio::test]
async fn when_one_is_asked_is_ones_own_choice() {
    let town = Town::open_at(MONDAY).await;
    let bea = town.slack.person("Bea");
    bea.types("general", "/checkin help").await;
    bea.sees("makes a commitment").await;
    bea.types("general", "/checkin when").await;
    bea.waits_for_form("When to check in").await;
    bea.picks("On", "Monday").await;
    bea.submits().await;
    bea.sees("Please complete this required field.").await;
    bea.picks("On", "Tuesday").await;
    bea.picks("On", "Thursday").await;
    bea.picks("At, on your own clock", "14:30").await;
    bea.picks("How often", "Every 2 weeks").await;
    bea.submits().await;
    bea.sees("You are asked on Tuesday and Thursday at 14:30, every 2 weeks, while a commitment is open.")
        .await;
    bea.closes().await;
    bea.opens_home().await;
    town.all_told().await;
    bea.clicks("Pause").await;
    bea.sees("Check-ins are paused.").await;
    bea.closes().await;
    town.all_told().await;
    bea.clicks("Resume").await;
    bea.sees("You are asked on Tuesday and Thursday at 14:30, every 2 weeks")
        .await;
    bea.closes().await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn erasing_leaves_a_partner_a_line_without_a_name() {
    let town = Town::open_at(MONDAY).await;
    let (bea, chidi) = (town.slack.person("Bea"), town.slack.person("Chidi"));
    are_partners(&town, &bea, &chidi).await;
    for person in [&bea, &chidi] {
        commits(person, "Heron.").await;
        person.closes().await;
        answers(person, "Done").await;
        person.closes_all().await;
    }
    town.all_told().await;
    bea.clicks("Cheer").await;
    town.all_told().await;
    chidi.sees("Bea cheers you for your check-in.").await;

    bea.types("general", "/peerloop erase me").await;
    bea.waits_for_form("Erase my data").await;
    bea.submits().await;
    bea.sees("Erased.").await;
    bea.closes().await;
    town.all_told().await;
    town.all_scrubbed().await;
    chidi.sees("This check-in is not kept any more.").await;
    chidi
        .sees("Someone who left the programme cheers you for your check-in.")
        .await;
    assert!(!town.files_hold(bea.id().as_bytes()), "Bea's id in a file");
    assert_eq!(town.count("SELECT count(*) FROM check_in"), 1);
    chidi.opens_home().await;
    town.all_told().await;
    chidi.sees("No partner yet.").await;
    insta::assert_snapshot!(town.ends_well().await);
}
