//! Names are the same in the code, the manifest, the README, the schema and the table of who may, and mean one thing each.

use crate::{fail_if_any, read, root};
use peerloop::{
    blocks::home_to_json,
    config::SETTINGS,
    may::TABLE,
    names::Names,
    rituals::{Ritual, Sample, registry::HOUSE},
};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_registry_the_manifest_the_readme_and_the_schema_say_the_same() {
    let manifest: serde_json::Value = serde_yaml_ng::from_str(peerloop::MANIFEST).unwrap();
    let listed = |list: &str, key: &str| -> BTreeSet<String> {
        manifest["features"][list]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item[key].as_str().unwrap().to_owned())
            .collect()
    };
    let mut commands: BTreeSet<String> = HOUSE
        .commands()
        .map(|command| format!("/{command}"))
        .collect();
    commands.insert("/peerloop".to_owned());
    assert_eq!(
        listed("slash_commands", "command"),
        commands,
        "commands of the manifest and of the code"
    );
    let shortcuts: BTreeSet<String> = HOUSE
        .rituals()
        .flat_map(Ritual::shortcuts)
        .map(|name| (*name).to_owned())
        .collect();
    assert_eq!(
        listed("shortcuts", "callback_id"),
        shortcuts,
        "shortcuts of the manifest and of the code"
    );
    for command in manifest["features"]["slash_commands"].as_array().unwrap() {
        assert_eq!(
            command["should_escape"], true,
            "{command}: without it a mention arrives as a name"
        );
    }

    let (readme, schema) = (read("README.md"), read("schema.sql"));
    let mut faults: Vec<String> = Vec::new();
    faults.extend(
        commands
            .iter()
            .filter(|name| !readme.contains(&format!("`{name}")))
            .map(|name| format!("README: {name}")),
    );
    faults.extend(
        HOUSE
            .words()
            .map(|word| format!("`/peerloop {word}"))
            .filter(|phrase| !readme.contains(phrase))
            .map(|phrase| format!("README: {phrase}")),
    );
    for ritual in HOUSE.rituals() {
        let name = ritual.name();
        if !ritual.records().is_empty() && !schema.contains(&format!("-- ── {name} ──")) {
            faults.push(format!("schema.sql: a banner for {name}"));
        }
        if !root().join(format!("tests/journeys/{name}.rs")).exists() {
            faults.push(format!("tests/journeys/{name}.rs"));
        }
        if ritual.samples().is_empty() || ritual.help(&Names::default()).is_empty() {
            faults.push(format!("samples and help of {name}"));
        }
    }
    for setting in SETTINGS {
        let row = format!(
            "| `{}` | {} |",
            setting.env,
            setting
                .default
                .map_or("—".to_owned(), |value| format!("`{value}`"))
        );
        if !readme.contains(&row) {
            faults.push(format!("README, settings: {row} {}", setting.doc));
        }
        if !readme.contains(setting.doc) {
            faults.push(format!("README, settings: {}", setting.doc));
        }
    }
    for command in [
        "doctor", "status", "schedule", "backup", "restore", "export", "import", "playbook", "key",
    ] {
        if !readme.contains(&format!("`peerloop {command}")) {
            faults.push(format!("README: peerloop {command}"));
        }
    }
    for scope in manifest["oauth_config"]["scopes"]["bot"]
        .as_array()
        .unwrap()
    {
        let scope = scope.as_str().unwrap();
        let has_reason = peerloop::MANIFEST
            .lines()
            .any(|line| line.trim().starts_with(&format!("- {scope} #")));
        if !has_reason {
            faults.push(format!("manifest: a reason for the scope {scope}"));
        }
    }
    fail_if_any(&faults, "missing");
}

#[test]
fn every_id_that_can_be_pressed_has_a_row_in_the_table_of_who_may() {
    let mut ids: BTreeSet<String> = HOUSE.words().map(|word| format!("/{word}")).collect();
    ids.extend(
        HOUSE
            .rituals()
            .flat_map(Ritual::shortcuts)
            .map(|id| (*id).to_owned()),
    );
    for (_, sample) in peerloop::gallery() {
        let json = match &sample {
            Sample::Message(message) => message.to_json(),
            Sample::Form(form) => form.to_json(),
            Sample::Home(blocks) => home_to_json(blocks),
        };
        pressable(&json.unwrap(), &mut ids);
    }
    let rows: BTreeSet<String> = TABLE.iter().map(|row| row.action.to_owned()).collect();
    let faults: Vec<String> = ids
        .difference(&rows)
        .chain(rows.difference(&ids))
        .cloned()
        .collect();
    fail_if_any(
        &faults,
        "pressable without a row in may.rs, or a row for what no view shows",
    );
}

/// Every `action_id` but those of inputs, and the `callback_id` of every form that can be sent.
fn pressable(json: &Value, ids: &mut BTreeSet<String>) {
    if let Some(id) = json["action_id"].as_str().filter(|id| *id != "v") {
        ids.insert(id.to_owned());
    }
    if let Some(id) = json["callback_id"]
        .as_str()
        .filter(|_| json["submit"].is_object())
    {
        ids.insert(id.to_owned());
    }
    match json {
        Value::Object(object) => object.values().for_each(|value| pressable(value, ids)),
        Value::Array(values) => values.iter().for_each(|value| pressable(value, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn names_are_unique() {
    let mut words = BTreeSet::from(["help", "peerloop"]);
    for word in HOUSE.words() {
        assert!(words.insert(word), "two rituals answer to {word}");
    }
    let mut seen = BTreeSet::new();
    for ritual in HOUSE.rituals() {
        assert!(
            seen.insert(ritual.name().to_owned()),
            "two rituals are called {}",
            ritual.name()
        );
        for (sample, _) in ritual.samples() {
            assert!(
                seen.insert(format!("{}.{sample}", ritual.name())),
                "two samples {sample}"
            );
        }
    }
}
