//! Slack's limits, kept by us so that Slack need not remind us. Nothing here calls Slack or knows what is said.

use crate::{
    ids::UserId,
    outbox::{Place, queue::Parcel},
};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
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

/// Which of Slack's limits a delivery counts against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Message,
    Edit,
    Home,
}

impl Kind {
    fn of(parcel: &Parcel) -> Self {
        match &parcel.place {
            Place::Home(_) => Self::Home,
            Place::Dm(_) if parcel.stands.is_some() => Self::Edit,
            Place::Dm(_) => Self::Message,
        }
    }
}

/// Slack's limits, kept by us so that Slack need not.
pub(super) struct Pace {
    per_place: DefaultKeyedRateLimiter<(Kind, UserId)>,
    messages: DefaultDirectRateLimiter,
    edits: DefaultDirectRateLimiter,
    homes: DefaultDirectRateLimiter,
    /// Slack asked for patience until then.
    blocked: Mutex<HashMap<Kind, Instant>>,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self {
            per_place: RateLimiter::keyed(Quota::per_second(NonZeroU32::MIN)),
            messages: RateLimiter::direct(
                Quota::per_minute(MESSAGES_A_MINUTE).allow_burst(MESSAGES_BURST),
            ),
            edits: RateLimiter::direct(Quota::per_minute(EDITS_A_MINUTE)),
            homes: RateLimiter::direct(Quota::per_minute(HOMES_A_MINUTE)),
            blocked: Mutex::default(),
        }
    }

    /// True if it may go now; it is counted then.
    pub(super) fn allows(&self, parcel: &Parcel) -> bool {
        let kind = Kind::of(parcel);
        let is_blocked = self
            .lock()
            .get(&kind)
            .is_some_and(|until| Instant::now() < *until);
        let all = match kind {
            Kind::Message => &self.messages,
            Kind::Edit => &self.edits,
            Kind::Home => &self.homes,
        };
        !is_blocked
            && self
                .per_place
                .check_key(&(kind, parcel.place.person().clone()))
                .is_ok()
            && all.check().is_ok()
    }

    /// Slack asked for patience with this kind of call.
    pub(super) fn block(&self, parcel: &Parcel, length: Duration) {
        self.lock()
            .insert(Kind::of(parcel), Instant::now() + length);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Kind, Instant>> {
        self.blocked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
