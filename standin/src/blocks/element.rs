//! Elements that a person can press, pick or fill in, and where each may stand.

use super::{
    check::{Check, Object},
    compose::{self, Text},
    limits, pick,
};
use serde_json::Value;

/// Where an element stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Beside a section.
    Accessory,
    /// In an actions block.
    Actions,
    /// In an input block.
    Input,
}

/// Elements by place.
const ACCESSORIES: &[&str] = &[
    "button",
    "overflow",
    "static_select",
    "users_select",
    "radio_buttons",
    "checkboxes",
    "datepicker",
];
const INPUTS: &[&str] = &[
    "conversations_select",
    "plain_text_input",
    "url_text_input",
    "static_select",
    "users_select",
    "radio_buttons",
    "checkboxes",
    "datepicker",
];

/// Checks one element.
pub(super) fn element(check: &mut Check, value: &Value, at: &str, place: Place) {
    let Some(object) = check.object(value, at) else {
        return;
    };
    let Some(kind) = check.kind(object, at) else {
        return;
    };
    let known = match place {
        Place::Accessory | Place::Actions => ACCESSORIES,
        Place::Input => INPUTS,
    };
    if !known.contains(&kind) {
        check.wrong(&format!("{at}/type"), format!("unsupported type: {kind}"));
        return;
    }
    check.string(object, at, "action_id", 1, limits::ID);
    compose::confirm(check, object, at);
    if check.boolean(object, at, "focus_on_load") {
        if check.focused {
            check.wrong(
                &format!("{at}/focus_on_load"),
                "only one element may have focus_on_load",
            );
        }
        check.focused = true;
    }
    match kind {
        "button" => button(check, object, at),
        "overflow" => {
            check.keys(object, at, &["type", "action_id", "options", "confirm"]);
            pick::options(
                check,
                object,
                at,
                1,
                limits::OVERFLOW_OPTIONS,
                Text::Plain,
                true,
            );
        }
        "static_select" => pick::static_select(check, object, at),
        "users_select" => {
            check.keys(
                object,
                at,
                &[
                    "type",
                    "action_id",
                    "placeholder",
                    "initial_user",
                    "confirm",
                    "focus_on_load",
                ],
            );
            placeholder(check, object, at);
            check.string(object, at, "initial_user", 1, limits::ID);
        }
        "conversations_select" => {
            check.keys(
                object,
                at,
                &[
                    "type",
                    "action_id",
                    "placeholder",
                    "initial_conversation",
                    "filter",
                    "confirm",
                    "focus_on_load",
                ],
            );
            placeholder(check, object, at);
            check.string(object, at, "initial_conversation", 1, limits::ID);
        }
        "radio_buttons" | "checkboxes" => pick::choice(check, object, at, kind),
        "datepicker" => {
            check.keys(
                object,
                at,
                &[
                    "type",
                    "action_id",
                    "placeholder",
                    "initial_date",
                    "confirm",
                    "focus_on_load",
                ],
            );
            placeholder(check, object, at);
            if let Some(date) = check.string(object, at, "initial_date", 1, 10)
                && !is_date(date)
            {
                check.wrong(
                    &format!("{at}/initial_date"),
                    "must be a date of the form YYYY-MM-DD",
                );
            }
        }
        _ => text_input(check, object, at, kind == "plain_text_input"),
    }
}

/// `YYYY-MM-DD`, and a day that exists.
pub(super) fn is_date(text: &str) -> bool {
    text.len() == 10 && chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

pub(super) fn placeholder(check: &mut Check, object: &Object, at: &str) {
    compose::text_maybe(
        check,
        object,
        at,
        "placeholder",
        Text::Plain,
        limits::PLACEHOLDER,
    );
}

fn button(check: &mut Check, object: &Object, at: &str) {
    check.keys(
        object,
        at,
        &[
            "type",
            "action_id",
            "text",
            "url",
            "value",
            "style",
            "confirm",
            "accessibility_label",
        ],
    );
    compose::text_field(check, object, at, "text", Text::Plain, limits::BUTTON_TEXT);
    check.string(object, at, "value", 0, limits::BUTTON_VALUE);
    check.string(object, at, "url", 1, limits::URL);
    check.string(
        object,
        at,
        "accessibility_label",
        1,
        limits::ACCESSIBILITY_LABEL,
    );
    check.one_of(object, at, "style", &["primary", "danger"]);
}

fn text_input(check: &mut Check, object: &Object, at: &str, plain: bool) {
    let common = [
        "type",
        "action_id",
        "placeholder",
        "initial_value",
        "focus_on_load",
        "dispatch_action_config",
    ];
    let mut keys = common.to_vec();
    if plain {
        keys.extend(["multiline", "min_length", "max_length"]);
    }
    check.keys(object, at, &keys);
    placeholder(check, object, at);
    let most = i64::try_from(limits::INPUT_LENGTH).unwrap_or(i64::MAX);
    let min = check.number(object, at, "min_length", 0, most);
    let max = check.number(object, at, "max_length", 1, most);
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        check.wrong(
            &format!("{at}/min_length"),
            "must be less than or equal to max_length",
        );
    }
    let longest = max
        .and_then(|m| usize::try_from(m).ok())
        .unwrap_or(limits::INPUT_LENGTH);
    check.string(
        object,
        at,
        "initial_value",
        0,
        longest.min(limits::INPUT_LENGTH),
    );
    check.boolean(object, at, "multiline");
    if let Some(config) = object.get("dispatch_action_config") {
        let at = &format!("{at}/dispatch_action_config");
        if let Some(config) = check.object(config, at) {
            check.keys(config, at, &["trigger_actions_on"]);
            for (at, on) in check.items(config, at, "trigger_actions_on", 1, 2) {
                if !on
                    .as_str()
                    .is_some_and(|on| ["on_enter_pressed", "on_character_entered"].contains(&on))
                {
                    check.wrong(&at, "must be on_enter_pressed or on_character_entered");
                }
            }
        }
    }
}
