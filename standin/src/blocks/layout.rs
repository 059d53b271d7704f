//! Layout blocks, and the two payloads they stand in: a message's `blocks` and a view.

use super::{
    check::{Check, Issue, Object},
    compose::{self, Text},
    element::{self, Place},
    limits, rich,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// The kind of view a method takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    /// A form.
    Modal,
    /// The Home tab.
    Home,
}

/// Checks a message's blocks.
///
/// # Errors
/// With everything that is wrong.
pub fn check_message(blocks: &Value) -> Result<(), Vec<Issue>> {
    let mut check = Check::default();
    all(&mut check, blocks, "/blocks", limits::MESSAGE_BLOCKS);
    done(check)
}

/// Checks a view.
///
/// # Errors
/// With everything that is wrong.
pub fn check_view(view: &Value, kind: ViewKind) -> Result<(), Vec<Issue>> {
    let mut check = Check::default();
    if let Some(object) = check.object(view, "/view") {
        whole_view(&mut check, object, kind);
    }
    done(check)
}

fn done(check: Check) -> Result<(), Vec<Issue>> {
    if check.issues.is_empty() {
        Ok(())
    } else {
        Err(check.issues)
    }
}

fn whole_view(check: &mut Check, view: &Object, kind: ViewKind) {
    let at = "/view";
    match (check.kind(view, at), kind) {
        (Some("modal"), ViewKind::Modal) => {
            let keys = &[
                "type",
                "title",
                "blocks",
                "close",
                "submit",
                "private_metadata",
                "callback_id",
                "clear_on_close",
                "notify_on_close",
                "external_id",
                "submit_disabled",
            ];
            check.keys(view, at, keys);
            compose::text_field(check, view, at, "title", Text::Plain, limits::VIEW_LABEL);
            compose::text_maybe(check, view, at, "submit", Text::Plain, limits::VIEW_LABEL);
            compose::text_maybe(check, view, at, "close", Text::Plain, limits::VIEW_LABEL);
            let blocks = view.get("blocks").and_then(Value::as_array);
            let has_input =
                blocks.is_some_and(|blocks| blocks.iter().any(|b| b["type"] == "input"));
            if has_input && view.get("submit").is_none_or(Value::is_null) {
                check.wrong(at, "missing required field: submit");
            }
        }
        (Some("home"), ViewKind::Home) => {
            check.keys(
                view,
                at,
                &[
                    "type",
                    "blocks",
                    "private_metadata",
                    "callback_id",
                    "external_id",
                ],
            );
        }
        (Some(other), _) => check.wrong(
            "/view/type",
            format!("must be a valid enum value, not {other}"),
        ),
        (None, _) => {}
    }
    check.string(view, at, "private_metadata", 0, limits::PRIVATE_METADATA);
    check.string(view, at, "callback_id", 0, limits::ID);
    check.string(view, at, "external_id", 0, limits::ID);
    for key in ["clear_on_close", "notify_on_close", "submit_disabled"] {
        check.boolean(view, at, key);
    }
    if let Some(blocks) = check.required(view, at, "blocks") {
        all(check, blocks, "/view/blocks", limits::VIEW_BLOCKS);
    }
}

fn all(check: &mut Check, blocks: &Value, at: &str, max: usize) {
    let mut ids = BTreeSet::new();
    for (at, value) in check.array(blocks, at, 0, max) {
        let Some(object) = check.object(value, &at) else {
            continue;
        };
        if let Some(id) = check.string(object, &at, "block_id", 1, limits::ID)
            && !ids.insert(id.to_owned())
        {
            check.wrong(
                &format!("{at}/block_id"),
                format!("block_id already exists: {id}"),
            );
        }
        block(check, object, &at);
    }
}

fn block(check: &mut Check, object: &Object, at: &str) {
    match check.kind(object, at) {
        Some("section") => section(check, object, at),
        Some("header") => {
            check.keys(object, at, &["type", "block_id", "text", "level"]);
            compose::text_field(check, object, at, "text", Text::Plain, limits::HEADER);
            check.number(object, at, "level", 1, 4);
        }
        Some("context") => {
            check.keys(object, at, &["type", "block_id", "elements"]);
            for (at, item) in check.items(object, at, "elements", 1, limits::CONTEXT_ELEMENTS) {
                compose::text(check, item, &at, Text::Any, limits::CONTEXT_TEXT);
            }
        }
        Some("divider") => check.keys(object, at, &["type", "block_id"]),
        Some("actions") => actions(check, object, at),
        Some("input") => input(check, object, at),
        Some("rich_text") => rich::rich_text(check, object, at),
        Some(other) => check.wrong(&format!("{at}/type"), format!("unsupported type: {other}")),
        None => {}
    }
}

fn section(check: &mut Check, object: &Object, at: &str) {
    check.keys(
        object,
        at,
        &["type", "block_id", "text", "fields", "accessory", "expand"],
    );
    check.boolean(object, at, "expand");
    compose::text_maybe(check, object, at, "text", Text::Any, limits::SECTION_TEXT);
    if object.contains_key("fields") {
        for (at, field) in check.items(object, at, "fields", 1, limits::SECTION_FIELDS) {
            compose::text(check, field, &at, Text::Any, limits::SECTION_FIELD);
        }
    } else {
        check.required(object, at, "text");
    }
    if let Some(accessory) = object.get("accessory") {
        element::element(
            check,
            accessory,
            &format!("{at}/accessory"),
            Place::Accessory,
        );
    }
}

fn actions(check: &mut Check, object: &Object, at: &str) {
    check.keys(object, at, &["type", "block_id", "elements"]);
    let mut ids = BTreeSet::new();
    for (at, item) in check.items(object, at, "elements", 1, limits::ACTIONS_ELEMENTS) {
        element::element(check, item, &at, Place::Actions);
        if let Some(id) = item["action_id"].as_str()
            && !ids.insert(id)
        {
            check.wrong(
                &format!("{at}/action_id"),
                format!("action_id already exists: {id}"),
            );
        }
    }
}

fn input(check: &mut Check, object: &Object, at: &str) {
    check.keys(
        object,
        at,
        &[
            "type",
            "block_id",
            "label",
            "element",
            "hint",
            "optional",
            "dispatch_action",
        ],
    );
    compose::text_field(check, object, at, "label", Text::Plain, limits::INPUT_LABEL);
    compose::text_maybe(check, object, at, "hint", Text::Plain, limits::INPUT_LABEL);
    check.boolean(object, at, "optional");
    check.boolean(object, at, "dispatch_action");
    if let Some(value) = check.required(object, at, "element") {
        element::element(check, value, &format!("{at}/element"), Place::Input);
    }
}
