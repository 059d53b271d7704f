//! One frame of Socket Mode, read as tolerantly as can be: unknown fields are ignored, missing ones are not missed.
//! It looks no deeper than the envelope; what the payload means is `receive`'s to say.
//!
//! Source: docs.slack.dev/apis/events-api/using-socket-mode.

use serde_json::{Value, json};
use std::fmt;

/// One act or event that Slack wants acknowledged within 3 s.
#[derive(Clone)]
pub struct Envelope {
    /// What the ack names.
    pub id: String,
    /// Which kind of payload it carries.
    pub kind: Kind,
    /// The payload as Slack sent it; `Null` if there was none.
    pub payload: Value,
    /// 0 for the first delivery. Slack redelivers events only.
    pub retry_attempt: u64,
    /// Whether Slack listens to a payload in the ack.
    pub accepts_payload: bool,
}

/// The kinds of envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `events_api`: something happened.
    Events,
    /// `slash_commands`: somebody typed a command.
    Command,
    /// `interactive`: a click, a form, a shortcut.
    Interactive,
    /// A kind that Peerloop does not know.
    Other(String),
}

/// What one text frame may be.
#[derive(Debug)]
pub enum Frame {
    /// The connection is ready.
    Hello {
        /// How many sockets Slack counts for this app, this one included; 0 if it did not say.
        connections: u64,
    },
    /// Slack is about to close the connection.
    Disconnect {
        /// One of Slack's documented reasons, else `unknown`.
        reason: &'static str,
    },
    /// Something to handle and to ack.
    Envelope(Envelope),
    /// Anything else; there is nothing that could be acked.
    Unreadable,
}

impl Frame {
    /// Reads one text frame.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let Ok(mut frame) = serde_json::from_str::<Value>(text) else {
            return Self::Unreadable;
        };
        let kind = frame["type"].as_str().unwrap_or_default().to_owned();
        if let Some(id) = frame["envelope_id"].as_str() {
            return Self::Envelope(Envelope {
                id: id.to_owned(),
                kind: Kind::named(kind),
                retry_attempt: frame["retry_attempt"].as_u64().unwrap_or(0),
                accepts_payload: frame["accepts_response_payload"].as_bool().unwrap_or(true),
                payload: frame["payload"].take(),
            });
        }
        match kind.as_str() {
            "hello" => Self::Hello {
                connections: frame["num_connections"].as_u64().unwrap_or(0),
            },
            "disconnect" => Self::Disconnect {
                reason: known_reason(frame["reason"].as_str().unwrap_or_default()),
            },
            _ => Self::Unreadable,
        }
    }
}

fn known_reason(reason: &str) -> &'static str {
    match reason {
        "warning" => "warning",
        "refresh_requested" => "refresh_requested",
        "too_many_websockets" => "too_many_websockets",
        "link_disabled" => "link_disabled",
        _ => "unknown",
    }
}

impl Kind {
    fn named(name: String) -> Self {
        match name.as_str() {
            "events_api" => Self::Events,
            "slash_commands" => Self::Command,
            "interactive" => Self::Interactive,
            _ => Self::Other(name),
        }
    }
}

impl fmt::Debug for Envelope {
    /// Without the payload: it holds people's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// The frame that acknowledges an envelope.
#[must_use]
pub fn ack(id: &str, payload: Option<&Value>) -> String {
    match payload {
        None => json!({ "envelope_id": id }).to_string(),
        Some(payload) => json!({ "envelope_id": id, "payload": payload }).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hello_needs_nothing_but_its_type() {
        assert!(matches!(
            Frame::read(r#"{"type":"hello"}"#),
            Frame::Hello { connections: 0 }
        ));
        let whole = r#"{"type":"hello","num_connections":2,"connection_info":{"app_id":"A1"},"debug_info":{}}"#;
        assert!(matches!(
            Frame::read(whole),
            Frame::Hello { connections: 2 }
        ));
    }

    #[test]
    fn a_disconnect_without_debug_info_is_still_one() {
        let Frame::Disconnect { reason } =
            Frame::read(r#"{"type":"disconnect","reason":"warning"}"#)
        else {
            panic!("not a disconnect");
        };
        assert_eq!(reason, "warning");
        let new = Frame::read(r#"{"type":"disconnect","reason":"moon phase"}"#);
        assert!(matches!(new, Frame::Disconnect { reason: "unknown" }));
    }

    #[test]
    fn an_envelope_is_read_with_and_without_its_optional_fields() {
        let bare =
            r#"{"envelope_id":"e1","type":"events_api","payload":{"type":"event_callback"}}"#;
        let Frame::Envelope(envelope) = Frame::read(bare) else {
            panic!("not an envelope")
        };
        assert_eq!(
            (
                envelope.kind,
                envelope.retry_attempt,
                envelope.accepts_payload
            ),
            (Kind::Events, 0, true)
        );
        assert_eq!(envelope.payload["type"], "event_callback");

        let full = r#"{"envelope_id":"e2","type":"interactive","accepts_response_payload":false,
            "retry_attempt":2,"retry_reason":"timeout","payload":{},"brand_new":[1]}"#;
        let Frame::Envelope(envelope) = Frame::read(full) else {
            panic!("not an envelope")
        };
        assert_eq!(
            (
                envelope.kind,
                envelope.retry_attempt,
                envelope.accepts_payload
            ),
            (Kind::Interactive, 2, false)
        );
    }

    #[test]
    fn an_unknown_kind_keeps_its_name_and_can_be_acked() {
        let Frame::Envelope(envelope) = Frame::read(r#"{"envelope_id":"e3","type":"holograms"}"#)
        else {
            panic!("not an envelope");
        };
        assert_eq!(envelope.kind, Kind::Other("holograms".into()));
        assert!(envelope.payload.is_null());
    }

    #[test]
    fn anything_else_is_unreadable() {
        for text in [
            "",
            "ok",
            "[]",
            "7",
            "null",
            r#"{"type":"news"}"#,
            r#"{"envelope_id":7,"type":"interactive"}"#,
        ] {
            assert!(matches!(Frame::read(text), Frame::Unreadable), "{text}");
        }
    }

    #[test]
    fn an_ack_names_the_envelope_and_carries_a_payload_only_if_there_is_one() {
        assert_eq!(ack("e1", None), r#"{"envelope_id":"e1"}"#);
        let payload = json!({ "response_action": "clear" });
        assert_eq!(
            ack("e2", Some(&payload)),
            r#"{"envelope_id":"e2","payload":{"response_action":"clear"}}"#
        );
    }

    #[test]
    fn printing_an_envelope_shows_no_words() {
        let text =
            r#"{"envelope_id":"e1","type":"interactive","payload":{"text":"private words"}}"#;
        assert!(!format!("{:?}", Frame::read(text)).contains("private"));
    }
}
