//! Open sockets: who gets the next envelope, and what happens when one is cut.

use super::Hub;
use crate::faults::{Disconnect, Upgrade};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::mpsc;

/// How long a socket lives, as Slack's own `hello` says: about five hours.
pub const SOCKET_LIFE: Duration = Duration::from_mins(301);
/// Sockets an app may have open.
pub(super) const MOST: usize = 10;

/// What a socket's task is told.
#[derive(Clone, Debug)]
pub enum Out {
    /// Send this text.
    Frame(String),
    /// This happens to it.
    Disconnect(Disconnect),
}

/// One open socket.
#[derive(Debug)]
pub struct Line {
    pub(super) id: u64,
    pub(super) out: mpsc::UnboundedSender<Out>,
    pub(super) leaving: bool,
}

impl Hub {
    /// A socket opened: its number and its first frame. `None`: there are ten already.
    ///
    /// `life`: after that Slack recycles it.
    pub fn plug(&self, out: mpsc::UnboundedSender<Out>, life: Duration) -> Option<(u64, Value)> {
        let mut state = self.lock();
        if state.lines.len() >= MOST {
            state
                .journal
                .violation("socket", "too_many_websockets: ten are open already");
            return None;
        }
        state.lines_opened += 1;
        let id = state.lines_opened;
        state.lines.push(Line {
            id,
            out,
            leaving: false,
        });
        state.journal.note("socket", "opened");
        let started = self.now().wall.format("%Y-%m-%d %H:%M:%S%.3f").to_string();
        let hello = json!({
            "type": "hello", "num_connections": state.lines.len(), "connection_info": {"app_id": state.world.app.id},
            "debug_info": {
                "host": format!("applink-{id}"), "started": started, "build_number": 10,
                "approximate_connection_time": life.as_secs(),
            },
        });
        Some((id, hello))
    }

    /// A socket has said hello or is gone.
    pub fn unplug(&self, id: u64) {
        let mut state = self.lock();
        let before = state.lines.len();
        state.lines.retain(|line| line.id != id);
        if state.lines.len() < before {
            state.journal.note("socket", "closed");
        }
        drop(state);
        self.changed();
    }

    /// How many are open.
    pub fn sockets(&self) -> usize {
        self.lock().lines.len()
    }

    /// Does this to the oldest socket that is not leaving already, or to all.
    pub(crate) fn disconnect(&self, how: Disconnect, all: bool) {
        let mut state = self.lock();
        let oldest = state.lines.iter().find(|line| !line.leaving).map(|l| l.id);
        state.disconnect(how, |line| all || Some(line) == oldest);
    }

    /// A socket has lived long enough.
    pub fn recycle(&self, id: u64) {
        self.lock()
            .disconnect(Disconnect::RefreshRequested, |line| line == id);
    }

    /// What becomes of a socket that is about to open.
    pub fn upgrade(&self) -> Option<Upgrade> {
        let mut state = self.lock();
        let fault = state.plan.upgrade();
        if let Some(fault) = fault {
            state.journal.note("socket", format!("fault: {fault:?}"));
        }
        fault
    }

    /// The last frame of a socket.
    pub fn farewell(reason: &str, id: u64) -> Value {
        json!({"type": "disconnect", "reason": reason, "debug_info": {"host": format!("applink-{id}")}})
    }
}

impl super::State {
    /// Does this to sockets that are not leaving already.
    pub(super) fn disconnect(&mut self, how: Disconnect, which: impl Fn(u64) -> bool) {
        let staying = |line: &&mut Line| !line.leaving && which(line.id);
        for line in self.lines.iter_mut().filter(staying) {
            // A half-open socket looks healthy to Slack: it goes on getting envelopes.
            line.leaving = how != Disconnect::HalfOpen;
            let _ = line.out.send(Out::Disconnect(how));
            if how.at_once() {
                self.broken.insert(line.id);
            }
        }
    }

    /// A socket for the next envelope, by seeded chance; one that is leaving only if there is no other.
    pub(super) fn line(&mut self) -> Option<&Line> {
        let staying: Vec<usize> = (0..self.lines.len())
            .filter(|n| !self.lines[*n].leaving)
            .collect();
        let from = if staying.is_empty() {
            (0..self.lines.len()).collect()
        } else {
            staying
        };
        let at = *from.get(self.plan.pick(from.len()))?;
        self.lines.get(at)
    }
}
