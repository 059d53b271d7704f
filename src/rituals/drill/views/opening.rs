//! Opening a drill: its form, its preview, and what its opener hears if Slack does not let the card in.

use super::{action, card, done, field, length_of, text};
use crate::{
    audience::{ONLY_YOU, SENTENCE_BEFORE_POSTING},
    blocks::{
        Block, Button, Form, Input, Message, Part, buttons, divider, input, limits, line, note,
        sentence,
    },
    ids::ChannelId,
    rituals::drill::{
        queries::{Known, Objection, Scene},
        rules::{Drill, LONGEST_CONTEXT, LONGEST_OBJECTION, Pace, Phase},
    },
};
use chrono::TimeDelta;

/// Characters of a menu's option; Slack allows 75.
const LONGEST_OPTION: usize = 75;

/// What the form holds when it opens.
#[derive(Default)]
pub(in crate::rituals::drill) struct Filled {
    pub(in crate::rituals::drill) picked: Option<String>,
    pub(in crate::rituals::drill) typed: Option<String>,
    pub(in crate::rituals::drill) context: Option<String>,
    pub(in crate::rituals::drill) trains: Trains,
    pub(in crate::rituals::drill) pace: Option<Pace>,
    /// Without one Slack fills in where the person is, if it knows.
    pub(in crate::rituals::drill) channel: Option<ChannelId>,
}

/// What is picked under **Skill**.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::rituals::drill) enum Trains {
    /// What the objection usually trains, whichever it will be: so another pick there needs none here.
    #[default]
    Usual,
    Nothing,
    Skill(String),
}

/// The value of [`Trains::Usual`]; a skill's begins otherwise, whatever owners call it.
const USUAL: &str = "usual";
const SKILL: &str = "skill:";

impl Trains {
    /// What a value of the menu says.
    pub(in crate::rituals::drill) fn of(value: Option<&str>) -> Self {
        match value {
            None => Self::Nothing,
            Some(value) => value
                .strip_prefix(SKILL)
                .map_or(Self::Usual, |skill| Self::Skill(skill.to_owned())),
        }
    }

    fn value(&self) -> Option<String> {
        match self {
            Self::Usual => Some(USUAL.to_owned()),
            Self::Nothing => None,
            Self::Skill(skill) => Some(format!("{SKILL}{skill}")),
        }
    }
}

/// The menu of skills.
fn skill_menu(skills: &[String], trains: &Trains) -> Input {
    let usual = (
        USUAL.to_owned(),
        "What this objection usually trains".to_owned(),
    );
    let own = skills
        .iter()
        .map(|skill| (format!("{SKILL}{skill}"), skill.clone()));
    Input::Named {
        options: std::iter::once(usual).chain(own).collect(),
        value: trains.value(),
    }
}

/// The value of an objection in the menu.
pub(in crate::rituals::drill) fn value_of(objection: &Objection) -> String {
    match (&objection.starter, objection.id) {
        // The same before and after its first use: a form may be open meanwhile.
        (Some(starter), _) => format!("s:{starter}"),
        (None, Some(id)) => format!("o{id}"),
        (None, None) => String::new(),
    }
}

/// What a menu says of an objection; the news about it stays in sight.
fn label(objection: &Objection) -> String {
    let mut news = String::new();
    if objection.heard > 0 {
        news = format!(" · heard {}×", objection.heard);
    }
    if objection.is_aged {
        news.push_str(" · aged in the playbook");
    }
    let room = LONGEST_OPTION - news.chars().count();
    let one_line = objection
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let text = if one_line.chars().count() > room {
        let cut: String = one_line.chars().take(room - 1).collect();
        format!("{cut}…")
    } else {
        one_line
    };
    format!("{text}{news}")
}

/// The form of a new drill; `lengths` say how long a live one and one over the day are open.
pub(in crate::rituals::drill) fn form(
    library: &[Objection],
    skills: &[String],
    filled: Filled,
    lengths: [TimeDelta; 2],
) -> Form {
    let again = filled.picked.clone().unwrap_or_default();
    let options: Vec<(String, String)> = library
        .iter()
        .map(|objection| (value_of(objection), label(objection)))
        .collect();
    let [live, over_the_day] = lengths.map(length_of);
    let paces = [
        (Pace::Live, format!("Live, {live}: we sit together")),
        (
            Pace::Async,
            format!("Async, {over_the_day}: everybody when they can"),
        ),
    ];
    let blocks = vec![
        input(
            field::OBJECTION,
            "What does the buyer say?",
            true,
            Input::Named {
                options,
                value: filled.picked,
            },
        ),
        input(
            field::TYPED,
            "Or type another",
            true,
            Input::Brief {
                example: "It takes the place of the one above",
                value: filled.typed,
                most: LONGEST_OBJECTION,
            },
        ),
        input(
            field::CONTEXT,
            "Who is the buyer?",
            true,
            Input::Brief {
                example: "Head of IT, 200 seats, has compared three vendors",
                value: filled.context,
                most: LONGEST_CONTEXT,
            },
        ),
        input(
            field::SKILL,
            "Skill",
            true,
            skill_menu(skills, &filled.trains),
        ),
        input(
            field::PACE,
            "How",
            false,
            Input::Radio {
                options: paces
                    .iter()
                    .map(|(pace, label)| (pace.word().to_owned(), label.clone()))
                    .collect(),
                value: Some(filled.pace.unwrap_or(Pace::Live).word().to_owned()),
            },
        ),
        input(
            field::CHANNEL,
            "Channel",
            false,
            Input::Channel {
                value: filled.channel,
                or_here: true,
            },
        ),
        note(SENTENCE_BEFORE_POSTING),
    ];
    Form {
        callback: action::PREVIEW,
        item: String::new(),
        title: "Fire drill",
        submit: Some("Preview"),
        close: "Cancel",
        blocks,
        again: Some((action::OPEN, again)),
    }
}

/// What the channel will read; nothing is posted yet.
pub(in crate::rituals::drill) fn preview(drill: &Drill, scene: &Scene) -> Form {
    let time = length_of(drill.length);
    let mut what = vec![
        text("This goes to "),
        Part::Channel(drill.channel.clone()),
        text(format!(
            ", open for answers for {time} from when you post it."
        )),
    ];
    if let Some(skill) = &drill.skill {
        what.extend([text(" It trains "), Part::Bold(skill.clone()), text(".")]);
    }
    let mut blocks = vec![line(what)];
    blocks.push(divider());
    blocks.extend(card::scene(scene));
    blocks.push(divider());
    blocks.push(buttons(vec![Button::plain(
        action::CHANGE,
        "Change",
        drill.id,
    )]));
    blocks.push(note(SENTENCE_BEFORE_POSTING));
    Form {
        callback: action::POST,
        item: drill.id.to_string(),
        title: "Preview",
        submit: Some("Post"),
        close: "Cancel",
        blocks,
        again: None,
    }
}

/// It is on its way.
pub(in crate::rituals::drill) fn posted(drill: &Drill) -> Form {
    done(
        "Fire drill",
        vec![
            line(vec![
                text("Posted to "),
                Part::Channel(drill.channel.clone()),
                text(". On its card, the menu (⋯) gives more time, closes it early or cancels it."),
            ]),
            note(ONLY_YOU),
        ],
    )
}

/// Slack did not let the card into the channel.
pub(in crate::rituals::drill) fn refused(drill: &Drill, elsewhere: Option<&Known>) -> Message {
    let channel = || Part::Channel(drill.channel.clone());
    match drill.phase() {
        Phase::Refused => {}
        Phase::Posting => {
            return said(
                "Your fire drill is on its way.",
                vec![
                    text("Your fire drill is on its way to "),
                    channel(),
                    text("."),
                ],
            );
        }
        Phase::Draft | Phase::Cancelled => {
            return said(
                "Your fire drill was not posted.",
                vec![text("Your fire drill was not posted.")],
            );
        }
        Phase::Answering
        | Phase::Reading
        | Phase::Voting
        | Phase::SuddenDeath
        | Phase::Decided
        | Phase::Empty => {
            return said(
                "Your fire drill is posted.",
                vec![text("Your fire drill stands in "), channel(), text(" now.")],
            );
        }
    }
    let code = drill.refused.as_deref().unwrap_or_default();
    let summary = "Your fire drill could not be posted. It is kept.";
    let mut blocks = vec![line(why(code, &drill.channel))];
    if let Some(other) = elsewhere {
        blocks.push(line(vec![
            text("Or post it in "),
            Part::Channel(other.channel.clone()),
            text(" instead, where you last ran one."),
        ]));
    }
    let mut offered = vec![Button::main(action::TRY_AGAIN, "Try again", drill.id)];
    if let Some(other) = elsewhere {
        offered.push(Button::plain(action::ELSEWHERE, instead(other), drill.id));
    }
    offered.push(Button::plain(
        action::MOVE,
        "Pick another channel",
        drill.id,
    ));
    blocks.push(buttons(offered));
    blocks.push(note(ONLY_YOU));
    Message {
        summary: summary.to_owned(),
        blocks,
    }
}

/// A button's label is plain text, in which Slack draws no channel: it says a name only if everybody may know it.
fn instead(other: &Known) -> String {
    let named = other.name.as_ref();
    named
        .map(|name| format!("Post in #{name} instead"))
        .filter(|label| label.chars().count() <= limits::LABEL)
        .unwrap_or_else(|| "Post there instead".to_owned())
}

/// What happened and what to do, by Slack's word for it (docs.slack.dev/reference/methods/chat.postMessage).
fn why(code: &str, channel: &ChannelId) -> Vec<Part> {
    let channel = || Part::Channel(channel.clone());
    match code {
        "not_in_channel" | "channel_not_found" => vec![
            text("Peerloop is not in "),
            channel(),
            text(", so your fire drill is not posted yet. It is kept. Type "),
            Part::Bold("/invite @Peerloop".to_owned()),
            text(" there, then press Try again; its time begins when it is posted."),
        ],
        "is_archived" => vec![
            channel(),
            text(" is archived, so your fire drill is not posted. It is kept."),
        ],
        "restricted_action" | "restricted_action_read_only_channel" => vec![
            text("Only some people may post in "),
            channel(),
            text(", and Peerloop is not one of them. Your fire drill is kept."),
        ],
        _ => vec![
            text("Slack did not let Peerloop post your fire drill in "),
            channel(),
            text(format!(" ({code}). It is kept.")),
        ],
    }
}

/// Another channel for a drill that Slack refused.
pub(in crate::rituals::drill) fn pick_channel(drill: &Drill) -> Form {
    Form {
        callback: action::MOVE,
        item: drill.id.to_string(),
        title: "Fire drill",
        submit: Some("Post there"),
        close: "Cancel",
        blocks: vec![
            sentence("Peerloop must be in the channel."),
            input(
                field::CHANNEL,
                "Channel",
                false,
                Input::Channel {
                    value: None,
                    or_here: true,
                },
            ),
            note(SENTENCE_BEFORE_POSTING),
        ],
        again: Some((action::MOVE, drill.id.to_string())),
    }
}

fn said(summary: &str, parts: Vec<Part>) -> Message {
    let blocks: Vec<Block> = vec![line(parts), note(ONLY_YOU)];
    Message {
        summary: summary.to_owned(),
        blocks,
    }
}
