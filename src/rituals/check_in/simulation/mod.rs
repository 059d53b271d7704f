//! A programme of 500 people over a quarter, by the rules alone: the planner says when a check-in is due, the rhythm whether
//! it is wanted, the attention budget whether it may be sent; everything else that wants to prompt competes with it, the bot
//! is down now and then, and everybody behaves by chance, the same in every run. What was sent is counted per person and
//! week. Nothing here is a database or a Slack.

mod play;

use crate::{
    attention::{Asked, Budget, Kind, WEEK},
    calendar::{Cron, Hours},
    schedule::{
        NUDGE_GRACE, SPREAD,
        plan::{self, Done, Rule, plan},
    },
    settings::{HOURS_BETWEEN, PROMPTS_A_WEEK, Setting},
};
use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use play::{Chance, Person, Sent, at};
use std::collections::{BTreeMap, BTreeSet};

const PEOPLE: u64 = 500;
/// What is wrong with what somebody was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    MoreThanTheBudget,
    TooClose,
    NoWorkingHour,
    ADayOff,
    RemindedTwice,
    TwoCheckInsADay,
    NotTheirHour,
}

fn product() -> Budget {
    let number = |setting: &Setting<u32>| -> i64 { setting.spec.shape.default().parse().unwrap() };
    Budget {
        a_week: usize::try_from(number(&PROMPTS_A_WEEK)).unwrap(),
        apart: TimeDelta::hours(number(&HOURS_BETWEEN)),
    }
}

fn office() -> Hours {
    hours(9, 18)
}

fn hours(from: u32, until: u32) -> Hours {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let days = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ];
    Hours::new(days, time(from), time(until))
}

/// The whole quarter of everybody.
fn quarter(people: u64, hours: Hours, budget: &Budget) -> Vec<Sent> {
    (0..people)
        .map(|number| {
            let mut chance = Chance(number);
            Person::new(number, &mut chance).plays(&mut chance, hours, budget)
        })
        .collect()
}

/// What is wrong with a quarter, held against the product's own numbers, and with what was sent alone.
fn faults(all: &[Sent]) -> BTreeMap<Fault, usize> {
    let budget = product();
    let mut found = BTreeMap::new();
    let mut count = |fault, is_wrong: bool| {
        if is_wrong {
            *found.entry(fault).or_insert(0) += 1;
        }
    };
    for Sent { person, asked, .. } in all {
        for pair in asked.windows(2) {
            count(Fault::TooClose, pair[1].at - pair[0].at < budget.apart);
        }
        for week in asked.windows(budget.a_week + 1) {
            let span = week[budget.a_week].at - week[0].at;
            count(Fault::MoreThanTheBudget, span < WEEK);
        }
        let mut days = BTreeSet::new();
        for one in asked {
            let local = one.at.with_timezone(&person.zone);
            let is_weekend = matches!(local.weekday(), Weekday::Sat | Weekday::Sun);
            let is_office = (9..18).contains(&local.hour());
            count(Fault::NoWorkingHour, is_weekend || !is_office);
            count(Fault::ADayOff, person.off.contains(&local.date_naive()));
            let same = |other: &&Asked| other.kind == one.kind && other.subject == one.subject;
            count(Fault::RemindedTwice, asked.iter().filter(same).count() > 2);
            if one.kind == Kind::CheckIn {
                count(Fault::TwoCheckInsADay, !days.insert(local.date_naive()));
                let late = local.time() - person.rhythm.at;
                let is_theirs = late >= TimeDelta::zero() && late <= NUDGE_GRACE + SPREAD;
                count(Fault::NotTheirHour, !is_theirs);
            }
        }
    }
    found
}

#[test]
fn nobody_of_500_gets_more_than_the_budget_in_any_week_of_a_quarter() {
    let all = quarter(PEOPLE, office(), &product());
    assert_eq!(faults(&all), BTreeMap::new());
    // There was far more to ask than could be sent, so the budget was what held it back.
    let sent: usize = all.iter().map(|one| one.asked.len()).sum();
    let left_out: usize = all.iter().map(|one| one.left_out).sum();
    let most = all.len() * 13 * product().a_week;
    assert!(sent > most / 2 && sent <= most, "{sent} sent");
    assert!(left_out > sent / 2, "{left_out} left out, {sent} sent");
    let fullest = |one: &Sent| {
        let times = one.asked.iter().map(|asked| asked.at);
        let week = |at: DateTime<Utc>| {
            let in_it = |other: &&Asked| at - WEEK < other.at && other.at <= at;
            one.asked.iter().filter(in_it).count()
        };
        times.map(week).max().unwrap_or_default()
    };
    let full = all.iter().filter(|one| fullest(one) == product().a_week);
    assert!(full.count() > 400, "most have a full week");
    let asked = all.iter().flat_map(|one| &one.asked);
    let check_ins = asked.filter(|asked| asked.kind == Kind::CheckIn).count();
    assert!(check_ins > 1_000, "{check_ins} check-ins came through");
}

#[test]
fn without_the_budget_or_the_hours_it_is_found_at_once() {
    let unlimited = Budget {
        a_week: usize::MAX,
        apart: TimeDelta::zero(),
    };
    let found = faults(&quarter(FEW, office(), &unlimited));
    assert!(found[&Fault::MoreThanTheBudget] > 500, "{found:?}");
    assert!(found[&Fault::TooClose] > 500, "{found:?}");
    let no_gap = Budget {
        apart: TimeDelta::zero(),
        ..product()
    };
    let found = faults(&quarter(FEW, office(), &no_gap));
    assert_eq!(found.keys().collect::<Vec<_>>(), [&Fault::TooClose]);
    let found = faults(&quarter(FEW, hours(0, 23), &product()));
    assert_eq!(found.keys().collect::<Vec<_>>(), [&Fault::NoWorkingHour]);
}

/// Enough to find what is wrong.
const FEW: u64 = 40;

/// How many of 2,000 people whose check-in is at the same time are due in each minute.
fn a_minute(kind: plan::Kind) -> BTreeMap<i64, usize> {
    let cron = Cron::parse("30 9 * * MON").unwrap();
    let sunday = at("2026-10-18T12:00:00Z");
    let mut minutes = BTreeMap::new();
    for number in 0..2_000 {
        let rule = Rule {
            kind,
            cron: &cron,
            zone: Tz::Europe__Berlin,
            seed: &format!("check_in:U{number}"),
        };
        let done = Done {
            last: None,
            since: sunday,
        };
        let due_at = plan(&rule, done, sunday).next.unwrap().due_at;
        let late = due_at - at("2026-10-19T07:30:00Z");
        assert!((TimeDelta::zero()..SPREAD).contains(&late), "{late}");
        *minutes.entry(late.num_minutes()).or_insert(0) += 1;
    }
    minutes
}

#[test]
fn two_thousand_check_ins_of_one_hour_are_no_burst() {
    let spread = a_minute(plan::Kind::Nudge);
    // Two hundred a minute on average. The courier sends 480 at most, so none waits for long.
    let most = spread.values().max().unwrap();
    assert_eq!(spread.len(), 10);
    assert!(*most <= 260, "{most} in one minute: {spread:?}");
    // What is not spread would all come at once.
    assert_eq!(a_minute(plan::Kind::Digest), BTreeMap::from([(0, 2_000)]));
}
