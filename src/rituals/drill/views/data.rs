//! What drills say of what they keep: in `/peerloop privacy`, and to a person who asks for their data.

use super::{answering::duration, home::status};
use crate::rituals::{
    Entry,
    drill::{
        queries::Scene,
        rules::{Answer, Drill},
    },
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

pub(in crate::rituals::drill) const VOTES: &str = "Votes in drills";
pub(in crate::rituals::drill) const WHAT_IS_KEPT_OF_VOTES: &str =
    "which answers you were shown and what you picked, when, and what you would change, sealed";
pub(in crate::rituals::drill) const WHAT_ERASING_DOES_TO_VOTES: [&str; 1] = [
    "Votes that are not counted yet are deleted. Counted ones stay without your name, and so does what you would change.",
];

pub(in crate::rituals::drill) const ANSWERS: &str = "Answers in drills";
pub(in crate::rituals::drill) const WHAT_IS_KEPT_OF_ANSWERS: &str = "that you opened the form, your answer, sealed, when you sent it, how long it took you, how it did, and whether your name stands under it";
pub(in crate::rituals::drill) const WHAT_ERASING_DOES_TO_ANSWERS: [&str; 1] = [
    "What nobody has been shown is deleted. The rest stays in its drill and names nobody, also where your name stood under it.",
];

pub(in crate::rituals::drill) const HEARD: &str = "Objections heard";
pub(in crate::rituals::drill) const WHAT_IS_KEPT_OF_HEARD: &str =
    "which objections you noted, and when";
pub(in crate::rituals::drill) const WHAT_ERASING_DOES_TO_HEARD: [&str; 1] =
    ["That it was heard stays, without your name."];

pub(in crate::rituals::drill) const DRILLS: &str = "Drills";
pub(in crate::rituals::drill) const WHAT_IS_KEPT_OF_DRILLS: &str = "those you opened or changed, with the channel, the skill and the times, and the objection and the buyer, sealed";
pub(in crate::rituals::drill) const WHAT_ERASING_DOES_TO_DRILLS: [&str; 1] =
    ["What you have not posted is deleted. What you posted stays, without your name."];

pub(in crate::rituals::drill) const OBJECTIONS: &str = "Objections";
pub(in crate::rituals::drill) const WHAT_IS_KEPT_OF_OBJECTIONS: &str = "what buyers say, sealed, and who noted it first; time counts from when it was last heard or drilled";
pub(in crate::rituals::drill) const WHAT_ERASING_DOES_TO_OBJECTIONS: [&str; 1] =
    ["They stay for everyone who takes part, without your name."];

pub(in crate::rituals::drill) fn heard(at: DateTime<Utc>, objection: &str) -> Entry {
    Entry {
        title: "You noted an objection".to_owned(),
        at,
        texts: vec![("", objection.to_owned())],
        json: json!({ "kind": "objection_heard", "at": stamp(at), "objection": objection }),
    }
}

pub(in crate::rituals::drill) fn drill(drill: &Drill, scene: Option<&Scene>) -> Entry {
    let at = drill.opened_at.unwrap_or_default();
    let mut texts = Vec::new();
    if let Some(scene) = scene {
        texts.push(("Objection", scene.objection.clone()));
        if !scene.context.is_empty() {
            texts.push(("The buyer", scene.context.clone()));
        }
    }
    Entry {
        title: match (scene, drill.opened_at) {
            (Some(_), Some(_)) => "Fire drill that you opened".to_owned(),
            (Some(_), None) => "Fire drill that you have not posted".to_owned(),
            (None, _) => "Fire drill that you extended, closed or cancelled".to_owned(),
        },
        at,
        texts,
        json: json!({
            "kind": "drill",
            "opened": scene.is_some(),
            "channel": drill.channel,
            "skill": drill.skill,
            "pace": drill.pace.word(),
            "opened_at": drill.opened_at.map(stamp),
            "objection": scene.map(|scene| &scene.objection),
            "context": scene.map(|scene| &scene.context),
        }),
    }
}

pub(in crate::rituals::drill) fn answer(
    drill: &Drill,
    answer: &Answer,
    text: Option<&str>,
) -> Entry {
    let state = if text.is_some() {
        status(drill, answer)
    } else {
        "opened, not sent".to_owned()
    };
    let took = answer
        .seconds
        .map_or_else(String::new, |seconds| format!(" · {}", duration(seconds)));
    Entry {
        title: format!("Your answer in a fire drill · {state}{took}"),
        at: answer.answered_at.unwrap_or(answer.begun_at),
        texts: text
            .map(|text| vec![("", text.to_owned())])
            .unwrap_or_default(),
        json: json!({
            "kind": "drill_answer",
            "channel": drill.channel,
            "begun_at": stamp(answer.begun_at),
            "answered_at": answer.answered_at.map(stamp),
            "seconds": answer.seconds,
            "state": state,
            "text": text,
        }),
    }
}

pub(in crate::rituals::drill) fn vote(
    drill: &Drill,
    at: DateTime<Utc>,
    tweak: Option<&str>,
) -> Entry {
    Entry {
        title: "Your vote in a fire drill".to_owned(),
        at,
        texts: tweak
            .map(|tweak| vec![("What you would change", tweak.to_owned())])
            .unwrap_or_default(),
        json: json!({
            "kind": "drill_vote",
            "channel": drill.channel,
            "at": stamp(at),
            "tweak": tweak,
        }),
    }
}

fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
