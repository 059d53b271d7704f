//! The arithmetic of the manager digest: counts over many people, hidden wherever they would point at a few. Pure, and
//! without any text: people, managers and labels are numbers here, so nothing that somebody wrote can get into a digest.
//!
//! **What is promised.** Whoever has every digest of every manager, and knows who reports to whom and who joined and
//! left, cannot work out a figure of a group in which fewer than k people gave, or in whose notes fewer than k people
//! are named as receivers, or of which one giver makes more than half, or of exactly k people (it would be shown only
//! if each of them gave, so it would say something of each).
//!
//! **How.** A shown figure is a sum over the people of one manager, of all levels below. Adding and subtracting shown
//! figures gives sums over *blocks*: people whom no shown figure tells apart (each is in all of them together with the
//! others, or in none). Whatever is worked out weighs the people of a block alike, so it is about whole blocks. A figure
//! is shown only if every block that is left satisfies the promise. Managers come level by level from the top, larger
//! teams first, by an order that does not look at what people did; the first that would break it is hidden.
//!
//! **Months.** The figures of a month are about that month only, and once issued they never change. Still, somebody may
//! guess that who stayed did as much as the month before, and subtract: what is left are those who joined, left or moved.
//! So the blocks are those of this month's and the month before's figures together. A team that few have joined or left
//! is hidden for one month and then shown again.
//!
//! **Not covered.** Somebody in a group knows their own part and can subtract it: k − 1 others remain. Colluding people
//! can subtract all of theirs. Guesses over more than one month (that nobody changed since March) and statistics over
//! many months are not covered. That a figure is hidden says that one of these reasons holds, never which; with the
//! knowledge of the order it can say "fewer than k of this group gave", never of whom. What a manager sees with their
//! own eyes is nobody's secret.
//!
//! **What callers must keep.** Each thing that happened is a [`Share`] of one [`Measure`] only: a sum of measures shown
//! beside its parts would be a difference that nobody checks here. A month is issued once, when it is over, and its
//! [`Period`] and [`Table`] are kept or made again for the month after.

#[cfg(test)]
mod adversary;
mod blocks;
mod condense;
mod month;
mod tree;
pub mod views;

#[cfg(test)]
mod tests;

pub use condense::condense;
pub use month::Month;
pub use tree::{Circle, Tree};

use blocks::{Blocks, Window};
use std::collections::BTreeMap;

/// A person's number within one computation, the same in the month before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member(pub u32);

/// A label's number in a list that owners have set: a skill, for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(pub u16);

/// What is counted. Nothing that happens counts in two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Notes given about a skill.
    Practised(Label),
    /// Feedback asked for about a skill.
    AskedFor(Label),
    /// Commitments that were kept.
    Kept,
    /// Commitments that were partly kept.
    PartlyKept,
    /// Commitments that were not kept yet.
    NotKept,
    /// Commitments that are no longer relevant.
    Dropped,
    /// Answers in fire drills that train a skill.
    Drilled(Label),
    /// Answers in fire drills that train none of the skills.
    DrilledAtLarge,
    /// Additions to the playbook.
    Added,
}

/// What one person did in one month: their share of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// What it counts in.
    pub measure: Measure,
    /// Who did it.
    pub giver: Member,
    /// For whom, if it is for somebody: all shares of a measure have one, or none.
    pub receiver: Option<Member>,
    /// How often.
    pub count: u32,
}

/// One month: who was there, and what they did.
#[derive(Clone, Debug)]
pub struct Period {
    /// Who reported to whom, frozen when the month began.
    pub tree: Tree,
    /// What people did; shares of who is not in the tree's programme are left out.
    pub shares: Vec<Share>,
}

/// A figure of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// So many.
    Shown(u64),
    /// Hidden to protect individuals, whatever the reason.
    Hidden,
}

/// The figures of a month, of all managers and levels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table(BTreeMap<(Member, Measure), Figure>);

/// What protects people, each rule on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At least k givers.
    Givers,
    /// At least k receivers.
    Receivers,
    /// No giver makes more than half.
    Dominance,
    /// More than k people, so that it cannot say that each of them gave.
    Everybody,
    /// What is left of a shown total after subtracting shown parts satisfies the rules too.
    Levels,
    /// And so does the difference from the month before.
    Months,
}

/// The rules with their number.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// How many people hide one.
    pub k: usize,
    without: Option<Rule>,
}

/// How many people hide one, unless an owner raises it.
pub const K: usize = 5;

impl Rules {
    /// All rules.
    pub fn new(k: usize) -> Self {
        Self { k, without: None }
    }

    /// All rules but one, to prove that each is needed.
    #[cfg(test)]
    pub(crate) fn without(self, rule: Rule) -> Self {
        Self {
            without: Some(rule),
            ..self
        }
    }

    fn has(self, rule: Rule) -> bool {
        self.without != Some(rule)
    }
}

impl Measure {
    /// True if what it counts is done for somebody.
    pub fn has_receivers(self) -> bool {
        match self {
            Self::Practised(_) | Self::AskedFor(_) => true,
            Self::Kept
            | Self::PartlyKept
            | Self::NotKept
            | Self::Dropped
            | Self::Drilled(_)
            | Self::DrilledAtLarge
            | Self::Added => false,
        }
    }
}

impl Table {
    /// The figure of a manager's people; what was not computed is hidden.
    pub fn figure(&self, manager: Member, measure: Measure) -> Figure {
        let figure = self.0.get(&(manager, measure));
        figure.copied().unwrap_or(Figure::Hidden)
    }

    /// Every figure, by manager.
    pub fn figures(&self) -> impl Iterator<Item = (Member, Measure, Figure)> + '_ {
        self.0
            .iter()
            .map(|((manager, measure), figure)| (*manager, *measure, *figure))
    }

    /// A table as it was issued and kept.
    pub fn of(figures: impl IntoIterator<Item = (Member, Measure, Figure)>) -> Self {
        let keyed = |(manager, measure, figure)| ((manager, measure), figure);
        Self(figures.into_iter().map(keyed).collect())
    }

    /// The managers whose figure is shown.
    fn shown(&self, measure: Measure) -> impl Iterator<Item = Member> + '_ {
        self.figures()
            .filter(move |(_, of, figure)| *of == measure && *figure != Figure::Hidden)
            .map(|(manager, ..)| manager)
    }
}

/// All figures of a month: shown or hidden. `before` is the month before as it was issued, or `None` if none was.
pub fn suppress(rules: Rules, month: &Period, before: Option<(&Period, &Table)>) -> Table {
    let mut windows = Window::all(month);
    let earlier = before
        .filter(|_| rules.has(Rule::Months))
        .map(|(period, table)| (Window::all(period), table));
    // What was counted the month before and not in this one is hidden, not absent.
    for measure in earlier.iter().flat_map(|(windows, _)| windows.keys()) {
        let nothing = || Window::new(month, *measure);
        windows.entry(*measure).or_insert_with(nothing);
    }
    let managers = month.tree.managers_from_the_top();
    let mut table = Table::default();
    for (measure, now) in &windows {
        let issued = earlier
            .as_ref()
            .and_then(|(windows, table)| Some((windows.get(measure)?, table)));
        let mut blocks = Blocks::new(rules, now, issued.map(|(window, _)| window));
        if let Some((window, table)) = issued {
            for manager in table.shown(*measure) {
                blocks.take_as_issued(window.people_of(manager));
            }
        }
        for manager in &managers {
            let people = now.people_of(*manager);
            let figure = if blocks.show(people) {
                Figure::Shown(now.sum(people))
            } else {
                Figure::Hidden
            };
            table.0.insert((*manager, *measure), figure);
        }
    }
    table
}
