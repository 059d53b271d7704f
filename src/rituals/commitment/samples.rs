//! Sample values for the gallery: every view of this ritual once, with the awkward texts that people write.

use super::views::{self, Choices, Why};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Form, note, sentence},
    commitments::{Answer, Commitment, FollowThrough, NotSo, Source},
    ids::UserId,
    rituals::Sample,
};
use chrono::{DateTime, NaiveDate};

const AWKWARD: &str = "<!channel> *bold* <@U123> & \u{202E}right to left\u{202C} zero\u{200B}width 😀 '; DROP TABLE commitment; --";
const SEES_CHIDI: &str = "Who sees this: you and Chidi.";

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let forms = forms()
        .into_iter()
        .map(|(name, form)| (name, Sample::Form(form)));
    let homes = homes()
        .into_iter()
        .map(|(name, blocks)| (name, Sample::Home(blocks)));
    forms.chain(homes).collect()
}

fn forms() -> Vec<(&'static str, Form)> {
    let (alone, paired) = (choices(false), choices(true));
    let by = NaiveDate::from_ymd_opt(2026, 8, 28).unwrap_or_default();
    let from_note = Commitment {
        source: Some(Source {
            id: 1,
            item: "feedback:17".to_owned(),
            about: "negotiation & closing".to_owned(),
            hears: Some(UserId::new("U0AMIR")),
        }),
        tells: true,
        ..commitment(None)
    };
    vec![
        ("new", views::new("", &alone, by)),
        ("new_from_a_note", views::new("feedback:17", &paired, by)),
        ("edit", views::edit(&from_note, &paired, AWKWARD.to_owned())),
        ("kept", views::kept(&commitment(None), None, ONLY_YOU)),
        (
            "kept_from_a_note",
            views::kept(&from_note, Some("Amir"), SEES_CHIDI),
        ),
        (
            "own",
            views::own(&from_note, AWKWARD, Some("Amir"), SEES_CHIDI),
        ),
        (
            "own_settled",
            views::own(&commitment(Some(Answer::Partly)), AWKWARD, None, ONLY_YOU),
        ),
        ("refused", refused()),
    ]
}

fn homes() -> Vec<(&'static str, Vec<Block>)> {
    let counted = FollowThrough {
        done: 3,
        partly: 1,
        not_yet: 1,
        no_longer: 2,
    };
    let nothing = FollowThrough::default();
    let rows = vec![commitment(Some(Answer::NotYet)); super::HOME_ROWS as usize];
    vec![
        ("home_empty", views::home(&[], nothing, nothing)),
        ("home_full", views::home(&rows, counted, counted)),
    ]
}

fn choices(paired: bool) -> Choices {
    Choices {
        who: UserId::new("U0BEA"),
        partner: paired.then(|| (UserId::new("U0CHIDI"), "Chidi".to_owned())),
        about: paired.then(|| "negotiation & closing".to_owned()),
        hears: paired.then(|| "Amir".to_owned()),
    }
}

fn commitment(answer: Option<Answer>) -> Commitment {
    let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default();
    Commitment {
        id: 5,
        form: "V0FORM".to_owned(),
        who: UserId::new("U0BEA"),
        source: None,
        tells: false,
        shown_to: None,
        by: NaiveDate::from_ymd_opt(2026, 8, 28).unwrap_or_default(),
        made_at: at,
        answer,
        answered_at: answer.map(|_| at),
        silent: 0,
        silent_at: None,
    }
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn refused() -> Form {
    let not = [
        NotSo::Empty,
        NotSo::TooLong,
        NotSo::Past,
        NotSo::TooFar,
        NotSo::NotYours,
        NotSo::Gone,
        NotSo::Settled,
    ];
    let whys = [Why::NoDay, Why::PartnerChanged, Why::NoSource];
    let blocks = not
        .into_iter()
        .map(Why::Not)
        .chain(whys)
        .map(|why| sentence(&views::refusal(why).message))
        .chain([note(ONLY_YOU)])
        .collect();
    Form {
        blocks,
        ..views::kept(&commitment(None), None, ONLY_YOU)
    }
}
