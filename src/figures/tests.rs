//! The promise, held against the adversary over random organisations, and each rule shown to be needed.

mod organisation;

use super::{
    Figure, Label, Measure, Member, Period, Rule, Rules, Share, Table, Tree,
    adversary::{self, Claim},
    suppress,
};
use organisation::{Dice, MEASURES, Organisation};
use std::collections::{BTreeMap, BTreeSet};

/// Small, so that small organisations have everything that large ones have.
const SMALL_K: usize = 3;

/// Three months of an organisation, as they are issued under these rules.
fn issued(seed: u64, rules: Rules) -> Vec<(Period, Table)> {
    let mut dice = Dice(seed);
    let mut organisation = Organisation::new(&mut dice);
    let mut months: Vec<(Period, Table)> = Vec::new();
    for _ in 0..3 {
        let month = organisation.month(&mut dice);
        let before = months.last().map(|(period, table)| (period, table));
        let table = suppress(rules, &month, before);
        months.push((month, table));
        organisation.live_on(&mut dice);
    }
    months
}

/// Two months in a row of a random organisation.
pub(super) fn random_months(seed: u64) -> [Period; 2] {
    let mut dice = Dice(seed);
    let mut organisation = Organisation::new(&mut dice);
    let before = organisation.month(&mut dice);
    organisation.live_on(&mut dice);
    [before, organisation.month(&mut dice)]
}

/// What the product promises, judged by what people really did: why this claim should not have been possible.
fn broken_promise(
    claim: &Claim,
    months: [Option<&Period>; 2],
    measure: Measure,
    k: usize,
) -> Option<&'static str> {
    let (mut givers, mut receivers) = (BTreeSet::new(), BTreeSet::new());
    let mut is_dominated = false;
    for (period, used) in months.into_iter().zip(&claim.used) {
        let mut counts: BTreeMap<Member, u32> = BTreeMap::new();
        let of_claim = |share: &&Share| share.measure == measure && used.contains(&share.giver);
        for share in period
            .iter()
            .flat_map(|period| &period.shares)
            .filter(of_claim)
        {
            givers.insert(share.giver);
            receivers.extend(share.receiver);
            *counts.entry(share.giver).or_default() += share.count;
        }
        let largest = counts.values().max().copied().unwrap_or_default();
        is_dominated |= largest * 2 > counts.values().sum();
    }
    let weights: BTreeSet<i64> = claim.weights.values().copied().collect();
    let is_a_sum = weights.len() == 1;
    if givers.len() < k {
        Some("few givers")
    } else if measure.has_receivers() && receivers.len() < k {
        Some("few receivers")
    } else if claim.weights.len() <= k {
        Some("a group of which each must have given")
    } else if is_a_sum && is_dominated {
        Some("one giver makes more than half")
    } else {
        None
    }
}

/// What the adversary works out of three months that it should not, with the seed.
fn leak(seed: u64, rules: Rules, measures: &[Measure]) -> Option<String> {
    let issued = issued(seed, rules);
    for at in 0..issued.len() {
        let before = at.checked_sub(1).map(|at| &issued[at]);
        let months = [before, Some(&issued[at])];
        for measure in measures.iter().copied() {
            let known = months.map(|month| month.map(|(period, table)| (period, table)));
            for claim in adversary::claims(known, measure) {
                let periods = months.map(|month| month.map(|(period, _)| period));
                if let Some(why) = broken_promise(&claim, periods, measure, rules.k) {
                    return Some(format!(
                        "seed {seed}, month {at}: {why}: {measure:?} {claim:?}"
                    ));
                }
            }
        }
    }
    None
}

#[test]
fn nobody_works_out_a_figure_of_few() {
    for seed in 0..10_000 {
        let found = leak(seed, Rules::new(SMALL_K), &MEASURES);
        assert_eq!(found, None);
    }
}

#[test]
fn without_any_one_rule_somebody_does_whatever_is_counted() {
    for rule in [
        Rule::Givers,
        Rule::Receivers,
        Rule::Dominance,
        Rule::Everybody,
        Rule::Levels,
        Rule::Months,
    ] {
        let rules = Rules::new(SMALL_K).without(rule);
        let measures = MEASURES.into_iter();
        for measure in measures.filter(|of| rule != Rule::Receivers || of.has_receivers()) {
            let found = (0..2_000).find_map(|seed| leak(seed, rules, &[measure]));
            assert!(
                found.is_some(),
                "{rule:?} is not needed for {measure:?}, or the adversary is blind"
            );
        }
    }
}

/// Why no measure is the total of others: what is hidden of its parts would be the difference.
#[test]
fn a_total_beside_its_parts_would_give_away_a_hidden_one() {
    let rules = Rules::new(SMALL_K);
    // Any two measures will do, and one that nothing else counts in.
    let (known, hidden) = (Measure::Drilled(Label(0)), Measure::Kept);
    let total = Measure::Added;
    let found = (0..2_000).any(|seed| {
        let [mut month, _] = random_months(seed);
        let parts = month.shares.iter().filter(|share| {
            let of = share.measure;
            of == known || of == hidden
        });
        let again: Vec<Share> = parts
            .map(|share| Share {
                measure: total,
                ..*share
            })
            .collect();
        month.shares.extend(again);
        let table = suppress(rules, &month, None);
        let is_shown = |manager, of| table.figure(manager, of) != Figure::Hidden;
        let mut managers = table.figures().map(|(manager, ..)| manager);
        managers.any(|manager| {
            let people = month.tree.people_of(manager).unwrap();
            let gave = |share: &&Share| share.measure == hidden && people.contains(&share.giver);
            let givers: BTreeSet<Member> = month
                .shares
                .iter()
                .filter(gave)
                .map(|share| share.giver)
                .collect();
            is_shown(manager, total)
                && is_shown(manager, known)
                && !is_shown(manager, hidden)
                && (1..rules.k).contains(&givers.len())
        })
    });
    assert!(found);
}

/// Figures that are always hidden protect everybody and serve nobody.
#[test]
fn most_of_what_may_be_shown_is_shown() {
    let (mut shown, mut figures) = (0, 0);
    for seed in 0..500 {
        let issued = issued(seed, Rules::new(SMALL_K));
        for (period, table) in &issued {
            for (manager, _, figure) in table.figures() {
                let people = period.tree.people_of(manager).unwrap();
                if people.len() > 2 * SMALL_K {
                    figures += 1;
                    shown += u32::from(figure != Figure::Hidden);
                }
            }
        }
    }
    assert!(figures > 1_000, "{figures}");
    assert!(shown * 3 > figures, "{shown} of {figures} figures shown");
}

/// Everything that one month's shown figures leave possible: nobody's own count is the same in all of it. People do
/// nothing or one thing; the adversary thinks two possible, too.
#[test]
fn nobodys_own_count_follows_from_what_is_shown() {
    let own_count = |rules: Rules, seed: u64| -> Option<Member> {
        let mut dice = Dice(seed);
        let numbers: Vec<Member> = (10..10 + 3 + dice.below(5)).map(Member).collect();
        let programme: BTreeSet<Member> = numbers.iter().copied().collect();
        let edges = numbers
            .iter()
            .map(|person| (*person, Member(dice.below(2))));
        let edges: Vec<(Member, Member)> = edges.chain([(Member(1), Member(0))]).collect();
        let tree = Tree::new(edges, &programme).unwrap();
        let share = |giver: &Member| Share {
            measure: Measure::Kept,
            giver: *giver,
            receiver: None,
            count: dice.below(2),
        };
        let shares = numbers.iter().map(share).collect();
        let period = Period { tree, shares };
        let table = suppress(rules, &period, None);
        let known: Vec<(&BTreeSet<Member>, u64)> = table
            .figures()
            .filter_map(|(manager, _, figure)| match figure {
                Figure::Shown(sum) => Some((period.tree.people_of(manager)?, sum)),
                Figure::Hidden => None,
            })
            .collect();
        let spoken_of: Vec<Member> = numbers
            .iter()
            .filter(|person| known.iter().any(|(people, _)| people.contains(person)))
            .copied()
            .collect();
        let mut possible: BTreeMap<Member, BTreeSet<u64>> = BTreeMap::new();
        for world in 0..3_u64.pow(u32::try_from(numbers.len()).unwrap()) {
            let count = |person: &Member| world / 3_u64.pow(person.0 - 10) % 3;
            let fits = known.iter().all(|(people, sum)| {
                let counts = || people.iter().map(count);
                counts().sum::<u64>() == *sum
                    && counts().filter(|count| *count > 0).count() >= rules.k
                    && counts().all(|count| count * 2 <= *sum)
            });
            for person in spoken_of.iter().filter(|_| fits) {
                possible.entry(*person).or_default().insert(count(person));
            }
        }
        possible
            .into_iter()
            .find_map(|(person, counts)| (counts.len() < 2).then_some(person))
    };
    let rules = Rules::new(SMALL_K);
    for seed in 0..400 {
        assert_eq!(own_count(rules, seed), None, "seed {seed}");
    }
    let without = rules.without(Rule::Everybody);
    assert!((0..400).any(|seed| own_count(without, seed).is_some()));
}

/// A team of a director's: numbers from 10 up, one thing each.
fn team_of(sizes: &[u32]) -> Period {
    let (mut edges, mut programme) = (Vec::new(), BTreeSet::new());
    for (manager, size) in (1..).zip(sizes) {
        edges.push((Member(manager), Member(0)));
        for person in 0..*size {
            let person = Member(manager * 100 + person);
            edges.push((person, Member(manager)));
            programme.insert(person);
        }
    }
    let shares = programme
        .iter()
        .map(|giver| Share {
            measure: Measure::Kept,
            giver: *giver,
            receiver: None,
            count: 1,
        })
        .collect();
    let tree = Tree::new(edges, &programme).unwrap();
    Period { tree, shares }
}

#[test]
fn a_small_team_hides_the_next_one_as_well() {
    use Figure::{Hidden, Shown};
    let figures = |period: &Period| -> Vec<Figure> {
        let table = suppress(Rules::new(super::K), period, None);
        table.figures().map(|(.., figure)| figure).collect()
    };
    // The director, then the teams.
    assert_eq!(
        figures(&team_of(&[8, 7, 6])),
        [Shown(21), Shown(8), Shown(7), Shown(6)]
    );
    assert_eq!(
        figures(&team_of(&[8, 7, 2])),
        [Shown(17), Shown(8), Hidden, Hidden]
    );
    assert_eq!(
        figures(&team_of(&[5])),
        [Hidden, Hidden],
        "each of five must have given"
    );
    assert_eq!(
        figures(&team_of(&[6])),
        [Shown(6), Shown(6)],
        "the same people twice"
    );
}

#[test]
fn few_who_join_hide_a_team_for_one_month() {
    let rules = Rules::new(super::K);
    let (eight, nine) = (team_of(&[8]), team_of(&[9]));
    let first = suppress(rules, &eight, None);
    let shown = |table: &Table| table.figure(Member(1), Measure::Kept) != Figure::Hidden;
    assert!(shown(&first));
    assert!(
        shown(&suppress(rules, &eight, Some((&eight, &first)))),
        "the same people"
    );
    let second = suppress(rules, &nine, Some((&eight, &first)));
    assert!(!shown(&second), "one joined");
    assert!(shown(&suppress(rules, &nine, Some((&nine, &second)))));
    let many = team_of(&[14]);
    assert!(
        shown(&suppress(rules, &many, Some((&eight, &first)))),
        "six joined"
    );
}

#[test]
fn what_was_not_computed_and_what_ended_is_hidden() {
    let eight = team_of(&[8]);
    let first = suppress(Rules::new(super::K), &eight, None);
    let idle = Period {
        shares: Vec::new(),
        ..eight.clone()
    };
    let second = suppress(Rules::new(super::K), &idle, Some((&eight, &first)));
    assert_eq!(second.figures().count(), 2);
    for measure in [Measure::Kept, Measure::Added] {
        assert_eq!(second.figure(Member(1), measure), Figure::Hidden);
    }
    assert_eq!(Table::of(first.figures()), first);
}

/// Nothing that can hold a text fits into a digest.
#[test]
fn figures_are_made_of_numbers() {
    fn of_numbers<T: Copy + 'static>() {}
    of_numbers::<Share>();
    of_numbers::<Figure>();
    of_numbers::<Measure>();
    assert_eq!(super::views::figure(Figure::Shown(7)), "7");
    assert_eq!(super::views::figure(Figure::Hidden), super::views::HIDDEN);
}
