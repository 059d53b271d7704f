//! Envelopes on their way: onto one socket, as planned faults have it, and the acks that come back.

use super::{Hub, Out, State};
use crate::{faults::Delivery, world::envelope::label};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio::{sync::oneshot, time::sleep};

/// Payloads kept for replaying.
const KEPT: usize = 4_096;
/// The longest that an overtaken envelope waits for the one that overtakes it.
const OVERTAKEN: Duration = Duration::from_secs(1);
/// An app that hears of an envelope so late has too little time left to be blamed, in milliseconds.
const TOO_LATE_MS: u64 = 1_000;

/// An envelope that was sent.
#[derive(Debug)]
pub(super) struct Waiting {
    label: String,
    accepts: bool,
    ack: Option<oneshot::Sender<Value>>,
    /// Acks that may still come: two for one that was sent twice.
    left: u8,
    /// Its ack never reaches Slack.
    deaf: bool,
    /// A fault is to blame if no ack comes.
    excused: bool,
    /// Sockets that it was put on.
    lines: Vec<u64>,
}

impl Hub {
    /// Puts a frame on one socket. `None`: none is open.
    pub(super) fn put(
        self: &Arc<Self>,
        id: &str,
        frame: Value,
    ) -> Option<oneshot::Receiver<Value>> {
        let mut state = self.lock();
        if state.lines.is_empty() {
            return None;
        }
        let kind = frame["type"].as_str().unwrap_or_default().to_owned();
        let label = label(&kind, &frame["payload"]);
        let fault = state.plan.delivery(&kind, &label);
        if let Some(fault) = fault {
            let what = format!("{kind} {label}");
            state.journal.note(what, format!("fault: {fault:?}"));
        }
        let frame = match fault {
            Some(Delivery::Reshaped(shape)) => reshaped(frame, shape),
            _ => frame,
        };
        let text = frame.to_string();
        let ack = state.expect_ack(id, label, frame, fault);
        let overtaken = std::mem::take(&mut state.overtaken);
        match fault {
            Some(Delivery::Lost) => {}
            Some(Delivery::Late(milliseconds)) => {
                self.later(Duration::from_millis(milliseconds), id, text);
            }
            Some(Delivery::Overtaken) => {
                state.overtaken.push((id.to_owned(), text));
                let hub = self.clone();
                tokio::spawn(async move {
                    sleep(OVERTAKEN).await;
                    let held = std::mem::take(&mut hub.lock().overtaken);
                    hub.lock().forward_all(held);
                });
            }
            Some(Delivery::Doubled) => {
                state.forward(id, text.clone());
                state.forward(id, text);
            }
            Some(Delivery::Cut(how)) => {
                let line = state.forward(id, text);
                state.disconnect(how, |candidate| Some(candidate) == line);
            }
            Some(Delivery::AckLost | Delivery::Reshaped(_)) | None => {
                state.forward(id, text);
            }
        }
        state.forward_all(overtaken);
        Some(ack)
    }

    fn later(self: &Arc<Self>, by: Duration, id: &str, text: String) {
        let (hub, id) = (self.clone(), id.to_owned());
        tokio::spawn(async move {
            sleep(by).await;
            hub.lock().forward(&id, text);
        });
    }

    /// Any frame the app sent.
    pub fn heard(&self, text: &str) {
        self.lock().heard(text);
        self.changed();
    }
}

fn reshaped(mut frame: Value, shape: crate::faults::Shape) -> Value {
    // The envelope itself gets no new field but by `Extra`, which reaches all of it.
    if shape == crate::faults::Shape::Extra {
        return shape.of(frame);
    }
    frame["payload"] = shape.of(frame["payload"].take());
    frame
}

impl State {
    fn expect_ack(
        &mut self,
        id: &str,
        label: String,
        frame: Value,
        fault: Option<Delivery>,
    ) -> oneshot::Receiver<Value> {
        if self.sent.len() >= KEPT {
            self.sent.drain(..KEPT / 2);
            self.waiting
                .retain(|_, waiting| waiting.ack.is_some() || waiting.left > 0);
        }
        let (ack, acked) = oneshot::channel();
        let waiting = Waiting {
            label: label.clone(),
            accepts: frame["accepts_response_payload"] == true,
            ack: Some(ack),
            left: 1 + u8::from(fault == Some(Delivery::Doubled)),
            deaf: fault == Some(Delivery::AckLost),
            excused: match fault {
                Some(Delivery::Lost | Delivery::AckLost) => true,
                Some(Delivery::Late(milliseconds)) => milliseconds >= TOO_LATE_MS,
                _ => false,
            },
            lines: Vec::new(),
        };
        self.waiting.insert(id.to_owned(), waiting);
        self.sent.push((label, frame));
        acked
    }

    /// Onto one socket, whose number is returned. With none open it is lost.
    fn forward(&mut self, id: &str, text: String) -> Option<u64> {
        let line = self.line().map(|line| (line.id, line.out.clone()));
        let waiting = self.waiting.get_mut(id)?;
        let Some((line, out)) = line else {
            waiting.excused = true;
            return None;
        };
        waiting.lines.push(line);
        let _ = out.send(Out::Frame(text));
        Some(line)
    }

    fn forward_all(&mut self, frames: Vec<(String, String)>) {
        for (id, text) in frames {
            self.forward(&id, text);
        }
    }

    /// No ack came in time. It is the app's fault unless weather took the envelope, the ack or the socket.
    pub(super) fn missed(&mut self, id: &str, what: String) {
        let mut excused = false;
        if let Some(waiting) = self.waiting.get_mut(id) {
            waiting.ack = None;
            let broken = |line: &u64| self.broken.contains(line);
            excused = waiting.excused || waiting.lines.iter().any(broken);
        }
        let missed = "no ack within 3 s";
        if excused {
            self.journal.note(what, format!("{missed}, by a fault"));
        } else {
            self.journal.violation(what, missed);
        }
    }

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
        let how = if waiting.deaf {
            "lost on its way"
        } else {
            if let Some(ack) = waiting.ack.take() {
                let _ = ack.send(frame);
            }
            if payload { "with a payload" } else { "bare" }
        };
        self.journal.note(format!("ack of {label}"), how);
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
