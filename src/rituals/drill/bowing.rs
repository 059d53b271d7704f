//! After the result: all answers, and an author's name under their own answer, if they want it there, as long as they
//! want it there. Each step is load, decide, save, say.

use super::{
    answering, card,
    card::{find, refuse},
    queries,
    rules::{Answer, Drill, Phase, Why},
    views,
};
use crate::{
    audience::EVERYONE_HERE,
    error::Result,
    ids::UserId,
    outbox,
    outcome::Outcome,
    people,
    request::Place,
    store::{Read, Tx},
};

/// A page of all answers, for whoever presses the button on the card; the next one from the page before.
pub(super) fn all_answers(read: &Read<'_>, id: i64, page: usize, place: &Place) -> Result<Outcome> {
    let drill = find(read, id)?;
    let is_turned = *place == Place::Form;
    if !is_turned {
        card::check_on_card(&drill, place)?;
    }
    if !drill.is_over() {
        return Err(refuse(Why::NotDecided, "").into());
    }
    let scene = queries::scene(read, &drill)?;
    let answers = card::shown(read, &drill)?;
    let form = views::answers::page(&drill, &scene, &answers, page, EVERYONE_HERE);
    Ok(if is_turned {
        Outcome::Replace(form)
    } else {
        Outcome::Open(form)
    })
}

pub(super) fn open(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let (drill, mine) = to_name(read, who, id)?;
    Ok(Outcome::Open(form(read, who, &drill, &mine)?))
}

/// Puts the name under the answer, or takes it off. Pressed twice it is the same.
pub(super) fn bow(tx: &Tx<'_>, who: &UserId, id: i64, is_named: bool) -> Result<Outcome> {
    let (drill, mine) = to_name(tx, who, id)?;
    if mine.is_named != is_named {
        queries::name_answer(tx, &mine, is_named)?;
        card::refresh(tx, &drill)?;
        outbox::refresh_home(tx, who)?;
    }
    let (drill, mine) = to_name(tx, who, id)?;
    Ok(Outcome::Replace(form(tx, who, &drill, &mine)?))
}

fn form(
    read: &Read<'_>,
    who: &UserId,
    drill: &Drill,
    mine: &Answer,
) -> Result<crate::blocks::Form> {
    let text = answering::own_words(read, drill, mine)?.unwrap_or_default();
    let name = people::name(read, who)?;
    Ok(views::closing::take_a_bow(
        drill,
        mine,
        &text,
        &name,
        &answering::who_sees(drill, mine, who),
    ))
}

fn to_name(read: &Read<'_>, who: &UserId, id: i64) -> Result<(Drill, Answer)> {
    let drill = find(read, id)?;
    let mine = queries::answer_of(read, id, who)?.filter(|answer| answer.answered_at.is_some());
    let mine = mine.ok_or_else(|| refuse(Why::NoAnswerOfYours, ""))?;
    match drill.phase() {
        Phase::Decided | Phase::Empty => Ok((drill, mine)),
        Phase::Draft
        | Phase::Posting
        | Phase::Refused
        | Phase::Answering
        | Phase::Reading
        | Phase::Voting
        | Phase::SuddenDeath
        | Phase::Cancelled => Err(refuse(Why::NotDecided, "").into()),
    }
}
