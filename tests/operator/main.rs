//! The operator's commands as an operator meets them: the program itself, beside a bot that runs on a pretend Slack.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod doctor;
mod files;
mod import;
mod keys;
mod site;
mod weather;
