//! Answering: one box, and what its author hears of what they sent.

use super::{action, deadline, done, field, seen_by, text};
use crate::{
    blocks::{Button, Form, Input, buttons, input, line, note, sentence, words},
    rituals::drill::{
        queries::Scene,
        rules::{Answer, Drill, FEWEST_TO_HIDE, LONGEST_ANSWER, Phase},
    },
};

/// The one box; what was sent already stands in it.
pub(in crate::rituals::drill) fn form(
    drill: &Drill,
    scene: &Scene,
    before: Option<String>,
    who_sees: &str,
) -> Form {
    let mut blocks = vec![words(&scene.objection)];
    if !scene.context.is_empty() {
        blocks.push(sentence("The buyer:"));
        blocks.push(words(&scene.context));
    }
    blocks.push(input(
        field::ANSWER,
        "What would you say?",
        false,
        Input::Brief {
            example: "As you would say it to them, in one breath",
            value: before,
            most: LONGEST_ANSWER,
        },
    ));
    if let Some(by) = drill.answer_by {
        blocks.push(line(vec![
            text("Send it by "),
            deadline(drill.pace, by),
            text("; until then you can change it."),
        ]));
    }
    blocks.push(note(&format!(
        "Answers are shown in a drawn order. With fewer than {FEWEST_TO_HIDE} answers the others can guess whose is whose."
    )));
    blocks.push(seen_by(who_sees));
    Form {
        callback: action::ANSWER,
        item: drill.id.to_string(),
        title: "Fire drill",
        submit: Some("Send"),
        close: "Cancel",
        blocks,
        again: Some((action::ANSWER, drill.id.to_string())),
    }
}

/// It is kept. Only its author reads how long it took.
pub(in crate::rituals::drill) fn sent(drill: &Drill, answer: &Answer, who_sees: &str) -> Form {
    let mut blocks = Vec::new();
    if answer.is_late {
        blocks.push(sentence(
            "It came after time was up, so it is not in the vote. It is kept and shown after the result.",
        ));
    } else {
        let took = answer.seconds.map_or_else(String::new, |seconds| {
            format!(" It took you {}.", duration(seconds))
        });
        let lead = if answer.is_edited {
            "Changed.".to_owned()
        } else {
            format!("Your answer is in.{took}")
        };
        blocks.push(sentence(&lead));
        if drill.phase() == Phase::Answering
            && let Some(by) = drill.answer_by
        {
            blocks.push(line(vec![
                text("You can change it until "),
                deadline(drill.pace, by),
                text("."),
            ]));
            blocks.push(buttons(vec![Button::plain(
                action::ANSWER,
                "Change it",
                drill.id,
            )]));
        }
    }
    blocks.push(seen_by(who_sees));
    done("Fire drill", blocks)
}

/// "42 seconds", "3 minutes".
pub(super) fn duration(seconds: i64) -> String {
    let (number, unit) = match seconds {
        ..120 => (seconds, "second"),
        120..7200 => (seconds / 60, "minute"),
        _ => (seconds / 3600, "hour"),
    };
    if number == 1 {
        format!("1 {unit}")
    } else {
        format!("{number} {unit}s")
    }
}
