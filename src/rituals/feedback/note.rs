//! What giver and receiver share: the two names of a note, its words against a proof, and how it is told.

use super::{
    queries,
    rules::{Given, Note, Why},
    views,
};
use crate::{
    error::{Refusal, Result},
    ids::UserId,
    outbox::{self, Lane, Place, Subject},
    people,
    store::{Read, Tx},
};

/// The two people of a note, by name.
pub(super) struct Names {
    pub(super) giver: String,
    pub(super) receiver: String,
}

impl Names {
    pub(super) fn of(read: &Read<'_>, given: &Given) -> Result<Self> {
        Ok(Self {
            giver: people::name(read, &given.giver)?,
            receiver: people::name(read, &given.receiver)?,
        })
    }

    pub(super) fn who_sees(&self, given: &Given, viewer: &UserId) -> String {
        given.audience().sentence(viewer, |user| {
            if *user == given.giver {
                self.giver.clone()
            } else {
                self.receiver.clone()
            }
        })
    }
}

pub(super) fn words(read: &Read<'_>, given: &Given, who: &UserId) -> Result<Note> {
    let proof = given
        .audience()
        .may_read(who)
        .ok_or_else(|| refuse(Why::NotYours, ""))?;
    queries::words(read, given, &proof)
}

pub(super) fn other_name(read: &Read<'_>, user: Option<&UserId>) -> Result<String> {
    user.map_or_else(|| Ok(String::new()), |user| people::name(read, user))
}

pub(super) fn find(read: &Read<'_>, subject: &Subject) -> Result<Option<Given>> {
    let found = subject.number().map(|id| queries::find(read, id));
    found.unwrap_or(Ok(None))
}

pub(super) fn post(tx: &Tx<'_>, to: &UserId, subject: &Subject) -> Result<()> {
    outbox::post(tx, Lane::Act, &Place::Dm(to.clone()), subject)
}

pub(super) fn refresh_homes(tx: &Tx<'_>, given: &Given) -> Result<()> {
    outbox::refresh_home(tx, &given.giver)?;
    outbox::refresh_home(tx, &given.receiver)
}

pub(super) fn refuse(why: Why, name: &str) -> Refusal {
    views::refusal(why, name)
}
