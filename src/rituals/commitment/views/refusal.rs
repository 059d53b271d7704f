//! The sentences for what cannot be done.

use super::field;
use crate::{
    commitments::{LONGEST, MOST_DAYS, NotSo},
    error::Refusal,
};

/// Why something cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rituals::commitment) enum Why {
    /// What the rules of commitments say.
    Not(NotSo),
    /// No day was picked.
    NoDay,
    /// The partner whom the form names is not theirs any more.
    PartnerChanged,
    /// There is nothing of theirs that this could come from.
    NoSource,
}

/// A sentence for what cannot be done, and the field it belongs under.
pub(in crate::rituals::commitment) fn refusal(why: Why) -> Refusal {
    let (message, field): (String, Option<&str>) = match why {
        Why::Not(NotSo::Empty) => (
            "Write what you will do, in a line.".to_owned(),
            Some(field::WHAT),
        ),
        Why::Not(NotSo::TooLong) => (
            format!("A commitment is one line of at most {LONGEST} characters."),
            Some(field::WHAT),
        ),
        Why::Not(NotSo::Past) => (
            "That day has passed. Pick today or a later one.".to_owned(),
            Some(field::BY),
        ),
        Why::Not(NotSo::TooFar) => (
            format!("Pick a day within {MOST_DAYS} days; something nearer is easier to keep."),
            Some(field::BY),
        ),
        Why::NoDay => ("Pick a day.".to_owned(), Some(field::BY)),
        Why::PartnerChanged => (
            "That is no longer your check-in partner, so nothing was kept. Pick again who may read it, or open the form anew.".to_owned(),
            Some(field::SHOWN),
        ),
        Why::Not(NotSo::NotYours) => ("Only whose commitment it is can do that.".to_owned(), None),
        Why::Not(NotSo::Gone) => (
            "This is not kept any more: commitments are deleted in time, and when the one who made them erases their data.".to_owned(),
            None,
        ),
        Why::Not(NotSo::Settled) => (
            "This is settled. Change on your last check-in opens it again.".to_owned(),
            None,
        ),
        Why::NoSource => (
            "What this would come from is not kept any more. New commitment on your Home tab makes one without it.".to_owned(),
            None,
        ),
    };
    Refusal {
        message,
        field: field.map(str::to_owned),
    }
}
