//! Rules of inputs whose bounds stand in fields of their own.

use super::{
    super::{
        check::{Check, Object},
        shape::is_decimal,
    },
    Rule,
};
use serde_json::Value;

const TEXT: &str = "block-elements/plain-text-input-element";
const NUMBER: &str = "block-elements/number-input-element";

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    Rule { of: &["plain_text_input"], says: "min_length is no more than max_length", source: TEXT, check: |check, o, at| ordered(check, o, at, "min_length", "max_length") },
    Rule { of: &["plain_text_input"], says: "initial_value is no longer than max_length", source: TEXT, check: short_enough },
    Rule { of: &["rich_text_input"], says: "min_lines is no more than max_lines", source: "block-elements/rich-text-input-element", check: |check, o, at| ordered(check, o, at, "min_lines", "max_lines") },
    Rule { of: &["number_input"], says: "min_value is no more than max_value", source: NUMBER, check: |check, o, at| ordered(check, o, at, "min_value", "max_value") },
    Rule { of: &["number_input"], says: "initial_value lies between min_value and max_value", source: NUMBER, check: |check, o, at| {
        ordered(check, o, at, "min_value", "initial_value");
        ordered(check, o, at, "initial_value", "max_value");
    } },
    Rule { of: &["number_input"], says: "whole numbers only unless is_decimal_allowed", source: NUMBER, check: whole_numbers },
];

/// A number, or one in a string.
fn number(object: &Object, key: &str) -> Option<f64> {
    let value = object.get(key)?;
    match value.as_str() {
        Some(text) => text.parse().ok().filter(|_| is_decimal(text)),
        None => value.as_f64(),
    }
}

fn ordered(check: &mut Check, object: &Object, at: &str, low: &str, high: &str) {
    if let (Some(min), Some(max)) = (number(object, low), number(object, high))
        && min > max
    {
        check.wrong(
            &format!("{at}/{low}"),
            format!("must be less than or equal to {high}"),
        );
    }
}

fn short_enough(check: &mut Check, object: &Object, at: &str) {
    let max = object.get("max_length").and_then(Value::as_u64);
    if let (Some(max), Some(value)) = (max, object.get("initial_value")) {
        let max = usize::try_from(max).unwrap_or(usize::MAX);
        check.words(value, &format!("{at}/initial_value"), 0, max);
    }
}

fn whole_numbers(check: &mut Check, object: &Object, at: &str) {
    if object.get("is_decimal_allowed") != Some(&Value::Bool(false)) {
        return;
    }
    for key in ["initial_value", "min_value", "max_value"] {
        let text = object.get(key).and_then(Value::as_str);
        if text.is_some_and(|text| text.contains('.')) {
            check.wrong(&format!("{at}/{key}"), "must be a whole number");
        }
    }
}
