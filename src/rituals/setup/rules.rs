//! Who can begin, who can hold a role. Pure: values in, a decision out.

use crate::may::{Role, Roles};

/// How many review a report: enough that one may be away, few enough to be named in a sentence.
pub(super) const MOST_REVIEWERS: usize = 2;

/// Why something cannot be done. `views.rs` has the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Somebody owns the programme already: they can add others.
    HasOwners,
    /// Slack did not tell who that is.
    Unknown,
    /// Not a member of the workspace.
    NotAMember,
    /// There are two reviewers.
    EnoughReviewers,
    /// A button or form of another version.
    NotKnown,
}

/// An owner opens the form; an admin becomes the first owner, and only the first.
pub(super) fn check_begin(mine: &Roles, has_no_owner: bool) -> Result<(), Why> {
    if mine.has(Role::Owner) || has_no_owner {
        Ok(())
    } else {
        Err(Why::HasOwners)
    }
}

/// Only members hold roles.
pub(super) fn check_holder(theirs: &Roles) -> Result<(), Why> {
    if *theirs == Roles::default() {
        Err(Why::Unknown)
    } else if theirs.has(Role::Rep) || theirs.has(Role::Bystander) {
        Ok(())
    } else {
        Err(Why::NotAMember)
    }
}

/// One more reviewer beside so many.
pub(super) fn check_reviewers(there_are: usize) -> Result<(), Why> {
    if there_are < MOST_REVIEWERS {
        Ok(())
    } else {
        Err(Why::EnoughReviewers)
    }
}

/// The word that a button carries for a role.
pub(super) fn word_of(role: Role) -> &'static str {
    if role == Role::Owner {
        "owner"
    } else {
        "reviewer"
    }
}

/// The role of a button's word.
pub(super) fn role_of(word: &str) -> Option<Role> {
    [Role::Owner, Role::Reviewer]
        .into_iter()
        .find(|role| word_of(*role) == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_admin_begins_only_where_nobody_owns() {
        let (admin, owner) = (
            Roles::new([Role::Rep, Role::Admin]),
            Roles::new([Role::Rep, Role::Owner]),
        );
        assert_eq!(check_begin(&admin, true), Ok(()));
        assert_eq!(check_begin(&admin, false), Err(Why::HasOwners));
        assert_eq!(check_begin(&owner, false), Ok(()));
    }

    #[test]
    fn members_hold_roles_and_two_review() {
        assert_eq!(check_holder(&Roles::new([Role::Rep])), Ok(()));
        assert_eq!(
            check_holder(&Roles::new([Role::Guest])),
            Err(Why::NotAMember)
        );
        assert_eq!(check_holder(&Roles::default()), Err(Why::Unknown));
        assert_eq!(check_reviewers(1), Ok(()));
        assert_eq!(check_reviewers(2), Err(Why::EnoughReviewers));
        for role in [Role::Owner, Role::Reviewer] {
            assert_eq!(role_of(word_of(role)), Some(role));
        }
        assert_eq!(role_of("king"), None);
    }
}
