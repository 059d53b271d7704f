//! Sample values for the gallery: every view of this ritual once.

use super::{
    Labels,
    rules::{Digest, Level},
    views::{self, Why},
};
use crate::{
    audience::{Audience, ONLY_YOU},
    blocks::{Block, Form, Part, line, note, sentence},
    figures::{Label, Measure, Member, Month},
    ids::UserId,
    names::Names,
    rituals::Sample,
};
use chrono::{DateTime, NaiveDate};

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let (full, small) = (full(), about(2));
    let plain = Digest {
        is_plain: true,
        ..self::full()
    };
    let nobody = Digest {
        level: None,
        ..about(0)
    };
    let labels = labels();
    let sees = sees();
    let message = |digest: &Digest| Sample::Message(views::message(digest, &labels, &sees));
    let form = |digest: &Digest| Sample::Form(views::form(digest, &labels, &sees));
    vec![
        ("month", message(&full)),
        ("month_plain", message(&plain)),
        ("month_from_above", message(&small)),
        ("month_of_nothing", message(&about(0))),
        ("form", form(&full)),
        ("form_of_nobody", form(&nobody)),
        ("how", Sample::Form(views::how(&full, &labels, &sees))),
        (
            "how_from_above",
            Sample::Form(views::how(&small, &labels, &sees)),
        ),
        ("what", Sample::Form(views::what(&full, &labels, &sees))),
        ("none_yet", Sample::Form(views::none_yet())),
        ("home", Sample::Home(views::home(&full, &sees))),
        ("home_of_nobody", Sample::Home(views::home(&nobody, &sees))),
        ("help", Sample::Home(views::help(&Names::default()))),
        ("refused", Sample::Form(refused())),
        ("data", Sample::Form(data())),
    ]
}

/// A month in which nothing is shown, about people so many levels up.
fn about(up: u32) -> Digest {
    Digest {
        id: 7,
        month: Month::of(NaiveDate::from_ymd_opt(2026, 8, 1).unwrap_or_default()),
        k: 5,
        level: Some(Level {
            manager: Member(3),
            up,
            people: 23,
        }),
        shown: Vec::new(),
        before: None,
        has_asks: true,
        is_plain: false,
    }
}

fn full() -> Digest {
    let practised = |label| Measure::Practised(Label(label));
    Digest {
        shown: vec![
            (practised(0), 31),
            (practised(1), 18),
            (practised(2), 1_204),
            (Measure::Kept, 23),
            (Measure::PartlyKept, 8),
            (Measure::NotKept, 9),
            (Measure::Drilled(Label(0)), 9),
            (Measure::Drilled(Label(1)), 40),
            (Measure::DrilledAtLarge, 6),
        ],
        before: Some(vec![(Measure::Kept, 19), (Measure::Added, 6)]),
        ..about(0)
    }
}

/// Owners may call a skill what they like.
fn labels() -> Labels {
    [
        "discovery",
        "<!channel> *deal* & strategy 😀",
        "negotiation & closing of quite some name",
    ]
    .into_iter()
    .zip(0..)
    .map(|(text, number)| (Label(number), text.to_owned()))
    .collect()
}

fn sees() -> String {
    let dana = UserId::new("U0DANA");
    Audience::Digest(dana.clone()).sentence(&dana, ToString::to_string)
}

/// Entries of one's data are shown by another ritual; here each stands in a form, to be read in the gallery.
fn data() -> Form {
    let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default();
    let month = about(0).month;
    let entries = [
        views::number_entry(month, at),
        views::digest_entry(month, at, Some(at)),
        views::digest_entry(month, at, None),
    ];
    let texts = entries.iter().flat_map(|entry| {
        let title = vec![Part::Bold(entry.title.clone())];
        let json = vec![Part::Text(entry.json.to_string())];
        [line(title), line(json)]
    });
    in_form(texts.collect())
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn refused() -> Form {
    let whys = [Why::Gone, Why::NotYours];
    in_form(
        whys.map(|why| sentence(&views::refusal(why).message))
            .to_vec(),
    )
}

fn in_form(blocks: Vec<Block>) -> Form {
    Form {
        blocks: blocks.into_iter().chain([note(ONLY_YOU)]).collect(),
        ..views::none_yet()
    }
}
