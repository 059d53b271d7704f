//! Who can come in, and how often somebody may be invited. Pure: values in, a decision out.

use crate::{
    ids::UserId,
    people::enrolment::{EVERYONE, Stint},
};
use chrono::{DateTime, TimeDelta, Utc};

/// Nobody is invited twice within so many days, whoever invites.
pub(super) const DAYS_BETWEEN_INVITATIONS: i64 = 30;

/// One invitation.
#[derive(Clone, Debug)]
pub(super) struct Invitation {
    pub(super) id: i64,
    pub(super) inviter: UserId,
    pub(super) invited: UserId,
    pub(super) sent_at: DateTime<Utc>,
    pub(super) answer: Option<Answer>,
}

/// What the invited person said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Joined,
    NotNow,
}

impl Answer {
    pub(super) const ALL: [(Self, &'static str); 2] =
        [(Self::Joined, "joined"), (Self::NotNow, "not_now")];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::NotNow => "not_now",
        }
    }
}

/// How somebody who takes no part can come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// By themselves, and others may invite them.
    Open,
    /// By themselves, since they left by themselves; nobody asks them to.
    Back,
    /// Only owners can let them in.
    Closed,
}

/// Why something cannot be done. `views.rs` has the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Owners choose who takes part.
    OwnersChoose,
    /// This person cannot be invited by others.
    CannotInvite,
    /// Somebody has invited them lately.
    InvitedLately,
    /// Not a member of the workspace.
    NotAMember,
}

/// Whoever left may come back, but not into a list that they never stood in: `newest` is the last time they took part.
pub(super) fn door(
    takes_everyone: bool,
    is_open: bool,
    newest: Option<&Stint>,
    user: &UserId,
) -> Door {
    let left = newest.filter(|stint| stint.ended_by.as_deref() == Some(user.as_str()));
    match left {
        Some(stint) if takes_everyone || is_open || stint.added_by != EVERYONE => Door::Back,
        None if is_open => Door::Open,
        Some(_) | None => Door::Closed,
    }
}

pub(super) fn may_invite(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    last.is_none_or(|last| now - last >= TimeDelta::days(DAYS_BETWEEN_INVITATIONS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stint(added_by: &str, ended_by: Option<&str>) -> Stint {
        Stint {
            since_at: DateTime::UNIX_EPOCH,
            added_by: added_by.to_owned(),
            ended_at: ended_by.map(|_| DateTime::UNIX_EPOCH),
            ended_by: ended_by.map(str::to_owned),
        }
    }

    #[test]
    fn whoever_left_comes_back_but_not_into_a_list_they_never_stood_in() {
        let bea = UserId::new("B");
        let cases = [
            (true, true, Some(stint(EVERYONE, Some("B"))), Door::Back),
            (true, false, Some(stint(EVERYONE, Some("B"))), Door::Back),
            (false, false, Some(stint(EVERYONE, Some("B"))), Door::Closed),
            (false, false, Some(stint("E", Some("B"))), Door::Back),
            (false, false, Some(stint("E", Some("E"))), Door::Closed),
            (false, true, Some(stint("E", Some("E"))), Door::Open),
            (false, true, None, Door::Open),
            (false, false, None, Door::Closed),
        ];
        for (takes_everyone, is_open, newest, expected) in cases {
            let found = door(takes_everyone, is_open, newest.as_ref(), &bea);
            assert_eq!(found, expected, "{takes_everyone} {is_open} {newest:?}");
        }
    }

    #[test]
    fn one_invitation_in_thirty_days() {
        let sent = DateTime::UNIX_EPOCH;
        assert!(may_invite(None, sent));
        assert!(!may_invite(
            Some(sent),
            sent + TimeDelta::days(30) - TimeDelta::seconds(1)
        ));
        assert!(may_invite(Some(sent), sent + TimeDelta::days(30)));
    }
}
