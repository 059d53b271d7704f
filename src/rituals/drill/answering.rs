//! Answering: the form opens from the card, its opening is kept so that the seconds are true, and one text is sent that
//! may be changed until the deadline. Each step is load, decide, save, say.

use super::{
    card::{self, find, refuse},
    queries,
    rules::{self, Answer, Drill, LONGEST_ANSWER, Timing, Why},
    views::{self, field},
};
use crate::{
    error::{Refusal, Result},
    ids::UserId,
    outbox,
    outcome::Outcome,
    request::{FormState, Place},
    store::{Read, Tx},
};

/// Opening is a fact: from here on the seconds count. Whoever has begun can come back from Home.
pub(super) fn open(tx: &Tx<'_>, who: &UserId, id: i64, place: &Place) -> Result<Outcome> {
    let drill = find(tx, id)?;
    let mine = queries::answer_of(tx, id, who)?;
    if mine.is_none() {
        card::check_on_card(&drill, place)?;
    }
    card::learn_name(tx, &drill, place)?;
    rules::check_begin(&drill, mine.as_ref(), card::grace(tx)?, tx.now)
        .map_err(|why| refuse(why, ""))?;
    queries::begin_answer(tx, id, who)?;
    let mine = begun(tx, id, who)?;
    let scene = queries::scene(tx, &drill)?;
    let text = own_words(tx, &drill, &mine)?;
    let form = views::answering::form(&drill, &scene, text, &who_sees(&drill, &mine, who));
    // **Change it** stands in the form that says that the answer is in.
    Ok(if *place == Place::Form {
        Outcome::Replace(form)
    } else {
        Outcome::Open(form)
    })
}

/// Also the road of a submit that came twice: with the same text nothing changes and the answer is the same.
pub(super) fn send(tx: &Tx<'_>, who: &UserId, id: i64, form: &FormState) -> Result<Outcome> {
    let drill = find(tx, id)?;
    let mine = begun(tx, id, who)?;
    let text = rules::check_text(
        form.fields.text(field::ANSWER),
        LONGEST_ANSWER,
        Why::NothingWritten,
        Why::AnswerTooLong,
    )
    .map_err(under_the_box)?;
    let before = own_words(tx, &drill, &mine)?;
    if before.as_deref() != Some(text.as_str()) {
        let timing = rules::check_answer(&drill, Some(&mine), card::grace(tx)?, tx.now)
            .map_err(under_the_box)?;
        if before.is_none() {
            queries::send_answer(tx, &mine, &text, timing == Timing::Late)?;
        } else {
            queries::rewrite_answer(tx, &mine, &text)?;
        }
        card::refresh(tx, &drill)?;
        outbox::refresh_home(tx, who)?;
        close_if_last(tx, &drill)?;
    }
    let mine = begun(tx, id, who)?;
    Ok(Outcome::Replace(views::answering::sent(
        &drill,
        &mine,
        &who_sees(&drill, &mine, who),
    )))
}

/// After the deadline the vote waits only for those who were still writing.
fn close_if_last(tx: &Tx<'_>, drill: &Drill) -> Result<()> {
    let is_open = drill.closed_at.is_none() && drill.cancelled_at.is_none();
    let is_past = drill.answer_by.is_some_and(|by| tx.now > by);
    if is_open && is_past && queries::writing(tx, drill.id)? == 0 {
        queries::set_due(tx, drill.id, tx.now)?;
        tx.wake_scheduler();
    }
    Ok(())
}

fn begun(read: &Read<'_>, drill: i64, who: &UserId) -> Result<Answer> {
    queries::answer_of(read, drill, who)?.ok_or_else(|| refuse(Why::OnlyOnTheCard, "").into())
}

/// What somebody sent already.
pub(super) fn own_words(read: &Read<'_>, drill: &Drill, mine: &Answer) -> Result<Option<String>> {
    if mine.answered_at.is_none() {
        return Ok(None);
    }
    let proof = drill
        .audience_of(mine)
        .may_read(&mine.author)
        .ok_or_else(|| refuse(Why::NotYours, ""))?;
    queries::answer_words(read, drill, mine, &proof).map(Some)
}

pub(super) fn who_sees(drill: &Drill, mine: &Answer, who: &UserId) -> String {
    drill.audience_of(mine).sentence(who, ToString::to_string)
}

fn under_the_box(why: Why) -> Refusal {
    Refusal {
        field: Some(field::ANSWER.to_owned()),
        ..refuse(why, "")
    }
}
