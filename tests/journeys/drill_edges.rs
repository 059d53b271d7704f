//! Fire drills where something is in the way: deadlines, people who leave, a bot that was down, a channel it is not in.

use crate::{
    drill::{answers, calm, closes_early, minutes_pass, opens, votes},
    town::{Town, within},
};
use standin::cast::CastPerson;

#[tokio::test]
async fn a_deadline_inside_an_open_form_waits_two_minutes_and_then_an_answer_is_late() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi, dana) = (
        person("Amir"),
        person("Bea"),
        person("Chidi"),
        person("Dana"),
    );
    opens(&dana, "general", "Now is not the time.").await;
    town.all_told().await;
    answers(&amir, "What would make it the time?").await;
    for writer in [&bea, &chidi] {
        writer.clicks("Answer").await;
        writer.waits_for_form("Fire drill").await;
    }
    minutes_pass(&town, 11).await;
    dana.sees("Time is up. What is being written still counts until")
        .await;
    // Grace is for forms that were open.
    dana.clicks("Answer").await;
    dana.sees("Time is up. The vote opens in a moment.").await;
    bea.fills("What would you say?", "When would it be?").await;
    bea.submits().await;
    bea.sees("Your answer is in.").await;
    bea.closes().await;
    minutes_pass(&town, 2).await;
    dana.sees("2 answers are in.").await;
    chidi
        .fills("What would you say?", "Too slow, but said.")
        .await;
    chidi.submits().await;
    chidi.sees("It came after time was up").await;
    chidi.closes().await;
    amir.opens_home().await;
    town.all_told().await;
    amir.sees("in the vote").await;
    dana.clicks("Vote").await;
    dana.waits_for_form("Vote").await;
    dana.sees_no("Too slow, but said.");
    dana.closes().await;
    minutes_pass(&town, 11).await;
    dana.sees("1 answer came late.").await;
    dana.clicks("All answers").await;
    dana.sees("Too slow, but said.").await;
    dana.sees("came late, so it was not in the vote").await;
    dana.closes().await;
    town.ends_well().await;
}

#[tokio::test]
async fn the_vote_opens_at_once_when_the_last_who_was_writing_has_sent() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, dana) = (person("Amir"), person("Bea"), person("Dana"));
    opens(&dana, "general", "It is fine as it is.").await;
    town.all_told().await;
    answers(&amir, "What is fine about it?").await;
    bea.clicks("Answer").await;
    bea.waits_for_form("Fire drill").await;
    minutes_pass(&town, 10).await;
    town.slack.advance(chrono::Duration::seconds(30));
    dana.sees("Time is up.").await;
    bea.fills("What would you say?", "And next year?").await;
    bea.submits().await;
    bea.closes().await;
    dana.sees("2 answers are in.").await;
    town.ends_well().await;
}

#[tokio::test]
async fn a_bot_that_was_down_over_the_deadline_closes_once_and_late() {
    let mut town = Town::open().await;
    let (amir, bea, dana) = (
        town.slack.person("Amir"),
        town.slack.person("Bea"),
        town.slack.person("Dana"),
    );
    opens(&dana, "general", "My boss decides.").await;
    town.all_told().await;
    answers(&amir, "What would your boss ask?").await;
    answers(&bea, "Shall we ask together?").await;
    town.all_told().await;
    town.restarts_after(chrono::Duration::hours(2)).await;
    within(town.running.all_run()).await;
    dana.sees("2 answers are in.").await;
    // The whole vote is still to come.
    let left = town.count("SELECT vote_by - closed_at FROM drill");
    assert_eq!(left, 600);
    town.restarts_after(chrono::Duration::hours(2)).await;
    within(town.running.all_run()).await;
    dana.sees("Undecided").await;
    assert_eq!(
        town.count("SELECT count(*) FROM drill WHERE due_at IS NOT NULL"),
        0
    );
    town.ends_well().await;
}

#[tokio::test]
async fn a_facilitator_who_leaves_mid_drill_takes_nothing_with_them() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, dana) = (person("Amir"), person("Bea"), person("Dana"));
    opens(&dana, "general", "Who gave you my number?").await;
    town.all_told().await;
    answers(&amir, "A colleague of yours.").await;
    bea.clicks("Close now").await;
    bea.sees("Dana opened this drill.").await;
    town.slack
        .changes("Dana", |card: &mut CastPerson| card.deactivated = true)
        .await
        .unwrap();
    within(wait_for(
        &town,
        "SELECT count(*) FROM person WHERE name = 'Dana' AND standing = 'deactivated'",
    ))
    .await;
    bea.clicks("5 more minutes").await;
    bea.sees("More time from Bea.").await;
    closes_early(&bea, "Close now").await;
    bea.sees("One answer came in").await;
    minutes_pass(&town, 11).await;
    bea.sees("A colleague of yours.").await;
    town.ends_well().await;
}

/// Until this counts one.
async fn wait_for(town: &Town, sql: &str) {
    while town.count(sql) != 1 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn in_a_channel_without_the_bot_the_facilitator_hears_at_once_what_to_do() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea) = (person("Amir"), person("Bea"));
    town.slack.expect_refusal("not_in_channel");
    opens(&amir, "general", "First, in general.").await;
    town.all_told().await;
    opens(&amir, "pod-blue", "Give us a discount.").await;
    amir.sees("Peerloop is not in #pod-blue").await;
    amir.sees("/invite @Peerloop").await;
    amir.sees("Or post it in #general instead").await;
    amir.clicks("Try again").await;
    town.all_told().await;
    assert_eq!(
        town.count("SELECT refusals FROM drill ORDER BY id DESC LIMIT 1"),
        2
    );
    town.slack.invites_bot("pod-blue");
    // Time does not run while nobody can answer.
    minutes_pass(&town, 60).await;
    amir.clicks("Try again").await;
    bea.sees("Give us a discount.").await;
    amir.sees("Your fire drill stands in #pod-blue now.").await;
    town.all_told().await;
    let left = town.count("SELECT answer_by - posted_at FROM drill ORDER BY id DESC LIMIT 1");
    assert!((590..=600).contains(&left), "{left} seconds to answer");
    insta::assert_snapshot!(calm(&town.ends_well().await));
}

#[tokio::test]
async fn a_refused_drill_goes_where_the_last_one_stood_or_where_one_picks() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, dana) = (person("Amir"), person("Dana"));
    town.slack.expect_refusal("not_in_channel");
    opens(&amir, "pod-blue", "Send me a mail.").await;
    amir.sees("Peerloop is not in #pod-blue").await;
    amir.sees_no("Post there instead");
    amir.clicks("Pick another channel").await;
    amir.picks("Channel", "#general").await;
    amir.submits().await;
    dana.sees("Send me a mail.").await;
    amir.closes().await;
    town.all_told().await;
    // What the channel is called comes with the first press on a card there.
    opens(&amir, "pod-blue", "Sounds good.").await;
    amir.sees("[Post there instead]").await;
    answers(&dana, "To whom, and what for?").await;
    opens(&amir, "pod-blue", "Sounds great.").await;
    amir.clicks("Post in #general instead").await;
    dana.sees("Sounds great.").await;
    town.ends_with_dead_letters(3).await;
}

#[tokio::test]
async fn two_drills_in_one_channel_are_answered_and_end_apart() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, dana) = (person("Amir"), person("Bea"), person("Dana"));
    opens(&dana, "general", "The first objection.").await;
    opens(&bea, "general", "The second objection.").await;
    town.all_told().await;
    amir.clicks_beside("Answer", "What would you say?").await;
    amir.waits_for_form("Fire drill").await;
    amir.sees("The second objection.").await;
    amir.fills("What would you say?", "To the second.").await;
    amir.submits().await;
    amir.closes().await;
    bea.clicks("Cancel the drill").await;
    bea.sees("The one answer stays with its author").await;
    bea.clicks("Cancel the drill").await;
    bea.sees("The drill is cancelled.").await;
    bea.closes().await;
    amir.sees("Cancelled by Bea.").await;
    dana.sees_no("To the second.");
    answers(&amir, "To the first.").await;
    minutes_pass(&town, 11).await;
    dana.sees("One answer came in").await;
    dana.clicks("Read it").await;
    dana.sees("To the first.").await;
    dana.closes().await;
    town.ends_well().await;
}

#[tokio::test]
async fn where_facilitators_are_named_they_and_owners_open_drills() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, elin) = (person("Amir"), person("Bea"), person("Elin"));
    elin.types("general", "/peerloop setup").await;
    elin.picks("Add a facilitator", "Bea").await;
    elin.submits().await;
    elin.sees("Bea").await;
    elin.closes().await;
    amir.types("general", "/drill").await;
    amir.sees("facilitators and owners open drills: Bea").await;
    bea.types("general", "/drill").await;
    bea.waits_for_form("Fire drill").await;
    bea.closes().await;
    elin.types("general", "/drill").await;
    elin.waits_for_form("Fire drill").await;
    elin.closes().await;
    town.ends_well().await;
}

#[tokio::test]
async fn who_answered_and_voted_is_told_nowhere_and_goes_with_them() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi) = (person("Amir"), person("Bea"), person("Chidi"));
    let (dana, elin) = (person("Dana"), person("Elin"));
    opens(&elin, "general", "It's too expensive.").await;
    town.all_told().await;
    let order = ["Ocelots cost more.", "Compared with what?"];
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
    dana.sees("Amir takes a bow").await;
    assert!(!town.files_hold(b"Ocelots"), "sealed at rest");
    chidi.types("general", "/peerloop my data").await;
    chidi.sees("Your vote in a fire drill").await;
    let form = format!("{:?}", chidi.screen().forms);
    assert!(!form.contains("Ocelots"), "what others wrote: {form}");
    chidi.closes_all().await;
    amir.types("general", "/peerloop my data").await;
    amir.sees("Your answer in a fire drill").await;
    amir.closes_all().await;
    amir.types("general", "/peerloop erase me").await;
    amir.submits().await;
    amir.sees("Erased. Peerloop keeps nothing that names you")
        .await;
    amir.closes().await;
    dana.sees_no_more("Amir takes a bow").await;
    dana.sees("Ocelots cost more.").await;
    assert_eq!(
        town.count("SELECT count(*) FROM answer WHERE author = 'nobody'"),
        1
    );
    town.ends_well().await;
}
