//! `peerloop demo --lived-in`: what its visitor finds on every persona's screen, and that the month was played by the rules.

use crate::town::Town;
use chrono::{DateTime, Utc};
use peerloop::{
    clock::Clock,
    demo::story::{Month, TEAM, play},
};
use standin::Options;
use tokio::sync::watch;

#[tokio::test]
async fn a_visitor_finds_a_month_that_was_lived_and_something_to_do() {
    let visit: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
    let month = Month::before(visit);
    let dir = tempfile::tempdir().unwrap();
    let world = dir.path().join("world.yml");
    std::fs::write(&world, TEAM).unwrap();
    let (shift, _) = watch::channel((month.begins_at() - Clock::System.now()).num_seconds());
    let town = Town::open_with(Options {
        world: Some(world),
        shift: Some(shift),
        ..Options::default()
    })
    .await;
    play(&town.slack, &town.running, month).await.unwrap();
    let person = |name| town.slack.person(name);

    // Dana: figures over eight people, and nothing that points at one.
    let dana = person("Dana");
    dana.sees("Your digest · October 2026").await;
    dana.sees("8 people below you take part.").await;
    dana.sees("Commitments kept: 6").await;
    dana.sees("discovery 13, objections 8, demo 8").await;
    dana.sees("Answers in fire drills: objections 8").await;
    dana.sees_no("follow-up");
    // Bea: a note, a drill, a partner, and what she set out to do.
    let bea = person("Bea");
    bea.opens_home().await;
    town.all_told().await;
    bea.sees("Chidi noticed something about discovery.").await;
    bea.sees("A fire drill is open in #pod-blue").await;
    bea.sees("Your partner: Amir").await;
    bea.clicks("Read").await;
    bea.sees("he put the pen down").await;
    bea.closes_all().await;
    // Femi: the answer that won stands in the playbook, with what speaks for it.
    let femi = person("Femi");
    femi.types("general", "/playbook too expencive price").await;
    femi.sees("Compared to what?").await;
    femi.sees("comparisons of 1 drill").await;
    femi.looks("pod-blue").await;
    femi.sees("2 answered.").await;
    town.ends_well().await;
}
