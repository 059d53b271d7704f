//! What somebody's Home tab shows of drills: what they can do now, their own answers, and what buyers say.

use super::{card, lost, objections, queries, rules::Phase, views};
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

/// Whoever does not take part sees their own answers, if they have any, what waits for an owner, and no more.
pub(super) fn home(read: &Read<'_>, user: &UserId) -> Result<HomePart> {
    let takes_part = roles::roles(read, user)?.has(Role::Rep);
    let may_open = takes_part && card::may_open(read, user)?;
    let mut needs_you = lost::on_home(read, user)?;
    let open = if takes_part {
        queries::open_near(read, user, ROWS)?
    } else {
        Vec::new()
    };
    for drill in open {
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
        needs_you,
        is: Is::of_theirs(answers.is_empty()),
        section: views::home::section(&answers, &told, may_open),
    })
}
