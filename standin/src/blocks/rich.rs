//! `rich_text`: formatted words that need no escaping.

use super::{
    check::{Check, Object},
    limits,
};
use serde_json::Value;

/// Checks a `rich_text` block's elements.
pub(super) fn rich_text(check: &mut Check, block: &Object, at: &str) {
    check.keys(block, at, &["type", "block_id", "elements"]);
    for (at, value) in check.items(block, at, "elements", 1, usize::MAX) {
        let Some(object) = check.object(value, &at) else {
            continue;
        };
        match check.kind(object, &at) {
            Some("rich_text_section") => section(check, object, &at, &["type", "elements"]),
            Some("rich_text_quote" | "rich_text_preformatted") => {
                section(check, object, &at, &["type", "elements", "border"]);
            }
            Some("rich_text_list") => list(check, object, &at),
            Some(other) => check.wrong(&format!("{at}/type"), format!("unsupported type: {other}")),
            None => {}
        }
    }
}

fn list(check: &mut Check, object: &Object, at: &str) {
    check.keys(
        object,
        at,
        &["type", "style", "elements", "indent", "offset", "border"],
    );
    check.required(object, at, "style");
    check.one_of(object, at, "style", &["bullet", "ordered"]);
    check.number(object, at, "indent", 0, 8);
    for (at, item) in check.items(object, at, "elements", 1, usize::MAX) {
        let Some(item) = check.object(item, &at) else {
            continue;
        };
        match check.kind(item, &at) {
            Some("rich_text_section") => section(check, item, &at, &["type", "elements"]),
            Some(other) => check.wrong(&format!("{at}/type"), format!("unsupported type: {other}")),
            None => {}
        }
    }
}

fn section(check: &mut Check, object: &Object, at: &str, keys: &[&str]) {
    check.keys(object, at, keys);
    check.number(object, at, "border", 0, 1);
    for (at, value) in check.items(object, at, "elements", 0, usize::MAX) {
        piece(check, value, &at);
    }
}

fn piece(check: &mut Check, value: &Value, at: &str) {
    let Some(object) = check.object(value, at) else {
        return;
    };
    match check.kind(object, at) {
        Some("text") => {
            check.keys(object, at, &["type", "text", "style"]);
            check.text(object, at, "text", 1, usize::MAX);
        }
        Some("emoji") => {
            check.keys(
                object,
                at,
                &["type", "name", "unicode", "skin_tone", "style"],
            );
            check.text(object, at, "name", 1, limits::ID);
        }
        Some("link") => {
            check.keys(object, at, &["type", "url", "text", "unsafe", "style"]);
            check.text(object, at, "url", 1, limits::URL);
            check.string(object, at, "text", 0, usize::MAX);
            check.boolean(object, at, "unsafe");
        }
        Some("user") => {
            check.keys(object, at, &["type", "user_id", "style"]);
            check.text(object, at, "user_id", 1, limits::ID);
        }
        Some(other) => check.wrong(&format!("{at}/type"), format!("unsupported type: {other}")),
        None => {}
    }
    if let Some(style) = object.get("style") {
        let at = &format!("{at}/style");
        if let Some(style) = check.object(style, at) {
            check.keys(
                style,
                at,
                &[
                    "bold",
                    "italic",
                    "strike",
                    "code",
                    "highlight",
                    "client_highlight",
                    "unlink",
                ],
            );
            for key in style.keys() {
                check.boolean(style, at, key);
            }
        }
    }
}
