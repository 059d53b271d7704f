//! Every rule: a payload that keeps it, and one that breaks it.

use super::{
    judged,
    samples::{around, sample},
};
use crate::blocks::{facts::kind, rules::rules};
use serde_json::{Value, json};

/// Kind, rule, fields of an object that keeps it, fields of one that breaks it, and where that is noticed.
type Case = (&'static str, &'static str, Value, Value, &'static str);

fn plain(text: &str) -> Value {
    json!({"type": "plain_text", "text": text})
}

fn option(value: &str) -> Value {
    json!({"text": plain(value), "value": value})
}

fn blocks(all: Value) -> Value {
    json!({"blocks": all})
}

fn payloads() -> Vec<Case> {
    let divider = |id: &str| json!({"type": "divider", "block_id": id});
    let input = |element: Value| json!({"type": "input", "label": plain("L"), "element": element});
    let focused = |on: bool| input(json!({"type": "plain_text_input", "focus_on_load": on}));
    let select = |on: bool| json!({"type": "channels_select", "response_url_enabled": on});
    let markdown = |count: usize| json!({"type": "markdown", "text": "x".repeat(count)});
    let table = |count: usize| json!({"type": "table", "rows": [[{"type": "raw_text", "text": "x".repeat(count)}]]});
    let pie = json!({"type": "data_visualization", "title": "T", "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}]}});
    let mut all = Vec::new();
    for of in ["message", "modal", "home"] {
        all.push((
            of,
            "a block_id stands once",
            blocks(json!([divider("a"), divider("b")])),
            blocks(json!([divider("a"), divider("a")])),
            "/blocks/1/block_id",
        ));
        all.push((
            of,
            "one element at most has focus_on_load",
            blocks(json!([focused(true), focused(false)])),
            blocks(json!([focused(true), focused(true)])),
            "/blocks/1/element/focus_on_load",
        ));
    }
    for of in ["message", "home"] {
        all.push((
            of,
            "response_url_enabled works in forms only",
            blocks(json!([input(select(false))])),
            blocks(json!([input(select(true))])),
            "/blocks/0/element/response_url_enabled",
        ));
    }
    let unsent = json!({"submit": null, "blocks": [focused(false)]});
    all.extend([
        (
            "modal",
            "a form with an input block has a submit label",
            json!({"submit": null, "blocks": []}),
            unsent,
            "",
        ),
        (
            "message",
            "12,000 characters over all markdown blocks",
            blocks(json!([markdown(6_000), markdown(6_000)])),
            blocks(json!([markdown(6_000), markdown(6_001)])),
            "/blocks",
        ),
        (
            "message",
            "10,000 characters over all tables",
            blocks(json!([table(5_000), table(5_000)])),
            blocks(json!([table(5_000), table(5_001)])),
            "/blocks",
        ),
        (
            "message",
            "two data_visualization blocks at most",
            blocks(json!([pie, pie])),
            blocks(json!([pie, pie, pie])),
            "/blocks",
        ),
        (
            "section",
            "response_url_enabled works in input blocks only",
            json!({"accessory": select(false)}),
            json!({"accessory": select(true)}),
            "/accessory/response_url_enabled",
        ),
        (
            "actions",
            "response_url_enabled works in input blocks only",
            json!({"elements": [select(false)]}),
            json!({"elements": [select(true)]}),
            "/elements/0/response_url_enabled",
        ),
    ]);
    all
}

fn layout() -> Vec<Case> {
    let button = |id: &str| json!({"type": "button", "action_id": id, "text": plain("B")});
    let icon = |id: &str| json!({"type": "icon_button", "action_id": id, "icon": "trash", "text": plain("B")});
    let task = |id: &str| json!({"type": "task_card", "task_id": id, "title": "T"});
    let cell = |kind: &str| match kind {
        "rich_text" => {
            json!({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]})
        }
        _ => json!({"type": "raw_text", "text": "x"}),
    };
    let (raw, rich) = (cell("raw_text"), cell("rich_text"));
    let series = |name: &str, labels: &[&str]| {
        let points: Vec<Value> = labels
            .iter()
            .map(|label| json!({"label": label, "value": 1}))
            .collect();
        json!({"name": name, "data": points})
    };
    let axes = |all: Vec<Value>| json!({"series": all, "axis_config": {"categories": ["a", "b"]}});
    let whole = &["a", "b"];
    let mut all = vec![
        (
            "section",
            "text or fields is there",
            json!({"text": null, "fields": [plain("f")]}),
            json!({"text": null}),
            "",
        ),
        (
            "actions",
            "an action_id stands once in a block",
            json!({"elements": [button("a"), button("b")]}),
            json!({"elements": [button("a"), button("a")]}),
            "/elements/1/action_id",
        ),
        (
            "context_actions",
            "an action_id stands once in a block",
            json!({"elements": [icon("a"), icon("b")]}),
            json!({"elements": [icon("a"), icon("a")]}),
            "/elements/1/action_id",
        ),
        (
            "image",
            "either image_url or slack_file",
            json!({}),
            json!({"slack_file": {"id": "F1"}}),
            "",
        ),
        (
            "image",
            "either image_url or slack_file",
            json!({"image_url": null, "slack_file": {"id": "F1"}}),
            json!({"image_url": null}),
            "",
        ),
        (
            "slack_file",
            "either id or url",
            json!({}),
            json!({"url": "https://example.com"}),
            "",
        ),
        (
            "card",
            "hero_image, title, actions or body is there",
            json!({"title": null, "body": plain("b")}),
            json!({"title": null, "subtitle": plain("s")}),
            "",
        ),
        (
            "container",
            "title or rich_text_title is there",
            json!({"title": null, "rich_text_title": rich}),
            json!({"title": null}),
            "",
        ),
        (
            "plan",
            "a task_id stands once",
            json!({"tasks": [task("a"), task("b")]}),
            json!({"tasks": [task("a"), task("a")]}),
            "/tasks/1/task_id",
        ),
        (
            "data_table",
            "all rows are of one length",
            json!({"rows": [[raw], [raw]]}),
            json!({"rows": [[raw], [raw, raw]]}),
            "/rows/1",
        ),
        (
            "data_table",
            "the first row holds no rich_text",
            json!({"rows": [[raw], [rich]]}),
            json!({"rows": [[rich], [raw]]}),
            "/rows/0/0/type",
        ),
    ];
    for of in ["bar", "area", "line"] {
        all.push((
            of,
            "a series is named once",
            axes(vec![series("s", whole), series("t", whole)]),
            axes(vec![series("s", whole), series("s", whole)]),
            "/series/1/name",
        ));
        all.push((
            of,
            "a series has one point for each category",
            axes(vec![series("s", whole)]),
            axes(vec![series("s", &["b", "a"])]),
            "/series/0/data",
        ));
    }
    all
}

fn options() -> Vec<Case> {
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

fn ranges() -> Vec<Case> {
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

#[test]
fn every_rule_is_kept_by_one_payload_and_broken_by_another() {
    let cases: Vec<Case> = [payloads(), layout(), options(), ranges()]
        .into_iter()
        .flatten()
        .collect();
    for (of, says, good, bad, at) in &cases {
        let judge = |fields: &Value| {
            let kind = kind(of).expect(of);
            let mut object = sample(kind);
            for (key, value) in fields.as_object().expect("fields") {
                object[key] = value.clone();
            }
            object
                .as_object_mut()
                .expect("an object")
                .retain(|_, value| !value.is_null());
            let (name, payload, pointer) = around(kind, object);
            (judged(name, &payload), pointer)
        };
        assert_eq!(judge(good).0, [], "{of}: {says}");
        let (issues, pointer) = judge(bad);
        let found = issues
            .iter()
            .any(|issue| issue.pointer.starts_with(&format!("{pointer}{at}")));
        assert!(found, "{of}: {says}: {issues:?}");
    }
    for rule in rules() {
        for of in rule.of {
            let tried = cases
                .iter()
                .any(|(kind, says, ..)| kind == of && *says == rule.says);
            assert!(tried, "{of}: {} has no payloads", rule.says);
        }
    }
    for (of, says, ..) in &cases {
        let known = rules().any(|rule| rule.of.contains(of) && rule.says == *says);
        assert!(known, "{of}: {says} is no rule");
    }
}
