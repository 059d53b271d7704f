//! What a message is made of, checked before it is posted.

use crate::{
    blocks::{self, attach, limits},
    refusal::Refusal,
};
use serde_json::Value;

/// What was sent as a message, not yet checked.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Top-level text.
    pub text: Option<String>,
    /// Blocks.
    pub blocks: Option<Value>,
    /// Attachments.
    pub attachments: Option<Value>,
    /// Message metadata.
    pub metadata: Option<Value>,
}

/// Another name and picture than the bot's own, for one message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guise {
    /// The name shown.
    pub name: Option<String>,
    /// `emoji`, or addresses by size, as in a message's `icons`.
    pub icons: Option<Value>,
}

/// What a message is made of, checked.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Top-level text.
    pub text: Option<String>,
    /// Blocks as they came.
    pub blocks: Option<Value>,
    /// Attachments as they came, without what is empty.
    pub attachments: Option<Value>,
    /// As whom it is posted, if not as the bot.
    pub guise: Option<Guise>,
    /// Message metadata.
    pub metadata: Option<Value>,
    /// The message it answers.
    pub thread: Option<String>,
    /// It is shown in the conversation too, not only in the thread.
    pub broadcast: bool,
    /// Files shared with it, by id.
    pub files: Vec<String>,
}

impl Content {
    /// Checks what was sent as a message.
    ///
    /// # Errors
    /// `no_text`, `invalid_blocks`, `invalid_blocks_format`, `msg_blocks_too_long`, `invalid_attachments`,
    /// `too_many_attachments`, `invalid_metadata_format`, …
    pub fn checked(given: Given) -> Result<Self, Refusal> {
        let Given {
            text,
            blocks,
            mut attachments,
            metadata,
        } = given;
        attachments.iter_mut().for_each(attach::tidy);
        let filled = |given: &Option<Value>| given.as_ref().is_some_and(is_filled);
        if text.as_deref().is_none_or(str::is_empty) && !filled(&blocks) && !filled(&attachments) {
            return Err(Refusal::code("no_text"));
        }
        if let Some(attachments) = &attachments {
            if attachments
                .as_array()
                .is_some_and(|all| all.len() > limits::ATTACHMENTS)
            {
                return Err(Refusal::code("too_many_attachments"));
            }
            blocks::check_attachments(attachments)
                .map_err(|issues| Refusal::issues("invalid_attachments", &issues))?;
        }
        if let Some(blocks) = &blocks {
            if !blocks.is_array() {
                return Err(Refusal::code("invalid_blocks_format"));
            }
            blocks::check_message(blocks)
                .map_err(|issues| Refusal::issues("invalid_blocks", &issues))?;
            if block_text(blocks) > limits::MESSAGE_BLOCK_TEXT {
                return Err(Refusal::code("msg_blocks_too_long"));
            }
        }
        if let Some(metadata) = &metadata {
            check_metadata(metadata)?;
        }
        Ok(Self {
            text,
            blocks,
            attachments,
            metadata,
            ..Self::default()
        })
    }
}

/// Something is in it: an empty list is nothing, and so is a list of empty objects.
fn is_filled(given: &Value) -> bool {
    let empty = |item: &Value| item.as_object().is_some_and(serde_json::Map::is_empty);
    !given.as_array().is_some_and(|all| all.iter().all(empty))
}

fn check_metadata(metadata: &Value) -> Result<(), Refusal> {
    let object = metadata
        .as_object()
        .ok_or_else(|| Refusal::code("invalid_metadata_format"))?;
    let named = object
        .get("event_type")
        .and_then(Value::as_str)
        .is_some_and(|t| !t.is_empty());
    let known = object
        .keys()
        .all(|key| key == "event_type" || key == "event_payload");
    let payload = object.get("event_payload").and_then(Value::as_object);
    let Some(payload) = payload.filter(|_| named && known) else {
        return Err(Refusal::code("invalid_metadata_format"));
    };
    if payload
        .values()
        .any(|value| value.is_object() || value.is_null())
    {
        return Err(Refusal::code("invalid_metadata_schema"));
    }
    if metadata.to_string().len() > 16_000 {
        return Err(Refusal::code("metadata_too_large"));
    }
    Ok(())
}

/// Characters of all texts in blocks.
fn block_text(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(block_text).sum(),
        Value::Object(object) => object
            .iter()
            .map(
                |(key, value)| match value.as_str().filter(|_| key == "text") {
                    Some(text) => text.chars().count(),
                    None => block_text(value),
                },
            )
            .sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
