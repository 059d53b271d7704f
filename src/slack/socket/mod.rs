//! Keeps the Socket Mode connections up: opens them, replaces them before Slack cuts them, gives up only when Slack
//! says that the credentials are wrong. What one open connection does stands in `connection`.
//! It hands every envelope to the handler it was given and must know nothing of what that does.
//!
//! Slack spreads envelopes over all open sockets and allows ten per app; the second one covers the gap while the
//! first is replaced. Source: docs.slack.dev/apis/events-api/using-socket-mode.

use crate::slack::health::Health;
use crate::slack::web::Web;
use connection::{Event, Shared, halted};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, timeout, timeout_at};

mod connection;
mod dial;
mod options;

pub use options::{Answer, Handle, SocketOptions};

/// Slack's limit of open sockets per app.
const MOST_SOCKETS: usize = 10;

/// Why [`run`] ended without being asked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEnd {
    /// Slack will not let this app in: trying again cannot help.
    Refused {
        /// Slack's code, `invalid_auth` for one.
        code: String,
    },
    /// The loop itself failed; never expected.
    Broken,
}

impl std::fmt::Display for SocketEnd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused { code } => write!(f, "Slack refuses the app token ({code})"),
            Self::Broken => f.write_str("the socket loop ended by a fault of its own"),
        }
    }
}

impl std::error::Error for SocketEnd {}

/// Keeps the sockets open until `stop` turns true (or its sender is dropped) or Slack refuses the credentials.
/// Then it reads no further, waits up to [`SocketOptions::grace`] for what is in the handler's hands, sends the acks,
/// says Close and returns.
///
/// # Errors
/// [`SocketEnd::Refused`] for credentials that will not get better.
pub async fn run<H: Handle>(
    web: Web,
    handler: Arc<H>,
    options: SocketOptions,
    mut stop: watch::Receiver<bool>,
    health: Arc<Health>,
) -> Result<(), SocketEnd> {
    let at_once = options.at_once.max(1);
    let room = Arc::new(Semaphore::new(at_once as usize));
    let shared = Arc::new(Shared {
        handler,
        options,
        health,
        room,
        halt: watch::Sender::new(false),
    });
    let mut slots = JoinSet::new();
    for _ in 0..shared.options.sockets.clamp(1, MOST_SOCKETS) {
        slots.spawn(keep_open(web.clone(), Arc::clone(&shared)));
    }
    let mut end = tokio::select! {
        () = halted(&mut stop) => Ok(()),
        Some(slot) = slots.join_next() => outcome(slot),
    };
    shared.halt.send_replace(true);
    let grace_ends = Instant::now() + shared.options.grace;
    while let Some(slot) = slots.join_next().await {
        end = end.and(outcome(slot));
    }
    // Handlers too late for their ack may still be about to commit something.
    let _ = timeout_at(grace_ends, shared.room.acquire_many(at_once)).await;
    end
}

fn outcome(slot: Result<Result<(), SocketEnd>, JoinError>) -> Result<(), SocketEnd> {
    slot.unwrap_or(Err(SocketEnd::Broken))
}

/// One slot: always one socket, and for a while the one it replaces.
async fn keep_open<H: Handle>(web: Web, shared: Arc<Shared<H>>) -> Result<(), SocketEnd> {
    let mut halt = shared.halt.subscribe();
    let mut sockets = JoinSet::new();
    let mut backoff = Backoff::default();
    // The socket that Slack will close, still read. Dropping this tells it to leave after `drain`.
    let mut old: Option<oneshot::Sender<()>> = None;
    let mut end = Ok(());
    loop {
        let pause = backoff.pause(&shared.options);
        if timeout(pause, halted(&mut halt)).await.is_ok() {
            break;
        }
        let opened = tokio::select! {
            () = halted(&mut halt) => break,
            opened = dial::open(&web, &shared.options) => opened,
        };
        let wire = match opened {
            Ok(wire) => wire,
            Err(failure) => {
                shared.health.note(|status| status.failed_opens += 1);
                tracing::warn!(%failure, "a socket did not open");
                if let Some(code) = failure.refusal() {
                    end = Err(SocketEnd::Refused { code });
                    shared.halt.send_replace(true);
                    break;
                }
                backoff.at_least = failure.retry_after();
                continue;
            }
        };
        let (tell, mut events) = mpsc::unbounded_channel();
        let (stay, leave) = oneshot::channel();
        sockets.spawn(connection::drive(wire, Arc::clone(&shared), tell, leave));
        let mut greeted: Option<Instant> = None;
        while let Some(event) = events.recv().await {
            match event {
                Event::Hello => {
                    greeted = Some(Instant::now());
                    old = None;
                }
                Event::Replace => break,
            }
        }
        if let Some(greeted) = greeted {
            old = Some(stay);
            if greeted.elapsed() >= shared.options.healthy_after {
                backoff.failures = 0;
            }
        }
        while sockets.try_join_next().is_some() {}
    }
    drop(old);
    while sockets.join_next().await.is_some() {}
    end
}

/// How long to wait before the next attempt.
#[derive(Default)]
struct Backoff {
    failures: u32,
    at_least: Duration,
}

impl Backoff {
    fn pause(&mut self, options: &SocketOptions) -> Duration {
        let pause = match self.failures.checked_sub(1) {
            None => Duration::ZERO,
            Some(doublings) => {
                let whole = options
                    .first_pause
                    .saturating_mul(1_u32 << doublings.min(16))
                    .min(options.longest_pause);
                // Without chance every bot of the world would come back in step.
                whole / 2 + (whole / 2).mul_f64(chance())
            }
        };
        self.failures = self.failures.saturating_add(1);
        pause.max(std::mem::take(&mut self.at_least))
    }
}

/// Between 0 and 1.
fn chance() -> f64 {
    getrandom::u32().map_or(1.0, |number| f64::from(number) / f64::from(u32::MAX))
}
