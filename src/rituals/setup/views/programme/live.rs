//! The form of whether prompts are sent.

use super::{Overview, shown, some};
use crate::{
    blocks::{Button, Form, Weight, buttons, heading, note, sentence},
    people::programme::Prompts,
    rituals::setup::views::action,
};

/// What begins with **Go live**, or goes on, or was paused.
pub(in crate::rituals::setup) fn live(
    overview: &Overview,
    prompts: &[&str],
    who_sees: &str,
) -> Form {
    let people = usize::try_from(overview.people).unwrap_or_default();
    let people = some(people, "person takes part", "people take part");
    let (title, first) = match overview.programme.prompts {
        Prompts::Off => (
            "Go live",
            format!(
                "{people}. Until you press Go live, Peerloop writes to nobody of its own accord."
            ),
        ),
        Prompts::Live => ("Prompts", format!("{people}. Prompts are sent.")),
        Prompts::Paused => (
            "Prompts",
            format!("{people}. Prompts are paused: nobody gets any."),
        ),
    };
    let mut blocks = vec![sentence(&first)];
    if prompts.is_empty() {
        blocks.push(sentence(
            "Nothing here sends prompts by itself yet. What people do for each other works in any case.",
        ));
    } else {
        blocks.push(heading("What is sent"));
        blocks.extend(prompts.iter().map(|prompt| sentence(prompt)));
    }
    let button = match overview.programme.prompts {
        Prompts::Off => Button::main(action::PROMPTS, "Go live", Prompts::Live.word()),
        Prompts::Paused => Button::main(action::PROMPTS, "Resume", Prompts::Live.word()),
        Prompts::Live => Button {
            weight: Weight::Final {
                title: "Pause all prompts?",
                text: "Nobody gets a prompt until an owner presses Resume. What people do for each other goes on.".to_owned(),
                yes: "Pause",
            },
            ..Button::plain(action::PROMPTS, "Pause all prompts", Prompts::Paused.word())
        },
    };
    blocks.push(buttons(vec![
        button,
        Button::plain(action::BEGIN, "Back", ""),
    ]));
    blocks.push(note(who_sees));
    shown(title, blocks)
}
