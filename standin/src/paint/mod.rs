//! Block Kit as plain text, the way a person would read it aloud. Screens of tests and transcripts are
//! made of it. It draws; it never checks.

mod attached;
mod charts;
mod markup;
mod rich;

use crate::blocks::state::{Field, fields};
use serde_json::Value;
use std::collections::BTreeMap;

/// Draws blocks as lines of text.
#[derive(Clone, Copy)]
pub struct Painter<'a> {
    /// What a person or a conversation is called, by id.
    pub name: &'a dyn Fn(&str) -> String,
    /// Leave out what differs from run to run (dates drawn by the reader's device).
    pub stable: bool,
}

impl Painter<'_> {
    /// All blocks, with the values of their fields and the errors under them.
    pub fn blocks(
        &self,
        blocks: &[Value],
        values: &Value,
        errors: &BTreeMap<String, String>,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        for block in blocks {
            self.block(block, values, &mut lines);
            if let Some(error) = block["block_id"].as_str().and_then(|id| errors.get(id)) {
                lines.push(format!("  ! {error}"));
            }
        }
        lines
    }

    fn block(&self, block: &Value, values: &Value, lines: &mut Vec<String>) {
        let one = std::slice::from_ref(block);
        let mut controls = fields(one)
            .into_iter()
            .map(|field| self.control(field, values));
        match block["type"].as_str().unwrap_or_default() {
            "section" => {
                let mut text = self.text(&block["text"]);
                for field in block["fields"].as_array().into_iter().flatten() {
                    text = format!("{text}\n{}", self.text(field));
                }
                if let Some(control) = controls.next() {
                    text = format!("{text} {control}");
                }
                lines.extend(text.trim_matches('\n').split('\n').map(str::to_owned));
            }
            "header" => lines.push(format!("# {}", self.text(&block["text"]))),
            "context" => {
                let parts: Vec<String> = block["elements"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|e| self.text(e))
                    .collect();
                lines.extend(parts.join(" · ").split('\n').map(str::to_owned));
            }
            "divider" => lines.push("---".to_owned()),
            "actions" | "context_actions" => lines.push(controls.collect::<Vec<_>>().join(" ")),
            "input" => {
                let label = self.text(&block["label"]);
                lines.push(format!("{label}: {}", controls.next().unwrap_or_default()));
                if !block["hint"].is_null() {
                    lines.push(format!("  ({})", self.text(&block["hint"])));
                }
            }
            "rich_text" => lines.extend(self.rich(block)),
            "markdown" => {
                let text = block["text"].as_str().unwrap_or_default();
                lines.extend(text.split('\n').map(str::to_owned));
            }
            "image" => lines.push(format!(
                "({})",
                block["alt_text"].as_str().unwrap_or_default()
            )),
            "alert" => lines.push(format!("! {}", self.text(&block["text"]))),
            "card" => {
                let texts = ["title", "subtitle", "body"].map(|key| self.text(&block[key]));
                lines.extend(texts.into_iter().filter(|text| !text.is_empty()));
                lines
                    .extend(Some(controls.collect::<Vec<_>>().join(" ")).filter(|l| !l.is_empty()));
            }
            "carousel" => lines.extend(self.within(block, "elements", values)),
            "container" => {
                lines.push(format!("# {}", self.text(&block["title"])));
                lines.extend(self.within(block, "child_blocks", values));
            }
            "data_visualization" => lines.extend(charts::chart(block)),
            "task_card" => lines.push(charts::task(block)),
            "plan" => {
                lines.push(format!("# {}", block["title"].as_str().unwrap_or_default()));
                lines.extend(
                    block["tasks"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(charts::task),
                );
            }
            "video" => lines.push(format!("(video {})", self.text(&block["title"]))),
            "file" => lines.push(format!(
                "(file {})",
                block["external_id"].as_str().unwrap_or_default()
            )),
            "table" | "data_table" => lines.extend(self.table(block)),
            other => lines.push(format!("<{other}>")),
        }
    }

    /// Blocks within a block.
    fn within(&self, block: &Value, key: &str, values: &Value) -> Vec<String> {
        let blocks = block[key].as_array().map_or(&[][..], Vec::as_slice);
        self.blocks(blocks, values, &BTreeMap::new())
    }

    /// One element: `[Button]`, `[… menu: A, B]`, or the value of a field.
    fn control(&self, field: Field<'_>, values: &Value) -> String {
        let element = field.element;
        let state = &values[field.block_id()][field.action_id()];
        let labels = || {
            field
                .options()
                .iter()
                .map(|o| self.text(&o["text"]))
                .collect::<Vec<_>>()
        };
        let empty = || {
            format!("… {}", self.text(&element["placeholder"]))
                .trim_end()
                .to_owned()
        };
        match field.kind() {
            "button" | "icon_button" => format!("[{}]", self.text(&element["text"])),
            "overflow" => format!("[⋯ {}]", labels().join(" | ")),
            "radio_buttons" | "checkboxes" => {
                let chosen = |option: &Value| {
                    let same = |s: &Value| s["value"] == option["value"];
                    same(&state["selected_option"])
                        || state["selected_options"]
                            .as_array()
                            .is_some_and(|l| l.iter().any(same))
                };
                let mark = |option: &&Value| {
                    let sign = match (field.kind(), chosen(option)) {
                        ("radio_buttons", true) => "(•)",
                        ("radio_buttons", false) => "( )",
                        (_, true) => "[x]",
                        (_, false) => "[ ]",
                    };
                    format!("{sign} {}", self.text(&option["text"]))
                };
                field
                    .options()
                    .iter()
                    .map(mark)
                    .collect::<Vec<_>>()
                    .join("  ")
            }
            "feedback_buttons" => {
                let label = |key: &str| self.text(&element[key]["text"]);
                format!(
                    "[{}] [{}]",
                    label("positive_button"),
                    label("negative_button")
                )
            }
            "image" => format!("({})", element["alt_text"].as_str().unwrap_or_default()),
            kind => {
                let words = self.value(field, state).unwrap_or_else(empty);
                if kind.ends_with("_input") {
                    words
                } else {
                    format!("<{words}>")
                }
            }
        }
    }

    /// What a field holds, in words; `None` if nothing.
    pub fn value(&self, field: Field<'_>, state: &Value) -> Option<String> {
        let key = field.value_key()?;
        let names_ids = ["users", "conversations", "channels"]
            .iter()
            .any(|of| field.kind().contains(of));
        let one = |value: &Value| {
            if let Some(words) = value.as_str() {
                return if names_ids {
                    (self.name)(words)
                } else {
                    words.to_owned()
                };
            }
            let named = value["name"].as_str().map(str::to_owned);
            named.unwrap_or_else(|| self.text(&value["text"]))
        };
        let value = state.get(key).filter(|v| !v.is_null())?;
        if let Some(all) = value.as_array() {
            let words: Vec<String> = all.iter().map(one).collect();
            return (!words.is_empty()).then(|| words.join(", "));
        }
        Some(match key {
            "selected_date_time" if self.stable => "(a date)".to_owned(),
            "selected_date_time" => value.to_string(),
            "rich_text_value" => self.rich(value).join("\n"),
            _ => one(value),
        })
    }

    /// A text object.
    pub fn text(&self, text: &Value) -> String {
        let words = text["text"].as_str().unwrap_or_default();
        if text["type"] == "mrkdwn" {
            self.mrkdwn(words)
        } else {
            words.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::facts::kinds;
    use serde_json::json;

    #[test]
    fn every_block_reads_as_something() {
        let name = |id: &str| id.to_owned();
        let painter = Painter {
            name: &name,
            stable: true,
        };
        let surfaces = ["message.blocks", "modal.blocks", "home.blocks"];
        for kind in kinds().filter(|kind| surfaces.iter().any(|place| kind.stands_in(place))) {
            let block = json!({"type": kind.name, "block_id": "b"});
            let lines = painter.blocks(&[block], &Value::Null, &BTreeMap::new());
            let unknown = format!("<{}>", kind.name);
            assert!(!lines.contains(&unknown), "{} is not drawn", kind.name);
        }
    }

    #[test]
    fn numbers_and_steps_are_read_aloud() {
        let name = |id: &str| id.to_owned();
        let painter = Painter {
            name: &name,
            stable: true,
        };
        let pie = json!({"type": "pie", "segments": [{"label": "yes", "value": 2}, {"label": "no", "value": 1.5}]});
        let line = json!({"type": "line", "series": [{"name": "May", "data": [{"label": "yes", "value": 2}]}]});
        let task = json!({"type": "task_card", "title": "Read the notes", "status": "complete"});
        let blocks = [
            json!({"type": "data_visualization", "title": "Answers", "chart": pie}),
            json!({"type": "data_visualization", "title": "Months", "chart": line}),
            json!({"type": "plan", "title": "Plan", "tasks": [task]}),
        ];
        let lines = painter.blocks(&blocks, &Value::Null, &BTreeMap::new());
        let read = [
            "Answers (pie)",
            "yes 2, no 1.5",
            "Months (line)",
            "May: yes 2",
            "# Plan",
            "[complete] Read the notes",
        ];
        assert_eq!(lines, read);
    }
}
