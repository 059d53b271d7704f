//! What the duels of a vote come to. Pure sums, so the order in which votes arrive does not matter.

use std::cmp::Ordering;

/// Below so many duels nothing is said of an answer.
pub(in crate::rituals::drill) const FEWEST_DUELS: u32 = 3;

/// What somebody said of two answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rituals::drill) enum Pick {
    A,
    B,
    TooClose,
}

/// A duel that was judged.
#[derive(Clone, Copy, Debug)]
pub(in crate::rituals::drill) struct Judged {
    pub(in crate::rituals::drill) a: i64,
    pub(in crate::rituals::drill) b: i64,
    pub(in crate::rituals::drill) pick: Pick,
}

/// How an answer did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::rituals::drill) struct Tally {
    pub(in crate::rituals::drill) wins: u32,
    pub(in crate::rituals::drill) ties: u32,
    pub(in crate::rituals::drill) duels: u32,
}

/// Who is at the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rituals::drill) enum Top {
    /// No answer was in enough duels.
    Undecided,
    /// One is ahead.
    One(i64),
    /// Several have exactly the same share.
    Several(Vec<i64>),
}

impl Pick {
    pub(in crate::rituals::drill) const ALL: [(Self, &'static str); 3] =
        [(Self::A, "a"), (Self::B, "b"), (Self::TooClose, "close")];

    /// The word that is kept.
    pub(in crate::rituals::drill) fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(pick, _)| *pick == self)
            .map_or("close", |(_, word)| word)
    }

    pub(in crate::rituals::drill) fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(pick, _)| *pick)
    }
}

impl Tally {
    /// (wins + ½ ties + 1) / (duels + 2) in per cent, `None` below [`FEWEST_DUELS`].
    pub(in crate::rituals::drill) fn share(self) -> Option<u8> {
        let (above, below) = self.fraction();
        let rounded = (200 * above + below) / (2 * below);
        (self.duels >= FEWEST_DUELS).then(|| u8::try_from(rounded).unwrap_or(100))
    }

    fn fraction(self) -> (u64, u64) {
        (
            2 * u64::from(self.wins) + u64::from(self.ties) + 2,
            2 * u64::from(self.duels) + 4,
        )
    }

    /// The better one is greater; what nothing is said of is least.
    pub(in crate::rituals::drill) fn compare(self, other: Self) -> Ordering {
        let is_decided = |tally: Self| tally.duels >= FEWEST_DUELS;
        let ((above, below), (other_above, other_below)) = (self.fraction(), other.fraction());
        is_decided(self)
            .cmp(&is_decided(other))
            .then_with(|| (above * other_below).cmp(&(other_above * below)))
    }
}

/// How each answer did, best first; those that did the same stay in the order given.
pub(in crate::rituals::drill) fn ranking(answers: &[i64], judged: &[Judged]) -> Vec<(i64, Tally)> {
    let mut ranking: Vec<(i64, Tally)> =
        answers.iter().map(|id| (*id, tally(*id, judged))).collect();
    ranking.sort_by(|(_, one), (_, other)| other.compare(*one));
    ranking
}

fn tally(answer: i64, judged: &[Judged]) -> Tally {
    let mut tally = Tally::default();
    for Judged { a, b, pick } in judged {
        let won = match pick {
            Pick::A => *a,
            Pick::B => *b,
            Pick::TooClose => 0,
        };
        if *a == answer || *b == answer {
            tally.duels += 1;
            tally.wins += u32::from(won == answer);
            tally.ties += u32::from(*pick == Pick::TooClose);
        }
    }
    tally
}

/// Who is at the top of a ranking.
pub(in crate::rituals::drill) fn top(ranking: &[(i64, Tally)]) -> Top {
    let Some((_, best)) = ranking
        .first()
        .filter(|(_, tally)| tally.duels >= FEWEST_DUELS)
    else {
        return Top::Undecided;
    };
    let ids: Vec<i64> = ranking
        .iter()
        .take_while(|(_, tally)| tally.compare(*best) == Ordering::Equal)
        .map(|(id, _)| *id)
        .collect();
    match ids[..] {
        [only] => Top::One(only),
        _ => Top::Several(ids),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judged(a: i64, b: i64, pick: Pick) -> Judged {
        Judged { a, b, pick }
    }

    #[test]
    fn a_share_is_said_from_three_duels_on() {
        let tally = |wins, ties, duels| Tally { wins, ties, duels };
        assert_eq!(tally(2, 0, 2).share(), None);
        assert_eq!(tally(3, 0, 3).share(), Some(80));
        assert_eq!(tally(0, 0, 3).share(), Some(20));
        assert_eq!(tally(1, 1, 3).share(), Some(50));
        assert_eq!(tally(1000, 0, 1000).share(), Some(100));
        assert_eq!(top(&[(1, tally(2, 0, 2))]), Top::Undecided);
        assert_eq!(top(&[]), Top::Undecided);
    }

    #[test]
    fn equal_shares_are_a_tie_even_over_different_numbers_of_duels() {
        let three_of_four = Tally {
            wins: 3,
            ties: 0,
            duels: 4,
        };
        let five_of_seven = Tally {
            wins: 5,
            ties: 0,
            duels: 7,
        };
        assert_eq!(three_of_four.share(), five_of_seven.share());
        let ranked = [(1, three_of_four), (2, five_of_seven)];
        assert_eq!(top(&ranked), Top::Several(vec![1, 2]));
    }

    #[test]
    fn what_was_in_too_few_duels_is_never_ahead() {
        let votes = [
            judged(1, 3, Pick::A),
            judged(1, 3, Pick::A),
            judged(2, 3, Pick::B),
        ];
        let ranked = ranking(&[1, 2, 3], &votes);
        assert_eq!(ranked[0].0, 3, "the only one in three duels: {ranked:?}");
        assert_eq!(top(&ranked), Top::One(3));
    }

    proptest! {
        #[test]
        fn the_order_of_votes_does_not_matter(
            votes in proptest::collection::vec((1_i64..6, 1_i64..5, 0_usize..3), 0..60), turn in 0_usize..60,
        ) {
            // Two different answers each.
            let mut votes: Vec<Judged> = votes
                .into_iter()
                .map(|(a, step, pick)| judged(a, (a - 1 + step) % 5 + 1, Pick::ALL[pick].0))
                .collect();
            let one = ranking(&[1, 2, 3, 4, 5], &votes);
            let turn = turn % votes.len().max(1);
            votes.rotate_left(turn);
            votes.reverse();
            prop_assert_eq!(&one, &ranking(&[1, 2, 3, 4, 5], &votes));
            prop_assert_eq!(one.iter().map(|(_, tally)| tally.wins).sum::<u32>()
                + one.iter().map(|(_, tally)| tally.ties).sum::<u32>() / 2, u32::try_from(votes.len()).unwrap());
            for (_, tally) in &one {
                prop_assert!(tally.share().is_none_or(|share| share <= 100));
            }
        }

        #[test]
        fn one_more_win_never_lowers_a_share(wins in 0_u32..50, ties in 0_u32..50, losses in 0_u32..50) {
            let before = Tally { wins, ties, duels: wins + ties + losses };
            let after = Tally { wins: wins + 1, ties, duels: before.duels + 1 };
            prop_assert!(after.compare(before) != Ordering::Less);
        }
    }
}
