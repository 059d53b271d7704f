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
        for element in elements_mut(block) {
            if element["action_id"].is_null() {
                default(element, "action_id", json!(ids.letters(5)));
            }
        }
    }
    blocks
}

fn default(value: &mut Value, key: &str, to: Value) {
    if let Some(object) = value.as_object_mut() {
        let slot = object.entry(key).or_insert(Value::Null);
        if slot.is_null() {
            *slot = to;
        }
    }
}

fn elements_mut(block: &mut Value) -> Vec<&mut Value> {
    match block["type"].as_str() {
        Some("actions") => block["elements"]
            .as_array_mut()
            .map(|all| all.iter_mut().collect())
            .unwrap_or_default(),
        Some("section") => block.get_mut("accessory").into_iter().collect(),
        Some("input") => block.get_mut("element").into_iter().collect(),
        _ => Vec::new(),
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
