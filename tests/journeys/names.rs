//! Commands by other names: where another app has one already, each has a prefix, and every text says it so.

use crate::{feedback::give_by, town::Town};
use standin::Options;
use std::path::{Path, PathBuf};

#[tokio::test]
async fn with_a_prefix_people_type_it_and_every_text_says_it_so() {
    let town = Town::open_with_prefix("acme-", Options::default()).await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    amir.types("general", "/acme-peerloop help").await;
    amir.sees("/acme-feedback @name").await;
    amir.sees("/acme-peerloop my data").await;
    amir.sees("/acme-peerloop <word>").await;
    amir.types("general", "/acme-feedback help").await;
    amir.types("general", "/acme-peerloop sing").await;
    amir.sees("Try /acme-peerloop help, or /acme-peerloop feedback")
        .await;
    amir.opens_home().await;
    amir.sees("Type /acme-peerloop help in any channel").await;
    let seen = amir.screen_text();
    for plain in ["/peerloop", "/feedback"] {
        assert!(
            !seen.contains(plain),
            "{plain} cannot be typed here: {seen}"
        );
    }
    // What somebody wrote is theirs, whatever it names.
    give_by(
        "/acme-feedback",
        &amir,
        "bea",
        "demo",
        "Try /feedback more often.",
    )
    .await;
    amir.closes().await;
    bea.clicks("Read").await;
    bea.sees("Try /feedback more often.").await;
    bea.closes().await;
    bea.types("general", "/acme-peerloop feedback @amir").await;
    bea.waits_for_form("Give feedback").await;
    bea.closes().await;
    town.ends_well().await;
}

#[test]
fn no_text_of_ours_names_a_command_as_if_it_never_had_a_prefix() {
    // `may.rs` names actions; the doctor's questions and logs of Slack's wire are no views.
    // The table has its own names, and the demo's people type on a workspace that has no prefix.
    let is_other = |path: &Path| {
        let text = path.to_string_lossy();
        text.ends_with("src/may.rs") || text.contains("/tests") || text.contains("/src/demo/")
    };
    let manifest = peerloop::MANIFEST;
    let commands: Vec<&str> = manifest
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- command: "))
        .collect();
    assert!(commands.contains(&"/peerloop"));
    let mut faults = Vec::new();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        if is_other(&path) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for line in code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            if commands.iter().any(|name| names_it(line, name)) {
                faults.push(format!("{}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "ask Names for a command, or people read what they cannot type:\n{}",
        faults.join("\n")
    );
}

/// A command's name stands here as a word of its own, not as a part of a path.
fn names_it(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + name.len()..].chars().next();
        before.is_none_or(|c| c == '"' || c == ' ' || c == '(')
            && after.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '/' | '_' | '-'))
    })
}

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}
