//! Lists of people from elsewhere: pasted by an owner or read from an operator's file. Each line is matched against who
//! works here and becomes a change or a fault; nothing is written before somebody has seen both. What is wrong with a
//! line never costs the others. Nothing here knows Slack or who may do this.

mod find;
mod managers;
mod people;
mod sheet;
mod views;

pub(crate) use managers::{ManagersPlan, NewManager, plan_managers};
pub(crate) use people::{PeoplePlan, plan_people};
pub(crate) use views::sentence;

use crate::{ids::UserId, people::Standing};
use sha2::{Digest, Sha256};

/// Somebody in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Who.
    pub(crate) id: UserId,
    /// Their name here.
    pub(crate) name: String,
}

/// What is wrong with a line; the line is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Counted from 1, the heading line too.
    pub(crate) line: u64,
    /// What is wrong.
    pub(crate) what: What,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// It names nobody.
    Empty,
    /// Nobody is called so.
    Nobody(String),
    /// Several are called so: each as they can be told apart.
    Several(String, Vec<String>),
    /// Somebody who cannot take part.
    CannotTakePart(String, Standing),
    /// The same person stands on an earlier line.
    Twice(String, u64),
    /// They left by themselves, and only they can come back.
    LeftByThemselves(String),
    /// They take no part as it is.
    NotIn(String),
    /// The same person twice on the line.
    OwnManager(String),
    /// This line would close a circle.
    Circle(String, String),
    /// The manager is a facilitator.
    Facilitates(String),
    /// The heading line names no column of managers.
    NoManagerColumn,
    /// There is no second column.
    NoManagerCell(String),
}

/// A short mark of what was shown, by which **Save** finds that it still holds.
pub(crate) fn mark(shown: &str) -> String {
    let digest = Sha256::digest(shown.as_bytes());
    let begins = digest
        .iter()
        .take(8)
        .fold(0_u64, |mark, byte| mark << 8 | u64::from(*byte));
    format!("{begins:016x}")
}

impl Fault {
    fn new(line: u64, what: What) -> Self {
        Self { line, what }
    }
}
