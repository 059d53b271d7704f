//! How a drill goes on and ends: by itself at its deadlines, or because whoever opened it says so. Each step is load,
//! decide, save, say.

use super::{
    card::{self, check_run, find, refuse},
    queries,
    rules::{self, Change, Drill, Phase, Pick, Tally, Top, Why},
    views,
};
use crate::{
    error::Result,
    fact::{DecidedAnswer, DecidedDrill, Fact},
    ids::UserId,
    outcome::Outcome,
    request::Place,
    store::{Read, Tx},
};

/// One step of the drill that is due: at the deadline, after its grace, at the end of the vote. Late if Peerloop was
/// down, and once.
pub(super) fn tick(tx: &Tx<'_>) -> Result<()> {
    let Some(drill) = queries::next_due(tx)? else {
        return Ok(());
    };
    match drill.phase() {
        Phase::Answering => {
            let by = drill.answer_by.unwrap_or(tx.now);
            let until = by + card::grace(tx)?;
            if tx.now < until && queries::writing(tx, drill.id)? > 0 {
                queries::set_due(tx, drill.id, until)?;
                card::refresh(tx, &drill)
            } else {
                close(tx, &drill, None)
            }
        }
        Phase::Reading | Phase::Voting | Phase::SuddenDeath => end_vote(tx, &drill, None),
        Phase::Draft
        | Phase::Posting
        | Phase::Refused
        | Phase::Decided
        | Phase::Empty
        | Phase::Cancelled => {
            Err(anyhow::anyhow!("a drill that is over or not posted waits for something").into())
        }
    }
}

/// More time, for answers or for the vote: from the deadline that stood on the card. Pressed twice, it is given once.
pub(super) fn extend(tx: &Tx<'_>, who: &UserId, id: i64, from: i64) -> Result<Outcome> {
    let drill = find(tx, id)?;
    check_run(tx, &drill, who)?;
    if drill.deadline().is_some_and(|by| by.timestamp() != from) {
        return Ok(Outcome::Done);
    }
    let until = drill.extended(tx.now).map_err(|why| refuse(why, ""))?;
    queries::mark_extended(tx, &drill, who, until)?;
    tx.wake_scheduler();
    card::refresh_all(tx, &drill)?;
    Ok(Outcome::Done)
}

/// Asks first: whoever is still writing would be late.
pub(super) fn ask_close(read: &Read<'_>, who: &UserId, id: i64, step: Phase) -> Result<Outcome> {
    let drill = find(read, id)?;
    check_run(read, &drill, who)?;
    Ok(Outcome::Open(match drill.phase() {
        Phase::Answering if step == Phase::Answering => {
            let (answered, writing) = (queries::answered(read, id)?, queries::writing(read, id)?);
            views::closing::ask_close(&drill, answered, writing)
        }
        Phase::Reading | Phase::Voting if step == Phase::Voting => {
            views::closing::ask_close_vote(&drill, queries::voters(read, id)?)
        }
        Phase::Cancelled => return Err(refuse(Why::Cancelled, "").into()),
        Phase::Draft
        | Phase::Posting
        | Phase::Refused
        | Phase::Answering
        | Phase::Reading
        | Phase::Voting
        | Phase::SuddenDeath
        | Phase::Decided
        | Phase::Empty => views::closing::closed(),
    }))
}

/// Ends the step that the button names. Pressed twice, or just after the step ended by itself, it ends no other.
pub(super) fn close_now(
    tx: &Tx<'_>,
    who: &UserId,
    id: i64,
    step: Phase,
    place: &Place,
) -> Result<Outcome> {
    let drill = find(tx, id)?;
    check_run(tx, &drill, who)?;
    match drill.phase() {
        Phase::Cancelled => return Err(refuse(Why::Cancelled, "").into()),
        Phase::Draft | Phase::Posting | Phase::Refused => {
            return Err(refuse(Why::NotNow, "").into());
        }
        Phase::Answering if step == Phase::Answering => close(tx, &drill, Some(who))?,
        Phase::Reading | Phase::Voting if step == Phase::Voting => {
            end_vote(tx, &drill, Some(who))?;
        }
        Phase::SuddenDeath if step == Phase::SuddenDeath => end_vote(tx, &drill, Some(who))?,
        Phase::Answering
        | Phase::Reading
        | Phase::Voting
        | Phase::SuddenDeath
        | Phase::Decided
        | Phase::Empty => {}
    }
    Ok(if *place == Place::Form {
        Outcome::Replace(views::closing::closed())
    } else {
        Outcome::Done
    })
}

pub(super) fn ask_cancel(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let drill = find(read, id)?;
    check_run(read, &drill, who)?;
    check_cancel(&drill)?;
    let answered = queries::answered(read, id)?;
    Ok(Outcome::Open(views::closing::ask_cancel(&drill, answered)))
}

pub(super) fn cancel(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let drill = find(tx, id)?;
    check_run(tx, &drill, who)?;
    if drill.phase() != Phase::Cancelled {
        check_cancel(&drill)?;
        queries::mark_cancelled(tx, id, Change::Cancelled, Some(who))?;
        tx.wake_scheduler();
        card::refresh_all(tx, &drill)?;
    }
    Ok(Outcome::Replace(views::closing::cancelled(&drill)))
}

fn check_cancel(drill: &Drill) -> Result<()> {
    match drill.phase() {
        Phase::Posting
        | Phase::Answering
        | Phase::Reading
        | Phase::Voting
        | Phase::SuddenDeath
        | Phase::Refused => Ok(()),
        Phase::Cancelled => Err(refuse(Why::Cancelled, "").into()),
        Phase::Draft | Phase::Decided | Phase::Empty => Err(refuse(Why::NotNow, "").into()),
    }
}

/// No more answers for the vote. Their order is drawn here, once: it says nothing of who wrote them or when.
fn close(tx: &Tx<'_>, drill: &Drill, by: Option<&UserId>) -> Result<()> {
    let in_time = in_time(tx, drill)?;
    let drawn = rules::shuffled(in_time, rules::seed(&tx.random()?));
    queries::place_answers(tx, &drawn)?;
    let vote_by = tx.now + drill.pace.vote_length(drill.length);
    queries::mark_closed(tx, drill.id, drawn.len(), vote_by)?;
    queries::note_change(tx, drill.id, by.map(|by| (Change::ClosedEarly, by)))?;
    if drawn.is_empty() {
        queries::mark_decided(tx, drill.id, 0)?;
    }
    tx.wake_scheduler();
    card::refresh_all(tx, drill)
}

/// The vote is over: a result, or at the first tie of two at the top one more round of those.
pub(super) fn end_vote(tx: &Tx<'_>, drill: &Drill, by: Option<&UserId>) -> Result<()> {
    queries::note_change(tx, drill.id, by.map(|by| (Change::ClosedEarly, by)))?;
    let ids = in_time(tx, drill)?;
    if drill.phase() == Phase::Reading {
        let only: Vec<(i64, Tally)> = ids.iter().map(|id| (*id, Tally::default())).collect();
        return decide(tx, drill, &only, &ids);
    }
    let ranking = rules::ranking(&ids, &queries::judged(tx, drill.id)?);
    let winners = match rules::top(&ranking) {
        Top::Undecided => Vec::new(),
        Top::One(id) => vec![id],
        Top::Several(ids) => match (&ids[..], drill.sudden) {
            ([a, b], None) => {
                let until = tx.now + drill.pace.sudden_length();
                queries::mark_sudden(tx, drill.id, (*a, *b), until)?;
                tx.wake_scheduler();
                return card::refresh_all(tx, drill);
            }
            _ => after_sudden_death(tx, drill, ids)?,
        },
    };
    decide(tx, drill, &ranking, &winners)
}

/// The one who was picked, else both.
fn after_sudden_death(read: &Read<'_>, drill: &Drill, tied: Vec<i64>) -> Result<Vec<i64>> {
    Ok(match queries::sudden_pick(read, drill.id)? {
        Some((a, _, Pick::A)) => vec![a],
        Some((_, b, Pick::B)) => vec![b],
        Some((_, _, Pick::TooClose)) | None => tied,
    })
}

fn decide(tx: &Tx<'_>, drill: &Drill, ranking: &[(i64, Tally)], winners: &[i64]) -> Result<()> {
    queries::freeze(tx, ranking, winners)?;
    queries::mark_decided(tx, drill.id, queries::voters(tx, drill.id)?)?;
    if let Some(objection) = drill.objection {
        queries::unwant(tx, objection)?;
    }
    let decided = find(tx, drill.id)?;
    tx.tell(Fact::DrillDecided(Box::new(told(tx, &decided)?)));
    tx.wake_scheduler();
    card::refresh_all(tx, &decided)
}

/// What the channel reads of a result, and no author.
fn told(read: &Read<'_>, drill: &Drill) -> Result<DecidedDrill> {
    let scene = queries::scene(read, drill)?;
    let answers = card::shown(read, drill)?
        .into_iter()
        .filter(|answer| !answer.is_late)
        .map(|answer| DecidedAnswer {
            share: answer.tally.share(),
            duels: answer.tally.duels,
            text: answer.text,
            tweaks: answer.tweaks,
        })
        .collect();
    Ok(DecidedDrill {
        source: format!("drill:{}", drill.id),
        objection: scene.objection,
        context: scene.context,
        answers,
        voters: drill.voters,
    })
}

fn in_time(read: &Read<'_>, drill: &Drill) -> Result<Vec<i64>> {
    let mut answers = queries::answers_in(read, drill.id)?;
    answers.retain(|answer| !answer.is_late);
    Ok(answers.into_iter().map(|answer| answer.id).collect())
}
