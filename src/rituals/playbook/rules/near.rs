//! Which known words somebody may have meant who mistyped one. Distances between words are those of `strsim`; most words
//! are ruled out before one is taken. Nothing here knows where a word stands.

use strsim::osa_distance;

/// Shortest word that stands in the vocabulary: shorter ones are never taken for another.
pub(super) const SHORTEST_MISTYPED: usize = 4;
/// Letters by which a known word may be longer or shorter than the one that was typed.
const GIVE: usize = 2;
/// Known words that one typed word is taken for, at most.
const MOST_MEANT: usize = 3;

/// A word, and what tells at a glance that it is far from another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape<'w> {
    pub(super) word: &'w str,
    /// In characters.
    pub(super) length: usize,
    /// A bit for each letter; several letters share one, so that only its absence tells something.
    letters: u64,
}

impl<'w> Shape<'w> {
    pub(super) fn of(word: &'w str) -> Self {
        let (mut length, mut letters) = (0, 0);
        for letter in word.chars() {
            length += 1;
            letters |= 1 << (u32::from(letter) % 64);
        }
        Self {
            word,
            length,
            letters,
        }
    }

    /// How far the other is, if somebody who typed this may have meant it: a letter too many, too few, another one, or
    /// two changed about.
    pub(super) fn distance(&self, other: &Self) -> Option<usize> {
        let most = tolerance(self.length.min(other.length));
        if most == 0
            || self.length.abs_diff(other.length) > most
            || !self.may_be_within(other, most)
        {
            return None;
        }
        Some(osa_distance(self.word, other.word)).filter(|distance| *distance <= most)
    }

    /// False if so many letters stand only here, or only there, that no distance of `most` explains it: each step takes
    /// one letter away, adds one, or both. It costs a small part of a distance, and rules nearly every word out.
    fn may_be_within(&self, other: &Self, most: usize) -> bool {
        let only = |one: u64, other: u64| (one & !other).count_ones() as usize;
        only(self.letters, other.letters) <= most && only(other.letters, self.letters) <= most
    }
}

/// So many letters may a word of this length be off.
fn tolerance(length: usize) -> usize {
    match length {
        0..SHORTEST_MISTYPED => 0,
        SHORTEST_MISTYPED..8 => 1,
        _ => GIVE,
    }
}

/// What somebody may have meant by each word they typed: shown every known word once, it keeps the few nearest.
pub(in crate::rituals::playbook) struct Meant<'t> {
    typed: Vec<(Shape<'t>, Vec<Guess>)>,
}

/// Nearest first, then most used: how far, in how many entries (as a negative number), and the word.
type Guess = (usize, i64, String);

impl<'t> Meant<'t> {
    pub(in crate::rituals::playbook) fn by(typed: impl Iterator<Item = &'t str>) -> Self {
        Self {
            typed: typed.map(|word| (Shape::of(word), Vec::new())).collect(),
        }
    }

    /// The lengths of words that are worth showing, in characters; `None` if nothing was typed.
    pub(in crate::rituals::playbook) fn lengths(&self) -> Option<(usize, usize)> {
        let lengths = || self.typed.iter().map(|(typed, _)| typed.length);
        Some((
            lengths().min()?.saturating_sub(GIVE),
            lengths().max()? + GIVE,
        ))
    }

    /// A word that stands in so many entries.
    pub(in crate::rituals::playbook) fn look_at(&mut self, word: &str, entries: i64) {
        let shape = Shape::of(word);
        for (typed, guesses) in &mut self.typed {
            let Some(distance) = typed.distance(&shape) else {
                continue;
            };
            let is_behind = |(least, most_used, known): &Guess| {
                (*least, *most_used, known.as_str()) < (distance, -entries, word)
            };
            let at = guesses.iter().take_while(|guess| is_behind(guess)).count();
            if at < MOST_MEANT {
                guesses.truncate(MOST_MEANT - 1);
                guesses.insert(at, (distance, -entries, word.to_owned()));
            }
        }
    }

    /// The words, in the order in which they were typed, nearest first.
    pub(in crate::rituals::playbook) fn words(self) -> Vec<String> {
        let guesses = self.typed.into_iter().flat_map(|(_, guesses)| guesses);
        guesses.map(|(_, _, word)| word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn nearest<'w>(typed: &str, known: impl IntoIterator<Item = (&'w str, i64)>) -> Vec<String> {
        let mut meant = Meant::by(std::iter::once(typed));
        for (word, entries) in known {
            meant.look_at(word, entries);
        }
        meant.words()
    }

    #[test]
    fn the_nearest_known_word_comes_first_then_the_most_used() {
        let known = [("prize", 1), ("price", 9), ("prime", 40), ("vendor", 99)];
        assert_eq!(nearest("prise", known), ["prime", "price", "prize"]);
        assert_eq!(nearest("pirce", known), ["price"]);
        assert_eq!(nearest("zebra", known), Vec::<&str>::new());
        let too_short = nearest("tim", [("time", 3)]);
        assert_eq!(too_short, Vec::<&str>::new(), "too short to guess");
    }

    #[test]
    fn no_word_that_may_be_meant_is_of_another_length_than_those_worth_showing() {
        let typed = ["price", "procurement"];
        let lengths = Meant::by(typed.into_iter()).lengths();
        assert_eq!(lengths, Some((3, 13)));
        assert_eq!(Meant::by(std::iter::empty()).lengths(), None);
    }

    proptest! {
        #[test]
        fn no_word_that_is_near_enough_is_ruled_out_before_its_distance_is_taken(one in "[a-fé😀]{0,8}", other in "[a-fé😀]{0,8}") {
            let distance = osa_distance(&one, &other);
            for most in distance..=3 {
                prop_assert!(Shape::of(&one).may_be_within(&Shape::of(&other), most), "{one} {other}");
            }
        }

        #[test]
        fn the_few_that_are_kept_are_the_first_of_all_that_may_be_meant(
            typed in "[ab]{4,9}", known in proptest::collection::btree_map("[ab]{3,11}", 1_i64..4, 0..40)
        ) {
            let mut all: Vec<Guess> = known
                .iter()
                .filter(|(word, _)| word.len().abs_diff(typed.len()) <= tolerance(word.len().min(typed.len())))
                .map(|(word, entries)| (osa_distance(&typed, word), -entries, word.clone()))
                .filter(|(distance, _, word)| *distance <= tolerance(word.len().min(typed.len())))
                .filter(|(_, _, word)| tolerance(word.len().min(typed.len())) > 0)
                .collect();
            all.sort_unstable();
            let first: Vec<String> = all.into_iter().take(MOST_MEANT).map(|(_, _, word)| word).collect();
            prop_assert_eq!(nearest(&typed, known.iter().map(|(word, entries)| (word.as_str(), *entries))), first);
        }
    }
}
