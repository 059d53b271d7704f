//! Which days can be entered, and what becomes of days that meet. Pure: dates in, dates out.

use crate::people::leave::Leave;
use chrono::NaiveDate;

/// The inputs, by which a refusal says where it belongs.
pub(super) const FROM: &str = "from";
pub(super) const TO: &str = "to";
pub(super) const REGION: &str = "region";
pub(super) const DELETE: &str = "delete";
pub(super) const NEW_REGION: &str = "new_region";
pub(super) const FILE: &str = "file";
pub(super) const WHY: &str = "why";

/// Days that can be entered in one go, the first and the last included.
pub(super) const LONGEST_DAYS: i64 = 366;
/// Entries of one kind that can stand side by side; with them the form keeps below Slack's 100 blocks.
pub(super) const MOST_AT_ONCE: usize = 30;
/// Characters of what quiet days are for.
pub(super) const LONGEST_WHY: u16 = 80;

/// Days in a row, the last one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Days with what they take the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Joined {
    pub days: Days,
    pub replaces: Vec<i64>,
}

/// How often a form was saved since it was opened. It stands in the names of the inputs, for Slack keeps what stands in
/// an input of the same name, and what was saved must not stand there any more.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Opened(u32);

impl Opened {
    /// From a form's item; `None` for a form of another version.
    pub(super) fn from_item(item: &str) -> Option<Self> {
        item.parse().ok().map(Self)
    }

    /// As the form carries it.
    pub(super) fn to_item(self) -> String {
        self.0.to_string()
    }

    /// The name of an input.
    pub(super) fn field(self, input: &str) -> String {
        format!("{input}:{}", self.0)
    }

    /// After saving.
    pub(super) fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// Why something cannot be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    NoFirstDay,
    EndsBeforeItBegins,
    IsOver,
    TooLong,
    TooLongTogether,
    TooMany,
    NoRegion,
    IsDefault,
    IsImported,
    NoLabel,
    NoFile,
    NoDays,
    NoReason,
}

/// The days of two inputs; one day if there is no last one. `Err` names the input.
pub(super) fn days(
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Option<Days>, (&'static str, Unfit)> {
    let (from, to) = match (from, to) {
        (None, None) => return Ok(None),
        (None, Some(_)) => return Err((FROM, Unfit::NoFirstDay)),
        (Some(from), to) => (from, to.unwrap_or(from)),
    };
    let days = Days { from, to };
    match () {
        () if to < from => Err((TO, Unfit::EndsBeforeItBegins)),
        () if days.count() > LONGEST_DAYS => Err((TO, Unfit::TooLong)),
        () if to < today => Err((if to == from { FROM } else { TO }, Unfit::IsOver)),
        () => Ok(Some(days)),
    }
}

/// Joins days with those that they meet or follow on without a gap; `None` if they are in one of them already.
pub(super) fn join(
    mut days: Days,
    known: &[Leave],
) -> Result<Option<Joined>, (&'static str, Unfit)> {
    if known
        .iter()
        .any(|one| one.from <= days.from && days.to <= one.to)
    {
        return Ok(None);
    }
    let mut replaces: Vec<i64> = Vec::new();
    // What was joined may meet another one by it.
    while let Some(met) = known
        .iter()
        .find(|one| days.meets(one) && !replaces.contains(&one.id))
    {
        days.from = days.from.min(met.from);
        days.to = days.to.max(met.to);
        replaces.push(met.id);
    }
    if days.count() > LONGEST_DAYS {
        return Err((TO, Unfit::TooLongTogether));
    }
    if known.len() - replaces.len() >= MOST_AT_ONCE {
        return Err((FROM, Unfit::TooMany));
    }
    Ok(Some(Joined { days, replaces }))
}

/// A region and its file, if both are there.
pub(super) fn import<'a>(
    region: Option<&'a str>,
    file: Option<&'a str>,
) -> Result<Option<(&'a str, &'a str)>, (&'static str, Unfit)> {
    match (region, file) {
        (None, None) => Ok(None),
        (Some(region), Some(file)) => Ok(Some((region, file))),
        (None, Some(_)) => Err((NEW_REGION, Unfit::NoLabel)),
        (Some(_), None) => Err((FILE, Unfit::NoFile)),
    }
}

/// A region can be deleted unless it is the one for whoever has picked none, or a file for it comes in the same form.
pub(super) fn deletion(
    region: &str,
    default: Option<&str>,
    imported: Option<&str>,
) -> Result<(), (&'static str, Unfit)> {
    if default == Some(region) {
        Err((DELETE, Unfit::IsDefault))
    } else if imported == Some(region) {
        Err((DELETE, Unfit::IsImported))
    } else {
        Ok(())
    }
}

/// Quiet days and what they are for, if both are there.
pub(super) fn quiet(
    days: Option<Days>,
    why: Option<&str>,
) -> Result<Option<(Days, &str)>, (&'static str, Unfit)> {
    match (days, why.map(str::trim)) {
        (None, None) => Ok(None),
        (Some(days), Some(why)) => Ok(Some((days, why))),
        (None, Some(_)) => Err((FROM, Unfit::NoDays)),
        (Some(_), None) => Err((WHY, Unfit::NoReason)),
    }
}

impl Days {
    fn count(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    fn meets(self, other: &Leave) -> bool {
        let next = |day: NaiveDate| day.succ_opt().unwrap_or(day);
        self.from <= next(other.to) && other.from <= next(self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn day(number: i64) -> NaiveDate {
        NaiveDate::default() + TimeDelta::days(number)
    }

    fn span(from: i64, to: i64) -> Days {
        Days {
            from: day(from),
            to: day(to),
        }
    }

    fn entered(from: Option<i64>, to: Option<i64>) -> Result<Option<Days>, (&'static str, Unfit)> {
        days(from.map(day), to.map(day), day(100))
    }

    #[test]
    fn a_region_is_deleted_unless_it_still_holds_for_others_or_comes_in_anew() {
        assert_eq!(deletion("IN", None, None), Ok(()));
        assert_eq!(deletion("IN", Some("DE"), Some("DE")), Ok(()));
        let refused = |unfit| Err((DELETE, unfit));
        assert_eq!(deletion("IN", Some("IN"), None), refused(Unfit::IsDefault));
        assert_eq!(deletion("IN", None, Some("IN")), refused(Unfit::IsImported));
    }

    #[test]
    fn days_are_in_order_not_over_and_at_most_a_leap_year() {
        assert_eq!(entered(None, None), Ok(None));
        assert_eq!(entered(Some(100), None), Ok(Some(span(100, 100))));
        assert_eq!(entered(Some(90), Some(100)), Ok(Some(span(90, 100))));
        assert_eq!(entered(Some(100), Some(465)), Ok(Some(span(100, 465))));
        for (from, to, fault) in [
            (None, Some(120), (FROM, Unfit::NoFirstDay)),
            (Some(120), Some(119), (TO, Unfit::EndsBeforeItBegins)),
            (Some(100), Some(466), (TO, Unfit::TooLong)),
            (Some(99), None, (FROM, Unfit::IsOver)),
            (Some(98), Some(99), (TO, Unfit::IsOver)),
        ] {
            assert_eq!(entered(from, to), Err(fault));
        }
    }

    #[test]
    fn two_entries_that_make_more_than_a_year_are_refused() {
        let known = [Leave {
            id: 1,
            from: day(100),
            to: day(400),
        }];
        assert_eq!(
            join(span(401, 500), &known),
            Err((TO, Unfit::TooLongTogether))
        );
        assert!(join(span(402, 500), &known).unwrap().is_some());
    }

    proptest! {
        #[test]
        fn joining_keeps_every_day_and_leaves_no_two_that_meet(entries in proptest::collection::vec((0_i64..90, 0_i64..12), 1..12)) {
            let mut known: Vec<Leave> = Vec::new();
            let mut away = BTreeSet::new();
            for (id, (from, length)) in (1..).zip(entries) {
                away.extend((from..=from + length).map(day));
                if let Some(joined) = join(span(from, from + length), &known).unwrap() {
                    known.retain(|one| !joined.replaces.contains(&one.id));
                    known.push(Leave { id, from: joined.days.from, to: joined.days.to });
                }
            }
            let kept: Vec<NaiveDate> = known.iter().flat_map(|one| one.from.iter_days().take_while(|date| *date <= one.to)).collect();
            prop_assert_eq!(kept.len(), away.len(), "a day stands in one entry");
            prop_assert_eq!(kept.into_iter().collect::<BTreeSet<_>>(), away);
            for one in &known {
                let days = Days { from: one.from, to: one.to };
                prop_assert!(known.iter().all(|other| other == one || !days.meets(other)));
            }
        }
    }
}
