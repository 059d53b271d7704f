//! Wins: shared with a channel by whoever did something, in their own words, if the owners want that; and taken back.

use crate::{
    check_in_weeks::goes_live,
    commitment::{MONDAY, answers, commits},
    feedback::give,
    town::Town,
};
use standin::Persona;

/// Elin, who is an owner, lets wins be shared in #pod-blue, where Peerloop is not.
async fn lets_wins_be_shared(town: &Town, elin: &Persona) {
    town.slack.enters("Elin", "pod-blue").await.unwrap();
    elin.types("general", "/peerloop settings").await;
    elin.waits_for_form("Settings").await;
    elin.picks("Wins can be shared", "Yes").await;
    elin.submits().await;
    elin.sees("Pick the channel, or leave sharing off.").await;
    elin.picks("Wins go to", "#pod-blue").await;
    elin.submits().await;
    elin.sees("Saved. It holds from now on.").await;
    elin.sees("Wins go to: none → #pod-blue · Elin").await;
    elin.closes().await;
}

#[tokio::test]
async fn a_win_is_shared_in_its_authors_words_and_taken_back() {
    let town = Town::open_at(MONDAY).await;
    let person = |name| town.slack.person(name);
    let (amir, bea, elin) = (person("Amir"), person("Bea"), person("Elin"));
    commits(&bea, "Heron: one open question a call.").await;
    bea.closes().await;
    answers(&bea, "Done").await;
    bea.sees("Next commitment").await;
    bea.sees_no("Share this win"); // nobody has wanted it
    bea.closes_all().await;

    goes_live(&elin).await;
    lets_wins_be_shared(&town, &elin).await;
    commits(&bea, "Ibis: two next steps.").await;
    bea.closes().await;
    town.days_pass(7).await;
    town.all_told().await;
    bea.sees("Bea, how did it go with your commitment?").await;
    bea.clicks("Done").await;
    town.all_told().await;
    bea.clicks("Share this win").await;
    bea.waits_for_form("Share this win").await;
    bea.sees("In #pod-blue it stands under Bea shares a win as you write it here")
        .await;
    bea.sees("Who sees this: everyone in #pod-blue, with your name.")
        .await;
    assert_eq!(
        bea.field_value("What others read").as_deref(),
        Some("Ibis: two next steps.")
    );
    bea.fills("What others read", "  ").await;
    bea.submits().await;
    bea.sees("Write a line, or cancel.").await;
    bea.fills(
        "What others read",
        "<!channel> <@U0AMIR0000> *Plover*: two of three.",
    )
    .await;
    town.slack.expect_refusal("not_in_channel");
    bea.submits().await;
    bea.sees("On its way to #pod-blue.").await;
    bea.closes().await;
    town.all_told().await;
    bea.sees("Peerloop is not in #pod-blue, so your win is not posted yet.")
        .await;
    bea.sees("/invite @Peerloop").await;
    bea.sees("· Done. Not yet in #pod-blue.").await;
    bea.clicks("Try again").await;
    town.all_told().await;
    bea.sees("Peerloop is not in #pod-blue").await;
    town.slack.invites_bot("pod-blue");
    bea.clicks("Try again").await;
    amir.sees("Bea shares a win").await;
    amir.sees("<!channel> <@U0AMIR0000> *Plover*: two of three.")
        .await;
    amir.sees("Who sees this: everyone in this channel.").await;
    bea.sees("Your win stands in #pod-blue now.").await;
    bea.sees("· Done. Shared in #pod-blue.").await;
    amir.sees_no("Ibis");
    assert!(!town.files_hold(b"Plover"), "words in a file");

    bea.clicks("Take the win back").await;
    amir.sees("Bea shared a win here and took it back.").await;
    amir.sees_no("Plover");
    town.all_told().await;
    bea.sees_no("Shared in #pod-blue");
    bea.sees_no("[Share this win]");
    let transcript = town.ends_well().await;
    // Elin's part is in the transcripts of settings.
    let shown = transcript.split("── Elin ──").next().unwrap();
    insta::assert_snapshot!(shown);
}

#[tokio::test]
async fn words_from_a_note_are_not_offered_and_a_slip_or_erasing_takes_them_out_of_the_channel() {
    let town = Town::open_at(MONDAY).await;
    let person = |name| town.slack.person(name);
    let (amir, bea, elin) = (person("Amir"), person("Bea"), person("Elin"));
    goes_live(&elin).await;
    lets_wins_be_shared(&town, &elin).await;
    town.slack.invites_bot("pod-blue");
    give(
        &amir,
        "bea",
        "discovery",
        "Ask what happens if they do nothing.",
    )
    .await;
    amir.closes().await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.waits_for_form("Feedback").await;
    bea.clicks("Make it a commitment").await;
    bea.waits_for_form("New commitment").await;
    bea.fills("What you will do", "Heron: as Amir told me.")
        .await;
    bea.submits().await;
    bea.closes_all().await;
    answers(&bea, "Done").await;
    bea.clicks("Share this win").await;
    bea.waits_for_form("Share this win").await;
    bea.sees("Three calls in a row ended with a next step.")
        .await; // the box is empty
    bea.fills("What others read", "Plover: it works.").await;
    // Meanwhile the owners pick another channel: nothing goes where its author has not seen it go.
    elin.types("general", "/peerloop settings").await;
    elin.waits_for_form("Settings").await;
    elin.picks("Wins go to", "#general").await;
    elin.submits().await;
    elin.sees("Saved.").await;
    elin.closes().await;
    bea.submits().await;
    bea.sees("The owners have picked another channel for wins meanwhile. Nothing was posted")
        .await;
    bea.closes_all().await;
    bea.types("general", "/checkin").await;
    bea.sees("Nothing is open.").await;
    bea.closes().await;

    // Shared after an answer in a form: Home has it, and takes it back.
    commits(&bea, "Heron again.").await;
    bea.closes().await;
    answers(&bea, "Done").await;
    bea.clicks("Share this win").await;
    bea.waits_for_form("Share this win").await;
    bea.fills("What others read", "Plover: from Home.").await;
    bea.submits().await;
    amir.sees("Plover: from Home.").await;
    bea.closes_all().await;
    bea.opens_home().await;
    town.all_told().await;
    bea.sees("Your win in #general").await;
    bea.clicks("Take the win back").await;
    bea.sees("Taken back.").await;
    bea.closes().await;
    amir.sees_no_more("Plover").await;
    bea.sees_no_more("Your win in #general").await;

    // Shared, and then the answer turns out to be a slip.
    commits(&bea, "Ibis.").await;
    bea.closes().await;
    answers(&bea, "Done").await;
    bea.clicks("Share this win").await;
    bea.waits_for_form("Share this win").await;
    bea.fills("What others read", "Plover: a slip.").await;
    bea.submits().await;
    bea.sees("On its way to #general.").await;
    amir.sees("Plover: a slip.").await;
    bea.closes().await;
    bea.waits_for_form("Check-in").await;
    bea.clicks("Change").await;
    bea.waits_for_form("How did it go?").await;
    amir.sees("Bea shared a win here and took it back.").await;
    bea.clicks("Done").await;
    bea.waits_for_form("Check-in").await;
    bea.clicks("Share this win").await;
    bea.waits_for_form("Share this win").await;
    bea.fills("What others read", "Plover: done.").await;
    bea.submits().await;
    bea.sees("On its way to #general.").await;
    bea.closes_all().await;
    amir.sees("Plover: done.").await;
    town.all_told().await;

    bea.types("general", "/peerloop my data").await;
    bea.sees("Win · shared in a channel").await;
    bea.sees("Plover: done.").await;
    bea.closes().await;
    bea.types("general", "/peerloop erase me").await;
    bea.waits_for_form("Erase my data").await;
    bea.submits().await;
    bea.sees("Erased.").await;
    bea.closes().await;
    town.all_told().await;
    amir.sees("A win that was shared here is not kept any more.")
        .await;
    amir.sees_no("Plover");
    assert_eq!(town.count("SELECT count(*) FROM win"), 0);
    town.ends_well().await;
}
