//! Sample values for the gallery: every view of this ritual once.

use super::{
    rules::{Opened, Unfit},
    views::{self, Away, Quiet, Saved},
};
use crate::{
    audience::ONLY_YOU,
    blocks::{Form, note, sentence},
    people::leave::Leave,
    rituals::Sample,
    schedule::{Blackout, Imported},
};
use chrono::{NaiveDate, TimeDelta};

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let day = |number: i64| NaiveDate::default() + TimeDelta::days(number);
    let leave = |id: i64| Leave {
        id,
        from: day(20 * id),
        to: day(20 * id + id % 3),
    };
    let many: Vec<Leave> = (1..=30).map(leave).collect();
    let regions = [
        ("DE-BE".to_owned(), 10, day(358)),
        (
            "A region & its <name> of forty characters".to_owned(),
            1,
            day(0),
        ),
    ];
    let blackout = |id: i64| Blackout {
        id,
        from: day(id),
        to: day(id + 2),
        why: "Quarter end & <stock-taking>".to_owned(),
    };
    let blackouts: Vec<Blackout> = (0..30).map(blackout).collect();
    let imported = Imported {
        days: 10,
        first_year: 2026,
        last_year: 2027,
    };
    let away = |coming: &[Leave], regions, own: Option<&str>, default: Option<&str>| {
        Sample::Form(views::away(&Away {
            coming,
            regions,
            own: own.map(str::to_owned),
            default: default.map(str::to_owned),
            opened: Opened::default(),
            is_saved: !coming.is_empty(),
        }))
    };
    let quiet = |blackouts: &[Blackout], regions, default: Option<&str>, saved| {
        Sample::Form(views::quiet(&Quiet {
            blackouts,
            regions,
            default: default.map(str::to_owned),
            saved,
            opened: Opened::default(),
            who_sees: ONLY_YOU,
        }))
    };
    let done = Some(Saved {
        imported: Some(("DE-BE".to_owned(), imported)),
        deleted: Some(("DE-HB".to_owned(), 1)),
    });
    vec![
        ("home", Sample::Home(views::home(&[]))),
        ("home_once", Sample::Home(views::home(&many[..1]))),
        ("home_twice", Sample::Home(views::home(&many[..2]))),
        ("away", away(&[], &[], None, None)),
        ("away_full", away(&many, &regions, Some(""), Some("DE-BE"))),
        ("days_off", quiet(&[], &[], None, None)),
        (
            "days_off_full",
            quiet(&blackouts, &regions, Some("DE-BE"), done),
        ),
        ("refused", Sample::Form(refused())),
    ]
}

/// Everything that is refused, as one form.
fn refused() -> Form {
    let all = [
        Unfit::NoFirstDay,
        Unfit::EndsBeforeItBegins,
        Unfit::IsOver,
        Unfit::TooLong,
        Unfit::TooLongTogether,
        Unfit::TooMany,
        Unfit::NoRegion,
        Unfit::IsDefault,
        Unfit::IsImported,
        Unfit::NoLabel,
        Unfit::NoFile,
        Unfit::NoDays,
        Unfit::NoReason,
    ];
    let mut blocks: Vec<_> = all
        .into_iter()
        .map(|unfit| sentence(&views::unfit(unfit, String::new()).message))
        .collect();
    blocks.push(note(ONLY_YOU));
    Form {
        callback: "days_off.shown",
        item: String::new(),
        title: "Refused",
        submit: None,
        close: "Close",
        blocks,
        again: None,
    }
}
