//! What digests say of what they keep: in `/peerloop privacy`, and to a person who asks for their data.

use super::name;
use crate::{figures::Month, rituals::Entry};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

/// What people call the rows of the tables, what they keep, and what erasing does.
pub(in crate::rituals::digest) const NUMBERS: &str = "Your number in the figures";
pub(in crate::rituals::digest) const WHAT_IS_KEPT_OF_NUMBERS: &str = "the number under which you stood in the figures of the last month, so that those of the next are hidden where they would point at somebody; only until then";
pub(in crate::rituals::digest) const WHAT_ERASING_DOES_TO_NUMBERS: [&str; 1] = [
    "The number stays and is nobody's. Figures that were issued stay as they are; none names anybody.",
];
pub(in crate::rituals::digest) const DIGESTS: &str = "Digests to you";
pub(in crate::rituals::digest) const WHAT_IS_KEPT_OF_DIGESTS: &str = "if you manage people: of which month you had a digest, about how many people, and when it was sent";
pub(in crate::rituals::digest) const FIGURES: &str = "Figures of a month";
pub(in crate::rituals::digest) const WHAT_IS_KEPT_OF_FIGURES: &str =
    "counts over many people, as managers saw them, without a name";
pub(in crate::rituals::digest) const SKILLS: &str = "Skills in figures";
pub(in crate::rituals::digest) const WHAT_IS_KEPT_OF_SKILLS: &str =
    "the skills that owners have set, each with a number";
pub(in crate::rituals::digest) const MONTHS: &str = "Months with figures";
pub(in crate::rituals::digest) const WHAT_IS_KEPT_OF_MONTHS: &str = "when the figures of a month were issued; and, sealed and by numbers in the place of names, how often who did what, until those of the next month are issued";

/// The month in which somebody has a number, for somebody who asks for their data.
pub(in crate::rituals::digest) fn number_entry(month: Month, at: DateTime<Utc>) -> Entry {
    Entry {
        title: format!("Counted in the figures of {}", name(month)),
        at,
        texts: Vec::new(),
        json: json!({
            "kind": "digest_member",
            "month": month.first_day().to_string(),
            "issued_at": time(at),
        }),
    }
}

/// A digest that somebody had.
pub(in crate::rituals::digest) fn digest_entry(
    month: Month,
    at: DateTime<Utc>,
    asked_at: Option<DateTime<Utc>>,
) -> Entry {
    let sent = if asked_at.is_some() {
        "sent"
    } else {
        "not sent"
    };
    Entry {
        title: format!("Digest of {} · {sent}", name(month)),
        at,
        texts: Vec::new(),
        json: json!({
            "kind": "digest",
            "month": month.first_day().to_string(),
            "issued_at": time(at),
            "sent_at": asked_at.map(time),
        }),
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
