//! Who may do what: one table of action × role. An action without a row is nobody's, and a test presses every one of
//! them as everybody. What a role may do with one particular item is decided where the item is: this table opens the
//! door to the room, not the drawer. Nothing here knows who has which role.

/// What somebody is in the programme. A person has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A member of the workspace who takes part: everything in their own name.
    Rep,
    /// A member of the workspace who does not take part: not enrolled yet, or stepped out.
    Bystander,
    /// A rep whose turn it is: opens drills, runs the session.
    Facilitator,
    /// Somebody who takes part reports to them. It follows from who reports to whom and is never given.
    Manager,
    /// Runs the programme: set-up, settings, roles.
    Owner,
    /// One of the two who read what was reported, never who wrote it.
    Reviewer,
    /// May administer the workspace; can become the first owner.
    Admin,
    /// A guest of the workspace.
    Guest,
    /// From another organisation.
    Outsider,
    /// A bot or an app.
    Bot,
    /// The account was switched off.
    Deactivated,
}

/// One row: who may do it, with any of these roles.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// A command's word behind a `/`, a shortcut's or a form's `callback_id`, or a button's `action_id`.
    pub action: &'static str,
    /// Any of these roles is enough.
    pub may: &'static [Role],
}

const REPS: &[Role] = &[Role::Rep];
/// Also those who stopped taking part, for what is theirs already.
const REPS_AND_FORMER: &[Role] = &[Role::Rep, Role::Bystander, Role::Guest];
/// Every member, in the programme or not.
const MEMBERS: &[Role] = &[Role::Rep, Role::Bystander];
const OWNERS: &[Role] = &[Role::Owner];
const REVIEWERS: &[Role] = &[Role::Reviewer];

/// The table.
pub const TABLE: &[Row] = &[
    Row {
        action: "/feedback",
        may: REPS,
    },
    Row {
        action: "give_feedback",
        may: REPS,
    },
    Row {
        action: "give_feedback_on_message",
        may: REPS,
    },
    Row {
        action: "feedback.give",
        may: REPS,
    },
    Row {
        action: "feedback.edit",
        may: REPS,
    },
    Row {
        action: "feedback.withdraw",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "feedback.read",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "feedback.list",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "feedback.older",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "feedback.newest",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "feedback.helped",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "feedback.drop",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "feedback.more",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "feedback.report",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "feedback.review",
        may: REVIEWERS,
    },
    Row {
        action: "feedback.keep_paused",
        may: REVIEWERS,
    },
    Row {
        action: "feedback.lift_pause",
        may: REVIEWERS,
    },
    Row {
        action: "programme.not_now",
        may: MEMBERS,
    },
    Row {
        action: "programme.invite",
        may: REPS,
    },
    Row {
        action: "setup.begin",
        may: &[Role::Owner, Role::Admin],
    },
    Row {
        action: "/setup",
        may: &[Role::Owner, Role::Admin],
    },
    Row {
        action: "setup.roles",
        may: OWNERS,
    },
    Row {
        action: "setup.remove",
        may: OWNERS,
    },
    Row {
        action: "setup.people",
        may: OWNERS,
    },
    Row {
        action: "setup.save_people",
        may: OWNERS,
    },
    Row {
        action: "setup.managers",
        may: OWNERS,
    },
    Row {
        action: "setup.save_managers",
        may: OWNERS,
    },
    Row {
        action: "setup.live",
        may: OWNERS,
    },
    Row {
        action: "setup.prompts",
        may: OWNERS,
    },
    Row {
        action: "/settings",
        may: OWNERS,
    },
    Row {
        action: "settings.save",
        may: OWNERS,
    },
    Row {
        action: "attention.mute",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "attention.unmute",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "/schedule",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "/away",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "days_off.open_away",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "days_off.save_away",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "days_off.come_back",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "/days off",
        may: OWNERS,
    },
    Row {
        action: "days_off.save_quiet",
        may: OWNERS,
    },
    Row {
        action: "days_off.end_quiet",
        may: OWNERS,
    },
    Row {
        action: "/my data",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "/erase me",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "/privacy",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "records.page",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "records.page_back",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "records.to_read",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "records.json",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "records.json_back",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "records.to_json",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "records.ask_erase",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "records.erase",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "/leave",
        may: MEMBERS,
    },
    Row {
        action: "programme.leave",
        may: MEMBERS,
    },
    Row {
        action: "/join",
        may: MEMBERS,
    },
    Row {
        action: "programme.join",
        may: MEMBERS,
    },
];

/// Everything that one person is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles(Vec<Role>);

/// Why somebody may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The table has no such action: a button of another version.
    NoSuchAction,
    /// Only people with one of these roles may.
    OnlyFor(&'static [Role]),
}

impl Denied {
    /// True if this role would have been enough.
    pub fn only_for(self, role: Role) -> bool {
        matches!(self, Self::OnlyFor(may) if may.contains(&role))
    }
}

impl Roles {
    /// These roles.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Self {
        Self(roles.into_iter().collect())
    }

    /// True if the person has this role.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// May somebody with these roles do this?
    pub fn check(&self, action: &str) -> Result<(), Denied> {
        let row = TABLE
            .iter()
            .find(|row| row.action == action)
            .ok_or(Denied::NoSuchAction)?;
        if row.may.iter().any(|role| self.has(*role)) {
            Ok(())
        } else {
            Err(Denied::OnlyFor(row.may))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_stands_in_the_table_once_and_somebody_may_do_it() {
        for (at, row) in TABLE.iter().enumerate() {
            assert!(!row.may.is_empty(), "{}", row.action);
            assert!(
                TABLE[..at].iter().all(|before| before.action != row.action),
                "{} twice",
                row.action
            );
        }
    }

    #[test]
    fn no_row_lets_in_who_is_not_of_the_house() {
        for row in TABLE {
            for stranger in [Role::Outsider, Role::Bot, Role::Deactivated] {
                assert!(
                    Roles::new([stranger]).check(row.action).is_err(),
                    "{stranger:?} may {}",
                    row.action
                );
            }
        }
        assert_eq!(
            Roles::new([Role::Owner]).check("moon.walk"),
            Err(Denied::NoSuchAction)
        );
    }
}
