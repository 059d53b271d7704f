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
            let last = blocks.last().expect("a block");
            assert!(
                says_who_sees(last),
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

/// Small print of one text and nothing else, which is a line that an audience makes; the help says it of all notes.
fn says_who_sees(block: &Value) -> bool {
    let line = block["elements"][0]["text"].as_str().unwrap_or_default();
    let is_alone =
        block["type"] == "context" && block["elements"].as_array().map_or(0, Vec::len) == 1;
    let of_audience = line.strip_prefix("Who sees this: ").is_some_and(|who| {
        let named = who.strip_suffix('.').unwrap_or_default();
        let known = [
            "you and ",
            "only you until ",
            "everyone in ",
            "everyone who takes part",
        ];
        let is_known = named == "only you"
            || known.iter().any(|who| named.starts_with(who))
            || named.ends_with("and the facilitators and owners, who review it");
        !named.contains(['.', ':']) && is_known
    });
    is_alone
        && (of_audience
            || (line.starts_with("Who sees a note: ") || line.starts_with("Who sees an entry: ")))
}

#[test]
fn a_view_that_does_not_end_with_who_sees_it_is_found() {
    let context = |text: &str| json!({ "type": "context", "elements": [{ "type": "plain_text", "text": text }] });
    assert!(says_who_sees(&context("Who sees this: you and Bea.")));
    for other in [
        json!({ "type": "section", "text": { "type": "plain_text", "text": "Who sees this: only you." } }),
        context("Who sees this: everybody."),
        context("Who sees this: only you. Written yesterday."),
        context("Written yesterday."),
    ] {
        assert!(!says_who_sees(&other), "{other}");
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
