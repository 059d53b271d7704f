//! Slack's limits, kept by us so that Slack need not remind us. Nothing here calls Slack or knows what is said.

use crate::{
    ids::UserId,
    outbox::queue::{Call, Parcel, Turn},
};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Messages a minute over all conversations; Slack allows "several hundred".
const MESSAGES_A_MINUTE: NonZeroU32 = NonZeroU32::new(480).unwrap();
/// How many of them may go at once.
const MESSAGES_BURST: NonZeroU32 = NonZeroU32::new(120).unwrap();
/// `chat.update` is Tier 3 and `views.publish` Tier 4 (docs.slack.dev, rate limits): a minute, in bursts of as many.
const EDITS_A_MINUTE: NonZeroU32 = NonZeroU32::new(50).unwrap();
const HOMES_A_MINUTE: NonZeroU32 = NonZeroU32::new(100).unwrap();
/// Between two calls of a kind for one person.
const PER_PLACE: Duration = Duration::from_secs(1);

/// Slack's limits, kept by us so that Slack need not.
pub(super) struct Pace {
    messages: DefaultDirectRateLimiter,
    edits: DefaultDirectRateLimiter,
    homes: DefaultDirectRateLimiter,
    past: Mutex<Past>,
}

#[derive(Default)]
struct Past {
    /// When each place was last told something; what is older than [`PER_PLACE`] is forgotten.
    told: HashMap<(Call, UserId), Instant>,
    /// Slack asked for patience until then.
    blocked: HashMap<Call, Instant>,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self {
            messages: RateLimiter::direct(
                Quota::per_minute(MESSAGES_A_MINUTE).allow_burst(MESSAGES_BURST),
            ),
            edits: RateLimiter::direct(Quota::per_minute(EDITS_A_MINUTE)),
            homes: RateLimiter::direct(Quota::per_minute(HOMES_A_MINUTE)),
            past: Mutex::default(),
        }
    }

    /// Whether it may go now; it is counted then.
    pub(super) fn turn(&self, parcel: &Parcel) -> Turn {
        let (call, now) = (parcel.call(), Instant::now());
        let mut past = self.lock();
        if past.blocked.get(&call).is_some_and(|until| now < *until) {
            return Turn::CallWaits;
        }
        past.told
            .retain(|_, at| now.duration_since(*at) < PER_PLACE);
        let place = (call, parcel.place.person().clone());
        if past.told.contains_key(&place) {
            return Turn::PlaceWaits;
        }
        let all = match call {
            Call::Message => &self.messages,
            Call::Edit => &self.edits,
            Call::Home => &self.homes,
        };
        if all.check().is_err() {
            return Turn::CallWaits;
        }
        past.told.insert(place, now);
        Turn::Now
    }

    /// Slack asked for patience with this kind of call.
    pub(super) fn block(&self, parcel: &Parcel, length: Duration) {
        self.lock()
            .blocked
            .insert(parcel.call(), Instant::now() + length);
    }

    fn lock(&self) -> MutexGuard<'_, Past> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
