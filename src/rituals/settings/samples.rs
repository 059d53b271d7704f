//! Sample values for the gallery: every view of this ritual once.

use super::views;
use crate::{
    audience::ONLY_YOU,
    blocks::{Form, note, sentence},
    rituals::Sample,
    settings::{SKILLS, Unfit},
};
use chrono::DateTime;

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let changed = Some((
        "Elin & <Dana>".to_owned(),
        DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default(),
    ));
    let skills = SKILLS.default.to_owned();
    let forms = [
        (
            "settings",
            views::settings(skills.clone(), None, false, ONLY_YOU),
        ),
        (
            "settings_saved",
            views::settings(skills, changed, true, ONLY_YOU),
        ),
        ("refused", refused()),
    ];
    forms
        .into_iter()
        .map(|(name, form)| (name, Sample::Form(form)))
        .collect()
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn refused() -> Form {
    let unfit = [Unfit::Lines(1, 20), Unfit::TooLong(40)]
        .map(|unfit| views::unfit(unfit, SKILLS.name).message);
    let blocks = unfit
        .iter()
        .map(|text| sentence(text))
        .chain([note(ONLY_YOU)])
        .collect();
    Form {
        blocks,
        ..views::settings(String::new(), None, false, ONLY_YOU)
    }
}
