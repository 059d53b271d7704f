//! The second loop, from one ritual into the next and back: an objection is drilled, the winner stands in the playbook, is
//! used in the field, ages, and leads the list of what to drill.

use crate::{
    drill::{answers, calm, minutes_pass, opens, votes},
    town::Town,
};

#[tokio::test]
async fn what_won_a_drill_is_kept_used_and_drilled_again_when_it_ages() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi) = (person("Amir"), person("Bea"), person("Chidi"));
    let (dana, elin) = (person("Dana"), person("Elin"));
    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.closes().await;

    let (won, lost) = (
        "Ask what it costs them to do nothing.",
        "Offer a pilot of one team.",
    );
    opens(&elin, "general", "Your price is far too high.").await;
    town.all_told().await;
    answers(&amir, won).await;
    answers(&bea, lost).await;
    minutes_pass(&town, 13).await;
    for voter in [&chidi, &dana, &elin] {
        votes(voter, &[won, lost]).await;
    }
    minutes_pass(&town, 11).await;
    elin.sees("The answer that won:").await;

    // One press on the card, and the form is filled in.
    elin.clicks("Add to playbook").await;
    elin.waits_for_form("Playbook entry").await;
    assert_eq!(
        elin.field_value("Objection").as_deref(),
        Some("Your price is far too high.")
    );
    assert_eq!(elin.field_value("Answer").as_deref(), Some(won));
    assert!(
        elin.field_value("Other ways to say it")
            .unwrap()
            .contains(lost)
    );
    elin.submits().await;
    elin.sees("Live. Everyone in the programme finds it now.")
        .await;
    elin.closes_all().await;
    town.all_told().await;

    // In the field: found with what speaks for it, and without an author.
    chidi.types("general", "/playbook price").await;
    chidi.sees(won).await;
    chidi.sees("80 % in 3 comparisons of 1 drill").await;
    chidi.sees_no("Amir");
    chidi.clicks("Worked").await;
    chidi.sees("without your name").await;
    // The same drill a second time is no second entry.
    elin.clicks("Add to playbook").await;
    elin.waits_for_form("Playbook").await;
    elin.sees("Still good").await;
    elin.closes_all().await;

    // A quarter without a review: it comes up again where drills are opened.
    town.days_pass(90).await;
    town.all_told().await;
    elin.types("general", "/drill").await;
    elin.waits_for_form("Fire drill").await;
    elin.sees("aged in the playbook").await;
    elin.closes().await;
    insta::assert_snapshot!(calm(&town.ends_well().await));
}
