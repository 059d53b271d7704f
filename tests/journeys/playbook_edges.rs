//! The playbook where something is in the way: an author whom Slack does not reach, and somebody who erases their data after
//! they shared an entry.

use crate::{
    drill::{answers, calm, minutes_pass, opens, votes},
    playbook::{proposes, with_owner},
};
use standin::Fault;

#[tokio::test]
async fn an_author_whom_slack_does_not_reach_finds_the_question_on_home() {
    let town = with_owner().await;
    let person = |name| town.slack.person(name);
    let (amir, bea) = (person("Amir"), person("Bea"));
    bea.types("general", "I send the summary before they ask.")
        .await;
    town.slack.faults().fail_next(
        "conversations.open",
        Fault::Error("cannot_dm_bot".to_owned()),
    );
    amir.runs_on("Save to playbook", "the summary before they ask")
        .await;
    amir.sees("Asked Bea.").await;
    amir.sees("Slack did not let Peerloop message Bea. Your question waits on their Home tab.")
        .await;
    town.all_told().await;
    bea.opens_home().await;
    bea.sees("Amir would like to save a message of yours to the playbook.")
        .await;
    bea.clicks("Read").await;
    bea.waits_for_form("Playbook").await;
    bea.sees("I send the summary before they ask.").await;
    bea.clicks("Yes, without").await;
    bea.sees("without your name").await;
    bea.closes_all().await;
    // The same message says what came of it.
    amir.sees("Bea said yes, without their name.").await;
    amir.clicks("Finish the entry").await;
    amir.waits_for_form("Playbook entry").await;
    amir.fills("Objection", "Send me a summary").await;
    amir.submits().await;
    amir.sees("Sent for review.").await;
    amir.closes_all().await;
    town.all_told().await;
    bea.opens_home().await;
    bea.sees("Nothing waits for you.").await;
    insta::assert_snapshot!(town.ends_with_dead_letters(1).await);
}

#[tokio::test]
async fn whoever_shared_an_entry_and_erases_their_data_leaves_the_card_without_a_name() {
    let town = with_owner().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, elin) = (person("Amir"), person("Bea"), person("Elin"));
    proposes(&elin, "The price is too high", "Compared to what?").await;
    amir.types("general", "/playbook price").await;
    amir.clicks("Share here").await;
    bea.sees("From the playbook, shared by Amir:").await;
    town.all_told().await;
    amir.types("general", "/peerloop erase me").await;
    amir.submits().await;
    amir.sees("Erased. Peerloop keeps nothing that names you")
        .await;
    amir.closes().await;
    bea.sees_no_more("From the playbook, shared by Amir:").await;
    bea.sees("Compared to what?").await;
    town.all_told().await;
    assert_eq!(
        town.count("SELECT count(*) FROM playbook_share WHERE person = 'nobody'"),
        1
    );
    // Others still open the entry from it.
    bea.clicks("Open").await;
    bea.waits_for_form("Playbook").await;
    bea.sees("Live").await;
    bea.closes_all().await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn what_was_reviewed_or_taken_out_is_offered_for_no_drill_any_more() {
    let town = with_owner().await;
    let elin = town.slack.person("Elin");
    for (objection, answer) in [
        ("Send me some info", "Gladly. What should it answer?"),
        ("Not a good time", "When would be?"),
        ("We have a vendor", "What made you choose them?"),
    ] {
        proposes(&elin, objection, answer).await;
    }
    town.days_pass(90).await;
    town.all_told().await;
    elin.opens_home().await;
    for objection in ["Send me some info", "Not a good time", "We have a vendor"] {
        elin.sees(&format!("“{objection}” · aged in the playbook"))
            .await;
    }
    for (objection, press) in [
        ("Send me some info", "Still good"),
        ("Not a good time", "Retire"),
    ] {
        elin.types("general", &format!("/playbook {objection}"))
            .await;
        elin.clicks("Open").await;
        elin.waits_for_form("Playbook").await;
        elin.sees(objection).await;
        elin.clicks(press).await;
        elin.sees(if press == "Retire" { "Retired" } else { "Live" })
            .await;
        elin.closes_all().await;
    }
    town.all_told().await;
    elin.opens_home().await;
    elin.sees_no_more("“Send me some info” · aged").await;
    elin.sees_no_more("“Not a good time” · aged").await;
    elin.sees("“We have a vendor” · aged in the playbook").await;
    town.ends_well().await;
}

#[tokio::test]
async fn nobody_puts_their_name_under_the_answer_of_a_drill() {
    let town = with_owner().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi) = (person("Amir"), person("Bea"), person("Chidi"));
    let (dana, elin) = (person("Dana"), person("Elin"));
    opens(&elin, "general", "We build it ourselves.").await;
    town.all_told().await;
    let order = ["With whom, and by when?", "What would you not build then?"];
    answers(&amir, order[0]).await;
    answers(&bea, order[1]).await;
    minutes_pass(&town, 11).await;
    for voter in [&chidi, &dana, &elin] {
        votes(voter, &order).await;
    }
    minutes_pass(&town, 11).await;
    amir.clicks("Take a bow").await;
    amir.clicks("Put my name under it").await;
    amir.closes().await;
    town.all_told().await;
    bea.clicks("Add to playbook").await;
    bea.waits_for_form("Playbook entry").await;
    bea.sees("It names nobody").await;
    bea.sees_no("Show my name with it");
    bea.submits().await;
    bea.sees("Sent for review.").await;
    bea.closes_all().await;
    town.all_told().await;
    elin.opens_home().await;
    elin.clicks("Open").await;
    elin.clicks("Make it live").await;
    elin.closes_all().await;
    dana.types("general", "/playbook build").await;
    dana.clicks("Open").await;
    dana.waits_for_form("Playbook").await;
    let form = dana.screen().forms.last().map(|form| format!("{form:?}"));
    let form = form.unwrap_or_default();
    assert!(
        form.contains(order[0]) && !form.contains("Amir") && !form.contains("Bea"),
        "{form}"
    );
    dana.closes_all().await;
    insta::assert_snapshot!(calm(&town.ends_well().await));
}
