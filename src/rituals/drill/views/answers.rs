//! All answers of a drill that is over, page by page: best first, late ones last.

use super::{
    action,
    card::{Shown, scene, standing},
    counted, done,
};
use crate::{
    blocks::{Block, Button, Form, buttons, divider, note, words},
    rituals::drill::{
        queries::Scene,
        rules::{Drill, FEWEST_DUELS},
    },
};

/// Blocks of answers on a page. Slack allows 100 in a form; nobody scrolls that far on a phone.
const BLOCKS: usize = 30;

/// One page of all answers, from 1; beyond the last it is the last.
pub(in crate::rituals::drill) fn page(
    drill: &Drill,
    of: &Scene,
    answers: &[Shown],
    number: usize,
    who_sees: &str,
) -> Form {
    let mut pages = pages(answers);
    let most = pages.len().max(1);
    let number = number.clamp(1, most);
    let mut blocks = scene(of);
    if number <= pages.len() {
        blocks.append(&mut pages.swap_remove(number - 1));
    }
    blocks.push(divider());
    if most > 1 {
        let value = |page| format!("{}:{page}", drill.id);
        let mut turns = Vec::new();
        if number > 1 {
            turns.push(Button::plain(action::ALL_BACK, "Back", value(number - 1)));
        }
        if number < most {
            turns.push(Button::plain(action::ALL_NEXT, "Next", value(number + 1)));
        }
        blocks.push(note(&format!(
            "{}, page {number} of {most}: the best first.",
            counted(answers.len(), "answer", "answers")
        )));
        blocks.push(buttons(turns));
    }
    if drill.in_vote > 1 {
        blocks.push(note(&format!(
            "A share is (wins + half of the ties + 1) / (comparisons + 2), so that few comparisons say little; from {FEWEST_DUELS} on it is shown."
        )));
    }
    blocks.push(note(who_sees));
    done("All answers", blocks)
}

/// The answers and what voters would change in them, as many blocks a page as fit. What belongs to one answer may go on
/// on the next page, and says so.
fn pages(answers: &[Shown]) -> Vec<Vec<Block>> {
    let mut pages: Vec<Vec<Block>> = Vec::new();
    for answer in answers {
        let mut head = vec![divider(), words(&answer.text)];
        head.extend(standing(answer));
        if !answer.tweaks.is_empty() {
            head.push(note("What others would change:"));
        }
        match pages.last_mut() {
            // With room for the first of what others would change.
            Some(page) if page.len() + head.len() < BLOCKS => page.append(&mut head),
            Some(_) | None => pages.push(head),
        }
        for tweak in &answer.tweaks {
            match pages.last_mut() {
                Some(page) if page.len() < BLOCKS => page.push(words(tweak)),
                Some(_) | None => pages.push(vec![
                    divider(),
                    note("What others would change in the answer before, continued:"),
                    words(tweak),
                ]),
            }
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rituals::drill::rules::Tally;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_answer_and_every_change_stands_on_exactly_one_page_and_no_page_is_too_long(
            tweaks in proptest::collection::vec(0_usize..70, 0..8),
        ) {
            let answers: Vec<Shown> = tweaks
                .iter()
                .enumerate()
                .map(|(at, count)| Shown {
                    text: format!("answer {at}."),
                    tweaks: (0..*count).map(|n| format!("change {at}-{n}.")).collect(),
                    tally: Tally::default(),
                    has_won: false,
                    is_late: false,
                    name: None,
                })
                .collect();
            let pages = pages(&answers);
            prop_assert!(pages.iter().all(|page| (1..=BLOCKS).contains(&page.len())));
            let all = format!("{pages:?}");
            for answer in &answers {
                for text in answer.tweaks.iter().chain([&answer.text]) {
                    prop_assert_eq!(all.matches(text.as_str()).count(), 1, "{}", text);
                }
            }
        }
    }
}
