//! What people see of muting. Pure: values in, blocks out; all of the ritual's words stand here.

use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Message, Part, dated_note, line, note, row, sentence, when},
    rituals::Entry,
};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Ids of what can be pressed; `attention.<what>`.
pub(super) mod action {
    pub(crate) const MUTE: &str = "attention.mute";
    pub(crate) const UNMUTE: &str = "attention.unmute";
}

/// What is silent and what is not, whether or not it is muted.
const STILL_COMES: &str =
    "Feedback from people, and answers to what you do, still come. Who sees this: only you.";

/// Home: the switch.
pub(super) fn home(muted_since: Option<DateTime<Utc>>) -> Vec<Block> {
    match muted_since {
        None => vec![
            row(
                "Peerloop may remind you of something now and then, in your working hours.",
                Button::plain(action::MUTE, "Mute everything", ""),
            ),
            note(STILL_COMES),
        ],
        Some(since) => vec![
            row(
                "Everything that you have not asked for is muted: no reminders, no prompts.",
                Button::plain(action::UNMUTE, "Unmute", ""),
            ),
            dated_note(&format!("Since {}", when(since))),
            note(STILL_COMES),
        ],
    }
}

/// After **Mute** on a message that nobody asked for.
pub(super) fn muted() -> Message {
    let text = "Muted: no reminders and no prompts any more. Unmute stands on Peerloop's Home tab. Feedback from people, and answers to what you do, still come.";
    Message {
        summary: text.to_owned(),
        blocks: vec![sentence(text), note(ONLY_YOU)],
    }
}

/// The ritual's lines in the help.
pub(super) fn help() -> Vec<Block> {
    vec![line(vec![
        Part::Bold("Mute everything".to_owned()),
        Part::Text(
            " on Peerloop's Home tab stops reminders and prompts. Feedback from people still comes."
                .to_owned(),
        ),
    ])]
}

/// For the one who has muted and asks for their data.
pub(super) fn entry(since: DateTime<Utc>) -> Entry {
    Entry {
        title: "You have muted everything".to_owned(),
        at: since,
        texts: Vec::new(),
        json: json!({ "kind": "mute", "since": since.to_rfc3339() }),
    }
}
