//! A programme of 500 people over a quarter, by the rules alone: the planner says when a check-in is due, the rhythm whether
//! it is wanted, the attention budget whether it may be sent; everything else that wants to prompt competes with it, the bot
//! is down now and then, and everybody behaves by chance, the same in every run. What was sent is counted per person and
//! week. Nothing here is a database or a Slack.

use super::rules::{Pace, Rhythm, Turn, Weeks, turn_after};
use crate::{
    attention::{Asked, Budget, Decision, Kind, Profile, Prompt, WEEK, decide},
    calendar::{Cron, Hours, Off},
    schedule::{
        NUDGE_GRACE, SPREAD,
        plan::{self, Done, Rule, plan},
    },
    settings::{HOURS_BETWEEN, PROMPTS_A_WEEK, Setting},
};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
};

const PEOPLE: u64 = 500;
/// Other things that somebody is to be prompted for, up to three times each: twice the budget and more.
const OTHERS_EACH: u64 = 40;
/// A day more than thirteen weeks; the clocks change on four continents in it, on different days.
const BEGINS: &str = "2026-09-13T00:00:00Z";
const DAYS: i64 = 92;
const ZONES: [Tz; 6] = [
    Tz::America__Los_Angeles,
    Tz::Europe__Berlin,
    Tz::Asia__Kolkata,
    Tz::Australia__Sydney,
    Tz::America__Sao_Paulo,
    Tz::Pacific__Chatham,
];
/// When nothing runs: three hours, and three days.
const OUTAGES: [(&str, i64); 2] = [("2026-10-14T06:45:00Z", 3), ("2026-11-16T00:00:00Z", 72)];
/// What else there is to prompt somebody for.
const OTHERS: [Kind; 7] = [
    Kind::Request,
    Kind::Drill,
    Kind::Vote,
    Kind::Playbook,
    Kind::Session,
    Kind::Pulse,
    Kind::Digest,
];

/// Numbers that look like chance and are the same in every run (Steele, Lea, Flood: `SplitMix64`).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn is(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn days(&mut self, bound: i64) -> i64 {
        i64::try_from(self.below(bound.unsigned_abs())).unwrap()
    }
}

/// What comes up for somebody at a time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Comes {
    /// Look whether a check-in is due.
    CheckIn,
    /// Something else, and how often it was tried.
    Other(usize, u64, u32),
}

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

/// Somebody who takes part.
struct Person {
    number: u64,
    zone: Tz,
    rhythm: Rhythm,
    off: BTreeSet<NaiveDate>,
}

/// What somebody was sent in the end.
struct Sent {
    person: Person,
    asked: Vec<Asked>,
    left_out: usize,
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
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

impl Person {
    fn new(number: u64, chance: &mut Chance) -> Self {
        let begins = at(BEGINS).date_naive();
        let days = [
            &[Weekday::Mon][..],
            &[Weekday::Tue, Weekday::Thu],
            &[
                Weekday::Mon,
                Weekday::Tue,
                Weekday::Wed,
                Weekday::Thu,
                Weekday::Fri,
            ],
        ];
        let mut off = BTreeSet::new();
        for _ in 0..chance.below(4) {
            let first = begins + TimeDelta::days(chance.days(DAYS));
            off.extend(
                first
                    .iter_days()
                    .take(1 + usize::try_from(chance.below(9)).unwrap()),
            );
        }
        Self {
            number,
            zone: ZONES[usize::try_from(chance.below(6)).unwrap()],
            rhythm: Rhythm {
                days: days[usize::try_from(chance.below(3)).unwrap()].to_vec(),
                // From nine until half past five.
                at: NaiveTime::from_hms_opt(9, 0, 0).unwrap()
                    + TimeDelta::minutes(30 * chance.days(18)),
                weeks: if chance.is(20) {
                    Weeks::Second
                } else {
                    Weeks::Every
                },
                from: begins,
                is_paused: false,
            },
            off,
        }
    }

    /// Thirteen weeks of theirs.
    fn plays(self, chance: &mut Chance, hours: Hours, budget: &Budget) -> Sent {
        let (begins, ends) = (at(BEGINS), at(BEGINS) + TimeDelta::days(DAYS));
        let mut coming = BinaryHeap::new();
        coming.push(Reverse((begins, Comes::CheckIn)));
        for number in 0..OTHERS_EACH {
            let then = begins + TimeDelta::minutes(chance.days(DAYS * 24 * 60));
            let kind = usize::try_from(chance.below(7)).unwrap();
            coming.push(Reverse((then, Comes::Other(kind, number, 0))));
        }
        let mut play = Play {
            rhythm: self.rhythm.clone(),
            seed: format!("check_in:U{}", self.number),
            hours,
            budget,
            last: None,
            skipped: 0,
            asked: Vec::new(),
            left_out: 0,
            person: &self,
        };
        while let Some(Reverse((then, comes))) = coming.pop() {
            let now = up_again(then);
            if now >= ends {
                break;
            }
            let next = match comes {
                Comes::CheckIn => play
                    .check_in(now, chance)
                    .map(|next| (next, Comes::CheckIn)),
                Comes::Other(kind, number, times) => play.other((kind, number, times), now, chance),
            };
            coming.extend(next.map(Reverse));
        }
        let (asked, left_out) = (play.asked, play.left_out);
        Sent {
            person: self,
            asked,
            left_out,
        }
    }
}

/// When what would run at this time does run.
fn up_again(then: DateTime<Utc>) -> DateTime<Utc> {
    OUTAGES
        .iter()
        .map(|(from, hours)| (at(from), at(from) + TimeDelta::hours(*hours)))
        .find(|(from, until)| (*from..*until).contains(&then))
        .map_or(then, |(_, until)| until)
}

/// Somebody's quarter as it goes on.
struct Play<'p> {
    person: &'p Person,
    rhythm: Rhythm,
    seed: String,
    hours: Hours,
    budget: &'p Budget,
    last: Option<NaiveDate>,
    skipped: usize,
    asked: Vec<Asked>,
    left_out: usize,
}

impl Play<'_> {
    /// As `schedule::turns` and `nudge::take` do it; when to look again.
    fn check_in(&mut self, now: DateTime<Utc>, chance: &mut Chance) -> Option<DateTime<Utc>> {
        let cron = Cron::parse(&self.rhythm.cron()).unwrap();
        let rule = Rule {
            kind: plan::Kind::Nudge,
            cron: &cron,
            zone: self.person.zone,
            seed: &self.seed,
        };
        let done = Done {
            last: self.last,
            since: at(BEGINS),
        };
        let planned = plan(&rule, done, now);
        self.left_out += planned.skipped.len();
        self.last = planned.skipped.last().map(|(date, _)| *date).or(self.last);
        let mut next_at = planned.next.map(|next| next.due_at);
        if let Some(run) = planned.run {
            let is_wanted = !self.rhythm.is_paused && self.rhythm.has_week(run.date);
            let subject = format!("check_in:{}", run.date);
            match self.decide(Kind::CheckIn, &subject, now) {
                _ if !is_wanted => self.last = Some(run.date),
                Decision::NotBefore(then) if then - run.due_at <= NUDGE_GRACE => {
                    next_at = next_at.into_iter().chain([then]).min();
                }
                Decision::NotBefore(_) | Decision::Never(_) => {
                    self.left_out += 1;
                    self.last = Some(run.date);
                }
                Decision::Now => {
                    self.last = Some(run.date);
                    self.is_asked(run.date, subject, now, chance);
                }
            }
        }
        next_at
    }

    fn is_asked(
        &mut self,
        date: NaiveDate,
        subject: String,
        now: DateTime<Utc>,
        chance: &mut Chance,
    ) {
        match turn_after(self.skipped) {
            Turn::Rest => {
                self.rhythm = self.rhythm.at_pace(Pace::Paused, date);
                return;
            }
            Turn::Fewer if chance.is(50) => {
                let pace = [Pace::Weekly, Pace::Fortnightly][usize::from(chance.is(50))];
                self.rhythm = self.rhythm.at_pace(pace, date);
                self.skipped = 0;
            }
            Turn::How if chance.is(70) => self.skipped = 0,
            Turn::How | Turn::Fewer => self.skipped += 1,
        }
        self.asked.push(Asked {
            kind: Kind::CheckIn,
            subject,
            at: now,
        });
    }

    /// Something else; whoever asks tries up to three times for the same, and again when it was put off.
    fn other(
        &mut self,
        (kind, number, times): (usize, u64, u32),
        now: DateTime<Utc>,
        chance: &mut Chance,
    ) -> Option<(DateTime<Utc>, Comes)> {
        let subject = number.to_string();
        let again = |then, times| Some((then, Comes::Other(kind, number, times)));
        match self.decide(OTHERS[kind], &subject, now) {
            Decision::Now => {
                self.asked.push(Asked {
                    kind: OTHERS[kind],
                    subject,
                    at: now,
                });
                (times < 2)
                    .then(|| again(now + TimeDelta::days(2), times + 1))
                    .flatten()
            }
            // Now and then it has lost its point meanwhile.
            Decision::NotBefore(then) if chance.is(60) => again(then, times),
            Decision::NotBefore(_) | Decision::Never(_) => {
                self.left_out += 1;
                None
            }
        }
    }

    fn decide(&self, kind: Kind, subject: &str, now: DateTime<Utc>) -> Decision {
        let profile = Profile {
            zone: self.person.zone,
            hours: self.hours,
            off: |date| self.person.off.contains(&date).then_some(Off::Leave),
            silent: None,
        };
        // As the table is asked: what is a week old at most, or the same.
        let history: Vec<Asked> = self
            .asked
            .iter()
            .filter(|asked| {
                asked.at > now - WEEK || (asked.kind == kind && asked.subject == subject)
            })
            .cloned()
            .collect();
        let prompt = Prompt { kind, subject };
        decide(&history, &profile, &prompt, now, self.budget)
    }
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
