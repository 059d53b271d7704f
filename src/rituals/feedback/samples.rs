//! Sample values for the gallery: every view of this ritual once, with the awkward texts that people write.

use super::{
    rules::{Given, Note, State, Why},
    views,
};
use crate::{ids::UserId, people::Standing, rituals::Sample};
use chrono::DateTime;

const AWKWARD: &str = "<!channel> *bold* <@U123> & \u{202E}right to left\u{202C} zero\u{200B}width 😀 '; DROP TABLE feedback; -- {\"a\":1}";

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let unread = given(State::Unread);
    let long = Note {
        start: Some("x".repeat(3000)),
        stop: Some(AWKWARD.to_owned()),
        go_on: Some("Keep asking who else decides.".to_owned()),
        link: Some("https://crm.example/deals/7".to_owned()),
    };
    let own = Given {
        receiver: UserId::new("U0AMIR"),
        ..given(State::Unread)
    };
    let sees = "Who sees this: you and Bea.";
    let named = |state| (given(state), "Bea".to_owned());
    vec![
        ("give_empty", Sample::Form(views::give(None, None, None))),
        (
            "give_to_somebody",
            Sample::Form(views::give(
                Some(&UserId::new("U0BEA")),
                Some("demo".to_owned()),
                Some(AWKWARD.to_owned()),
            )),
        ),
        (
            "edit",
            Sample::Form(views::edit(&unread, "Bea", long.clone(), sees)),
        ),
        ("sent", Sample::Form(views::sent(&unread, "Bea", &[], sees))),
        (
            "sent_with_a_hint",
            Sample::Form(views::sent(&unread, "Bea", &["always", "never"], sees)),
        ),
        (
            "sent_to_self",
            Sample::Form(views::sent(&own, "Amir", &[], "Who sees this: only you.")),
        ),
        ("taken_back", Sample::Form(views::taken_back("Bea", false))),
        (
            "reading",
            Sample::Form(views::reading(
                &given(State::Read),
                "Amir",
                &long,
                "Who sees this: you and Amir.",
            )),
        ),
        (
            "reading_helped",
            Sample::Form(views::reading(
                &given(State::Helped),
                "Amir",
                &long,
                "Who sees this: you and Amir.",
            )),
        ),
        (
            "reading_own",
            Sample::Form(views::reading(
                &own,
                "Amir",
                &long,
                "Who sees this: only you.",
            )),
        ),
        ("dropped", Sample::Form(views::dropped())),
        (
            "arrived",
            Sample::Message(views::arrived(
                &unread,
                "Bea",
                "Amir",
                "Who sees this: you and Amir.",
            )),
        ),
        (
            "arrived_dropped",
            Sample::Message(views::arrived(
                &Given {
                    is_dropped: true,
                    ..given(State::Read)
                },
                "Bea",
                "Amir",
                "",
            )),
        ),
        ("withdrawn", Sample::Message(views::withdrawn("Amir"))),
        (
            "helped",
            Sample::Message(views::helped(&given(State::Helped), "Amir", "Bea", sees)),
        ),
        (
            "undelivered",
            Sample::Message(views::undelivered(&unread, "Bea", sees)),
        ),
        ("left", Sample::Message(views::left("Bea"))),
        ("help", Sample::Message(views::help_message())),
        ("home_empty", Sample::Home(views::home(&[], &[], &[]))),
        (
            "home_full",
            Sample::Home(views::home(
                &vec![named(State::Unread); super::HOME_ROWS as usize],
                &vec![named(State::Read); super::HOME_ROWS as usize],
                &vec![own; super::HOME_ROWS as usize],
            )),
        ),
        (
            "waiting",
            Sample::Home(vec![views::waiting(&unread, "Amir")]),
        ),
        ("refused", Sample::Form(refused())),
    ]
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn refused() -> crate::blocks::Form {
    let standings = [
        Standing::Bot,
        Standing::Deactivated,
        Standing::Outsider,
        Standing::Guest,
    ];
    let whys = [
        Why::NothingWritten,
        Why::TooLong,
        Why::NotALink,
        Why::NobodyPicked,
        Why::NoSuchSkill,
        Why::Unknown,
        Why::NotYours,
        Why::AlreadyRead,
        Why::AlreadyWithdrawn,
        Why::AlreadyReturned,
        Why::AlreadyDropped,
    ];
    let blocks = standings
        .iter()
        .flat_map(|standing| [Why::CannotReceive(*standing), Why::CannotGive(*standing)])
        .chain(whys)
        .map(|why| crate::blocks::sentence(&views::refusal(why, "Bea").message))
        .collect();
    crate::blocks::Form {
        blocks,
        ..views::dropped()
    }
}

fn given(state: State) -> Given {
    Given {
        id: 17,
        form: "V0FORM".to_owned(),
        giver: UserId::new("U0AMIR"),
        receiver: UserId::new("U0BEA"),
        skill: "negotiation & closing".to_owned(),
        given_at: DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default(),
        state,
        is_edited: false,
        is_dropped: false,
    }
}
