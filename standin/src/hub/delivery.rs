//! Handing over envelopes: three seconds for an ack; events again at once, after a minute and after
//! five; commands and interactions never again.

use super::Hub;
use crate::world::{
    World,
    acks::Outcome,
    envelope::{Envelope, Kind},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

/// How long the app has to ack.
pub(super) const DEADLINE: Duration = Duration::from_secs(3);
/// When an event is sent again, counted from the first time, in seconds.
const RETRIES: [i64; 3] = [0, 60, 300];

impl Hub {
    /// Sends an envelope and carries out what follows from its ack. An event that is not acked goes on
    /// being sent in the background.
    pub(super) async fn send(self: Arc<Self>, envelope: Envelope) {
        if envelope.kind == Kind::EventsApi {
            self.raise(envelope).await;
            return;
        }
        let outcome = self.deliver(&envelope, 0).await;
        let now = self.now();
        let mut state = self.lock();
        if let Some(wrong) = state.world.settle(&envelope.about, &outcome, now) {
            state
                .journal
                .violation(format!("ack of {}", envelope.label()), wrong);
        }
        drop(state);
        self.changed();
        self.flush();
    }

    /// Sends an event until it is acked; returns after the first attempt.
    pub async fn raise(self: Arc<Self>, envelope: Envelope) {
        let first = self.now().wall;
        let outcome = self.deliver(&envelope, 0).await;
        if !matches!(outcome, Outcome::Acked(_)) {
            tokio::spawn(self.insist(envelope, first));
        }
    }

    async fn insist(self: Arc<Self>, envelope: Envelope, first: DateTime<Utc>) {
        for (attempt, seconds) in (1u8..).zip(RETRIES) {
            self.wait_until(first + TimeDelta::seconds(seconds)).await;
            loop {
                self.wait_for_socket().await;
                match self.deliver(&envelope, attempt).await {
                    Outcome::Acked(_) => return,
                    Outcome::Late => break,
                    Outcome::NoSocket => {}
                }
            }
        }
        self.lock().journal.violation(
            format!("event {}", envelope.label()),
            "given up after four attempts",
        );
        self.changed();
    }

    /// Does what is due when it is due, for ever.
    pub async fn keep_time(self: Arc<Self>) {
        let mut changes = self.changes.subscribe();
        loop {
            changes.borrow_and_update();
            let due = self.with(World::next_due);
            tokio::select! {
                () = self.wait_until(due.unwrap_or_default()), if due.is_some() => {
                    self.change(World::tick);
                    self.flush();
                }
                changed = changes.changed() => if changed.is_err() { return },
            }
        }
    }

    async fn wait_until(&self, due: DateTime<Utc>) {
        let mut shift = self.clock.shift().subscribe();
        loop {
            shift.borrow_and_update();
            let Ok(left) = (due - self.now().wall).to_std() else {
                return;
            };
            if left.is_zero() {
                return;
            }
            // Both ends are fine: the time is over, or the clock was moved.
            let _ = timeout(left, shift.changed()).await;
        }
    }

    async fn wait_for_socket(&self) {
        let mut changes = self.changes.subscribe();
        loop {
            changes.borrow_and_update();
            if self.sockets() > 0 {
                return;
            }
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    async fn deliver(self: &Arc<Self>, envelope: &Envelope, attempt: u8) -> Outcome {
        let id = self.lock().world.ids.uuid();
        let frame = envelope.frame(&id, attempt);
        let what = format!("{} {}", envelope.kind.name(), envelope.label());
        let Some(ack) = self.put(&id, frame) else {
            self.lock().journal.note(what, "no socket is open");
            return Outcome::NoSocket;
        };
        let Ok(Ok(frame)) = timeout(DEADLINE, ack).await else {
            self.lock().missed(&id, what);
            self.changed();
            return Outcome::Late;
        };
        // Node's client sends `{}` on a bare ack.
        let payload = frame
            .get("payload")
            .filter(|p| !p.is_null() && !p.as_object().is_some_and(serde_json::Map::is_empty));
        Outcome::Acked(payload.cloned())
    }

    /// Sends any envelope and returns the whole ack; nothing follows from it. `None`: no ack came.
    pub async fn inject(self: &Arc<Self>, mut frame: Value) -> Option<Value> {
        let id = match frame["envelope_id"].as_str() {
            Some(id) => id.to_owned(),
            None => self.lock().world.ids.uuid(),
        };
        if let Some(frame) = frame.as_object_mut() {
            frame.insert("envelope_id".into(), id.as_str().into());
            frame.entry("type").or_insert("interactive".into());
            frame
                .entry("accepts_response_payload")
                .or_insert(true.into());
        }
        let ack = self.put(&id, frame)?;
        timeout(DEADLINE, ack).await.ok()?.ok()
    }
}
