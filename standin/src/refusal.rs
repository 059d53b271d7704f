//! A refused request, as Slack puts it: a code, and sometimes more.

use crate::blocks::Issue;
use serde_json::{Map, Value, json};

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Slack's error code.
    pub code: String,
    /// What else stands in the reply.
    pub extra: Map<String, Value>,
}

impl Refusal {
    /// A code and nothing more.
    pub fn code(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            extra: Map::new(),
        }
    }

    /// `missing_scope`.
    pub fn scope<'s>(needed: &[&str], provided: impl Iterator<Item = &'s String>) -> Self {
        let provided: Vec<&str> = provided.map(String::as_str).collect();
        Self::code("missing_scope")
            .with("needed", json!(needed.join(",")))
            .with("provided", json!(provided.join(",")))
    }

    /// `invalid_arguments` with one line.
    pub fn argument(line: &str) -> Self {
        Self::code("invalid_arguments").with(
            "response_metadata",
            json!({"messages": [format!("[ERROR] {line}")]}),
        )
    }

    /// Bad Block Kit: `invalid_blocks` for messages, `invalid_arguments` for views.
    pub fn issues(code: &str, issues: &[Issue]) -> Self {
        let messages: Vec<String> = issues.iter().map(Issue::message).collect();
        let refusal = Self::code(code).with("response_metadata", json!({"messages": messages}));
        if code != "invalid_blocks" {
            return refusal;
        }
        let errors: Vec<String> = issues
            .iter()
            .map(|i| format!("{} [json-pointer:{}]", i.text, i.pointer))
            .collect();
        refusal.with("errors", json!(errors))
    }

    /// The same, with something more in the reply.
    #[must_use]
    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.extra.insert(key.to_owned(), value);
        self
    }

    /// The whole reply.
    pub fn reply(&self) -> Value {
        let mut reply = Map::new();
        reply.insert("ok".into(), json!(false));
        reply.insert("error".into(), json!(self.code));
        reply.extend(self.extra.clone());
        Value::Object(reply)
    }

    /// One line for the journal.
    pub fn line(&self) -> String {
        let mut line = self.code.clone();
        for key in ["needed", "response_metadata"] {
            match &self.extra.get(key) {
                Some(Value::String(text)) => {
                    line += " needs ";
                    line += text;
                }
                Some(value) => {
                    for message in value["messages"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(Value::as_str)
                    {
                        line += " ";
                        line += message;
                    }
                }
                None => {}
            }
        }
        line
    }
}
