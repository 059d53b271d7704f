//! Which two answers somebody compares next, and in which order. Pure: chance comes in as a seed.

use super::chance::drawn;
use crate::ids::UserId;
use std::collections::BTreeSet;

/// Duels that one person judges at most.
pub(in crate::rituals::drill) const MOST_DUELS: usize = 5;

/// A duel that somebody was shown.
#[derive(Clone, Debug)]
pub(in crate::rituals::drill) struct Duel {
    pub(in crate::rituals::drill) id: i64,
    pub(in crate::rituals::drill) drill: i64,
    pub(in crate::rituals::drill) voter: UserId,
    pub(in crate::rituals::drill) a: i64,
    /// `None`: the only answer, to be read.
    pub(in crate::rituals::drill) b: Option<i64>,
    pub(in crate::rituals::drill) is_sudden: bool,
    pub(in crate::rituals::drill) is_judged: bool,
}

/// An answer in the vote, as one voter meets it.
#[derive(Clone, Copy, Debug)]
pub(in crate::rituals::drill) struct Candidate {
    pub(in crate::rituals::drill) id: i64,
    /// In how many duels it was shown so far, to anybody.
    pub(in crate::rituals::drill) shown: u32,
    /// The voter wrote it: they never see it.
    pub(in crate::rituals::drill) is_own: bool,
}

/// The next pair for somebody who has `seen` these pairs: of those that they may see, one whose two answers were shown
/// least, drawn by `seed`, and in a drawn order. `None` if nothing is left for them: every pair was seen, they had
/// [`MOST_DUELS`], or one more of theirs would favour an answer over those that others still have to see.
pub(in crate::rituals::drill) fn next_pair(
    candidates: &[Candidate],
    seen: &[(i64, i64)],
    seed: u64,
) -> Option<(i64, i64)> {
    if seen.len() >= MOST_DUELS {
        return None;
    }
    let seen_pairs: BTreeSet<(i64, i64)> = seen.iter().map(|(a, b)| ordered(*a, *b)).collect();
    let shown = Shown::of(candidates);
    let theirs: Vec<&Candidate> = candidates.iter().filter(|c| !c.is_own).collect();
    let mut best = None;
    for (at, one) in theirs.iter().enumerate() {
        for other in &theirs[at + 1..] {
            let (low, high) = ordered(one.id, other.id);
            if seen_pairs.contains(&(low, high)) {
                continue;
            }
            let spread = shown.spread_with(one.shown, other.shown);
            let cost = (
                spread,
                one.shown + other.shown,
                drawn(seed, &[low, high]),
                (low, high),
            );
            if best.is_none_or(|best| cost < best) {
                best = Some(cost);
            }
        }
    }
    let (spread, _, _, (low, high)) = best?;
    // Whoever has not voted yet may always vote.
    if !seen.is_empty() && spread > shown.spread().max(1) {
        return None;
    }
    let turn = drawn(seed, &[high, low]).is_multiple_of(2);
    Some(if turn { (low, high) } else { (high, low) })
}

fn ordered(one: i64, other: i64) -> (i64, i64) {
    (one.min(other), one.max(other))
}

/// How often answers were shown, as far as it matters for balance.
struct Shown {
    least: u32,
    most: u32,
    /// How many were shown least.
    at_least: usize,
    /// The least of the others.
    next: u32,
}

impl Shown {
    fn of(candidates: &[Candidate]) -> Self {
        let counts = || candidates.iter().map(|candidate| candidate.shown);
        let least = counts().min().unwrap_or(0);
        Self {
            least,
            most: counts().max().unwrap_or(0),
            at_least: counts().filter(|shown| *shown == least).count(),
            next: counts()
                .filter(|shown| *shown > least)
                .min()
                .unwrap_or(u32::MAX),
        }
    }

    fn spread(&self) -> u32 {
        self.most - self.least
    }

    /// Most minus least after a duel of two that were shown so often.
    fn spread_with(&self, one: u32, other: u32) -> u32 {
        let lifted = [one, other].iter().filter(|n| **n == self.least).count();
        let least = if lifted == self.at_least {
            (self.least + 1).min(self.next)
        } else {
            self.least
        };
        self.most.max(one + 1).max(other + 1) - least
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidates(shown: &[u32], own: Option<usize>) -> Vec<Candidate> {
        shown
            .iter()
            .enumerate()
            .map(|(at, shown)| Candidate {
                id: i64::try_from(at).unwrap() + 1,
                shown: *shown,
                is_own: own == Some(at),
            })
            .collect()
    }

    #[test]
    fn two_answers_are_one_duel_and_fewer_are_none() {
        let two = candidates(&[0, 0], None);
        let pair = next_pair(&two, &[], 7).unwrap();
        assert!(next_pair(&two, &[pair], 7).is_none());
        assert!(next_pair(&candidates(&[0, 0], Some(1)), &[], 7).is_none());
        assert!(next_pair(&candidates(&[0], None), &[], 7).is_none());
        assert!(next_pair(&[], &[], 7).is_none());
    }

    #[test]
    fn an_answer_stands_first_about_half_of_the_time() {
        let two = candidates(&[0, 0], None);
        let first = (0..1000)
            .filter(|seed| next_pair(&two, &[], *seed) == Some((1, 2)))
            .count();
        assert!((400..600).contains(&first), "{first} of 1000");
    }

    proptest! {
        /// Any number of voters who come, go on and stop in any order.
        #[test]
        fn with_voters_who_are_no_authors_showings_differ_by_at_most_one(
            answers in 2_usize..13, turns in proptest::collection::vec((0_usize..12, any::<u64>()), 1..200),
        ) {
            let mut shown = vec![0; answers];
            let mut seen: Vec<Vec<(i64, i64)>> = vec![Vec::new(); 12];
            for (voter, seed) in turns {
                let Some((a, b)) = next_pair(&candidates(&shown, None), &seen[voter], seed) else { continue };
                prop_assert!(a != b);
                prop_assert!(!seen[voter].contains(&(a, b)) && !seen[voter].contains(&(b, a)));
                seen[voter].push((a, b));
                prop_assert!(seen[voter].len() <= MOST_DUELS);
                for id in [a, b] {
                    shown[usize::try_from(id).unwrap() - 1] += 1;
                }
                let spread = shown.iter().max().unwrap() - shown.iter().min().unwrap();
                prop_assert!(spread <= 1, "{shown:?}");
            }
        }

        #[test]
        fn nobody_sees_their_own_answer(
            shown in proptest::collection::vec(0_u32..9, 1..13), own in 0_usize..13, seed in any::<u64>(),
        ) {
            let own = own % shown.len();
            let mut seen = Vec::new();
            while let Some(pair) = next_pair(&candidates(&shown, Some(own)), &seen, seed) {
                let own = i64::try_from(own).unwrap() + 1;
                prop_assert!(pair.0 != own && pair.1 != own);
                seen.push(pair);
            }
            prop_assert_eq!(seen.is_empty(), shown.len() < 3);
        }

        #[test]
        fn whoever_votes_first_sees_one_that_was_shown_least(
            shown in proptest::collection::vec(0_u32..9, 2..13), seed in any::<u64>(),
        ) {
            let (a, b) = next_pair(&candidates(&shown, None), &[], seed).unwrap();
            let of = |id: i64| shown[usize::try_from(id).unwrap() - 1];
            prop_assert_eq!(of(a).min(of(b)), *shown.iter().min().unwrap());
        }
    }
}
