//! The values of a view's fields: what they start with, what is kept over an update, and what a person
//! may put in. The shapes are those of `view.state.values`.

pub use super::field::{Field, fields};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The conversation that an element with `default_to_current_conversation` begins with, if there is one for it.
pub type Here<'a> = &'a dyn Fn(&Value) -> Option<String>;

/// The values these blocks start with, or keep from `before` where block, action and type are the same.
pub fn values(blocks: &[Value], before: &Value, here: Here<'_>) -> Value {
    let mut values = Map::new();
    for field in fields(blocks) {
        let Some(initial) = field.initial(here(field.element).as_deref()) else {
            continue;
        };
        let old = &before[field.block_id()][field.action_id()];
        let gone = field.accept(old).is_err() && !field.is_external();
        let kept = if old["type"] == field.kind() && !gone {
            old.clone()
        } else {
            initial
        };
        put(&mut values, field, kept);
    }
    Value::Object(values)
}

/// No conversation to begin with.
pub fn nowhere(_: &Value) -> Option<String> {
    None
}

/// These values with what a person put in.
///
/// # Errors
/// A sentence, if a client would not have let them.
pub fn merge(blocks: &[Value], current: &Value, given: &Value) -> Result<Value, String> {
    let mut values = current.as_object().cloned().unwrap_or_default();
    let all = fields(blocks);
    for (block_id, actions) in given.as_object().into_iter().flatten() {
        for (action_id, value) in actions.as_object().into_iter().flatten() {
            let field = all
                .iter()
                .find(|f| f.block_id() == block_id && f.action_id() == action_id);
            let field = field.ok_or_else(|| format!("there is no field {block_id}/{action_id}"))?;
            // What it held already is fine, even if the options it was found among are gone.
            if current[block_id][action_id] == *value {
                continue;
            }
            if let Some(value) = field.accept(value)? {
                put(&mut values, *field, value);
            }
        }
    }
    Ok(Value::Object(values))
}

/// What a client says under which block instead of sending the form.
pub fn complaints(blocks: &[Value], values: &Value) -> BTreeMap<String, String> {
    let complain = |field: Field<'_>| {
        let text = field.complaint(&values[field.block_id()][field.action_id()])?;
        Some((field.block_id().to_owned(), text))
    };
    fields(blocks).into_iter().filter_map(complain).collect()
}

fn put(values: &mut Map<String, Value>, field: Field<'_>, value: Value) {
    let slot = values.entry(field.block_id()).or_insert_with(|| json!({}));
    if let Some(actions) = slot.as_object_mut() {
        actions.insert(field.action_id().to_owned(), value);
    }
}
