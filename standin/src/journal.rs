//! What the app did over the wire: every Web API call and everything that broke a rule. Tokens and
//! arguments never stand in it.

use serde::Serialize;

/// Entries kept; a load test makes more than anyone reads.
const MOST: usize = 200_000;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Counts up from 1; where old notes were dropped, numbers are missing.
    pub number: u64,
    /// What it was about: a method, an envelope, a socket.
    pub what: String,
    /// `ok`, an error code with its details, or what was wrong.
    pub outcome: String,
    /// It broke a rule: a test that did not expect it fails.
    pub violation: bool,
}

/// All entries, and what tests expect among the violations.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    entries: Vec<Entry>,
    last: u64,
    expected: Vec<String>,
}

impl Journal {
    /// Notes something that is as it should be. The oldest notes go when there are very many.
    pub fn note(&mut self, what: impl Into<String>, outcome: impl Into<String>) {
        if self.entries.len() >= MOST {
            let mut at = 0;
            self.entries.retain(|entry| {
                at += 1;
                entry.violation || at > MOST / 2
            });
        }
        self.push(what.into(), outcome.into(), false);
    }

    /// Notes a broken rule.
    pub fn violation(&mut self, what: impl Into<String>, outcome: impl Into<String>) {
        let (what, outcome) = (what.into(), outcome.into());
        tracing::warn!(what, outcome, "the app broke a rule of Slack's");
        self.push(what, outcome, true);
    }

    fn push(&mut self, what: String, outcome: String, violation: bool) {
        self.last += 1;
        self.entries.push(Entry {
            number: self.last,
            what,
            outcome,
            violation,
        });
    }

    /// Violations with this text in them are what a test is about.
    pub fn expect(&mut self, text: &str) {
        self.expected.push(text.to_owned());
    }

    /// Everything so far.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Violations that nobody expected.
    pub fn unexpected(&self) -> Vec<String> {
        let expected = |line: &String| {
            self.expected
                .iter()
                .any(|text| line.contains(text.as_str()))
        };
        let lines = self
            .entries
            .iter()
            .filter(|e| e.violation)
            .map(|e| format!("{}: {}", e.what, e.outcome));
        lines.filter(|line| !expected(line)).collect()
    }
}
