//! A month's shares without what no rule asks for: of each giver and measure how often, and so many receivers as the rule
//! about receivers needs. A million notes become a few shares a person, small enough to be kept until the month after.

use super::{Measure, Member, Share};
use std::collections::{BTreeMap, BTreeSet};

/// Of each giver and measure the same count, with at most `k` of its receivers. Where these are k, any group with this
/// giver in it has k receivers; where they are fewer, they are all: so with this k, or a smaller one, every figure is
/// shown or hidden as before. With a larger one some more are hidden.
pub fn condense(shares: impl IntoIterator<Item = Share>, k: usize) -> Vec<Share> {
    let mut given: BTreeMap<(Measure, Member), (u32, BTreeSet<Member>)> = BTreeMap::new();
    for share in shares.into_iter().filter(|share| share.count > 0) {
        let (count, receivers) = given.entry((share.measure, share.giver)).or_default();
        *count = count.saturating_add(share.count);
        if receivers.len() < k {
            receivers.extend(share.receiver);
        }
    }
    let mut condensed = Vec::new();
    for ((measure, giver), (mut count, receivers)) in given {
        let mut share = |receiver, count| {
            condensed.push(Share {
                measure,
                giver,
                receiver,
                count,
            });
        };
        let mut receivers = receivers.into_iter();
        let first = receivers.next();
        // Each receiver was counted at least once.
        for receiver in receivers {
            share(Some(receiver), 1);
            count = count.saturating_sub(1);
        }
        share(first, count);
    }
    condensed
}

#[cfg(test)]
mod tests {
    use super::super::{Rules, suppress, tests::random_months};
    use super::*;
    use crate::figures::Period;

    #[test]
    fn condensed_months_are_shown_and_hidden_alike() {
        for (seed, k) in (0..400).zip([2, 3, 4, 5].into_iter().cycle()) {
            let rules = Rules::new(k);
            let [before, month] = random_months(seed);
            let condensed = |period: &Period| Period {
                tree: period.tree.clone(),
                shares: condense(period.shares.iter().copied(), k),
            };
            let (earlier, now) = (condensed(&before), condensed(&month));
            let table = suppress(rules, &before, None);
            assert_eq!(suppress(rules, &earlier, None), table, "seed {seed}");
            assert_eq!(
                suppress(rules, &now, Some((&earlier, &table))),
                suppress(rules, &month, Some((&before, &table))),
                "seed {seed}"
            );
            assert!(now.shares.len() <= month.shares.len());
        }
    }

    #[test]
    fn nothing_is_counted_twice_or_lost() {
        let share = |receiver, count| Share {
            measure: Measure::Added,
            giver: Member(1),
            receiver,
            count,
        };
        let shares = [3, 4, 4, 5, 6].map(|number| share(Some(Member(number)), 2));
        let condensed = condense(
            shares.into_iter().chain([share(None, 1), share(None, 0)]),
            3,
        );
        assert_eq!(condensed.iter().map(|share| share.count).sum::<u32>(), 11);
        assert_eq!(condensed.len(), 3);
        assert_eq!(condense([share(None, 7)], 3), [share(None, 7)]);
    }
}
