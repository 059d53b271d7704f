//! How often the app may call: a bucket of tokens per method, and per conversation for posting.

use crate::world::methods::{Method, Tier};
use std::collections::HashMap;

/// Messages that may be posted to one conversation at once before one a second holds.
const POSTING_BURST: f64 = 4.0;
/// Messages over all conversations in a minute.
const POSTING_PER_MINUTE: u32 = 300;

/// The buckets.
#[derive(Debug, Default)]
pub struct Rates(HashMap<String, (f64, u64)>);

impl Rates {
    /// Takes one call; `Err` holds the seconds to wait.
    pub fn take(&mut self, method: &Method, channel: &str, real_ms: u64) -> Result<(), u64> {
        match method.tier {
            Tier::PerMinute(calls) => self.minute(method.name, calls, real_ms),
            Tier::Posting => {
                self.bucket(
                    &format!("{} {channel}", method.name),
                    POSTING_BURST,
                    1.0,
                    real_ms,
                )?;
                self.minute(method.name, POSTING_PER_MINUTE, real_ms)
            }
            Tier::Special => Ok(()),
        }
    }

    fn minute(&mut self, key: &str, calls: u32, real_ms: u64) -> Result<(), u64> {
        self.bucket(key, f64::from(calls), f64::from(calls) / 60.0, real_ms)
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small times and counts"
    )]
    fn bucket(&mut self, key: &str, size: f64, per_second: f64, real_ms: u64) -> Result<(), u64> {
        let (tokens, since) = self.0.entry(key.to_owned()).or_insert((size, real_ms));
        *tokens = (*tokens + real_ms.saturating_sub(*since) as f64 / 1000.0 * per_second).min(size);
        *since = real_ms;
        if *tokens >= 1.0 {
            *tokens -= 1.0;
            return Ok(());
        }
        Err((((1.0 - *tokens) / per_second).ceil() as u64).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::methods::find;

    #[test]
    fn the_fifth_message_at_once_must_wait_a_second() {
        let (mut rates, post) = (
            Rates::default(),
            find("chat.postMessage").expect("it exists"),
        );
        for _ in 0..4 {
            assert_eq!(rates.take(post, "C1", 0), Ok(()));
        }
        assert_eq!(rates.take(post, "C1", 0), Err(1));
        assert_eq!(
            rates.take(post, "C2", 0),
            Ok(()),
            "another channel has its own bucket"
        );
        assert_eq!(rates.take(post, "C1", 1000), Ok(()));
    }
}
