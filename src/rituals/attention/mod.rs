//! Attention: **Mute everything** on Home, one tap, and **Unmute**.
//!
//! Bea opens Home and presses **Mute everything**: no reminder and no prompt reaches her until she presses **Unmute**.
//! Feedback from people and answers to what she does still come. Who asks before prompting is `crate::attention`.

mod samples;
mod views;

use super::{Entry, HomePart, Ritual, Sample, views::outdated};
use crate::{
    attention::mute,
    blocks::Block,
    error::Result,
    fact::Fact,
    ids::UserId,
    names::Names,
    outbox,
    outcome::Outcome,
    records::Record,
    request::{Act, Place, Request},
    store::{Read, Tx},
};
use views::action;

/// The ritual.
pub struct Attention;

fn wants_to_mute(request: &Request) -> Option<bool> {
    match &request.act {
        Act::Click { action, .. } if action == action::MUTE => Some(true),
        Act::Click { action, .. } if action == action::UNMUTE => Some(false),
        Act::Click { .. }
        | Act::Command { .. }
        | Act::Submit(_)
        | Act::Close(_)
        | Act::Shortcut { .. }
        | Act::OpenedHome
        | Act::PeopleChanged(_)
        | Act::Uninstalled => None,
    }
}

impl Ritual for Attention {
    fn name(&self) -> &'static str {
        "attention"
    }

    fn is_fact(&self, request: &Request) -> bool {
        wants_to_mute(request).is_some()
    }

    fn open(&self, _read: &Read<'_>, _request: &Request) -> Result<Outcome> {
        Err(outdated().into())
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let wants_to_mute = wants_to_mute(request).ok_or_else(outdated)?;
        if wants_to_mute {
            mute::mute(tx, &request.who)?;
        } else {
            mute::unmute(tx, &request.who)?;
        }
        outbox::refresh_home(tx, &request.who)?;
        Ok(match &request.place {
            // Home shows what holds; a message that stands already does not.
            Place::Message { .. } if wants_to_mute => Outcome::Whisper(views::muted()),
            Place::Message { .. }
            | Place::Home
            | Place::Form
            | Place::Conversation(_)
            | Place::Nowhere => Outcome::Done,
        })
    }

    fn heard(&self, tx: &Tx<'_>, fact: &Fact) -> Result<()> {
        // Whoever erases their data is taken out as the table declares.
        if let Fact::PersonLeft(left) = fact {
            mute::unmute(tx, left)?;
        }
        Ok(())
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        let section = views::home(mute::muted_since(read, user)?);
        Ok(HomePart {
            section,
            ..HomePart::default()
        })
    }

    fn records(&self) -> &'static [Record] {
        &[mute::RECORD]
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        let since = mute::muted_since(read, user)?;
        Ok(since.map(views::entry).into_iter().collect())
    }

    fn help(&self, _names: &Names) -> Vec<Block> {
        views::help()
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}
