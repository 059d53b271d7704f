//! What goes out over a socket, and what its ack will be about.

use serde_json::{Value, json};

/// The kind of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A slash command.
    SlashCommands,
    /// Clicks, forms and shortcuts.
    Interactive,
    /// Events.
    EventsApi,
}

impl Kind {
    /// As on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::SlashCommands => "slash_commands",
            Self::Interactive => "interactive",
            Self::EventsApi => "events_api",
        }
    }
}

/// An envelope that is not yet numbered.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// What kind.
    pub kind: Kind,
    /// The same bytes as the request in HTTP mode, as JSON.
    pub payload: Value,
    /// The ack may carry a payload.
    pub accepts: bool,
    /// What the ack is about.
    pub about: About,
}

impl Envelope {
    /// The kind of its payload: `view_submission`, `/feedback`, `app_home_opened`.
    pub fn label(&self) -> String {
        label(self.kind.name(), &self.payload)
    }

    /// The frame to send.
    pub fn frame(&self, id: &str, attempt: u8) -> Value {
        let mut frame = json!({
            "envelope_id": id, "payload": self.payload, "type": self.kind.name(), "accepts_response_payload": self.accepts,
        });
        if self.kind == Kind::EventsApi {
            frame["retry_attempt"] = json!(attempt);
            frame["retry_reason"] = json!(if attempt == 0 { "" } else { "timeout" });
        }
        frame
    }
}

/// The kind of any payload.
pub fn label(kind: &str, payload: &Value) -> String {
    let text = match kind {
        "slash_commands" => &payload["command"],
        "events_api" => &payload["event"]["type"],
        _ => &payload["type"],
    };
    text.as_str().unwrap_or(kind).to_owned()
}

/// What an ack is about.
#[derive(Clone, Debug)]
pub enum About {
    /// A slash command: the payload is a message.
    Command {
        /// Who typed it.
        user: String,
        /// Where.
        place: String,
        /// The command.
        command: String,
    },
    /// A form was sent: the payload is a `response_action`.
    Submit {
        /// Who sent it.
        user: String,
        /// The form.
        view: String,
    },
    /// Somebody types into an external select: the payload is its options.
    Suggest {
        /// Who types.
        user: String,
        /// The element's block.
        block_id: String,
        /// The element.
        action_id: String,
        /// What was typed.
        query: String,
    },
    /// A click or a shortcut: an error is shown, nothing else.
    Act {
        /// Who did it.
        user: String,
    },
    /// Nobody waits for it: an event, a closed form.
    Nobody,
}
