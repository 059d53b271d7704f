//! `rich_text` as lines.

use super::Painter;
use serde_json::Value;

impl Painter<'_> {
    pub(super) fn rich(&self, block: &Value) -> Vec<String> {
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
            Some("usergroup") => format!(
                "@{}",
                (self.name)(piece["usergroup_id"].as_str().unwrap_or_default())
            ),
            Some("broadcast") => format!("@{}", piece["range"].as_str().unwrap_or_default()),
            Some("channel") => (self.name)(piece["channel_id"].as_str().unwrap_or_default()),
            Some("date") if self.stable => "(a date)".to_owned(),
            Some("date") => piece["fallback"].as_str().unwrap_or_default().to_owned(),
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
}
