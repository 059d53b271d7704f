//! Writing: the form for a new entry, wherever its words come from, the form for a change, and what is said after.

use super::{STORED, WITH_NAME, action, entry::speaks_for, field, into, shown};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Form, Input, Part, buttons, input, line, note, sentence, words},
    rituals::playbook::rules::{
        Evidence, LONGEST_ANSWER, LONGEST_CONTEXT, LONGEST_OBJECTION, LONGEST_VARIANTS, State,
        Words,
    },
};

/// An entry that stands in the playbook already, on nearly the same.
#[derive(Clone, Debug)]
pub(in crate::rituals::playbook) struct Near {
    pub(in crate::rituals::playbook) id: i64,
    pub(in crate::rituals::playbook) objection: String,
}

/// What the form for a new entry begins with.
pub(in crate::rituals::playbook) struct Draft {
    /// Where its words come from: empty, `revises:12`, `ask:5` or `drill:17`. It comes back with the submit.
    pub(in crate::rituals::playbook) item: String,
    pub(in crate::rituals::playbook) words: Words,
    /// What a drill has shown, and what voters would change.
    pub(in crate::rituals::playbook) drill: Option<(Evidence, u32, Vec<String>)>,
    /// The playbook has it already.
    pub(in crate::rituals::playbook) near: Option<Near>,
    /// Whether it names its author was settled elsewhere, in these words; else the form asks.
    pub(in crate::rituals::playbook) named: Option<String>,
    /// The text was too long and stands here without its end.
    pub(in crate::rituals::playbook) is_cut: bool,
    pub(in crate::rituals::playbook) is_curator: bool,
    pub(in crate::rituals::playbook) again: Option<(&'static str, String)>,
    pub(in crate::rituals::playbook) who_sees: String,
}

/// What a form says of whom an entry names.
#[derive(Clone, Copy, Debug)]
pub(in crate::rituals::playbook) enum Naming {
    /// It asks; the box may be ticked already.
    Asks(bool),
    /// Somebody else has decided it for themselves.
    Settled,
}

/// The form for a new entry.
pub(in crate::rituals::playbook) fn propose(draft: Draft) -> Form {
    let mut blocks = Vec::new();
    if let Some((evidence, voters, tweaks)) = &draft.drill {
        let voted = if *voters == 1 {
            "1 person".to_owned()
        } else {
            format!("{voters} people")
        };
        blocks.push(sentence(&format!(
            "{}; {voted} voted.",
            speaks_for(evidence).replace(" · not used yet", "")
        )));
        if !tweaks.is_empty() {
            blocks.push(note("What voters would change in it:"));
            blocks.extend(tweaks.iter().map(|tweak| words(tweak)));
        }
    }
    if let Some(near) = &draft.near {
        blocks.push(line(vec![
            Part::Text("The playbook has nearly the same: ".to_owned()),
            Part::Bold(near.objection.clone()),
        ]));
        if draft.drill.is_some() {
            let option =
                |value: &str, label: &str| (format!("{value}:{}", near.id), label.to_owned());
            blocks.push(input(
                field::INTO,
                "Keep it as",
                false,
                Input::Radio {
                    options: vec![
                        option(into::ADD, "evidence and variants for that entry"),
                        option(into::VERSION, "a new version of that entry"),
                        option(into::NEW, "an entry of its own"),
                    ],
                    value: Some(format!("{}:{}", into::ADD, near.id)),
                },
            ));
        } else {
            blocks.push(buttons(vec![Button::plain(
                action::OPEN,
                "Open it",
                near.id,
            )]));
        }
    }
    if draft.is_cut {
        blocks.push(note(
            "It was too long: the end is cut. What is said in a minute works best.",
        ));
    }
    blocks.extend(boxes(&draft.words));
    blocks.push(match &draft.named {
        Some(named) => note(named),
        None => name_me(false),
    });
    blocks.push(note(STORED));
    blocks.push(note(&draft.who_sees));
    Form {
        callback: action::PROPOSE,
        item: draft.item,
        title: "Playbook entry",
        submit: Some(if draft.is_curator {
            "Make it live"
        } else {
            "Send for review"
        }),
        close: "Cancel",
        blocks,
        again: draft.again,
    }
}

/// The form for other words under the same entry.
pub(in crate::rituals::playbook) fn edit(
    id: i64,
    state: State,
    its_words: &Words,
    naming: Naming,
    who_sees: &str,
) -> Form {
    let mut blocks = Vec::new();
    if state.is_public() {
        blocks.push(sentence(
            "Saving makes a new version, live at once and reviewed by you. Older ones stay readable, and what was shared stays as it is.",
        ));
    }
    blocks.extend(boxes(its_words));
    if let Naming::Asks(is_named) = naming {
        blocks.push(name_me(is_named));
    }
    blocks.push(note(who_sees));
    Form {
        callback: action::EDIT,
        item: id.to_string(),
        title: "Edit the entry",
        submit: Some("Save"),
        close: "Cancel",
        blocks,
        again: Some((action::EDIT, id.to_string())),
    }
}

fn boxes(its_words: &Words) -> Vec<Block> {
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let brief = |example, value, most| Input::Brief {
        example,
        value,
        most,
    };
    vec![
        input(
            field::OBJECTION,
            "Objection",
            false,
            Input::Line {
                example: "It's too expensive",
                value: filled(&its_words.objection),
                most: LONGEST_OBJECTION,
            },
        ),
        input(
            field::CONTEXT,
            "When it comes up",
            true,
            brief(
                "First call, a finance lead joins late",
                its_words.context.clone(),
                LONGEST_CONTEXT,
            ),
        ),
        input(
            field::ANSWER,
            "Answer",
            false,
            brief(
                "Compared to what? What would have to be true for it to pay off?",
                filled(&its_words.answer),
                LONGEST_ANSWER,
            ),
        ),
        input(
            field::VARIANTS,
            "Other ways to say it",
            true,
            brief(
                "An empty line stands between two",
                filled(&its_words.variants_text()),
                LONGEST_VARIANTS,
            ),
        ),
    ]
}

fn name_me(is_named: bool) -> Block {
    input(
        field::NAMED,
        "Your name",
        true,
        Input::Checks {
            options: vec![(WITH_NAME.to_owned(), "Show my name with it".to_owned())],
            values: is_named.then(|| WITH_NAME.to_owned()).into_iter().collect(),
        },
    )
}

/// Whom an entry names that comes of a teammate's message: its author, if they said so.
pub(in crate::rituals::playbook) fn names_author(name: Option<&str>) -> String {
    match name {
        Some(name) => format!("It names {name}, with their consent."),
        None => "It names nobody: its author said yes without their name.".to_owned(),
    }
}

/// Whom an entry names that comes of a drill.
pub(in crate::rituals::playbook) fn names_nobody() -> String {
    "It names nobody: answers in a drill come without names, and nobody puts theirs under another's."
        .to_owned()
}

/// What the writer sees after sending.
pub(in crate::rituals::playbook) fn sent(id: i64, state: State, who_sees: &str) -> Form {
    let text = if state.is_public() {
        "Live. Everyone in the programme finds it now."
    } else {
        "Sent for review. Until somebody has reviewed it you can change or delete it; when it goes live, you hear of it."
    };
    shown(vec![
        sentence(text),
        buttons(vec![Button::plain(action::OPEN, "Open it", id)]),
        note(who_sees),
    ])
}

/// What somebody sees after Save.
pub(in crate::rituals::playbook) fn changed(id: i64, who_sees: &str) -> Form {
    shown(vec![
        sentence("Saved."),
        buttons(vec![Button::plain(action::OPEN, "Open it", id)]),
        note(who_sees),
    ])
}

/// What somebody sees after Delete.
pub(in crate::rituals::playbook) fn deleted() -> Form {
    shown(vec![
        sentence("Deleted. Nothing of it is kept."),
        note(ONLY_YOU),
    ])
}

/// Asks which objection the team should drill.
pub(in crate::rituals::playbook) fn want(who_sees: &str) -> Form {
    Form {
        callback: action::WANT,
        item: String::new(),
        title: "Ask for a drill",
        submit: Some("Ask"),
        close: "Cancel",
        again: Some((action::WANT, String::new())),
        blocks: vec![
            input(
                field::OBJECTION,
                "Objection",
                false,
                Input::Line {
                    example: "It's too expensive",
                    value: None,
                    most: LONGEST_OBJECTION,
                },
            ),
            sentence("It is offered to whoever opens the next drill, without your name."),
            note(who_sees),
        ],
    }
}

/// What somebody sees after asking for a drill.
pub(in crate::rituals::playbook) fn wanted(who_sees: &str) -> Form {
    shown(vec![
        sentence("Noted. It is offered to whoever opens the next drill."),
        note(who_sees),
    ])
}
