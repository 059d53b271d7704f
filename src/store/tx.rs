//! What a job may do with the database: look at it, or change it in one transaction. Nothing here decides when.

use super::{Counting, Readable, SCHEMA_VERSION};
use crate::{
    error::Result,
    fact::Fact,
    names::Names,
    vault::{Pseudonyms, Vault},
};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::{
    cell::{Cell, RefCell},
    ops::Deref,
    path::PathBuf,
};

/// A consistent look at the database at one instant.
pub struct Read<'c> {
    pub(super) connection: &'c Connection,
    pub(super) around: &'c Around,
    /// Frozen when the look began.
    pub now: DateTime<Utc>,
}

/// What every look and every transaction has at hand.
pub(super) struct Around {
    pub(super) vault: Vault,
    pub(super) pseudonyms: Pseudonyms,
    pub(super) names: Names,
    pub(super) path: PathBuf,
}

/// A transaction: everything done through it is kept together, or nothing is. `tx.now` is frozen.
pub struct Tx<'c> {
    read: Read<'c>,
    facts: RefCell<Vec<Fact>>,
    pub(super) wake_courier: Cell<bool>,
    pub(super) wake_roster: Cell<bool>,
    pub(super) wake_scheduler: Cell<bool>,
    pub(super) scrub: Cell<bool>,
}

impl Read<'_> {
    /// For `queries.rs` files only.
    pub fn connection(&self) -> &Connection {
        self.connection
    }

    /// Seals and opens what people wrote.
    pub fn vault(&self) -> &Vault {
        &self.around.vault
    }

    /// Makes tags that name nobody.
    pub fn pseudonyms(&self) -> &Pseudonyms {
        &self.around.pseudonyms
    }

    /// How people must type commands.
    pub fn names(&self) -> &Names {
        &self.around.names
    }

    /// A look at these columns and no others, beside this one: for counting over many people.
    pub fn counting(&self, readable: Vec<Readable>) -> Result<Counting> {
        Ok(Counting::open(&self.around.path, readable)?)
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Read<'c>;

    fn deref(&self) -> &Read<'c> {
        &self.read
    }
}

impl<'c> Tx<'c> {
    pub(super) fn new(connection: &'c Connection, around: &'c Around, now: DateTime<Utc>) -> Self {
        Self {
            read: Read {
                connection,
                around,
                now,
            },
            facts: RefCell::default(),
            wake_courier: Cell::new(false),
            wake_roster: Cell::new(false),
            wake_scheduler: Cell::new(false),
            scrub: Cell::new(false),
        }
    }

    /// Tells the other rituals, in this same transaction.
    pub fn tell(&self, fact: Fact) {
        self.facts.borrow_mut().push(fact);
    }

    /// What was told since this was last asked; the spine passes it on.
    pub fn take_facts(&self) -> Vec<Fact> {
        self.facts.take()
    }

    /// The only source of chance inside a transaction: 128 bits nobody can guess, as 32 hexadecimal digits.
    pub fn random(&self) -> Result<String> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)
            .map_err(|error| anyhow::anyhow!("no randomness from the system: {error}"))?;
        Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
    }

    /// Writes what stands there already, so that the commit after it is a real one, flushed to disk.
    pub fn prove(&self) -> Result<()> {
        Ok(self
            .connection
            .pragma_update(None, "user_version", SCHEMA_VERSION)?)
    }

    /// Wakes the courier once this is committed.
    pub fn wake_courier(&self) {
        self.wake_courier.set(true);
    }

    /// Has Slack asked again who works here and who is in the programme's channel, once this is committed.
    pub fn wake_roster(&self) {
        self.wake_roster.set(true);
    }

    /// Has the scheduler look again once this is committed, because something may be due earlier than before.
    pub fn wake_scheduler(&self) {
        self.wake_scheduler.set(true);
    }

    /// What this transaction deletes must not be found in the files: soon after its commit the log is written back
    /// and emptied. (In the pages themselves `secure_delete` has overwritten it with zeros.)
    pub fn scrub(&self) {
        self.scrub.set(true);
    }
}
