//! Every rule: a payload that keeps it, and one that breaks it.

use super::{
    judged,
    rule_options::{options, ranges},
    samples::{around, sample},
};
use crate::blocks::{facts::kind, rules::rules};
use serde_json::{Value, json};

/// Kind, rule, fields of an object that keeps it, fields of one that breaks it, and where that is noticed.
pub(super) type Case = (&'static str, &'static str, Value, Value, &'static str);

pub(super) fn plain(text: &str) -> Value {
    json!({"type": "plain_text", "text": text})
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

fn attached() -> Vec<Case> {
    let divider = |id: &str| json!({"type": "divider", "block_id": id});
    let both = |one: &str, other: &str| json!({"attachments": [{"blocks": [divider(one)]}, {"blocks": [divider(other)]}]});
    vec![
        (
            "attachment",
            "beside blocks stand color and fallback only",
            json!({"blocks": [divider("a")], "color": "good"}),
            json!({"blocks": [divider("a")], "title": "T"}),
            "",
        ),
        (
            "attachment",
            "there is something to show",
            json!({"fallback": null, "footer": "F"}),
            json!({"fallback": null, "color": "good"}),
            "",
        ),
        (
            "attachments",
            "a block_id stands once, over all attachments",
            both("a", "b"),
            both("a", "a"),
            "/attachments/1/blocks/0/block_id",
        ),
    ]
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

#[test]
fn every_rule_is_kept_by_one_payload_and_broken_by_another() {
    let cases: Vec<Case> = [payloads(), attached(), layout(), options(), ranges()]
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
