//! What may not be named where.

use crate::{code, fail_if_any, files};
use peerloop::rituals::registry::HOUSE;

#[test]
fn what_a_room_must_not_know_is_not_named_there() {
    let rules: [(&str, &[&str], &str); 6] = [
        (
            "slack_morphism",
            &["src/slack/", "src/blocks/"],
            "only Slack's wire and the blocks know the client library",
        ),
        (
            "rusqlite",
            &[
                "src/store/",
                "src/outbox/",
                "src/people/",
                "src/settings/",
                "src/schedule/",
                "src/attention/",
                "src/scheduler.rs",
                "src/retention.rs",
                "src/error.rs",
                "/queries.rs",
                "/queries/",
            ],
            "SQL stands where rows are kept, not where things are decided",
        ),
        (
            "disallowed_methods",
            &["src/clock.rs"],
            "only the clock reads wall time",
        ),
        (
            "std::env::var",
            &["src/main.rs"],
            "settings are read once, at the top",
        ),
        (
            "tokio::spawn",
            &["src/run.rs", "src/main.rs", "src/slack/"],
            "who starts a task must also end it",
        ),
        (
            "standin::",
            &["src/demo/", "src/main.rs", "src/lib.rs"],
            "the bot must not know that its Slack may be a pretended one",
        ),
    ];
    let mut faults = Vec::new();
    for path in files("src", "rs")
        .iter()
        .filter(|path| !path.contains("/tests"))
    {
        for (word, allowed, reason) in &rules {
            if code(path).contains(word) && !allowed.iter().any(|place| path.contains(place)) {
                faults.push(format!("{path} names {word}: {reason}"));
            }
        }
    }
    fail_if_any(&faults, "walls between rooms");
}

#[test]
fn a_ritual_is_rules_without_sql_and_a_road_without_waiting() {
    let mut faults = Vec::new();
    for ritual in HOUSE.rituals() {
        let dir = format!("src/rituals/{}", ritual.name());
        let forbidden: [(&str, &[&str]); 4] = [
            (
                "rules.rs",
                &[
                    "rusqlite", "serde", "tokio", "Tx", "Read<", "SELECT", "now()", "slack::",
                ],
            ),
            ("queries.rs", &["slack::", "blocks::", "tokio"]),
            (
                "views.rs",
                &["rusqlite", "Tx", "Read<", "store::", "SELECT"],
            ),
            (
                "mod.rs",
                &["async", ".await", "SELECT", "INSERT", "UPDATE ", "slack::"],
            ),
        ];
        for (file, words) in forbidden {
            let code = ritual_code(&dir, file);
            faults.extend(
                words
                    .iter()
                    .filter(|word| code.contains(**word))
                    .map(|word| format!("{dir}/{file} names {word}")),
            );
        }
    }
    fail_if_any(
        &faults,
        "a rule can be read and tested without a database, and a ritual never waits",
    );
}

#[test]
fn whatever_prompts_says_so_before_go_live() {
    let faults: Vec<String> = HOUSE
        .rituals()
        .filter(|ritual| {
            let code = ritual_code(&format!("src/rituals/{}", ritual.name()), "mod.rs");
            code.contains("may_prompt") == ritual.prompts().is_empty()
        })
        .map(|ritual| format!("src/rituals/{}", ritual.name()))
        .collect();
    fail_if_any(
        &faults,
        "an owner reads what Go live starts, and nothing else",
    );
}

/// A ritual's file, or the folder of that name once it has grown; everything else there is road.
fn ritual_code(dir: &str, file: &str) -> String {
    let special = ["rules", "queries", "views", "samples", "tests"];
    let folder = format!("{dir}/{}", file.trim_end_matches(".rs"));
    files(dir, "rs")
        .iter()
        .filter(|path| match file {
            "mod.rs" => !special
                .iter()
                .any(|name| path.starts_with(&format!("{dir}/{name}"))),
            _ => path.starts_with(&folder) && !path.ends_with("/tests.rs"),
        })
        .map(|path| code(path))
        .collect()
}
