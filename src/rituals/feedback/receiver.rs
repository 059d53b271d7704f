//! What a receiver does: read, say that it helped, delete their copy, leave. Each step is load, decide, save, say.

use super::{
    ARRIVED, HELPED, LEFT,
    note::{Names, other_name, post, refresh_homes, refuse, words},
    queries,
    rules::{self, Given, State, Why},
    views,
};
use crate::{
    blocks::Form,
    error::Result,
    ids::UserId,
    outbox::{self, Subject},
    outcome::Outcome,
    request::Place,
    store::{Read, Tx},
};

pub(super) fn read(tx: &Tx<'_>, who: &UserId, id: i64, place: &Place) -> Result<Outcome> {
    let given = to_read(tx, id, who)?;
    if !given.is_to_self() {
        queries::mark_read(tx, id)?;
        refresh_homes(tx, &given)?;
    }
    let form = reading(tx, who, id)?;
    // **Keep it** stands in the form itself.
    Ok(if *place == Place::Form {
        Outcome::Replace(form)
    } else {
        Outcome::Open(form)
    })
}

pub(super) fn helped(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let given = to_read(tx, id, who)?;
    if given.is_to_self() || given.state == State::Unread {
        return Err(refuse(Why::NotYours, "").into());
    }
    queries::mark_helped(tx, id)?;
    post(tx, &given.giver, &Subject::new(HELPED, id))?;
    refresh_homes(tx, &given)?;
    Ok(Outcome::Replace(reading(tx, who, id)?))
}

/// Asks first.
pub(super) fn ask_drop(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let given = to_read(read, id, who)?;
    let names = Names::of(read, &given)?;
    Ok(Outcome::Replace(views::drop_question(
        &given,
        &names.giver,
        &names.who_sees(&given, who),
    )))
}

pub(super) fn drop(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let found =
        queries::find(tx, id)?.filter(|given| given.receiver == *who && !given.is_to_self());
    let found = found.ok_or_else(|| refuse(Why::NotYours, ""))?;
    if !found.is_dropped {
        let given = to_read(tx, id, who)?;
        if given.state == State::Unread {
            return Err(refuse(Why::NotYours, "").into());
        }
        queries::mark_dropped(tx, id)?;
        outbox::refresh(tx, &Subject::new(ARRIVED, id))?;
        refresh_homes(tx, &given)?;
    }
    Ok(Outcome::Replace(views::dropped()))
}

pub(super) fn left(tx: &Tx<'_>, left: &UserId) -> Result<()> {
    for (id, giver) in queries::return_unread(tx, left)? {
        outbox::refresh(tx, &Subject::new(ARRIVED, id))?;
        // One message however many notes: its subject is the person who left.
        post(tx, &giver, &Subject::new(LEFT, left))?;
        outbox::refresh_home(tx, &giver)?;
    }
    Ok(())
}

fn reading(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Form> {
    let given = to_read(tx, id, who)?;
    let names = Names::of(tx, &given)?;
    let words = words(tx, &given, who)?;
    Ok(views::reading(
        &given,
        &names.giver,
        &words,
        &names.who_sees(&given, who),
    ))
}

pub(super) fn to_read(read: &Read<'_>, id: i64, who: &UserId) -> Result<Given> {
    let found = queries::find(read, id)?;
    let name = other_name(read, found.as_ref().map(|given| &given.giver))?;
    rules::check_read(found, who).map_err(|why| refuse(why, &name).into())
}
