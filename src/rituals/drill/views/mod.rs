//! What people see of drills: ids and help here, each flow's forms and messages beside. Pure: values in, messages and
//! forms out; all of the ritual's words stand in this folder. No view but that of **Take a bow**, which its author asks
//! for, is ever given an author's name.

pub(super) mod answering;
pub(super) mod answers;
pub(super) mod card;
pub(super) mod closing;
pub(super) mod data;
pub(super) mod home;
pub(super) mod lost;
pub(super) mod objection;
pub(super) mod opening;
mod refusal;
pub(super) mod voting;

pub(super) use refusal::refusal;

use super::rules::Pace;
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Form, Message, Part, dated_note, line, note, sentence},
    names::Names,
};
use chrono::{DateTime, TimeDelta, Utc};

/// Ids of what can be pressed; `drill.<what>`.
pub(super) mod action {
    pub(crate) const OPEN: &str = "drill.open";
    pub(crate) const PREVIEW: &str = "drill.preview";
    pub(crate) const CHANGE: &str = "drill.change";
    pub(crate) const POST: &str = "drill.post";
    pub(crate) const TRY_AGAIN: &str = "drill.try_again";
    pub(crate) const ELSEWHERE: &str = "drill.elsewhere";
    pub(crate) const MOVE: &str = "drill.move";
    pub(crate) const AGAIN: &str = "drill.again";
    pub(crate) const HEARD: &str = "drill.heard";
    pub(crate) const SAME: &str = "drill.same";
    pub(crate) const ANSWER: &str = "drill.answer";
    pub(crate) const VOTE: &str = "drill.vote";
    pub(crate) const JUDGE: &str = "drill.judge";
    pub(crate) const RUN: &str = "drill.run";
    pub(crate) const CLOSE: &str = "drill.close";
    pub(crate) const CLOSE_VOTE: &str = "drill.close_vote";
    pub(crate) const CANCEL: &str = "drill.cancel";
    pub(crate) const REPOST: &str = "drill.repost";
    pub(crate) const ALL: &str = "drill.answers";
    pub(crate) const ALL_BACK: &str = "drill.answers_back";
    pub(crate) const ALL_NEXT: &str = "drill.answers_next";
    pub(crate) const TAKE_A_BOW: &str = "drill.take_a_bow";
    pub(crate) const BOW: &str = "drill.bow";
    pub(crate) const UNBOW: &str = "drill.unbow";
    /// The playbook's: it takes a decided drill (`drill:17`) over.
    pub(crate) const ADOPT: &str = "playbook.adopt";
}

/// Names of the forms' fields.
pub(super) mod field {
    pub(crate) const OBJECTION: &str = "objection";
    pub(crate) const TYPED: &str = "typed";
    pub(crate) const CONTEXT: &str = "context";
    pub(crate) const SKILL: &str = "skill";
    pub(crate) const PACE: &str = "pace";
    pub(crate) const CHANNEL: &str = "channel";
    pub(crate) const HEARD: &str = "heard";
    pub(crate) const ANSWER: &str = "answer";

    /// One name per duel: Slack keeps what stands in a field of the same name when the next form takes its place.
    pub(crate) fn pick(duel: i64) -> String {
        format!("pick_{duel}")
    }

    pub(crate) fn tweak(duel: i64) -> String {
        format!("tweak_{duel}")
    }
}

/// What the card's menu (⋯) says in front of the drill's id. More time names the deadline that it moves, too: pressed
/// twice, it moves it once.
pub(super) mod run {
    pub(crate) const EXTEND: &str = "extend";
    pub(crate) const CLOSE: &str = "close";
    pub(crate) const CLOSE_VOTE: &str = "close_vote";
    pub(crate) const CLOSE_SUDDEN: &str = "close_sudden";
    pub(crate) const CANCEL: &str = "cancel";
}

/// A form that only shows something.
const DONE: &str = "drill.done";

fn done(title: &'static str, blocks: Vec<Block>) -> Form {
    Form {
        callback: DONE,
        item: String::new(),
        title,
        submit: None,
        close: "Close",
        blocks,
        again: None,
    }
}

/// A line of who sees it; that of a channel names it in Slack's markup, and nothing else in it is anybody's words.
fn seen_by(who_sees: &str) -> Block {
    dated_note(who_sees)
}

/// A deadline: people who sit together need only the time.
fn deadline(pace: Pace, at: DateTime<Utc>) -> Part {
    match pace {
        Pace::Live => Part::Time(at),
        Pace::Async => Part::When(at),
    }
}

fn text(text: impl Into<String>) -> Part {
    Part::Text(text.into())
}

/// "1 minute", "12 hours".
fn length_of(time: TimeDelta) -> String {
    let minutes = time.num_minutes();
    let (number, unit) = if minutes % 60 == 0 {
        (minutes / 60, "hour")
    } else {
        (minutes, "minute")
    };
    counted(
        usize::try_from(number).unwrap_or_default(),
        unit,
        &format!("{unit}s"),
    )
}

/// "1 answer", "3 answers".
fn counted(count: usize, one: &str, several: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {several}")
    }
}

/// The ritual's lines in the help.
pub(super) fn help(names: &Names) -> Vec<Block> {
    vec![
        line(vec![
            Part::Bold(names.command("drill")),
            text(
                " opens a fire drill: one objection, a few minutes, an answer each, then a blind vote. You see a preview first.",
            ),
        ]),
        line(vec![
            Part::Bold(names.command("drill heard \"It's too expensive.\"")),
            text(
                " notes what a buyer said. What is heard most comes first when somebody opens a drill.",
            ),
        ]),
        sentence(
            "Answers are shown without names. Whoever wrote one can take a bow, and take it back.",
        ),
        note(
            "Who sees a drill: everyone in the channel where it is posted. Objections are seen by everyone who takes part.",
        ),
    ]
}

/// The help as the answer to `/drill help`.
pub(super) fn help_message(names: &Names) -> Message {
    let mut blocks = help(names);
    blocks.push(note(ONLY_YOU));
    Message {
        summary: format!("How {} works", names.command("drill")),
        blocks,
    }
}
