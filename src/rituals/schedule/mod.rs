//! The schedule: everything that recurs, when it comes next, and why it was last left out.
//!
//! Bea types `/peerloop schedule` and reads, in her own time: "Check in: next Mon 2 Mar, 09:00. Left out on Thu 26 Feb:
//! you have muted everything." Other rituals set what recurs (`crate::schedule`); nothing here does.

mod samples;
mod views;

use super::{Entry, Ritual, Sample, views::outdated};
use crate::{
    attention,
    blocks::Block,
    error::Result,
    ids::UserId,
    names::Names,
    outcome::Outcome,
    people,
    records::Record,
    request::{Act, Request},
    schedule::{self, Whose},
    store::{Read, Tx},
};

/// The ritual.
pub struct Schedule;

impl Ritual for Schedule {
    fn name(&self) -> &'static str {
        "schedule"
    }

    fn words(&self) -> &'static [&'static str] {
        &["schedule"]
    }

    fn is_fact(&self, _request: &Request) -> bool {
        false
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        match &request.act {
            Act::Command { .. } => {
                let zone = people::zone_of(read, &request.who)?;
                let items = schedule::what_recurs(read, &request.who)?;
                Ok(Outcome::Whisper(views::overview(&items, zone)))
            }
            Act::Click { .. }
            | Act::Submit(_)
            | Act::Close(_)
            | Act::Shortcut { .. }
            | Act::OpenedHome
            | Act::PeopleChanged(_)
            | Act::Uninstalled => Err(outdated().into()),
        }
    }

    fn act(&self, _tx: &Tx<'_>, _request: &Request) -> Result<Outcome> {
        Err(outdated().into())
    }

    fn records(&self) -> &'static [Record] {
        &schedule::RECORDS
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        let own = Whose::Of(user.clone());
        let rows = schedule::rows(read, user)?;
        let mut entries: Vec<Entry> = rows
            .iter()
            .filter(|row| row.whose == own)
            .map(views::row_entry)
            .collect();
        if let Some(region) = schedule::region_of(read, user)? {
            entries.push(views::region_entry(&region));
        }
        let ran = schedule::entries_of(read, &own)?;
        let asked = attention::of(read, user)?;
        entries.extend(views::ran_entries(&ran));
        entries.extend(views::asked_entries(&asked));
        Ok(entries)
    }

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}
