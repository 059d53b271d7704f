//! Sample values for the gallery: every view of this ritual once, with the awkward texts that people write.

use super::{
    rules::{AskState, Entry, Evidence, How, State, Version, Why, Words},
    views::{self, Draft, Hit, HomeView, Naming, Near, Results, Shown},
};
use crate::{
    audience::{Audience, ONLY_YOU},
    blocks::{Block, Form, Message, note, sentence},
    ids::{ChannelId, UserId},
    names::Names,
    rituals::Sample,
};
use chrono::{DateTime, Utc};

const AWKWARD: &str = "<!channel> *bold* <@U123> & \u{202E}right to left\u{202C} zero\u{200B}width 😀 '; DROP TABLE playbook; --";

const SEES_ALL: &str = "Who sees this: everyone in the programme.";
const SEES_CURATORS: &str = "Who sees this: you, and the facilitators and owners, who review it.";
const SEES_CHANNEL: &str = "Who sees this: everyone in this channel.";
const SEES_AMIR: &str = "Who sees this: you and Amir.";
const SEES_BEA: &str = "Who sees this: you and Bea.";

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let forms = forms()
        .into_iter()
        .map(|(name, form)| (name, Sample::Form(form)));
    let messages = messages()
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

fn forms() -> Vec<(&'static str, Form)> {
    let mut forms = entry_forms();
    forms.extend(writing_forms());
    forms.extend([
        ("search", views::search(None, &hits())),
        ("search_empty", views::search(None, &[])),
        (
            "search_found",
            views::search(Some(&results(Some("price"), hits())), &[]),
        ),
        ("share", views::share(12, &words(), SEES_CHANNEL)),
        ("read_ask", views::read_ask(5, "Amir", AWKWARD, SEES_AMIR)),
        (
            "markdown",
            views::markdown("## It\\'s too expensive\n", 1, 2),
        ),
        ("markdown_empty", views::markdown("", 1, 1)),
        ("markdown_last", views::markdown("## Timing\n", 2, 2)),
        ("refused", refused()),
    ]);
    forms
}

fn entry_forms() -> Vec<(&'static str, Form)> {
    vec![
        (
            "entry_live",
            views::entry(&shown(State::Live, false, false)),
        ),
        (
            "entry_live_to_curator",
            views::entry(&shown(State::Live, true, false)),
        ),
        (
            "entry_stale_to_curator",
            views::entry(&shown(State::Stale, true, false)),
        ),
        (
            "entry_draft_of_mine",
            views::entry(&shown(State::Draft, false, true)),
        ),
        (
            "entry_reviewed_of_mine",
            views::entry(&shown(State::Reviewed, false, true)),
        ),
        (
            "entry_draft_to_curator",
            views::entry(&Shown {
                revises: Some("Too expensive".to_owned()),
                ..shown(State::Draft, true, false)
            }),
        ),
        (
            "entry_reviewed_to_curator",
            views::entry(&shown(State::Reviewed, true, false)),
        ),
        (
            "entry_retired_to_curator",
            views::entry(&shown(State::Retired, true, false)),
        ),
        (
            "entry_long",
            views::entry(&Shown {
                words: long(),
                ..shown(State::Live, true, false)
            }),
        ),
        (
            "version",
            views::version(&version(1), Some("Bea"), &words(), SEES_ALL),
        ),
    ]
}

fn writing_forms() -> Vec<(&'static str, Form)> {
    let near = Near {
        id: 12,
        objection: "It's too expensive".to_owned(),
    };
    let drill = Evidence {
        drills: 1,
        duels: 8,
        share: Some(71),
        ..Evidence::default()
    };
    vec![
        ("propose", views::propose(draft("", false))),
        (
            "propose_from_drill",
            views::propose(Draft {
                words: words(),
                drill: Some((drill, 9, vec![AWKWARD.to_owned()])),
                near: Some(near.clone()),
                ..draft("drill:17", true)
            }),
        ),
        (
            "propose_from_message",
            views::propose(Draft {
                words: long(),
                named: Some("It names Bea, with their consent.".to_owned()),
                is_cut: true,
                near: Some(near),
                ..draft("ask:5", false)
            }),
        ),
        (
            "edit_draft",
            views::edit(12, State::Draft, &long(), Naming::Settled, SEES_CURATORS),
        ),
        (
            "edit_live",
            views::edit(12, State::Live, &words(), Naming::Asks(true), SEES_ALL),
        ),
        ("sent", views::sent(12, State::Draft, SEES_CURATORS)),
        ("sent_live", views::sent(12, State::Live, SEES_ALL)),
        ("changed", views::changed(12, SEES_ALL)),
        ("deleted", views::deleted()),
        ("want", views::want(SEES_ALL)),
        ("wanted", views::wanted(SEES_ALL)),
    ]
}

fn messages() -> Vec<(&'static str, Message)> {
    let channel = ChannelId::new("C0GENERAL");
    let channel_line = Audience::InChannel.sentence(&UserId::nobody(), ToString::to_string);
    let mut messages = vec![
        ("found", views::results(&results(None, hits()))),
        (
            "found_mistyped",
            views::results(&results(Some("price"), hits()[..1].to_vec())),
        ),
        ("found_nothing", views::results(&results(None, Vec::new()))),
        ("shared", views::shared()),
        ("used", views::used(12, Some(How::Worked))),
        ("used_taken_back", views::used(12, None)),
        ("card", views::card(12, "Amir", &long(), &channel_line)),
        ("unshared", views::unshared(12, &channel, ONLY_YOU)),
        ("asked", views::asked("Bea", SEES_BEA)),
        ("settled_live", views::settled(12, true, ONLY_YOU)),
        ("settled_not", views::settled(12, false, ONLY_YOU)),
        ("help", views::help_message(&Names::default())),
    ];
    let states: [(AskState, [&'static str; 4]); 6] = [
        (
            AskState::Asked,
            [
                "asks_you",
                "answered_undelivered",
                "asked_already",
                "thanked_not",
            ],
        ),
        (
            AskState::Named,
            [
                "asks_you_named",
                "answered_named",
                "asked_already_named",
                "thanked_named",
            ],
        ),
        (
            AskState::Unnamed,
            [
                "asks_you_unnamed",
                "answered_unnamed",
                "asked_already_unnamed",
                "thanked",
            ],
        ),
        (
            AskState::Declined,
            [
                "asks_you_declined",
                "answered_declined",
                "asked_already_declined",
                "thanked_declined",
            ],
        ),
        (
            AskState::Lapsed,
            [
                "asks_you_lapsed",
                "answered_lapsed",
                "asked_already_lapsed",
                "thanked_lapsed",
            ],
        ),
        (
            AskState::Kept,
            [
                "asks_you_kept",
                "answered_kept",
                "asked_already_kept",
                "thanked_kept",
            ],
        ),
    ];
    for (state, [asks, answered, already, thanked]) in states {
        messages.push((asks, views::asks_you(5, "Amir", state, SEES_AMIR)));
        messages.push((answered, views::answered(5, "Bea", state, SEES_BEA)));
        messages.push((already, views::asked_already("Bea", state, ONLY_YOU)));
        messages.push((thanked, views::thanked("Amir", state)));
    }
    messages
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

/// Every refusal in one form, to be read in the gallery.
fn refused() -> Form {
    let all = [
        Why::NoObjection,
        Why::NoAnswer,
        Why::TooLong,
        Why::TooManyVariants,
        Why::NotThere,
        Why::NotCurator,
        Why::NotYourDraft,
        Why::NoProposal,
        Why::NoChannel,
        Why::NothingSaid,
        Why::ByAnApp,
        Why::CannotAsk,
        Why::AskOver,
        Why::NotKnown,
    ];
    let states = State::ALL.map(|(state, _)| Why::NotNow(state));
    let blocks = all
        .into_iter()
        .chain(states)
        .map(|why| sentence(&views::refusal(why).message))
        .chain([note(ONLY_YOU)])
        .collect();
    Form {
        blocks,
        ..views::deleted()
    }
}
