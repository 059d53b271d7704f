//! What Home shows of drills. It names channels only as links, which Slack shows to those who may see them.

use super::{action, deadline, text};
use crate::{
    blocks::{Block, Button, Part, buttons, heading, line, note, row, sentence},
    rituals::drill::{
        queries::Objection,
        rules::{Answer, Drill, Phase},
        views::opening::value_of,
    },
};

/// The buttons on top.
pub(in crate::rituals::drill) fn actions(may_open: bool) -> Vec<Button> {
    let mut actions = vec![Button::plain(action::HEARD, "Note an objection", "")];
    if may_open {
        actions.push(Button::plain(action::OPEN, "Open a drill", ""));
    }
    actions
}

/// A drill that goes on in a channel where this person has taken part.
pub(in crate::rituals::drill) fn to_answer(drill: &Drill, has_begun: bool) -> Vec<Block> {
    let mut blocks = vec![open_line(
        drill,
        "A fire drill is open in ",
        drill.answer_by,
    )];
    if has_begun {
        blocks.push(buttons(vec![Button::main(
            action::ANSWER,
            "Answer",
            drill.id,
        )]));
    }
    blocks
}

/// Its vote; that starts on the card only.
pub(in crate::rituals::drill) fn to_vote(drill: &Drill) -> Vec<Block> {
    let lead = if drill.phase() == Phase::Reading {
        "A fire drill's answer can be read in "
    } else {
        "A fire drill's vote is open in "
    };
    vec![open_line(drill, lead, drill.vote_by)]
}

fn open_line(drill: &Drill, lead: &str, by: Option<chrono::DateTime<chrono::Utc>>) -> Block {
    let mut parts = vec![text(lead), Part::Channel(drill.channel.clone())];
    if let Some(by) = by {
        parts.push(text(" until "));
        parts.push(deadline(drill.pace, by));
    }
    parts.push(text("."));
    line(parts)
}

/// One's own answers, and what buyers say.
pub(in crate::rituals::drill) fn section(
    answers: &[(Drill, Answer)],
    objections: &[Objection],
    may_open: bool,
) -> Vec<Block> {
    let mut blocks = vec![heading("Fire drills")];
    if answers.is_empty() && objections.is_empty() {
        blocks.push(sentence(
            "Nothing yet. Note what a buyer said, and it comes up when somebody opens a drill.",
        ));
    }
    for (drill, answer) in answers {
        blocks.push(line(vec![
            text("Your answer in "),
            Part::Channel(drill.channel.clone()),
            text(format!(": {}", status(drill, answer))),
        ]));
        match drill.phase() {
            Phase::Answering => blocks.push(buttons(vec![Button::plain(
                action::ANSWER,
                "Change it",
                drill.id,
            )])),
            Phase::Decided | Phase::Empty => blocks.push(buttons(vec![Button::plain(
                action::TAKE_A_BOW,
                "Your name",
                drill.id,
            )])),
            Phase::Draft
            | Phase::Posting
            | Phase::Refused
            | Phase::Reading
            | Phase::Voting
            | Phase::SuddenDeath
            | Phase::Cancelled => {}
        }
    }
    for objection in objections {
        let said = said(objection);
        blocks.push(if may_open {
            row(
                &said,
                Button::plain(action::OPEN, "Drill it", value_of(objection)),
            )
        } else {
            sentence(&said)
        });
    }
    blocks.push(note(
        "Who sees this: your answers only you; objections everyone who takes part, without names.",
    ));
    blocks
}

fn said(objection: &Objection) -> String {
    let mut news = Vec::new();
    let times = format!("heard {} times in 30 days", objection.heard);
    if objection.heard == 1 {
        news.push("heard once in 30 days");
    } else if objection.heard > 1 {
        news.push(&times);
    }
    if objection.is_aged {
        news.push("aged in the playbook");
    }
    format!("“{}” · {}", objection.text, news.join(" · "))
}

/// How far somebody's own answer has come.
pub(super) fn status(drill: &Drill, answer: &Answer) -> String {
    let share = answer
        .tally
        .share()
        .map_or_else(|| "undecided".to_owned(), |share| format!("{share} %"));
    let mut status = match drill.phase() {
        Phase::Cancelled => "the drill was cancelled".to_owned(),
        _ if answer.is_late => "came late".to_owned(),
        Phase::Decided if drill.in_vote == 1 => "the only one".to_owned(),
        Phase::Decided if answer.has_won => format!("it won, {share}"),
        Phase::Decided => share,
        Phase::Reading | Phase::Voting | Phase::SuddenDeath => "in the vote".to_owned(),
        Phase::Draft | Phase::Posting | Phase::Refused | Phase::Answering | Phase::Empty => {
            "sent".to_owned()
        }
    };
    if answer.is_named {
        status.push_str(", with your name");
    }
    status
}
