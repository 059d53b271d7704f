//! Attention: one tap mutes what nobody asked for, and nothing else.

use crate::{
    check_in_weeks::goes_live,
    commitment::{MONDAY, commits},
    feedback::give,
    town::Town,
};

#[tokio::test]
async fn one_tap_mutes_and_feedback_still_comes() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    bea.opens_home().await;
    bea.sees("Feedback from people, and answers to what you do, still come.")
        .await;
    bea.clicks("Mute everything").await;
    bea.sees("Everything that you have not asked for is muted")
        .await;
    assert_eq!(town.count("SELECT count(*) FROM mute"), 1);
    give(&amir, "bea", "demo", "It comes all the same.").await;
    amir.closes().await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.sees("It comes all the same.").await;
    bea.closes().await;
    bea.opens_home().await;
    bea.clicks("Unmute").await;
    bea.sees("Peerloop may remind you").await;
    bea.clicks("Mute everything").await;
    bea.sees("Everything that you have not asked for").await;
    // Erasing ends it, as everything else.
    bea.types("general", "/peerloop my data").await;
    bea.sees("You have muted everything").await;
    bea.closes().await;
    bea.types("general", "/peerloop erase me").await;
    bea.sees("nothing is muted any more").await;
    bea.submits().await;
    bea.sees("Erased.").await;
    bea.closes().await;
    assert_eq!(town.count("SELECT count(*) FROM mute"), 0);
    town.ends_well().await;
}

#[tokio::test]
async fn the_first_home_says_what_this_is_and_later_ones_do_not() {
    let town = Town::open().await;
    let bea = town.slack.person("Bea");
    let welcome = "New here? Press Give feedback";
    bea.opens_home().await;
    bea.sees(welcome).await;
    town.all_told().await;
    town.days_pass(1).await;
    bea.opens_home().await;
    bea.sees_no_more(welcome).await;
    town.ends_well().await;
}

#[tokio::test]
async fn what_nobody_asked_for_says_why_it_came_and_is_muted_where_it_stands() {
    let town = Town::open_at(MONDAY).await;
    let (elin, bea) = (town.slack.person("Elin"), town.slack.person("Bea"));
    commits(&bea, "Heron.").await;
    bea.closes().await;
    goes_live(&elin).await;
    town.days_pass(7).await;
    town.all_told().await;
    bea.sees("Bea, how did it go with your commitment?").await;
    bea.sees("You get this because you set out to do something and chose a time for check-ins.")
        .await;
    bea.clicks("Mute").await;
    bea.sees("Muted: no reminders and no prompts any more. Unmute stands on Peerloop's Home tab.")
        .await;
    town.days_pass(7).await;
    town.all_told().await;
    let asked = "SELECT count(*) FROM prompt";
    let muted = "SELECT count(*) FROM ledger WHERE name = 'check_in' AND skipped = 'muted'";
    assert_eq!((town.count(asked), town.count(muted)), (1, 1));
    bea.opens_home().await;
    bea.clicks("Unmute").await;
    bea.sees("Peerloop may remind you").await;
    town.days_pass(7).await;
    town.all_told().await;
    assert_eq!((town.count(asked), town.count(muted)), (2, 1));
    let transcript = town.ends_well().await;
    // Elin's part is in the transcripts of set-up.
    let shown = transcript.split("── Elin ──").next().unwrap();
    insta::assert_snapshot!(shown);
}
