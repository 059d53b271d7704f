//! The card in the channel, from the first second to the result. Everybody there reads the same, so nobody's name stands
//! on it but that of whoever runs the drill, and of authors who take a bow.

use super::{action, counted, deadline, length_of, run, text};
use crate::{
    audience::EVERYONE_HERE,
    blocks::{
        Block, Button, Message, Part, buttons, buttons_and_menu, heading, line, note, sentence,
        words,
    },
    rituals::drill::{
        queries::Scene,
        rules::{Change, Drill, FEWEST_DUELS, Phase, Tally},
    },
};
use chrono::{DateTime, Utc};

/// Tweaks of one answer that stand on the card.
const MOST_TWEAKS: usize = 3;

/// What a card is about.
pub(in crate::rituals::drill) struct About<'a> {
    pub(in crate::rituals::drill) drill: &'a Drill,
    pub(in crate::rituals::drill) scene: &'a Scene,
    /// Who opened it, by name.
    pub(in crate::rituals::drill) opener: &'a str,
    /// Who changed it last, by name; empty if nobody did.
    pub(in crate::rituals::drill) changer: &'a str,
}

/// An answer as its channel may read it.
#[derive(Clone, Debug)]
pub(in crate::rituals::drill) struct Shown {
    pub(in crate::rituals::drill) text: String,
    pub(in crate::rituals::drill) tweaks: Vec<String>,
    pub(in crate::rituals::drill) tally: Tally,
    pub(in crate::rituals::drill) has_won: bool,
    pub(in crate::rituals::drill) is_late: bool,
    /// Its author's name, if they put it there.
    pub(in crate::rituals::drill) name: Option<String>,
}

/// The objection and the buyer.
pub(super) fn scene(scene: &Scene) -> Vec<Block> {
    let mut blocks = vec![heading("Fire drill"), words(&scene.objection)];
    if !scene.context.is_empty() {
        blocks.push(sentence("The buyer:"));
        blocks.push(words(&scene.context));
    }
    blocks
}

/// People answer. After the deadline it waits until `grace_until` for those who are still writing.
pub(in crate::rituals::drill) fn answering(
    about: &About<'_>,
    answered: u32,
    grace_until: Option<DateTime<Utc>>,
) -> Message {
    let drill = about.drill;
    let mut blocks = scene(about.scene);
    let mut parts = match (grace_until, drill.answer_by) {
        (Some(until), _) => vec![
            text("Time is up. What is being written still counts until "),
            deadline(drill.pace, until),
            text("."),
        ],
        (None, Some(by)) => vec![
            text("What would you say? Answer until "),
            deadline(drill.pace, by),
            text("."),
        ],
        (None, None) => Vec::new(),
    };
    if answered > 0 {
        parts.push(Part::Bold(format!(" {answered} answered.")));
    }
    blocks.push(line(parts));
    let answer = vec![Button::main(action::ANSWER, "Answer", drill.id)];
    let mut menu = more_time(drill);
    menu.push(("Close now".to_owned(), choice(run::CLOSE, drill)));
    menu.push(("Cancel the drill".to_owned(), choice(run::CANCEL, drill)));
    blocks.push(buttons_and_menu(answer, action::RUN, &menu));
    blocks.push(note(&format!(
        "Opened by {}.{} Answers come without names, all at once, when time is up.",
        about.opener,
        changed(about),
    )));
    blocks.push(note(EVERYONE_HERE));
    message("A fire drill: what would you say to this buyer?", blocks)
}

/// People vote, or read the only answer, or break a tie.
pub(in crate::rituals::drill) fn voting(about: &About<'_>, voters: u32) -> Message {
    let drill = about.drill;
    let mut blocks = scene(about.scene);
    let answers = usize::try_from(drill.in_vote).unwrap_or_default();
    let phase = drill.phase();
    let (lead, label) = if phase == Phase::Reading {
        (
            "One answer came in, so there is no vote. Read it and say what you would change, until ".to_owned(),
            "Read it",
        )
    } else if phase == Phase::SuddenDeath {
        (
            "Two answers are level at the top. Whoever votes next decides between them, until "
                .to_owned(),
            "Vote",
        )
    } else {
        (
            format!("{answers} answers are in. Which would win the buyer? Vote until "),
            "Vote",
        )
    };
    let mut parts = vec![text(lead)];
    if let Some(by) = drill.vote_by {
        parts.push(deadline(drill.pace, by));
    }
    parts.push(text("."));
    if voters > 0 {
        let count = usize::try_from(voters).unwrap_or_default();
        let said = if drill.phase() == Phase::Reading {
            format!(
                " {}.",
                counted(count, "person has read it", "people have read it")
            )
        } else {
            format!(
                " {}.",
                counted(count, "person has voted", "people have voted")
            )
        };
        parts.push(Part::Bold(said));
    }
    blocks.push(line(parts));
    let mut menu = more_time(drill);
    let (end, how) = if phase == Phase::SuddenDeath {
        ("Keep both", run::CLOSE_SUDDEN)
    } else if phase == Phase::Reading {
        ("Close now", run::CLOSE_VOTE)
    } else {
        ("Close the vote", run::CLOSE_VOTE)
    };
    menu.push((end.to_owned(), choice(how, drill)));
    menu.push(("Cancel the drill".to_owned(), choice(run::CANCEL, drill)));
    let vote = vec![Button::main(action::VOTE, label, drill.id)];
    blocks.push(buttons_and_menu(vote, action::RUN, &menu));
    blocks.push(note(&format!(
        "Opened by {}.{} Nobody sees who wrote or voted what.",
        about.opener,
        changed(about),
    )));
    blocks.push(note(EVERYONE_HERE));
    message("Fire drill: the answers are in.", blocks)
}

/// The result.
pub(in crate::rituals::drill) fn decided(
    about: &About<'_>,
    answers: &[Shown],
    most: usize,
) -> Message {
    let drill = about.drill;
    let in_time: Vec<&Shown> = answers.iter().filter(|answer| !answer.is_late).collect();
    let winners: Vec<&Shown> = in_time
        .iter()
        .copied()
        .filter(|answer| answer.has_won)
        .collect();
    let mut blocks = scene(about.scene);
    blocks.push(sentence(headline(drill, winners.len())));
    let on_card = if winners.is_empty() {
        &in_time
    } else {
        &winners
    };
    for answer in on_card.iter().take(most) {
        blocks.push(words(&answer.text));
        blocks.extend(standing(answer));
        blocks.extend(tweaks(&answer.tweaks, MOST_TWEAKS));
    }
    let mut offered = vec![Button::plain(
        action::ADOPT,
        "Add to playbook",
        format!("drill:{}", drill.id),
    )];
    offered.push(Button::plain(action::ALL, "All answers", drill.id));
    offered.push(Button::plain(action::TAKE_A_BOW, "Take a bow", drill.id));
    blocks.push(buttons(offered));
    let late = answers.len() - in_time.len();
    let late = if late > 0 {
        format!(" {} late.", counted(late, "answer came", "answers came"))
    } else {
        String::new()
    };
    let voters = usize::try_from(drill.voters).unwrap_or_default();
    let of = if drill.in_vote == 1 {
        String::new()
    } else {
        format!(
            " {}, {}.",
            counted(in_time.len(), "answer", "answers"),
            counted(voters, "voter", "voters")
        )
    };
    blocks.push(note(&format!(
        "Opened by {}.{}{of}{late} Authors are named only if they take a bow.",
        about.opener,
        changed(about),
    )));
    blocks.push(note(EVERYONE_HERE));
    message("Fire drill: the result is in.", blocks)
}

fn headline(drill: &Drill, winners: usize) -> &'static str {
    match (drill.in_vote, winners) {
        (1, _) => "The one answer:",
        (_, 0) => "Undecided: no answer was compared often enough to say. These came in:",
        (_, 1) if drill.sudden.is_some() => {
            "The answer that won; two were level at the top, and one more vote decided:"
        }
        (_, 1) => "The answer that won:",
        _ => "Level at the top, so all of these stay:",
    }
}

/// How an answer did, and whose it is if they say so.
pub(super) fn standing(answer: &Shown) -> Option<Block> {
    let duels = usize::try_from(answer.tally.duels).unwrap_or_default();
    let mut parts = Vec::new();
    match answer.tally.share() {
        Some(share) => parts.push(format!(
            "{share} % in {}",
            counted(duels, "comparison", "comparisons")
        )),
        None if duels > 0 => parts.push(format!(
            "undecided: {}, from {FEWEST_DUELS} on there is a figure",
            counted(duels, "comparison", "comparisons")
        )),
        None => {}
    }
    if let Some(name) = &answer.name {
        parts.push(format!("{name} takes a bow"));
    }
    if answer.is_late {
        parts.push("came late, so it was not in the vote".to_owned());
    }
    (!parts.is_empty()).then(|| note(&parts.join(" · ")))
}

/// What voters would change.
pub(super) fn tweaks(tweaks: &[String], most: usize) -> Vec<Block> {
    if tweaks.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![note("What others would change:")];
    blocks.extend(tweaks.iter().take(most).map(|tweak| words(tweak)));
    if tweaks.len() > most {
        blocks.push(note(&format!(
            "And {} more, under All answers.",
            tweaks.len() - most
        )));
    }
    blocks
}

/// Nobody answered in time.
pub(in crate::rituals::drill) fn empty(about: &About<'_>, late: usize, is_again: bool) -> Message {
    let drill = about.drill;
    let mut blocks = scene(about.scene);
    let mut offered = Vec::new();
    if late > 0 {
        blocks.push(sentence(&format!(
            "Nobody answered in time. {} late.",
            counted(late, "answer came", "answers came")
        )));
        offered.push(Button::plain(action::ALL, "All answers", drill.id));
    } else {
        blocks.push(sentence("Nobody answered."));
    }
    if is_again {
        blocks.push(sentence("It was opened once more."));
    } else {
        offered.insert(0, Button::main(action::AGAIN, "Once more", drill.id));
    }
    if !offered.is_empty() {
        blocks.push(buttons(offered));
    }
    blocks.push(note(&format!(
        "Opened by {}.{}",
        about.opener,
        changed(about),
    )));
    blocks.push(note(EVERYONE_HERE));
    message("Fire drill: nobody answered.", blocks)
}

pub(in crate::rituals::drill) fn cancelled(about: &About<'_>) -> Message {
    let mut blocks = scene(about.scene);
    let by = if about.changer.is_empty() {
        "Cancelled.".to_owned()
    } else {
        format!("Cancelled by {}.", about.changer)
    };
    let answers = if about.drill.closed_at.is_some() {
        "There is no result, and nobody is shown an answer any more."
    } else {
        "Answers stay with those who wrote them; nobody else sees them."
    };
    blocks.push(sentence(&format!("{by} {answers}")));
    blocks.push(note(EVERYONE_HERE));
    message("Fire drill: cancelled.", blocks)
}

fn changed(about: &About<'_>) -> String {
    match about.drill.change {
        Some(Change::Extended) => format!(" More time from {}.", about.changer),
        Some(Change::ClosedEarly) => format!(" Closed early by {}.", about.changer),
        Some(Change::Cancelled | Change::CardLost) | None => String::new(),
    }
}

/// What one press gives, if the step may last longer.
fn more_time(drill: &Drill) -> Vec<(String, String)> {
    let (Some(more), Some(by)) = (drill.more(), drill.deadline()) else {
        return Vec::new();
    };
    // "12 more hours"
    let label = length_of(more).replacen(' ', " more ", 1);
    let value = format!("{}:{}", choice(run::EXTEND, drill), by.timestamp());
    vec![(label, value)]
}

fn choice(what: &str, drill: &Drill) -> String {
    format!("{what}:{}", drill.id)
}

fn message(summary: &str, blocks: Vec<Block>) -> Message {
    Message {
        summary: summary.to_owned(),
        blocks,
    }
}
