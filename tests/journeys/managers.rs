//! Who reports to whom: the list with its report, and what managers may not do.

use crate::{
    feedback::give,
    programme::{sets_up, without_times},
    town::Town,
};

#[tokio::test]
async fn every_line_is_checked_and_only_what_was_shown_is_saved() {
    let town = Town::open().await;
    let elin = town.slack.person("Elin");
    sets_up(&elin).await;
    elin.picks("Add a facilitator", "Chidi").await;
    elin.submits().await;
    elin.clicks_beside("Change", "Managers").await;
    elin.sees("Nobody reports to anybody yet.").await;
    elin.fills("Who reports to whom", "Name,Team\nAmir,North")
        .await;
    elin.submits().await;
    elin.sees("Line 1: none of the columns is called “manager”.")
        .await;
    elin.fills(
        "Who reports to whom",
        "\"Manager\";\"Name or email\"\n\"Dana\";\"Amir\"\n\"dana@northwind.example\";bea@northwind.example\nAmir;Dana\nChidi;Elin\nElin;Elin\nGus;Chidi\n",
    )
    .await;
    elin.submits().await;
    for line in [
        "Bea reports to Dana (before: nobody)",
        "Line 2: if Amir reported to Dana, the line of managers would go round in a circle.",
        "Line 5: Chidi is a facilitator, and facilitators have no reports. Remove that role first.",
        "Line 6: Elin stands on line 5 already.",
        "Line 7: Gus is a guest, and guests don't take part.",
    ] {
        elin.sees(line).await;
    }
    // Other words than those of the preview: shown again first.
    elin.fills("Who reports to whom", "Amir, Dana\nBea, Dana\nChidi")
        .await;
    elin.submits().await;
    elin.sees("Line 3: there is no manager behind Chidi.").await;
    elin.submits().await;
    elin.sees("Saved. It holds from now on").await;
    elin.clicks("Back to set-up").await;
    elin.sees("Managers: 2 people report to 1 manager.").await;
    // The other way round: whoever has reports cannot become a facilitator.
    elin.picks("Add a facilitator", "Dana").await;
    elin.submits().await;
    elin.sees("People report to Dana, and a facilitator has no reports.")
        .await;
    elin.clicks_beside("Change", "Managers").await;
    elin.sees("Dana: Amir, Bea").await;
    elin.fills("Who reports to whom", "Amir,").await;
    elin.submits().await;
    elin.sees("Amir reports to nobody (before: Dana)").await;
    elin.submits().await;
    elin.sees("Saved.").await;
    elin.closes().await;
    insta::assert_snapshot!(without_times(&town.ends_well().await));
}

#[tokio::test]
async fn a_manager_is_sent_to_the_one_to_one_and_a_report_is_welcome() {
    let town = Town::open().await;
    let (elin, amir, dana) = (
        town.slack.person("Elin"),
        town.slack.person("Amir"),
        town.slack.person("Dana"),
    );
    sets_up(&elin).await;
    elin.clicks_beside("Change", "Managers").await;
    elin.fills("Who reports to whom", "Amir, Dana").await;
    elin.submits().await;
    elin.submits().await;
    elin.sees("Saved.").await;
    elin.closes().await;

    dana.types("general", "/feedback @amir").await;
    dana.sees("Amir reports to you. Use your 1:1 for this")
        .await;
    dana.types("general", "/feedback").await;
    dana.waits_for_form("Give feedback").await;
    dana.picks("To", "Amir").await;
    dana.picks("Skill", "demo").await;
    dana.fills("Start", "Words that stay in the form.").await;
    dana.submits().await;
    dana.sees("Amir reports to you. Use your 1:1 for this")
        .await;
    assert_eq!(
        dana.field_value("Start").as_deref(),
        Some("Words that stay in the form.")
    );
    dana.picks("To", "Bea").await;
    dana.submits().await;
    dana.sees("On its way.").await;
    dana.closes().await;
    give(&amir, "dana", "demo", "Upwards.").await;
    amir.closes().await;
    dana.sees("Dana, Amir noticed something about demo.").await;
    insta::assert_snapshot!(without_times(&town.ends_well().await));
}
