//! What owners see of set-up. Pure: values in, forms out; all of the ritual's words stand here.

pub(super) mod programme;

use super::rules::{MOST_FACILITATORS, Why, word_of};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Form, Input, Part, Weight, heading, input, line, note, row, sentence},
    error::Refusal,
    may::Role,
    names::Names,
    people::{Person, roles::Held},
    rituals::Entry,
};
use serde_json::json;

/// Ids of what can be pressed; `setup.<what>`.
pub(super) mod action {
    pub(crate) const BEGIN: &str = "setup.begin";
    pub(crate) const ROLES: &str = "setup.roles";
    pub(crate) const REMOVE: &str = "setup.remove";
    pub(crate) const PEOPLE: &str = "setup.people";
    pub(crate) const SAVE_PEOPLE: &str = "setup.save_people";
    pub(crate) const MANAGERS: &str = "setup.managers";
    pub(crate) const SAVE_MANAGERS: &str = "setup.save_managers";
    pub(crate) const LIVE: &str = "setup.live";
    pub(crate) const PROMPTS: &str = "setup.prompts";
}

/// What the names of the forms' fields begin with.
pub(super) mod field {
    pub(crate) const OWNER: &str = "owner";
    pub(crate) const REVIEWER: &str = "reviewer";
    pub(crate) const FACILITATOR: &str = "facilitator";
}

/// Home, for an owner.
pub(super) fn begin_button() -> Button {
    Button::plain(action::BEGIN, "Set up", "")
}

/// Home, for a workspace admin while there is no owner.
pub(super) fn nobody_runs_it() -> Block {
    row(
        "Nobody runs Peerloop here yet. You administer this workspace: Set up makes you its first owner.",
        Button::main(action::BEGIN, "Set up", ""),
    )
}

/// Who runs the programme and who reviews.
pub(super) fn roles(
    overview: &programme::Overview,
    owners: &[Person],
    reviewers: &[Person],
    facilitators: &[Person],
    may_add_reviewer: bool,
    who_sees: &str,
) -> Form {
    let mut blocks = programme::rows(overview);
    blocks.extend([
        heading("Owners"),
        sentence("They set Peerloop up. They never see what people write to each other."),
    ]);
    blocks.extend(owners.iter().map(|owner| holder(owner, Role::Owner)));
    blocks.push(input(
        fresh(field::OWNER, owners),
        "Add an owner",
        true,
        Input::Person { value: None },
    ));
    blocks.push(heading("Reviewers"));
    blocks.push(sentence(
        "Two people read what is reported: the text and the reason, never who wrote it. Without them nobody can report a note.",
    ));
    blocks.extend(
        reviewers
            .iter()
            .map(|reviewer| holder(reviewer, Role::Reviewer)),
    );
    if may_add_reviewer {
        blocks.push(input(
            fresh(field::REVIEWER, reviewers),
            "Add a reviewer",
            true,
            Input::Person { value: None },
        ));
    }
    blocks.push(heading("Facilitators"));
    blocks.push(sentence(
        "Reps who open drills and run sessions. Whoever has reports can't be one.",
    ));
    blocks.extend(
        facilitators
            .iter()
            .map(|facilitator| holder(facilitator, Role::Facilitator)),
    );
    blocks.push(input(
        fresh(field::FACILITATOR, facilitators),
        "Add a facilitator",
        true,
        Input::Person { value: None },
    ));
    blocks.extend(programme::last(overview));
    blocks.push(note(who_sees));
    Form {
        callback: action::ROLES,
        item: String::new(),
        title: "Set up Peerloop",
        submit: Some("Save"),
        close: "Done",
        blocks,
        again: Some((action::BEGIN, String::new())),
    }
}

/// A field of its own for each number of holders: Slack keeps what was picked while a field's name stays the same, and
/// whoever was just added should not stand there again.
fn fresh(field: &str, holders: &[Person]) -> String {
    format!("{field}-{}", holders.len())
}

fn holder(person: &Person, role: Role) -> Block {
    let value = format!("{}:{}", word_of(role), person.id);
    let text = if role == Role::Owner {
        format!(
            "{} no longer sets up Peerloop. What was set stays.",
            person.name
        )
    } else if role == Role::Facilitator {
        format!("{} no longer opens drills and runs sessions.", person.name)
    } else {
        format!("{} no longer reviews what is reported.", person.name)
    };
    let weight = Weight::Final {
        title: "Remove?",
        text,
        yes: "Remove",
    };
    row(
        &person.name,
        Button {
            weight,
            ..Button::plain(action::REMOVE, "Remove", value)
        },
    )
}

/// What an owner sees after removing themselves.
pub(super) fn stepped_down(was_last: bool) -> Form {
    let text = if was_last {
        "You are no longer an owner, and nobody else is. Any admin of this workspace can press Set up on Home."
    } else {
        "You are no longer an owner."
    };
    shown(vec![sentence(text), note(ONLY_YOU)])
}

fn shown(blocks: Vec<Block>) -> Form {
    Form {
        callback: "setup.shown",
        item: String::new(),
        title: "Set up Peerloop",
        submit: None,
        close: "Done",
        blocks,
        again: None,
    }
}

/// The ritual's lines in the help.
pub(super) fn help(names: &Names) -> Vec<Block> {
    vec![line(vec![
        Part::Bold(names.command("peerloop setup")),
        Part::Text(
            " is for programme owners: who takes part, who runs it, who reviews reports."
                .to_owned(),
        ),
    ])]
}

/// People's names in a sentence.
pub(super) fn names(people: &[Person]) -> String {
    people
        .iter()
        .map(|person| person.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// A sentence for what cannot be done. `name` is the other person's, or the owners'.
pub(super) fn refusal(why: Why, name: &str) -> Refusal {
    let message = match why {
        Why::HasOwners => {
            format!("Peerloop is already run by {name}. They can add you as an owner.")
        }
        Why::Unknown => {
            "Slack did not tell Peerloop who that is. Try once more in a minute.".to_owned()
        }
        Why::NotAMember => {
            format!("{name} is not a member of this workspace, so they cannot have a role.")
        }
        Why::TakesNoPart => {
            format!("{name} doesn't take part, and a facilitator is one of the reps.")
        }
        Why::HasReports => {
            format!("People report to {name}, and a facilitator has no reports.")
        }
        Why::EnoughFacilitators => {
            format!("There are {MOST_FACILITATORS} facilitators already. Remove one first.")
        }
        Why::EnoughReviewers => "There are two reviewers already. Remove one first.".to_owned(),
    };
    Refusal {
        message,
        field: None,
    }
}

/// A role, for the one who has or had it and asks for their data.
pub(super) fn held_entry(held: &Held) -> Entry {
    let until = if held.ended_at.is_some() {
        "ended"
    } else {
        "now"
    };
    Entry {
        title: format!("Your role: {} · {until}", held.role),
        at: held.since_at,
        texts: Vec::new(),
        json: json!({
            "kind": "role", "role": held.role, "since": held.since_at.to_rfc3339(),
            "until": held.ended_at.map(|at| at.to_rfc3339()),
        }),
    }
}
