//! Slack's limits, kept by us so that Slack need not remind us. Nothing here calls Slack or knows what is said.

use crate::outbox::{
    Place,
    queue::{Call, Parcel, Spot, Turn},
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
/// Between two calls of a kind for one person, and between two messages in one channel.
const PER_PLACE: Duration = Duration::from_secs(1);
/// Between two edits of a card, which many people's acts may change at once.
const PER_CARD: Duration = Duration::from_secs(3);

/// Slack's limits, kept by us so that Slack need not.
pub(super) struct Pace {
    messages: DefaultDirectRateLimiter,
    edits: DefaultDirectRateLimiter,
    homes: DefaultDirectRateLimiter,
    past: Mutex<Past>,
}

#[derive(Default)]
struct Past {
    /// Until when each spot that has just been told something is left alone; what is over is forgotten.
    told: HashMap<(Call, Spot), Instant>,
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
        past.told.retain(|_, until| now < *until);
        let spot = (call, parcel.spot());
        if past.told.contains_key(&spot) {
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
        let pause = match (&parcel.place, call) {
            (Place::Channel(_), Call::Edit) => PER_CARD,
            (Place::Channel(_) | Place::Dm(_) | Place::Home(_), _) => PER_PLACE,
        };
        past.told.insert(spot, now + pause);
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
