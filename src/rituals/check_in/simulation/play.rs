//! Somebody's quarter: what comes up for them, what the rules say to it, and how they behave, by chance.

use super::super::rules::{Pace, Rhythm, Turn, Weeks, turn_after};
use crate::{
    attention::{Asked, Budget, Decision, Kind, Profile, Prompt, WEEK, decide},
    calendar::{Cron, Hours, Off},
    schedule::{
        NUDGE_GRACE,
        plan::{self, Done, Rule, plan},
    },
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
};

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
pub(super) struct Chance(pub(super) u64);

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

/// Somebody who takes part.
pub(super) struct Person {
    number: u64,
    pub(super) zone: Tz,
    pub(super) rhythm: Rhythm,
    pub(super) off: BTreeSet<NaiveDate>,
}

/// What somebody was sent in the end.
pub(super) struct Sent {
    pub(super) person: Person,
    pub(super) asked: Vec<Asked>,
    pub(super) left_out: usize,
}

impl Person {
    pub(super) fn new(number: u64, chance: &mut Chance) -> Self {
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
    pub(super) fn plays(self, chance: &mut Chance, hours: Hours, budget: &Budget) -> Sent {
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

pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
