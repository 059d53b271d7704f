//! What the socket loop is given: somebody to hand the envelopes to, and how long everything may take.
//! Nothing here acts.

use crate::slack::envelope::Envelope;
use serde_json::Value;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Who is handed the envelopes.
pub trait Handle: Send + Sync + 'static {
    /// Handles one envelope that arrived at `arrived`. The future always runs to its end, but an answer that comes
    /// later than [`SocketOptions::ack_deadline`] after `arrived` is not sent. A panic is an answer not given.
    fn handle(
        self: Arc<Self>,
        envelope: Envelope,
        arrived: Instant,
    ) -> impl Future<Output = Answer> + Send;
}

/// What Slack is told about an envelope.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is kept.
    Ack,
    /// It is kept, and this is what the person shall see.
    AckWith(Value),
    /// It says nothing to us: acked, so that it does not come again, and counted.
    Ignore,
    /// It is not kept: the person sees Slack's own error and still has what they typed.
    NoAck,
}

/// How the sockets are kept. The defaults are for Slack; tests use shorter times.
#[derive(Clone, Debug)]
pub struct SocketOptions {
    /// How many are open side by side, 1 to 10.
    pub sockets: usize,
    /// Limit for `apps.connections.open`.
    pub open_timeout: Duration,
    /// Limit for looking up and connecting.
    pub connect_timeout: Duration,
    /// Limit for TLS and the upgrade to WebSocket.
    pub upgrade_timeout: Duration,
    /// Limit for Slack's hello after that.
    pub hello_timeout: Duration,
    /// How often we ping.
    pub ping_every: Duration,
    /// A connection silent for so long is dead: pongs count as life.
    pub silence_limit: Duration,
    /// Limit for writing one batch of frames.
    pub write_timeout: Duration,
    /// An ack is sent within this time from the envelope's arrival, or not at all. Slack's own limit is 3 s.
    pub ack_deadline: Duration,
    /// How many envelopes are handled at a time, over all sockets.
    pub at_once: u32,
    /// How long a replaced socket is still read, counted from its successor's hello.
    pub drain: Duration,
    /// How long a stop waits for handlers and acks.
    pub grace: Duration,
    /// How long we wait for Slack's answer to our Close.
    pub farewell: Duration,
    /// The first pause after a failure; it doubles from there.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// A connection that lived so long was healthy: the next one opens without a pause.
    pub healthy_after: Duration,
}

impl Default for SocketOptions {
    fn default() -> Self {
        Self {
            sockets: 2,
            open_timeout: Duration::from_secs(5),
            connect_timeout: Duration::from_secs(5),
            upgrade_timeout: Duration::from_secs(5),
            hello_timeout: Duration::from_secs(10),
            ping_every: Duration::from_secs(5),
            silence_limit: Duration::from_secs(15),
            write_timeout: Duration::from_secs(5),
            ack_deadline: Duration::from_millis(2500),
            at_once: 1000,
            drain: Duration::from_secs(15),
            grace: Duration::from_secs(6),
            farewell: Duration::from_secs(1),
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            healthy_after: Duration::from_secs(30),
        }
    }
}
