//! What a search looks for and which entries come first: exact words before beginnings, those before parts of words,
//! those before what was mistyped; then the objection before the rest, live before stale, and what worked before what
//! nobody tried. Distances between words are those of `strsim`.

use super::{State, Words};
use std::collections::BTreeSet;
use strsim::osa_distance;

/// Longest query and most words of it that are looked at.
const LONGEST_QUERY: usize = 200;
const MOST_WORDS: usize = 8;
/// Longer words are cut: a search costs the same whatever was typed.
const LONGEST_WORD: usize = 32;
/// Shortest word that the index can find: it is made of groups of three characters.
const TRIGRAM: usize = 3;
/// Shortest word that stands in the vocabulary: shorter ones are never taken for another.
const SHORTEST_MISTYPED: usize = 4;
/// Objections that are as alike as this, of 1, are nearly the same.
const NEARLY: f64 = 0.7;

/// Words that say nothing of what is meant.
const SMALL: [&str; 30] = [
    "a", "an", "and", "are", "at", "be", "do", "for", "have", "i", "in", "is", "it", "its", "m",
    "me", "my", "of", "on", "or", "our", "s", "the", "that", "this", "to", "too", "we", "with",
    "you",
];

/// What somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rituals::playbook) struct Asked {
    /// Its words, in small letters, each once.
    pub(in crate::rituals::playbook) words: Vec<String>,
}

/// How well a word was found, best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::rituals::playbook) enum Kind {
    /// A letter or two off.
    Mistyped,
    /// Inside a word.
    Part,
    /// At a word's beginning.
    Beginning,
    /// As it stands.
    Exact,
}

impl Asked {
    /// The words that the index can find.
    pub(in crate::rituals::playbook) fn findable(&self) -> impl Iterator<Item = &str> {
        let is_long = |word: &&str| word.chars().count() >= TRIGRAM;
        self.words.iter().map(String::as_str).filter(is_long)
    }
}

/// Takes a query apart.
pub(in crate::rituals::playbook) fn asked(query: &str) -> Asked {
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    let all = split(&query);
    let mut words: Vec<String> = Vec::new();
    let are_all_small = all.iter().all(|word| SMALL.contains(&word.as_str()));
    for word in all {
        let is_new = !words.contains(&word);
        if is_new && words.len() < MOST_WORDS && (are_all_small || !SMALL.contains(&word.as_str()))
        {
            words.push(word);
        }
    }
    Asked { words }
}

fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().chars().take(LONGEST_WORD).collect())
        .collect()
}

/// The words of an entry that somebody may have meant, each once.
pub(in crate::rituals::playbook) fn vocabulary(words: &Words) -> BTreeSet<String> {
    let variants = words.variants_text();
    let texts = [
        &words.objection,
        words.context.as_deref().unwrap_or_default(),
        &words.answer,
        &variants,
    ];
    let all = texts.into_iter().flat_map(split);
    all.filter(|word| word.chars().count() >= SHORTEST_MISTYPED)
        .collect()
}

/// So many letters may a word of this length be off.
fn tolerance(length: usize) -> usize {
    match length {
        0..SHORTEST_MISTYPED => 0,
        SHORTEST_MISTYPED..8 => 1,
        _ => 2,
    }
}

/// True if `typed` may have meant `word`: a letter too many, too few, another one, or two changed about.
fn may_mean(typed: &str, word: &str) -> bool {
    let (typed_length, length) = (typed.chars().count(), word.chars().count());
    let most = tolerance(typed_length.min(length));
    typed_length.abs_diff(length) <= most
        && most > 0
        && may_be_near(typed, word, most)
        && osa_distance(typed, word) <= most
}

/// False if so many letters stand in only one of the two that no distance of `most` explains it: another letter explains
/// two, a letter too many or too few one. It costs a small part of a distance, and rules nearly every word out.
fn may_be_near(one: &str, other: &str, most: usize) -> bool {
    let letters = |word: &str| {
        word.chars()
            .fold(0_u64, |set, c| set | (1 << (u32::from(c) % 64)))
    };
    let apart = (letters(one) ^ letters(other)).count_ones();
    usize::try_from(apart).is_ok_and(|apart| apart <= 2 * most)
}

/// The known words that somebody who typed this may have meant, nearest and most used first, at most three.
pub(in crate::rituals::playbook) fn nearest<'w>(
    typed: &str,
    known: impl IntoIterator<Item = (&'w str, i64)>,
) -> Vec<&'w str> {
    let mut meant: Vec<(usize, i64, &str)> = known
        .into_iter()
        .filter(|(word, _)| may_mean(typed, word))
        .map(|(word, entries)| (osa_distance(typed, word), -entries, word))
        .collect();
    meant.sort_unstable();
    meant.into_iter().take(3).map(|(_, _, word)| word).collect()
}

/// How well an entry fits, higher is better; `None` if less than half of what was asked stands in it.
pub(in crate::rituals::playbook) fn score(
    asked: &Asked,
    words: &Words,
    state: State,
    worth: i64,
) -> Option<(i64, Kind)> {
    if !state.is_public() || asked.words.is_empty() {
        return None;
    }
    let objection = split(&words.objection);
    let mut rest = split(words.context.as_deref().unwrap_or_default());
    rest.extend(split(&words.answer));
    rest.extend(split(&words.variants_text()));
    let (mut sum, mut found, mut worst) = (0, 0, Kind::Exact);
    for typed in &asked.words {
        let in_objection = best(typed, &objection);
        let best = in_objection.max(best(typed, &rest));
        let Some(kind) = best else {
            continue;
        };
        found += 1;
        worst = worst.min(kind);
        sum += 10 * (kind as i64 + 1) + if in_objection == best { 5 } else { 0 };
    }
    if 2 * found < asked.words.len() {
        return None;
    }
    // Ten thousand is more than any worth, and two more than any of both.
    let live = i64::from(state == State::Live);
    Some((sum * 20_000 + live * 10_000 + worth.clamp(0, 9_999), worst))
}

fn best(typed: &str, words: &[String]) -> Option<Kind> {
    let kind = |word: &String| {
        if word == typed {
            Some(Kind::Exact)
        } else if typed.chars().count() < TRIGRAM {
            None
        } else if word.starts_with(typed) {
            Some(Kind::Beginning)
        } else if word.contains(typed) {
            Some(Kind::Part)
        } else {
            may_mean(typed, word).then_some(Kind::Mistyped)
        }
    };
    words.iter().filter_map(kind).max()
}

/// True if two objections say nearly the same.
pub(in crate::rituals::playbook) fn is_nearly(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let asked = asked(text);
        asked.words.join(" ")
    };
    let (one, other) = (plain(one), plain(other));
    one == other || strsim::sorensen_dice(&one, &other) >= NEARLY
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(objection: &str) -> Words {
        Words {
            objection: objection.to_owned(),
            answer: "Ask what it is compared to.".to_owned(),
            ..Words::default()
        }
    }

    fn fits(query: &str, words: &Words) -> Option<i64> {
        score(&asked(query), words, State::Live, 0).map(|(score, _)| score)
    }

    #[test]
    fn exact_comes_before_beginnings_before_parts_before_what_was_mistyped_before_nothing() {
        let order = [
            "The price is high",
            "Your prices are high",
            "You are overpriced",
            "No prize for us",
        ];
        let scores: Vec<_> = order
            .map(|objection| fits("price", &entry(objection)).unwrap())
            .into();
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
        assert_eq!(fits("price", &entry("Not the right time")), None);
    }

    #[test]
    fn the_objection_comes_before_the_answer_live_before_stale_and_what_worked_before_the_rest() {
        let asked = asked("compared");
        let in_answer = score(&asked, &entry("Too expensive"), State::Live, 0);
        let in_objection = score(&asked, &entry("Compared with others"), State::Stale, 0);
        assert!(in_objection > in_answer);
        let words = entry("Compared with others");
        let of = |state, worth| score(&asked, &words, state, worth);
        assert!(of(State::Live, 0) > of(State::Stale, 9_000));
        assert!(of(State::Live, 7) > of(State::Live, 6));
        for hidden in [State::Draft, State::Reviewed, State::Retired] {
            assert_eq!(of(hidden, 9_000), None);
        }
    }

    #[test]
    fn small_words_are_left_out_unless_there_is_nothing_else() {
        assert_eq!(asked("It's too expensive, is it?").words, ["expensive"]);
        assert_eq!(asked("Do it").words, ["do", "it"]);
        assert_eq!(asked(" - ! ").words, Vec::<String>::new());
        assert_eq!(asked(&"x ".repeat(500)).words, ["x"]);
    }

    #[test]
    fn nearly_the_same_objection_is_seen_and_another_one_is_not() {
        for (one, other) in [
            ("It's too expensive", "it is too expensive!"),
            ("Your price is too high", "The price is too high"),
            ("Just send me some info", "Send me some info"),
        ] {
            assert!(is_nearly(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("Your price is too high", "We already have a vendor"),
            ("Send me some info", "Not a good time"),
        ] {
            assert!(!is_nearly(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn the_nearest_known_word_comes_first_then_the_most_used() {
        let known = [("prize", 1), ("price", 9), ("prime", 40), ("vendor", 99)];
        assert_eq!(nearest("prise", known), ["prime", "price", "prize"]);
        assert_eq!(nearest("pirce", known), ["price"]);
        assert_eq!(nearest("zebra", known), Vec::<&str>::new());
        assert_eq!(
            nearest("tim", [("time", 3)]),
            Vec::<&str>::new(),
            "too short to guess"
        );
    }

    proptest! {
        #[test]
        fn no_word_that_is_near_enough_is_ruled_out_before_its_distance_is_taken(one in "[a-fé😀]{0,8}", other in "[a-fé😀]{0,8}") {
            let distance = osa_distance(&one, &other);
            for most in distance..=3 {
                prop_assert!(may_be_near(&one, &other, most), "{one} {other}");
            }
        }

        #[test]
        fn a_word_with_one_letter_off_is_found_behind_the_word_itself(
            word in "[a-z]{5,12}", at in 0_usize..12, letter in proptest::char::range('a', 'z'), how in 0..4
        ) {
            let mut letters: Vec<char> = word.chars().collect();
            let at = at % (letters.len() - 1);
            match how {
                0 => letters[at] = letter,
                1 => letters.insert(at, letter),
                2 => { letters.remove(at); }
                _ => letters.swap(at, at + 1),
            }
            let typed: String = letters.into_iter().collect();
            prop_assume!(typed.len() >= SHORTEST_MISTYPED && !SMALL.contains(&typed.as_str()));
            prop_assume!(!SMALL.contains(&word.as_str()));
            let found = fits(&typed, &entry(&word));
            prop_assert!(found.is_some(), "{} for {}", typed, word);
            prop_assert!(found <= fits(&typed, &entry(&typed)));
            prop_assert_eq!(nearest(&typed, [(word.as_str(), 1)]), [word.as_str()]);
        }

        #[test]
        fn no_query_breaks_it(query in ".*", text in ".*") {
            let words = entry(&text);
            let asked = asked(&query);
            prop_assert!(asked.words.len() <= MOST_WORDS);
            score(&asked, &words, State::Live, 0);
            is_nearly(&query, &text);
        }
    }
}
