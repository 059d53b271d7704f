//! Every row of the table, and every rule beside it: one payload at its limit that is taken, and one just past it
//! that is refused with a pointer to the very spot.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    reason = "tables of payloads, and fields that hold no objects"
)]

mod rows;
mod rule_options;
mod rules;
mod samples;

use super::{
    ViewKind, check::Issue, check_attachments, check_message, check_suggestions, check_view,
};
use serde_json::Value;

/// What is wrong with a whole payload of this kind.
fn judged(kind: &str, payload: &Value) -> Vec<Issue> {
    let result = match kind {
        "message" => check_message(&payload["blocks"]),
        "attachments" => check_attachments(&payload["attachments"]),
        "modal" => check_view(payload, ViewKind::Modal),
        "home" => check_view(payload, ViewKind::Home),
        _ => check_suggestions(payload),
    };
    result.err().unwrap_or_default()
}
