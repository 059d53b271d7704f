//! What must hold of a quarter, read from the messages that stand in Slack at its end: each has its right, and each that
//! did not come has its reason. Nothing here asks Peerloop.

use super::cast::{
    DIGESTS, EVENTS, Event, HOLIDAYS, IN_REGION, LEAVES, LENA, MEMBERS, MORNING, Member, QUIET,
    RAVI, SUE, date,
};
use crate::town::Town;
use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// The product's numbers.
const A_WEEK: usize = 4;
const APART: TimeDelta = TimeDelta::hours(3);
const WEEK: TimeDelta = TimeDelta::days(7);
/// People of one hour are asked within so long.
const SPREAD: TimeDelta = TimeDelta::minutes(10);
/// A nudge that is later has lost its point.
const GRACE: TimeDelta = TimeDelta::hours(4);
/// From when it is decided until it stands in Slack.
const ROAD: TimeDelta = TimeDelta::seconds(30);

/// Why somebody was not asked on a day of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    NotThere,
    Away,
    Holiday,
    Quiet,
    Down,
    Budget,
    Fewer,
}

impl Reason {
    pub(super) const ALL: [Self; 7] = [
        Self::NotThere,
        Self::Away,
        Self::Holiday,
        Self::Quiet,
        Self::Down,
        Self::Budget,
        Self::Fewer,
    ];
}

/// What nobody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    CheckIn,
    Digest,
}

/// When each unsolicited message to somebody came, in order, by Slack's own numbers.
pub(super) fn unsolicited(town: &Town, name: &str) -> Vec<(DateTime<Utc>, Kind)> {
    let mut all: Vec<(DateTime<Utc>, Kind)> = town
        .slack
        .dms(name)
        .iter()
        .filter_map(|post| {
            let seconds = post.ts.split('.').next().unwrap().parse().unwrap();
            Some((
                DateTime::from_timestamp(seconds, 0).unwrap(),
                kind(&post.text)?,
            ))
        })
        .collect();
    all.sort_unstable();
    all
}

fn kind(text: &str) -> Option<Kind> {
    let has = |words: &str| text.contains(words);
    if has("how did it go with your commitment") || has("want fewer of these") {
        Some(Kind::CheckIn)
    } else {
        has("Your digest ·").then_some(Kind::Digest)
    }
}

/// Those of a kind.
pub(super) fn of(kind: Kind, all: &[(DateTime<Utc>, Kind)]) -> Vec<DateTime<Utc>> {
    let of_kind = all.iter().filter(|(_, known)| *known == kind);
    of_kind.map(|(at, _)| *at).collect()
}

/// Each manager's months came on the first working morning where they are, and nobody else had any.
pub(super) fn check_digests(name: &str, zone: Tz, times: &[DateTime<Utc>]) {
    let mornings: Vec<DateTime<Utc>> = DIGESTS
        .iter()
        .filter(|(manager, ..)| *manager == name)
        .map(|(_, morning, _)| {
            let local = date(morning).and_hms_opt(MORNING.0, MORNING.1, 0).unwrap();
            let local = zone.from_local_datetime(&local).single().unwrap();
            local.with_timezone(&Utc)
        })
        .collect();
    let is_then =
        |(at, morning): (&DateTime<Utc>, &DateTime<Utc>)| (*morning..=*morning + ROAD).contains(at);
    assert!(
        times.len() == mornings.len() && times.iter().zip(&mornings).all(is_then),
        "{name}: {times:?}, not {mornings:?}"
    );
}

/// No more than the budget, in any seven days in a row, and never two close to each other.
pub(super) fn check_budget(name: &str, all: &[(DateTime<Utc>, Kind)]) {
    let times: Vec<DateTime<Utc>> = all.iter().map(|(at, _)| *at).collect();
    for pair in times.windows(2) {
        let gap = pair[1] - pair[0];
        assert!(gap >= APART - ROAD, "{name}: {gap} between {pair:?}");
    }
    for week in times.windows(A_WEEK + 1) {
        let span = week[A_WEEK] - week[0];
        assert!(
            span >= WEEK - ROAD,
            "{name}: more than {A_WEEK} in a week: {week:?}"
        );
    }
}

/// Everything that holds of one member's check-ins; the reasons that were met.
pub(super) fn check(
    member: &Member,
    all: &[(DateTime<Utc>, Kind)],
    fewer_on: Option<NaiveDate>,
) -> BTreeSet<Reason> {
    let name = member.name;
    let times = of(Kind::CheckIn, all);
    let mut met = BTreeSet::new();
    let days = |at: &DateTime<Utc>| at.with_timezone(&member.zone).date_naive();
    for at in &times {
        let due = due_at(member, days(at));
        assert!(
            member.days.contains(&days(at).weekday()),
            "{name}: {at} is no day of theirs"
        );
        // Later only if nothing ran, if another message had just come, or if four stood in the week before: then as soon as
        // the first of them is a week old.
        let outage = outage_over(due).map(|(_, until)| until);
        let before = all.iter().take_while(|(other, _)| other < at).count();
        let apart = before.checked_sub(1).map(|last| all[last].0 + APART);
        let budget = before.checked_sub(A_WEEK).map(|first| all[first].0 + WEEK);
        let late = [outage, apart, budget].into_iter().flatten().max();
        let latest = late.map_or(due + SPREAD, |late| late.max(due + SPREAD));
        assert!(
            (due..=latest.min(due + GRACE) + ROAD).contains(at),
            "{name}: {at}, not at their hour, {due}"
        );
        let why = why_not(member, days(at), fewer_on);
        assert_eq!(why, None, "{name}: asked on {} all the same", days(at));
    }
    for pair in times.windows(2) {
        assert_ne!(days(&pair[0]), days(&pair[1]), "{name}: twice on one day");
    }
    let (first, last) = (date("2026-09-14"), date("2026-12-11"));
    for day in first.iter_days().take_while(|day| *day <= last) {
        let is_theirs = member.days.contains(&day.weekday());
        if !is_theirs || times.iter().any(|at| days(at) == day) {
            continue;
        }
        let reason = why_not(member, day, fewer_on)
            .or_else(|| is_missed(member, day).then_some(Reason::Down))
            .or_else(|| is_over_budget(member, day, all).then_some(Reason::Budget));
        match reason {
            Some(reason) => met.insert(reason),
            None => panic!("{name}: not asked on {day}, for no reason"),
        };
    }
    met
}

/// Each zone whose clocks change was lived in before and after.
pub(super) fn offsets(member: &Member, all: &[(DateTime<Utc>, Kind)]) -> usize {
    let offset = |at: &DateTime<Utc>| at.with_timezone(&member.zone).offset().fix();
    let offsets: BTreeSet<i32> = all
        .iter()
        .map(|(at, _)| offset(at).local_minus_utc())
        .collect();
    offsets.len()
}

/// Their hour on a day, as the world's clocks have it.
fn due_at(member: &Member, day: NaiveDate) -> DateTime<Utc> {
    let local = member.zone.from_local_datetime(&day.and_time(member.at()));
    local.earliest().unwrap().with_timezone(&Utc)
}

fn why_not(member: &Member, day: NaiveDate, fewer_on: Option<NaiveDate>) -> Option<Reason> {
    let name = member.name;
    let due = due_at(member, day);
    let is_within = |from: &str, to: &str| (date(from)..=date(to)).contains(&day);
    if (name == RAVI && due < instant_of(Event::RaviJoins))
        || (name == SUE && due > instant_of(Event::SueLeaves))
    {
        Some(Reason::NotThere)
    } else if LEAVES
        .iter()
        .any(|(who, from, to)| *who == name && is_within(from, to))
    {
        Some(Reason::Away)
    } else if IN_REGION.contains(&name) && HOLIDAYS.iter().any(|holiday| date(holiday) == day) {
        Some(Reason::Holiday)
    } else if is_within(QUIET.0, QUIET.1) {
        Some(Reason::Quiet)
    } else {
        let fewer_on = fewer_on.filter(|fewer_on| name == LENA && day > *fewer_on)?;
        // Every second week, from the week after.
        let weeks = (monday(day) - monday(fewer_on)).num_weeks();
        (weeks % 2 == 0).then_some(Reason::Fewer)
    }
}

/// Nothing ran while it would still have had a point.
fn is_missed(member: &Member, day: NaiveDate) -> bool {
    let due = due_at(member, day);
    outage_over(due).is_some_and(|(_, until)| until > due + SPREAD + GRACE)
}

fn is_over_budget(member: &Member, day: NaiveDate, all: &[(DateTime<Utc>, Kind)]) -> bool {
    let due = due_at(member, day);
    let week = (due + SPREAD - WEEK)..=(due + SPREAD);
    all.iter().filter(|(at, _)| week.contains(at)).count() >= A_WEEK
}

/// The outage that lay over a check-in of this hour.
fn outage_over(due: DateTime<Utc>) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    EVENTS.iter().find_map(|(at, event)| {
        let Event::BotIsDownForHours(hours) = event else {
            return None;
        };
        let from: DateTime<Utc> = at.parse().unwrap();
        let until = from + TimeDelta::hours(*hours);
        (from <= due + SPREAD && due < until).then_some((from, until))
    })
}

fn instant_of(event: Event) -> DateTime<Utc> {
    let (at, _) = EVENTS.iter().find(|(_, known)| *known == event).unwrap();
    at.parse().unwrap()
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).first_day()
}

#[test]
fn the_rules_find_what_is_wrong() {
    let chidi = MEMBERS
        .iter()
        .find(|member| member.name == "Chidi")
        .unwrap();
    let all: Vec<DateTime<Utc>> = date("2026-09-14")
        .iter_days()
        .take_while(|day| *day <= date("2026-12-11"))
        .filter(|day| chidi.days.contains(&day.weekday()))
        .filter(|day| why_not(chidi, *day, None).is_none() && !is_missed(chidi, *day))
        .map(|day| due_at(chidi, day))
        .collect();
    let finds = |times: Vec<DateTime<Utc>>| {
        let came: Vec<_> = times.into_iter().map(|at| (at, Kind::CheckIn)).collect();
        let found = std::panic::catch_unwind(|| {
            check(chidi, &came, None);
            check_budget(chidi.name, &came);
        });
        found.is_err()
    };
    assert!(!finds(all.clone()));
    let with = |more: DateTime<Utc>| {
        let mut times = [all.clone(), vec![more]].concat();
        times.sort_unstable();
        finds(times)
    };
    assert!(with(all[3] + TimeDelta::minutes(5)), "twice");
    assert!(with(all[3] + TimeDelta::days(1)), "no day of theirs");
    assert!(with(due_at(chidi, date(QUIET.0))), "a quiet day");
    assert!(finds(all[1..].to_vec()), "one is missing");
    let late = |by| [&[all[0] + by], &all[1..]].concat();
    assert!(finds(late(TimeDelta::hours(1))), "an hour late");
    assert!(finds(late(-TimeDelta::hours(1))), "an hour early");
    assert!(!finds(late(TimeDelta::minutes(9))));
    let hours = |each: &[i64]| -> Vec<DateTime<Utc>> {
        each.iter()
            .map(|hour| all[0] + TimeDelta::hours(*hour))
            .collect()
    };
    let is_too_much = |times: Vec<DateTime<Utc>>| {
        let came: Vec<_> = times.into_iter().map(|at| (at, Kind::Digest)).collect();
        std::panic::catch_unwind(|| check_budget("Chidi", &came)).is_err()
    };
    assert!(is_too_much(hours(&[0, 24, 48, 72, 167])));
    assert!(is_too_much(hours(&[0, 2])));
    assert!(!is_too_much(hours(&[0, 24, 48, 72, 168])));
}
