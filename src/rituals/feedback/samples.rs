//! Sample values for the gallery: every view of this ritual once, with the awkward texts that people write.

use super::{
    home::HOME_ROWS,
    rules::{Given, List, Listed, MOST_COUNTED, Note, State, Why},
    views,
};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Form, Message, note, sentence},
    fact::Kept,
    ids::UserId,
    names::Names,
    people::{self, Standing},
    rituals::Sample,
    settings::SKILLS,
};
use chrono::DateTime;

const AWKWARD: &str = "<!channel> *bold* <@U123> & \u{202E}right to left\u{202C} zero\u{200B}width 😀 '; DROP TABLE feedback; -- {\"a\":1}";

const SEES_BEA: &str = "Who sees this: you and Bea.";
const SEES_CHIDI: &str = "Who sees this: you and Chidi.";
const SEES_REVIEWERS: &str = "Who sees this: you and Dana and Chidi.";
const SEES_AMIR: &str = "Who sees this: you and Amir.";

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let forms = forms()
        .into_iter()
        .chain(lists())
        .map(|(name, form)| (name, Sample::Form(form)));
    let messages = messages()
        .into_iter()
        .map(|(name, message)| (name, Sample::Message(message)));
    let homes = homes()
        .into_iter()
        .map(|(name, blocks)| (name, Sample::Home(blocks)));
    forms.chain(messages).chain(homes).collect()
}

fn forms() -> Vec<(&'static str, Form)> {
    let long = Note {
        start: Some("x".repeat(3000)),
        stop: Some(AWKWARD.to_owned()),
        go_on: Some("Keep asking who else decides.".to_owned()),
        link: Some("https://crm.example/deals/7".to_owned()),
    };
    let (unread, own) = (given(State::Unread), own());
    let skills: Vec<String> = SKILLS
        .spec
        .shape
        .default()
        .lines()
        .map(str::to_owned)
        .collect();
    let reviewers = ["Dana".to_owned(), "Chidi".to_owned()];
    let bea = UserId::new("U0BEA");
    vec![
        ("give_empty", views::give(None, &skills, None, None)),
        (
            "give_to_somebody",
            views::give(
                Some(&bea),
                &skills,
                Some("demo".to_owned()),
                Some(AWKWARD.to_owned()),
            ),
        ),
        (
            "edit",
            views::edit(&unread, "Bea", &skills, long.clone(), SEES_BEA),
        ),
        ("sent", views::sent(&unread, "Bea", &[], SEES_BEA)),
        (
            "sent_with_a_hint",
            views::sent(&unread, "Bea", &["always", "never"], SEES_BEA),
        ),
        ("sent_to_self", views::sent(&own, "Amir", &[], ONLY_YOU)),
        ("taken_back", views::taken_back("Bea", false)),
        (
            "reading",
            views::reading(&given(State::Read), "Amir", &long, SEES_AMIR),
        ),
        (
            "reading_helped",
            views::reading(&given(State::Helped), "Amir", &long, SEES_AMIR),
        ),
        (
            "reading_of_nobody",
            views::reading(&of_nobody(), people::NOBODYS_NAME, &long, ONLY_YOU),
        ),
        ("reading_own", views::reading(&own, "Amir", &long, ONLY_YOU)),
        (
            "drop_question",
            views::drop_question(&given(State::Read), "Amir", SEES_AMIR),
        ),
        ("dropped", views::dropped()),
        (
            "report",
            views::report(&given(State::Read), &reviewers, SEES_REVIEWERS),
        ),
        ("reported", views::reported(&reviewers, SEES_REVIEWERS)),
        (
            "review",
            views::review(&given(State::Read), &long, "private", SEES_CHIDI),
        ),
        ("reviewed", views::reviewed(true)),
        ("reviewed_kept", views::reviewed(false)),
        ("refused", refused()),
    ]
}

fn messages() -> Vec<(&'static str, Message)> {
    let unread = given(State::Unread);
    let dropped = Given {
        is_dropped: true,
        ..given(State::Read)
    };
    vec![
        ("arrived", views::arrived(&unread, "Bea", "Amir", SEES_AMIR)),
        (
            "arrived_dropped",
            views::arrived(&dropped, "Bea", "Amir", SEES_AMIR),
        ),
        ("withdrawn", views::withdrawn("Amir", SEES_AMIR)),
        (
            "helped",
            views::helped(&given(State::Helped), "Amir", "Bea", SEES_BEA),
        ),
        (
            "kept",
            views::kept(&given(State::Helped), "Bea", Kept::Whole, SEES_BEA),
        ),
        (
            "kept_partly",
            views::kept(&given(State::Helped), "Bea", Kept::Partly, SEES_BEA),
        ),
        (
            "kept_no_more",
            views::open_again(&given(State::Helped), "Bea", SEES_BEA),
        ),
        ("undelivered", views::undelivered(&unread, "Bea", SEES_BEA)),
        ("left", views::left("Bea")),
        ("erased", views::erased(&unread)),
        (
            "reported_to_you",
            views::reported_to_you(&unread, true, SEES_CHIDI),
        ),
        (
            "reported_and_decided",
            views::reported_to_you(&unread, false, SEES_CHIDI),
        ),
        ("help", views::help_message(&Names::default())),
    ]
}

fn homes() -> Vec<(&'static str, Vec<Block>)> {
    let listed = |state, total| Listed {
        notes: vec![(given(state), "Bea".to_owned()); HOME_ROWS],
        total,
    };
    let none = Listed::default();
    let own = Listed {
        notes: vec![(own(), String::new()); HOME_ROWS],
        total: HOME_ROWS,
    };
    let mut waiting = vec![views::waiting(&given(State::Unread), "Amir")];
    waiting.extend(views::more_waiting(100, HOME_ROWS));
    vec![
        ("home_empty", views::home(&none, &none, &none)),
        (
            "home_full",
            views::home(
                &listed(State::Unread, MOST_COUNTED + 1),
                &listed(State::Read, 100),
                &own,
            ),
        ),
        ("waiting", waiting),
    ]
}

/// Pages of lists, behind **Show all**.
fn lists() -> Vec<(&'static str, Form)> {
    let listed = |state| Listed {
        notes: vec![(given(state), "Bea".to_owned()); 20],
        total: 100,
    };
    let first = views::list(List::Given, &listed(State::Unread), None, true);
    let last = views::list(List::Received, &listed(State::Read), Some(17), false);
    let empty = views::list(List::Own, &Listed::default(), Some(17), false);
    vec![("list", first), ("list_last", last), ("list_empty", empty)]
}

fn of_nobody() -> Given {
    Given {
        giver: UserId::nobody(),
        ..given(State::Read)
    }
}

fn own() -> Given {
    Given {
        receiver: UserId::new("U0AMIR"),
        ..given(State::Unread)
    }
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn refused() -> Form {
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
        Why::Gone,
        Why::Paused,
        Why::NoReviewers,
        Why::AlreadyReported,
    ];
    let blocks = standings
        .iter()
        .map(|standing| Why::CannotReceive(*standing))
        .chain(whys)
        .map(|why| sentence(&views::refusal(why, "Bea").message))
        .chain([note(ONLY_YOU)])
        .collect();
    Form {
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
