//! Rules of whole payloads, of layout blocks and of what stands in them.

use super::{
    super::{
        check::{Check, Object},
        limits,
    },
    Rule, either, has, list, unique,
};
use serde_json::Value;

const PAYLOADS: &[&str] = &["message", "modal", "home"];
const AXES: &[&str] = &["bar", "area", "line"];

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    Rule { of: PAYLOADS, says: "a block_id stands once", source: "blocks", check: block_ids },
    Rule { of: PAYLOADS, says: "one element at most has focus_on_load", source: "block-elements", check: one_focus },
    Rule { of: &["modal"], says: "a form with an input block has a submit label", source: "../views/modal-views", check: submit },
    Rule { of: &["message", "home"], says: "response_url_enabled works in forms only", source: "block-elements/select-menu-element", check: no_response_url },
    Rule { of: &["section", "actions"], says: "response_url_enabled works in input blocks only", source: "block-elements/select-menu-element", check: no_response_url },
    Rule { of: &["message"], says: "12,000 characters over all markdown blocks", source: "blocks/markdown-block", check: markdown },
    Rule { of: &["message"], says: "10,000 characters over all tables", source: "blocks/table-block", check: tables },
    Rule { of: &["message"], says: "two data_visualization blocks at most", source: "blocks/data-visualization-block", check: charts },
    Rule { of: &["section"], says: "text or fields is there", source: "blocks/section-block", check: |check, o, at| {
        if !has(o, "text") && !has(o, "fields") { check.wrong(at, "missing required field: text"); }
    } },
    Rule { of: &["actions", "context_actions"], says: "an action_id stands once in a block", source: "blocks/actions-block", check: |check, o, at| {
        unique(check, o, at, "elements", "action_id", "action_id already exists: {}");
    } },
    Rule { of: &["image"], says: "either image_url or slack_file", source: "blocks/image-block", check: |check, o, at| either(check, o, at, "image_url", "slack_file") },
    Rule { of: &["slack_file"], says: "either id or url", source: "composition-objects/slack-file-object", check: |check, o, at| either(check, o, at, "id", "url") },
    Rule { of: &["card"], says: "hero_image, title, actions or body is there", source: "blocks/card-block", check: |check, o, at| {
        if !["hero_image", "title", "actions", "body"].iter().any(|key| has(o, key)) {
            check.wrong(at, "missing required field: hero_image, title, actions or body");
        }
    } },
    Rule { of: &["container"], says: "title or rich_text_title is there", source: "blocks/container-block", check: |check, o, at| {
        if !has(o, "title") && !has(o, "rich_text_title") { check.wrong(at, "missing required field: title"); }
    } },
    Rule { of: &["plan"], says: "a task_id stands once", source: "blocks/plan-block", check: |check, o, at| {
        unique(check, o, at, "tasks", "task_id", "task_id already exists: {}");
    } },
    Rule { of: &["data_table"], says: "all rows are of one length", source: "blocks/data-table-block", check: even_rows },
    Rule { of: &["data_table"], says: "the first row holds no rich_text", source: "blocks/data-table-block", check: plain_header },
    Rule { of: AXES, says: "a series is named once", source: "blocks/data-visualization-block", check: |check, o, at| {
        unique(check, o, at, "series", "name", "name already exists: {}");
    } },
    Rule { of: AXES, says: "a series has one point for each category", source: "blocks/data-visualization-block", check: categories },
];

fn block_ids(check: &mut Check, object: &Object, at: &str) {
    unique(
        check,
        object,
        at,
        "blocks",
        "block_id",
        "block_id already exists: {}",
    );
}

/// Every object in a value, with its pointer, from the top.
fn each<'v>(value: &'v Value, at: &str, found: &mut Vec<(String, &'v Object)>) {
    match value {
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                each(item, &format!("{at}/{n}"), found);
            }
        }
        Value::Object(object) => {
            found.push((at.to_owned(), object));
            for (key, value) in object {
                each(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Every object below this one, with its pointer.
fn below<'v>(object: &'v Object, at: &str) -> Vec<(String, &'v Object)> {
    let mut found = Vec::new();
    for (key, value) in object {
        each(value, &format!("{at}/{key}"), &mut found);
    }
    found
}

fn is_on(object: &Object, key: &str) -> bool {
    object.get(key) == Some(&Value::Bool(true))
}

fn one_focus(check: &mut Check, object: &Object, at: &str) {
    let focused = below(object, at)
        .into_iter()
        .filter(|(_, o)| is_on(o, "focus_on_load"));
    for (at, _) in focused.skip(1) {
        check.wrong(
            &format!("{at}/focus_on_load"),
            "only one element may have focus_on_load",
        );
    }
}

fn submit(check: &mut Check, object: &Object, at: &str) {
    if !has(object, "submit") && list(object, "blocks").iter().any(|b| b["type"] == "input") {
        check.wrong(at, "missing required field: submit");
    }
}

fn no_response_url(check: &mut Check, object: &Object, at: &str) {
    for (at, element) in below(object, at) {
        if is_on(element, "response_url_enabled") {
            check.wrong(
                &format!("{at}/response_url_enabled"),
                "only works in input blocks of modals",
            );
        }
    }
}

fn blocks_of<'v>(object: &'v Object, kinds: &'v [&'v str]) -> impl Iterator<Item = &'v Value> {
    list(object, "blocks")
        .iter()
        .filter(|b| b["type"].as_str().is_some_and(|kind| kinds.contains(&kind)))
}

fn markdown(check: &mut Check, object: &Object, at: &str) {
    let texts = blocks_of(object, &["markdown"]).filter_map(|b| b["text"].as_str());
    let count: usize = texts.map(|text| text.chars().count()).sum();
    if count > limits::MARKDOWN_TEXT {
        let says = format!(
            "no more than {} characters of markdown",
            limits::MARKDOWN_TEXT
        );
        check.wrong(&format!("{at}/blocks"), says);
    }
}

fn tables(check: &mut Check, object: &Object, at: &str) {
    let mut found = Vec::new();
    for table in blocks_of(object, &["table", "data_table"]) {
        each(&table["rows"], "", &mut found);
    }
    let texts = found.iter().filter_map(|(_, o)| o.get("text")?.as_str());
    let count: usize = texts.map(|text| text.chars().count()).sum();
    if count > limits::TABLE_TEXT {
        let says = format!("no more than {} characters in tables", limits::TABLE_TEXT);
        check.wrong(&format!("{at}/blocks"), says);
    }
}

fn charts(check: &mut Check, object: &Object, at: &str) {
    if blocks_of(object, &["data_visualization"]).count() > limits::CHARTS {
        let says = format!("no more than {} charts allowed", limits::CHARTS);
        check.wrong(&format!("{at}/blocks"), says);
    }
}

fn even_rows(check: &mut Check, object: &Object, at: &str) {
    let width = |row: &Value| row.as_array().map(Vec::len);
    let rows = list(object, "rows");
    for (n, row) in rows.iter().enumerate() {
        if width(row) != rows.first().and_then(width) {
            check.wrong(
                &format!("{at}/rows/{n}"),
                "must be as long as the first row",
            );
        }
    }
}

fn plain_header(check: &mut Check, object: &Object, at: &str) {
    let header = list(object, "rows").first().and_then(Value::as_array);
    for (n, cell) in header.into_iter().flatten().enumerate() {
        if cell["type"] == "rich_text" {
            check.wrong(
                &format!("{at}/rows/0/{n}/type"),
                "must not be rich_text in the first row",
            );
        }
    }
}

fn categories(check: &mut Check, object: &Object, at: &str) {
    let wanted = object
        .get("axis_config")
        .map(|axis| &axis["categories"])
        .and_then(Value::as_array);
    for (n, series) in list(object, "series").iter().enumerate() {
        let labels = series["data"].as_array().into_iter().flatten();
        let labels: Vec<&Value> = labels.map(|point| &point["label"]).collect();
        if wanted.is_some_and(|wanted| !wanted.iter().eq(labels)) {
            check.wrong(
                &format!("{at}/series/{n}/data"),
                "must have one point for each category, in order",
            );
        }
    }
}
