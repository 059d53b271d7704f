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
    /// An element already has `focus_on_load`.
    pub focused: bool,
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

    /// Refuses keys that Slack does not know.
    pub fn keys(&mut self, object: &Object, at: &str, known: &[&str]) {
        for key in object.keys() {
            if !known.contains(&key.as_str()) {
                self.wrong(at, format!("invalid additional property: {key}"));
            }
        }
    }

    /// The value of a key that must be there.
    pub fn required<'v>(&mut self, object: &'v Object, at: &str, key: &str) -> Option<&'v Value> {
        let value = object.get(key).filter(|v| !v.is_null());
        if value.is_none() {
            self.wrong(at, format!("missing required field: {key}"));
        }
        value
    }

    /// The object's `type`.
    pub fn kind<'v>(&mut self, object: &'v Object, at: &str) -> Option<&'v str> {
        let kind = self.required(object, at, "type")?;
        let text = kind.as_str();
        if text.is_none() {
            self.wrong(&format!("{at}/type"), "must be a string");
        }
        text
    }

    /// A string of `min` to `max` characters, if it is there.
    pub fn string<'v>(
        &mut self,
        object: &'v Object,
        at: &str,
        key: &str,
        min: usize,
        max: usize,
    ) -> Option<&'v str> {
        let value = object.get(key).filter(|v| !v.is_null())?;
        let at = format!("{at}/{key}");
        let Some(text) = value.as_str() else {
            self.wrong(&at, "must be a string");
            return None;
        };
        self.length(text, &at, min, max);
        Some(text)
    }

    /// Refuses text outside `min` to `max` characters.
    pub fn length(&mut self, text: &str, at: &str, min: usize, max: usize) {
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

    /// A string that must be there.
    pub fn text<'v>(
        &mut self,
        object: &'v Object,
        at: &str,
        key: &str,
        min: usize,
        max: usize,
    ) -> Option<&'v str> {
        self.required(object, at, key)?;
        self.string(object, at, key, min, max)
    }

    /// A boolean, if it is there.
    pub fn boolean(&mut self, object: &Object, at: &str, key: &str) -> bool {
        match object.get(key) {
            None => false,
            Some(Value::Bool(value)) => *value,
            Some(_) => {
                self.wrong(&format!("{at}/{key}"), "must be a boolean");
                false
            }
        }
    }

    /// A whole number within bounds, if it is there.
    pub fn number(
        &mut self,
        object: &Object,
        at: &str,
        key: &str,
        min: i64,
        max: i64,
    ) -> Option<i64> {
        let value = object.get(key).filter(|v| !v.is_null())?;
        let at = format!("{at}/{key}");
        let Some(number) = value.as_i64() else {
            self.wrong(&at, "must be an integer");
            return None;
        };
        if number < min {
            self.wrong(&at, format!("must be greater than or equal to {min}"));
        }
        if number > max {
            self.wrong(&at, format!("must be less than or equal to {max}"));
        }
        Some(number)
    }

    /// A string out of a few, if it is there.
    pub fn one_of(&mut self, object: &Object, at: &str, key: &str, choices: &[&str]) {
        if let Some(value) = object.get(key).filter(|v| !v.is_null())
            && !value.as_str().is_some_and(|text| choices.contains(&text))
        {
            self.wrong(
                &format!("{at}/{key}"),
                format!("must be a valid enum value: {}", choices.join(", ")),
            );
        }
    }

    /// The items of an array that must be there, each with its pointer.
    pub fn items<'v>(
        &mut self,
        object: &'v Object,
        at: &str,
        key: &str,
        min: usize,
        max: usize,
    ) -> Vec<(String, &'v Value)> {
        match self.required(object, at, key) {
            Some(value) => self.array(value, &format!("{at}/{key}"), min, max),
            None => Vec::new(),
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
