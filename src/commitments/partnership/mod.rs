//! Two people who look after each other's commitments: one asks, the other agrees, either ends it. Nothing here says
//! anything to anybody.

pub mod queries;

use crate::{
    audience::Audience,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
};
use chrono::{DateTime, TimeDelta, Utc};

/// An ask without an answer ends by itself, so that nobody need say no.
pub const ASK_DAYS: i64 = 14;

/// The `partnership` table.
pub(super) const RECORD: Record = Record {
    table: "partnership",
    key: &["id"],
    name: "Check-in partners",
    what: "who asked whom, when it was agreed and when it ended; time counts from its end",
    class: Class::Commitments,
    since: "coalesce(ended_at, asked_at)",
    only: "ended_at IS NOT NULL OR agreed_at IS NULL",
    people: &[
        Naming {
            by: "asker",
            column: "asker",
            erased: Erased::Name,
        },
        Naming {
            by: "asked",
            column: "asked",
            erased: Erased::Name,
        },
    ],
    erasing: &["Ended. The other one's half stays until its days are over, without your name."],
    others: &[],
};

/// One ask and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partnership {
    /// Names it.
    pub id: i64,
    /// Who asked.
    pub asker: UserId,
    /// Who was asked.
    pub asked: UserId,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// When they agreed.
    pub agreed_at: Option<DateTime<Utc>>,
    /// When it ended, or was declined or taken back.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Partnership {
    /// The other one of the two; `None` for somebody who is neither.
    pub fn other(&self, who: &UserId) -> Option<&UserId> {
        if self.asker == *who {
            Some(&self.asked)
        } else if self.asked == *who {
            Some(&self.asker)
        } else {
            None
        }
    }

    /// Who sees that there is an ask, and what came of it.
    pub fn audience(&self) -> Audience {
        if self.asker.is_nobody() {
            Audience::Only(self.asked.clone())
        } else if self.asked.is_nobody() {
            Audience::Only(self.asker.clone())
        } else {
            Audience::Among(vec![self.asker.clone(), self.asked.clone()])
        }
    }

    /// True while both have agreed.
    pub fn holds(&self) -> bool {
        self.agreed_at.is_some() && self.ended_at.is_none()
    }

    /// True while it waits for an answer.
    pub fn is_asked(&self, now: DateTime<Utc>) -> bool {
        self.agreed_at.is_none()
            && self.ended_at.is_none()
            && now < self.asked_at + TimeDelta::days(ASK_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ask_waits_fourteen_days_and_what_both_agreed_to_holds_until_one_ends_it() {
        let at = |days| DateTime::UNIX_EPOCH + TimeDelta::days(days);
        let asked = Partnership {
            id: 1,
            asker: UserId::new("B"),
            asked: UserId::new("C"),
            asked_at: at(0),
            agreed_at: None,
            ended_at: None,
        };
        assert!(asked.is_asked(at(13)) && !asked.is_asked(at(14)) && !asked.holds());
        let agreed = Partnership {
            agreed_at: Some(at(1)),
            ..asked.clone()
        };
        assert!(agreed.holds() && !agreed.is_asked(at(2)));
        assert_eq!(agreed.other(&agreed.asker), Some(&agreed.asked));
        assert_eq!(agreed.other(&UserId::new("D")), None);
        let ended = Partnership {
            ended_at: Some(at(2)),
            ..agreed
        };
        assert!(!ended.holds());
    }
}
