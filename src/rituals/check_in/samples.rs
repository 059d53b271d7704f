//! Sample values for the gallery: every view of this ritual once, with the awkward texts that people write.

use super::{
    queries::Nudge,
    rules::{CheckIn, Offer, Pace, Rhythm, Shared, Weeks, Why, Win},
    views::{self, Asked, Card, WorkingHours},
};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Form, Message, line, note, sentence},
    commitments::{Answer, Commitment, NotSo, Source, partnership::Partnership},
    ids::{ChannelId, UserId},
    names::Names,
    people::Standing,
    rituals::Sample,
};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};

const AWKWARD: &str = "<!channel> *bold* <@U123> & \u{202E}right to left\u{202C} zero\u{200B}width 😀 '; DROP TABLE check_in; --";
const SEES_CHIDI: &str = "Who sees this: you and Chidi.";
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

fn forms() -> Vec<(&'static str, Form)> {
    let many = vec![(commitment(None), AWKWARD.to_owned()); 12];
    let (chidi, pair) = (UserId::new("U0CHIDI"), pair());
    let long = "x".repeat(600);
    vec![
        ("list", views::list(&many)),
        ("list_empty", views::list(&[])),
        (
            "about",
            views::about(&commitment(None), AWKWARD, SEES_CHIDI),
        ),
        (
            "about_settled",
            views::about(&commitment(Some(Answer::Done)), AWKWARD, ONLY_YOU),
        ),
        (
            "answered",
            views::answered(&said(Answer::Done), Some("Chidi"), &Offer::Open, SEES_CHIDI),
        ),
        (
            "answered_alone",
            views::answered(&said(Answer::NotYet), None, &Offer::None, ONLY_YOU),
        ),
        (
            "answered_and_shared",
            views::answered(
                &said(Answer::Done),
                Some("Chidi"),
                &Offer::Shared(wins()),
                SEES_CHIDI,
            ),
        ),
        (
            "share",
            views::share(3, "Bea", &wins(), Some(AWKWARD.to_owned()), &sees_channel()),
        ),
        (
            "share_of_a_note",
            views::share(3, "Bea", &wins(), None, &sees_channel()),
        ),
        ("shared", views::shared(&wins(), &sees_channel())),
        ("unshared", views::unshared()),
        (
            "write",
            views::write(3, "Chidi", Some(long.clone()), SEES_CHIDI),
        ),
        ("written", views::written("Chidi", SEES_CHIDI)),
        (
            "reading",
            views::reading(&said(Answer::Partly), &card(), Some(AWKWARD), Some(&long)),
        ),
        (
            "reading_nothing",
            views::reading(&said(Answer::Partly), &card(), None, None),
        ),
        ("ask_a_partner", views::ask_form(Some(&chidi))),
        ("ask_sent", views::ask_sent("Chidi", SEES_CHIDI)),
        (
            "have_partner",
            views::have_partner(&pair, "Chidi", SEES_CHIDI),
        ),
        ("partners_now", views::partners_now("Bea", SEES_BEA)),
        ("parted", views::parted("Bea")),
        ("rhythm", views::rhythm_form(&rhythm(), &hours())),
        ("rhythm_kept", views::rhythm_kept(&rhythm(), &next_dates())),
        ("refused", refused()),
        ("data", data()),
    ]
}

fn messages() -> Vec<(&'static str, Message)> {
    let asked = |said| Asked {
        commitment: commitment(None),
        said,
        told: Some("Chidi".to_owned()),
        offer: Offer::None,
    };
    let answers = Answer::ALL.map(|(answer, _)| asked(Some(said(answer))));
    let offered = [Offer::Open, Offer::Shared(wins()), Offer::Refused(wins())].map(|offer| Asked {
        offer,
        ..asked(Some(said(Answer::Done)))
    });
    let refused = |code: &str| views::win_refused(&win(Shared::Refused(code.to_owned())));
    let cheered = CheckIn {
        is_cheered: true,
        ..said(Answer::Done)
    };
    let pair = pair();
    let ended = Partnership {
        ended_at: Some(at()),
        ..pair.clone()
    };
    let over = Partnership {
        agreed_at: None,
        ..ended.clone()
    };
    let closed = Card {
        can_read: false,
        are_partners: false,
        ..card()
    };
    let fewer = rhythm().at_pace(Pace::Fortnightly, rhythm().from);
    vec![
        ("nudge", views::nudge("Bea", &[asked(None)])),
        (
            "nudge_about_five",
            views::nudge("Bea", &vec![asked(None); 5]),
        ),
        ("nudge_answered", views::nudge("Bea", &answers)),
        ("nudge_and_wins", views::nudge("Bea", &offered)),
        ("nudge_of_nothing", views::nudge("Bea", &[])),
        ("fewer", views::fewer("Bea", None)),
        ("fewer_chosen", views::fewer("Bea", Some(&fewer))),
        ("card", views::card(&said(Answer::Done), &card())),
        ("card_cheered", views::card(&cheered, &card())),
        (
            "card_no_longer",
            views::card(&said(Answer::NoLonger), &closed),
        ),
        ("card_taken_back", views::card_taken_back(&card())),
        ("card_gone", views::card_gone()),
        ("cheered", views::cheered("Chidi", SEES_CHIDI)),
        ("asked", views::asked(2, "Bea", SEES_BEA)),
        (
            "asked_and_agreed",
            views::ask_settled("Bea", &pair, SEES_BEA),
        ),
        (
            "asked_and_ended",
            views::ask_settled("Bea", &ended, SEES_BEA),
        ),
        ("asked_and_over", views::ask_settled("Bea", &over, SEES_BEA)),
        ("agreed", views::agreed("Chidi", SEES_CHIDI)),
        ("ended", views::ended("Chidi")),
        ("win", views::win("Bea", AWKWARD)),
        ("win_longest", views::win("Bea", &"x".repeat(300))),
        ("win_taken_back", views::win_taken_back("Bea")),
        ("win_gone", views::win_gone()),
        ("win_refused", refused("not_in_channel")),
        ("win_refused_archived", refused("is_archived")),
        ("win_refused_restricted", refused("restricted_action")),
        ("win_refused_otherwise", refused("msg_too_long")),
        (
            "win_refused_on_its_way",
            views::win_refused(&win(Shared::OnItsWay)),
        ),
        (
            "win_refused_posted",
            views::win_refused(&win(Shared::Posted)),
        ),
        (
            "win_refused_taken_back",
            views::win_refused(&win(Shared::TakenBack)),
        ),
        ("help", views::help_message(&Names::default())),
    ]
}

fn next_dates() -> [String; 2] {
    ["Mon 2 Mar, 09:30".to_owned(), "Thu 5 Mar, 09:30".to_owned()]
}

fn homes() -> Vec<(&'static str, Vec<Block>)> {
    let paused = rhythm().at_pace(Pace::Paused, rhythm().from);
    let chidi = || Some((2, "Chidi".to_owned()));
    vec![
        ("home", views::home(None, None, &rhythm(), &[])),
        ("home_asked", views::home(None, chidi(), &paused, &[])),
        (
            "home_with_partner",
            views::home(chidi(), None, &rhythm(), &[]),
        ),
        (
            "home_with_wins",
            views::home(
                chidi(),
                None,
                &rhythm(),
                &[win(Shared::Posted), win(Shared::OnItsWay)],
            ),
        ),
        ("due", views::due(&commitment(None))),
        ("asked_at_home", views::asked_at_home(2, "Bea")),
    ]
}

fn wins() -> ChannelId {
    ChannelId::new("C0WINS0000")
}

fn win(shared: Shared) -> Win {
    Win {
        check_in: 3,
        who: UserId::new("U0BEA"),
        channel: wins(),
        shared_at: at(),
        shared,
    }
}

fn sees_channel() -> String {
    let audience = win(Shared::OnItsWay).audience();
    audience.sentence(&UserId::new("U0BEA"), ToString::to_string)
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default()
}

fn rhythm() -> Rhythm {
    Rhythm {
        days: vec![Weekday::Mon, Weekday::Wed, Weekday::Thu],
        at: NaiveTime::from_hms_opt(9, 15, 0).unwrap_or_default(),
        weeks: Weeks::Every,
        from: NaiveDate::from_ymd_opt(2026, 8, 17).unwrap_or_default(),
        is_paused: false,
    }
}

fn hours() -> WorkingHours {
    WorkingHours {
        days: vec![Weekday::Mon, Weekday::Tue, Weekday::Wed],
        from: NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default(),
        until: NaiveTime::from_hms_opt(18, 0, 0).unwrap_or_default(),
    }
}

fn card() -> Card {
    Card {
        name: "Bea".to_owned(),
        can_read: true,
        are_partners: true,
        who_sees: SEES_BEA.to_owned(),
    }
}

fn pair() -> Partnership {
    Partnership {
        id: 2,
        asker: UserId::new("U0BEA"),
        asked: UserId::new("U0CHIDI"),
        asked_at: at(),
        agreed_at: Some(at()),
        ended_at: None,
    }
}

fn said(answer: Answer) -> CheckIn {
    CheckIn {
        id: 3,
        commitment: 5,
        who: UserId::new("U0BEA"),
        partner: Some(UserId::new("U0CHIDI")),
        answer,
        answered_at: at(),
        has_note: answer == Answer::Partly,
        is_cheered: false,
        is_taken_back: false,
    }
}

fn commitment(answer: Option<Answer>) -> Commitment {
    Commitment {
        id: 5,
        form: "V0FORM".to_owned(),
        who: UserId::new("U0BEA"),
        source: Some(Source {
            id: 1,
            item: "feedback:17".to_owned(),
            about: "negotiation & closing".to_owned(),
            hears: None,
        }),
        tells: false,
        shown_to: None,
        by: NaiveDate::from_ymd_opt(2026, 8, 28).unwrap_or_default(),
        made_at: at(),
        answer,
        answered_at: answer.map(|_| at()),
        silent: 0,
        silent_at: None,
    }
}

/// Entries of one's data are shown by another ritual; here each stands in a form, to be read in the gallery.
fn data() -> Form {
    let nudge = |is_answered| Nudge {
        id: 1,
        who: UserId::new("U0BEA"),
        date: NaiveDate::from_ymd_opt(2026, 8, 17).unwrap_or_default(),
        asks_fewer: false,
        asked_at: at(),
        is_answered,
    };
    let entries = [
        views::entry(
            &said(Answer::Partly),
            Some("Chidi"),
            Some(AWKWARD.to_owned()),
        ),
        views::win_entry(&win(Shared::Posted), Some(AWKWARD.to_owned())),
        views::win_entry(&win(Shared::TakenBack), None),
        views::rhythm_entry(&rhythm(), at()),
        views::partner_entry(&pair(), &UserId::new("U0BEA"), "Chidi"),
        views::nudges_entry(&[nudge(true), nudge(false)]),
    ];
    let texts = entries.iter().flat_map(|entry| {
        let title = vec![crate::blocks::Part::Bold(entry.title.clone())];
        let json = vec![crate::blocks::Part::Text(entry.json.to_string())];
        [line(title), line(json)]
    });
    Form {
        blocks: texts.chain([note(ONLY_YOU)]).collect(),
        ..views::parted("Bea")
    }
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn refused() -> Form {
    let standings = [Standing::Bot, Standing::Deactivated, Standing::Guest];
    let whys = [
        Why::Not(NotSo::Settled),
        Why::Not(NotSo::NotYours),
        Why::Not(NotSo::Gone),
        Why::NobodyPicked,
        Why::Yourself,
        Why::Unknown,
        Why::NotInProgramme,
        Why::HavePartner,
        Why::TheyHavePartner,
        Why::AskOver,
        Why::NotYours,
        Why::NoLongerPartners,
        Why::EmptyNote,
        Why::NoteTooLong,
        Why::NoDays,
        Why::NoTime,
        Why::NotDone,
        Why::NoWins,
        Why::OtherChannel,
        Why::WinShared,
        Why::WinTakenBack,
        Why::EmptyWin,
        Why::WinTooLong,
    ];
    let blocks = standings
        .into_iter()
        .map(Why::CannotTakePart)
        .chain(whys)
        .map(|why| sentence(&views::refusal(why, "Chidi").message))
        .chain([note(ONLY_YOU)])
        .collect();
    Form {
        blocks,
        ..views::parted("Bea")
    }
}
