//! Inputs of a form. Each stands in a block of its own, named by the field it fills.

use super::{Block, limits, plain};
use crate::ids::{ChannelId, UserId};
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
    /// A channel of the workspace, public or private.
    Channel {
        /// The one that is picked already.
        value: Option<ChannelId>,
    },
    /// Somebody of the workspace.
    Person {
        /// The one that is picked already.
        value: Option<UserId>,
    },
}

/// An input with its label; `field` is its name in the submit.
pub fn input(field: impl Into<String>, label: &str, optional: bool, kind: Input) -> Block {
    let block =
        SlackInputBlock::new(plain(label), element(kind)).with_block_id(SlackBlockId(field.into()));
    Block(
        if optional {
            block.with_optional(true)
        } else {
            block
        }
        .into(),
    )
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
        Input::Channel { value } => {
            let filter = SlackBlockConversationFilter {
                include: Some(vec![
                    SlackConversationFilterInclude::Public,
                    SlackConversationFilterInclude::Private,
                ]),
                exclude_external_shared_channels: None,
                exclude_bot_users: None,
            };
            let mut select = SlackBlockConversationsSelectElement::new().with_action_id(id);
            select.initial_conversation = value.map(|channel| channel.to_string().into());
            select.filter = Some(filter);
            select.into()
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
