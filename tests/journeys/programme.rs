//! Who takes part: a list, a channel, an invitation, leaving and coming back, going live, a second admin.

use crate::{feedback::give, town::Town};
use standin::Persona;

/// The first owner, with the set-up form open.
pub(crate) async fn sets_up(elin: &Persona) {
    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
}

/// Puts people on a list, and lets others join by themselves or not.
pub(crate) async fn enrols(elin: &Persona, lines: &str, others: &str) {
    sets_up(elin).await;
    elin.clicks_beside("Change", "Who takes part").await;
    elin.waits_for_form("Who takes part").await;
    elin.picks("Who takes part", "A list of people").await;
    elin.picks("Others in this workspace", others).await;
    elin.fills("Add to the list", lines).await;
    elin.submits().await;
    elin.sees("What Save would change").await;
    elin.submits().await;
    elin.sees("Saved. Who takes part: a list of people").await;
}

const OPEN: &str = "May join by themselves and be invited";
const CLOSED: &str = "Only owners add people";

#[tokio::test]
async fn a_list_with_every_kind_of_wrong_line_is_shown_before_it_is_saved() {
    let town = Town::open().await;
    let (elin, bea) = (town.slack.person("Elin"), town.slack.person("Bea"));
    bea.opens_home().await;
    sets_up(&elin).await;
    elin.sees("Who takes part: everyone in this workspace, 5 people.")
        .await;
    elin.clicks_beside("Change", "Who takes part").await;
    elin.waits_for_form("Who takes part").await;
    elin.fills("Add to the list", "Amir").await;
    elin.submits().await;
    elin.sees("Names belong to a list").await;
    elin.picks("Who takes part", "A list of people").await;
    elin.fills(
        "Add to the list",
        "Team;E-Mail;Name\nNorth;amir@northwind.example;Amir H.\nNorth;;@chidi\n;;\nNorth;;Bea Okaforr\nSouth;gus@northwind.example;\nSouth;;Rex\nSouth;;Zoe\n;;amir\nSouth;;\n",
    )
    .await;
    elin.submits().await;
    elin.sees("Now 5 people take part, then 2.").await;
    elin.sees("They take part no longer (3): Bea, Dana, Elin.")
        .await;
    for line in [
        "Line 5: nobody here is called “Bea Okaforr”.",
        "Line 6: nobody here has “gus@northwind.example”.",
        "Line 7: Rex is an app.",
        "Line 8: Zoe's Slack account is switched off.",
        "Line 9: Amir stands on line 2 already.",
        "Line 10: it names nobody.",
    ] {
        elin.sees(line).await;
    }
    // Changed after the preview: shown again before it is saved.
    elin.picks("Others in this workspace", CLOSED).await;
    elin.submits().await;
    elin.sees("Others can't join by themselves.").await;
    elin.submits().await;
    elin.sees("Saved. Who takes part: a list of people, 2 people.")
        .await;
    elin.clicks("Back to set-up").await;
    elin.sees("Last change: who takes part").await;
    elin.closes().await;
    town.all_told().await;
    bea.sees("The owners of the programme choose who does: Elin.")
        .await;
    bea.types("general", "/peerloop join").await;
    bea.sees("You can't join by yourself.").await;
    bea.types("general", "/feedback @amir").await;
    bea.sees("You don't take part in Peerloop here.").await;
    bea.closes().await;
    insta::assert_snapshot!(without_times(&town.ends_well().await));
}

/// The transcript without the time of the last change.
pub(crate) fn without_times(transcript: &str) -> String {
    transcript
        .lines()
        .map(|line| match line.split_once("Last change: ") {
            Some((before, change)) => {
                let what = change.rsplit_once(", ").map_or(change, |(what, _)| what);
                format!("{before}Last change: {what}, (a time)\n")
            }
            None => format!("{line}\n"),
        })
        .collect()
}

#[tokio::test]
async fn whoever_is_not_in_the_programme_is_invited_once_and_joins() {
    let town = Town::open().await;
    let (elin, amir, bea, chidi) = (
        town.slack.person("Elin"),
        town.slack.person("Amir"),
        town.slack.person("Bea"),
        town.slack.person("Chidi"),
    );
    enrols(&elin, "Amir\nChidi\nElin", OPEN).await;
    elin.closes().await;

    amir.types("general", "/feedback").await;
    amir.waits_for_form("Give feedback").await;
    amir.picks("To", "Bea").await;
    amir.picks("Skill", "demo").await;
    amir.fills("Start", "Words that nobody stores.").await;
    amir.submits().await;
    amir.waits_for_form("Not in the programme").await;
    amir.clicks("Invite").await;
    amir.waits_for_form("Invited").await;
    amir.closes().await;
    assert_eq!(
        amir.field_value("Start").as_deref(),
        Some("Words that nobody stores.")
    );
    amir.closes().await;
    town.all_told().await;
    assert!(!town.files_hold(b"Words that nobody stores."));

    // Chidi hears that somebody asked already, not who.
    chidi.types("general", "/feedback @bea").await;
    chidi.clicks("Invite").await;
    chidi.sees("Bea was invited in the last 30 days").await;
    chidi.closes_all().await;

    bea.sees("Bea, Amir would like to give you feedback with Peerloop.")
        .await;
    bea.sees_no("Words that nobody stores.");
    bea.clicks("Join").await;
    bea.sees("You take part in Peerloop. Amir can write to you now.")
        .await;
    amir.sees("Bea takes part in Peerloop now.").await;
    town.all_told().await;
    amir.clicks("Give feedback").await;
    amir.waits_for_form("Give feedback").await;
    amir.picks("Skill", "demo").await;
    amir.fills("Start", "Now it goes.").await;
    amir.submits().await;
    amir.sees("On its way.").await;
    amir.closes().await;
    bea.sees("Bea, Amir noticed something about demo.").await;
    insta::assert_snapshot!(without_times(&town.ends_well().await));
}

#[tokio::test]
async fn not_now_is_silent_and_holds_for_thirty_days() {
    let town = Town::open().await;
    let (elin, amir, bea) = (
        town.slack.person("Elin"),
        town.slack.person("Amir"),
        town.slack.person("Bea"),
    );
    enrols(&elin, "Amir", OPEN).await;
    elin.closes().await;
    amir.types("general", "/feedback @bea").await;
    amir.clicks("Invite").await;
    amir.waits_for_form("Invited").await;
    amir.closes_all().await;
    bea.clicks("Not now").await;
    bea.sees("Nobody can invite you again for 30 days").await;
    town.all_told().await;
    amir.sees_no("Not now");
    town.days_pass(29).await;
    amir.types("general", "/feedback @bea").await;
    amir.clicks("Invite").await;
    amir.sees("Bea was invited in the last 30 days").await;
    amir.closes_all().await;
    town.days_pass(1).await;
    amir.types("general", "/feedback @bea").await;
    amir.clicks("Invite").await;
    amir.waits_for_form("Invited").await;
    amir.closes_all().await;
    town.all_told().await;
    bea.types("general", "/peerloop join").await;
    bea.sees("You take part in Peerloop now.").await;
    amir.sees("Bea takes part in Peerloop now.").await;
    bea.types("general", "/peerloop my data").await;
    bea.sees("Amir invited you · not now").await;
    bea.sees("You take part").await;
    bea.closes().await;
    town.ends_well().await;
}

#[tokio::test]
async fn whoever_leaves_keeps_what_they_have_and_comes_back_by_themselves() {
    let town = Town::open().await;
    let (elin, amir, bea) = (
        town.slack.person("Elin"),
        town.slack.person("Amir"),
        town.slack.person("Bea"),
    );
    bea.opens_home().await;
    give(&amir, "bea", "demo", "Before she left.").await;
    amir.closes().await;
    town.all_told().await;
    bea.types("general", "/peerloop leave").await;
    bea.waits_for_form("Leave the programme").await;
    bea.sees("What you gave and received stays").await;
    bea.submits().await;
    bea.sees("You don't take part any more.").await;
    bea.closes().await;
    town.all_told().await;
    bea.clicks_beside("Read", "Amir noticed").await;
    bea.sees("Before she left.").await;
    bea.closes().await;

    amir.types("general", "/feedback @bea").await;
    amir.sees("Bea doesn't take part in Peerloop.").await;
    amir.sees_no("Invite");
    amir.closes().await;
    // No owner puts her back either.
    sets_up(&elin).await;
    elin.clicks_beside("Change", "Who takes part").await;
    elin.picks("Who takes part", "A list of people").await;
    elin.fills("Add to the list", "Amir\nBea\nElin").await;
    elin.submits().await;
    elin.sees("Line 2: Bea left the programme; only they can come back, from Home.")
        .await;
    elin.submits().await;
    elin.sees("Saved.").await;
    elin.closes().await;

    bea.opens_home().await;
    town.all_told().await;
    bea.clicks("Join again").await;
    town.all_told().await;
    give(&amir, "bea", "objections", "Welcome back.").await;
    amir.closes().await;
    bea.sees("Bea, Amir noticed something about objections.")
        .await;
    insta::assert_snapshot!(without_times(&town.ends_well().await));
}

#[tokio::test]
async fn the_members_of_a_channel_take_part_and_are_read_again_every_night() {
    let town = Town::open().await;
    let (elin, chidi, amir) = (
        town.slack.person("Elin"),
        town.slack.person("Chidi"),
        town.slack.person("Amir"),
    );
    sets_up(&elin).await;
    elin.clicks_beside("Change", "Who takes part").await;
    elin.picks("Who takes part", "The members of a channel")
        .await;
    elin.picks("Which channel", "#pod-blue").await;
    elin.submits().await;
    elin.sees("Slack is asked for the members of the channel when you save")
        .await;
    elin.submits().await;
    elin.sees("Saved. Slack is being asked").await;
    elin.closes().await;
    elin.sees("Peerloop has read the members of your channel: 3 people take part now.")
        .await;
    chidi.types("general", "/peerloop leave").await;
    chidi.submits().await;
    chidi.sees("You don't take part any more.").await;
    chidi.closes().await;
    town.days_pass(1).await;
    town.all_told().await;
    for outside in ["chidi", "dana"] {
        amir.types("general", &format!("/feedback @{outside}"))
            .await;
        amir.waits_for_form("Not in the programme").await;
        amir.closes().await;
    }
    town.ends_well().await;
}

#[tokio::test]
async fn an_owner_goes_live_pauses_and_goes_on() {
    let town = Town::open().await;
    let elin = town.slack.person("Elin");
    sets_up(&elin).await;
    elin.sees("Prompts: not begun.").await;
    elin.clicks_beside("Go live", "Prompts").await;
    elin.sees("Until you press Go live, Peerloop writes to nobody of its own accord.")
        .await;
    elin.clicks("Go live").await;
    elin.sees("Prompts are sent.").await;
    elin.clicks("Pause all prompts").await;
    elin.sees("Prompts are paused").await;
    elin.clicks("Resume").await;
    elin.sees("Prompts are sent.").await;
    elin.clicks("Back").await;
    elin.sees("Prompts: live.").await;
    elin.closes().await;
    elin.types("general", "/peerloop my data").await;
    elin.sees("You set who takes part or whether prompts are sent")
        .await;
    elin.closes().await;
    town.ends_well().await;
}

#[tokio::test]
async fn what_is_kept_of_taking_part_goes_with_the_person() {
    let town = Town::open().await;
    let (elin, amir, bea) = (
        town.slack.person("Elin"),
        town.slack.person("Amir"),
        town.slack.person("Bea"),
    );
    enrols(&elin, "Amir\nElin", OPEN).await;
    elin.clicks("Back to set-up").await;
    elin.clicks_beside("Change", "Managers").await;
    elin.fills("Who reports to whom", "Amir, Elin").await;
    elin.submits().await;
    elin.submits().await;
    elin.sees("Saved.").await;
    elin.closes().await;
    amir.types("general", "/feedback @bea").await;
    amir.clicks("Invite").await;
    amir.waits_for_form("Invited").await;
    amir.closes_all().await;
    town.all_told().await;
    amir.types("general", "/peerloop my data").await;
    for entry in [
        "You take part",
        "You report to Elin",
        "You invited Bea",
        "Email: amir@northwind.example",
    ] {
        amir.sees(entry).await;
    }
    amir.closes().await;
    amir.types("general", "/peerloop erase me").await;
    amir.submits().await;
    amir.sees("Erased. Peerloop keeps nothing that names you")
        .await;
    amir.closes().await;
    town.all_told().await;
    town.all_scrubbed().await;
    for name in ["Amir", "amir", amir.id()] {
        assert!(!town.files_hold(name.as_bytes()), "{name} in a file");
    }
    bea.sees("This invitation has ended: whoever sent it has left.")
        .await;
    town.ends_well().await;
}
