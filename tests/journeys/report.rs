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

/// Amir's note to Bea, which she has read and reported.
async fn reported(town: &Town) {
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(&amir, "bea", "demo", "Words that hurt.").await;
    amir.closes().await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.sees("Words that hurt.").await;
    bea.clicks("Report").await;
    bea.picks("What is wrong with it?", "Something else").await;
    bea.submits().await;
    bea.sees("Reported to Chidi and Dana.").await;
    bea.closes_all().await;
    town.all_told().await;
}

async fn erases(who: &standin::Persona) {
    who.types("general", "/peerloop erase me").await;
    who.waits_for_form("Erase my data").await;
    who.sees("as a tag that names nobody").await;
    who.submits().await;
    who.sees("Erased.").await;
    who.closes().await;
}

async fn is_paused(amir: &standin::Persona) {
    amir.types("general", "/feedback @bea").await;
    amir.waits_for_form("Give feedback").await;
    amir.picks("Skill", "demo").await;
    amir.fills("Start", "Another one.").await;
    amir.submits().await;
    amir.sees("Your notes to Bea are paused for now.").await;
    amir.closes_all().await;
}

#[tokio::test]
async fn erasing_oneself_ends_no_pause_and_lifting_it_leaves_no_tag() {
    let town = with_reviewers().await;
    let (amir, bea, chidi) = (
        town.slack.person("Amir"),
        town.slack.person("Bea"),
        town.slack.person("Chidi"),
    );
    reported(&town).await;
    erases(&amir).await;
    town.all_told().await;
    let named = "SELECT count(*) FROM feedback WHERE giver = 'U0AMIR0000'";
    assert_eq!(town.count(named), 0, "erased");
    is_paused(&amir).await;
    // Nor does it end when the other side erases theirs.
    erases(&bea).await;
    is_paused(&amir).await;
    let tags = "SELECT count(*) FROM report WHERE pair IS NOT NULL";
    assert_eq!(town.count(tags), 1);
    chidi.clicks("Review").await;
    chidi.waits_for_form("Reported note").await;
    chidi.sees("Words that hurt.").await;
    chidi.clicks("Lift the pause").await;
    chidi.sees("The pause is lifted.").await;
    chidi.closes().await;
    assert_eq!(town.count(tags), 0);
    give(&amir, "bea", "demo", "A better one.").await;
    amir.closes().await;
    town.ends_well().await;
}

#[tokio::test]
async fn a_reported_note_is_kept_for_its_report_and_both_go_when_its_time_is_over() {
    let town = with_reviewers().await;
    let dana = town.slack.person("Dana");
    reported(&town).await;
    // Nobody has decided: neither goes, however old.
    town.days_pass(400).await;
    let kept = || {
        (
            town.count("SELECT count(*) FROM feedback"),
            town.count("SELECT count(*) FROM report"),
        )
    };
    assert_eq!(kept(), (1, 1));
    dana.clicks("Review").await;
    dana.waits_for_form("Reported note").await;
    dana.clicks("Keep it paused").await;
    dana.sees("stays paused").await;
    dana.closes().await;
    town.all_told().await;
    town.days_pass(179).await;
    assert_eq!(kept(), (1, 1), "time counts from the decision");
    town.days_pass(3).await;
    assert_eq!(kept(), (0, 0));
    town.ends_well().await;
}

#[tokio::test]
async fn a_reviewer_and_owner_who_erases_everything_leaves_no_name() {
    let town = with_reviewers().await;
    let (elin, chidi) = (town.slack.person("Elin"), town.slack.person("Chidi"));
    reported(&town).await;
    chidi.clicks("Review").await;
    chidi.waits_for_form("Reported note").await;
    chidi.clicks("Keep it paused").await;
    chidi.sees("stays paused").await;
    chidi.closes().await;
    elin.types("general", "/peerloop settings").await;
    elin.waits_for_form("Settings").await;
    elin.fills("Skills", "demo").await;
    elin.submits().await;
    elin.sees("Saved.").await;
    elin.closes().await;
    town.all_told().await;
    for who in [&chidi, &elin] {
        erases(who).await;
    }
    town.all_told().await;
    town.all_scrubbed().await;
    let of = |column: &str, table: &str| {
        town.count(&format!(
            "SELECT count(*) FROM {table} WHERE {column} IN ('U0ELIN0000', 'U0CHIDI000')"
        ))
    };
    for (column, table) in [
        ("person", "role"),
        ("given_by", "role"),
        ("ended_by", "role"),
        ("set_by", "setting"),
        ("decided_by", "report"),
        ("id", "person"),
    ] {
        assert_eq!(of(column, table), 0, "{table}.{column}");
    }
    // What they did holds all the same.
    assert_eq!(
        town.count("SELECT count(*) FROM setting WHERE value = 'demo'"),
        1
    );
    assert_eq!(
        town.count("SELECT count(*) FROM report WHERE pair IS NOT NULL"),
        1
    );
    is_paused(&town.slack.person("Amir")).await;
    town.ends_well().await;
}
