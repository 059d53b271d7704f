//! Partners by mutual consent: one asks, the other says yes or not now, either ends it at any time and nobody is told who.

use super::{
    AGREED, ASKED, CARD, ENDED, queries, refuse,
    rules::{self, Why},
    said,
    views::{self, field},
};
use crate::{
    audience::Audience,
    blocks::Message,
    commitments::partnership::{
        Partnership,
        queries::{self as partnerships, partner_of},
    },
    error::Result,
    ids::UserId,
    outbox::{self, Lane, Subject},
    outcome::Outcome,
    people::{self, enrolment},
    request::{FormState, Place},
    store::{Read, Tx},
};

pub(super) fn open(read: &Read<'_>, who: &UserId, to: Option<&UserId>) -> Result<Outcome> {
    if let Some(pair) = partnerships::of(read, who)? {
        let name = other_name(read, &pair, who)?;
        let who_sees = people::who_sees(read, &pair.audience(), who)?;
        return Ok(Outcome::Open(views::have_partner(&pair, &name, &who_sees)));
    }
    Ok(Outcome::Open(views::ask_form(to)))
}

pub(super) fn ask(tx: &Tx<'_>, who: &UserId, form: &FormState) -> Result<Outcome> {
    let to = form.fields.person(field::TO);
    let to = to.ok_or_else(|| refuse(Why::NobodyPicked))?;
    let person = people::find(tx, to)?;
    let name = person
        .as_ref()
        .map(|person| person.name.clone())
        .unwrap_or_default();
    let standing = person.map(|person| person.standing);
    let not = |why| views::refusal(why, &name);
    rules::check_partner(who, to, standing, enrolment::is_enrolled(tx, to)?).map_err(not)?;
    if partner_of(tx, who)?.is_some_and(|partner| partner != *to) {
        return Err(not(Why::HavePartner).into());
    }
    let asks = waiting(tx, who)?;
    let by_them = asks.iter().find(|ask| ask.asker == *to);
    if let Some(ask) = by_them {
        return agree(tx, who, ask.id, &Place::Form); // both have asked
    }
    let is_asked = asks.iter().any(|ask| ask.asked == *to) || partner_of(tx, who)?.is_some();
    if !is_asked {
        if partner_of(tx, to)?.is_some() {
            return Err(not(Why::TheyHavePartner).into());
        }
        // One ask at a time: who asks somebody else has thought better of it.
        for ask in asks.iter().filter(|ask| ask.asker == *who) {
            over(tx, ask)?;
        }
        let id = partnerships::ask(tx, who, to)?;
        post(tx, to, ASKED, id)?;
        refresh_homes(tx, who, to)?;
    }
    let audience = Audience::Among(vec![who.clone(), to.clone()]);
    let who_sees = people::who_sees(tx, &audience, who)?;
    Ok(Outcome::Replace(views::ask_sent(&name, &who_sees)))
}

pub(super) fn agree(tx: &Tx<'_>, who: &UserId, id: i64, place: &Place) -> Result<Outcome> {
    let ask = asked_of(tx, who, id)?;
    let name = other_name(tx, &ask, who)?;
    if !ask.holds() {
        if !ask.is_asked(tx.now) {
            return Err(refuse(Why::AskOver).into());
        }
        if partner_of(tx, who)?.is_some() {
            return Err(refuse(Why::HavePartner).into());
        }
        if partner_of(tx, &ask.asker)?.is_some() {
            return Err(views::refusal(Why::TheyHavePartner, &name).into());
        }
        partnerships::agree(tx, id)?;
        for other in waiting(tx, who)?.iter().chain(&waiting(tx, &ask.asker)?) {
            over(tx, other)?;
        }
        post(tx, &ask.asker, AGREED, id)?;
        outbox::refresh(tx, &Subject::new(ASKED, id))?;
        refresh_homes(tx, &ask.asker, &ask.asked)?;
    }
    Ok(said(
        place,
        views::partners_now(&name, &people::who_sees(tx, &ask.audience(), who)?),
    ))
}

/// **Not now**, or the asker takes it back. Nobody is told.
pub(super) fn decline(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let ask = between(tx, who, id)?;
    if ask.agreed_at.is_some() {
        return Err(refuse(Why::AskOver).into());
    }
    over(tx, &ask)?;
    Ok(Outcome::Done)
}

pub(super) fn end(tx: &Tx<'_>, who: &UserId, id: i64, place: &Place) -> Result<Outcome> {
    let pair = between(tx, who, id)?;
    let name = other_name(tx, &pair, who)?;
    if pair.holds()
        && let Some(other) = pair.other(who)
    {
        part(tx, &pair, other)?;
    }
    Ok(said(place, views::parted(&name)))
}

/// They are partners no more; `told` gets a line. What one could read of the other's is closed.
pub(super) fn part(tx: &Tx<'_>, pair: &Partnership, told: &UserId) -> Result<()> {
    partnerships::end(tx, pair.id)?;
    post(tx, told, ENDED, pair.id)?;
    for card in queries::cards_of(tx, &pair.asker)? {
        outbox::refresh(tx, &Subject::new(CARD, card.id))?;
    }
    outbox::refresh(tx, &Subject::new(ASKED, pair.id))?;
    refresh_homes(tx, &pair.asker, &pair.asked)
}

/// An ask comes to nothing.
pub(super) fn over(tx: &Tx<'_>, ask: &Partnership) -> Result<()> {
    if ask.agreed_at.is_none() {
        partnerships::end(tx, ask.id)?;
        outbox::refresh(tx, &Subject::new(ASKED, ask.id))?;
        refresh_homes(tx, &ask.asker, &ask.asked)?;
    }
    Ok(())
}

/// The asks from or to somebody that still wait.
pub(super) fn waiting(read: &Read<'_>, who: &UserId) -> Result<Vec<Partnership>> {
    let mut asks = partnerships::asks_of(read, who)?;
    asks.retain(|ask| ask.is_asked(read.now));
    Ok(asks)
}

pub(super) fn render_ask(
    read: &Read<'_>,
    id: i64,
    viewer: &UserId,
    stands: bool,
) -> Result<Option<Message>> {
    let Some(ask) = partnerships::find(read, id)?.filter(|ask| ask.asked == *viewer) else {
        return Ok(None);
    };
    let name = people::name(read, &ask.asker)?;
    let who_sees = people::who_sees(read, &ask.audience(), viewer)?;
    if ask.is_asked(read.now) {
        return Ok(Some(views::asked(id, &name, &who_sees)));
    }
    Ok(stands.then(|| views::ask_settled(&name, &ask, &who_sees)))
}

pub(super) fn render_agreed(read: &Read<'_>, id: i64, viewer: &UserId) -> Result<Option<Message>> {
    let Some(pair) = partnerships::find(read, id)?.filter(|pair| pair.asker == *viewer) else {
        return Ok(None);
    };
    let who_sees = people::who_sees(read, &pair.audience(), viewer)?;
    Ok(Some(views::agreed(
        &other_name(read, &pair, viewer)?,
        &who_sees,
    )))
}

pub(super) fn render_ended(read: &Read<'_>, id: i64, viewer: &UserId) -> Result<Option<Message>> {
    let Some(pair) = partnerships::find(read, id)? else {
        return Ok(None);
    };
    let name = other_name(read, &pair, viewer)?;
    Ok(pair.other(viewer).map(|_| views::ended(&name)))
}

pub(super) fn other_name(read: &Read<'_>, pair: &Partnership, who: &UserId) -> Result<String> {
    pair.other(who)
        .map_or_else(|| Ok(String::new()), |other| people::name(read, other))
}

fn between(read: &Read<'_>, who: &UserId, id: i64) -> Result<Partnership> {
    let found = partnerships::find(read, id)?.ok_or_else(|| refuse(Why::AskOver))?;
    if found.other(who).is_none() {
        return Err(refuse(Why::NotYours).into());
    }
    Ok(found)
}

fn asked_of(read: &Read<'_>, who: &UserId, id: i64) -> Result<Partnership> {
    let found = between(read, who, id)?;
    if found.asked != *who {
        return Err(refuse(Why::NotYours).into());
    }
    Ok(found)
}

fn post(tx: &Tx<'_>, to: &UserId, what: &'static str, id: i64) -> Result<()> {
    let place = outbox::Place::Dm(to.clone());
    outbox::post(tx, Lane::Act, &place, &Subject::new(what, id))
}

fn refresh_homes(tx: &Tx<'_>, one: &UserId, other: &UserId) -> Result<()> {
    outbox::refresh_home(tx, one)?;
    outbox::refresh_home(tx, other)
}
