//! An answer: what is kept of it beside its words, and until when it may be sent.

use super::{Drill, Phase, Tally, Why};
use crate::ids::UserId;
use chrono::{DateTime, TimeDelta, Utc};

/// An answer without its words.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each mirrors a time of the row and is independent of the others"
)]
pub(in crate::rituals::drill) struct Answer {
    pub(in crate::rituals::drill) id: i64,
    pub(in crate::rituals::drill) drill: i64,
    pub(in crate::rituals::drill) author: UserId,
    /// When its form was first opened.
    pub(in crate::rituals::drill) begun_at: DateTime<Utc>,
    /// `None`: the form was opened, nothing was sent yet.
    pub(in crate::rituals::drill) answered_at: Option<DateTime<Utc>>,
    /// From opening the form to sending it.
    pub(in crate::rituals::drill) seconds: Option<i64>,
    pub(in crate::rituals::drill) is_edited: bool,
    pub(in crate::rituals::drill) is_late: bool,
    pub(in crate::rituals::drill) tally: Tally,
    pub(in crate::rituals::drill) has_won: bool,
    /// Its author puts their name under it.
    pub(in crate::rituals::drill) is_named: bool,
}

/// What may be sent to a drill now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rituals::drill) enum Timing {
    InTime,
    /// Kept, shown after the result, not in the vote.
    Late,
}

/// May somebody send an answer, or another text for it, now? Until `grace` after the deadline it is in time.
pub(in crate::rituals::drill) fn check_answer(
    drill: &Drill,
    mine: Option<&Answer>,
    grace: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Timing, Why> {
    let has_sent = mine.is_some_and(|answer| answer.answered_at.is_some());
    match drill.phase() {
        Phase::Cancelled => Err(Why::Cancelled),
        Phase::Draft | Phase::Posting | Phase::Refused => Err(Why::NotYours),
        Phase::Answering if drill.answer_by.is_some_and(|by| now <= by + grace) => {
            Ok(Timing::InTime)
        }
        Phase::Answering
        | Phase::Reading
        | Phase::Voting
        | Phase::SuddenDeath
        | Phase::Decided
        | Phase::Empty => {
            if has_sent {
                Err(Why::Closed)
            } else {
                Ok(Timing::Late)
            }
        }
    }
}

/// May somebody open the form of an answer now? Grace is for a form that was open.
pub(in crate::rituals::drill) fn check_begin(
    drill: &Drill,
    mine: Option<&Answer>,
    grace: TimeDelta,
    now: DateTime<Utc>,
) -> Result<(), Why> {
    match drill.phase() {
        Phase::Answering => {
            let by = drill.answer_by.unwrap_or(now);
            if now <= by || (mine.is_some() && now <= by + grace) {
                Ok(())
            } else {
                Err(Why::Closing)
            }
        }
        Phase::Cancelled => Err(Why::Cancelled),
        Phase::Draft | Phase::Posting | Phase::Refused => Err(Why::NotYours),
        Phase::Reading | Phase::Voting | Phase::SuddenDeath | Phase::Decided | Phase::Empty => {
            Err(Why::Closed)
        }
    }
}
