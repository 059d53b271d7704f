//! What the sockets can say about themselves: for start-up ("ready"), `doctor`, metrics and tests.
//! It counts and tells; it decides nothing and holds no content.

use tokio::sync::watch;
use tokio::time::Instant;

/// The sockets' state, seen from outside.
#[derive(Debug)]
pub struct Health(watch::Sender<Status>);

/// One look at the sockets. Counts are since start.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// Sockets greeted by Slack and not yet gone, draining ones included.
    pub open: usize,
    /// How often Slack greeted us.
    pub hellos: u64,
    /// When it last did.
    pub last_hello: Option<Instant>,
    /// Our own count of open sockets at that moment.
    pub open_at_hello: usize,
    /// Slack's count at that moment. More than ours for long: a second program uses the same app token and takes a
    /// share of the envelopes.
    pub counted_by_slack: u64,
    /// Failed attempts to open a socket.
    pub failed_opens: u64,
    /// Envelopes taken in.
    pub envelopes: u64,
    /// Acks handed to a socket.
    pub acked: u64,
    /// Envelopes left without an ack: late, panicked, not kept, or the socket was gone.
    pub unacked: u64,
    /// Envelopes that were acked although they say nothing to us: events of an unknown type or shape.
    pub ignored: u64,
    /// Frames that are no envelope and nothing else we know.
    pub unparsed: u64,
}

impl Health {
    /// Nothing open, nothing counted.
    #[must_use]
    pub fn new() -> Self {
        Self(watch::Sender::new(Status::default()))
    }

    /// How it is now.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.borrow().clone()
    }

    /// Returns once Slack has greeted us for the first time.
    pub async fn ready(&self) {
        self.until(|status| status.hellos > 0).await;
    }

    /// Returns as soon as the status is as asked for.
    pub async fn until(&self, wanted: impl FnMut(&Status) -> bool) -> Status {
        let mut changes = self.0.subscribe();
        match changes.wait_for(wanted).await {
            Ok(status) => status.clone(),
            Err(_) => unreachable!("the sender lives in self"),
        }
    }

    pub(super) fn note(&self, change: impl FnOnce(&mut Status)) {
        self.0.send_modify(change);
    }
}

impl Default for Health {
    fn default() -> Self {
        Self::new()
    }
}
