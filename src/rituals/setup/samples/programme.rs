//! The programme's forms with sample values.

use super::super::views::programme::{self as views, Filled, LastChange, Overview, Preview};
use crate::{
    audience::ONLY_YOU,
    blocks::{Form, note, sentence},
    ids::{ChannelId, UserId},
    lists::{Fault, ManagersPlan, Named, NewManager, PeoplePlan, What},
    people::{
        Standing,
        programme::{Enrols, Programme, Prompts},
    },
};
use chrono::DateTime;

const AWKWARD: &str = "<!channel> & \u{202E}left\u{202C} ; DROP TABLE person; -- 😀";

pub(super) fn begin() -> Overview {
    Overview {
        programme: Programme {
            is_open: true,
            ..Programme::default()
        },
        people: 1,
        reports: 0,
        managers: 0,
        last: None,
    }
}

pub(super) fn overview() -> Overview {
    Overview {
        programme: Programme {
            enrols: Enrols::List,
            is_open: false,
            prompts: Prompts::Live,
        },
        people: 14,
        reports: 12,
        managers: 1,
        last: Some(LastChange {
            what: "who reports to whom",
            by: "Elin & <Dana>".to_owned(),
            at: DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default(),
        }),
    }
}

pub(super) fn forms() -> Vec<(&'static str, Form)> {
    let filled = |enrols| Filled {
        programme: Programme {
            enrols,
            ..overview().programme
        },
        add: Some(AWKWARD.to_owned()),
        take_out: None,
    };
    let channel = filled(Enrols::Channel(ChannelId::new("C0SALES")));
    let paused = Overview {
        programme: Programme {
            prompts: Prompts::Paused,
            ..overview().programme
        },
        ..overview()
    };
    let (plan, nothing) = (managers_plan(), nothing());
    let prompts = ["Check-ins: one question a week to whoever made a commitment."];
    let teams = [("Dana".to_owned(), vec!["Amir".to_owned(); 30])];
    vec![
        ("people", views::people(&Filled::default(), None, ONLY_YOU)),
        (
            "people_preview",
            views::people(&filled(Enrols::List), Some(&preview(Some(3))), ONLY_YOU),
        ),
        (
            "people_preview_of_a_channel",
            views::people(&channel, Some(&preview(None)), ONLY_YOU),
        ),
        (
            "people_saved",
            views::saved(&views::people_saved(&overview().programme, 14), ONLY_YOU),
        ),
        (
            "people_saved_of_a_channel",
            views::saved(&views::people_saved(&channel.programme, 14), ONLY_YOU),
        ),
        ("managers_begin", views::managers(None, &[], None, ONLY_YOU)),
        ("managers", views::managers(None, &teams, None, ONLY_YOU)),
        (
            "managers_preview",
            views::managers(
                Some(AWKWARD.to_owned()),
                &teams,
                Some(("0badcafe", &plan)),
                ONLY_YOU,
            ),
        ),
        (
            "managers_nothing",
            views::managers(
                Some(AWKWARD.to_owned()),
                &teams,
                Some(("0badcafe", &nothing)),
                ONLY_YOU,
            ),
        ),
        (
            "managers_saved",
            views::saved(views::MANAGERS_SAVED, ONLY_YOU),
        ),
        ("go_live_begin", views::live(&begin(), &[], ONLY_YOU)),
        ("live", views::live(&overview(), &prompts, ONLY_YOU)),
        ("paused", views::live(&paused, &prompts, ONLY_YOU)),
        ("refused_people", refused()),
    ]
}

fn preview(after: Option<usize>) -> Preview {
    Preview {
        mark: "0badcafe".to_owned(),
        before: 9,
        after,
        join: vec![named("Bea")],
        go: vec![named("Chidi"); 40],
        is_change: true,
        plan: PeoplePlan {
            add: vec![named("Bea")],
            same: 1,
            add_faults: faults(),
            take_out_faults: vec![fault(1, What::NotIn("Dana".to_owned()))],
            ..PeoplePlan::default()
        },
    }
}

/// Every line was left out.
fn nothing() -> ManagersPlan {
    ManagersPlan {
        faults: faults(),
        ..ManagersPlan::default()
    }
}

fn managers_plan() -> ManagersPlan {
    let change = |from: Option<Named>, to: Option<Named>| NewManager {
        line: 2,
        person: named("Bea"),
        from,
        to,
    };
    ManagersPlan {
        changes: vec![
            change(None, Some(named("Dana"))),
            change(Some(named("Dana")), None),
        ],
        same: 2,
        faults: faults(),
    }
}

/// Every kind of fault once.
fn faults() -> Vec<Fault> {
    let bea = || "Bea".to_owned();
    let cannot = |standing| What::CannotTakePart("Gus".to_owned(), standing);
    let whats = [
        What::Empty,
        What::Nobody(AWKWARD.to_owned()),
        What::Nobody("bea@gone.example".to_owned()),
        What::Several(
            "Sam".to_owned(),
            vec!["sam@a.example".to_owned(), "@sam2".to_owned()],
        ),
        cannot(Standing::Guest),
        cannot(Standing::Outsider),
        cannot(Standing::Bot),
        cannot(Standing::Deactivated),
        What::Twice(bea(), 3),
        What::LeftByThemselves(bea()),
        What::OwnManager(bea()),
        What::Circle(bea(), "Dana".to_owned()),
        What::Facilitates(bea()),
        What::NoManagerColumn,
        What::NoManagerCell(bea()),
    ];
    (2..)
        .zip(whats)
        .map(|(line, what)| fault(line, what))
        .collect()
}

fn fault(line: u64, what: What) -> Fault {
    Fault { line, what }
}

fn named(name: &str) -> Named {
    Named {
        id: UserId::new(format!("U0{}", name.to_uppercase())),
        name: name.to_owned(),
    }
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn refused() -> Form {
    let refusals = [views::no_channel(), views::names_without_list()];
    let blocks = refusals
        .iter()
        .map(|refusal| sentence(&refusal.message))
        .chain([note(ONLY_YOU)])
        .collect();
    Form {
        blocks,
        ..views::saved("", ONLY_YOU)
    }
}
