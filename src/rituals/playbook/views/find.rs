//! Looking something up: the search form, what was found, help, and the playbook as Markdown.

use super::{
    SHOWN, action,
    entry::{Hit, buttons_of, hit},
    field, shown,
};
use crate::{
    audience::ONLY_YOU,
    blocks::{
        Block, Button, Form, Input, Message, Part, buttons, divider, input, line, note, sentence,
        words,
    },
    names::Names,
};

/// Entries that an answer shows: what can be read on a phone before a call.
pub(in crate::rituals::playbook) const SHOWN_HITS: usize = 3;

/// What a search came to.
pub(in crate::rituals::playbook) struct Results {
    /// What was typed.
    pub(in crate::rituals::playbook) query: String,
    /// The known word that was taken for it, if it stands nowhere as it was typed.
    pub(in crate::rituals::playbook) meant: Option<String>,
    /// The best, at most [`SHOWN_HITS`].
    pub(in crate::rituals::playbook) hits: Vec<Hit>,
    /// How many more there are.
    pub(in crate::rituals::playbook) more: usize,
}

/// The answer to `/playbook price`.
pub(in crate::rituals::playbook) fn results(results: &Results) -> Message {
    let mut blocks = found(results, true);
    blocks.push(note("Everyone in the programme can find the entries."));
    blocks.push(note(ONLY_YOU));
    // What was typed stands in the blocks alone.
    Message {
        summary: if results.hits.is_empty() {
            "The playbook has nothing on this yet."
        } else {
            "From the playbook"
        }
        .to_owned(),
        blocks,
    }
}

fn found(results: &Results, in_channel: bool) -> Vec<Block> {
    let Results {
        query,
        meant,
        hits,
        more,
    } = results;
    let mut blocks = Vec::new();
    if hits.is_empty() {
        blocks.push(line(vec![
            Part::Text("Nothing on “".to_owned()),
            Part::Bold(query.clone()),
            Part::Text("” yet. You can write an answer, or have the team drill it.".to_owned()),
        ]));
        blocks.push(buttons(vec![
            Button::main(action::PROPOSE, "Propose an entry", ""),
            Button::plain(action::WANT, "Ask for a drill", ""),
        ]));
        return blocks;
    }
    if let Some(meant) = meant {
        blocks.push(line(vec![
            Part::Text("Nothing on “".to_owned()),
            Part::Text(query.clone()),
            Part::Text("”. Closest: ".to_owned()),
            Part::Bold(meant.clone()),
        ]));
    }
    for (at, one) in hits.iter().enumerate() {
        if at > 0 {
            blocks.push(divider());
        }
        blocks.extend(hit(one));
        blocks.push(buttons(buttons_of(one.id, in_channel)));
    }
    if *more > 0 {
        blocks.push(note(&format!("{more} more. Another word narrows it down.")));
    }
    blocks
}

/// The form with a search box; below it what was found, or what is used most.
pub(in crate::rituals::playbook) fn search(found_now: Option<&Results>, most_used: &[Hit]) -> Form {
    let query = found_now.map(|results| results.query.clone());
    let mut blocks = vec![input(
        field::QUERY,
        "What does the buyer say?",
        false,
        Input::Line {
            example: "too expensive",
            value: query,
            most: 200,
        },
    )];
    if let Some(results) = found_now {
        blocks.extend(found(results, false));
    } else if most_used.is_empty() {
        blocks.push(sentence(
            "The playbook is empty. Whoever has an answer that works can propose the first entry.",
        ));
        blocks.push(buttons(vec![Button::plain(
            action::PROPOSE,
            "Propose an entry",
            "",
        )]));
    } else {
        blocks.push(line(vec![Part::Bold("Used most first".to_owned())]));
        for one in most_used {
            blocks.extend(hit(one));
            blocks.push(buttons(buttons_of(one.id, false)));
        }
        blocks.push(buttons(vec![Button::plain(
            action::PROPOSE,
            "Propose an entry",
            "",
        )]));
    }
    blocks.push(note("Everyone in the programme can find the entries."));
    blocks.push(note(ONLY_YOU));
    Form {
        callback: action::SEARCH,
        item: String::new(),
        title: "Playbook",
        submit: Some("Search"),
        close: "Done",
        blocks,
        again: Some((action::SEARCH, String::new())),
    }
}

/// One page of the playbook as Markdown, to copy.
pub(in crate::rituals::playbook) fn markdown(text: &str, page: usize, pages: usize) -> Form {
    let mut blocks = vec![line(vec![Part::Bold(format!(
        "The playbook as Markdown, {page} of {pages}"
    ))])];
    blocks.push(sentence(
        "Copy it into a file of your own. Whoever runs the server gets it all at once, also as CSV, with peerloop playbook.",
    ));
    if text.is_empty() {
        blocks.push(sentence("The playbook is empty."));
    } else {
        blocks.push(words(text));
    }
    let mut turns = Vec::new();
    if page > 1 {
        turns.push(Button::plain(action::PAGE_BACK, "Back", page - 1));
    }
    if page < pages {
        turns.push(Button::main(action::PAGE, "Next", page + 1));
    }
    if !turns.is_empty() {
        blocks.push(buttons(turns));
    }
    blocks.push(note(ONLY_YOU));
    Form {
        again: Some((action::PAGE, page.to_string())),
        callback: SHOWN,
        ..shown(blocks)
    }
}

/// The ritual's lines in the help.
pub(in crate::rituals::playbook) fn help(names: &Names) -> Vec<Block> {
    let (own, export) = (names.command("playbook"), names.command("playbook export"));
    vec![
        line(vec![
            Part::Bold(names.command("playbook price")),
            Part::Text(format!(
                " shows what to say to an objection, to you alone; typing errors are forgiven. Share here posts an entry in the channel. {own} opens a search box."
            )),
        ]),
        sentence(
            "After a call, say whether an answer worked: it is counted without your name. Anyone can propose an entry; a facilitator or owner makes it live. After 90 days without a review an entry turns stale and is offered for a drill.",
        ),
        sentence(&format!(
            "Save to playbook, in the menu (⋯) of a message, asks its author first. {export} shows it all as Markdown, to facilitators and owners."
        )),
        note(
            "Who sees an entry: a live one, everyone in the programme; it is stored readable so that it can be searched. A draft: whoever wrote it, and the facilitators and owners, who review it; it is stored encrypted.",
        ),
    ]
}

/// The help as the answer to the command's help.
pub(in crate::rituals::playbook) fn help_message(names: &Names) -> Message {
    Message {
        summary: format!("How {} works", names.command("playbook")),
        blocks: help(names),
    }
}
