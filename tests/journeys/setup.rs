//! Set-up: the first owner, and roles in both directions.

use crate::town::Town;

#[tokio::test]
async fn an_admin_becomes_the_first_owner_and_names_others() {
    let town = Town::open().await;
    let (elin, dana, amir) = (
        town.slack.person("Elin"),
        town.slack.person("Dana"),
        town.slack.person("Amir"),
    );

    amir.types("general", "/peerloop setup").await;
    amir.sees("Nobody owns the programme yet. An admin of this workspace can press Set up")
        .await;

    elin.opens_home().await;
    elin.sees("Nobody runs Peerloop here yet.").await;
    elin.clicks("Set up").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.sees("Who sees this: only you.").await;
    elin.picks("Add an owner", "Dana").await;
    elin.picks("Add a reviewer", "Gus").await;
    elin.submits().await;
    elin.sees("Gus is not a member of this workspace").await;
    elin.picks("Add a reviewer", "Chidi").await;
    elin.submits().await;
    elin.sees("Who sees this: you and Dana.").await;
    elin.sees("Chidi").await;
    elin.picks("Add a reviewer", "Bea").await;
    elin.submits().await;
    elin.sees_no_more("Add a reviewer").await;
    elin.closes().await;

    amir.types("general", "/peerloop settings").await;
    amir.sees("Only programme owners can do that: Elin, Dana.")
        .await;

    // Times of roles are whole seconds: who came last must be plain.
    town.slack.advance(chrono::Duration::seconds(2));
    // Both directions: one leaves, the last one leaves, an admin begins again.
    dana.types("general", "/peerloop setup").await;
    dana.waits_for_form("Set up Peerloop").await;
    dana.clicks_beside("Remove", "Elin").await;
    dana.sees("Who sees this: only you.").await;
    dana.clicks_beside("Remove", "Dana").await;
    dana.sees("You are no longer an owner, and nobody else is.")
        .await;
    dana.closes().await;
    town.all_told().await;
    town.slack.advance(chrono::Duration::seconds(2));
    elin.sees("Nobody runs Peerloop here yet.").await;
    elin.clicks("Set up").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.closes().await;
    insta::assert_snapshot!(town.ends_well().await);
}
