//! Sample values for the gallery: every view of this ritual once.

use super::{
    rules::Opened,
    views::{self, Top},
};
use crate::{
    audience::ONLY_YOU,
    blocks::{Form, note, sentence},
    ids::UserId,
    rituals::Sample,
    settings::{ALL, Change, KEEP_FEEDBACK, SKILLS, Spec, Unfit, WINS_CHANNEL},
};
use chrono::DateTime;

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let change = |spec: &'static Spec, from: &str, to: &str| {
        let change = Change {
            spec,
            from: from.to_owned(),
            to: to.to_owned(),
            by: UserId::new("U0ELIN"),
            at: DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default(),
        };
        ("Elin & <Dana>".to_owned(), change)
    };
    let many: Vec<String> = (0..20)
        .map(|n| format!("a skill of quite some length, no. {n}"))
        .collect();
    let log = [
        change(&KEEP_FEEDBACK.spec, "180", "365"),
        change(&SKILLS.spec, "demo\nobjections", "demo\n<stories> & more"),
        change(&SKILLS.spec, "demo\nobjections", "objections\ndemo"),
        change(&SKILLS.spec, &many.join("\n"), "demo"),
        change(&WINS_CHANNEL.spec, "", "C0WINS0000"),
    ];
    let goes = Top::Goes(vec![("Notes", 225), ("Messages to you", 450)]);
    let forms = [
        ("settings", form(&[], &Top::Plain)),
        ("settings_saved", form(&log, &Top::Saved)),
        ("settings_shortened", form(&log, &goes)),
        ("refused", refused()),
    ];
    forms
        .into_iter()
        .map(|(name, form)| (name, Sample::Form(form)))
        .collect()
}

fn form(log: &[(String, Change)], top: &Top) -> Form {
    let values: Vec<(&'static Spec, String)> = ALL
        .iter()
        .map(|spec| (*spec, spec.shape.default()))
        .collect();
    let opened = Opened {
        version: 4,
        told: None,
    };
    views::settings(&values, log, opened, top, ONLY_YOU)
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn refused() -> Form {
    let unfit = [
        Unfit::NotANumber,
        Unfit::OutOfRange(30, 365),
        Unfit::Lines(1, 20),
        Unfit::TooLong(40),
        Unfit::NotPicked,
        Unfit::NoChannel,
        Unfit::EndsBeforeItBegins,
        Unfit::ChangedMeanwhile,
    ];
    let blocks = unfit
        .into_iter()
        .map(|unfit| sentence(&views::unfit(unfit, String::new()).message))
        .chain([note(ONLY_YOU)])
        .collect();
    Form {
        blocks,
        ..form(&[], &Top::Plain)
    }
}
