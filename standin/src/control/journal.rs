//! `/control/journal`, `/control/verdict`, `/control/envelopes` and `/control/wait`: what the app did, and waiting for it.

use super::{Reply, Slack, unprocessable};
use crate::slack::CAP;
use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;

/// The longest wait, in milliseconds.
const LONGEST_MS: u64 = 120_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

/// What is no breach here.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Except {
    /// Breaches with this text in them are what this test is about.
    ExpectRefusal(String),
    /// Whoever else sees these words breaks a rule.
    Private { words: String, may_see: Vec<String> },
}

/// What to wait for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum For {
    /// So many open sockets.
    Sockets(usize),
    /// So many calls of a method, refused ones too.
    Calls { method: String, count: usize },
    /// A line of the journal, `what: outcome`, with this text in it.
    Journal(String),
}

#[derive(Debug, Deserialize)]
pub(super) struct Wait {
    #[serde(flatten)]
    until: For,
    within_ms: Option<u64>,
}

/// Entries after a number, and the number to go on from.
pub(super) async fn read(State(slack): Slack, Query(from): Query<After>) -> Json<Value> {
    let mut entries = slack.journal();
    let last = entries.last().map_or(0, |entry| entry.number);
    entries.retain(|entry| entry.number > from.after);
    Json(json!({"entries": entries, "last": last}))
}

pub(super) async fn envelopes(State(slack): Slack) -> Json<Value> {
    Json(json!({"envelopes": slack.envelopes()}))
}

pub(super) async fn verdict(State(slack): Slack) -> Json<Value> {
    let broken = slack.broken_rules();
    Json(json!({"clean": broken.is_empty(), "broken": broken}))
}

pub(super) async fn except(State(slack): Slack, Json(except): Json<Except>) -> Reply {
    match except {
        Except::ExpectRefusal(text) => slack.expect_refusal(&text),
        Except::Private { words, may_see } => {
            for name in &may_see {
                slack.find_person(name).map_err(unprocessable)?;
            }
            let may_see: Vec<_> = may_see.iter().map(String::as_str).collect();
            slack.keeps_private(&words, &may_see);
        }
    }
    Ok(verdict(State(slack)).await)
}

pub(super) async fn wait(State(slack): Slack, Json(wait): Json<Wait>) -> Reply {
    let limit = wait
        .within_ms
        .map_or(CAP, |ms| Duration::from_millis(ms.min(LONGEST_MS)));
    let held = slack.holds_within(limit, |slack| match &wait.until {
        For::Sockets(count) => slack.sockets() == *count,
        For::Calls { method, count } => slack.calls(method) >= *count,
        For::Journal(text) => {
            let line = |entry: &crate::Entry| format!("{}: {}", entry.what, entry.outcome);
            slack
                .journal()
                .iter()
                .any(|entry| line(entry).contains(text))
        }
    });
    if held.await {
        return Ok(Json(json!({})));
    }
    let sentence = format!(
        "waited {} ms in vain for {:?}",
        limit.as_millis(),
        wait.until
    );
    Err((StatusCode::REQUEST_TIMEOUT, sentence))
}
