//! How alike two objections are: small local arithmetic over words and letters, so that the same thing heard twice is
//! counted together. Pure; it knows English filler words and nothing of meaning.

use std::collections::BTreeSet;

/// From here on two objections are the same.
const SAME: f64 = 0.8;
/// From here on they may be: whoever noted the second is asked.
const PERHAPS: f64 = 0.4;

/// Words that carry nothing of an objection. "No" and "not" do.
const FILLERS: [&str; 47] = [
    "a", "am", "an", "and", "any", "are", "at", "be", "but", "can", "do", "for", "from", "have",
    "i", "id", "ill", "im", "in", "is", "it", "its", "ive", "just", "me", "my", "of", "on", "our",
    "really", "so", "some", "that", "the", "then", "there", "this", "to", "too", "us", "we",
    "were", "weve", "with", "you", "your", "youre",
];

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rituals::drill) enum Alike {
    /// Counted together.
    Same,
    /// Only who noted it can say.
    Perhaps,
    /// Counted apart.
    Other,
}

/// Compares two objections.
pub(in crate::rituals::drill) fn compare(one: &str, other: &str) -> Alike {
    match likeness(one, other) {
        alike if alike >= SAME => Alike::Same,
        alike if alike >= PERHAPS => Alike::Perhaps,
        _ => Alike::Other,
    }
}

/// 0 for nothing in common, 1 for the same words in any order: half the share of common words (Jaccard), half that of
/// common letter triples (Dice), so that neither a typing error nor another ending makes a new objection.
pub(in crate::rituals::drill) fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let (letters, more_letters) = (triples(&one), triples(&other));
    let common = one.intersection(&other).count();
    let jaccard = ratio(common, one.len() + other.len() - common);
    let dice = ratio(
        2 * letters.intersection(&more_letters).count(),
        letters.len() + more_letters.len(),
    );
    f64::midpoint(jaccard, dice)
}

/// The words that carry something, each once; all of them if none does.
fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase().replace(['\'', '’'], "");
    let all: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let telling: BTreeSet<String> = all
        .iter()
        .filter(|word| !FILLERS.contains(word))
        .map(|word| singular(word))
        .collect();
    if telling.is_empty() {
        all.into_iter().map(str::to_owned).collect()
    } else {
        telling
    }
}

fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
        Some(_) | None => word.to_owned(),
    }
}

/// Letter triples of each word, with its beginning and end marked: the order of words does not count.
fn triples(words: &BTreeSet<String>) -> BTreeSet<[char; 3]> {
    let of_word = |word: &String| {
        let letters: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
        letters
            .windows(3)
            .map(|three| [three[0], three[1], three[2]])
            .collect::<Vec<_>>()
    };
    words.iter().flat_map(of_word).collect()
}

fn ratio(part: usize, whole: usize) -> f64 {
    let small = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 {
        0.0
    } else {
        small(part) / small(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_in_other_clothes_is_the_same() {
        for (one, other) in [
            ("Your price is too high", "The price is too high!"),
            ("Send me some info.", "just send me the info"),
            ("We don’t have budget", "we dont have any BUDGET"),
            (
                "We are happy with our vendor",
                "We're happy with our vendors",
            ),
        ] {
            assert_eq!(compare(one, other), Alike::Same, "{one} / {other}");
        }
    }

    #[test]
    fn what_may_be_the_same_is_asked_about() {
        for (one, other) in [
            (
                "We have no budget this quarter",
                "No budget until next quarter",
            ),
            ("Send me some info", "Send me info by email"),
            ("Price is too high", "Price"),
            ("We have budget", "We have no budget"),
        ] {
            assert_eq!(
                compare(one, other),
                Alike::Perhaps,
                "{one} / {other}: {}",
                likeness(one, other)
            );
        }
    }

    #[test]
    fn another_objection_is_another() {
        for (one, other) in [
            ("Your price is too high", "Call me next quarter"),
            ("We use a competitor", "Legal has to look at it first"),
            ("I need to ask my boss", "Who else uses it?"),
            ("", "Price"),
            ("…", "!!"),
        ] {
            assert_eq!(compare(one, other), Alike::Other, "{one} / {other}");
        }
    }

    proptest! {
        #[test]
        fn it_is_symmetric_within_bounds_and_a_text_is_like_itself(one in ".{0,60}", other in ".{0,60}") {
            let alike = likeness(&one, &other);
            prop_assert!((0.0..=1.0).contains(&alike));
            prop_assert!((alike - likeness(&other, &one)).abs() < 1e-12);
            if one.chars().any(char::is_alphanumeric) {
                prop_assert!(likeness(&one, &one) > 0.99, "{}", likeness(&one, &one));
            }
        }
    }
}
