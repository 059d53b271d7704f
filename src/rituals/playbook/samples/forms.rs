//! Every form.

use super::{
    AWKWARD, SEES_ALL, SEES_AMIR, SEES_CHANNEL, SEES_CURATORS, draft, hits, long, results, shown,
    version, words,
};
use crate::{
    audience::ONLY_YOU,
    blocks::{Form, note, sentence},
    rituals::playbook::{
        rules::{Evidence, State, Why},
        views::{self, Draft, Naming, Near, Shown},
    },
};

pub(super) fn forms() -> Vec<(&'static str, Form)> {
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
