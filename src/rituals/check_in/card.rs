//! The partner's side: one line for each answer, what there is to read, and a cheer. Words never stand in the line.

use super::{
    CARD, CHEERED, queries, refuse,
    rules::{CheckIn, Why},
    views::{self, Card},
};
use crate::{
    audience::Audience,
    blocks::Message,
    commitments::{self, Answer, NotSo, partnership::queries::partner_of},
    error::Result,
    ids::UserId,
    outbox::{self, Lane, Place, Subject},
    outcome::Outcome,
    people,
    rituals::views::outdated,
    store::{Read, Tx},
};

/// The line for the partner.
pub(super) fn render(
    read: &Read<'_>,
    id: i64,
    viewer: &UserId,
    stands: bool,
) -> Result<Option<Message>> {
    let Some(check_in) = queries::find(read, id)? else {
        return Ok(stands.then(views::card_gone));
    };
    let Some(card) = card(read, &check_in, viewer)? else {
        return Ok(None);
    };
    if check_in.is_taken_back {
        return Ok(stands.then(|| views::card_taken_back(&card)));
    }
    Ok(Some(views::card(&check_in, &card)))
}

/// The line for whoever was cheered.
pub(super) fn render_cheer(read: &Read<'_>, id: i64, viewer: &UserId) -> Result<Option<Message>> {
    let Some(check_in) = queries::find(read, id)?.filter(|found| found.who == *viewer) else {
        return Ok(None);
    };
    let name = match &check_in.partner {
        Some(partner) if check_in.is_cheered => people::name(read, partner)?,
        Some(_) | None => return Ok(None),
    };
    let who_sees = people::who_sees(read, &check_in.audience(), viewer)?;
    Ok(Some(views::cheered(&name, &who_sees)))
}

/// Opens what there is to read, for the partner.
pub(super) fn read(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let check_in = to_see(read, who, id)?;
    let audience = check_in.audience();
    let proof = audience
        .may_read(who)
        .ok_or_else(|| refuse(Why::NotYours))?;
    let note = queries::note(read, &check_in, &proof)?;
    let words = shown_words(read, &check_in, who)?;
    let card = card(read, &check_in, who)?.ok_or_else(|| refuse(Why::NotYours))?;
    Ok(Outcome::Open(views::reading(
        &check_in,
        &card,
        words.as_deref(),
        note.as_deref(),
    )))
}

/// Once for each answer; whoever is cheered gets one line.
pub(super) fn cheer(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let check_in = to_see(tx, who, id)?;
    if check_in.answer == Answer::NoLonger {
        return Err(outdated().into());
    }
    queries::cheer(tx, id)?;
    let to = Place::Dm(check_in.who);
    outbox::post(tx, Lane::Act, &to, &Subject::new(CHEERED, id))?;
    outbox::refresh(tx, &Subject::new(CARD, id))?;
    Ok(Outcome::Done)
}

/// The name of the partner who was told of an answer.
pub(super) fn told(read: &Read<'_>, check_in: &CheckIn) -> Result<Option<String>> {
    let partner = partner_of(read, &check_in.who)?;
    let told = check_in.partner.as_ref();
    let told = told.filter(|told| partner.as_ref() == Some(told));
    told.map(|user| people::name(read, user)).transpose()
}

/// What a card says, for the partner who got it; `None` for anybody else.
fn card(read: &Read<'_>, check_in: &CheckIn, viewer: &UserId) -> Result<Option<Card>> {
    if check_in.partner.as_ref() != Some(viewer) {
        return Ok(None);
    }
    let are_partners = partner_of(read, &check_in.who)?.as_ref() == Some(viewer);
    let is_shown = are_partners && shown(read, check_in, viewer)?.is_some();
    Ok(Some(Card {
        name: people::name(read, &check_in.who)?,
        can_read: are_partners && (is_shown || check_in.has_note),
        are_partners,
        who_sees: people::who_sees(read, &check_in.audience(), viewer)?,
    }))
}

/// The commitment's audience, if its owner shows it to this person.
fn shown(
    read: &Read<'_>,
    check_in: &CheckIn,
    viewer: &UserId,
) -> Result<Option<(commitments::Commitment, Audience)>> {
    let Some(commitment) = commitments::queries::find(read, check_in.commitment)? else {
        return Ok(None);
    };
    let audience = commitment.audience(partner_of(read, &commitment.who)?.as_ref());
    let may = audience.may_read(viewer).is_some();
    Ok(may.then_some((commitment, audience)))
}

fn shown_words(read: &Read<'_>, check_in: &CheckIn, viewer: &UserId) -> Result<Option<String>> {
    let Some((commitment, audience)) = shown(read, check_in, viewer)? else {
        return Ok(None);
    };
    let proof = audience.may_read(viewer);
    proof
        .map(|proof| commitments::queries::words(read, &commitment, &audience, &proof))
        .transpose()
}

/// An answer as its partner may see it now.
fn to_see(read: &Read<'_>, who: &UserId, id: i64) -> Result<CheckIn> {
    let found = queries::find(read, id)?;
    let found = found.ok_or_else(|| refuse(Why::Not(NotSo::Gone)))?;
    if found.partner.as_ref() != Some(who) {
        return Err(refuse(Why::NotYours).into());
    }
    if partner_of(read, who)?.as_ref() != Some(&found.who) {
        return Err(refuse(Why::NoLongerPartners).into());
    }
    if found.is_taken_back {
        return Err(refuse(Why::Not(NotSo::Gone)).into());
    }
    Ok(found)
}
