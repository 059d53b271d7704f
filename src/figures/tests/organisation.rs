//! Random organisations that people join, leave and move within, the same for the same seed.

use crate::figures::{Label, Measure, Member, Period, Share, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// One measure that is done for somebody, one that is not, and one by skill that is not.
pub(super) const MEASURES: [Measure; 3] = [
    Measure::Practised(Label(0)),
    Measure::Kept,
    Measure::Drilled(Label(0)),
];

/// Numbers from a seed (splitmix64): the same organisation for the same seed.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u32::try_from((z ^ (z >> 31)) % u64::from(n)).unwrap()
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.below(n) == 0
    }
}

/// Managers have the numbers 0 to 3, people those from 10 on.
pub(super) struct Organisation {
    above: BTreeMap<u32, u32>,
    people: BTreeMap<u32, u32>,
    managers: u32,
    next: u32,
}

impl Organisation {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let managers = 1 + dice.below(4);
        let above = (1..managers)
            .map(|manager| (manager, dice.below(manager)))
            .collect();
        let mut organisation = Self {
            above,
            people: BTreeMap::new(),
            managers,
            next: 10,
        };
        for _ in 0..4 + dice.below(14) {
            organisation.join(dice);
        }
        organisation
    }

    fn join(&mut self, dice: &mut Dice) {
        self.people.insert(self.next, dice.below(self.managers));
        self.next += 1;
    }

    /// Some join, some leave, some move to another manager.
    pub(super) fn live_on(&mut self, dice: &mut Dice) {
        let numbers: Vec<u32> = self.people.keys().copied().collect();
        let how = 2 + dice.below(20);
        for number in numbers {
            match dice.below(how) {
                0 => drop(self.people.remove(&number)),
                1 => drop(self.people.insert(number, dice.below(self.managers))),
                _ => {}
            }
        }
        for _ in 0..dice.below(5) {
            self.join(dice);
        }
    }

    pub(super) fn month(&self, dice: &mut Dice) -> Period {
        let edges = self.above.iter().chain(&self.people);
        let mut programme: BTreeSet<Member> = self.people.keys().copied().map(Member).collect();
        // Now and then a manager takes part, too.
        programme.extend((1..self.managers).filter(|_| dice.one_in(4)).map(Member));
        let tree = Tree::new(
            edges.map(|(person, manager)| (Member(*person), Member(*manager))),
            &programme,
        )
        .unwrap();
        let (idle, generous, known) = (2 + dice.below(8), 2 + dice.below(12), 1 + dice.below(12));
        let mut shares = Vec::new();
        for giver in programme {
            for measure in MEASURES {
                if dice.one_in(idle) {
                    continue;
                }
                let count = if dice.one_in(generous) {
                    9
                } else {
                    1 + dice.below(3)
                };
                for _ in 0..=dice.below(3) {
                    let receiver = measure
                        .has_receivers()
                        .then(|| Member(100 + dice.below(known)));
                    shares.push(Share {
                        measure,
                        giver,
                        receiver,
                        count,
                    });
                }
            }
        }
        Period { tree, shares }
    }
}
