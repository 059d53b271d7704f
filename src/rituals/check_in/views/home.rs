//! What Home and the help say of check-ins.

use super::{
    action, answers, label,
    partner::{ask_text, end_button, yes_or_not_now},
    rhythm::in_words,
    win::win_at_home,
};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Message, Part, buttons, heading, line, note, row, sentence},
    commitments::Commitment,
    names::Names,
    rituals::check_in::rules::{Rhythm, Win},
};

/// Home: a commitment whose day has come.
pub(in crate::rituals::check_in) fn due(commitment: &Commitment) -> Vec<Block> {
    vec![
        row(
            &format!("How did it go? {}", label(commitment)),
            Button::plain(action::ABOUT, "Open", commitment.id),
        ),
        answers(commitment),
    ]
}

/// Home: somebody asks to be a partner.
pub(in crate::rituals::check_in) fn asked_at_home(id: i64, name: &str) -> Vec<Block> {
    vec![sentence(&ask_text(name)), yes_or_not_now(id)]
}

/// Home: one's partner, or whom one has asked, one's rhythm, and the wins that one has shared.
pub(in crate::rituals::check_in) fn home(
    partner: Option<(i64, String)>,
    asked: Option<(i64, String)>,
    rhythm: &Rhythm,
    wins: &[Win],
) -> Vec<Block> {
    let mut blocks = vec![heading("Check-ins")];
    blocks.push(match (partner, asked) {
        (Some((id, name)), _) => row(&format!("Your partner: {name}"), end_button(id)),
        (None, Some((id, name))) => row(
            &format!("You asked {name} to be your partner."),
            Button::plain(action::DECLINE, "Take it back", id),
        ),
        (None, None) => row(
            "No partner yet. Two people who look after each other's commitments keep more of them.",
            Button::plain(action::PARTNER, "Ask somebody", ""),
        ),
    });
    blocks.push(sentence(&in_words(rhythm)));
    let pace = if rhythm.is_paused {
        Button::plain(action::RESUME, "Resume", "")
    } else {
        Button::plain(action::PAUSE, "Pause", "")
    };
    blocks.push(buttons(vec![
        Button::plain(action::RHYTHM, "Change when", ""),
        pace,
    ]));
    blocks.extend(wins.iter().flat_map(win_at_home));
    blocks.push(note(ONLY_YOU));
    blocks
}

/// The ritual's lines in the help.
pub(in crate::rituals::check_in) fn help(names: &Names) -> Vec<Block> {
    let command = |name: &str, text: &str| {
        line(vec![
            Part::Bold(names.command(name)),
            Part::Text(text.to_owned()),
        ])
    };
    vec![
        command(
            "checkin",
            " shows what is open and takes your answer: done, partly, not yet, no longer relevant.",
        ),
        command(
            "checkin partner @name",
            " asks somebody to be your check-in partner: each sees how the other's commitments went.",
        ),
        command(
            "checkin when",
            " changes on which days and at what time you are asked, or how often.",
        ),
        note(
            "Who sees a check-in: you and your partner, if you have one. Notes between you are stored encrypted and opened with Read.",
        ),
    ]
}

/// The help as the answer to `/checkin help`.
pub(in crate::rituals::check_in) fn help_message(names: &Names) -> Message {
    let mut blocks = vec![line(vec![
        Part::Bold(names.command("checkin new")),
        Part::Text(" makes a commitment.".to_owned()),
    ])];
    blocks.extend(help(names));
    blocks.push(note(ONLY_YOU));
    Message {
        summary: format!("How {} works", names.command("checkin")),
        blocks,
    }
}
