//! The only reader of wall time. Everything else is handed a `DateTime<Utc>`, frozen when its transaction opens.
//! Nothing here knows what the time is for.

use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;
use tokio::sync::watch;

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's.
    System,
    /// The machine's plus as many seconds as the other end of the channel says: one clock for the demo's
    /// pretend Slack and the bot, that a person or a test can move.
    Shifted(watch::Receiver<i64>),
}

/// Nobody sleeps longer than this without reading the wall clock again, so a suspended machine
/// or a stepped clock is noticed.
const SLICE: Duration = Duration::from_secs(30);

impl Clock {
    /// The current instant, cut to whole seconds as the database keeps it.
    pub fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
        let system = Utc::now();
        let shift = match self {
            Self::System => 0,
            Self::Shifted(seconds) => *seconds.borrow(),
        };
        let moved = system + TimeDelta::seconds(shift);
        DateTime::from_timestamp(moved.timestamp(), 0).unwrap_or(moved)
    }

    /// Returns at `instant`, or earlier after at most 30 s or when the clock is moved: look again then.
    pub async fn sleep_towards(&self, instant: DateTime<Utc>) {
        let left = (instant - self.now()).to_std().unwrap_or(Duration::ZERO);
        self.nap(left).await;
    }

    /// Returns after `length`, or earlier after at most 30 s or when the clock is moved.
    pub async fn nap(&self, length: Duration) {
        let nap = tokio::time::sleep(length.min(SLICE));
        match self {
            Self::System => nap.await,
            Self::Shifted(seconds) => {
                let mut seconds = seconds.clone();
                seconds.mark_unchanged();
                tokio::select! {
                    () = nap => {}
                    moved = seconds.changed() => {
                        if moved.is_err() {
                            tokio::time::sleep(length.min(SLICE)).await;
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_moved_clock_wakes_the_sleeper_and_is_seen() {
        let (shift, seconds) = watch::channel(0);
        let clock = Clock::Shifted(seconds);
        let before = clock.now();
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_towards(before + TimeDelta::hours(1)).await }
        });
        tokio::task::yield_now().await;
        shift.send_replace(3600);
        sleeper.await.unwrap();
        assert!(clock.now() - before >= TimeDelta::hours(1));
    }
}
