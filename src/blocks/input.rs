//! Inputs of a form. Each stands in a block of its own, named by the field it fills.

use super::{Block, limits, plain};
use crate::ids::{ChannelId, UserId};
use chrono::NaiveDate;
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
    /// Several lines with a limit of its own, in characters.
    Brief {
        /// Shown while it is empty.
        example: &'static str,
        /// What it holds already.
        value: Option<String>,
        /// At most so many characters; Slack shows the count and refuses more.
        most: u16,
    },
    /// One line.
    Line {
        /// Shown while it is empty.
        example: &'static str,
        /// What it holds already.
        value: Option<String>,
        /// At most so many characters.
        most: u16,
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
    /// One of a few that stand there all at once, at most 10: value and label.
    Radio {
        /// All there are.
        options: Vec<(String, String)>,
        /// The value that is picked already.
        value: Option<String>,
    },
    /// Any of a few that stand there all at once, at most 10: value and label.
    Checks {
        /// All there are.
        options: Vec<(String, String)>,
        /// The values that are picked already.
        values: Vec<String>,
    },
    /// Somebody of the workspace.
    Person {
        /// The one that is picked already.
        value: Option<UserId>,
    },
    /// Several people of the workspace.
    People {
        /// Those who are picked already.
        values: Vec<UserId>,
        /// At most so many.
        most: u16,
    },
    /// A channel, public or private, that the person is in.
    Channel {
        /// The one that is picked already.
        value: Option<ChannelId>,
        /// Without one it is the one where they are, if Slack knows it.
        or_here: bool,
    },
    /// A date.
    Date {
        /// The one that is picked already.
        value: Option<NaiveDate>,
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

/// The same for one that may stay empty.
pub fn hinted_optional(field: impl Into<String>, label: &str, hint: &str, kind: Input) -> Block {
    let block = block(field.into(), label, kind);
    Block(block.with_hint(plain(hint)).with_optional(true).into())
}

fn block(field: String, label: &str, kind: Input) -> SlackInputBlock {
    SlackInputBlock::new(plain(label), element(kind)).with_block_id(SlackBlockId(field))
}

fn element(kind: Input) -> SlackInputBlockElement {
    let id = SlackActionId::from(ACTION);
    match kind {
        Input::Text { example, value } => text(id, example, value, limits::TEXT as u64, true),
        Input::Brief {
            example,
            value,
            most,
        } => text(id, example, value, most.into(), true),
        Input::Line {
            example,
            value,
            most,
        } => text(id, example, value, most.into(), false),
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
        Input::Radio { options, value } => {
            let mut radio = SlackBlockRadioButtonsElement::new(
                options.iter().map(option::<SlackBlockText>).collect(),
            )
            .with_action_id(id);
            radio.initial_option = options
                .iter()
                .find(|(known, _)| Some(known) == value.as_ref())
                .map(option);
            radio.into()
        }
        Input::Checks { options, values } => {
            let mut checks = SlackBlockCheckboxesElement::new(
                options.iter().map(option::<SlackBlockText>).collect(),
            )
            .with_action_id(id);
            let picked: Vec<_> = options
                .iter()
                .filter(|(known, _)| values.contains(known))
                .map(option)
                .collect();
            // Slack refuses an empty list.
            checks.initial_options = (!picked.is_empty()).then_some(picked);
            checks.into()
        }
        Input::Person { value } => {
            let mut select = SlackBlockUsersSelectElement::new().with_action_id(id);
            select.initial_user = value.map(|user| user.to_string());
            select.into()
        }
        Input::People { values, most } => {
            let mut select = SlackBlockMultiUsersSelectElement::new()
                .with_action_id(id)
                .with_max_selected_items(most.into());
            let picked: Vec<_> = values.iter().map(ToString::to_string).collect();
            select.initial_users = (!picked.is_empty()).then_some(picked);
            select.into()
        }
        Input::Channel { value, or_here } => {
            let filter = SlackBlockConversationFilter::new()
                .with_include(vec![
                    SlackConversationFilterInclude::Public,
                    SlackConversationFilterInclude::Private,
                ])
                .with_exclude_external_shared_channels(true);
            let mut select = SlackBlockConversationsSelectElement::new()
                .with_action_id(id)
                .with_filter(filter);
            match value {
                Some(channel) => {
                    select.initial_conversation = Some(channel.as_str().to_owned().into());
                }
                None => select.default_to_current_conversation = or_here.then_some(true),
            }
            select.into()
        }
        Input::Date { value } => {
            let mut picker = SlackBlockDatePickerElement::new().with_action_id(id);
            picker.initial_date = value.map(|date| date.to_string());
            picker.into()
        }
    }
}

fn text(
    id: SlackActionId,
    example: &str,
    value: Option<String>,
    most: u64,
    several_lines: bool,
) -> SlackInputBlockElement {
    let mut input = SlackBlockPlainTextInputElement::new()
        .with_action_id(id)
        .with_multiline(several_lines)
        .with_max_length(most);
    // Slack refuses an empty one.
    input.placeholder = (!example.is_empty()).then(|| plain(example));
    input.initial_value = value;
    input.into()
}

fn option<T>((value, label): &(String, String)) -> SlackBlockChoiceItem<T>
where
    T: From<SlackBlockPlainText> + Into<SlackBlockText>,
{
    SlackBlockChoiceItem::new(super::unparsed(label).into(), value.clone())
}

fn choice(
    id: SlackActionId,
    options: &[(String, String)],
    value: Option<&str>,
) -> SlackInputBlockElement {
    let mut select = SlackBlockStaticSelectElement::new().with_action_id(id);
    select.initial_option = options
        .iter()
        .find(|(known, _)| Some(known.as_str()) == value)
        .map(option);
    select.options = Some(options.iter().map(option).collect());
    select.into()
}
