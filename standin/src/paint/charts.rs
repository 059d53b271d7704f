//! Numbers and steps in words: tables, charts, and what agents show of their work.

use super::Painter;
use serde_json::Value;

impl Painter<'_> {
    /// A line for each row.
    pub(super) fn table(&self, block: &Value) -> Vec<String> {
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
}

/// A step of an agent's work: `[complete] Read the notes`.
pub(super) fn task(task: &Value) -> String {
    let status = task["status"].as_str().unwrap_or("pending");
    format!("[{status}] {}", task["title"].as_str().unwrap_or_default())
}

/// A chart as its numbers.
pub(super) fn chart(block: &Value) -> Vec<String> {
    let chart = &block["chart"];
    let kind = chart["type"].as_str().unwrap_or_default();
    let point = |point: &Value| {
        format!(
            "{} {}",
            point["label"].as_str().unwrap_or_default(),
            point["value"]
        )
    };
    let points = |list: &Value| {
        let points = list.as_array().into_iter().flatten().map(point);
        points.collect::<Vec<_>>().join(", ")
    };
    let mut lines = vec![format!(
        "{} ({kind})",
        block["title"].as_str().unwrap_or_default()
    )];
    if kind == "pie" {
        lines.push(points(&chart["segments"]));
    }
    for series in chart["series"].as_array().into_iter().flatten() {
        let name = series["name"].as_str().unwrap_or_default();
        lines.push(format!("{name}: {}", points(&series["data"])));
    }
    lines
}
