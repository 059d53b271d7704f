//! What people do and what they see, through the pretend Slack, the real socket and the real client.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod attention;
mod bad_input;
mod edges;
mod feedback;
mod names;
mod playbook;
mod promises;
mod records;
mod report;
mod roles;
mod scale;
mod settings;
mod setup;
mod town;
mod weather;
mod words;
