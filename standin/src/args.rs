//! The arguments of one Web API call, whichever way they came: JSON, form, query or multipart. A form
//! carries objects as JSON strings and booleans as words; here they all read the same.

use serde_json::{Map, Value};

/// Arguments by name; a `null` counts as absent.
#[derive(Clone, Debug, Default)]
pub struct Args(Map<String, Value>);

/// An argument that is not what it should be: each method has its own error for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Args {
    /// From a map of JSON values or strings.
    pub fn new(mut map: Map<String, Value>) -> Self {
        map.retain(|_, value| !value.is_null());
        Self(map)
    }

    /// Adds one.
    pub fn insert(&mut self, name: &str, value: Value) {
        if !value.is_null() {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// Takes one out.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name)
    }

    /// The names given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// It was given.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A string; numbers count as their digits.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(_) | Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// A string, or an empty one.
    pub fn words(&self, name: &str) -> String {
        self.text(name).unwrap_or_default()
    }

    /// `true`, `"true"`, `1` and `"1"`.
    pub fn flag(&self, name: &str) -> bool {
        match self.0.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text == "true" || text == "1",
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            None | Some(Value::Null | Value::Array(_) | Value::Object(_)) => false,
        }
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Result<Option<i64>, Unreadable> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => text.parse().map(Some).map_err(|_| Unreadable),
            Some(value) => value.as_i64().map(Some).ok_or(Unreadable),
        }
    }

    /// An object or array, given as such or as a JSON string.
    pub fn json(&self, name: &str) -> Result<Option<Value>, Unreadable> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => {
                serde_json::from_str(text).map(Some).map_err(|_| Unreadable)
            }
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// A list, given as an array, a JSON string or comma-separated.
    pub fn list(&self, name: &str) -> Vec<String> {
        let strings = |items: &[Value]| {
            items
                .iter()
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect()
        };
        match self.0.get(name) {
            Some(Value::Array(items)) => strings(items),
            Some(Value::String(text)) => match serde_json::from_str(text) {
                Ok(Value::Array(items)) => strings(&items),
                _ => text
                    .split(',')
                    .map(str::trim)
                    .filter(|t| !t.is_empty())
                    .map(str::to_owned)
                    .collect(),
            },
            None | Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) => {
                Vec::new()
            }
        }
    }
}
