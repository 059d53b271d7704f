//! A card that somebody deleted while whoever opened the drill has left: the owners are asked to post it again.

use crate::{
    drill::{answers, calm, minutes_pass, opens},
    town::{Town, within},
};
use standin::{Persona, cast::CastPerson};

/// Somebody's account is switched off, and Peerloop knows.
async fn leaves(town: &Town, name: &str) {
    town.slack
        .changes(name, |card: &mut CastPerson| card.deactivated = true)
        .await
        .unwrap();
    let gone =
        format!("SELECT count(*) FROM person WHERE name = '{name}' AND standing = 'deactivated'");
    within(async {
        while town.count(&gone) != 1 {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// Elin becomes the owner of the programme.
async fn owner(town: &Town) -> Persona {
    let elin = town.slack.person("Elin");
    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.closes().await;
    elin
}

/// Changes the answer that they sent: Peerloop edits the card, and so learns that it is gone.
async fn writes_anew(person: &Persona, text: &str) {
    person.opens_home().await;
    person.clicks("Change it").await;
    person.waits_for_form("Fire drill").await;
    person.fills("What would you say?", text).await;
    person.submits().await;
    person.sees("Changed.").await;
    person.closes().await;
}

/// Dana's drill, which Amir has answered and whose card Slack will refuse to change.
async fn is_answered(town: &Town) {
    town.slack.expect_refusal("message_not_found");
    let (dana, amir) = (town.slack.person("Dana"), town.slack.person("Amir"));
    opens(&dana, "general", "You are a startup.").await;
    town.all_told().await;
    answers(&amir, "We are, and here is who pays us.").await;
    town.all_told().await;
}

#[tokio::test]
async fn whose_opener_has_left_waits_for_the_owners_and_goes_on_once() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, elin) = (person("Amir"), person("Bea"), owner(&town).await);
    is_answered(&town).await;
    leaves(&town, "Dana").await;
    elin.deletes("You are a startup.").await;
    writes_anew(&amir, "Who of your size do you want to ask?").await;
    elin.sees("The card of a fire drill in #general is gone")
        .await;
    town.all_told().await;
    bea.sees_no("The card of a fire drill");
    elin.clicks("Post it again").await;
    bea.sees("You are a startup.").await;
    elin.sees("The fire drill of somebody who has left stands in #general now.")
        .await;
    town.all_told().await;
    assert_eq!(town.count("SELECT refusals FROM drill"), 1, "posted once");
    minutes_pass(&town, 11).await;
    bea.sees("One answer came in").await;
    insta::assert_snapshot!(calm(&town.ends_well().await));
}

#[tokio::test]
async fn which_its_opener_was_offered_waits_for_the_owners_once_they_leave() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, elin) = (person("Amir"), person("Bea"), owner(&town).await);
    is_answered(&town).await;
    elin.deletes("You are a startup.").await;
    writes_anew(&amir, "Who of your size do you want to ask?").await;
    person("Dana")
        .sees("The card of your fire drill in #general is gone")
        .await;
    town.all_told().await;
    elin.sees_no("The card of a fire drill");
    leaves(&town, "Dana").await;
    elin.sees("The card of a fire drill in #general is gone")
        .await;
    // Where it was pressed does not matter.
    elin.opens_home().await;
    elin.sees("is gone, and whoever opened it has left.").await;
    elin.clicks("Post it again").await;
    bea.sees("1 answered.").await;
    elin.sees_no_more("is gone, and whoever opened it has left.")
        .await;
    town.all_told().await;
    town.ends_well().await;
}

#[tokio::test]
async fn whose_opener_stepped_out_stands_on_the_owners_home() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, dana) = (person("Amir"), person("Bea"), person("Dana"));
    let elin = owner(&town).await;
    is_answered(&town).await;
    elin.deletes("You are a startup.").await;
    writes_anew(&amir, "Who of your size do you want to ask?").await;
    dana.sees("The card of your fire drill in #general is gone")
        .await;
    dana.types("general", "/peerloop leave").await;
    dana.submits().await;
    dana.sees("You don't take part any more.").await;
    dana.closes().await;
    dana.clicks("Post it again").await;
    dana.sees("You don't take part in Peerloop").await;
    // An owner who takes no part either may do it.
    elin.types("general", "/peerloop leave").await;
    elin.submits().await;
    elin.sees("You don't take part any more.").await;
    elin.closes().await;
    elin.opens_home().await;
    elin.clicks("Post it again").await;
    bea.sees("1 answered.").await;
    town.all_told().await;
    town.ends_well().await;
}

#[tokio::test]
async fn where_nobody_runs_the_programme_it_stands_on_the_homes_of_those_who_drill_there() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi) = (person("Amir"), person("Bea"), person("Chidi"));
    is_answered(&town).await;
    leaves(&town, "Dana").await;
    person("Elin").deletes("You are a startup.").await;
    writes_anew(&amir, "Who of your size do you want to ask?").await;
    amir.sees("is gone, and whoever opened it has left.").await;
    chidi.opens_home().await;
    chidi.sees("Nothing waits for you.").await;
    amir.clicks("Post it again").await;
    bea.sees("1 answered.").await;
    amir.sees_no_more("is gone, and whoever opened it has left.")
        .await;
    town.all_told().await;
    town.ends_well().await;
}

#[tokio::test]
async fn what_was_never_posted_ends_with_whoever_wanted_it() {
    let town = Town::open().await;
    let (amir, elin) = (town.slack.person("Amir"), owner(&town).await);
    town.slack.expect_refusal("not_in_channel");
    opens(&amir, "pod-blue", "You are a startup.").await;
    amir.sees("Peerloop is not in #pod-blue").await;
    town.all_told().await;
    leaves(&town, "Amir").await;
    town.all_told().await;
    let over = "SELECT count(*) FROM drill WHERE cancelled_at IS NOT NULL AND posted_at IS NULL";
    assert_eq!(town.count(over), 1);
    elin.opens_home().await;
    elin.sees("Nothing waits for you.").await;
    town.ends_with_dead_letters(1).await;
}
