//! A list of who reports to whom: what it changes, without circles and without facilitators who would have reports.

use super::{
    Fault, Named, What,
    find::Directory,
    people::{found_once, named},
    sheet,
};
use crate::{
    error::Result,
    ids::UserId,
    may::Role,
    people::{self, reporting, roles},
    store::{Read, Tx},
};
use std::collections::{HashMap, HashSet};

/// What a list would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ManagersPlan {
    /// Lines that change something.
    pub(crate) changes: Vec<NewManager>,
    /// Lines that say what is so already.
    pub(crate) same: usize,
    /// Lines that are left out.
    pub(crate) faults: Vec<Fault>,
}

/// Somebody gets another manager, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewManager {
    /// Which line says so.
    pub(crate) line: u64,
    /// Who.
    pub(crate) person: Named,
    /// Whom they report to now.
    pub(crate) from: Option<Named>,
    /// Whom they will report to.
    pub(crate) to: Option<Named>,
}

/// Reads the list.
pub(crate) fn plan_managers(read: &Read<'_>, text: &str) -> Result<ManagersPlan> {
    let directory = Directory::new(people::listed(read)?);
    let facilitators: HashSet<UserId> = roles::holders(read, Role::Facilitator)?
        .into_iter()
        .map(|person| person.id)
        .collect();
    let now: HashMap<UserId, UserId> = reporting::lines(read)?
        .into_iter()
        .map(|line| (line.person, line.manager))
        .collect();
    let sheet = sheet::read(text, true);
    let mut plan = ManagersPlan::default();
    if let Some(line) = sheet.heading_without_manager {
        plan.faults.push(Fault::new(line, What::NoManagerColumn));
        return Ok(plan);
    }
    let mut seen = HashMap::new();
    for row in &sheet.rows {
        match line(&directory, &facilitators, row, &mut seen) {
            Err(what) => plan.faults.push(Fault::new(row.line, what)),
            Ok((person, manager)) => {
                let from = now.get(&person.id);
                if from == manager.as_ref().map(|manager| &manager.id) {
                    plan.same += 1;
                    continue;
                }
                let from = match from {
                    Some(id) => Some(Named {
                        id: id.clone(),
                        name: people::name(read, id)?,
                    }),
                    None => None,
                };
                plan.changes.push(NewManager {
                    line: row.line,
                    person,
                    from,
                    to: manager,
                });
            }
        }
    }
    open_circles(&mut plan, now);
    plan.faults.sort_by_key(|fault| fault.line);
    Ok(plan)
}

/// Who a line is about, and their manager.
fn line(
    directory: &Directory,
    facilitators: &HashSet<UserId>,
    row: &sheet::Row,
    seen: &mut HashMap<UserId, u64>,
) -> Result<(Named, Option<Named>), What> {
    let person = found_once(directory, row, seen)?;
    let cells = row
        .manager
        .as_ref()
        .ok_or_else(|| What::NoManagerCell(person.name.clone()))?;
    if cells.is_empty() {
        return Ok((named(person), None));
    }
    let manager = directory.find(cells)?;
    if manager.id == person.id {
        return Err(What::OwnManager(person.name.clone()));
    }
    if facilitators.contains(&manager.id) {
        return Err(What::Facilitates(manager.name.clone()));
    }
    Ok((named(person), Some(named(manager))))
}

/// Leaves out lines that would close a circle, until there is none: without any of them there is none.
fn open_circles(plan: &mut ManagersPlan, now: HashMap<UserId, UserId>) {
    let mut after = now;
    for change in &plan.changes {
        put(&mut after, &change.person.id, change.to.as_ref());
    }
    while let Some(at) = plan
        .changes
        .iter()
        .position(|change| is_in_circle(&after, &change.person.id))
    {
        let change = plan.changes.remove(at);
        put(&mut after, &change.person.id, change.from.as_ref());
        let manager = change.to.map(|to| to.name).unwrap_or_default();
        plan.faults.push(Fault::new(
            change.line,
            What::Circle(change.person.name, manager),
        ));
    }
}

fn put(managers: &mut HashMap<UserId, UserId>, person: &UserId, manager: Option<&Named>) {
    match manager {
        Some(manager) => managers.insert(person.clone(), manager.id.clone()),
        None => managers.remove(person),
    };
}

fn is_in_circle(managers: &HashMap<UserId, UserId>, person: &UserId) -> bool {
    let mut above = person;
    // A way up that is longer than there are lines goes round in a circle without this person.
    for _ in 0..managers.len() {
        match managers.get(above) {
            Some(manager) if manager == person => return true,
            Some(manager) => above = manager,
            None => return false,
        }
    }
    false
}

impl ManagersPlan {
    /// True if it would change nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Does what was planned. `by` is a person's id or a word.
    pub(crate) fn apply(&self, tx: &Tx<'_>, by: &str) -> Result<()> {
        for change in &self.changes {
            let manager = change.to.as_ref().map(|to| &to.id);
            reporting::set(tx, &change.person.id, manager, by)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn someone(id: usize) -> Named {
        Named {
            id: UserId::new(format!("U{id}")),
            name: id.to_string(),
        }
    }

    proptest! {
        #[test]
        fn what_is_left_closes_no_circle_and_keeps_what_it_can(
            managers in proptest::collection::vec(0_usize..8, 8), old in proptest::collection::vec(0_usize..8, 8)
        ) {
            // Before: everybody reports to somebody with a smaller number, or to nobody.
            let now: HashMap<UserId, UserId> = (0..8)
                .filter(|person| old[*person] < *person)
                .map(|person| (someone(person).id, someone(old[person]).id))
                .collect();
            let changes: Vec<NewManager> = (0..8)
                .filter(|person| managers[*person] != *person)
                .map(|person| NewManager {
                    line: person as u64,
                    person: someone(person),
                    from: (old[person] < person).then(|| someone(old[person])),
                    to: Some(someone(managers[person])),
                })
                .collect();
            let all = changes.len();
            let mut plan = ManagersPlan { changes, ..ManagersPlan::default() };
            open_circles(&mut plan, now.clone());
            prop_assert_eq!(plan.changes.len() + plan.faults.len(), all);
            let mut after = now;
            for change in &plan.changes {
                put(&mut after, &change.person.id, change.to.as_ref());
            }
            for person in 0..8 {
                prop_assert!(!is_in_circle(&after, &someone(person).id));
            }
        }
    }
}
