//! Sample values for the gallery: every view of this ritual once, with the awkward texts that people write.

use super::{
    queries::{Objection, Scene},
    rules::{Answer, Change, Drill, Duel, Pace, Tally, Why},
    views::{self, card::About, card::Shown, objection::Noted, voting::Pair},
};
use crate::{
    audience::EVERYONE_HERE,
    blocks::{Block, Form, Message, note, sentence},
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

#[expect(clippy::too_many_lines, reason = "a list of every form")]
fn forms() -> Vec<(&'static str, Form)> {
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
    let filled = views::opening::Filled {
        picked: Some("o3".to_owned()),
        typed: Some(AWKWARD.to_owned()),
        context: Some("y".repeat(500)),
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
            views::opening::form(&library(), views::opening::Filled::default()),
        ),
        ("open_filled", views::opening::form(&library(), filled)),
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
            views::closing::all_answers(&scene(), &many, EVERYONE_HERE),
        ),
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

#[expect(clippy::too_many_lines, reason = "a list of every message")]
fn messages() -> Vec<(&'static str, Message)> {
    let scene = scene();
    let card = |drill: &Drill, changer: &str, make: &dyn Fn(&About<'_>) -> Message| {
        make(&About {
            drill,
            scene: &scene,
            opener: "Dana",
            changer,
        })
    };
    let extended = Drill {
        change: Some(Change::Extended),
        ..drill()
    };
    let hurried = Drill {
        change: Some(Change::ClosedEarly),
        ..closed(3)
    };
    let sudden = Drill {
        sudden: Some((5, 6)),
        ..closed(3)
    };
    let answers = vec![
        winner(),
        shown("Second.", 2, 6),
        Shown {
            is_late: true,
            ..shown("Late.", 0, 0)
        },
    ];
    let tied: Vec<Shown> = (0..2).map(|_| winner()).collect();
    let unsure = vec![shown("One.", 1, 2), shown("Two.", 1, 2)];
    let elsewhere = ChannelId::new("C0BLUE");
    let lost = Drill {
        change: Some(Change::CardLost),
        ..cancelled()
    };
    let over = |drill: &Drill, answers: &[Shown]| {
        card(drill, "", &|about| views::card::decided(about, answers, 3))
    };
    vec![
        ("noted", noted(false)),
        ("noted_unsure", noted(true)),
        (
            "card_new",
            card(&drill(), "", &|about| {
                views::card::answering(about, 0, None)
            }),
        ),
        (
            "card_extended",
            card(&extended, "Elin", &|about| {
                views::card::answering(about, 3, None)
            }),
        ),
        (
            "card_in_grace",
            card(&drill(), "", &|about| {
                views::card::answering(about, 3, Some(at(720)))
            }),
        ),
        (
            "card_voting",
            card(&hurried, "Dana", &|about| views::card::voting(about, 2)),
        ),
        (
            "card_reading",
            card(&closed(1), "", &|about| views::card::voting(about, 1)),
        ),
        (
            "card_sudden_death",
            card(&sudden, "", &|about| views::card::voting(about, 7)),
        ),
        ("card_decided", over(&decided(2), &answers)),
        ("card_tied", over(&decided(2), &tied)),
        ("card_undecided", over(&decided(2), &unsure)),
        (
            "card_of_one",
            over(
                &decided(1),
                &[Shown {
                    has_won: true,
                    ..shown("Only.", 0, 0)
                }],
            ),
        ),
        (
            "card_empty",
            card(&decided(0), "", &|about| {
                views::card::empty(about, 0, false)
            }),
        ),
        (
            "card_empty_late_and_again",
            card(&decided(0), "", &|about| views::card::empty(about, 1, true)),
        ),
        (
            "card_cancelled",
            card(&cancelled(), "Dana", &views::card::cancelled),
        ),
        (
            "not_in_channel",
            views::opening::refused(&refused("not_in_channel"), Some(&elsewhere)),
        ),
        (
            "archived",
            views::opening::refused(&refused("is_archived"), None),
        ),
        (
            "restricted",
            views::opening::refused(&refused("restricted_action"), None),
        ),
        (
            "refused_otherwise",
            views::opening::refused(&refused("msg_too_long"), None),
        ),
        (
            "refused_then_posted",
            views::opening::refused(&drill(), None),
        ),
        (
            "refused_then_cancelled",
            views::opening::refused(&cancelled(), None),
        ),
        ("card_lost", views::opening::lost(&lost)),
        ("help", views::help_message(&crate::names::Names::default())),
    ]
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

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn all_refusals() -> Form {
    let all = [
        Why::NotYours,
        Why::NotKnown,
        Why::OnlyFacilitators,
        Why::NotTheOpener,
        Why::OnlyOnTheCard,
        Why::NoObjection,
        Why::ObjectionTooLong,
        Why::ContextTooLong,
        Why::NoChannel,
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
