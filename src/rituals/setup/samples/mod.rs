//! Sample values for the gallery: every view of this ritual once.

use super::{
    rules::{MOST_REVIEWERS, Why},
    views,
};
use crate::{
    audience::ONLY_YOU,
    blocks::{Form, note, sentence},
    ids::UserId,
    people::{Person, Standing},
    rituals::Sample,
};

mod programme;

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let (elin, dana) = (person("Elin"), person("Dana"));
    let facilitators = [person("Chidi")];
    let (begin, overview) = (programme::begin(), programme::overview());
    let reviewers = vec![dana.clone(); MOST_REVIEWERS];
    let forms = [
        (
            "roles_begin",
            views::roles(
                &begin,
                std::slice::from_ref(&elin),
                &[],
                &[],
                true,
                ONLY_YOU,
            ),
        ),
        (
            "roles",
            views::roles(
                &overview,
                &[elin, dana],
                &reviewers,
                &facilitators,
                false,
                "Who sees this: you and Dana.",
            ),
        ),
        ("stepped_down", views::stepped_down(false)),
        ("stepped_down_last", views::stepped_down(true)),
        ("refused", refused()),
    ];
    let home = Sample::Home(vec![
        views::nobody_runs_it(),
        crate::blocks::buttons(vec![views::begin_button()]),
    ]);
    forms
        .into_iter()
        .chain(programme::forms())
        .map(|(name, form)| (name, Sample::Form(form)))
        .chain([
            ("home", home),
            (
                "channel_read",
                Sample::Message(views::programme::channel_read(14, ONLY_YOU)),
            ),
            (
                "channel_closed",
                Sample::Message(views::programme::channel_closed(ONLY_YOU)),
            ),
        ])
        .collect()
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn refused() -> Form {
    let whys = [
        Why::HasOwners,
        Why::Unknown,
        Why::NotAMember,
        Why::EnoughReviewers,
        Why::TakesNoPart,
        Why::HasReports,
        Why::EnoughFacilitators,
    ];
    let sentences = whys
        .into_iter()
        .map(|why| views::refusal(why, "Dana").message);
    let blocks = sentences
        .map(|text| sentence(&text))
        .chain([note(ONLY_YOU)])
        .collect();
    Form {
        blocks,
        ..views::stepped_down(false)
    }
}

fn person(name: &str) -> Person {
    Person {
        id: UserId::new(format!("U0{}", name.to_uppercase())),
        name: name.to_owned(),
        standing: Standing::Member,
        dm: None,
        is_admin: false,
    }
}
