//! The values of a view's fields: what they start with, what is kept over an update, and what a person
//! may put in. The shapes are those of `view.state.values`.

use super::judge::is_date;
use serde_json::{Map, Value, json};

/// An element with its block.
#[derive(Clone, Copy, Debug)]
pub struct Field<'v> {
    /// Its block.
    pub block: &'v Value,
    /// Itself.
    pub element: &'v Value,
}

impl<'v> Field<'v> {
    /// The block's id.
    pub fn block_id(&self) -> &'v str {
        self.block["block_id"].as_str().unwrap_or_default()
    }

    /// The element's id.
    pub fn action_id(&self) -> &'v str {
        self.element["action_id"].as_str().unwrap_or_default()
    }

    /// The element's type.
    pub fn kind(&self) -> &'v str {
        self.element["type"].as_str().unwrap_or_default()
    }

    /// It stands in an input block.
    pub fn is_input(&self) -> bool {
        self.block["type"] == "input"
    }

    /// The key of its value and whether that is a list; `None` for buttons and menus.
    pub fn value_key(&self) -> Option<&'static str> {
        Some(match self.kind() {
            "plain_text_input" | "url_text_input" => "value",
            "static_select" | "radio_buttons" => "selected_option",
            "users_select" => "selected_user",
            "checkboxes" => "selected_options",
            "datepicker" => "selected_date",
            _ => return None,
        })
    }

    /// Every option of it, groups flattened.
    pub fn options(&self) -> Vec<&'v Value> {
        let groups = self.element["option_groups"]
            .as_array()
            .into_iter()
            .flatten();
        let lists = groups
            .map(|group| &group["options"])
            .chain([&self.element["options"]]);
        lists.filter_map(Value::as_array).flatten().collect()
    }

    /// What it holds when the view opens.
    fn initial(&self) -> Option<Value> {
        let value = match self.value_key()? {
            "value" => self.element["initial_value"]
                .as_str()
                .filter(|v| !v.is_empty())
                .map_or(Value::Null, |v| json!(v)),
            "selected_user" => self.element["initial_user"].clone(),
            "selected_date" => self.element["initial_date"].clone(),
            "selected_options" => self
                .element
                .get("initial_options")
                .cloned()
                .unwrap_or_else(|| json!([])),
            _ => self.element["initial_option"].clone(),
        };
        Some(self.holding(value))
    }

    fn holding(&self, value: Value) -> Value {
        let mut state = Map::new();
        state.insert("type".into(), json!(self.kind()));
        state.insert(self.value_key().unwrap_or("value").into(), value);
        Value::Object(state)
    }

    /// The state value for what a person put in, or a sentence why a client would not let them.
    fn accept(&self, given: &Value) -> Result<Option<Value>, String> {
        let Some(key) = self.value_key() else {
            return Ok(None);
        };
        let given = &given[key];
        let pick = |wanted: &Value| {
            let found = self
                .options()
                .into_iter()
                .find(|option| option["value"] == wanted["value"]);
            found
                .cloned()
                .ok_or_else(|| format!("{} has no such option", self.action_id()))
        };
        let value = match key {
            _ if given.is_null() => {
                if key == "selected_options" {
                    json!([])
                } else {
                    Value::Null
                }
            }
            "selected_option" => pick(given)?,
            "selected_options" => {
                let list = given.as_array().ok_or("selected_options must be a list")?;
                Value::Array(list.iter().map(pick).collect::<Result<_, _>>()?)
            }
            "selected_date" if !given.as_str().is_some_and(is_date) => {
                return Err("that is not a date".into());
            }
            _ => {
                let text = given
                    .as_str()
                    .ok_or_else(|| format!("{key} must be a string"))?;
                if text.is_empty() {
                    Value::Null
                } else {
                    json!(text)
                }
            }
        };
        Ok(Some(self.holding(value)))
    }

    /// What a client says under the field instead of sending the form.
    fn complaint(&self, state: &Value) -> Option<String> {
        if !self.is_input() {
            return None;
        }
        let value = &state[self.value_key()?];
        let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if empty {
            let optional = self.block["optional"].as_bool().unwrap_or(false);
            return (!optional).then(|| "Please complete this required field.".to_owned());
        }
        let count = value.as_str().map_or(0, |text| text.chars().count());
        let limit = |key: &str| {
            self.element[key]
                .as_u64()
                .and_then(|n| usize::try_from(n).ok())
        };
        match self.kind() {
            "plain_text_input" => {
                let max = limit("max_length").unwrap_or(super::facts::INPUT_LENGTH);
                let min = limit("min_length").unwrap_or(0);
                if count > max {
                    Some(format!("This has {} characters too many.", count - max))
                } else {
                    (count < min).then(|| format!("This needs {} more characters.", min - count))
                }
            }
            "url_text_input" => {
                let text = value.as_str().unwrap_or_default();
                let rest = text
                    .strip_prefix("https://")
                    .or_else(|| text.strip_prefix("http://"));
                let good = rest
                    .is_some_and(|rest| !rest.is_empty() && !text.chars().any(char::is_whitespace));
                (!good).then(|| "Please enter a valid URL.".to_owned())
            }
            _ => None,
        }
    }
}

/// Every element that stands in these blocks, in the order a person sees them.
pub fn fields(blocks: &[Value]) -> Vec<Field<'_>> {
    let mut all = Vec::new();
    for block in blocks {
        match block["type"].as_str() {
            Some("actions") => {
                all.extend(
                    block["elements"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(|element| Field { block, element }),
                );
            }
            Some("section") => all.extend(
                block
                    .get("accessory")
                    .map(|element| Field { block, element }),
            ),
            Some("input") => {
                all.extend(block.get("element").map(|element| Field { block, element }));
            }
            _ => {}
        }
    }
    all
}

/// The values these blocks start with, or keep from `before` where block, action and type are the same.
pub fn values(blocks: &[Value], before: &Value) -> Value {
    let mut values = Map::new();
    for field in fields(blocks) {
        let Some(initial) = field.initial() else {
            continue;
        };
        let old = &before[field.block_id()][field.action_id()];
        let gone = field.accept(old).ok().flatten().is_none() && !field.options().is_empty();
        let kept = if old["type"] == field.kind() && !gone {
            old.clone()
        } else {
            initial
        };
        put(&mut values, field, kept);
    }
    Value::Object(values)
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
            if let Some(value) = field.accept(value)? {
                put(&mut values, *field, value);
            }
        }
    }
    Ok(Value::Object(values))
}

/// What a client says under which block instead of sending the form.
pub fn complaints(blocks: &[Value], values: &Value) -> std::collections::BTreeMap<String, String> {
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
