//! The words of the house itself: help, Home's frame, and what is said when something cannot be done.
//! Pure: values in, messages and forms out. Each ritual has its own `views.rs`.

use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Form, Message, Part, buttons, divider, heading, line, note, sentence},
    error::Refusal,
    may::{Denied, Role, Roles},
    names::Names,
    rituals::{Sample, views::outdated},
};

/// `/peerloop help`: one line per command, then what the ritual says of itself.
pub(crate) fn help(names: &Names, commands: Vec<Block>, words: Vec<Block>) -> Message {
    let mut blocks = vec![sentence(
        "Peerloop is peer coaching between teammates: feedback, fire drills, a playbook of what works, and commitments.",
    )];
    blocks.extend(commands);
    blocks.push(line(vec![
        Part::Text("Type help after a command for more: ".to_owned()),
        Part::Bold(names.command("feedback help")),
        Part::Text(".".to_owned()),
    ]));
    blocks.push(divider());
    blocks.extend(words);
    blocks.push(divider());
    blocks.push(line(vec![
        Part::Bold(names.command("peerloop <word>")),
        Part::Text(
            " does the same as the command of that name, should another app have taken it."
                .to_owned(),
        ),
    ]));
    blocks.push(note(ONLY_YOU));
    Message {
        summary: "How Peerloop works".to_owned(),
        blocks,
    }
}

/// The first word after `/peerloop` is not ours.
pub(crate) fn no_such_command(names: &Names, known: &[&str]) -> Message {
    let known: Vec<String> = known
        .iter()
        .map(|name| names.command(&format!("peerloop {name}")))
        .collect();
    say(format!(
        "I don't know that word. Try {}, or {}.",
        names.command("peerloop help"),
        known.join(", ")
    ))
}

/// What somebody may not do, and who can.
pub(crate) fn denied(denied: Denied, mine: &Roles, owners: &[String]) -> Refusal {
    let message = match denied {
        Denied::NoSuchAction => return outdated(),
        Denied::OnlyFor(_) if *mine == Roles::default() => {
            "Slack did not tell Peerloop who you are. Nothing is lost; try once more in a minute.".to_owned()
        }
        Denied::OnlyFor(_) if mine.has(Role::Guest) => {
            "Guests of this workspace don't take part in Peerloop. Whoever invited you can ask the workspace's admins."
                .to_owned()
        }
        Denied::OnlyFor(_) if mine.has(Role::Outsider) => {
            "Peerloop is for the people of the company that runs it; ask your own workspace's admins for one.".to_owned()
        }
        Denied::OnlyFor(may) if may.contains(&Role::Rep) && mine.has(Role::Bystander) => {
            "You don't take part in Peerloop here.".to_owned()
        }
        Denied::OnlyFor(may) if may.contains(&Role::Rep) => {
            "This account can't take part in Peerloop.".to_owned()
        }
        Denied::OnlyFor(may) if may.contains(&Role::Facilitator) && may.contains(&Role::Owner) => {
            "Only facilitators and programme owners can do that.".to_owned()
        }
        Denied::OnlyFor(may) if may.contains(&Role::Owner) && owners.is_empty() => {
            "Nobody owns the programme yet. An admin of this workspace can press Set up on Peerloop's Home tab.".to_owned()
        }
        Denied::OnlyFor(may) if may.contains(&Role::Owner) => {
            format!("Only programme owners can do that: {}.", owners.join(", "))
        }
        Denied::OnlyFor(may) if may.contains(&Role::Reviewer) => "Only the two reviewers can do that.".to_owned(),
        Denied::OnlyFor(may) if may.contains(&Role::Manager) => {
            "Only managers can do that: people who take part report to them.".to_owned()
        }
        Denied::OnlyFor(_) => "This account can't take part in Peerloop.".to_owned(),
    };
    Refusal {
        message,
        field: None,
    }
}

/// We broke; `reference` is in the log beside the reason.
pub(crate) fn broken(reference: &str) -> Refusal {
    Refusal {
        message: format!(
            "Something went wrong on Peerloop's side and nothing was changed. What you typed is still in the form. Please try once more; if it stays, give your operator this reference: {reference}."
        ),
        field: None,
    }
}

/// A sentence as a message that only one person sees.
pub(crate) fn whisper(refusal: &Refusal) -> Message {
    say(refusal.message.clone())
}

/// A sentence as a small form, on top of what the person was looking at.
pub(crate) fn aside(refusal: &Refusal) -> Form {
    small_form(&say(refusal.message.clone()))
}

/// A message where Slack only allows a form.
pub(crate) fn small_form(message: &Message) -> Form {
    Form {
        callback: "desk.aside",
        item: String::new(),
        title: "Peerloop",
        submit: None,
        close: "Close",
        blocks: message.blocks.clone(),
        again: None,
    }
}

/// Slack did not open a form in time; the button asks for it again.
pub(crate) fn open_again(action: &'static str, value: &str) -> Message {
    Message {
        summary: "Slack was too slow to open the form.".to_owned(),
        blocks: vec![
            sentence("Slack was too slow to open the form. Nothing is lost."),
            buttons(vec![Button::main(action, "Open the form", value)]),
            note(ONLY_YOU),
        ],
    }
}

/// Slack showed an error for a submit that was kept after all.
pub(crate) fn kept() -> Message {
    say("Slack showed you an error just now, but what you sent was kept. You need not send it again.".to_owned())
}

/// A Home tab's blocks.
pub(crate) fn home(
    names: &Names,
    is_first: bool,
    actions: Vec<Button>,
    needs_you: Vec<Block>,
    sections: Vec<Vec<Block>>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    if is_first {
        blocks.push(sentence(
            "New here? Press Give feedback and tell a teammate one thing to start, stop or continue. Only they can open your words.",
        ));
    }
    if !actions.is_empty() {
        blocks.push(buttons(actions));
    }
    blocks.push(heading("Needs you now"));
    if needs_you.is_empty() {
        blocks.push(sentence("Nothing waits for you."));
    }
    blocks.extend(needs_you);
    for section in sections.into_iter().filter(|section| !section.is_empty()) {
        blocks.push(divider());
        blocks.extend(section);
    }
    blocks.push(divider());
    blocks.push(note(&format!(
        "Type {} in any channel to see all that Peerloop can do.",
        names.command("peerloop help")
    )));
    blocks
}

/// More waits for somebody than Home shows.
pub(crate) fn more_needs_you() -> Block {
    note("More waits for you; it comes up here as you go on.")
}

/// A section of Home is longer than its share.
pub(crate) fn more_than_fits() -> Block {
    note("There is more than fits here.")
}

/// The Home tab of somebody who does not take part.
pub(crate) fn home_for_others() -> Vec<Block> {
    vec![sentence(
        "Peerloop is for the members of this workspace; guests and people from other companies don't take part.",
    )]
}

fn say(text: String) -> Message {
    let blocks = vec![sentence(&text), note(ONLY_YOU)];
    Message {
        summary: text,
        blocks,
    }
}

/// Every view of this file with sample values, but for the help, which is made of the rituals'.
pub(crate) fn samples() -> Vec<(&'static str, Sample)> {
    let names = Names::default();
    let action = vec![Button::main("feedback.give", "Give feedback", "")];
    let waiting = sentence("Something waits.");
    vec![
        (
            "no_such_command",
            Sample::Message(no_such_command(&names, &["feedback"])),
        ),
        ("refusal_as_whisper", Sample::Message(whisper(&outdated()))),
        ("refusal_as_form", Sample::Form(aside(&broken("0badcafe")))),
        (
            "open_again",
            Sample::Message(open_again("feedback.read", "17")),
        ),
        ("kept", Sample::Message(kept())),
        ("denied", Sample::Form(all_denied())),
        (
            "home",
            Sample::Home(home(
                &names,
                true,
                action,
                vec![waiting, more_needs_you()],
                vec![vec![sentence("A ritual's section."), more_than_fits()]],
            )),
        ),
        ("home_of_a_guest", Sample::Home(home_for_others())),
    ]
}

/// A refusal is a sentence, not a view; here each stands in a form, to be read in the gallery.
fn all_denied() -> Form {
    let owners = ["Elin".to_owned()];
    let rep = Roles::new([Role::Rep]);
    let blocks = [
        denied(Denied::OnlyFor(&[Role::Rep]), &Roles::default(), &owners),
        denied(
            Denied::OnlyFor(&[Role::Rep]),
            &Roles::new([Role::Guest]),
            &owners,
        ),
        denied(
            Denied::OnlyFor(&[Role::Rep]),
            &Roles::new([Role::Outsider]),
            &owners,
        ),
        denied(Denied::OnlyFor(&[Role::Owner]), &rep, &owners),
        denied(Denied::OnlyFor(&[Role::Owner]), &rep, &[]),
        denied(Denied::OnlyFor(&[Role::Reviewer]), &rep, &owners),
        denied(Denied::OnlyFor(&[Role::Manager]), &rep, &owners),
        denied(
            Denied::OnlyFor(&[Role::Facilitator, Role::Owner]),
            &rep,
            &owners,
        ),
        denied(
            Denied::OnlyFor(&[Role::Rep]),
            &Roles::new([Role::Bot]),
            &owners,
        ),
    ];
    let blocks = blocks
        .iter()
        .map(|refusal| sentence(&refusal.message))
        .chain([note(ONLY_YOU)])
        .collect();
    Form {
        blocks,
        ..aside(&outdated())
    }
}
