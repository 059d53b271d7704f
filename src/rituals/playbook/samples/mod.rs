//! Sample values for the gallery: every view of this ritual once, with the awkward texts that people write.

mod forms;
mod messages;

use super::{
    rules::{Entry, Evidence, State, Version, Words},
    views::{self, Draft, Hit, HomeView, Results, Shown},
};
use crate::{blocks::Block, ids::UserId, names::Names, rituals::Sample};
use chrono::{DateTime, Utc};

const AWKWARD: &str = "<!channel> *bold* <@U123> & \u{202E}right to left\u{202C} zero\u{200B}width 😀 '; DROP TABLE playbook; --";

const SEES_ALL: &str = "Who sees this: everyone in the programme.";
const SEES_CURATORS: &str = "Who sees this: you, and the facilitators and owners, who review it.";
const SEES_CHANNEL: &str = "Who sees this: everyone in this channel.";
const SEES_AMIR: &str = "Who sees this: you and Amir.";
const SEES_BEA: &str = "Who sees this: you and Bea.";

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

fn words() -> Words {
    Words {
        objection: "It's too expensive".to_owned(),
        context: Some("A finance lead joins late.".to_owned()),
        answer: "Compared to what? What would have to be true for it to pay off?".to_owned(),
        variants: vec![AWKWARD.to_owned()],
    }
}

fn long() -> Words {
    Words {
        objection: "x".repeat(150),
        context: Some("y".repeat(300)),
        answer: "z".repeat(1200),
        variants: vec!["v".repeat(590); 5],
    }
}

fn proven() -> Evidence {
    Evidence {
        drills: 3,
        duels: 24,
        share: Some(71),
        uses: 9,
        people: 4,
        worked: 7,
        partly: 1,
    }
}

fn entry_in(state: State) -> Entry {
    Entry {
        id: 12,
        state,
        version: 2,
        revises: None,
        proposed_by: UserId::new("U0AMIR"),
        made_at: then(),
    }
}

fn then() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default()
}

fn version(number: i64) -> Version {
    Version {
        number,
        author: None,
        made_at: then(),
    }
}

fn shown(state: State, is_curator: bool, is_mine: bool) -> Shown {
    Shown {
        entry: entry_in(state),
        words: words(),
        evidence: proven(),
        versions: vec![
            (version(2), Some("Bea & <b>".to_owned())),
            (version(1), None),
        ],
        reviewed: (state != State::Draft).then(|| ("Elin".to_owned(), then())),
        revises: None,
        is_curator,
        is_mine,
        who_sees: if state.is_public() {
            SEES_ALL
        } else {
            SEES_CURATORS
        }
        .to_owned(),
    }
}

fn draft(item: &str, is_curator: bool) -> Draft {
    Draft {
        item: item.to_owned(),
        words: Words::default(),
        drill: None,
        near: None,
        named: None,
        is_cut: false,
        is_curator,
        again: None,
        who_sees: if is_curator { SEES_ALL } else { SEES_CURATORS }.to_owned(),
    }
}

fn hits() -> Vec<Hit> {
    let hit = |id, state, words, evidence| Hit {
        id,
        state,
        words,
        evidence,
    };
    let one = Evidence {
        drills: 1,
        uses: 1,
        people: 1,
        worked: 1,
        ..Evidence::default()
    };
    vec![
        hit(12, State::Live, words(), proven()),
        hit(13, State::Stale, long(), one),
        hit(14, State::Live, words(), Evidence::default()),
    ]
}

fn results(meant: Option<&str>, hits: Vec<Hit>) -> Results {
    Results {
        query: if meant.is_some() { "prise" } else { AWKWARD }.to_owned(),
        meant: meant.map(str::to_owned),
        more: hits.len() * 2,
        hits,
    }
}

fn homes() -> Vec<(&'static str, Vec<Block>)> {
    let full = HomeView {
        asks: vec![(5, "Amir".to_owned())],
        granted: vec![(6, "Bea".to_owned())],
        to_review: vec![
            (12, State::Draft, AWKWARD.to_owned()),
            (13, State::Reviewed, "x".repeat(150)),
        ],
        drafts: vec![
            (14, State::Draft, "Timing".to_owned()),
            (15, State::Reviewed, "Authority".to_owned()),
        ],
        decided: vec![("drill:17".to_owned(), "Too expensive".to_owned())],
        stale: vec![(16, "Send me info".to_owned())],
    };
    vec![
        ("home", views::home(&full, &Names::default())),
        (
            "home_empty",
            views::home(&HomeView::default(), &Names::default()),
        ),
        ("needs_you", views::needs_you(&full)),
    ]
}
