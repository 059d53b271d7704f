//! Reporting a note: the reporter's form, and what the two reviewers see. They get the text, never its author.

use super::{READING, action, field, shown};
use crate::{
    audience::ONLY_YOU,
    blocks::{
        Block, Button, Form, Input, Message, Part, buttons, input, line, note, sentence, words,
    },
    rituals::feedback::rules::{Given, Note, REASONS},
};

/// The form of whoever reports.
pub(in crate::rituals::feedback) fn report(
    given: &Given,
    reviewers: &[String],
    who_sees: &str,
) -> Form {
    let reasons = REASONS
        .iter()
        .map(|(reason, label)| ((*reason).to_owned(), (*label).to_owned()))
        .collect();
    let blocks = vec![
        sentence(&format!(
            "The text and your reason go to {}. They are not told who wrote it or whom it is for. Until they decide, its writer cannot send you notes; they are not told why.",
            both(reviewers)
        )),
        input(
            field::REASON,
            "What is wrong with it?",
            false,
            Input::Named {
                options: reasons,
                value: None,
            },
        ),
        note(who_sees),
    ];
    Form {
        callback: action::REPORT,
        item: given.id.to_string(),
        title: "Report a note",
        submit: Some("Report"),
        close: "Cancel",
        blocks,
        again: None,
    }
}

/// What they see afterwards.
pub(in crate::rituals::feedback) fn reported(reviewers: &[String], who_sees: &str) -> Form {
    let blocks = vec![
        sentence(&format!(
            "Reported to {}. Until they decide, no more notes from this person reach you.",
            both(reviewers)
        )),
        note(who_sees),
    ];
    shown(READING, "Reported", blocks)
}

/// The DM to a reviewer.
pub(in crate::rituals::feedback) fn reported_to_you(
    given: &Given,
    is_open: bool,
    who_sees: &str,
) -> Message {
    let text = "A note was reported, and you are one of the two who review it.";
    let mut blocks: Vec<Block> = vec![line(vec![Part::Text(text.to_owned())])];
    blocks.push(if is_open {
        buttons(vec![Button::main(action::REVIEW, "Review", given.id)])
    } else {
        note("Decided. The text is deleted here.")
    });
    blocks.push(note(who_sees));
    Message {
        summary: text.to_owned(),
        blocks,
    }
}

/// The text and the reason, for a reviewer.
pub(in crate::rituals::feedback) fn review(
    given: &Given,
    note_words: &Note,
    reason: &str,
    who_sees: &str,
) -> Form {
    let reason = REASONS
        .iter()
        .find(|(known, _)| *known == reason)
        .map_or(reason, |(_, label)| label);
    let mut blocks = vec![
        line(vec![
            Part::Text("Reported as: ".to_owned()),
            Part::Bold(reason.to_owned()),
        ]),
        line(vec![
            Part::Text("About ".to_owned()),
            Part::Bold(given.skill.clone()),
        ]),
    ];
    for (label, text) in note_words.labelled() {
        blocks.push(line(vec![Part::Bold(label.to_owned())]));
        blocks.push(words(text));
    }
    blocks.push(sentence(
        "Its writer cannot send notes to its receiver for now. You decide whether that stays. Nobody is told who decided.",
    ));
    blocks.push(buttons(vec![
        Button::main(action::KEEP_PAUSED, "Keep it paused", given.id),
        Button::plain(action::LIFT_PAUSE, "Lift the pause", given.id),
    ]));
    blocks.push(note(who_sees));
    shown(READING, "Reported note", blocks)
}

/// After the decision, the same for both reviewers.
pub(in crate::rituals::feedback) fn reviewed(is_lifted: bool) -> Form {
    let text = if is_lifted {
        "The pause is lifted. The text is deleted here."
    } else {
        "It stays paused. The text is deleted here."
    };
    shown(
        READING,
        "Reported note",
        vec![sentence(text), note(ONLY_YOU)],
    )
}

fn both(names: &[String]) -> String {
    names.join(" and ")
}
