//! Rules of options: where they come from, which are picked at first, and how many.

use super::{
    super::{
        check::{Check, Object},
        limits,
    },
    Rule, either, has, list, unique,
};
use serde_json::Value;

const SELECT: &str = "block-elements/select-menu-element";
const MULTI: &str = "block-elements/multi-select-menu-element";

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    Rule { of: &["static_select", "multi_static_select"], says: "either options or option_groups", source: SELECT, check: |check, o, at| either(check, o, at, "options", "option_groups") },
    Rule { of: &["suggestions"], says: "either options or option_groups", source: "../interaction-payloads/block_suggestion-payload", check: |check, o, at| either(check, o, at, "options", "option_groups") },
    Rule { of: &["suggestions"], says: "100 options at most, over all groups", source: "../interaction-payloads/block_suggestion-payload", check: suggestions },
    Rule { of: &["static_select", "multi_static_select", "radio_buttons", "checkboxes", "overflow", "option_group"], says: "a value stands once",
        source: "composition-objects/option-object", check: |check, o, at| unique(check, o, at, "options", "value", "value already exists") },
    Rule { of: &["static_select", "radio_buttons"], says: "initial_option is one of the options, in every field", source: SELECT, check: initial_option },
    Rule { of: &["multi_static_select", "checkboxes"], says: "initial_options are among the options, in every field", source: MULTI, check: initial_options },
    Rule { of: &["multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select"],
        says: "no more items at first than max_selected_items", source: MULTI, check: not_too_many },
    Rule { of: &["filter"], says: "at least one field is there", source: "composition-objects/conversation-filter-object", check: |check, o, at| {
        if o.is_empty() { check.wrong(at, "must provide at least one field"); }
    } },
];

fn suggestions(check: &mut Check, object: &Object, at: &str) {
    let groups = list(object, "option_groups").iter();
    let count: usize = groups
        .map(|group| group["options"].as_array().map_or(0, Vec::len))
        .sum();
    if count > limits::SUGGESTIONS {
        let says = format!("no more than {} items allowed", limits::SUGGESTIONS);
        check.wrong(&format!("{at}/option_groups"), says);
    }
}

/// Every option, groups flattened.
fn all(object: &Object) -> Vec<&Value> {
    let groups = list(object, "option_groups").iter();
    let grouped = groups.filter_map(|group| group["options"].as_array());
    grouped.flatten().chain(list(object, "options")).collect()
}

/// Slack compares the whole option, not only its value.
fn among(check: &mut Check, object: &Object, initial: &Value, at: &str) {
    let same = |option: &Value| {
        ["value", "description"]
            .iter()
            .all(|key| option[*key] == initial[*key])
            && option["text"]["text"] == initial["text"]["text"]
            && option["text"]["type"] == initial["text"]["type"]
    };
    if !all(object).into_iter().any(same) {
        check.wrong(at, "must match one of the options");
    }
}

fn initial_option(check: &mut Check, object: &Object, at: &str) {
    if has(object, "initial_option") {
        among(
            check,
            object,
            &object["initial_option"],
            &format!("{at}/initial_option"),
        );
    }
}

fn initial_options(check: &mut Check, object: &Object, at: &str) {
    for (n, initial) in list(object, "initial_options").iter().enumerate() {
        among(check, object, initial, &format!("{at}/initial_options/{n}"));
    }
}

fn not_too_many(check: &mut Check, object: &Object, at: &str) {
    let max = object.get("max_selected_items").and_then(Value::as_u64);
    let Some(max) = max.and_then(|max| usize::try_from(max).ok()) else {
        return;
    };
    for key in object.keys().filter(|key| key.starts_with("initial_")) {
        if list(object, key).len() > max {
            check.wrong(
                &format!("{at}/{key}"),
                "must not have more items than max_selected_items",
            );
        }
    }
}
