//! A list of who takes part: whom it adds and whom it takes out.

use super::{Fault, Named, What, find::Directory, sheet};
use crate::{
    error::Result,
    ids::UserId,
    people::{self, Listed, enrolment},
    store::{Read, Tx},
};
use std::collections::{HashMap, HashSet};

/// What two lists would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PeoplePlan {
    /// They get a row.
    pub(crate) add: Vec<Named>,
    /// Their row ends.
    pub(crate) take_out: Vec<Named>,
    /// Lines that say what is so already.
    pub(crate) same: usize,
    /// Lines that are left out, of the list of whom to add.
    pub(crate) add_faults: Vec<Fault>,
    /// Lines that are left out, of the list of whom to take out.
    pub(crate) take_out_faults: Vec<Fault>,
}

/// Reads both lists; either may be empty.
pub(crate) fn plan_people(read: &Read<'_>, add: &str, take_out: &str) -> Result<PeoplePlan> {
    let directory = Directory::new(people::listed(read)?);
    let listed: HashSet<UserId> = enrolment::with_row(read)?
        .into_iter()
        .map(|person| person.id)
        .collect();
    let mut plan = PeoplePlan::default();
    let mut seen = HashMap::new();
    for row in sheet::read(add, false).rows {
        match found_once(&directory, &row, &mut seen) {
            Err(what) => plan.add_faults.push(Fault::new(row.line, what)),
            Ok(person) if enrolment::has_stepped_out(read, &person.id)? => {
                let what = What::LeftByThemselves(person.name.clone());
                plan.add_faults.push(Fault::new(row.line, what));
            }
            Ok(person) if listed.contains(&person.id) => plan.same += 1,
            Ok(person) => plan.add.push(named(person)),
        }
    }
    let mut out = HashMap::new();
    for row in sheet::read(take_out, false).rows {
        let checked = found_once(&directory, &row, &mut out).and_then(|person| {
            match seen.get(&person.id) {
                // Added and taken out at once: which of both is meant?
                Some(line) => Err(What::Twice(person.name.clone(), *line)),
                None if !listed.contains(&person.id) => Err(What::NotIn(person.name.clone())),
                None => Ok(person),
            }
        });
        match checked {
            Err(what) => plan.take_out_faults.push(Fault::new(row.line, what)),
            Ok(person) => plan.take_out.push(named(person)),
        }
    }
    Ok(plan)
}

impl PeoplePlan {
    /// True if it would change nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.add.is_empty() && self.take_out.is_empty()
    }

    /// True if a line was left out.
    pub(crate) fn has_faults(&self) -> bool {
        !self.add_faults.is_empty() || !self.take_out_faults.is_empty()
    }

    /// Does what was planned. `by` is a person's id or a word.
    pub(crate) fn apply(&self, tx: &Tx<'_>, by: &str) -> Result<()> {
        for person in &self.add {
            enrolment::add(tx, &person.id, by)?;
        }
        for person in &self.take_out {
            enrolment::end(tx, &person.id, by)?;
        }
        Ok(())
    }
}

/// The person of a line, unless an earlier line has named them.
pub(super) fn found_once<'d>(
    directory: &'d Directory,
    row: &sheet::Row,
    seen: &mut HashMap<UserId, u64>,
) -> Result<&'d Listed, What> {
    let person = directory.find(&row.person)?;
    if let Some(line) = seen.get(&person.id) {
        return Err(What::Twice(person.name.clone(), *line));
    }
    seen.insert(person.id.clone(), row.line);
    Ok(person)
}

pub(super) fn named(person: &Listed) -> Named {
    Named {
        id: person.id.clone(),
        name: person.name.clone(),
    }
}
