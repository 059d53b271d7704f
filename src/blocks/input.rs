//! Inputs of a form. Each stands in a block of its own, named by the field it fills.

use super::{Block, limits, plain, unparsed};
use crate::ids::UserId;
use slack_morphism::prelude::*;

/// Every input has the same action id: the block's id is the field's name.
const ACTION: &str = "v";

/// What can be filled in.
#[derive(Clone, Debug)]
pub enum Input {
    /// Several lines, at most 3000 characters.
    Text {
        /// Shown while it is empty.
        example: &'static str,
        /// What it holds already.
        value: Option<String>,
    },
    /// One short line.
    Line {
        /// What it holds already.
        value: String,
    },
    /// A web address; Slack checks its form.
    Url {
        /// Shown while it is empty.
        example: &'static str,
        /// What it holds already.
        value: Option<String>,
    },
    /// One of a few.
    Choice {
        /// All there are.
        options: Vec<String>,
        /// The one that is picked already.
        value: Option<String>,
    },
    /// One of a few whose value is not its label: value and label.
    Named {
        /// All there are.
        options: Vec<(String, String)>,
        /// The value that is picked already.
        value: Option<String>,
    },
    /// Any of a few, each with a box to tick.
    Several {
        /// All there are.
        options: Vec<String>,
        /// Those that are ticked already.
        values: Vec<String>,
    },
    /// Somebody of the workspace.
    Person {
        /// The one that is picked already.
        value: Option<UserId>,
    },
}

/// An input with its label; `field` is its name in the submit.
pub fn input(field: impl Into<String>, label: &str, optional: bool, kind: Input) -> Block {
    let block = block(field.into(), label, kind);
    Block(
        if optional {
            block.with_optional(true)
        } else {
            block
        }
        .into(),
    )
}

/// An input that must be filled in, with a line below that says what it is for.
pub fn hinted(field: impl Into<String>, label: &str, hint: &str, kind: Input) -> Block {
    let block = block(field.into(), label, kind);
    Block(block.with_hint(plain(hint)).into())
}

fn block(field: String, label: &str, kind: Input) -> SlackInputBlock {
    SlackInputBlock::new(plain(label), element(kind)).with_block_id(SlackBlockId(field))
}

fn element(kind: Input) -> SlackInputBlockElement {
    let id = SlackActionId::from(ACTION);
    match kind {
        Input::Text { example, value } => {
            let mut input = SlackBlockPlainTextInputElement::new()
                .with_action_id(id)
                .with_multiline(true)
                .with_max_length(limits::TEXT as u64)
                .with_placeholder(plain(example));
            input.initial_value = value;
            input.into()
        }
        Input::Line { value } => {
            let mut input = SlackBlockPlainTextInputElement::new()
                .with_action_id(id)
                .with_max_length(limits::LINE as u64);
            input.initial_value = Some(value);
            input.into()
        }
        Input::Url { example, value } => {
            let mut input = SlackBlockUrlInputElement::new()
                .with_action_id(id)
                .with_placeholder(plain(example));
            input.initial_value = value;
            input.into()
        }
        Input::Choice { options, value } => {
            let options: Vec<_> = options
                .into_iter()
                .map(|text| (text.clone(), text))
                .collect();
            choice(id, &options, value.as_deref())
        }
        Input::Named { options, value } => choice(id, &options, value.as_deref()),
        Input::Several { options, values } => {
            let item = |text: &String| {
                SlackBlockChoiceItem::new(SlackBlockText::Plain(unparsed(text)), text.clone())
            };
            let ticked: Vec<_> = options
                .iter()
                .filter(|option| values.contains(option))
                .map(item)
                .collect();
            let mut boxes = SlackBlockCheckboxesElement::new(options.iter().map(item).collect())
                .with_action_id(id);
            // Slack refuses an empty list.
            boxes.initial_options = (!ticked.is_empty()).then_some(ticked);
            boxes.into()
        }
        Input::Person { value } => {
            let mut select = SlackBlockUsersSelectElement::new().with_action_id(id);
            select.initial_user = value.map(|user| user.to_string());
            select.into()
        }
    }
}

fn choice(
    id: SlackActionId,
    options: &[(String, String)],
    value: Option<&str>,
) -> SlackInputBlockElement {
    let option =
        |(value, label): &(String, String)| SlackBlockChoiceItem::new(plain(label), value.clone());
    let mut select = SlackBlockStaticSelectElement::new().with_action_id(id);
    select.initial_option = options
        .iter()
        .find(|(known, _)| Some(known.as_str()) == value)
        .map(option);
    select.options = Some(options.iter().map(option).collect());
    select.into()
}
