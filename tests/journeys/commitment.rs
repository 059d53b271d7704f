//! Commitments: made by hand and of a note, changed, kept; what the giver of the note hears, and what nobody else reads.

use crate::{feedback::give, town::Town};
use standin::Persona;

/// A Monday: Friday next week is the 28th.
pub(crate) const MONDAY: &str = "2026-08-17T08:00:00Z";

/// Makes a commitment by hand and leaves the confirmation open.
pub(crate) async fn commits(person: &Persona, what: &str) {
    person.types("general", "/checkin new").await;
    person.waits_for_form("New commitment").await;
    person.fills("What you will do", what).await;
    person.submits().await;
    person.sees("Saved for Fri 28 Aug").await;
}

/// Reads a note and makes a commitment of it; the confirmation stays open, on top of the note.
async fn commits_to_the_note(person: &Persona, what: &str) {
    person.clicks("Read").await;
    person.waits_for_form("Feedback").await;
    person.clicks("Make it a commitment").await;
    person.waits_for_form("New commitment").await;
    person.sees("From a note about discovery.").await;
    person.fills("What you will do", what).await;
}

/// Opens the list of what is open and answers for the first.
pub(crate) async fn answers(person: &Persona, answer: &str) {
    person.types("general", "/checkin").await;
    person.waits_for_form("Your commitments").await;
    person.clicks("How did it go?").await;
    person.waits_for_form("How did it go?").await;
    person.clicks(answer).await;
    person.waits_for_form("Check-in").await;
}

#[tokio::test]
async fn one_is_made_by_command_changed_and_opened_on_home() {
    let town = Town::open_at(MONDAY).await;
    let bea = town.slack.person("Bea");
    bea.opens_home().await;
    town.all_told().await;
    bea.types("general", "/checkin new").await;
    bea.waits_for_form("New commitment").await;
    assert_eq!(bea.field_value("By when").as_deref(), Some("<2026-08-28>"));
    bea.fills("What you will do", "   ").await;
    bea.picks("By when", "2026-08-16").await;
    bea.submits().await;
    bea.sees("Write what you will do, in a line.").await;
    bea.fills("What you will do", "Ask  for the next step on three calls.")
        .await;
    bea.submits().await;
    bea.sees("That day has passed.").await;
    bea.picks("By when", "2026-08-21").await;
    bea.submits().await;
    bea.sees("Saved for Fri 21 Aug").await;
    bea.sees("Who sees this: only you.").await;
    bea.clicks("Edit").await;
    bea.waits_for_form("Change your commitment").await;
    bea.fills("What you will do", "Ask for the next step on two calls.")
        .await;
    bea.submits().await;
    bea.sees("Saved for Fri 21 Aug").await;
    bea.closes().await;
    town.all_told().await;
    bea.clicks_beside("Open", "By Fri 21 Aug").await;
    bea.sees("Ask for the next step on two calls.").await;
    bea.sees_no("three calls");
    bea.closes().await;
    assert_eq!(town.count("SELECT count(*) FROM commitment"), 1);
    assert!(!town.files_hold(b"next step"), "words in a file");
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn the_giver_of_a_note_hears_that_it_led_to_something_kept_and_not_what() {
    let town = Town::open_at(MONDAY).await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(
        &amir,
        "bea",
        "discovery",
        "Ask what happens if they do nothing.",
    )
    .await;
    amir.closes().await;
    town.all_told().await;
    commits_to_the_note(&bea, "Pelican: the question about doing nothing.").await;
    bea.sees("Amir hears that something came of their note, and never these words")
        .await;
    bea.submits().await;
    bea.sees("Amir hears once you have kept it, or partly: only that, never the words.")
        .await;
    bea.sees("Who sees this: only you.").await;
    bea.closes_all().await;

    answers(&bea, "Not yet").await;
    bea.sees("Not yet. It stays open.").await;
    bea.closes_all().await;
    town.all_told().await;
    amir.sees_no("commitment");

    answers(&bea, "Partly").await;
    town.all_told().await;
    amir.sees("Bea partly kept the commitment that came from your note about discovery.")
        .await;
    bea.clicks("Change").await;
    bea.waits_for_form("How did it go?").await;
    amir.sees("The commitment that Bea made of your note about discovery is open again.")
        .await;
    bea.clicks("Done").await;
    amir.sees("Bea kept the commitment that came from your note about discovery.")
        .await;
    amir.sees("Who sees this: you and Bea.").await;
    amir.sees_no("Pelican");
    bea.closes_all().await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn whoever_unticks_it_or_lets_it_go_tells_the_giver_nothing() {
    let town = Town::open_at(MONDAY).await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(
        &amir,
        "bea",
        "discovery",
        "Ask what happens if they do nothing.",
    )
    .await;
    amir.closes().await;
    town.all_told().await;
    commits_to_the_note(&bea, "Something of my own.").await;
    bea.picks(
        "Once it is kept, or partly",
        "Amir hears that something came of their note, and never these words",
    )
    .await;
    bea.submits().await;
    bea.waits_for_form("Commitment").await;
    bea.sees_no("Amir hears once");
    bea.closes_all().await;
    answers(&bea, "Done").await;
    bea.closes_all().await;

    // A second one, with the tick left in; it loses its point.
    commits_to_the_note(&bea, "Something else.").await;
    bea.submits().await;
    bea.sees("Amir hears once you have kept it").await;
    bea.closes_all().await;
    answers(&bea, "No longer relevant").await;
    bea.sees("It is left out of your figure.").await;
    bea.closes_all().await;
    bea.opens_home().await;
    town.all_told().await;
    bea.sees("Follow-through in the last 4 weeks: 100 % of 1 · 1 no longer relevant.")
        .await;
    amir.sees_no("commitment");
    town.ends_well().await;
}

#[tokio::test]
async fn erasing_takes_ones_commitments_and_leaves_no_name_where_they_came_from() {
    let town = Town::open_at(MONDAY).await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(
        &amir,
        "bea",
        "discovery",
        "Ask what happens if they do nothing.",
    )
    .await;
    amir.closes().await;
    town.all_told().await;
    commits_to_the_note(&bea, "Pelican of my own.").await;
    bea.submits().await;
    bea.sees("Amir hears once you have kept it").await;
    bea.closes_all().await;
    bea.types("general", "/peerloop my data").await;
    bea.sees("Pelican of my own.").await;
    bea.closes().await;

    amir.types("general", "/peerloop erase me").await;
    amir.waits_for_form("Erase my data").await;
    amir.submits().await;
    amir.sees("Erased.").await;
    amir.closes().await;
    town.all_told().await;
    town.all_scrubbed().await;
    assert!(
        !town.files_hold(amir.id().as_bytes()),
        "Amir's id in a file"
    );
    answers(&bea, "Done").await;
    bea.closes_all().await;
    town.all_told().await;
    amir.sees_no("kept the commitment");

    commits(&bea, "Another one.").await;
    bea.closes().await;
    bea.types("general", "/peerloop erase me").await;
    bea.waits_for_form("Erase my data").await;
    bea.submits().await;
    bea.sees("Erased.").await;
    bea.closes().await;
    town.all_told().await;
    town.all_scrubbed().await;
    for table in ["commitment", "commitment_source", "check_in", "rhythm"] {
        assert_eq!(
            town.count(&format!("SELECT count(*) FROM {table}")),
            0,
            "{table}"
        );
    }
    assert!(!town.files_hold(bea.id().as_bytes()), "Bea's id in a file");
    town.ends_well().await;
}
