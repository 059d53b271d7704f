//! A drill: how far it has come, who may read what of it when, and who may run it.

use super::{Answer, Why};
use crate::{
    audience::Audience,
    ids::{ChannelId, UserId},
};
use chrono::{DateTime, TimeDelta, Utc};

/// A vote lasts as long as the answering, but no longer than this.
const LONGEST_LIVE_VOTE: TimeDelta = TimeDelta::minutes(10);
const LONGEST_ASYNC_VOTE: TimeDelta = TimeDelta::hours(24);
/// How long a tie at the top waits for the one who votes next.
const SUDDEN_LIVE: TimeDelta = TimeDelta::minutes(2);
const SUDDEN_ASYNC: TimeDelta = TimeDelta::hours(2);
/// One press on **more time** adds half of what a step was opened for, and no less than this.
const LEAST_MORE: TimeDelta = TimeDelta::minutes(1);
/// No step of a drill lasts longer than this, however often it is extended.
pub(in crate::rituals::drill) const LONGEST_STEP: TimeDelta = TimeDelta::days(7);
/// A step whose card was lost goes on for at least so long.
const LEAST_LEFT: TimeDelta = TimeDelta::minutes(2);
/// A card that came later than this after **Post** gets its whole time from then on.
const LATE_CARD: TimeDelta = TimeDelta::minutes(1);

/// Whether people sit together for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rituals::drill) enum Pace {
    Live,
    Async,
}

/// What its opener, or somebody in their place, did to a drill last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rituals::drill) enum Change {
    Extended,
    ClosedEarly,
    Cancelled,
    /// Nobody did it: the card is gone from its channel.
    CardLost,
}

/// A drill without its words.
#[derive(Clone, Debug)]
pub(in crate::rituals::drill) struct Drill {
    pub(in crate::rituals::drill) id: i64,
    /// The form it came from; its words are sealed for it.
    pub(in crate::rituals::drill) form: String,
    pub(in crate::rituals::drill) opened_by: UserId,
    pub(in crate::rituals::drill) channel: ChannelId,
    /// The objection of the library that it is about, once it was posted or if it was picked there.
    pub(in crate::rituals::drill) objection: Option<i64>,
    /// What it trains: one of the skills that owners have set.
    pub(in crate::rituals::drill) skill: Option<String>,
    pub(in crate::rituals::drill) pace: Pace,
    /// How long it was opened for.
    pub(in crate::rituals::drill) length: TimeDelta,
    /// **Post** was pressed.
    pub(in crate::rituals::drill) opened_at: Option<DateTime<Utc>>,
    /// The card stands in the channel.
    pub(in crate::rituals::drill) posted_at: Option<DateTime<Utc>>,
    /// Slack's code, if it did not let the card into the channel.
    pub(in crate::rituals::drill) refused: Option<String>,
    /// How often Slack refused.
    pub(in crate::rituals::drill) refusals: u32,
    pub(in crate::rituals::drill) answer_by: Option<DateTime<Utc>>,
    pub(in crate::rituals::drill) closed_at: Option<DateTime<Utc>>,
    /// Answers in the vote, counted when it was closed.
    pub(in crate::rituals::drill) in_vote: u32,
    pub(in crate::rituals::drill) vote_by: Option<DateTime<Utc>>,
    /// The two answers of a sudden death.
    pub(in crate::rituals::drill) sudden: Option<(i64, i64)>,
    pub(in crate::rituals::drill) decided_at: Option<DateTime<Utc>>,
    pub(in crate::rituals::drill) cancelled_at: Option<DateTime<Utc>>,
    /// People who judged at least one duel, counted when it was decided.
    pub(in crate::rituals::drill) voters: u32,
    pub(in crate::rituals::drill) change: Option<Change>,
    pub(in crate::rituals::drill) changed_by: Option<UserId>,
}

/// How far a drill has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rituals::drill) enum Phase {
    /// A preview that nobody has posted.
    Draft,
    /// On its way to the channel.
    Posting,
    /// Slack did not let it into the channel.
    Refused,
    Answering,
    /// One answer: people read it and may propose a change.
    Reading,
    Voting,
    /// Two answers at the top: whoever votes next decides.
    SuddenDeath,
    Decided,
    /// Nobody answered.
    Empty,
    Cancelled,
}

impl Pace {
    pub(in crate::rituals::drill) const ALL: [(Self, &'static str); 2] =
        [(Self::Live, "live"), (Self::Async, "async")];

    pub(in crate::rituals::drill) fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Async => "async",
        }
    }

    pub(in crate::rituals::drill) fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(pace, _)| *pace)
    }

    pub(in crate::rituals::drill) fn vote_length(self, answering: TimeDelta) -> TimeDelta {
        answering.min(match self {
            Self::Live => LONGEST_LIVE_VOTE,
            Self::Async => LONGEST_ASYNC_VOTE,
        })
    }

    pub(in crate::rituals::drill) fn sudden_length(self) -> TimeDelta {
        match self {
            Self::Live => SUDDEN_LIVE,
            Self::Async => SUDDEN_ASYNC,
        }
    }
}

impl Drill {
    pub(in crate::rituals::drill) fn phase(&self) -> Phase {
        let Self {
            in_vote, sudden, ..
        } = self;
        if self.cancelled_at.is_some() {
            Phase::Cancelled
        } else if self.decided_at.is_some() {
            if *in_vote == 0 {
                Phase::Empty
            } else {
                Phase::Decided
            }
        } else if self.closed_at.is_some() {
            match in_vote {
                1 => Phase::Reading,
                _ if sudden.is_some() => Phase::SuddenDeath,
                _ => Phase::Voting,
            }
        } else if self.posted_at.is_some() {
            Phase::Answering
        } else if self.refused.is_some() {
            Phase::Refused
        } else if self.opened_at.is_some() {
            Phase::Posting
        } else {
            Phase::Draft
        }
    }

    /// The result stands on the card.
    pub(in crate::rituals::drill) fn is_over(&self) -> bool {
        matches!(self.phase(), Phase::Decided | Phase::Empty)
    }

    /// The vote shows its answers, or the result does.
    fn is_shown(&self) -> bool {
        self.is_over()
            || matches!(
                self.phase(),
                Phase::Reading | Phase::Voting | Phase::SuddenDeath
            )
    }

    /// Who may read one of its answers, and when: from the vote on everybody in the channel, a late one from the result
    /// on.
    pub(in crate::rituals::drill) fn audience_of(&self, answer: &Answer) -> Audience {
        let is_over = if answer.is_late {
            self.is_over()
        } else {
            self.is_shown()
        };
        self.audience(&answer.author, is_over, true)
    }

    /// Who may read what a voter proposes to change.
    pub(in crate::rituals::drill) fn audience_of_tweaks(&self, voter: &UserId) -> Audience {
        self.audience(voter, self.is_over(), false)
    }

    fn audience(&self, writer: &UserId, is_over: bool, may_be_named: bool) -> Audience {
        Audience::Channel {
            channel: self.channel.clone(),
            writer: writer.clone(),
            is_over,
            may_be_named,
        }
    }

    /// The deadline of a step that can be given more time; `None` for one that takes none.
    pub(in crate::rituals::drill) fn deadline(&self) -> Option<DateTime<Utc>> {
        match self.phase() {
            Phase::Posting | Phase::Answering => self.answer_by,
            Phase::Reading | Phase::Voting => self.vote_by,
            Phase::Draft
            | Phase::Refused
            | Phase::SuddenDeath
            | Phase::Decided
            | Phase::Empty
            | Phase::Cancelled => None,
        }
    }

    /// What one press on **more time** adds now, in whole minutes; `None` if the step lasts as long as any may.
    pub(in crate::rituals::drill) fn more(&self) -> Option<TimeDelta> {
        let by = self.deadline()?;
        let (since, length) = match self.closed_at {
            None => (self.opened_at?, self.length),
            Some(closed_at) => (closed_at, self.pace.vote_length(self.length)),
        };
        let room = since + LONGEST_STEP - by;
        let half = TimeDelta::minutes(length.num_minutes() / 2).max(LEAST_MORE);
        (room >= LEAST_MORE).then(|| half.min(TimeDelta::minutes(room.num_minutes())))
    }

    /// The deadline after one press on **more time**.
    pub(in crate::rituals::drill) fn extended(
        &self,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Why> {
        let by = match (self.phase(), self.deadline()) {
            (Phase::Cancelled, _) => return Err(Why::Cancelled),
            (Phase::Posting, _) | (_, None) => return Err(Why::NotNow),
            (_, Some(by)) => by,
        };
        let more = self.more().ok_or(Why::LongEnough)?;
        Ok(by.max(now) + more)
    }

    /// The card is gone from its channel, and nobody has posted it again.
    pub(in crate::rituals::drill) fn is_lost(&self) -> bool {
        self.phase() == Phase::Cancelled && self.change == Some(Change::CardLost)
    }

    /// What is left of the step in which the card was lost, from when it stands in the channel again: nobody could do
    /// anything meanwhile.
    pub(in crate::rituals::drill) fn resumed(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let lost_at = self.cancelled_at.filter(|_| self.is_lost())?;
        let by = if self.closed_at.is_none() {
            self.answer_by?
        } else {
            self.vote_by?
        };
        Some(now + (by - lost_at).max(LEAST_LEFT))
    }

    /// The deadline once the card stands in the channel: a late card does not cost anybody's time.
    pub(in crate::rituals::drill) fn deadline_from(
        &self,
        posted_at: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let opened_at = self.opened_at?;
        if posted_at - opened_at > LATE_CARD {
            Some(posted_at + self.length)
        } else {
            self.answer_by
        }
    }
}

/// Who may open a drill: facilitators and owners, and while nobody was named facilitator, everybody who takes part.
pub(in crate::rituals::drill) fn may_open(
    has_facilitators: bool,
    is_facilitator: bool,
    is_owner: bool,
) -> bool {
    !has_facilitators || is_facilitator || is_owner
}

/// Who may extend, close or cancel it, or post its lost card again: who opened it and owners; if the opener has gone, whoever may open drills.
pub(in crate::rituals::drill) fn may_run(
    drill: &Drill,
    who: &UserId,
    may_open: bool,
    is_owner: bool,
    opener_is_here: bool,
) -> bool {
    *who == drill.opened_by || is_owner || (!opener_is_here && may_open)
}
