//! What Slack adds to blocks when it takes them: ids and defaults.

use crate::ids::Ids;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Fills in every missing `block_id`, `action_id`, `emoji`, `verbatim`, `optional` and `dispatch_action`.
pub fn fill(blocks: &Value, ids: &mut Ids) -> Vec<Value> {
    let mut blocks = blocks.as_array().cloned().unwrap_or_default();
    let mut taken: BTreeSet<String> = blocks
        .iter()
        .filter_map(|b| Some(b["block_id"].as_str()?.to_owned()))
        .collect();
    for block in &mut blocks {
        texts(block);
        name(block, &mut taken, ids);
    }
    blocks
}

/// Names a block, what stands in it, and blocks within it.
fn name(block: &mut Value, taken: &mut BTreeSet<String>, ids: &mut Ids) {
    if block["type"] == "input" {
        default(block, "optional", json!(false));
        default(block, "dispatch_action", json!(false));
    }
    if block["block_id"].is_null() {
        let mut id = ids.letters(5);
        while !taken.insert(id.clone()) {
            id = ids.letters(5);
        }
        default(block, "block_id", json!(id));
    }
    let key = match block["type"].as_str() {
        Some("actions" | "context_actions" | "carousel") => "elements",
        Some("card") => "actions",
        Some("section") => "accessory",
        Some("input") => "element",
        Some("container") => "child_blocks",
        _ => return,
    };
    let inside: Vec<&mut Value> = match block.get_mut(key) {
        Some(Value::Array(items)) => items.iter_mut().collect(),
        found => found.into_iter().collect(),
    };
    for item in inside {
        if matches!(key, "child_blocks") || item["type"] == "card" {
            name(item, taken, ids);
        } else if item["action_id"].is_null() && item["type"] != "image" {
            default(item, "action_id", json!(ids.letters(5)));
        }
    }
}

fn default(value: &mut Value, key: &str, to: Value) {
    if let Some(object) = value.as_object_mut() {
        let slot = object.entry(key).or_insert(Value::Null);
        if slot.is_null() {
            *slot = to;
        }
    }
}

/// Every text object in it.
fn texts(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(texts),
        Value::Object(object) => match object.get("type").and_then(Value::as_str) {
            Some("plain_text") => {
                object.entry("emoji").or_insert(json!(true));
            }
            Some("mrkdwn") => {
                object.entry("verbatim").or_insert(json!(false));
            }
            _ => object.values_mut().for_each(texts),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Slack's own text object for a label.
pub fn plain(text: &Value) -> Value {
    let mut text = text.clone();
    texts(&mut text);
    text
}
