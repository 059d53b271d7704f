//! Who can begin, who can hold a role. Pure: values in, a decision out.

use crate::{
    may::{Role, Roles},
    people::programme::Prompts,
};

/// How many review a report: enough that one may be away, few enough to be named in a sentence.
pub(super) const MOST_REVIEWERS: usize = 2;

/// How many facilitate at most: as many as the form lists.
pub(super) const MOST_FACILITATORS: usize = 40;

/// Why something cannot be done. `views.rs` has the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Somebody owns the programme already: they can add others.
    HasOwners,
    /// Slack did not tell who that is.
    Unknown,
    /// Not a member of the workspace.
    NotAMember,
    /// A facilitator is a rep who takes part.
    TakesNoPart,
    /// People report to them.
    HasReports,
    /// There are as many facilitators as there can be.
    EnoughFacilitators,
    /// There are two reviewers.
    EnoughReviewers,
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

/// A facilitator is one of the reps, and nobody's manager.
pub(super) fn check_facilitator(
    theirs: &Roles,
    has_reports: bool,
    there_are: usize,
) -> Result<(), Why> {
    if !theirs.has(Role::Rep) {
        Err(Why::TakesNoPart)
    } else if has_reports {
        Err(Why::HasReports)
    } else if there_are >= MOST_FACILITATORS && !theirs.has(Role::Facilitator) {
        Err(Why::EnoughFacilitators)
    } else {
        Ok(())
    }
}

/// What a button does to the prompts.
pub(super) fn prompts_of(word: &str) -> Option<Prompts> {
    [Prompts::Live, Prompts::Paused]
        .into_iter()
        .find(|prompts| prompts.word() == word)
}

/// The word that a button carries for a role.
pub(super) fn word_of(role: Role) -> &'static str {
    if role == Role::Owner {
        "owner"
    } else if role == Role::Facilitator {
        "facilitator"
    } else {
        "reviewer"
    }
}

/// The role of a button's word.
pub(super) fn role_of(word: &str) -> Option<Role> {
    [Role::Owner, Role::Reviewer, Role::Facilitator]
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
        for role in [Role::Owner, Role::Reviewer, Role::Facilitator] {
            assert_eq!(role_of(word_of(role)), Some(role));
        }
        assert_eq!(role_of("king"), None);
        assert_eq!(prompts_of("live"), Some(Prompts::Live));
        assert_eq!(prompts_of("off"), None, "nothing goes back to never begun");
    }

    #[test]
    fn a_facilitator_is_a_rep_without_reports() {
        let rep = Roles::new([Role::Rep]);
        assert_eq!(check_facilitator(&rep, false, 0), Ok(()));
        assert_eq!(check_facilitator(&rep, true, 0), Err(Why::HasReports));
        assert_eq!(
            check_facilitator(&rep, false, MOST_FACILITATORS),
            Err(Why::EnoughFacilitators)
        );
        assert_eq!(
            check_facilitator(&Roles::new([Role::Bystander]), false, 0),
            Err(Why::TakesNoPart)
        );
    }
}
