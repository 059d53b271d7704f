//! The one place where a ritual is added.

use super::{
    Count, Ritual, attention::Attention, check_in::CheckIn, commitment::Commitment,
    days_off::DaysOff, digest::Digest, drill::Drill, feedback::Feedback, playbook::Playbook,
    programme::Programme, records::Records, schedule::Schedule, settings::Settings, setup::Setup,
};
use crate::{
    attention,
    blocks::Form,
    error::Result,
    ids::UserId,
    outbox, people,
    records::Record,
    request::{Act, Request},
    store::{self, Read, Readable, Tx},
};

/// Every ritual, in the order in which Home and help show them.
pub static ALL: &[&dyn Ritual] = &[
    &Feedback,
    &Drill,
    &Playbook,
    &Commitment,
    &CheckIn,
    &Digest,
    &Programme,
    &Setup,
    &Settings,
    &Attention,
    &DaysOff,
    &Schedule,
    &Records,
];

/// All that is declared of what is kept: the house's own tables, then each ritual's.
pub fn records() -> Vec<Record> {
    let own = [
        people::RECORD,
        people::programme::RECORD,
        people::enrolment::RECORD,
        people::reporting::RECORD,
        people::leave::RECORD,
        attention::RECORD,
        outbox::RECORD,
    ]
    .into_iter()
    .chain(store::RECORDS);
    let of_rituals = ALL
        .iter()
        .flat_map(|ritual| ritual.records().iter().copied());
    of_rituals.chain(own).collect()
}

/// The ritual with this name.
pub fn named(name: &str) -> Option<&'static dyn Ritual> {
    ALL.iter().copied().find(|ritual| ritual.name() == name)
}

/// All slash commands of all rituals.
pub fn commands() -> impl Iterator<Item = &'static str> {
    ALL.iter()
        .flat_map(|ritual| ritual.commands().iter().copied())
}

/// All that may follow `/peerloop`: every command's name and every ritual's words.
pub fn words() -> impl Iterator<Item = &'static str> {
    let own = ALL.iter().flat_map(|ritual| ritual.words().iter().copied());
    commands().chain(own)
}

/// The ritual that a request is for, by the prefix of its ids.
pub fn for_request(request: &Request) -> Option<&'static dyn Ritual> {
    match &request.act {
        Act::Command { name, .. } => ALL.iter().copied().find(|ritual| {
            let name = name.as_str();
            ritual.commands().contains(&name) || ritual.words().contains(&name)
        }),
        Act::Shortcut { callback, .. } => ALL
            .iter()
            .copied()
            .find(|ritual| ritual.shortcuts().contains(&callback.as_str())),
        Act::Click { action, .. } => named(prefix(action)),
        Act::Submit(form) | Act::Close(form) => named(prefix(&form.callback)),
        Act::OpenedHome | Act::PeopleChanged(_) | Act::Uninstalled => None,
    }
}

/// All prompts that are sent once the programme is live.
pub fn prompts() -> Vec<&'static str> {
    ALL.iter()
        .flat_map(|ritual| ritual.prompts().iter().copied())
        .collect()
}

/// All that is counted for the figures over many people.
pub fn counted() -> impl Iterator<Item = &'static Count> {
    ALL.iter().flat_map(|ritual| ritual.counted())
}

/// All columns that figures over many people may be made of.
pub fn readable() -> Vec<Readable> {
    let of_counts = counted().flat_map(|count| count.reads);
    let of_counts = of_counts.map(|(table, column)| Readable {
        table,
        column,
        through: None,
    });
    of_counts.chain(super::digest::READABLE).collect()
}

/// What somebody who takes no part sees in the place of what only reps may do.
pub fn outside(read: &Read<'_>, user: &UserId) -> Result<Form> {
    super::programme::outside(read, user)
}

fn prefix(id: &str) -> &str {
    id.split_once('.').map_or(id, |(prefix, _)| prefix)
}

/// Passes on what was told in this transaction, until nobody has anything more to tell.
pub fn pass_on(tx: &Tx<'_>) -> Result<()> {
    loop {
        let facts = tx.take_facts();
        if facts.is_empty() {
            return Ok(());
        }
        for fact in &facts {
            ALL.iter().try_for_each(|ritual| ritual.heard(tx, fact))?;
        }
    }
}
