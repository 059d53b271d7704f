//! Sample values for the gallery: every view of this ritual once, with the awkward texts that people write.

mod forms;
mod messages;

use super::{
    queries::{Objection, Scene},
    rules::{Answer, Change, Drill, Pace, Tally},
    views::{self, card::Shown, lost::Whose, objection::Noted},
};
use crate::{
    blocks::{Block, Message},
    ids::{ChannelId, UserId},
    rituals::Sample,
};
use chrono::{DateTime, TimeDelta, Utc};

const AWKWARD: &str = "<!channel> *bold* <@U123> & \u{202E}right to left\u{202C} zero\u{200B}width 😀 '; DROP TABLE answer; -- {\"a\":1}";
const SEES_LATER: &str = "Who sees this: only you until time is up, then everyone in <#C0POD>, without your name unless you take a bow.";
const SEES_NOW: &str =
    "Who sees this: everyone in <#C0POD>, without your name unless you take a bow.";
const SEES_PROGRAMME: &str = "Who sees this: everyone who takes part, without your name.";

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let forms = forms::forms()
        .into_iter()
        .map(|(name, form)| (name, Sample::Form(form)));
    let messages = messages::messages()
        .into_iter()
        .map(|(name, message)| (name, Sample::Message(message)));
    let homes = homes()
        .into_iter()
        .map(|(name, blocks)| (name, Sample::Home(blocks)));
    forms.chain(messages).chain(homes).collect()
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap_or_default()
}

pub(super) fn drill() -> Drill {
    Drill {
        id: 17,
        form: "V1".to_owned(),
        opened_by: UserId::new("U0DANA"),
        channel: ChannelId::new("C0POD"),
        objection: Some(3),
        skill: Some("negotiation & closing".to_owned()),
        pace: Pace::Live,
        length: TimeDelta::minutes(10),
        opened_at: Some(at(0)),
        posted_at: Some(at(1)),
        refused: None,
        refusals: 0,
        answer_by: Some(at(600)),
        closed_at: None,
        in_vote: 0,
        vote_by: None,
        sudden: None,
        decided_at: None,
        cancelled_at: None,
        voters: 0,
        change: None,
        changed_by: None,
    }
}

fn closed(in_vote: u32) -> Drill {
    Drill {
        closed_at: Some(at(600)),
        in_vote,
        vote_by: Some(at(1200)),
        ..drill()
    }
}

fn decided(in_vote: u32) -> Drill {
    Drill {
        decided_at: Some(at(1200)),
        voters: 4,
        ..closed(in_vote)
    }
}

fn refused(code: &str) -> Drill {
    Drill {
        posted_at: None,
        refused: Some(code.to_owned()),
        refusals: 1,
        ..drill()
    }
}

fn cancelled() -> Drill {
    Drill {
        cancelled_at: Some(at(300)),
        change: Some(Change::Cancelled),
        changed_by: Some(UserId::new("U0DANA")),
        ..drill()
    }
}

fn answer() -> Answer {
    Answer {
        id: 5,
        drill: 17,
        author: UserId::new("U0AMIR"),
        begun_at: at(10),
        answered_at: Some(at(60)),
        seconds: Some(50),
        is_edited: false,
        is_late: false,
        tally: Tally {
            wins: 4,
            ties: 1,
            duels: 6,
        },
        has_won: true,
        is_named: false,
    }
}

fn shown(text: &str, wins: u32, duels: u32) -> Shown {
    Shown {
        text: text.to_owned(),
        tweaks: Vec::new(),
        tally: Tally {
            wins,
            ties: 0,
            duels,
        },
        has_won: false,
        is_late: false,
        name: None,
    }
}

fn winner() -> Shown {
    Shown {
        tweaks: vec![
            AWKWARD.to_owned(),
            "y".repeat(300),
            "Ask first.".to_owned(),
            "Shorter.".to_owned(),
        ],
        has_won: true,
        name: Some("Amir".to_owned()),
        ..shown(&"x".repeat(600), 4, 6)
    }
}

fn scene() -> Scene {
    Scene {
        objection: AWKWARD.to_owned(),
        context: "Head of IT, 200 seats.".to_owned(),
    }
}

fn plain_scene() -> Scene {
    Scene {
        objection: "It's too expensive.".to_owned(),
        context: String::new(),
    }
}

fn objection(id: i64, text: &str, heard: u32, is_aged: bool) -> Objection {
    Objection {
        id: Some(id),
        starter: None,
        text: text.to_owned(),
        heard,
        last_skill: None,
        is_aged,
    }
}

fn library() -> Vec<Objection> {
    vec![
        objection(3, "It's too expensive.", 4, false),
        objection(4, AWKWARD, 1, true),
        objection(5, &"z".repeat(200), 0, true),
        Objection {
            id: None,
            starter: Some("timing".to_owned()),
            ..objection(0, "Call me next quarter.", 0, false)
        },
    ]
}

fn noted(is_unsure: bool) -> Message {
    views::objection::noted(
        &Noted {
            heard: 8,
            text: AWKWARD,
            times: if is_unsure { 1 } else { 4 },
            perhaps: is_unsure.then(|| (3, "It's too expensive.".to_owned())),
        },
        SEES_PROGRAMME,
    )
}

fn homes() -> Vec<(&'static str, Vec<Block>)> {
    let own = vec![
        (drill(), answer()),
        (decided(3), answer()),
        (cancelled(), answer()),
    ];
    let mut needs_you = views::home::to_answer(&drill(), true);
    needs_you.extend(views::home::to_answer(&drill(), false));
    needs_you.extend(views::home::to_vote(&closed(2)));
    let lost = Drill {
        change: Some(Change::CardLost),
        ..cancelled()
    };
    for whose in [Whose::TheirOwn, Whose::OfSomebodyWhoLeft] {
        needs_you.extend(views::lost::on_home(&lost, whose));
    }
    let mut actions = views::home::section(&[], &[], true);
    actions.insert(0, crate::blocks::buttons(views::home::actions(true)));
    vec![
        ("home_empty", actions),
        ("home_needs_you", needs_you),
        ("home", views::home::section(&own, &library(), true)),
        (
            "home_of_others",
            views::home::section(&own, &library(), false),
        ),
    ]
}
