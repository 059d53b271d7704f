//! Voting: two answers without authors, or the only one.

use super::{action, done, field, seen_by};
use crate::{
    audience::ONLY_YOU,
    blocks::{Form, Input, divider, input, note, sentence, words},
    rituals::drill::{
        queries::Scene,
        rules::{Drill, Duel, LONGEST_TWEAK, Phase, Pick},
    },
};

/// Two answers, or the only one, as a voter meets them.
pub(in crate::rituals::drill) struct Pair<'p> {
    pub(in crate::rituals::drill) duel: &'p Duel,
    pub(in crate::rituals::drill) a: &'p str,
    pub(in crate::rituals::drill) b: Option<&'p str>,
    /// Which of theirs it is, from 1.
    pub(in crate::rituals::drill) number: usize,
    /// How many they may get.
    pub(in crate::rituals::drill) most: usize,
}

/// One duel: pick, and say what you would change if you like.
pub(in crate::rituals::drill) fn form(scene: &Scene, pair: &Pair<'_>, who_sees: &str) -> Form {
    let tweak = |label| {
        input(
            field::tweak(pair.duel.id),
            label,
            true,
            Input::Brief {
                example: "Ask before you name a number",
                value: None,
                most: LONGEST_TWEAK,
            },
        )
    };
    let mut blocks = vec![sentence("The buyer says:"), words(&scene.objection)];
    blocks.push(divider());
    if let Some(b) = pair.b {
        blocks.extend([sentence("A"), words(pair.a), sentence("B"), words(b)]);
        blocks.push(divider());
        let labels = ["A", "B", "Too close"];
        let options = Pick::ALL
            .iter()
            .zip(labels)
            .map(|((_, word), label)| ((*word).to_owned(), label.to_owned()))
            .collect();
        blocks.push(input(
            field::pick(pair.duel.id),
            "Which would win the buyer?",
            false,
            Input::Radio {
                options,
                value: None,
            },
        ));
        blocks.push(tweak("What would you change in it?"));
        blocks.push(note(&counter(pair)));
        blocks.push(note(
            "Your pick counts without your name. With Too close, a change goes to both.",
        ));
    } else {
        blocks.push(words(pair.a));
        blocks.push(divider());
        blocks.push(tweak("What would you change in it?"));
    }
    blocks.push(note(
        "What you would change stands under the answer, without your name.",
    ));
    blocks.push(seen_by(who_sees));
    Form {
        callback: action::JUDGE,
        item: pair.duel.id.to_string(),
        title: if pair.b.is_some() {
            "Vote"
        } else {
            "The answer"
        },
        submit: Some(if pair.b.is_some() { "Vote" } else { "Send" }),
        close: "Stop",
        blocks,
        again: Some((action::VOTE, pair.duel.drill.to_string())),
    }
}

fn counter(pair: &Pair<'_>) -> String {
    if pair.duel.is_sudden {
        "These two are level at the top. Your pick decides; with Too close both stay.".to_owned()
    } else if pair.most > 1 {
        format!(
            "{} of up to {}. Stop whenever you like: what you have voted counts.",
            pair.number, pair.most
        )
    } else {
        "There is one comparison for you.".to_owned()
    }
}

/// Nothing is left for this voter; `judged` is how many they judged, `None` after a sudden death.
pub(in crate::rituals::drill) fn thanks(drill: &Drill, judged: Option<usize>) -> Form {
    let said = match judged {
        None => "That decided it. The result is on the card.".to_owned(),
        Some(_) if drill.in_vote == 1 => "Thank you. It is kept.".to_owned(),
        Some(_) if drill.is_over() => {
            "Thank you. The vote is over by now; the result is on the card.".to_owned()
        }
        Some(judged) => format!(
            "Thank you. {} The result comes on the card.",
            match judged {
                1 => "Your comparison counts.".to_owned(),
                more => format!("Your {more} comparisons count."),
            }
        ),
    };
    let mut blocks = vec![sentence(&said)];
    if drill.phase() == Phase::SuddenDeath && judged.is_some() {
        blocks.push(sentence(
            "Two answers are level at the top now: Vote on the card decides.",
        ));
    }
    blocks.push(note(ONLY_YOU));
    done("Vote", blocks)
}
