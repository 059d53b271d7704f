//! What a commitment is, how it can go, and how follow-through is counted. Pure: values in, a decision out.

use crate::{audience::Audience, ids::UserId};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};

/// Characters of a commitment: one line.
pub const LONGEST: u16 = 200;

/// The furthest day by which something can be done, in days from today.
pub const MOST_DAYS: i64 = 180;

/// Check-ins that pass without a word before a commitment counts as not yet.
pub const SILENT_CHECK_INS: u32 = 2;

/// A commitment without its words.
#[derive(Clone, Debug)]
pub struct Commitment {
    /// Names it.
    pub id: i64,
    /// The form it came from; its words are sealed for it.
    pub form: String,
    /// Whose it is.
    pub who: UserId,
    /// What it came from, if it did.
    pub source: Option<Source>,
    /// Whoever gave what it came from may hear that it was kept.
    pub tells: bool,
    /// The partner whom it was shown to when it was made or changed.
    pub shown_to: Option<UserId>,
    /// By when, a day of its owner's calendar.
    pub by: NaiveDate,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// How it went, by the last answer.
    pub answer: Option<Answer>,
    /// When that was said.
    pub answered_at: Option<DateTime<Utc>>,
    /// Check-ins that have passed without a word since then.
    pub silent: u32,
    /// When the last of those passed.
    pub silent_at: Option<DateTime<Utc>>,
}

/// What a commitment came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its row.
    pub id: i64,
    /// Names the thing itself (`feedback:17`).
    pub item: String,
    /// What it is about, in a word or two.
    pub about: String,
    /// Who may hear that it was kept.
    pub hears: Option<UserId>,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// As it was meant.
    Done,
    /// Partly; that settles it.
    Partly,
    /// Not yet; it stays open.
    NotYet,
    /// It has lost its point; that settles it, and it is left out of the figure.
    NoLonger,
}

/// Why something cannot be done with a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSo {
    /// Nothing was written.
    Empty,
    /// More than one line of [`LONGEST`] characters.
    TooLong,
    /// The day has passed.
    Past,
    /// The day is further away than [`MOST_DAYS`].
    TooFar,
    /// It is somebody else's.
    NotYours,
    /// It is not kept any more.
    Gone,
    /// It is settled: it can only be opened again.
    Settled,
}

impl Answer {
    /// All of them, with the word that the table keeps.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Done, "done"),
        (Self::Partly, "partly"),
        (Self::NotYet, "not_yet"),
        (Self::NoLonger, "no_longer"),
    ];

    /// The word that the table keeps.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::NotYet => "not_yet",
            Self::NoLonger => "no_longer",
        }
    }

    /// The answer of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == word);
        found.map(|(answer, _)| *answer)
    }

    /// True if nothing more is asked after it.
    pub fn settles(self) -> bool {
        self != Self::NotYet
    }
}

impl Commitment {
    /// True while it waits for an answer that settles it.
    pub fn is_open(&self) -> bool {
        !self.answer.is_some_and(Answer::settles)
    }

    /// Who may read its words: whose it is, and the partner whom they showed it to while that is their partner.
    pub fn audience(&self, partner: Option<&UserId>) -> Audience {
        match (&self.shown_to, partner) {
            (Some(shown_to), Some(partner)) if shown_to == partner => {
                Audience::Among(vec![self.who.clone(), partner.clone()])
            }
            _ => Audience::Only(self.who.clone()),
        }
    }

    /// As what it counts: its answer, or not yet once [`SILENT_CHECK_INS`] have passed without a word.
    pub fn counts_as(&self) -> Option<Answer> {
        counts(self.answer, self.silent)
    }

    /// When it came to count so.
    pub fn counts_since(&self) -> Option<DateTime<Utc>> {
        self.answered_at.or(self.silent_at)
    }

    /// May this person answer so? The same answer again is no other one.
    pub fn check_answer(&self, who: &UserId, answer: Answer) -> Result<(), NotSo> {
        if self.who != *who {
            Err(NotSo::NotYours)
        } else if self.is_open() || self.answer == Some(answer) {
            Ok(())
        } else {
            Err(NotSo::Settled)
        }
    }

    /// May this person change its words, its day, or who may read it?
    pub fn check_edit(&self, who: &UserId) -> Result<(), NotSo> {
        if self.who != *who {
            Err(NotSo::NotYours)
        } else if self.is_open() {
            Ok(())
        } else {
            Err(NotSo::Settled)
        }
    }
}

/// As what an answer and a silence count.
pub fn counts(answer: Option<Answer>, silent: u32) -> Option<Answer> {
    answer.or((silent >= SILENT_CHECK_INS).then_some(Answer::NotYet))
}

/// One line without white space around it; `today` is a day of the same calendar as `by`.
pub fn tidy(words: &str, by: NaiveDate, today: NaiveDate) -> Result<String, NotSo> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        Err(NotSo::Empty)
    } else if words.chars().count() > usize::from(LONGEST) {
        Err(NotSo::TooLong)
    } else if by < today {
        Err(NotSo::Past)
    } else if by > today + TimeDelta::days(MOST_DAYS) {
        Err(NotSo::TooFar)
    } else {
        Ok(words)
    }
}

/// Friday next week.
pub fn default_by(today: NaiveDate) -> NaiveDate {
    let monday = today - TimeDelta::days(today.weekday().days_since(Weekday::Mon).into());
    monday + TimeDelta::days(11)
}

/// How commitments went, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FollowThrough {
    /// Done.
    pub done: u32,
    /// Partly.
    pub partly: u32,
    /// Not yet, and those of which nothing was said.
    pub not_yet: u32,
    /// No longer relevant: counted, and left out of the figure.
    pub no_longer: u32,
}

impl FollowThrough {
    /// Counts answers.
    pub fn of(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut counted = Self::default();
        for answer in answers {
            match answer {
                Answer::Done => counted.done += 1,
                Answer::Partly => counted.partly += 1,
                Answer::NotYet => counted.not_yet += 1,
                Answer::NoLonger => counted.no_longer += 1,
            }
        }
        counted
    }

    /// What the figure is over.
    pub fn counted(&self) -> u32 {
        self.done + self.partly + self.not_yet
    }

    /// (done + ½ partly) / (done + partly + not yet) in whole per cent, halves up; `None` over nothing.
    pub fn percent(&self) -> Option<u32> {
        let (of, twice) = (self.counted(), 2 * self.done + self.partly);
        (of > 0).then(|| (100 * twice + of) / (2 * of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn commitment(answer: Option<Answer>, silent: u32, shown_to: Option<&str>) -> Commitment {
        Commitment {
            id: 1,
            form: "V1".to_owned(),
            who: UserId::new("BEA"),
            source: None,
            tells: false,
            shown_to: shown_to.map(UserId::new),
            by: day("2026-08-28"),
            made_at: DateTime::UNIX_EPOCH,
            answer,
            answered_at: answer.map(|_| DateTime::UNIX_EPOCH),
            silent,
            silent_at: None,
        }
    }

    fn answers() -> impl Strategy<Value = Answer> {
        prop::sample::select(Answer::ALL.map(|(answer, _)| answer).to_vec())
    }

    #[test]
    fn the_default_is_the_friday_of_next_week_from_any_day_of_this_one() {
        for today in 17..=23 {
            let by = default_by(day(&format!("2026-08-{today}")));
            assert_eq!(by, day("2026-08-28"), "from the {today}th");
        }
    }

    #[test]
    fn a_commitment_is_one_line_by_a_day_that_has_not_passed() {
        let today = day("2026-08-17");
        let at = |words: &str, by: &str| tidy(words, day(by), today);
        assert_eq!(
            at(" Ask\ntwice. ", "2026-08-17"),
            Ok("Ask twice.".to_owned())
        );
        assert_eq!(at(" \u{a0}\n", "2026-08-17"), Err(NotSo::Empty));
        assert!(at(&"é".repeat(200), "2026-08-17").is_ok());
        assert_eq!(at(&"é".repeat(201), "2026-08-17"), Err(NotSo::TooLong));
        assert_eq!(at("x", "2026-08-16"), Err(NotSo::Past));
        assert!(at("x", "2027-02-13").is_ok());
        assert_eq!(at("x", "2027-02-14"), Err(NotSo::TooFar));
    }

    #[test]
    fn silence_counts_as_not_yet_after_two_check_ins_and_never_over_an_answer() {
        assert_eq!(commitment(None, 0, None).counts_as(), None);
        assert_eq!(commitment(None, 1, None).counts_as(), None);
        assert_eq!(commitment(None, 2, None).counts_as(), Some(Answer::NotYet));
        for (answer, _) in Answer::ALL {
            assert_eq!(commitment(Some(answer), 5, None).counts_as(), Some(answer));
        }
    }

    #[test]
    fn the_figure_is_that_of_the_product() {
        use Answer::{Done, NoLonger, NotYet, Partly};
        let percent = |answers: &[Answer]| FollowThrough::of(answers.iter().copied()).percent();
        assert_eq!(percent(&[Done, Done, Partly, NotYet]), Some(63), "2.5 of 4");
        assert_eq!(percent(&[Done, NoLonger, NoLonger]), Some(100));
        assert_eq!(percent(&[NotYet]), Some(0));
        assert_eq!(percent(&[NoLonger]), None);
        assert_eq!(percent(&[]), None);
    }

    proptest! {
        #[test]
        fn the_figure_is_a_share_that_grows_with_what_is_kept(all in prop::collection::vec(answers(), 0..40)) {
            let counted = FollowThrough::of(all.iter().copied());
            let total = counted.counted() + counted.no_longer;
            prop_assert_eq!(total as usize, all.len());
            let Some(before) = counted.percent() else {
                prop_assert_eq!(counted.counted(), 0);
                return Ok(());
            };
            prop_assert!(before <= 100);
            let share = (f64::from(counted.done) + f64::from(counted.partly) / 2.0) / f64::from(counted.counted());
            prop_assert!((f64::from(before) - 100.0 * share).abs() <= 0.5 + 1e-9);
            let with = |more| FollowThrough::of(all.iter().copied().chain([more])).percent().unwrap_or_default();
            prop_assert!(with(Answer::Done) >= before);
            prop_assert!(with(Answer::NotYet) <= before);
            prop_assert_eq!(with(Answer::NoLonger), before);
        }

        #[test]
        fn an_answer_is_given_by_its_owner_until_it_is_settled(
            said in prop::collection::vec(answers(), 1..8), other in "[A-Z]{4}",
        ) {
            let (bea, other) = (UserId::new("BEA"), UserId::new(other));
            let mut state = commitment(None, 0, None);
            let mut settled = None;
            for answer in said {
                prop_assert_eq!(state.check_answer(&other, answer), Err(NotSo::NotYours));
                let may = state.check_answer(&bea, answer);
                // Once settled, only the same answer again is taken: a second press.
                prop_assert_eq!(may.is_ok(), settled.is_none_or(|settled| settled == answer));
                prop_assert_eq!(state.check_edit(&bea).is_ok(), settled.is_none());
                if may.is_ok() {
                    state.answer = Some(answer);
                    settled = answer.settles().then_some(answer);
                }
                prop_assert_eq!(state.is_open(), settled.is_none());
            }
        }

        #[test]
        fn only_its_owner_and_the_partner_it_was_shown_to_may_read_it(
            shown_to in prop::option::of("[CD]"), partner in prop::option::of("[CD]"), viewer in "[CDE]",
        ) {
            let at = commitment(None, 0, shown_to.as_deref());
            let (partner, viewer) = (partner.map(UserId::new), UserId::new(viewer));
            let audience = at.audience(partner.as_ref());
            prop_assert!(audience.may_read(&at.who).is_some());
            let shown = partner.as_ref() == Some(&viewer) && at.shown_to == partner;
            prop_assert_eq!(audience.may_read(&viewer).is_some(), shown);
        }
    }
}
