//! What is due of something that recurs, what was missed, and when to look again. Pure: it is told what has run and what
//! time it is, so a bot that was down, a suspended machine and a clock that jumps are all the same to it.

use crate::calendar::{Cron, Occurrence, local_date};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};

/// A nudge that comes later than this is not worth its interruption.
pub const NUDGE_GRACE: TimeDelta = TimeDelta::hours(4);

/// Nudges of one time of day go out over so long, so that 2,000 of them are no burst: three or four a second.
pub const SPREAD: TimeDelta = TimeDelta::minutes(10);

/// Missed occurrences that are noted one by one; of a longer gap its end.
const MOST_NOTED: usize = 31;

/// What kind of thing recurs: decides what happens to an occurrence that was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A message to one person: within [`NUDGE_GRACE`], else left out.
    Nudge,
    /// Figures: once, late, for all that were missed.
    Digest,
    /// Something closes: once, late.
    Deadline,
    /// What nobody may keep goes: once, late.
    Retention,
}

/// Why an occurrence was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// Peerloop was not running, and then it was too late for a nudge.
    Late,
    /// A later one was due as well and did for both.
    Merged,
    /// Prompts are switched off.
    NotLive,
    /// The person does not take part.
    NotTakingPart,
    /// The person has muted everything.
    Muted,
    /// The person was reminded already.
    Reminded,
    /// There was no working hour in time.
    NoTime,
    /// It had lost its point: done already, for one.
    Pointless,
}

/// Something that recurs, for one person or for everybody.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule<'r> {
    /// What kind of thing.
    pub kind: Kind,
    /// When; at most once a day.
    pub cron: &'r Cron,
    /// On whose clock.
    pub zone: Tz,
    /// What its occurrences are spread by: `check_in:U123`.
    pub seed: &'r str,
}

/// What has happened to it so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Done {
    /// The last local date that has run or was left out; dates far in the future, which a clock that was ahead has left
    /// behind, do not count.
    pub last: Option<NaiveDate>,
    /// Only what comes after this counts.
    pub since: DateTime<Utc>,
}

/// What follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// What runs now.
    pub run: Option<Occurrence>,
    /// What is left out, and why, in order.
    pub skipped: Vec<(NaiveDate, Skip)>,
    /// When it comes round next; `None` if it never does.
    pub next: Option<Occurrence>,
}

impl Kind {
    /// How late an occurrence may run.
    fn grace(self) -> TimeDelta {
        match self {
            Self::Nudge => NUDGE_GRACE,
            Self::Digest | Self::Deadline | Self::Retention => TimeDelta::MAX,
        }
    }

    /// True if what was due at `due_at` may still run at `at`.
    pub fn is_in_time(self, due_at: DateTime<Utc>, at: DateTime<Utc>) -> bool {
        at - due_at <= self.grace()
    }
}

impl Rule<'_> {
    /// When an occurrence runs: nudges a little later than their time, the same for the same person and date.
    fn spread(&self, occurrence: Occurrence) -> Occurrence {
        let late = match self.kind {
            Kind::Nudge => jitter(self.seed, occurrence.date),
            Kind::Digest | Kind::Deadline | Kind::Retention => TimeDelta::zero(),
        };
        Occurrence {
            due_at: occurrence.due_at + late,
            ..occurrence
        }
    }

    /// Occurrences that are not done, in order.
    fn open(&self, done: Done) -> impl Iterator<Item = Occurrence> + '_ {
        // A day more than enough: the date decides what is done.
        let from = done.last.map(|last| {
            let midnight = last.and_time(chrono::NaiveTime::MIN).and_utc();
            midnight - TimeDelta::days(2)
        });
        let after = from.map_or(done.since, |from| from.max(done.since));
        self.cron
            .upcoming(self.zone, after)
            .filter(move |next| done.last.is_none_or(|last| next.date > last))
            .map(|next| self.spread(next))
    }
}

/// What is due at `now`.
pub(crate) fn plan(rule: &Rule<'_>, done: Done, now: DateTime<Utc>) -> Plan {
    // What was set while the clock was ahead counts from now.
    let since = done.since.min(now);
    let done = Done { since, ..done };
    let mut missed = Vec::new();
    let mut next = None;
    for occurrence in rule.open(done) {
        if occurrence.due_at > now {
            next = Some(occurrence);
            break;
        }
        missed.push(occurrence);
    }
    let run = missed.pop_if(|newest| rule.kind.is_in_time(newest.due_at, now));
    let why = match rule.kind {
        Kind::Nudge => Skip::Late,
        Kind::Digest | Kind::Deadline | Kind::Retention => Skip::Merged,
    };
    let noted = missed.len().saturating_sub(MOST_NOTED);
    Plan {
        run,
        skipped: missed[noted..]
            .iter()
            .map(|occurrence| (occurrence.date, why))
            .collect(),
        next,
    }
}

/// The local date up to which what is in the ledger counts: a clock that was far ahead may have left later ones.
pub(super) fn believable(now: DateTime<Utc>, zone: Tz) -> NaiveDate {
    local_date(now, zone) + TimeDelta::days(1)
}

/// How much later than its time of day a nudge goes out: below [`SPREAD`], spread evenly over people and dates. No
/// secret: anybody may know it.
fn jitter(seed: &str, date: NaiveDate) -> TimeDelta {
    let hash = Sha256::digest(format!("{seed}:{date}"));
    let number = hash
        .iter()
        .take(6)
        .fold(0_i64, |number, byte| number << 8 | i64::from(*byte));
    TimeDelta::seconds(number % SPREAD.num_seconds())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn daily() -> Cron {
        Cron::parse("0 9 * * *").unwrap()
    }

    fn rule(kind: Kind, cron: &Cron) -> Rule<'_> {
        Rule {
            kind,
            cron,
            zone: Tz::UTC,
            seed: "check_in:U123",
        }
    }

    fn since(text: &str, last: Option<&str>) -> Done {
        Done {
            since: at(text),
            last: last.map(|last| last.parse().unwrap()),
        }
    }

    fn dates(plan: &Plan) -> (Option<String>, Vec<(String, Skip)>) {
        let skipped = plan.skipped.iter();
        (
            plan.run.as_ref().map(|run| run.date.to_string()),
            skipped
                .map(|(date, why)| (date.to_string(), *why))
                .collect(),
        )
    }

    const RAN_ON_1: &str = "2026-03-01";

    #[test]
    fn three_hours_down_a_nudge_still_comes_and_three_days_it_does_not() {
        let cron = daily();
        let began = since("2026-02-01T00:00:00Z", Some(RAN_ON_1));
        let nudge = rule(Kind::Nudge, &cron);
        let three_hours = plan(&nudge, began, at("2026-03-02T12:00:00Z"));
        assert_eq!(dates(&three_hours), (Some("2026-03-02".into()), vec![]));
        let three_days = plan(&nudge, began, at("2026-03-04T20:00:00Z"));
        let late = |day: &str| (day.to_owned(), Skip::Late);
        assert_eq!(
            dates(&three_days),
            (
                None,
                vec![late("2026-03-02"), late("2026-03-03"), late("2026-03-04")]
            )
        );
        let morning = plan(&nudge, began, at("2026-03-04T10:00:00Z"));
        assert_eq!(
            dates(&morning),
            (
                Some("2026-03-04".into()),
                vec![late("2026-03-02"), late("2026-03-03")]
            ),
            "today's is in time"
        );
    }

    #[test]
    fn digests_deadlines_and_retention_run_once_late() {
        let cron = daily();
        let began = since("2026-02-01T00:00:00Z", Some(RAN_ON_1));
        for kind in [Kind::Digest, Kind::Deadline, Kind::Retention] {
            let found = plan(&rule(kind, &cron), began, at("2026-03-04T20:00:00Z"));
            let merged = |day: &str| (day.to_owned(), Skip::Merged);
            assert_eq!(
                dates(&found),
                (
                    Some("2026-03-04".into()),
                    vec![merged("2026-03-02"), merged("2026-03-03")]
                )
            );
            assert_eq!(found.next.unwrap().due_at, at("2026-03-05T09:00:00Z"));
        }
    }

    #[test]
    fn what_was_never_due_since_it_was_set_does_not_run() {
        let cron = daily();
        let began = since("2026-03-02T09:30:00Z", None);
        let found = plan(
            &rule(Kind::Digest, &cron),
            began,
            at("2026-03-02T20:00:00Z"),
        );
        assert_eq!(dates(&found), (None, vec![]));
        assert_eq!(found.next.unwrap().date.to_string(), "2026-03-03");
    }

    #[test]
    fn a_clock_set_back_runs_nothing_again_and_one_set_right_goes_on() {
        let cron = daily();
        let digest = rule(Kind::Digest, &cron);
        let back = plan(
            &digest,
            since("2026-02-01T00:00:00Z", Some("2026-03-05")),
            at("2026-03-04T10:00:00Z"),
        );
        assert_eq!(dates(&back), (None, vec![]));
        assert_eq!(back.next.unwrap().date.to_string(), "2026-03-06");
        // It was set while the clock was a year ahead.
        let right = plan(
            &digest,
            since("2027-03-01T00:00:00Z", None),
            at("2026-03-04T08:00:00Z"),
        );
        assert_eq!(right.next.unwrap().date.to_string(), "2026-03-04");
        assert_eq!(
            believable(at("2026-03-04T23:00:00Z"), Tz::Pacific__Auckland).to_string(),
            "2026-03-06"
        );
    }

    #[test]
    fn of_a_year_of_missed_nudges_the_last_month_is_noted() {
        let cron = daily();
        let began = since("2026-02-01T00:00:00Z", Some(RAN_ON_1));
        let found = plan(&rule(Kind::Nudge, &cron), began, at("2027-03-04T20:00:00Z"));
        assert_eq!(found.skipped.len(), MOST_NOTED);
        assert_eq!(found.skipped.last().unwrap().0.to_string(), "2027-03-04");
    }

    #[test]
    fn two_thousand_nudges_are_no_burst() {
        let date = "2026-03-02".parse().unwrap();
        let mut minutes = [0_u32; 10];
        for person in 0..2_000 {
            let late = jitter(&format!("check_in:U{person}"), date);
            minutes[usize::try_from(late.num_minutes()).unwrap()] += 1;
        }
        assert!(
            minutes.iter().all(|count| (140..260).contains(count)),
            "{minutes:?}"
        );
        let again = || jitter("check_in:U1", date);
        assert_eq!(again(), again());
    }

    proptest! {
        /// Ticks at any times, with pauses of seconds to days, while the person moves between zones: every local date of
        /// the schedule runs at most once, in order, none is left without a word, and a nudge is never late.
        #[test]
        fn every_date_once_in_order_and_none_in_silence(
            pauses in proptest::collection::vec(prop_oneof![0_i64..7_200, 0_i64..300_000], 1..60),
            zones in proptest::collection::vec(proptest::sample::select(chrono_tz::TZ_VARIANTS.as_slice()), 1..4),
            is_nudge in any::<bool>(), hour in 0_u32..24,
        ) {
            let cron = Cron::parse(&format!("0 {hour} * * MON-FRI")).unwrap();
            let kind = if is_nudge { Kind::Nudge } else { Kind::Digest };
            let since = at("2026-03-01T00:00:00Z");
            let (mut now, mut last) = (since, None::<NaiveDate>);
            let mut entries = Vec::new();
            let count = pauses.len();
            for (tick, pause) in pauses.into_iter().enumerate() {
                now += TimeDelta::seconds(pause);
                let rule = Rule { kind, cron: &cron, zone: zones[tick * zones.len() / count], seed: "check_in:U1" };
                let found = plan(&rule, Done { last, since }, now);
                entries.extend(found.skipped.iter().map(|(date, _)| *date));
                if let Some(run) = &found.run {
                    prop_assert!(run.due_at <= now && (!is_nudge || now - run.due_at <= NUDGE_GRACE));
                    entries.push(run.date);
                }
                last = entries.last().copied().or(last);
                let again = plan(&rule, Done { last, since }, now);
                prop_assert_eq!((again.run, again.skipped), (None, vec![]), "ticking twice");
                let next = found.next.unwrap();
                prop_assert!(next.due_at > now && last.is_none_or(|last| next.date > last));
            }
            for pair in entries.windows(2) {
                prop_assert!(pair[0] < pair[1]);
                let between = (pair[1] - pair[0]).num_days();
                prop_assert!(between == 1 || (between == 3 && pair[1].format("%a").to_string() == "Mon"), "{:?}", pair);
            }
        }
    }
}
