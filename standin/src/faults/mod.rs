//! Bad weather: what may happen to an app's calls, envelopes and sockets, as values. Nothing here happens by itself: the
//! hub asks the [`Plan`]. A fault is never counted against the app. The same words are JSON for the control API:
//! `{"status":503}`, `"applied_then_reset"`, `{"cut":"dropped"}`.

mod plan;
mod shape;

pub(crate) use plan::Plan;
pub use plan::{Mix, Planned};
pub use shape::Shape;

use serde::{Deserialize, Serialize};

/// What becomes of a Web API call, or of something sent to a response url (`response_url` in place of a method).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// `{"ok":false,"error":…}`; nothing happens.
    Error(String),
    /// This HTTP status with a body that is not JSON; nothing happens.
    Status(u16),
    /// This HTTP status, 200 too, with a page of HTML, as from a proxy in between; nothing happens.
    Html(u16),
    /// 429 with so many seconds of `Retry-After`; nothing happens.
    RateLimited(u64),
    /// The connection breaks; nothing happens.
    Reset,
    /// It happens, but the connection breaks before a byte of the answer is sent.
    AppliedThenReset,
    /// Nothing happens and no answer ever comes.
    Hang,
    /// It happens, but no answer ever comes.
    AppliedThenHang,
    /// It happens at once, and the answer comes so many milliseconds later.
    Slow(u64),
    /// It happens, and the answer has another shape.
    Reshaped(Shape),
}

/// What becomes of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// It never arrives.
    Lost,
    /// It arrives twice, on any sockets.
    Doubled,
    /// It arrives so many milliseconds late; the three seconds for its ack began when it should have.
    Late(u64),
    /// The next one arrives before it; it waits for that a second at most.
    Overtaken,
    /// It arrives, but its ack never reaches Slack.
    AckLost,
    /// It arrives, and right after it this happens to its socket.
    Cut(Disconnect),
    /// Its payload has another shape.
    Reshaped(Shape),
}

/// What becomes of a socket that is about to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Upgrade {
    /// This HTTP status in place of the upgrade; the ticket is used up.
    Refused(u16),
    /// The request is never answered.
    Hung,
    /// It opens, but `hello` never comes, and nothing else.
    Silent,
}

/// What becomes of an open socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disconnect {
    /// Advance notice; the cut comes ten seconds later.
    Warning,
    /// Routine; the cut comes ten seconds later if the app does not close first.
    RefreshRequested,
    /// Socket Mode was switched off.
    LinkDisabled,
    /// Too many sockets.
    TooManyWebsockets,
    /// A close frame and nothing more.
    Closed,
    /// TCP ends without a word.
    Dropped,
    /// TCP stays, but nothing is read or written any more, and envelopes go on being sent into it.
    HalfOpen,
}

impl Disconnect {
    /// The `reason` of its frame, if it has one.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Warning => Some("warning"),
            Self::RefreshRequested => Some("refresh_requested"),
            Self::LinkDisabled => Some("link_disabled"),
            Self::TooManyWebsockets => Some("too_many_websockets"),
            Self::Closed | Self::Dropped | Self::HalfOpen => None,
        }
    }

    /// The app has no time left to ack what it was sent before.
    pub(crate) fn at_once(self) -> bool {
        !matches!(self, Self::Warning | Self::RefreshRequested)
    }
}
