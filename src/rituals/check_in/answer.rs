//! Answering: what is open, one tap, a slip taken back, a note to the partner. Each step is load, decide, save, say.

use super::{
    CARD, card, queries, refresh_nudges, refuse,
    rules::{self, CheckIn, Why},
    said,
    views::{self, field},
    win,
};
use crate::{
    audience::Audience,
    commitments::{self, Answer, Commitment, NotSo, partnership::queries::partner_of},
    error::Result,
    ids::UserId,
    outbox::{self, Lane, Subject},
    outcome::Outcome,
    people,
    request::{FormState, Place},
    store::{Read, Tx},
};

/// Rows of the list; more than that nobody keeps.
const LISTED: u32 = 12;

pub(super) fn list(read: &Read<'_>, who: &UserId) -> Result<Outcome> {
    let partner = partner_of(read, who)?;
    let open = commitments::queries::open_of(read, who, LISTED)?;
    let with_words = open.into_iter().map(|commitment| {
        let words = words(read, who, &commitment, partner.as_ref())?.0;
        Ok((commitment, words))
    });
    let open = with_words.collect::<Result<Vec<_>>>()?;
    Ok(Outcome::Open(views::list(&open)))
}

/// One's own words, and who else may read them.
fn words(
    read: &Read<'_>,
    who: &UserId,
    commitment: &Commitment,
    partner: Option<&UserId>,
) -> Result<(String, Audience)> {
    let audience = commitment.audience(partner);
    let proof = audience
        .may_read(who)
        .ok_or_else(|| refuse(Why::NotYours))?;
    let words = commitments::queries::words(read, commitment, &audience, &proof)?;
    Ok((words, audience))
}

pub(super) fn about(read: &Read<'_>, who: &UserId, id: i64, place: &Place) -> Result<Outcome> {
    let commitment = own(read, who, id)?;
    let partner = partner_of(read, who)?;
    let (words, audience) = words(read, who, &commitment, partner.as_ref())?;
    let who_sees = people::who_sees(read, &audience, who)?;
    let form = views::about(&commitment, &words, &who_sees);
    Ok(match place {
        Place::Form => Outcome::Replace(form),
        Place::Message { .. } | Place::Home | Place::Conversation(_) | Place::Nowhere => {
            Outcome::Open(form)
        }
    })
}

/// One tap. A second press changes nothing and answers the same.
pub(super) fn answer(
    tx: &Tx<'_>,
    who: &UserId,
    id: i64,
    answer: Answer,
    place: &Place,
) -> Result<Outcome> {
    let commitment = own(tx, who, id)?;
    let not = |why| refuse(Why::Not(why));
    commitment.check_answer(who, answer).map_err(not)?;
    let last = queries::last_about(tx, id)?;
    if !rules::is_second_press(last.as_ref(), answer, tx.now) {
        commitments::answer(tx, &commitment, answer)?;
        let partner = partner_of(tx, who)?;
        let check_in = queries::insert(tx, id, who, partner.as_ref(), answer)?;
        if let Some(partner) = &partner {
            let place = outbox::Place::Dm(partner.clone());
            outbox::post(tx, Lane::Act, &place, &Subject::new(CARD, check_in))?;
        }
        queries::answer_nudge(tx, who)?;
    }
    refresh_nudges(tx, who)?;
    outbox::refresh_home(tx, who)?;
    let last = queries::last_about(tx, id)?.ok_or_else(|| refuse(Why::Not(NotSo::Gone)))?;
    Ok(said(place, answered(tx, &last)?))
}

/// It was a slip: the commitment is open again, and whoever was told of it sees that.
pub(super) fn change(tx: &Tx<'_>, who: &UserId, id: i64, place: &Place) -> Result<Outcome> {
    let commitment = own(tx, who, id)?;
    if !commitment.is_open() {
        commitments::reopen(tx, &commitment)?;
        if let Some(last) = queries::last_about(tx, id)? {
            queries::take_back(tx, last.id)?;
            outbox::refresh(tx, &Subject::new(CARD, last.id))?;
            win::slip(tx, last.id)?;
        }
        refresh_nudges(tx, who)?;
        outbox::refresh_home(tx, who)?;
    }
    match place {
        Place::Message { .. } => Ok(Outcome::Done),
        Place::Form | Place::Home | Place::Conversation(_) | Place::Nowhere => {
            about(tx, who, id, place)
        }
    }
}

/// The form for a note to the partner.
pub(super) fn write(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let (check_in, partner) = to_write(read, who, id)?;
    let proof = check_in.audience().may_read(who);
    let proof = proof.ok_or_else(|| refuse(Why::NotYours))?;
    let before = queries::note(read, &check_in, &proof)?;
    let name = people::name(read, &partner)?;
    let who_sees = people::who_sees(read, &check_in.audience(), who)?;
    Ok(Outcome::Open(views::write(id, &name, before, &who_sees)))
}

pub(super) fn note(tx: &Tx<'_>, who: &UserId, id: i64, form: &FormState) -> Result<Outcome> {
    let (check_in, partner) = to_write(tx, who, id)?;
    let text = form.fields.text(field::NOTE).unwrap_or_default();
    let text = rules::tidy_note(text).map_err(refuse)?;
    queries::set_note(tx, id, &text)?;
    outbox::refresh(tx, &Subject::new(CARD, id))?;
    refresh_nudges(tx, who)?;
    let name = people::name(tx, &partner)?;
    let who_sees = people::who_sees(tx, &check_in.audience(), who)?;
    Ok(Outcome::Replace(views::written(&name, &who_sees)))
}

/// One's own answer whose partner still is one.
fn to_write(read: &Read<'_>, who: &UserId, id: i64) -> Result<(CheckIn, UserId)> {
    let found = queries::find(read, id)?.ok_or_else(|| refuse(Why::Not(NotSo::Gone)))?;
    if found.who != *who {
        return Err(refuse(Why::NotYours).into());
    }
    let partner = partner_of(read, who)?.filter(|partner| found.partner.as_ref() == Some(partner));
    let partner = partner.ok_or_else(|| refuse(Why::NoLongerPartners))?;
    if found.is_taken_back {
        return Err(refuse(Why::Not(NotSo::Gone)).into());
    }
    Ok((found, partner))
}

fn answered(read: &Read<'_>, check_in: &CheckIn) -> Result<crate::blocks::Form> {
    let told = card::told(read, check_in)?;
    let offer = win::offer(read, check_in)?;
    let who_sees = people::who_sees(read, &check_in.audience(), &check_in.who)?;
    Ok(views::answered(
        check_in,
        told.as_deref(),
        &offer,
        &who_sees,
    ))
}

fn own(read: &Read<'_>, who: &UserId, id: i64) -> Result<Commitment> {
    let found = commitments::queries::find(read, id)?;
    let found = found.ok_or_else(|| refuse(Why::Not(NotSo::Gone)))?;
    if found.who == *who {
        Ok(found)
    } else {
        Err(refuse(Why::Not(NotSo::NotYours)).into())
    }
}
