//! What a person of the story does, by command, form and button.

use super::words::Note;
use standin::Persona;

/// Where they drill.
const POD: &str = "pod-blue";
/// A drill for those who sit together, as its form calls it.
pub(super) const LIVE: &str = "Live, 10 minutes: we sit together";
/// A drill over the day.
pub(super) const ASYNC: &str = "Async, 24 hours: everybody when they can";

/// Looks at what Save would change, and saves it.
pub(super) async fn saves(elin: &Persona) {
    elin.submits().await;
    elin.sees("What Save would change").await;
    elin.submits().await;
    elin.sees("Saved.").await;
    elin.closes_all().await;
}

pub(super) async fn gives(giver: &Persona, receiver: &Persona, (skill, kind, words): Note) {
    giver
        .types(
            "general",
            &format!("/feedback @{}", receiver.name().to_lowercase()),
        )
        .await;
    giver.waits_for_form("Give feedback").await;
    giver.picks("Skill", skill).await;
    giver.fills(kind, words).await;
    giver.submits().await;
    giver.waits_for_form("Feedback").await;
    giver.closes_all().await;
}

pub(super) async fn reads(receiver: &Persona, says_it_helped: bool) {
    receiver.opens_messages().await;
    receiver.clicks("Read").await;
    receiver.waits_for_form("Feedback").await;
    if says_it_helped {
        receiver.clicks("This helped").await;
        receiver.sees_no_more("This helped").await;
    }
    receiver.closes_all().await;
}

/// Without an objection of one's own it is the most heard one.
pub(super) async fn opens(facilitator: &Persona, objection: Option<&str>, buyer: &str, how: &str) {
    facilitator.types(POD, "/drill").await;
    facilitator.waits_for_form("Fire drill").await;
    if let Some(objection) = objection {
        facilitator.fills("Or type another", objection).await;
    }
    facilitator.fills("Who is the buyer?", buyer).await;
    facilitator.picks("How", how).await;
    facilitator.submits().await;
    facilitator.waits_for_form("Preview").await;
    facilitator.submits().await;
    facilitator.sees("Posted to").await;
    facilitator.closes_all().await;
}

pub(super) async fn answers_with(rep: &Persona, text: &str) {
    rep.looks(POD).await;
    rep.clicks("Answer").await;
    rep.waits_for_form("Fire drill").await;
    rep.fills("What would you say?", text).await;
    rep.submits().await;
    rep.sees("Your answer is in.").await;
    rep.closes_all().await;
}

/// Compares up to three pairs, by the order of the answers, and stops.
pub(super) async fn votes(rep: &Persona, order: &[&str]) {
    rep.looks(POD).await;
    rep.clicks("Vote").await;
    rep.waits_for_form("Vote").await;
    for number in 1..=3 {
        let counter = format!("{number} of up to");
        let Some(form) = rep.screen().forms.pop() else {
            return;
        };
        let form = format!("{:?}", form.blocks);
        if !form.contains(&counter) {
            break; // there is no pair left for them
        }
        let mut shown = order.iter().filter_map(|answer| form.find(answer));
        let is_first_better = shown.next() < shown.next();
        let pick = if is_first_better { "A" } else { "B" };
        rep.picks("Which would win the buyer?", pick).await;
        rep.submits().await;
        rep.sees_no_more(&counter).await;
    }
    rep.closes_all().await;
}
