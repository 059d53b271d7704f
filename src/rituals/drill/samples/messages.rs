//! Every message.

use super::{at, cancelled, closed, decided, drill, noted, refused, scene, shown, winner};
use crate::{
    blocks::Message,
    ids::ChannelId,
    rituals::drill::{
        queries::Known,
        rules::{Change, Drill, Pace},
        views::{self, card::About, card::Shown, lost::Whose},
    },
};
use chrono::TimeDelta;

#[expect(clippy::too_many_lines, reason = "a list of every message")]
pub(super) fn messages() -> Vec<(&'static str, Message)> {
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
    let elsewhere = |name: Option<&str>| Known {
        channel: ChannelId::new("C0BLUE"),
        name: name.map(str::to_owned),
    };
    let longest = "x".repeat(80);
    let lost = Drill {
        change: Some(Change::CardLost),
        ..cancelled()
    };
    let broken_tie = Drill {
        sudden: Some((5, 6)),
        ..decided(2)
    };
    let in_vote = Drill {
        closed_at: Some(at(200)),
        ..cancelled()
    };
    let long_enough = Drill {
        pace: Pace::Async,
        length: TimeDelta::days(7),
        answer_by: Some(at(7 * 86_400)),
        ..drill()
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
        ("card_decided_after_a_tie", over(&broken_tie, &answers)),
        (
            "card_long_enough",
            card(&long_enough, "", &|about| {
                views::card::answering(about, 0, None)
            }),
        ),
        (
            "card_cancelled_in_vote",
            card(&in_vote, "Dana", &views::card::cancelled),
        ),
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
            views::opening::refused(&refused("not_in_channel"), Some(&elsewhere(None))),
        ),
        (
            "not_in_channel_and_a_named_one",
            views::opening::refused(
                &refused("not_in_channel"),
                Some(&elsewhere(Some("pod-blue"))),
            ),
        ),
        (
            "not_in_channel_and_one_with_a_long_name",
            views::opening::refused(&refused("not_in_channel"), Some(&elsewhere(Some(&longest)))),
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
        ("card_lost", views::lost::message(&lost, Whose::TheirOwn)),
        (
            "card_lost_and_posted_again",
            views::lost::message(&drill(), Whose::TheirOwn),
        ),
        (
            "card_lost_of_somebody_who_left",
            views::lost::message(&lost, Whose::OfSomebodyWhoLeft),
        ),
        (
            "card_lost_of_somebody_who_left_and_posted_again",
            views::lost::message(&drill(), Whose::OfSomebodyWhoLeft),
        ),
        ("help", views::help_message(&crate::names::Names::default())),
    ]
}
