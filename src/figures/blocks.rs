//! Blocks: people whom no shown figure tells apart. Showing one more figure cuts them; it is shown only if every piece
//! that any shown figure is about still satisfies the rules.

use super::{Measure, Member, Period, Rule, Rules};
use std::collections::{BTreeMap, BTreeSet};

static NOBODY: BTreeSet<Member> = BTreeSet::new();

/// One measure of one month.
pub(super) struct Window<'p> {
    period: &'p Period,
    measure: Measure,
    given: BTreeMap<Member, Given>,
}

/// What one person did.
#[derive(Default)]
struct Given {
    count: u64,
    receivers: BTreeSet<Member>,
}

impl<'p> Window<'p> {
    pub(super) fn new(period: &'p Period, measure: Measure) -> Self {
        Self {
            period,
            measure,
            given: BTreeMap::new(),
        }
    }

    /// A month by its measures.
    pub(super) fn all(period: &'p Period) -> BTreeMap<Measure, Self> {
        let mut windows = BTreeMap::new();
        for share in period.shares.iter().filter(|share| share.count > 0) {
            let window = windows
                .entry(share.measure)
                .or_insert_with(|| Self::new(period, share.measure));
            let of_giver = window.given.entry(share.giver).or_default();
            of_giver.count += u64::from(share.count);
            of_giver.receivers.extend(share.receiver);
        }
        windows
    }

    pub(super) fn people_of(&self, manager: Member) -> &BTreeSet<Member> {
        self.period.tree.people_of(manager).unwrap_or(&NOBODY)
    }

    pub(super) fn sum(&self, people: &BTreeSet<Member>) -> u64 {
        let of = |person| self.given.get(person).map_or(0, |given| given.count);
        people.iter().map(of).sum()
    }

    /// May a figure about exactly these people be known?
    fn may_be_known(&self, rules: Rules, people: &BTreeSet<Member>) -> bool {
        let given: Vec<&Given> = people
            .iter()
            .filter_map(|person| self.given.get(person))
            .collect();
        let sum: u64 = given.iter().map(|given| given.count).sum();
        let largest = given.iter().map(|given| given.count).max().unwrap_or(0);
        let holds = |rule| match rule {
            Rule::Givers => given.len() >= rules.k,
            Rule::Receivers => !self.measure.has_receivers() || has_receivers(&given, rules.k),
            Rule::Dominance => largest * 2 <= sum,
            Rule::Everybody => people.len() > rules.k,
            Rule::Levels | Rule::Months => true,
        };
        [
            Rule::Givers,
            Rule::Receivers,
            Rule::Dominance,
            Rule::Everybody,
        ]
        .into_iter()
        .all(|rule| !rules.has(rule) || holds(rule))
    }
}

/// Are at least `k` people named as receivers? Of a million notes the first few tell.
fn has_receivers(given: &[&Given], k: usize) -> bool {
    let mut found = BTreeSet::new();
    let mut receivers = given.iter().flat_map(|given| &given.receivers);
    found.len() >= k
        || receivers.any(|receiver| {
            found.insert(*receiver);
            found.len() >= k
        })
}

/// People whom no shown figure tells apart.
#[derive(Clone, Default)]
struct Block {
    people: BTreeSet<Member>,
    about: About,
}

/// Which shown figures are about a block.
#[derive(Clone, Copy, Default)]
struct About {
    /// One of this month.
    now: bool,
    /// One of the month before.
    earlier: bool,
}

/// How a figure would cut a block.
struct Piece {
    /// The block; `None` if no shown figure is about these people yet.
    of: Option<usize>,
    inside: BTreeSet<Member>,
    rest: BTreeSet<Member>,
}

/// People cut by the figures shown so far. Whom none is about stand in no block.
pub(super) struct Blocks<'w> {
    rules: Rules,
    now: &'w Window<'w>,
    earlier: Option<&'w Window<'w>>,
    all: Vec<Block>,
    block_of: BTreeMap<Member, usize>,
}

impl<'w> Blocks<'w> {
    pub(super) fn new(rules: Rules, now: &'w Window<'w>, earlier: Option<&'w Window<'w>>) -> Self {
        Self {
            rules,
            now,
            earlier,
            all: Vec::new(),
            block_of: BTreeMap::new(),
        }
    }

    /// Takes in a figure of the month before, which was issued.
    pub(super) fn take_as_issued(&mut self, people: &BTreeSet<Member>) {
        for piece in self.cut(people) {
            self.put(piece, |about| About {
                earlier: true,
                ..about
            });
        }
    }

    /// Takes in a figure of this month if it may be shown; answers whether.
    pub(super) fn show(&mut self, people: &BTreeSet<Member>) -> bool {
        // A figure of nobody cuts nothing, so it is looked at by itself.
        if !self.now.may_be_known(self.rules, people) {
            return false;
        }
        let pieces = self.cut(people);
        let fits = pieces.iter().all(|piece| {
            let about = self.about(piece.of);
            let inside = About { now: true, ..about };
            self.may_be_left(&piece.inside, inside) && self.may_be_left(&piece.rest, about)
        });
        if fits && self.rules.has(Rule::Levels) {
            for piece in pieces {
                self.put(piece, |about| About { now: true, ..about });
            }
        }
        fits
    }

    /// May these people be a block that such figures are about?
    fn may_be_left(&self, people: &BTreeSet<Member>, about: About) -> bool {
        let may = |window: &Window<'_>| window.may_be_known(self.rules, people);
        people.is_empty()
            || ((!about.now || may(self.now)) && (!about.earlier || self.earlier.is_none_or(may)))
    }

    fn about(&self, block: Option<usize>) -> About {
        block.map_or_else(About::default, |at| self.all[at].about)
    }

    fn cut(&self, people: &BTreeSet<Member>) -> Vec<Piece> {
        let mut inside: BTreeMap<Option<usize>, BTreeSet<Member>> = BTreeMap::new();
        for person in people {
            let of = self.block_of.get(person).copied();
            inside.entry(of).or_default().insert(*person);
        }
        let piece = |(of, inside): (Option<usize>, BTreeSet<Member>)| {
            let whole = of.map_or(&NOBODY, |at| &self.all[at].people);
            let rest = whole.difference(&inside).copied().collect();
            Piece { of, inside, rest }
        };
        inside.into_iter().map(piece).collect()
    }

    /// The rest stays where it is, the piece becomes a block of its own.
    fn put(&mut self, piece: Piece, mark: impl Fn(About) -> About) {
        let about = mark(self.about(piece.of));
        if let Some(at) = piece.of {
            self.all[at].people = piece.rest;
        }
        let place = self.all.len();
        let moved = piece.inside.iter().map(|person| (*person, place));
        self.block_of.extend(moved);
        self.all.push(Block {
            people: piece.inside,
            about,
        });
    }
}
