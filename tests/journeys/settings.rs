//! Settings: owners change them, and what is open hears of it.

use crate::{feedback::give, town::Town};
use standin::Options;

#[tokio::test]
async fn owners_change_the_skills_and_an_open_form_hears_of_it() {
    let town = Town::open().await;
    let (elin, amir, bea) = (
        town.slack.person("Elin"),
        town.slack.person("Amir"),
        town.slack.person("Bea"),
    );
    give(&amir, "bea", "demo", "On a skill that goes.").await;
    amir.closes().await;
    amir.types("general", "/feedback @bea").await;
    amir.waits_for_form("Give feedback").await;
    amir.fills("Start", "Words that stay.").await;

    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.closes().await;
    elin.types("general", "/peerloop settings").await;
    elin.waits_for_form("Settings").await;
    elin.fills("Skills", "  ").await;
    elin.submits().await;
    elin.sees("Write 1 to 20 of them, one a line.").await;
    elin.fills("Skills", "discovery\n\nstorytelling\nDiscovery")
        .await;
    elin.submits().await;
    elin.sees("Saved. It holds from now on.").await;
    elin.sees("added storytelling; removed objections").await;
    elin.closes().await;

    amir.submits().await;
    amir.sees("That is no longer one of the skills here. Pick another one.")
        .await;
    amir.picks("Skill", "discovery").await;
    amir.submits().await;
    amir.sees("On its way.").await;
    amir.closes().await;
    town.all_told().await;
    // The older note keeps its skill, for its receiver and for its giver's edit.
    bea.clicks_beside("Read", "demo").await;
    bea.sees("Amir on demo").await;
    bea.closes().await;
    amir.types("general", "/feedback @bea").await;
    amir.waits_for_form("Give feedback").await;
    amir.picks("Skill", "storytelling").await;
    amir.closes().await;
    town.ends_well().await;
}

/// Makes Elin the owner, and Dana the second if she is asked for.
async fn owned(town: &Town, by_dana_too: bool) {
    let elin = town.slack.person("Elin");
    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
    if by_dana_too {
        elin.picks("Add an owner", "Dana").await;
        elin.submits().await;
        elin.sees("Who sees this: you and Dana.").await;
    }
    elin.closes().await;
}

#[tokio::test]
async fn a_shorter_time_says_what_goes_tonight_and_goes_by_it() {
    let town = Town::open().await;
    let (elin, amir, bea) = (
        town.slack.person("Elin"),
        town.slack.person("Amir"),
        town.slack.person("Bea"),
    );
    owned(&town, false).await;
    give(&amir, "bea", "demo", "Sixty days ago.").await;
    amir.closes().await;
    town.all_told().await;
    town.days_pass(60).await;
    give(&amir, "bea", "objections", "Of today.").await;
    amir.closes().await;

    elin.types("general", "/peerloop settings").await;
    elin.waits_for_form("Settings").await;
    for (typed, error) in [
        ("29", "Write a number from 30 to 365."),
        ("a month", "Write a whole number."),
    ] {
        elin.fills("Keep notes (days)", typed).await;
        elin.submits().await;
        elin.sees(error).await;
        assert_eq!(
            elin.field_error("Keep notes (days)").as_deref(),
            Some(error)
        );
    }
    elin.fills("Keep notes (days)", "45").await;
    elin.submits().await;
    elin.sees("Not saved yet.").await;
    elin.sees("Notes: 1").await;
    // Another number is another question.
    elin.fills("Keep notes (days)", "59").await;
    elin.submits().await;
    elin.sees("Press Save once more").await;
    elin.submits().await;
    elin.sees("Saved. It holds from now on.").await;
    elin.sees("Keep notes: 180 → 59").await;
    elin.closes().await;
    amir.types("general", "/peerloop privacy").await;
    amir.sees("Kept for 59 days.").await;

    town.all_told().await;
    town.days_pass(1).await;
    assert_eq!(town.count("SELECT count(*) FROM feedback"), 1);
    bea.clicks_beside("Read", "objections").await;
    bea.sees("Of today.").await;
    bea.closes().await;
    town.ends_well().await;
}

#[tokio::test]
async fn two_owners_at_once_do_not_undo_each_other() {
    let town = Town::open().await;
    let (elin, dana) = (town.slack.person("Elin"), town.slack.person("Dana"));
    owned(&town, true).await;
    let k = "People behind a figure (people)";
    let hours = "Between two of them (hours)";
    for owner in [&elin, &dana] {
        owner.types("general", "/peerloop settings").await;
        owner.waits_for_form("Settings").await;
    }
    dana.fills(k, "8").await;
    dana.picks("Working hours end", "17:30").await;
    dana.picks("Working days", "Friday").await;
    dana.submits().await;
    dana.sees("Saved.").await;
    dana.sees("Working days: Monday, Tuesday, Wednesday, Thursday, Friday → Monday, Tuesday, Wednesday, Thursday").await;
    dana.closes().await;
    // Elin's form still shows 5: it is not what she changes.
    elin.fills(hours, "6").await;
    elin.submits().await;
    elin.sees("People behind a figure: 5 → 8").await;
    assert_eq!(elin.field_value(k).as_deref(), Some("8"));
    assert_eq!(elin.field_value(hours).as_deref(), Some("6"));
    elin.closes().await;

    for owner in [&elin, &dana] {
        owner.types("general", "/peerloop settings").await;
        owner.waits_for_form("Settings").await;
    }
    dana.fills(k, "9").await;
    dana.submits().await;
    dana.sees("Saved.").await;
    dana.closes().await;
    elin.fills(k, "7").await;
    elin.picks("Working hours begin", "17:30").await;
    elin.submits().await;
    elin.sees("Somebody else has changed this while the form was open.")
        .await;
    elin.fills(k, "9").await;
    elin.submits().await;
    elin.sees("Working hours end after they begin.").await;
    elin.closes().await;
    town.ends_well().await;
}

#[tokio::test]
async fn single_channel_guests_take_part_once_an_owner_allows_it() {
    let dir = tempfile::tempdir().unwrap();
    let world = dir.path().join("world.yml");
    let cast = include_str!("../../standin/src/cast.yml");
    let with_mona = cast
        .replace(
            "\nchannels:",
            "\n  - {name: Mona, zone: Europe/Madrid, single_channel: true}\nchannels:",
        )
        .replace("Elin, Gus]", "Elin, Gus, Mona]");
    std::fs::write(&world, with_mona).unwrap();
    let town = Town::open_with(Options {
        world: Some(world),
        ..Options::default()
    })
    .await;
    let (elin, amir) = (town.slack.person("Elin"), town.slack.person("Amir"));
    let (mona, gus) = (town.slack.person("Mona"), town.slack.person("Gus"));
    owned(&town, false).await;
    mona.types("general", "/feedback @bea").await;
    mona.sees("Guests of this workspace don't take part").await;
    elin.types("general", "/peerloop settings").await;
    elin.waits_for_form("Settings").await;
    elin.picks("Single-channel guests take part", "Yes").await;
    elin.submits().await;
    elin.sees("Single-channel guests take part: No → Yes").await;
    elin.closes().await;

    give(&mona, "bea", "demo", "From one channel.").await;
    mona.closes().await;
    give(&amir, "mona", "demo", "To one channel.").await;
    amir.closes().await;
    town.all_told().await;
    mona.clicks("Read").await;
    mona.sees("To one channel.").await;
    mona.closes().await;
    // A guest of several channels is often another company's.
    gus.types("general", "/feedback @bea").await;
    gus.sees("Guests of this workspace don't take part").await;
    amir.types("general", "/feedback @gus").await;
    amir.sees("Gus is a guest in this workspace").await;
    town.ends_well().await;
}
