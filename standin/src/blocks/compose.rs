//! Composition objects: text, option, confirmation.

use super::{
    check::{Check, Object},
    limits,
};
use serde_json::Value;

/// Which text objects a place takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// `plain_text` only.
    Plain,
    /// `plain_text` or `mrkdwn`.
    Any,
}

/// A text object of at most `max` characters.
pub(super) fn text(check: &mut Check, value: &Value, at: &str, which: Text, max: usize) {
    let Some(object) = check.object(value, at) else {
        return;
    };
    match check.kind(object, at) {
        Some("plain_text") => check.keys(object, at, &["type", "text", "emoji"]),
        Some("mrkdwn") if which == Text::Any => {
            check.keys(object, at, &["type", "text", "verbatim"]);
        }
        Some("mrkdwn") => check.wrong(&format!("{at}/type"), "must be plain_text"),
        Some(other) => check.wrong(&format!("{at}/type"), format!("unsupported type: {other}")),
        None => return,
    }
    check.text(object, at, "text", 1, max);
    check.boolean(object, at, "emoji");
    check.boolean(object, at, "verbatim");
}

/// A text object that must stand under `key`.
pub(super) fn text_field(
    check: &mut Check,
    object: &Object,
    at: &str,
    key: &str,
    which: Text,
    max: usize,
) {
    if let Some(value) = check.required(object, at, key) {
        text(check, value, &format!("{at}/{key}"), which, max);
    }
}

/// A text object that may stand under `key`.
pub(super) fn text_maybe(
    check: &mut Check,
    object: &Object,
    at: &str,
    key: &str,
    which: Text,
    max: usize,
) {
    if object.get(key).is_some_and(|v| !v.is_null()) {
        text_field(check, object, at, key, which, max);
    }
}

/// One option. Radio buttons and checkboxes take mrkdwn, overflow takes a url.
pub(super) fn option(check: &mut Check, value: &Value, at: &str, which: Text, overflow: bool) {
    let Some(object) = check.object(value, at) else {
        return;
    };
    let keys: &[&str] = if overflow {
        &["text", "value", "description", "url"]
    } else {
        &["text", "value", "description"]
    };
    check.keys(object, at, keys);
    text_field(check, object, at, "text", which, limits::OPTION_TEXT);
    check.text(object, at, "value", 1, limits::OPTION_VALUE);
    text_maybe(check, object, at, "description", which, limits::OPTION_TEXT);
    check.string(object, at, "url", 1, limits::URL);
}

/// `confirm`, if it is there.
pub(super) fn confirm(check: &mut Check, element: &Object, at: &str) {
    let Some(value) = element.get("confirm").filter(|v| !v.is_null()) else {
        return;
    };
    let at = &format!("{at}/confirm");
    let Some(object) = check.object(value, at) else {
        return;
    };
    check.keys(object, at, &["title", "text", "confirm", "deny", "style"]);
    text_field(
        check,
        object,
        at,
        "title",
        Text::Plain,
        limits::CONFIRM_TITLE,
    );
    text_field(check, object, at, "text", Text::Any, limits::CONFIRM_TEXT);
    text_field(
        check,
        object,
        at,
        "confirm",
        Text::Plain,
        limits::CONFIRM_BUTTON,
    );
    text_field(
        check,
        object,
        at,
        "deny",
        Text::Plain,
        limits::CONFIRM_BUTTON,
    );
    check.one_of(object, at, "style", &["primary", "danger"]);
}
