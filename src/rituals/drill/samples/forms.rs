//! Every form.

use super::{
    AWKWARD, SEES_LATER, SEES_NOW, answer, cancelled, closed, decided, drill, library, noted,
    plain_scene, scene, shown, winner,
};
use crate::{
    audience::EVERYONE_HERE,
    blocks::{Form, note, sentence},
    ids::{ChannelId, UserId},
    rituals::drill::{
        rules::{Answer, Duel, Pace, Why},
        views::{
            self,
            card::Shown,
            opening::{Filled, Trains},
            voting::Pair,
        },
    },
};
use chrono::TimeDelta;

const LENGTHS: [TimeDelta; 2] = [TimeDelta::minutes(10), TimeDelta::hours(24)];

#[expect(clippy::too_many_lines, reason = "a list of every form")]
pub(super) fn forms() -> Vec<(&'static str, Form)> {
    let who = UserId::new("U0AMIR");
    let duel = Duel {
        id: 9,
        drill: 17,
        voter: who.clone(),
        a: 5,
        b: Some(6),
        is_sudden: false,
        is_judged: false,
    };
    let sudden = Duel {
        is_sudden: true,
        ..duel.clone()
    };
    let only = Duel {
        b: None,
        ..duel.clone()
    };
    let long = "x".repeat(600);
    let pair = |duel, b, most| Pair {
        duel,
        a: AWKWARD,
        b,
        number: 2,
        most,
    };
    let skills = ["demo", "<!channel> *deal* & strategy 😀"].map(str::to_owned);
    let filled = Filled {
        picked: Some("o3".to_owned()),
        typed: Some(AWKWARD.to_owned()),
        context: Some("y".repeat(500)),
        trains: Trains::Skill("demo".to_owned()),
        pace: Some(Pace::Async),
        channel: Some(ChannelId::new("C0POD")),
    };
    let named = Answer {
        is_named: true,
        ..answer()
    };
    let late = Answer {
        is_late: true,
        ..answer()
    };
    let edited = Answer {
        is_edited: true,
        ..answer()
    };
    let many: Vec<Shown> = (0..25)
        .map(|_| winner())
        .chain([Shown {
            is_late: true,
            ..shown("Late.", 0, 0)
        }])
        .collect();
    vec![
        ("note_objection", views::objection::form(&who)),
        ("noted_form", views::objection::noted_form(noted(true))),
        (
            "open_empty",
            views::opening::form(&library(), &skills, Filled::default(), LENGTHS),
        ),
        (
            "open_filled",
            views::opening::form(&library(), &skills, filled, LENGTHS),
        ),
        ("preview", views::opening::preview(&drill(), &scene())),
        ("posted", views::opening::posted(&drill())),
        ("pick_channel", views::opening::pick_channel(&drill())),
        (
            "answer",
            views::answering::form(&drill(), &scene(), None, SEES_LATER),
        ),
        (
            "answer_again",
            views::answering::form(&drill(), &plain_scene(), Some(long.clone()), SEES_LATER),
        ),
        (
            "answered",
            views::answering::sent(&drill(), &answer(), SEES_LATER),
        ),
        (
            "answer_changed",
            views::answering::sent(&drill(), &edited, SEES_LATER),
        ),
        (
            "answered_late",
            views::answering::sent(&closed(2), &late, SEES_LATER),
        ),
        (
            "duel",
            views::voting::form(&scene(), &pair(&duel, Some(&long), 5), SEES_NOW),
        ),
        (
            "duel_only_one",
            views::voting::form(&scene(), &pair(&duel, Some("B."), 1), SEES_NOW),
        ),
        (
            "duel_sudden",
            views::voting::form(&scene(), &pair(&sudden, Some("B."), 5), SEES_NOW),
        ),
        (
            "only_answer",
            views::voting::form(&scene(), &pair(&only, None, 0), SEES_NOW),
        ),
        ("voted", views::voting::thanks(&closed(3), Some(3))),
        (
            "voted_on_the_only_one",
            views::voting::thanks(&closed(1), Some(1)),
        ),
        ("voted_late", views::voting::thanks(&decided(3), Some(1))),
        ("voted_sudden", views::voting::thanks(&closed(2), None)),
        ("ask_cancel", views::closing::ask_cancel(&drill(), 3)),
        ("cancel_done", views::closing::cancelled(&cancelled())),
        (
            "all_answers",
            views::answers::page(&decided(25), &scene(), &many, 1, EVERYONE_HERE),
        ),
        (
            "all_answers_next",
            views::answers::page(&decided(25), &scene(), &many, 2, EVERYONE_HERE),
        ),
        (
            "all_answers_of_one",
            views::answers::page(&decided(1), &scene(), &many[..1], 1, EVERYONE_HERE),
        ),
        ("ask_close", views::closing::ask_close(&drill(), 3, 2)),
        (
            "ask_close_nobody",
            views::closing::ask_close(&drill(), 0, 0),
        ),
        (
            "ask_close_vote",
            views::closing::ask_close_vote(&closed(3), 1),
        ),
        (
            "ask_close_vote_nobody",
            views::closing::ask_close_vote(&closed(3), 0),
        ),
        (
            "ask_close_reading",
            views::closing::ask_close_vote(&closed(1), 2),
        ),
        ("closed", views::closing::closed()),
        ("ask_cancel_vote", views::closing::ask_cancel(&closed(3), 3)),
        (
            "take_a_bow",
            views::closing::take_a_bow(&decided(3), &answer(), AWKWARD, "Amir", SEES_NOW),
        ),
        (
            "bowed",
            views::closing::take_a_bow(&decided(3), &named, AWKWARD, "Amir", SEES_NOW),
        ),
        ("refused", all_refusals()),
    ]
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn all_refusals() -> Form {
    let all = [
        Why::NotYours,
        Why::OnlyFacilitators,
        Why::NotTheOpener,
        Why::OnlyOnTheCard,
        Why::NoObjection,
        Why::ObjectionTooLong,
        Why::ContextTooLong,
        Why::NoChannel,
        Why::NoSuchSkill,
        Why::NothingWritten,
        Why::AnswerTooLong,
        Why::TweakTooLong,
        Why::NothingPicked,
        Why::AlreadyPosted,
        Why::Closed,
        Why::Closing,
        Why::Cancelled,
        Why::VoteOver,
        Why::NotYetVoting,
        Why::NoMoreDuels,
        Why::OnlyYourOwn,
        Why::LongEnough,
        Why::NoAnswerOfYours,
        Why::NotDecided,
        Why::NotNow,
    ];
    let mut form = views::closing::cancelled(&cancelled());
    form.blocks = all
        .iter()
        .map(|why| sentence(&views::refusal(*why, "Dana").message))
        .chain([note(crate::audience::ONLY_YOU)])
        .collect();
    form
}
