//! The form of who takes part: first to fill in, then with what would change.

use super::{field, report, short, shown, some, submit};
use crate::{
    blocks::{Block, Button, Form, Input, buttons, heading, input, note, sentence},
    error::Refusal,
    lists::{Named, PeoplePlan},
    people::programme::{Enrols, Programme},
    rituals::setup::views::action,
};

/// What the owner has filled in.
#[derive(Clone, Debug, Default)]
pub(in crate::rituals::setup) struct Filled {
    pub(in crate::rituals::setup) programme: Programme,
    pub(in crate::rituals::setup) add: Option<String>,
    pub(in crate::rituals::setup) take_out: Option<String>,
}

/// What would come of it.
pub(in crate::rituals::setup) struct Preview {
    /// Comes back with **Save**: only what was shown is saved.
    pub(in crate::rituals::setup) mark: String,
    pub(in crate::rituals::setup) before: usize,
    /// `None` if Slack has to be asked first.
    pub(in crate::rituals::setup) after: Option<usize>,
    pub(in crate::rituals::setup) join: Vec<Named>,
    pub(in crate::rituals::setup) go: Vec<Named>,
    pub(in crate::rituals::setup) plan: PeoplePlan,
    /// False if **Save** would leave all as it is.
    pub(in crate::rituals::setup) is_change: bool,
}

/// Who takes part: first to fill in, then with what would change.
pub(in crate::rituals::setup) fn people(
    filled: &Filled,
    preview: Option<&Preview>,
    who_sees: &str,
) -> Form {
    let mut blocks = Vec::new();
    if let Some(preview) = preview {
        blocks.extend(previewed(filled, preview));
    }
    let named = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    blocks.push(input(
        field::ENROLS,
        "Who takes part",
        false,
        Input::Named {
            options: vec![
                named("everyone", "Everyone in this workspace"),
                named("channel", "The members of a channel"),
                named("list", "A list of people"),
            ],
            value: Some(filled.programme.enrols.word().to_owned()),
        },
    ));
    let channel = match &filled.programme.enrols {
        Enrols::Channel(channel) => Some(channel.clone()),
        Enrols::Everyone | Enrols::List => None,
    };
    blocks.push(input(
        field::CHANNEL,
        "Which channel",
        true,
        Input::Channel {
            value: channel,
            or_here: true,
        },
    ));
    blocks.push(note(
        "Its members are read when you save, and every night. Peerloop must be in it if it is private: /invite @Peerloop.",
    ));
    blocks.push(input(
        field::JOINING,
        "Others in this workspace",
        false,
        Input::Named {
            options: vec![
                named("open", "May join by themselves and be invited"),
                named("closed", "Only owners add people"),
            ],
            value: Some(
                if filled.programme.is_open {
                    "open"
                } else {
                    "closed"
                }
                .to_owned(),
            ),
        },
    ));
    let list = |value: &Option<String>| Input::Text {
        example: "bea@example.com, or Chidi Eze",
        value: value.clone(),
    };
    blocks.push(input(
        field::ADD,
        "Add to the list",
        true,
        list(&filled.add),
    ));
    blocks.push(input(
        field::TAKE_OUT,
        "Take off the list",
        true,
        list(&filled.take_out),
    ));
    blocks.push(note(
        "One person a line, by address, name, handle or member ID; lines of a spreadsheet will do. Longer lists in several goes, or by whoever runs the server: peerloop import people.",
    ));
    blocks.push(buttons(vec![Button::plain(action::BEGIN, "Back", "")]));
    blocks.push(note(who_sees));
    Form {
        callback: action::SAVE_PEOPLE,
        item: preview
            .map(|preview| preview.mark.clone())
            .unwrap_or_default(),
        submit: Some(submit(preview.is_some_and(|preview| preview.is_change))),
        ..shown("Who takes part", blocks)
    }
}

fn previewed(filled: &Filled, preview: &Preview) -> Vec<Block> {
    let mut blocks = vec![heading(if preview.is_change {
        "What Save would change"
    } else {
        "Nothing to save"
    })];
    let before = some(preview.before, "person takes part", "people take part");
    blocks.push(sentence(&match preview.after {
        Some(after) => format!("Now {before}, then {after}."),
        None => format!(
            "Now {before}. Slack is asked for the members of the channel when you save, and you get a message with how many they are. Whoever an owner had added and is not among them takes part no longer."
        ),
    }));
    blocks.extend(names("They come in", &preview.join));
    blocks.extend(names("They take part no longer", &preview.go));
    if preview.join.is_empty() && preview.go.is_empty() && preview.after.is_some() {
        blocks.push(sentence("Nobody comes in and nobody goes."));
    }
    if preview.plan.same > 0 {
        blocks.push(sentence(&format!(
            "{} on the list already.",
            some(preview.plan.same, "line is", "lines are")
        )));
    }
    if !filled.programme.is_open {
        blocks.push(sentence("Others can't join by themselves."));
    }
    blocks.extend(report("Left out of those to add", &preview.plan.add_faults));
    blocks.extend(report(
        "Left out of those to take off",
        &preview.plan.take_out_faults,
    ));
    blocks
}

fn names(title: &str, people: &[Named]) -> Option<Block> {
    let names: Vec<String> = people.iter().map(|person| person.name.clone()).collect();
    (!names.is_empty()).then(|| sentence(&format!("{title} ({}): {}.", names.len(), short(&names))))
}

/// No channel was picked.
pub(in crate::rituals::setup) fn no_channel() -> Refusal {
    under(field::CHANNEL, "Pick the channel whose members take part.")
}

/// Names where no list decides.
pub(in crate::rituals::setup) fn names_without_list() -> Refusal {
    under(
        field::ENROLS,
        "Names belong to a list: pick “A list of people”, or leave the two boxes empty.",
    )
}

fn under(field: &str, message: &str) -> Refusal {
    Refusal {
        message: message.to_owned(),
        field: Some(field.to_owned()),
    }
}
