//! What a drill is, how far it has come, and who may do what with it when. Pure: values in, a decision out.

mod chance;
mod duel;
mod likeness;
mod result;

pub(super) use chance::{seed, shuffled};
pub(super) use duel::{Candidate, MOST_DUELS, next_pair};
pub(super) use likeness::{Alike, compare, likeness};
pub(super) use result::{FEWEST_DUELS, Judged, Pick, Tally, Top, ranking, top};

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
/// What one press on **more time** adds.
const MORE_LIVE: TimeDelta = TimeDelta::minutes(5);
const MORE_ASYNC: TimeDelta = TimeDelta::hours(12);
/// No step of a drill lasts longer than this, however often it is extended.
const LONGEST_STEP: TimeDelta = TimeDelta::days(7);
/// A card that came later than this after **Post** gets its whole time from then on.
const LATE_CARD: TimeDelta = TimeDelta::minutes(1);

/// How far back an objection counts as heard of late.
pub(super) const HEARD_WITHIN: TimeDelta = TimeDelta::days(30);

/// Characters.
pub(super) const LONGEST_OBJECTION: u16 = 200;
pub(super) const LONGEST_CONTEXT: u16 = 500;
pub(super) const LONGEST_ANSWER: u16 = 600;
pub(super) const LONGEST_TWEAK: u16 = 300;

/// With fewer answers than this the others can guess whose is whose.
pub(super) const FEWEST_TO_HIDE: u32 = 3;

/// What every sales team hears sooner or later: a word that is kept, and what the buyer says.
pub(super) const STARTERS: [(&str, &str); 12] = [
    ("price", "It's too expensive."),
    ("timing", "Now is not the right time. Call me next quarter."),
    ("competitor", "We already use one of your competitors."),
    ("status quo", "What we have works well enough."),
    ("authority", "I can't decide that. My boss would have to."),
    ("security", "Our security team will never approve this."),
    ("send me info", "Just send me some information."),
    ("discount", "Give us 30 % off and we sign today."),
    (
        "ghosting",
        "(Nothing. Three messages after a good demo, and no reply.)",
    ),
    ("cold open", "How did you get my number? I'm in a meeting."),
    ("next-step ask", "Sounds good. We'll get back to you."),
    (
        "multi-threading",
        "You only need to talk to me. I'll bring in the others.",
    ),
];

/// Whether people sit together for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    Live,
    Async,
}

/// What its opener, or somebody in their place, did to a drill last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Extended,
    ClosedEarly,
    Cancelled,
    /// Nobody did it: the card is gone from its channel.
    CardLost,
}

/// A drill without its words.
#[derive(Clone, Debug)]
pub(super) struct Drill {
    pub(super) id: i64,
    /// The form it came from; its words are sealed for it.
    pub(super) form: String,
    pub(super) opened_by: UserId,
    pub(super) channel: ChannelId,
    /// The objection of the library that it is about, once it was posted or if it was picked there.
    pub(super) objection: Option<i64>,
    pub(super) pace: Pace,
    /// How long it was opened for.
    pub(super) length: TimeDelta,
    /// **Post** was pressed.
    pub(super) opened_at: Option<DateTime<Utc>>,
    /// The card stands in the channel.
    pub(super) posted_at: Option<DateTime<Utc>>,
    /// Slack's code, if it did not let the card into the channel.
    pub(super) refused: Option<String>,
    /// How often Slack refused.
    pub(super) refusals: u32,
    pub(super) answer_by: Option<DateTime<Utc>>,
    pub(super) closed_at: Option<DateTime<Utc>>,
    /// Answers in the vote, counted when it was closed.
    pub(super) in_vote: u32,
    pub(super) vote_by: Option<DateTime<Utc>>,
    /// The two answers of a sudden death.
    pub(super) sudden: Option<(i64, i64)>,
    pub(super) decided_at: Option<DateTime<Utc>>,
    pub(super) cancelled_at: Option<DateTime<Utc>>,
    /// People who judged at least one duel, counted when it was decided.
    pub(super) voters: u32,
    pub(super) change: Option<Change>,
    pub(super) changed_by: Option<UserId>,
}

/// How far a drill has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
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

/// An answer without its words.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each mirrors a time of the row and is independent of the others"
)]
pub(super) struct Answer {
    pub(super) id: i64,
    pub(super) drill: i64,
    pub(super) author: UserId,
    /// When its form was first opened.
    pub(super) begun_at: DateTime<Utc>,
    /// `None`: the form was opened, nothing was sent yet.
    pub(super) answered_at: Option<DateTime<Utc>>,
    /// From opening the form to sending it.
    pub(super) seconds: Option<i64>,
    pub(super) is_edited: bool,
    pub(super) is_late: bool,
    pub(super) tally: Tally,
    pub(super) has_won: bool,
    /// Its author puts their name under it.
    pub(super) is_named: bool,
}

/// A duel that somebody was shown.
#[derive(Clone, Debug)]
pub(super) struct Duel {
    pub(super) id: i64,
    pub(super) drill: i64,
    pub(super) voter: UserId,
    pub(super) a: i64,
    /// `None`: the only answer, to be read.
    pub(super) b: Option<i64>,
    pub(super) is_sudden: bool,
    pub(super) is_judged: bool,
}

/// Why something cannot be done. `views/refusal.rs` has the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// There is no such drill or answer any more, or it is not this person's.
    NotYours,
    /// A button or form of another version.
    NotKnown,
    /// The programme has facilitators, and this person is none.
    OnlyFacilitators,
    /// Somebody else opened it.
    NotTheOpener,
    /// Pressed somewhere else than on the card.
    OnlyOnTheCard,
    NoObjection,
    ObjectionTooLong,
    ContextTooLong,
    NoChannel,
    NothingWritten,
    AnswerTooLong,
    TweakTooLong,
    NothingPicked,
    /// It is posted already.
    AlreadyPosted,
    /// The deadline is over; what was sent before stays.
    Closed,
    /// The deadline is over, and the vote opens in a moment.
    Closing,
    /// It was cancelled.
    Cancelled,
    /// The vote is over.
    VoteOver,
    /// People are still answering.
    NotYetVoting,
    /// Nothing is left for this voter.
    NoMoreDuels,
    /// The only answer, or one of the only two, is the voter's own.
    OnlyYourOwn,
    /// It was extended as far as it goes.
    LongEnough,
    /// They have no answer in this drill.
    NoAnswerOfYours,
    /// The result does not stand yet.
    NotDecided,
    /// It does not wait for this any more.
    NotNow,
}

impl Pace {
    pub(super) const ALL: [(Self, &'static str); 2] =
        [(Self::Live, "live"), (Self::Async, "async")];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Async => "async",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(pace, _)| *pace)
    }

    pub(super) fn vote_length(self, answering: TimeDelta) -> TimeDelta {
        answering.min(match self {
            Self::Live => LONGEST_LIVE_VOTE,
            Self::Async => LONGEST_ASYNC_VOTE,
        })
    }

    pub(super) fn sudden_length(self) -> TimeDelta {
        match self {
            Self::Live => SUDDEN_LIVE,
            Self::Async => SUDDEN_ASYNC,
        }
    }

    pub(super) fn more(self) -> TimeDelta {
        match self {
            Self::Live => MORE_LIVE,
            Self::Async => MORE_ASYNC,
        }
    }
}

impl Drill {
    pub(super) fn phase(&self) -> Phase {
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
    pub(super) fn is_over(&self) -> bool {
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
    pub(super) fn audience_of(&self, answer: &Answer) -> Audience {
        let is_over = if answer.is_late {
            self.is_over()
        } else {
            self.is_shown()
        };
        self.audience(&answer.author, is_over, true)
    }

    /// Who may read what a voter proposes to change.
    pub(super) fn audience_of_tweaks(&self, voter: &UserId) -> Audience {
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

    /// The deadline after one press on **more time**.
    pub(super) fn extended(&self, now: DateTime<Utc>) -> Result<DateTime<Utc>, Why> {
        let (by, since) = match self.phase() {
            Phase::Answering => (self.answer_by, self.opened_at),
            Phase::Reading | Phase::Voting => (self.vote_by, self.closed_at),
            Phase::Cancelled => return Err(Why::Cancelled),
            Phase::Draft
            | Phase::Posting
            | Phase::Refused
            | Phase::SuddenDeath
            | Phase::Decided
            | Phase::Empty => return Err(Why::NotNow),
        };
        let (Some(by), Some(since)) = (by, since) else {
            return Err(Why::NotNow);
        };
        let extended = by.max(now) + self.pace.more();
        if extended > since + LONGEST_STEP {
            Err(Why::LongEnough)
        } else {
            Ok(extended)
        }
    }

    /// The deadline once the card stands in the channel: a late card does not cost anybody's time.
    pub(super) fn deadline_from(&self, posted_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let opened_at = self.opened_at?;
        if posted_at - opened_at > LATE_CARD {
            Some(posted_at + self.length)
        } else {
            self.answer_by
        }
    }
}

/// Who may open a drill: facilitators and owners, and while nobody was named facilitator, everybody who takes part.
pub(super) fn may_open(has_facilitators: bool, is_facilitator: bool, is_owner: bool) -> bool {
    !has_facilitators || is_facilitator || is_owner
}

/// Who may extend, close or cancel it: who opened it and owners; if the opener has gone, whoever may open drills.
pub(super) fn may_run(
    drill: &Drill,
    who: &UserId,
    may_open: bool,
    is_owner: bool,
    opener_is_here: bool,
) -> bool {
    *who == drill.opened_by || is_owner || (!opener_is_here && may_open)
}

/// What may be sent to a drill now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timing {
    InTime,
    /// Kept, shown after the result, not in the vote.
    Late,
}

/// May somebody send an answer, or another text for it, now? Until `grace` after the deadline it is in time.
pub(super) fn check_answer(
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
pub(super) fn check_begin(
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

/// A text within its limit.
pub(super) fn check_text(
    text: Option<&str>,
    most: u16,
    missing: Why,
    long: Why,
) -> Result<String, Why> {
    let text = text.map(str::trim).unwrap_or_default();
    if text.is_empty() {
        Err(missing)
    } else if text.chars().count() > usize::from(most) {
        Err(long)
    } else {
        Ok(text.to_owned())
    }
}

/// What was typed behind `/drill heard`, without the quotation marks around it.
pub(super) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let pairs = [
        ('"', '"'),
        ('“', '”'),
        ('„', '“'),
        ('\'', '\''),
        ('‘', '’'),
        ('«', '»'),
    ];
    pairs
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(text)
        .trim()
}

#[cfg(test)]
mod tests;
