//! How often somebody is asked, what they are asked next, and what counts as one answer. Pure: values in, a decision out.

mod win;

pub(super) use win::{LONGEST_WIN, Offer, Shared, Win, check_share, offer, tidy_win};

use crate::{
    audience::Audience,
    commitments::{Answer, NotSo},
    ids::UserId,
    people::Standing,
};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use std::cmp::Ordering;

/// Characters of a note to a partner.
pub(super) const LONGEST_NOTE: u16 = 600;

/// Check-ins that pass without a word before Peerloop asks whether fewer would be better.
const SKIPPED_BEFORE_FEWER: usize = 2;

/// Within this the same answer again is a second press, not a new answer.
const SECOND_PRESS: TimeDelta = TimeDelta::hours(12);

/// Days of the week with the names that cron gives them.
pub(super) const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "MON"),
    (Weekday::Tue, "TUE"),
    (Weekday::Wed, "WED"),
    (Weekday::Thu, "THU"),
    (Weekday::Fri, "FRI"),
    (Weekday::Sat, "SAT"),
    (Weekday::Sun, "SUN"),
];

/// When somebody is asked, on their own clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rhythm {
    /// On these days of the week.
    pub(super) days: Vec<Weekday>,
    /// At this time.
    pub(super) at: NaiveTime,
    /// In every such week.
    pub(super) weeks: Weeks,
    /// A day of the first such week.
    pub(super) from: NaiveDate,
    /// They want none for now.
    pub(super) is_paused: bool,
}

/// Which weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weeks {
    /// Each.
    Every,
    /// Every second one.
    Second,
}

/// How somebody answered "Want fewer of these?", or came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// Once a week.
    Weekly,
    /// Once in two weeks.
    Fortnightly,
    /// Not for now.
    Paused,
    /// Again as before.
    Resumed,
}

/// What a turn of somebody's is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// How did it go?
    How,
    /// Want fewer of these?
    Fewer,
    /// Not even that was answered: leave them alone until they come back.
    Rest,
}

/// One answer to one check-in, without its note's words.
#[derive(Clone, Debug)]
pub(super) struct CheckIn {
    pub(super) id: i64,
    /// Of which commitment.
    pub(super) commitment: i64,
    pub(super) who: UserId,
    /// Their partner of that time, who got a card.
    pub(super) partner: Option<UserId>,
    pub(super) answer: Answer,
    pub(super) answered_at: DateTime<Utc>,
    /// There is a note to the partner.
    pub(super) has_note: bool,
    pub(super) is_cheered: bool,
    /// It was a slip.
    pub(super) is_taken_back: bool,
}

/// Why something cannot be done. `views` has the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// What the rules of commitments say.
    Not(NotSo),
    /// Nobody was picked.
    NobodyPicked,
    /// One is no partner of one's own.
    Yourself,
    /// Slack did not tell who that is.
    Unknown,
    /// Not somebody who can take part.
    CannotTakePart(Standing),
    /// A member, but not of the programme.
    NotInProgramme,
    /// Who asks has a partner.
    HavePartner,
    /// Who is asked has one.
    TheyHavePartner,
    /// The ask was taken back, declined, or too long ago.
    AskOver,
    /// It is between two others.
    NotYours,
    /// They are not partners any more.
    NoLongerPartners,
    /// Nothing is written in the note.
    EmptyNote,
    /// Longer than [`LONGEST_NOTE`].
    NoteTooLong,
    /// No day was picked.
    NoDays,
    /// No such time.
    NoTime,
    /// Only what was done is a win.
    NotDone,
    /// The programme does not share wins, or not any more.
    NoWins,
    /// The programme shares wins in another channel than the one that was shown.
    OtherChannel,
    /// It is shared already.
    WinShared,
    /// It was taken back.
    WinTakenBack,
    /// Nothing is written.
    EmptyWin,
    /// Longer than [`LONGEST_WIN`].
    WinTooLong,
}

impl CheckIn {
    /// Who reads the answer and its note.
    pub(super) fn audience(&self) -> Audience {
        match &self.partner {
            Some(partner) if !partner.is_nobody() => {
                Audience::Among(vec![self.who.clone(), partner.clone()])
            }
            Some(_) | None => Audience::Only(self.who.clone()),
        }
    }
}

impl Rhythm {
    /// The five fields of its schedule; the weeks that it leaves out are not in it.
    pub(super) fn cron(&self) -> String {
        let days: Vec<&str> = DAYS
            .iter()
            .filter(|(day, _)| self.days.contains(day))
            .map(|(_, name)| *name)
            .collect();
        format!(
            "{} {} * * {}",
            self.at.minute(),
            self.at.hour(),
            days.join(",")
        )
    }

    /// True if this week is one of its weeks.
    pub(super) fn has_week(&self, date: NaiveDate) -> bool {
        match self.weeks {
            Weeks::Every => true,
            Weeks::Second => (monday(date) - monday(self.from)).num_weeks() % 2 == 0,
        }
    }

    /// The same at another pace, beginning in the week after `today`. Fewer also means one day a week.
    pub(super) fn at_pace(&self, pace: Pace, today: NaiveDate) -> Self {
        let first = DAYS
            .iter()
            .map(|(day, _)| *day)
            .find(|day| self.days.contains(day));
        let fewer = |weeks| Self {
            days: first.into_iter().collect(),
            weeks,
            from: today + TimeDelta::days(7),
            is_paused: false,
            ..self.clone()
        };
        match pace {
            Pace::Weekly => fewer(Weeks::Every),
            Pace::Fortnightly => fewer(Weeks::Second),
            Pace::Paused => Self {
                is_paused: true,
                ..self.clone()
            },
            Pace::Resumed => Self {
                is_paused: false,
                ..self.clone()
            },
        }
    }
}

fn monday(date: NaiveDate) -> NaiveDate {
    date - TimeDelta::days(date.weekday().num_days_from_monday().into())
}

/// What to do after so many check-ins in a row without a word.
pub(super) fn turn_after(skipped: usize) -> Turn {
    match skipped.cmp(&SKIPPED_BEFORE_FEWER) {
        Ordering::Less => Turn::How,
        Ordering::Equal => Turn::Fewer,
        Ordering::Greater => Turn::Rest,
    }
}

/// True if `answer` has just been given: a second press changes nothing.
pub(super) fn is_second_press(last: Option<&CheckIn>, answer: Answer, now: DateTime<Utc>) -> bool {
    last.is_some_and(|last| {
        last.answer == answer && (answer.settles() || now - last.answered_at < SECOND_PRESS)
    })
}

/// Who can be asked to be a partner.
pub(super) fn check_partner(
    who: &UserId,
    other: &UserId,
    standing: Option<Standing>,
    is_enrolled: bool,
) -> Result<(), Why> {
    match standing {
        _ if who == other => Err(Why::Yourself),
        None => Err(Why::Unknown),
        Some(Standing::Member) if is_enrolled => Ok(()),
        Some(Standing::Member) => Err(Why::NotInProgramme),
        Some(standing) => Err(Why::CannotTakePart(standing)),
    }
}

/// A note, without white space around it.
pub(super) fn tidy_note(text: &str) -> Result<String, Why> {
    tidy(text, LONGEST_NOTE, Why::EmptyNote, Why::NoteTooLong)
}

fn tidy(text: &str, longest: u16, empty: Why, too_long: Why) -> Result<String, Why> {
    let text = text.trim();
    if text.is_empty() {
        Err(empty)
    } else if text.chars().count() > usize::from(longest) {
        Err(too_long)
    } else {
        Ok(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rhythm(weeks: Weeks) -> Rhythm {
        Rhythm {
            days: vec![Weekday::Thu, Weekday::Mon],
            at: NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
            weeks,
            from: "2026-08-19".parse().unwrap(),
            is_paused: false,
        }
    }

    #[test]
    fn a_rhythm_is_a_schedule_in_five_fields() {
        assert_eq!(rhythm(Weeks::Every).cron(), "30 9 * * MON,THU");
    }

    #[test]
    fn two_silent_check_ins_bring_the_question_and_a_third_silence_rest() {
        use Turn::{Fewer, How, Rest};
        let turns = [0, 1, 2, 3, 9].map(turn_after);
        assert_eq!(turns, [How, How, Fewer, Rest, Rest]);
    }

    #[test]
    fn a_partner_is_somebody_else_who_takes_part() {
        let (bea, chidi) = (UserId::new("B"), UserId::new("C"));
        let check = |standing, enrolled| check_partner(&bea, &chidi, standing, enrolled);
        assert_eq!(check(Some(Standing::Member), true), Ok(()));
        assert_eq!(
            check(Some(Standing::Member), false),
            Err(Why::NotInProgramme)
        );
        assert_eq!(
            check(Some(Standing::Bot), true),
            Err(Why::CannotTakePart(Standing::Bot))
        );
        assert_eq!(check(None, false), Err(Why::Unknown));
        let own = check_partner(&bea, &bea, Some(Standing::Member), true);
        assert_eq!(own, Err(Why::Yourself));
    }

    fn said(answer: Answer) -> CheckIn {
        CheckIn {
            id: 1,
            commitment: 1,
            who: UserId::new("B"),
            partner: None,
            answer,
            answered_at: DateTime::UNIX_EPOCH,
            has_note: false,
            is_cheered: false,
            is_taken_back: false,
        }
    }

    proptest! {
        #[test]
        fn every_second_week_is_every_second_week_whatever_the_year(weeks in -60_i64..120, day in 0_i64..7) {
            let rhythm = rhythm(Weeks::Second);
            let date = monday(rhythm.from) + TimeDelta::weeks(weeks) + TimeDelta::days(day);
            prop_assert_eq!(rhythm.has_week(date), weeks.rem_euclid(2) == 0);
        }

        #[test]
        fn fewer_is_never_more(pace in prop::sample::select(vec![Pace::Weekly, Pace::Fortnightly, Pace::Paused])) {
            let before = rhythm(Weeks::Every);
            let after = before.at_pace(pace, before.from);
            prop_assert!(after.is_paused || after.days.len() == 1);
            prop_assert_eq!(after.at, before.at);
            prop_assert!(!after.at_pace(Pace::Resumed, before.from).is_paused);
        }

        #[test]
        fn the_same_answer_is_a_second_press_for_half_a_day_or_for_good(hours in 0_i64..100) {
            let now = DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
            for (answer, _) in Answer::ALL {
                prop_assert!(!is_second_press(None, answer, now));
                let is_second = is_second_press(Some(&said(answer)), answer, now);
                prop_assert_eq!(is_second, answer != Answer::NotYet || hours < 12);
            }
            prop_assert!(!is_second_press(Some(&said(Answer::NotYet)), Answer::Done, now));
        }
    }
}
