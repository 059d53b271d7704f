//! The end of a drill: cancelling it, all of its answers, and taking a bow.

use super::{
    action,
    card::{Shown, scene, standing, tweaks},
    done, seen_by,
};
use crate::{
    audience::{EVERYONE_HERE, ONLY_YOU},
    blocks::{Button, Form, Weight, buttons, divider, note, sentence, words},
    rituals::drill::{
        queries::Scene,
        rules::{Answer, Drill},
    },
};

/// Answers in one form: Slack allows 100 blocks.
const MOST_IN_A_FORM: usize = 20;
/// Tweaks of each.
const MOST_TWEAKS: usize = 2;

/// Asks first.
pub(in crate::rituals::drill) fn ask_cancel(drill: &Drill, answered: u32) -> Form {
    let what = match answered {
        0 => "Nobody has answered yet.".to_owned(),
        1 => "The one answer stays with its author; nobody else will see it.".to_owned(),
        more => format!("The {more} answers stay with their authors; nobody else will see them."),
    };
    let cancel = Button {
        weight: Weight::Red,
        ..Button::plain(action::CANCEL, "Cancel the drill", drill.id)
    };
    done(
        "Cancel the drill?",
        vec![
            sentence(&format!(
                "The card will say that you cancelled it, and there will be no result. {what}"
            )),
            buttons(vec![cancel]),
            note(EVERYONE_HERE),
        ],
    )
}

pub(in crate::rituals::drill) fn cancelled(_drill: &Drill) -> Form {
    done(
        "Fire drill",
        vec![
            sentence("The drill is cancelled. Its card says so."),
            note(ONLY_YOU),
        ],
    )
}

/// Every answer, best first, late ones last.
pub(in crate::rituals::drill) fn all_answers(
    of: &Scene,
    answers: &[Shown],
    who_sees: &str,
) -> Form {
    let mut blocks = scene(of);
    for answer in answers.iter().take(MOST_IN_A_FORM) {
        blocks.push(divider());
        blocks.push(words(&answer.text));
        blocks.extend(standing(answer));
        let mut of_it = tweaks(&answer.tweaks, MOST_TWEAKS);
        if answer.tweaks.len() > MOST_TWEAKS {
            of_it.pop();
        }
        blocks.extend(of_it);
    }
    blocks.truncate(90);
    if answers.len() > MOST_IN_A_FORM {
        blocks.push(note(&format!(
            "These are the best {MOST_IN_A_FORM} of {}.",
            answers.len()
        )));
    }
    blocks.push(note(who_sees));
    done("All answers", blocks)
}

/// An author's own answer, and whether their name stands under it.
pub(in crate::rituals::drill) fn take_a_bow(
    drill: &Drill,
    mine: &Answer,
    text: &str,
    name: &str,
    who_sees: &str,
) -> Form {
    let (said, button) = if mine.is_named {
        (
            format!("Your name, {name}, stands under your answer."),
            Button::plain(action::UNBOW, "Take my name off", drill.id),
        )
    } else {
        (
            format!("Your answer stands there without a name. {name} can stand under it."),
            Button::main(action::BOW, "Put my name under it", drill.id),
        )
    };
    done(
        "Take a bow",
        vec![
            words(text),
            sentence(&said),
            buttons(vec![button]),
            note("You can change this whenever you like. Whoever has read your name has read it."),
            seen_by(who_sees),
        ],
    )
}
