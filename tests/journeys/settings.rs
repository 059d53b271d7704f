//! Settings: owners change them, and what is open hears of it.

use crate::{feedback::give, town::Town};

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
    elin.sees("Saved. It holds from the next form on.").await;
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
