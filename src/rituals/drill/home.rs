//! What somebody's Home tab shows of drills: what they can do now, their own answers, and what buyers say.

use super::{card, objections, queries, rules::Phase, views};
use crate::{
    error::Result,
    ids::UserId,
    may::Role,
    people::roles,
    rituals::{HomePart, Is},
    store::Read,
};

/// Rows of each list.
const ROWS: u32 = 5;

pub(super) fn home(read: &Read<'_>, user: &UserId) -> Result<HomePart> {
    let takes_part = roles::roles(read, user)?.has(Role::Rep);
    let may_open = takes_part && card::may_open(read, user)?;
    let mut needs_you = Vec::new();
    for drill in queries::open_near(read, user, ROWS)? {
        let mine = queries::answer_of(read, drill.id, user)?;
        let has_sent = mine
            .as_ref()
            .is_some_and(|answer| answer.answered_at.is_some());
        let block = match drill.phase() {
            Phase::Answering if !has_sent => Some(views::home::to_answer(&drill, mine.is_some())),
            Phase::Reading | Phase::Voting | Phase::SuddenDeath => {
                let duels = queries::duels_of(read, drill.id, user)?;
                let is_new = duels.iter().all(|duel| !duel.is_judged);
                is_new.then(|| views::home::to_vote(&drill))
            }
            Phase::Answering
            | Phase::Draft
            | Phase::Posting
            | Phase::Refused
            | Phase::Decided
            | Phase::Empty
            | Phase::Cancelled => None,
        };
        needs_you.extend(block.into_iter().flatten());
    }
    let mut answers = Vec::new();
    for answer in queries::answers_by(read, user, ROWS)? {
        if let Some(drill) = queries::find(read, answer.drill)? {
            answers.push((drill, answer));
        }
    }
    // Whoever does not take part sees their own answers, if they have any, and no more.
    let library = if takes_part {
        objections::library(read, user)?
    } else {
        Vec::new()
    };
    let told: Vec<_> = library
        .into_iter()
        .filter(|objection| objection.heard > 0 || objection.is_aged)
        .take(usize::try_from(ROWS).unwrap_or_default())
        .collect();
    Ok(HomePart {
        actions: views::home::actions(may_open),
        needs_you: if takes_part { needs_you } else { Vec::new() },
        is: Is::of_theirs(answers.is_empty()),
        section: views::home::section(&answers, &told, may_open),
    })
}
