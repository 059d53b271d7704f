//! What a search looks for and which entries come first: exact words before beginnings, those before parts of words,
//! those before what was mistyped; then the objection before the rest, live before stale, and what worked before what
//! nobody tried.

use super::{
    State, Words,
    near::{SHORTEST_MISTYPED, Shape},
};
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

/// Longest query and most words of it that are looked at.
const LONGEST_QUERY: usize = 200;
const MOST_WORDS: usize = 8;
/// Longer words are cut: a search costs the same whatever was typed.
const LONGEST_WORD: usize = 32;
/// Shortest word that the index can find: it is made of groups of three characters.
const TRIGRAM: usize = 3;
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
    let is_small = |word: &str| SMALL.contains(&word);
    let are_all_small = split(&query).all(|word| is_small(&word));
    let mut words: Vec<String> = Vec::new();
    for word in split(&query).map(Cow::into_owned) {
        let is_new = !words.contains(&word);
        if is_new && words.len() < MOST_WORDS && (are_all_small || !is_small(&word)) {
            words.push(word);
        }
    }
    Asked { words }
}

/// The words of a text, in small letters.
fn split(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(plain)
}

fn plain(word: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if word.bytes().all(is_plain) {
        Cow::Borrowed(&word[..word.len().min(LONGEST_WORD)])
    } else {
        Cow::Owned(word.to_lowercase().chars().take(LONGEST_WORD).collect())
    }
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
        .map(Cow::into_owned)
        .collect()
}

/// Says how well entries fit what was asked. A word is compared once, in however many entries it stands.
pub(in crate::rituals::playbook) struct Ranking<'a> {
    asked: Vec<Shape<'a>>,
    compared: HashMap<String, Kinds>,
}

/// How well something answers each of the words that were asked for.
type Kinds = [Option<Kind>; MOST_WORDS];

impl<'a> Ranking<'a> {
    pub(in crate::rituals::playbook) fn of(asked: &'a Asked) -> Self {
        Self {
            asked: asked.words.iter().map(|word| Shape::of(word)).collect(),
            compared: HashMap::new(),
        }
    }

    /// How well an entry fits, higher is better; `None` if less than half of what was asked stands in it.
    pub(in crate::rituals::playbook) fn score(
        &mut self,
        words: &Words,
        state: State,
        worth: i64,
    ) -> Option<(i64, Kind)> {
        if !state.is_public() || self.asked.is_empty() {
            return None;
        }
        let (mut in_objection, mut in_rest) = (Kinds::default(), Kinds::default());
        self.look_at(&words.objection, &mut in_objection);
        for text in [
            words.context.as_deref().unwrap_or_default(),
            &words.answer,
            &words.variants_text(),
        ] {
            self.look_at(text, &mut in_rest);
        }
        let (mut sum, mut found, mut worst) = (0, 0, Kind::Exact);
        for (in_objection, in_rest) in in_objection.into_iter().zip(in_rest) {
            let best = in_objection.max(in_rest);
            let Some(kind) = best else {
                continue;
            };
            found += 1;
            worst = worst.min(kind);
            sum += 10 * (kind as i64 + 1) + if in_objection == best { 5 } else { 0 };
        }
        if 2 * found < self.asked.len() {
            return None;
        }
        // Ten thousand is more than any worth, and two more than any of both.
        let live = i64::from(state == State::Live);
        Some((sum * 20_000 + live * 10_000 + worth.clamp(0, 9_999), worst))
    }

    /// Keeps what in this text answers each word best.
    fn look_at(&mut self, text: &str, best: &mut Kinds) {
        for word in split(text) {
            let kinds = match self.compared.get(word.as_ref()) {
                Some(kinds) => *kinds,
                None => self.compare(word.into_owned()),
            };
            for (best, kind) in best.iter_mut().zip(kinds) {
                *best = kind.max(*best);
            }
        }
    }

    fn compare(&mut self, word: String) -> Kinds {
        let shape = Shape::of(&word);
        let mut kinds = Kinds::default();
        for (kind, asked) in kinds.iter_mut().zip(&self.asked) {
            *kind = kind_of(asked, &shape);
        }
        self.compared.insert(word, kinds);
        kinds
    }
}

fn kind_of(asked: &Shape<'_>, known: &Shape<'_>) -> Option<Kind> {
    let (typed, word) = (asked.word, known.word);
    if word == typed {
        Some(Kind::Exact)
    } else if asked.length < TRIGRAM {
        None
    } else if word.starts_with(typed) {
        Some(Kind::Beginning)
    } else if word.contains(typed) {
        Some(Kind::Part)
    } else {
        asked.distance(known).map(|_| Kind::Mistyped)
    }
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
    use super::{super::near::Meant, *};
    use proptest::prelude::*;

    fn entry(objection: &str) -> Words {
        Words {
            objection: objection.to_owned(),
            answer: "Ask what it is compared to.".to_owned(),
            ..Words::default()
        }
    }

    fn fits(query: &str, words: &Words) -> Option<i64> {
        let asked = asked(query);
        let found = Ranking::of(&asked).score(words, State::Live, 0);
        found.map(|(score, _)| score)
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
        let mut ranking = Ranking::of(&asked);
        let in_answer = ranking.score(&entry("Too expensive"), State::Live, 0);
        let in_objection = ranking.score(&entry("Compared with others"), State::Stale, 0);
        assert!(in_objection > in_answer);
        let words = entry("Compared with others");
        let mut of = |state, worth| ranking.score(&words, state, worth);
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

    proptest! {
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
            let mut meant = Meant::by(std::iter::once(typed.as_str()));
            meant.look_at(&word, 1);
            prop_assert_eq!(meant.words(), [word.as_str()]);
        }

        #[test]
        fn what_stands_in_other_entries_changes_no_score(
            query in "[a-cA-Cé ]{0,24}", texts in proptest::collection::vec("[a-cA-Cé ]{0,40}", 1..6)
        ) {
            let asked = asked(&query);
            let mut ranking = Ranking::of(&asked);
            for text in &texts {
                let words = Words { objection: text.clone(), answer: texts[0].clone(), ..Words::default() };
                let alone = Ranking::of(&asked).score(&words, State::Live, 3);
                prop_assert_eq!(ranking.score(&words, State::Live, 3), alone);
            }
        }

        #[test]
        fn no_query_breaks_it(query in ".*", text in ".*") {
            let words = entry(&text);
            let asked = asked(&query);
            prop_assert!(asked.words.len() <= MOST_WORDS);
            Ranking::of(&asked).score(&words, State::Live, 0);
            is_nearly(&query, &text);
        }
    }
}
