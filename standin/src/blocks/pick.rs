//! Elements with options: selects, radio buttons, checkboxes, overflow menus.

use super::{
    check::{Check, Object},
    compose::{self, Text},
    element::placeholder,
    limits,
};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn static_select(check: &mut Check, object: &Object, at: &str) {
    let keys = &[
        "type",
        "action_id",
        "placeholder",
        "options",
        "option_groups",
        "initial_option",
        "confirm",
        "focus_on_load",
    ];
    check.keys(object, at, keys);
    placeholder(check, object, at);
    let mut all = Vec::new();
    match (
        object.contains_key("options"),
        object.contains_key("option_groups"),
    ) {
        (true, true) => check.wrong(at, "must provide options or option_groups, not both"),
        (_, false) => {
            all = options(
                check,
                object,
                at,
                1,
                limits::SELECT_OPTIONS,
                Text::Plain,
                false,
            );
        }
        (false, true) => {
            for (at, group) in check.items(object, at, "option_groups", 1, limits::SELECT_GROUPS) {
                let Some(group) = check.object(group, &at) else {
                    continue;
                };
                check.keys(group, &at, &["label", "options"]);
                compose::text_field(check, group, &at, "label", Text::Plain, limits::GROUP_LABEL);
                all.extend(options(
                    check,
                    group,
                    &at,
                    1,
                    limits::SELECT_OPTIONS,
                    Text::Plain,
                    false,
                ));
            }
        }
    }
    if let Some(initial) = object.get("initial_option") {
        initial_among(check, initial, &format!("{at}/initial_option"), &all);
    }
}

pub(super) fn choice(check: &mut Check, object: &Object, at: &str, kind: &str) {
    let initial = if kind == "checkboxes" {
        "initial_options"
    } else {
        "initial_option"
    };
    check.keys(
        object,
        at,
        &[
            "type",
            "action_id",
            "options",
            initial,
            "confirm",
            "focus_on_load",
        ],
    );
    let all = options(
        check,
        object,
        at,
        1,
        limits::CHOICE_OPTIONS,
        Text::Any,
        false,
    );
    match object.get(initial) {
        Some(value) if kind == "checkboxes" => {
            for (at, item) in
                check.array(value, &format!("{at}/{initial}"), 1, limits::CHOICE_OPTIONS)
            {
                initial_among(check, item, &at, &all);
            }
        }
        Some(value) => initial_among(check, value, &format!("{at}/{initial}"), &all),
        None => {}
    }
}

pub(super) fn options<'v>(
    check: &mut Check,
    object: &'v Object,
    at: &str,
    min: usize,
    max: usize,
    which: Text,
    overflow: bool,
) -> Vec<&'v Value> {
    let items = check.items(object, at, "options", min, max);
    let mut values = BTreeSet::new();
    for (at, item) in &items {
        compose::option(check, item, at, which, overflow);
        if let Some(value) = item["value"].as_str()
            && !values.insert(value)
        {
            check.wrong(&format!("{at}/value"), "value already exists");
        }
    }
    items.into_iter().map(|(_, item)| item).collect()
}

/// Slack compares the whole option, not only its value.
fn initial_among(check: &mut Check, initial: &Value, at: &str, all: &[&Value]) {
    let same = |option: &&Value| {
        ["value", "description"]
            .iter()
            .all(|k| option[*k] == initial[*k])
            && option["text"]["text"] == initial["text"]["text"]
            && option["text"]["type"] == initial["text"]["type"]
    };
    if !all.iter().any(same) {
        check.wrong(at, "must match one of the options");
    }
}
