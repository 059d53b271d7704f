//! The two kinds of time: the workspace's wall clock, which a test or the page may move, and real
//! time, which deadlines of three seconds and rate limits are measured in. The model never reads a
//! clock; it is handed a [`Now`].

use chrono::{DateTime, TimeDelta, Utc};
use std::time::Instant;
use tokio::sync::watch;

/// One instant, frozen for one request.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// The workspace's wall clock: real time plus the shared offset.
    pub wall: DateTime<Utc>,
    /// Real milliseconds since the stand-in started; never jumps.
    pub real_ms: u64,
}

/// The clock that the stand-in shares with whoever moves it.
#[derive(Debug)]
pub struct Clock {
    started: Instant,
    shift: watch::Sender<i64>,
}

impl Clock {
    /// A clock with this offset in seconds, which others may hold too.
    pub fn new(shift: watch::Sender<i64>) -> Self {
        Self {
            started: Instant::now(),
            shift,
        }
    }

    /// This instant.
    pub fn now(&self) -> Now {
        let shift = TimeDelta::try_seconds(*self.shift.borrow()).unwrap_or_default();
        #[allow(
            clippy::disallowed_methods,
            reason = "the one place of this crate that reads wall time"
        )]
        let real = Utc::now();
        Now {
            wall: real.checked_add_signed(shift).unwrap_or(real),
            real_ms: u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// The shared offset.
    pub fn shift(&self) -> &watch::Sender<i64> {
        &self.shift
    }
}
