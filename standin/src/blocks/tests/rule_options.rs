//! Payloads for the rules of options and of bounds.

use super::rules::{Case, plain};
use serde_json::{Value, json};

fn option(value: &str) -> Value {
    json!({"text": plain(value), "value": value})
}

pub(super) fn options() -> Vec<Case> {
    let group = json!([{"label": plain("G"), "options": [option("a")]}]);
    let many: Vec<Value> = (0..101).map(|n| option(&n.to_string())).collect();
    let grouped = |count: usize| {
        json!({"options": null, "option_groups": [
        {"label": plain("G"), "options": &many[..count / 2]}, {"label": plain("H"), "options": &many[count / 2..count]}]})
    };
    let (a, b) = (option("a"), option("b"));
    let other = json!({"text": plain("another"), "value": "a"});
    let two = json!([a, b]);
    let either = "either options or option_groups";
    let mut all = vec![
        (
            "suggestions",
            either,
            json!({"options": null, "option_groups": group}),
            json!({"option_groups": group}),
            "",
        ),
        (
            "suggestions",
            "100 options at most, over all groups",
            grouped(100),
            grouped(101),
            "/option_groups",
        ),
        (
            "option_group",
            "a value stands once",
            json!({"options": two}),
            json!({"options": [a, a]}),
            "/options/1/value",
        ),
        (
            "filter",
            "at least one field is there",
            json!({"include": ["im"]}),
            json!({"include": null}),
            "",
        ),
    ];
    for of in ["static_select", "multi_static_select"] {
        all.push((
            of,
            either,
            json!({"options": null, "option_groups": group}),
            json!({"option_groups": group}),
            "",
        ));
    }
    for of in [
        "static_select",
        "multi_static_select",
        "radio_buttons",
        "checkboxes",
        "overflow",
    ] {
        all.push((
            of,
            "a value stands once",
            json!({"options": two}),
            json!({"options": [a, a]}),
            "/options/1/value",
        ));
    }
    for of in ["static_select", "radio_buttons"] {
        all.push((
            of,
            "initial_option is one of the options, in every field",
            json!({"options": two, "initial_option": b}),
            json!({"options": two, "initial_option": other}),
            "/initial_option",
        ));
    }
    for of in ["multi_static_select", "checkboxes"] {
        all.push((
            of,
            "initial_options are among the options, in every field",
            json!({"options": two, "initial_options": two}),
            json!({"options": two, "initial_options": [b, other]}),
            "/initial_options/1",
        ));
    }
    let names = json!(["a", "b"]);
    for (of, key, items) in [
        ("multi_static_select", "initial_options", &two),
        ("multi_external_select", "initial_options", &two),
        ("multi_users_select", "initial_users", &names),
        (
            "multi_conversations_select",
            "initial_conversations",
            &names,
        ),
        ("multi_channels_select", "initial_channels", &names),
    ] {
        let most = |count: usize| {
            let mut object = json!({"max_selected_items": count, key: items});
            if of == "multi_static_select" {
                object["options"] = two.clone();
            }
            object
        };
        let at = if key == "initial_options" {
            "/initial_options"
        } else {
            "/initial_"
        };
        all.push((
            of,
            "no more items at first than max_selected_items",
            most(2),
            most(1),
            at,
        ));
    }
    all
}

pub(super) fn ranges() -> Vec<Case> {
    let number = |min: &str, first: &str, max: &str| json!({"min_value": min, "initial_value": first, "max_value": max});
    let whole = |text: &str| json!({"is_decimal_allowed": false, "initial_value": text});
    vec![
        (
            "plain_text_input",
            "min_length is no more than max_length",
            json!({"min_length": 3, "max_length": 3}),
            json!({"min_length": 4, "max_length": 3}),
            "/min_length",
        ),
        (
            "plain_text_input",
            "initial_value is no longer than max_length",
            json!({"initial_value": "abc", "max_length": 3}),
            json!({"initial_value": "abcd", "max_length": 3}),
            "/initial_value",
        ),
        (
            "rich_text_input",
            "min_lines is no more than max_lines",
            json!({"min_lines": 2, "max_lines": 2}),
            json!({"min_lines": 3, "max_lines": 2}),
            "/min_lines",
        ),
        (
            "number_input",
            "min_value is no more than max_value",
            json!({"min_value": "-2", "max_value": "-2"}),
            json!({"min_value": "10", "max_value": "9"}),
            "/min_value",
        ),
        (
            "number_input",
            "initial_value lies between min_value and max_value",
            number("1", "1", "2"),
            number("1", "3", "2"),
            "/initial_value",
        ),
        (
            "number_input",
            "initial_value lies between min_value and max_value",
            number("1", "2", "2"),
            number("1", "0", "2"),
            "/min_value",
        ),
        (
            "number_input",
            "whole numbers only unless is_decimal_allowed",
            whole("-12"),
            whole("1.0"),
            "/initial_value",
        ),
    ]
}
