//! What may come of a note: its receiver makes a commitment of it, and its giver hears that it was kept. What the
//! commitment says stands elsewhere and never comes here.

use super::{
    KEPT,
    note::{Names, post, refuse},
    queries,
    receiver::to_read,
    rules::{Given, State, Why},
    views,
};
use crate::{
    blocks::Message,
    error::Result,
    fact::{Fact, Kept, Seed},
    ids::UserId,
    outbox::{self, Subject},
    outcome::Outcome,
    store::{Read, Tx},
};

/// The button that opens the form for a commitment.
const NEW: &str = "commitment.new";

/// What a commitment names a note by, in front of its number.
const ITEM: &str = "feedback:";

pub(super) fn want(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let given = to_read(tx, id, who)?;
    if given.is_to_self() || given.state == State::Unread {
        return Err(refuse(Why::NotYours, "").into());
    }
    let item = format!("{ITEM}{id}");
    tx.tell(Fact::WantsCommitment(Box::new(Seed {
        item: item.clone(),
        who: who.clone(),
        about: given.skill,
        hears: Some(given.giver).filter(|giver| !giver.is_nobody()),
    })));
    Ok(Outcome::GoOn {
        action: NEW,
        value: item,
    })
}

/// The giver hears that it was kept, or partly; of any other end nothing. What they heard is taken back if it was a slip.
pub(super) fn settled(tx: &Tx<'_>, item: &str, who: &UserId, kept: Option<Kept>) -> Result<()> {
    let Some(id) = item.strip_prefix(ITEM).and_then(|id| id.parse().ok()) else {
        return Ok(());
    };
    let found = queries::find(tx, id)?.filter(|given| given.receiver == *who);
    let Some(given) = found.filter(|given| !given.is_to_self()) else {
        return Ok(());
    };
    // Whoever reported the note wants nothing more to do with its giver.
    if queries::is_paused(tx, &given.giver, who)? {
        return Ok(());
    }
    queries::mark_kept(tx, id, kept)?;
    let subject = Subject::new(KEPT, id);
    if kept.is_some() {
        post(tx, &given.giver, &subject)?;
    }
    outbox::refresh(tx, &subject)
}

pub(super) fn render(
    read: &Read<'_>,
    given: &Given,
    names: &Names,
    who_sees: &str,
    stands: bool,
) -> Result<Option<Message>> {
    Ok(match queries::kept(read, given.id)? {
        Some(kept) => Some(views::kept(given, &names.receiver, kept, who_sees)),
        None => stands.then(|| views::open_again(given, &names.receiver, who_sees)),
    })
}
