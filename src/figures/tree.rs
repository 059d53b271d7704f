//! Who reports to whom, and whose people are whose: everybody below a manager, of all levels, who is in the programme.

use super::Member;
use std::collections::{BTreeMap, BTreeSet};

/// Who reports to whom in one month.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    manager_of: BTreeMap<Member, Member>,
    /// Everybody below each manager who is in the programme.
    people_of: BTreeMap<Member, BTreeSet<Member>>,
    /// How many managers stand above each manager.
    depth: BTreeMap<Member, usize>,
}

/// Somebody is their own manager's manager: with this person the circle was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circle(pub Member);

impl Tree {
    /// `reports_to` gives each person's manager; only who is in the `programme` counts. Managers who are in it count
    /// among the people of those above them, never among their own.
    pub fn new(
        reports_to: impl IntoIterator<Item = (Member, Member)>,
        programme: &BTreeSet<Member>,
    ) -> Result<Self, Circle> {
        let mut tree = Self {
            manager_of: reports_to.into_iter().collect(),
            ..Self::default()
        };
        let managers: BTreeSet<Member> = tree.manager_of.values().copied().collect();
        for manager in &managers {
            tree.people_of.insert(*manager, BTreeSet::new());
            let above = tree.above(*manager)?.count();
            tree.depth.insert(*manager, above);
        }
        for person in programme {
            let above: Vec<Member> = tree.above(*person)?.collect();
            for manager in above {
                tree.people_of.entry(manager).or_default().insert(*person);
            }
        }
        Ok(tree)
    }

    /// The managers above somebody, the nearest first.
    fn above(&self, person: Member) -> Result<impl Iterator<Item = Member> + '_, Circle> {
        let step = |at: &Member| self.manager_of.get(at).copied();
        let all = move || std::iter::successors(step(&person), step);
        if all().take(self.manager_of.len() + 1).count() > self.manager_of.len() {
            return Err(Circle(person));
        }
        Ok(all())
    }

    /// Everybody below this manager who is in the programme.
    pub fn people_of(&self, manager: Member) -> Option<&BTreeSet<Member>> {
        self.people_of.get(&manager)
    }

    /// Managers level by level from the top, larger teams first. What people did plays no part in the order.
    pub(super) fn managers_from_the_top(&self) -> Vec<Member> {
        let mut managers: Vec<Member> = self.people_of.keys().copied().collect();
        let key = |manager: &Member| {
            let size = self.people_of.get(manager).map_or(0, BTreeSet::len);
            (self.depth.get(manager), std::cmp::Reverse(size), *manager)
        };
        managers.sort_by_key(key);
        managers
    }

    /// Whose figures a manager is given: their own people's if they are more than k, else those of the next level up
    /// where they are; `None` if there is no such level. It depends on the number of people only.
    pub fn level_for(&self, manager: Member, k: usize) -> Option<Member> {
        let is_enough = |of: &Member| self.people_of(*of).is_some_and(|people| people.len() > k);
        let above = self.above(manager).ok()?;
        std::iter::once(manager).chain(above).find(is_enough)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(numbers: impl IntoIterator<Item = u32>) -> BTreeSet<Member> {
        numbers.into_iter().map(Member).collect()
    }

    fn tree(
        edges: &[(u32, u32)],
        programme: impl IntoIterator<Item = u32>,
    ) -> Result<Tree, Circle> {
        let edges = edges
            .iter()
            .map(|(person, manager)| (Member(*person), Member(*manager)));
        Tree::new(edges, &members(programme))
    }

    #[test]
    fn people_are_those_of_all_levels_below_who_take_part() {
        // 1 leads 2 and 3; 2 leads 20–22, 3 leads 30. 2 takes part, 3 and 22 do not.
        let edges = [(2, 1), (3, 1), (20, 2), (21, 2), (22, 2), (30, 3)];
        let tree = tree(&edges, [2, 20, 21, 30, 99]).unwrap();
        assert_eq!(tree.people_of(Member(1)), Some(&members([2, 20, 21, 30])));
        assert_eq!(tree.people_of(Member(2)), Some(&members([20, 21])));
        assert_eq!(tree.people_of(Member(20)), None);
        assert_eq!(tree.managers_from_the_top(), [1, 2, 3].map(Member));
        assert_eq!(tree.level_for(Member(2), 1), Some(Member(2)));
        assert_eq!(
            tree.level_for(Member(3), 1),
            Some(Member(1)),
            "one level up"
        );
        assert_eq!(tree.level_for(Member(3), 4), None);
    }

    #[test]
    fn a_circle_is_refused() {
        assert!(tree(&[(1, 2), (2, 3), (3, 1)], []).is_err());
        assert_eq!(tree(&[(1, 1)], []).map(drop), Err(Circle(Member(1))));
        assert!(tree(&[(9, 1), (1, 2), (2, 1)], [9]).is_err());
    }
}
