//! Handing over envelopes: three seconds for an ack; events again at once, after a minute and after
//! five; commands and interactions never again.

use super::{Hub, Out};
use crate::world::{
    World,
    acks::Outcome,
    envelope::{Envelope, Kind, label},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::{sync::oneshot, time::timeout};

/// How long the app has to ack.
pub(super) const DEADLINE: Duration = Duration::from_secs(3);
/// When an event is sent again, counted from the first time, in seconds.
const RETRIES: [i64; 3] = [0, 60, 300];

/// Payloads kept for replaying.
const KEPT: usize = 4_096;

/// An envelope that was sent.
#[derive(Debug)]
pub(super) struct Waiting {
    label: String,
    accepts: bool,
    ack: Option<oneshot::Sender<Value>>,
    /// Acks that may still come: two for one that was sent twice.
    left: u8,
}

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
    pub async fn keep_time(&self) {
        let mut changes = self.changes.subscribe();
        loop {
            changes.borrow_and_update();
            let due = self.with(World::next_due);
            tokio::select! {
                () = self.wait_until(due.unwrap_or_default()), if due.is_some() => self.change(World::tick),
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

    async fn deliver(&self, envelope: &Envelope, attempt: u8) -> Outcome {
        let id = self.lock().world.ids.uuid();
        let frame = envelope.frame(&id, attempt);
        let Some(ack) = self.put(&id, &frame) else {
            self.lock().journal.note(
                format!("{} {}", envelope.kind.name(), envelope.label()),
                "no socket is open",
            );
            return Outcome::NoSocket;
        };
        let Ok(Ok(frame)) = timeout(DEADLINE, ack).await else {
            let mut state = self.lock();
            state.journal.violation(
                format!("{} {}", envelope.kind.name(), envelope.label()),
                "no ack within 3 s",
            );
            if let Some(waiting) = state.waiting.get_mut(&id) {
                waiting.ack = None;
            }
            drop(state);
            self.changed();
            return Outcome::Late;
        };
        // Node's client sends `{}` on a bare ack.
        let payload = frame
            .get("payload")
            .filter(|p| !p.is_null() && !p.as_object().is_some_and(serde_json::Map::is_empty));
        Outcome::Acked(payload.cloned())
    }

    /// Puts a frame on one socket, as planned faults have it.
    fn put(&self, id: &str, frame: &Value) -> Option<oneshot::Receiver<Value>> {
        let mut state = self.lock();
        let kind = frame["type"].as_str().unwrap_or_default().to_owned();
        let label = label(&kind, &frame["payload"]);
        let text = frame.to_string();
        if state.lines.is_empty() {
            return None;
        }
        let times = if state.plan.loses(&kind, &label) {
            0
        } else {
            1 + u8::from(state.plan.doubles(&kind, &label))
        };
        for _ in 0..times {
            let _ = state.line()?.out.send(Out::Frame(text.clone()));
        }
        let (ack, acked) = oneshot::channel();
        let accepts = frame["accepts_response_payload"] == true;
        if state.sent.len() >= KEPT {
            state.sent.drain(..KEPT / 2);
            state
                .waiting
                .retain(|_, waiting| waiting.ack.is_some() || waiting.left > 0);
        }
        state.sent.push((label.clone(), frame["payload"].clone()));
        state.waiting.insert(
            id.to_owned(),
            Waiting {
                label,
                accepts,
                ack: Some(ack),
                left: times.max(1),
            },
        );
        Some(acked)
    }

    /// Any frame the app sent.
    pub fn heard(&self, text: &str) {
        self.lock().heard(text);
        self.changed();
    }

    /// Sends any envelope and returns the whole ack; nothing follows from it. `None`: no ack came.
    pub async fn inject(&self, mut frame: Value) -> Option<Value> {
        let id = match frame["envelope_id"].as_str() {
            Some(id) => id.to_owned(),
            None => self.lock().world.ids.uuid(),
        };
        if let Some(frame) = frame.as_object_mut() {
            frame.insert("envelope_id".into(), json!(id));
            frame.entry("type").or_insert(json!("interactive"));
            frame
                .entry("accepts_response_payload")
                .or_insert(json!(true));
        }
        let ack = self.put(&id, &frame)?;
        timeout(DEADLINE, ack).await.ok()?.ok()
    }
}

impl super::State {
    /// Any frame the app sent.
    fn heard(&mut self, text: &str) {
        let frame: Option<Value> = serde_json::from_str(text).ok();
        let Some(frame) = frame else {
            return self.journal.violation("socket", "a frame that is not JSON");
        };
        let Some(id) = frame["envelope_id"].as_str() else {
            return self
                .journal
                .violation("socket", "a frame without envelope_id");
        };
        let unknown = frame
            .as_object()
            .into_iter()
            .flatten()
            .find(|(key, _)| !["envelope_id", "payload"].contains(&key.as_str()));
        let unknown = unknown.map(|(key, _)| key.clone());
        let Some(waiting) = self.waiting.get_mut(id) else {
            return self
                .journal
                .violation("socket", "an ack of an envelope that was never sent");
        };
        let label = waiting.label.clone();
        if waiting.left == 0 {
            return self
                .journal
                .violation(format!("ack of {label}"), "acked twice");
        }
        waiting.left -= 1;
        let payload = frame
            .get("payload")
            .is_some_and(|p| p.as_object().is_none_or(|p| !p.is_empty()) && !p.is_null());
        let unwanted = payload && !waiting.accepts;
        if let Some(ack) = waiting.ack.take() {
            let _ = ack.send(frame);
        }
        self.journal.note(
            format!("ack of {label}"),
            if payload { "with a payload" } else { "bare" },
        );
        if let Some(key) = unknown {
            self.journal
                .violation(format!("ack of {label}"), format!("a frame has no {key}"));
        }
        if unwanted {
            self.journal
                .violation(format!("ack of {label}"), "a payload where none is taken");
        }
    }
}
