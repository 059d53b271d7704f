//! Attachments of a message as lines.

use super::Painter;
use crate::blocks::attach;
use serde_json::Value;
use std::collections::BTreeMap;

/// Texts of an attachment, in the order they stand.
const TEXTS: [&str; 4] = ["pretext", "author_name", "title", "text"];

impl Painter<'_> {
    /// All attachments, each behind a bar.
    pub fn attachments(&self, attachments: &[Value], values: &Value) -> Vec<String> {
        let lines = attachments
            .iter()
            .flat_map(|each| self.attachment(each, values));
        lines.map(|line| format!("┃ {line}")).collect()
    }

    fn attachment(&self, attachment: &Value, values: &Value) -> Vec<String> {
        let blocks = attach::blocks(attachment);
        if !blocks.is_empty() {
            return self.blocks(blocks, values, &BTreeMap::new());
        }
        let text = |key: &str| attachment[key].as_str().map(|text| self.mrkdwn(text));
        let mut lines: Vec<String> = TEXTS.iter().filter_map(|key| text(key)).collect();
        for field in attachment["fields"].as_array().into_iter().flatten() {
            let part = |key: &str| self.mrkdwn(field[key].as_str().unwrap_or_default());
            lines.push(format!("{}: {}", part("title"), part("value")));
        }
        let pictures = ["image_url", "thumb_url"].iter();
        lines.extend(
            pictures
                .filter_map(|key| text(key))
                .map(|url| format!("(picture {url})")),
        );
        lines.extend(text("footer"));
        if lines.is_empty() {
            lines.extend(text("fallback"));
        }
        lines
            .iter()
            .flat_map(|line| line.split('\n'))
            .map(str::to_owned)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn attachments_are_read_aloud() {
        let name = |id: &str| id.to_owned();
        let painter = Painter {
            name: &name,
            stable: true,
        };
        let old = json!({"pretext": "Look", "title": "Deal", "text": "*Won*\nat last", "footer": "CRM",
            "fields": [{"title": "Value", "value": "9"}], "image_url": "https://a.example/b.png", "fallback": "Deal won"});
        let new = json!({"color": "good", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "New"}}]});
        let bare = json!({"fallback": "Only this"});
        let lines = painter.attachments(&[old, new, bare], &Value::Null);
        let read = [
            "Look",
            "Deal",
            "Won",
            "at last",
            "Value: 9",
            "(picture https://a.example/b.png)",
            "CRM",
            "# New",
            "Only this",
        ];
        assert_eq!(lines, read.map(|line| format!("┃ {line}")));
    }
}
