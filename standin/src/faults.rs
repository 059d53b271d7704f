//! Bad weather on demand: what a test may do to the app's calls, envelopes and sockets. A fault is never
//! counted against the app.

use crate::{hub::Hub, ids::Ids};
use std::sync::Arc;

/// What becomes of a Web API call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `{"ok":false,"error":…}`; nothing happens.
    Error(String),
    /// This HTTP status with a body that is not JSON; nothing happens.
    Status(u16),
    /// 429 with so many seconds of `Retry-After`; nothing happens.
    RateLimited(u64),
    /// It happens, but the connection breaks before a byte of the answer is sent.
    AppliedThenReset,
    /// Nothing happens and no answer ever comes.
    Hang,
}

/// What becomes of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

/// What is planned.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) latency_ms: usize,
    calls: Vec<(String, Fault)>,
    doubled: Vec<String>,
    lost: Vec<String>,
    chance: Ids,
}

impl Plan {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            latency_ms: 0,
            calls: Vec::new(),
            doubled: Vec::new(),
            lost: Vec::new(),
            chance: Ids::new(seed),
        }
    }

    /// How many milliseconds pass before this call has its effect, and how many until its answer leaves.
    pub(crate) fn latency(&mut self) -> (u64, u64) {
        let whole = self.chance.below(self.latency_ms + 1);
        let before = self.chance.below(whole + 1);
        (before as u64, (whole - before) as u64)
    }

    /// The fault planned for this call.
    pub(crate) fn call(&mut self, method: &str) -> Option<Fault> {
        let at = self.calls.iter().position(|(name, _)| name == method)?;
        Some(self.calls.remove(at).1)
    }

    /// This envelope is sent twice.
    pub(crate) fn doubles(&mut self, kind: &str, label: &str) -> bool {
        take(&mut self.doubled, kind, label)
    }

    /// This envelope is lost on the way.
    pub(crate) fn loses(&mut self, kind: &str, label: &str) -> bool {
        take(&mut self.lost, kind, label)
    }

    /// One out of so many.
    pub(crate) fn pick(&mut self, count: usize) -> usize {
        self.chance.below(count)
    }
}

fn take(list: &mut Vec<String>, kind: &str, label: &str) -> bool {
    let at = list
        .iter()
        .position(|wanted| wanted == kind || wanted == label);
    at.map(|at| list.remove(at)).is_some()
}

/// Plans faults.
#[derive(Clone, Debug)]
pub struct Faults(pub(crate) Arc<Hub>);

impl Faults {
    /// Every Web API call takes up to so many milliseconds, by seeded chance.
    pub fn latency_ms(&self, up_to: usize) {
        self.0.lock().plan.latency_ms = up_to;
    }

    /// The next call of this method fails so; several are taken in turn.
    pub fn fail_next(&self, method: &str, fault: Fault) {
        self.0.lock().plan.calls.push((method.to_owned(), fault));
    }

    /// The next envelope of this kind (`interactive`) or of this payload (`view_submission`, `/feedback`)
    /// is delivered twice.
    pub fn double_next_envelope(&self, kind: &str) {
        self.0.lock().plan.doubled.push(kind.to_owned());
    }

    /// The next envelope of this kind never arrives.
    pub fn lose_next_envelope(&self, kind: &str) {
        self.0.lock().plan.lost.push(kind.to_owned());
    }

    /// Does this to the oldest socket.
    pub fn disconnect(&self, how: Disconnect) {
        self.0.disconnect(how, false);
    }

    /// Does this to every socket.
    pub fn disconnect_all(&self, how: Disconnect) {
        self.0.disconnect(how, true);
    }

    /// The bot token is worthless from now on.
    pub fn revoke_token(&self) {
        self.0.lock().world.app.revoked = true;
    }
}
