//! When somebody may be asked something. Pure: what they were asked before, who they are and what time it is go in, a
//! decision comes out.
//!
//! A week is any seven days in a row, not one of the calendar: four on Friday and four on Monday would be eight in four
//! days.

use crate::calendar::{self, Hours, Off};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// What a week is.
pub const WEEK: TimeDelta = TimeDelta::days(7);

/// The first message and one reminder.
const MOST_OF_ONE: usize = 2;

/// What somebody is asked unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How a commitment goes.
    CheckIn,
    /// Somebody wants their feedback.
    Request,
    /// A fire drill waits for answers.
    Drill,
    /// A fire drill waits for votes.
    Vote,
    /// An entry of the playbook wants a look.
    Playbook,
    /// A pod's session is near.
    Session,
    /// How it went.
    Pulse,
    /// A manager's figures.
    Digest,
}

/// One thing to ask.
#[derive(Clone, Copy, Debug)]
pub struct Prompt<'s> {
    /// What kind of thing.
    pub kind: Kind,
    /// Which one: a session, a request, one occurrence of a check-in (`check_in:2026-08-17`). Asking again for the same
    /// is a reminder.
    pub subject: &'s str,
}

/// Something that somebody was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What kind of thing.
    pub kind: Kind,
    /// Which one.
    pub subject: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Who would be asked.
pub struct Profile<O> {
    /// Their zone.
    pub zone: Tz,
    /// When they work, on their clock.
    pub hours: Hours,
    /// Why a local date is a day off of theirs.
    pub off: O,
    /// Why they are not asked anything at all, if so.
    pub silent: Option<Why>,
}

/// How much may be asked.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Messages to one person within a [`WEEK`].
    pub a_week: usize,
    /// No two of them within this.
    pub apart: TimeDelta,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Ask.
    Now,
    /// Not before then: ask here again at that time. If it has lost its point by then, leave it.
    NotBefore(DateTime<Utc>),
    /// Not at all.
    Never(Why),
}

/// Why somebody is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody has pressed **Go live**, or an owner paused prompts.
    NotLive,
    /// They do not take part.
    NotTakingPart,
    /// They have muted everything.
    Muted,
    /// They were asked and reminded once.
    Reminded,
    /// They have no working hour within a year.
    NoWorkingHour,
}

/// May it be asked at `now`? `history` holds what they were asked within a week, and all that was the same thing.
pub fn decide<O: Fn(NaiveDate) -> Option<Off>>(
    history: &[Asked],
    profile: &Profile<O>,
    prompt: &Prompt<'_>,
    now: DateTime<Utc>,
    budget: &Budget,
) -> Decision {
    if let Some(why) = profile.silent {
        return Decision::Never(why);
    }
    let is_same = |asked: &&Asked| asked.kind == prompt.kind && asked.subject == prompt.subject;
    if history.iter().filter(is_same).count() >= MOST_OF_ONE {
        return Decision::Never(Why::Reminded);
    }
    // What was noted while the clock was ahead counts as asked just now, so that it does not silence somebody for long.
    let mut times: Vec<DateTime<Utc>> = history.iter().map(|asked| asked.at.min(now)).collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    let after_last = times.first().map(|last| *last + budget.apart);
    let after_week = match budget.a_week.checked_sub(1) {
        Some(at) => times.get(at).map(|oldest| *oldest + WEEK),
        None => Some(now + WEEK),
    };
    let earliest = [Some(now), after_last, after_week]
        .into_iter()
        .flatten()
        .max()
        .unwrap_or(now);
    match calendar::next_open(&profile.hours, profile.zone, &profile.off, earliest) {
        Some(open) if open == now => Decision::Now,
        Some(open) => Decision::NotBefore(open),
        None => Decision::Never(Why::NoWorkingHour),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveTime, Timelike, Weekday};
    use proptest::prelude::*;

    const BUDGET: Budget = Budget {
        a_week: 4,
        apart: TimeDelta::hours(3),
    };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn office() -> Hours {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let days = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ];
        Hours::new(days, time(9), time(18))
    }

    fn profile(silent: Option<Why>) -> Profile<fn(NaiveDate) -> Option<Off>> {
        Profile {
            zone: Tz::Europe__Berlin,
            hours: office(),
            off: |_| None,
            silent,
        }
    }

    const ASK: Prompt<'_> = Prompt {
        kind: Kind::CheckIn,
        subject: "check_in:2026-03-06",
    };

    fn asked(subject: &str, times: &[&str]) -> Vec<Asked> {
        let asked = |time: &&str| Asked {
            kind: Kind::CheckIn,
            subject: subject.to_owned(),
            at: at(time),
        };
        times.iter().map(asked).collect()
    }

    fn decided(history: &[Asked], now: &str) -> Decision {
        decide(history, &profile(None), &ASK, at(now), &BUDGET)
    }

    #[test]
    fn three_hours_apart_four_a_week_in_working_hours() {
        let friday = "2026-03-06T09:00:00Z"; // 10:00 in Berlin
        assert_eq!(decided(&[], friday), Decision::Now);
        assert_eq!(
            decided(&asked("other", &["2026-03-06T08:00:00Z"]), friday),
            Decision::NotBefore(at("2026-03-06T11:00:00Z"))
        );
        let four = asked(
            "other",
            &[
                "2026-02-27T12:00:00Z",
                "2026-03-02T12:00:00Z",
                "2026-03-03T12:00:00Z",
                "2026-03-04T12:00:00Z",
            ],
        );
        assert_eq!(
            decided(&four, friday),
            Decision::NotBefore(at("2026-03-06T12:00:00Z")),
            "a week after the first of the four"
        );
        assert_eq!(
            decided(&[], "2026-03-06T18:00:00Z"),
            Decision::NotBefore(at("2026-03-09T08:00:00Z")),
            "Monday at nine"
        );
    }

    #[test]
    fn one_reminder_and_no_more() {
        let now = "2026-03-06T09:00:00Z";
        let once = asked(ASK.subject, &["2026-03-05T09:00:00Z"]);
        assert_eq!(decided(&once, now), Decision::Now);
        let twice = asked(
            ASK.subject,
            &["2026-01-04T09:00:00Z", "2026-03-05T09:00:00Z"],
        );
        assert_eq!(decided(&twice, now), Decision::Never(Why::Reminded));
        let of_others = asked("other", &["2026-01-04T09:00:00Z", "2026-03-05T09:00:00Z"]);
        assert_eq!(decided(&of_others, now), Decision::Now);
    }

    #[test]
    fn who_is_silent_is_never_asked() {
        for why in [Why::Muted, Why::NotLive, Why::NotTakingPart] {
            let now = at("2026-03-06T09:00:00Z");
            let decision = decide(&[], &profile(Some(why)), &ASK, now, &BUDGET);
            assert_eq!(decision, Decision::Never(why));
        }
        let mut away = profile(None);
        away.off = |_| Some(Off::Leave);
        let now = at("2026-03-06T09:00:00Z");
        assert_eq!(
            decide(&[], &away, &ASK, now, &BUDGET),
            Decision::Never(Why::NoWorkingHour)
        );
    }

    #[test]
    fn what_was_noted_while_the_clock_was_ahead_silences_for_three_hours_at_most() {
        let ahead = asked("other", &["2027-03-06T09:00:00Z"]);
        assert_eq!(
            decided(&ahead, "2026-03-06T09:00:00Z"),
            Decision::NotBefore(at("2026-03-06T12:00:00Z"))
        );
    }

    proptest! {
        /// Somebody whom a busy programme wants to ask all the time, for ten weeks: whatever it tries, the rules hold, and
        /// what is put off may be asked at the time that was said.
        #[test]
        fn however_much_there_is_to_ask_the_rules_hold(
            gaps in proptest::collection::vec(0_i64..600, 200), zone in proptest::sample::select(chrono_tz::TZ_VARIANTS.as_slice()),
            holiday in 0_i64..70, a_week in 1_usize..7, apart in 1_i64..30,
        ) {
            let start = at("2026-03-01T00:00:00Z");
            let holiday = start.date_naive() + TimeDelta::days(holiday);
            let budget = Budget { a_week, apart: TimeDelta::hours(apart) };
            let profile = Profile { zone, hours: office(), off: |day| (day == holiday).then_some(Off::Holiday), silent: None };
            let (mut now, mut history) = (start, Vec::<Asked>::new());
            for (number, gap) in gaps.into_iter().enumerate() {
                now += TimeDelta::minutes(gap);
                let subject = number.to_string();
                let prompt = Prompt { kind: Kind::Drill, subject: &subject };
                let mut decision = decide(&history, &profile, &prompt, now, &budget);
                if let Decision::NotBefore(then) = decision {
                    prop_assert!(then > now);
                    // Every third is patient.
                    if number % 3 == 0 {
                        now = then;
                        decision = decide(&history, &profile, &prompt, now, &budget);
                        prop_assert_eq!(decision, Decision::Now);
                    }
                }
                if decision == Decision::Now {
                    history.push(Asked { kind: Kind::Drill, subject, at: now });
                }
            }
            for asked in &history {
                let local = asked.at.with_timezone(&zone);
                prop_assert!((9..18).contains(&local.hour()) && local.weekday().num_days_from_monday() < 5);
                prop_assert_ne!(local.date_naive(), holiday);
            }
            for pair in history.windows(2) {
                prop_assert!(pair[1].at - pair[0].at >= budget.apart);
            }
            for week in history.windows(a_week + 1) {
                prop_assert!(week[a_week].at - week[0].at >= WEEK);
            }
            prop_assert!(!history.is_empty());
        }
    }
}
