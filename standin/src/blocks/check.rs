//! The tools a Block Kit check is made of: walk JSON, and note what is wrong with a JSON pointer, in
//! the words Slack uses. Nothing here knows a block.

use serde_json::{Map, Value};

/// One thing wrong with a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// In Slack's words.
    pub text: String,
    /// Where, such as `/blocks/0/text`.
    pub pointer: String,
}

impl Issue {
    /// As in `response_metadata.messages`.
    pub fn message(&self) -> String {
        format!("[ERROR] {} [json-pointer:{}]", self.text, self.pointer)
    }
}

/// Collects what is wrong.
#[derive(Debug, Default)]
pub struct Check {
    /// What was found so far.
    pub issues: Vec<Issue>,
}

/// A JSON object.
pub type Object = Map<String, Value>;

impl Check {
    /// Notes something wrong at `pointer`.
    pub fn wrong(&mut self, pointer: &str, text: impl Into<String>) {
        self.issues.push(Issue {
            text: text.into(),
            pointer: pointer.to_owned(),
        });
    }

    /// The value as an object.
    pub fn object<'v>(&mut self, value: &'v Value, at: &str) -> Option<&'v Object> {
        let object = value.as_object();
        if object.is_none() {
            self.wrong(at, "must provide an object");
        }
        object
    }

    /// The object's `type`.
    pub fn kind<'v>(&mut self, object: &'v Object, at: &str) -> Option<&'v str> {
        let Some(kind) = object.get("type").filter(|v| !v.is_null()) else {
            self.wrong(at, "missing required field: type");
            return None;
        };
        let text = kind.as_str();
        if text.is_none() {
            self.wrong(&format!("{at}/type"), "must be a string");
        }
        text
    }

    /// A string of `min` to `max` characters.
    pub fn words(&mut self, value: &Value, at: &str, min: usize, max: usize) {
        let Some(text) = value.as_str() else {
            return self.wrong(at, "must be a string");
        };
        let count = text.chars().count();
        if count > max {
            self.wrong(at, format!("must be less than {} characters", max + 1));
        }
        if count < min {
            self.wrong(
                at,
                format!("must be more than {} characters", min.saturating_sub(1)),
            );
        }
    }

    /// A string that `is` so.
    pub fn like(&mut self, value: &Value, at: &str, is: fn(&str) -> bool, otherwise: &str) {
        if !value.as_str().is_some_and(is) {
            self.wrong(at, otherwise);
        }
    }

    /// A boolean.
    pub fn flag(&mut self, value: &Value, at: &str) {
        if !value.is_boolean() {
            self.wrong(at, "must be a boolean");
        }
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, value: &Value, at: &str, min: i64, max: i64) {
        let Some(number) = value.as_i64() else {
            return self.wrong(at, "must be an integer");
        };
        if number < min {
            self.wrong(at, format!("must be greater than or equal to {min}"));
        }
        if number > max {
            self.wrong(at, format!("must be less than or equal to {max}"));
        }
    }

    /// A string out of a few.
    pub fn one_of(&mut self, value: &Value, at: &str, choices: &[&str]) {
        if !value.as_str().is_some_and(|text| choices.contains(&text)) {
            self.wrong(
                at,
                format!("must be a valid enum value: {}", choices.join(", ")),
            );
        }
    }

    /// The items of an array, each with its pointer.
    pub fn array<'v>(
        &mut self,
        value: &'v Value,
        at: &str,
        min: usize,
        max: usize,
    ) -> Vec<(String, &'v Value)> {
        let Some(items) = value.as_array() else {
            self.wrong(at, "must be an array");
            return Vec::new();
        };
        if items.len() > max {
            self.wrong(at, format!("no more than {max} items allowed"));
        }
        if items.len() < min {
            self.wrong(at, format!("no fewer than {min} items allowed"));
        }
        items
            .iter()
            .enumerate()
            .map(|(n, item)| (format!("{at}/{n}"), item))
            .collect()
    }
}
