//! What people see of commitments: the forms here, Home, data and refusals beside. Pure: values in, forms and blocks out;
//! all of the ritual's words stand in this folder.

mod home;
mod refusal;

pub(super) use home::{entry, help, home, new_button};
pub(super) use refusal::{Why, refusal};

use crate::{
    audience::{self, Audience, ONLY_YOU},
    blocks::{Block, Button, Form, Input, Part, buttons, input, line, note, sentence, words},
    commitments::{Commitment, LONGEST},
    ids::UserId,
};
use chrono::NaiveDate;

/// Ids of what can be pressed; `commitment.<what>`.
pub(super) mod action {
    pub(crate) const NEW: &str = "commitment.new";
    pub(crate) const SAVE: &str = "commitment.save";
    pub(crate) const OPEN: &str = "commitment.open";
    pub(crate) const EDIT: &str = "commitment.edit";
    pub(crate) const CHANGE: &str = "commitment.change";
}

/// Names of the form's fields.
pub(super) mod field {
    pub(crate) const WHAT: &str = "what";
    pub(crate) const BY: &str = "by";
    pub(crate) const SHOWN: &str = "shown";
    pub(crate) const TELLS: &str = "tells";
}

/// The value of the choice to show it to nobody.
pub(super) const ONLY_ME: &str = "me";

/// Ids of forms that only show something.
const SHOWING: &str = "commitment.showing";

/// Where a check-in asks about one commitment.
const ASK_HOW: &str = "check_in.about";

/// What there is to choose on the form.
#[derive(Clone, Debug)]
pub(super) struct Choices {
    /// Who chooses.
    pub(super) who: UserId,
    /// Their partner.
    pub(super) partner: Option<(UserId, String)>,
    /// The skill of the note that it comes from.
    pub(super) about: Option<String>,
    /// The name of whoever gave that.
    pub(super) hears: Option<String>,
}

/// The form for a new one; `item` is what it comes from.
pub(super) fn new(item: &str, choices: &Choices, by: NaiveDate) -> Form {
    let fields = Fields {
        by,
        words: None,
        shown: choices.partner.is_some(),
        tells: true,
    };
    Form {
        callback: action::SAVE,
        item: item.to_owned(),
        title: "New commitment",
        submit: Some("Commit"),
        close: "Cancel",
        blocks: blocks(choices, fields),
        again: Some((action::NEW, item.to_owned())),
    }
}

/// The form for changing one that is open.
pub(super) fn edit(commitment: &Commitment, choices: &Choices, words: String) -> Form {
    let partner = choices.partner.as_ref().map(|(user, _)| user);
    let fields = Fields {
        by: commitment.by,
        words: Some(words),
        shown: partner.is_some() && commitment.shown_to.as_ref() == partner,
        tells: commitment.tells,
    };
    Form {
        callback: action::CHANGE,
        item: commitment.id.to_string(),
        title: "Change your commitment",
        submit: Some("Save"),
        close: "Cancel",
        blocks: blocks(choices, fields),
        again: Some((action::EDIT, commitment.id.to_string())),
    }
}

struct Fields {
    by: NaiveDate,
    words: Option<String>,
    shown: bool,
    tells: bool,
}

fn blocks(choices: &Choices, fields: Fields) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(about) = &choices.about {
        blocks.push(line(vec![
            Part::Text("From a note about ".to_owned()),
            Part::Bold(about.clone()),
            Part::Text(". In your own words:".to_owned()),
        ]));
    }
    blocks.push(input(
        field::WHAT,
        "What you will do",
        false,
        Input::Line {
            example: "Ask for the next step before minute 25, on three calls.",
            value: fields.words,
            most: LONGEST,
        },
    ));
    blocks.push(input(
        field::BY,
        "By when",
        false,
        Input::Date {
            value: Some(fields.by),
        },
    ));
    if let Some((partner, name)) = &choices.partner {
        let picked = if fields.shown {
            partner.as_str()
        } else {
            ONLY_ME
        };
        blocks.push(input(
            field::SHOWN,
            "Who may read it",
            false,
            Input::Radio {
                options: vec![
                    (partner.to_string(), format!("{name}, my check-in partner")),
                    (ONLY_ME.to_owned(), "Only me".to_owned()),
                ],
                value: Some(picked.to_owned()),
            },
        ));
    }
    if let Some(name) = &choices.hears {
        let values = fields.tells.then(|| "yes".to_owned());
        blocks.push(input(
            field::TELLS,
            "Once it is kept, or partly",
            true,
            Input::Checks {
                options: vec![(
                    "yes".to_owned(),
                    format!(
                        "{name} hears that something came of their note, and never these words"
                    ),
                )],
                values: values.into_iter().collect(),
            },
        ));
    }
    blocks.push(note(&before_saving(choices)));
    blocks
}

/// Who will see what is being written.
fn before_saving(choices: &Choices) -> String {
    match &choices.partner {
        None => ONLY_YOU.to_owned(),
        Some((partner, name)) => {
            let wide = Audience::Among(vec![choices.who.clone(), partner.clone()]);
            audience::sentence_before_choosing(&wide, &choices.who, |_| name.clone())
        }
    }
}

/// After **Commit** or **Save**.
pub(super) fn kept(commitment: &Commitment, hears: Option<&str>, who_sees: &str) -> Form {
    let mut blocks = vec![line(vec![
        Part::Text("Saved for ".to_owned()),
        Part::Bold(day(commitment.by)),
        Part::Text(". It stands on your Home tab, and a check-in asks how it went.".to_owned()),
    ])];
    blocks.extend(hears.map(heard_by));
    blocks.push(buttons(vec![Button::plain(
        action::EDIT,
        "Edit",
        commitment.id,
    )]));
    blocks.push(note(who_sees));
    shown("Commitment", blocks)
}

/// One's own commitment, with its words.
pub(super) fn own(
    commitment: &Commitment,
    its_words: &str,
    hears: Option<&str>,
    who_sees: &str,
) -> Form {
    let mut blocks = vec![
        words(its_words),
        line(vec![Part::Text(home::label(commitment))]),
    ];
    if commitment.is_open() {
        blocks.extend(hears.map(heard_by));
        blocks.push(buttons(vec![
            Button::main(ASK_HOW, "How did it go?", commitment.id),
            Button::plain(action::EDIT, "Edit", commitment.id),
        ]));
    }
    blocks.push(note(who_sees));
    Form {
        again: Some((action::OPEN, commitment.id.to_string())),
        ..shown("Commitment", blocks)
    }
}

fn heard_by(name: &str) -> Block {
    sentence(&format!(
        "{name} hears once you have kept it, or partly: only that, never the words."
    ))
}

/// A day as people write it.
pub(super) fn day(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}

fn shown(title: &'static str, blocks: Vec<Block>) -> Form {
    Form {
        callback: SHOWING,
        item: String::new(),
        title,
        submit: None,
        close: "Done",
        blocks,
        again: None,
    }
}
