//! What the tests themselves keep to.

use crate::{code, fail_if_any, files, read};
use std::collections::BTreeSet;

#[test]
fn the_readme_and_ci_run_the_same_tests_and_nothing_sleeps() {
    let (readme, ci) = (read("README.md"), read(".ci/run"));
    for command in ["cargo run -- demo", "cargo test --workspace"] {
        assert!(readme.contains(command), "README: {command}");
    }
    assert!(ci.contains("cargo test --workspace"));
    let sleeps: Vec<String> = ["tests", "standin/tests"]
        .iter()
        .flat_map(|dir| files(dir, "rs"))
        .filter(|path| path != "tests/house/checks.rs" && sleeps_without_a_reason(&read(path)))
        .collect();
    fail_if_any(
        &sleeps,
        "a test waits on a signal, never on a guess; where real time is what is tested, say so above",
    );
    assert!(
        !read("standin/Cargo.toml").contains("peerloop"),
        "the stand-in knows nothing of Peerloop"
    );
}

fn sleeps_without_a_reason(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let is_reason = |line: &str| line.trim_start().starts_with("// Real time");
    lines
        .iter()
        .enumerate()
        .any(|(at, line)| line.contains("sleep(") && !(at > 0 && is_reason(lines[at - 1])))
}

/// A method that the pretend Slack does not know would never be tried before it meets the real one.
#[test]
fn the_bot_calls_only_methods_that_the_stand_in_covers() {
    const FAMILIES: &[&str] = &[
        "apps.",
        "auth.",
        "blocks.",
        "bots.",
        "chat.",
        "conversations.",
        "dnd.",
        "files.",
        "reactions.",
        "team.",
        "usergroups.",
        "users.",
        "views.",
    ];
    let covered: serde_json::Value = serde_json::from_str(&read("standin/covered.json")).unwrap();
    let known: Vec<&str> = covered["methods"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|method| method["name"].as_str())
        .collect();
    let is_method = |word: &str| {
        FAMILIES.iter().any(|family| word.starts_with(family))
            && word.chars().all(|c| c.is_ascii_alphabetic() || c == '.')
    };
    let mut called = BTreeSet::new();
    for path in files("src", "rs") {
        let text = code(&path);
        called.extend(
            text.split('"')
                .filter(|word| is_method(word))
                .map(str::to_owned),
        );
    }
    assert!(called.contains("chat.postMessage"), "{called:?}");
    let unknown: Vec<String> = called
        .into_iter()
        .filter(|method| !known.contains(&method.as_str()))
        .collect();
    fail_if_any(
        &unknown,
        "standin/src/world/methods/table.rs has no such method",
    );
}
