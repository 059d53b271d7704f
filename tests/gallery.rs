//! Every view with sample values: as JSON in `tests/gallery`, for eyes and for `git diff`, and held against the
//! limits of Slack's that the stand-in knows.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use peerloop::{blocks::home_to_json, rituals::Sample};
use serde_json::{Value, json};
use standin::blocks::{ViewKind, check_message, check_view};

#[test]
fn every_view_is_drawn_and_within_slacks_limits() {
    for (name, sample) in peerloop::gallery() {
        let json = match &sample {
            Sample::Message(message) => message.to_json(),
            Sample::Form(form) => form.to_json(),
            Sample::Home(blocks) => home_to_json(blocks),
        };
        let json = json.unwrap();
        if !matches!(sample, Sample::Home(_)) {
            let blocks = json["blocks"].as_array().expect("blocks");
            let last = blocks.last().expect("a block").to_string();
            assert!(
                last.contains("Who sees "),
                "{name} does not end with who sees it: {last}"
            );
        }
        if let Err(refusal) = check(&sample, &json) {
            panic!("{name}: {refusal}");
        }
        insta::with_settings!({ snapshot_path => "gallery", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, serde_json::to_string_pretty(&json).unwrap());
        });
    }
}

#[test]
fn the_check_finds_a_view_past_its_limits() {
    let text = |length: usize| json!({ "type": "plain_text", "text": "x".repeat(length) });
    let form = |title: usize| json!({ "type": "modal", "title": text(title), "blocks": [] });
    assert!(check_view(&form(24), ViewKind::Modal).is_ok());
    assert!(check_view(&form(25), ViewKind::Modal).is_err());
}

fn check(sample: &Sample, json: &Value) -> Result<(), String> {
    let checked = match sample {
        Sample::Message(_) => check_message(&json["blocks"]),
        Sample::Form(_) => check_view(json, ViewKind::Modal),
        Sample::Home(_) => check_view(json, ViewKind::Home),
    };
    checked.map_err(|faults| format!("{faults:?}\n{json:#}"))
}
