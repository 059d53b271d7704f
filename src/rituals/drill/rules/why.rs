//! Why something cannot be done.

/// Why something cannot be done. `views/refusal.rs` has the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rituals::drill) enum Why {
    /// There is no such drill or answer any more, or it is not this person's.
    NotYours,
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
    /// Owners have taken the skill off the list.
    NoSuchSkill,
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
