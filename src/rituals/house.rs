//! All rituals together: what follows from their list, for whoever serves all of them and for the rituals that look at
//! all others. Nothing here names a ritual; the list is in `registry.rs`.

use super::{Count, Ritual};
use crate::{
    attention,
    error::Result,
    outbox, people,
    records::Record,
    request::{Act, Request},
    store::{self, Readable, Tx},
};

/// All rituals, in the order in which Home and help show them.
pub struct House(&'static [&'static dyn Ritual]);

impl House {
    /// The house of these rituals.
    #[must_use]
    pub const fn of(rituals: &'static [&'static dyn Ritual]) -> Self {
        Self(rituals)
    }

    /// The rituals, in their order.
    pub fn rituals(&self) -> impl DoubleEndedIterator<Item = &'static dyn Ritual> {
        self.0.iter().copied()
    }

    /// The ritual with this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&'static dyn Ritual> {
        self.rituals().find(|ritual| ritual.name() == name)
    }

    /// The ritual that a request is for, by the prefix of its ids.
    #[must_use]
    pub fn for_request(&self, request: &Request) -> Option<&'static dyn Ritual> {
        match &request.act {
            Act::Command { name, .. } => self.rituals().find(|ritual| {
                let name = name.as_str();
                ritual.commands().contains(&name) || ritual.words().contains(&name)
            }),
            Act::Shortcut { callback, .. } => self
                .rituals()
                .find(|ritual| ritual.shortcuts().contains(&callback.as_str())),
            Act::Click { action, .. } => self.named(prefix(action)),
            Act::Submit(form) | Act::Close(form) => self.named(prefix(&form.callback)),
            Act::OpenedHome | Act::PeopleChanged(_) | Act::Uninstalled => None,
        }
    }

    /// All slash commands.
    pub fn commands(&self) -> impl Iterator<Item = &'static str> {
        self.rituals()
            .flat_map(|ritual| ritual.commands().iter().copied())
    }

    /// All that may follow `/peerloop`: every command's name and every ritual's words.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        let own = self
            .rituals()
            .flat_map(|ritual| ritual.words().iter().copied());
        self.commands().chain(own)
    }

    /// All that is declared of what is kept: each ritual's tables, then those that stand below the rituals.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let below = [
            people::RECORD,
            people::programme::RECORD,
            people::enrolment::RECORD,
            people::reporting::RECORD,
            people::leave::RECORD,
            attention::RECORD,
            outbox::RECORD,
        ];
        self.rituals()
            .flat_map(|ritual| ritual.records().iter().copied())
            .chain(below)
            .chain(store::RECORDS)
            .collect()
    }

    /// All prompts that are sent once the programme is live.
    #[must_use]
    pub fn prompts(&self) -> Vec<&'static str> {
        self.rituals()
            .flat_map(|ritual| ritual.prompts().iter().copied())
            .collect()
    }

    /// All that is counted for the figures over many people.
    pub fn counted(&self) -> impl Iterator<Item = &'static Count> {
        self.rituals().flat_map(Ritual::counted)
    }

    /// All columns that figures over many people may be made of.
    #[must_use]
    pub fn readable(&self) -> Vec<Readable> {
        let of_counts = self.counted().flat_map(|count| count.reads);
        let of_counts = of_counts.map(|(table, column)| Readable {
            table,
            column,
            through: None,
        });
        let others = self.rituals().flat_map(Ritual::readable);
        of_counts.chain(others.copied()).collect()
    }

    /// Passes on what was told in this transaction, until nobody has anything more to tell.
    pub fn pass_on(&self, tx: &Tx<'_>) -> Result<()> {
        loop {
            let facts = tx.take_facts();
            if facts.is_empty() {
                return Ok(());
            }
            for fact in &facts {
                self.rituals()
                    .try_for_each(|ritual| ritual.heard(tx, fact))?;
            }
        }
    }
}

fn prefix(id: &str) -> &str {
    id.split_once('.').map_or(id, |(prefix, _)| prefix)
}
