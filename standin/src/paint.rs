//! Block Kit as plain text, the way a person would read it aloud. Screens of tests and transcripts are
//! made of it. It draws; it never checks.

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
            "table" | "data_table" => lines.extend(self.table(block)),
            other => lines.push(format!("<{other}>")),
        }
    }

    /// Blocks within a block.
    fn within(&self, block: &Value, key: &str, values: &Value) -> Vec<String> {
        let blocks = block[key].as_array().map_or(&[][..], Vec::as_slice);
        self.blocks(blocks, values, &BTreeMap::new())
    }

    /// A line for each row.
    fn table(&self, block: &Value) -> Vec<String> {
        let cell = |cell: &Value| match cell["type"].as_str() {
            Some("rich_text") => self.rich(cell).join(" "),
            _ => cell["text"].as_str().unwrap_or_default().to_owned(),
        };
        let rows = block["rows"].as_array().into_iter().flatten();
        rows.map(|row| {
            let cells = row.as_array().into_iter().flatten().map(cell);
            cells.collect::<Vec<_>>().join(" | ")
        })
        .collect()
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

    fn rich(&self, block: &Value) -> Vec<String> {
        let mut lines = Vec::new();
        for part in block["elements"].as_array().into_iter().flatten() {
            match part["type"].as_str().unwrap_or_default() {
                "rich_text_list" => {
                    for (n, item) in part["elements"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .enumerate()
                    {
                        let mark = if part["style"] == "ordered" {
                            format!("{}.", n + 1)
                        } else {
                            "•".to_owned()
                        };
                        lines.push(format!("{mark} {}", self.rich_line(item)));
                    }
                }
                "rich_text_quote" => {
                    lines.extend(self.rich_line(part).split('\n').map(|l| format!("> {l}")));
                }
                _ => lines.extend(self.rich_line(part).split('\n').map(str::to_owned)),
            }
        }
        lines
    }

    fn rich_line(&self, part: &Value) -> String {
        let piece = |piece: &Value| match piece["type"].as_str() {
            Some("emoji") => format!(":{}:", piece["name"].as_str().unwrap_or_default()),
            Some("user") => format!(
                "@{}",
                (self.name)(piece["user_id"].as_str().unwrap_or_default())
            ),
            Some("link") => piece["text"]
                .as_str()
                .or(piece["url"].as_str())
                .unwrap_or_default()
                .to_owned(),
            _ => piece["text"].as_str().unwrap_or_default().to_owned(),
        };
        part["elements"]
            .as_array()
            .into_iter()
            .flatten()
            .map(piece)
            .collect()
    }

    /// Slack's markup as a person reads it: mentions by name, links by label, no markers.
    pub fn mrkdwn(&self, words: &str) -> String {
        let mut out = String::new();
        let mut rest = words;
        while let Some(start) = rest.find('<') {
            out += &unmark(&rest[..start]);
            let Some(end) = rest[start..].find('>') else {
                out += &rest[start..];
                rest = "";
                break;
            };
            out += &self.angle(&rest[start + 1..start + end]);
            rest = &rest[start + end + 1..];
        }
        out += &unmark(rest);
        out.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    }

    /// What stood between `<` and `>`.
    fn angle(&self, inside: &str) -> String {
        let (target, label) = inside
            .split_once('|')
            .map_or((inside, None), |(t, l)| (t, Some(l)));
        if let Some(id) = target.strip_prefix('@') {
            return format!("@{}", (self.name)(id));
        }
        if let Some(id) = target.strip_prefix('#') {
            return format!("#{}", label.unwrap_or(id));
        }
        if target.starts_with("!date") && self.stable {
            return "(a date)".to_owned();
        }
        match target.strip_prefix('!') {
            Some(word) => label.map_or_else(|| format!("@{word}"), str::to_owned),
            None => label.unwrap_or(target).to_owned(),
        }
    }
}

/// Takes away the pairs of `*`, `_`, `~` and backticks that a client would draw as style.
fn unmark(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut drop = vec![false; chars.len()];
    for mark in ['*', '_', '~', '`'] {
        let mut open: Option<usize> = None;
        for (n, &c) in chars.iter().enumerate() {
            if c == '\n' {
                open = None;
            }
            if c != mark {
                continue;
            }
            let before = n.checked_sub(1).map(|b| chars[b]);
            let after = chars.get(n + 1).copied();
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            match open {
                Some(from) if !space(before) && !word(after) && n > from + 1 => {
                    drop[from] = true;
                    drop[n] = true;
                    open = None;
                }
                _ if !word(before) && !space(after) => open = Some(n),
                _ => {}
            }
        }
    }
    chars
        .iter()
        .zip(drop)
        .filter_map(|(c, dropped)| (!dropped).then_some(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_reads_as_a_person_reads_it() {
        let name = |id: &str| format!("{id}!");
        let painter = Painter {
            name: &name,
            stable: false,
        };
        let words = "Hi <@U1>, *well done* in <#C1|general> <https://x.y|there> a_b_c 2*3*4 &lt;3 <!date^1^{date}|today>";
        assert_eq!(
            painter.mrkdwn(words),
            "Hi @U1!, well done in #general there a_b_c 2*3*4 <3 today"
        );
    }
}
