//! Sample values for the gallery: every view of this ritual once.

use super::views;
use crate::{
    rituals::Sample,
    schedule::{Item, PURGE, Skip},
};
use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

pub(super) fn all() -> Vec<(&'static str, Sample)> {
    let next_at = DateTime::from_timestamp(1_790_000_000, 0);
    let house = Item {
        name: PURGE.name.to_owned(),
        is_own: false,
        next_at,
        skipped: None,
    };
    let own = |name: &str, skipped| Item {
        name: name.to_owned(),
        is_own: true,
        next_at,
        skipped,
    };
    let reasons = [
        Skip::Late,
        Skip::Merged,
        Skip::NotLive,
        Skip::NotTakingPart,
        Skip::Muted,
        Skip::Reminded,
        Skip::NoTime,
        Skip::Pointless,
    ];
    let date = NaiveDate::default();
    let mut items: Vec<Item> = reasons
        .into_iter()
        .map(|why| own("check_in", Some((date, why))))
        .collect();
    items.push(Item {
        next_at: None,
        ..own("pod.session", None)
    });
    items.push(house.clone());
    let overview = |items: &[Item]| Sample::Message(views::overview(items, Tz::Europe__Berlin));
    vec![
        ("overview", overview(&items)),
        ("overview_of_nothing", overview(&[house])),
    ]
}
