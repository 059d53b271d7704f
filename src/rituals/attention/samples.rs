//! Sample values for the gallery: every view of this ritual once.

use super::views;
use crate::{attention, rituals::Sample};
use chrono::DateTime;

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let since = DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default();
    vec![
        ("home", Sample::Home(views::home(None))),
        ("because", Sample::Home(attention::views::samples())),
        ("muted", Sample::Message(views::muted())),
        ("home_muted", Sample::Home(views::home(Some(since)))),
    ]
}
