//! What drills train, from the form to the manager's month: the skill of an objection, another one, and one that too few
//! drilled.

use crate::{
    digest::Floor,
    drill::{answers, minutes_pass},
};
use standin::Persona;

/// A live drill about what a starter says, of this skill or of the one that it brings along.
async fn drills(facilitator: &Persona, says: &str, skill: Option<&str>) {
    facilitator.types("general", "/drill").await;
    facilitator.waits_for_form("Fire drill").await;
    facilitator.picks("What does the buyer say?", says).await;
    if let Some(skill) = skill {
        facilitator.picks("Skill", skill).await;
    }
    facilitator.submits().await;
    facilitator.waits_for_form("Preview").await;
}

async fn posts(facilitator: &Persona) {
    facilitator.submits().await;
    facilitator.sees("Posted to").await;
    facilitator.closes().await;
}

#[tokio::test]
async fn the_skills_that_drills_are_about_stand_in_the_month() {
    let floor = Floor::set_up().await;
    floor.goes_live().await;
    let (town, dora, mina) = (&floor.town, floor.person("Dora"), floor.person("Mina"));
    let team: Vec<Persona> = (0..8).map(|at| floor.person(&format!("M{at}"))).collect();
    let opener = &team[3];
    for at in [0, 1, 2, 4, 5, 6, 7] {
        let name = format!("M{at}");
        town.slack.enters(&name, "general").await.unwrap();
    }
    // 10 August.
    town.days_pass(21).await;
    // Nobody picks a skill, and the objection has one; the preview says which, and the way back leaves it as it was.
    drills(opener, "Sounds good. We'll get back to you.", None).await;
    opener.sees("It trains follow-up.").await;
    opener.clicks("Change").await;
    opener.waits_for_form("Fire drill").await;
    opener
        .picks("What does the buyer say?", "It's too expensive.")
        .await;
    opener.submits().await;
    opener.waits_for_form("Preview").await;
    opener.sees("It trains negotiation & closing.").await;
    posts(opener).await;
    town.all_told().await;
    for person in &team {
        answers(person, "What would it cost you to do nothing?").await;
    }
    minutes_pass(town, 60).await;
    // Another skill for the same objection; two answer.
    drills(opener, "It's too expensive.", Some("demo")).await;
    opener.sees("It trains demo.").await;
    posts(opener).await;
    town.all_told().await;
    for person in &team[..2] {
        answers(person, "Let me show you what it does.").await;
    }
    minutes_pass(town, 60).await;
    // The third begins with what the last one trained.
    drills(opener, "It's too expensive.", None).await;
    opener.sees("It trains demo.").await;
    opener.closes_all().await;
    town.days_pass(22).await;
    town.all_told().await;
    dora.sees("Answers in fire drills: negotiation & closing 8")
        .await;
    dora.sees_no("negotiation & closing 8, ");
    // Noor's people drilled nothing: with Mina's figure beside Dora's that would be known of them.
    mina.sees("Not enough answers to show this without pointing at someone.")
        .await;
    dora.clicks("How is this computed?").await;
    dora.sees("Each counts once, and there is no total").await;
    dora.closes_all().await;
    floor.ends_well().await;
}
