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
    /// Somebody who takes part reports to them, directly or through others. It follows from who reports to whom and is never given.
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
const MANAGERS: &[Role] = &[Role::Manager];
const OWNERS: &[Role] = &[Role::Owner];
const REVIEWERS: &[Role] = &[Role::Reviewer];

/// Who reviews the playbook.
const CURATORS: &[Role] = &[Role::Facilitator, Role::Owner];
/// Who reads and writes it, and who may run a drill: an owner need not take part.
const TEAM: &[Role] = &[Role::Rep, Role::Facilitator, Role::Owner];

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
        action: "feedback.commit",
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
        action: "/drill",
        may: REPS,
    },
    Row {
        action: "note_objection",
        may: REPS,
    },
    Row {
        action: "drill.open",
        may: REPS,
    },
    Row {
        action: "drill.preview",
        may: REPS,
    },
    Row {
        action: "drill.change",
        may: REPS,
    },
    Row {
        action: "drill.post",
        may: REPS,
    },
    Row {
        action: "drill.try_again",
        may: REPS,
    },
    Row {
        action: "drill.elsewhere",
        may: REPS,
    },
    Row {
        action: "drill.move",
        may: REPS,
    },
    Row {
        action: "drill.again",
        may: REPS,
    },
    Row {
        action: "drill.heard",
        may: REPS,
    },
    Row {
        action: "drill.same",
        may: REPS,
    },
    Row {
        action: "drill.answer",
        may: REPS,
    },
    Row {
        action: "drill.vote",
        may: REPS,
    },
    Row {
        action: "drill.judge",
        may: REPS,
    },
    Row {
        action: "drill.run",
        may: TEAM,
    },
    Row {
        action: "drill.close",
        may: TEAM,
    },
    Row {
        action: "drill.close_vote",
        may: TEAM,
    },
    Row {
        action: "drill.cancel",
        may: TEAM,
    },
    Row {
        action: "drill.repost",
        may: TEAM,
    },
    Row {
        action: "drill.answers",
        may: REPS,
    },
    Row {
        action: "drill.answers_back",
        may: REPS,
    },
    Row {
        action: "drill.answers_next",
        may: REPS,
    },
    Row {
        action: "drill.take_a_bow",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "drill.bow",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "drill.unbow",
        may: REPS_AND_FORMER,
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
        action: "/playbook",
        may: TEAM,
    },
    Row {
        action: "save_to_playbook",
        may: REPS,
    },
    Row {
        action: "playbook.search",
        may: TEAM,
    },
    Row {
        action: "playbook.open",
        may: TEAM,
    },
    Row {
        action: "playbook.version",
        may: TEAM,
    },
    Row {
        action: "playbook.share_here",
        may: TEAM,
    },
    Row {
        action: "playbook.share",
        may: TEAM,
    },
    Row {
        action: "playbook.worked",
        may: TEAM,
    },
    Row {
        action: "playbook.partly",
        may: TEAM,
    },
    Row {
        action: "playbook.no",
        may: TEAM,
    },
    Row {
        action: "playbook.not_used",
        may: TEAM,
    },
    Row {
        action: "playbook.propose",
        may: TEAM,
    },
    Row {
        action: "playbook.suggest",
        may: TEAM,
    },
    Row {
        action: "playbook.edit",
        may: TEAM,
    },
    Row {
        action: "playbook.delete",
        may: TEAM,
    },
    Row {
        action: "playbook.want",
        may: TEAM,
    },
    Row {
        action: "playbook.adopt",
        may: TEAM,
    },
    Row {
        action: "playbook.read_ask",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "playbook.yes_named",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "playbook.yes",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "playbook.decline",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "playbook.finish",
        may: TEAM,
    },
    Row {
        action: "playbook.reviewed",
        may: CURATORS,
    },
    Row {
        action: "playbook.live",
        may: CURATORS,
    },
    Row {
        action: "playbook.renew",
        may: CURATORS,
    },
    Row {
        action: "playbook.retire",
        may: CURATORS,
    },
    Row {
        action: "playbook.page",
        may: CURATORS,
    },
    Row {
        action: "playbook.page_back",
        may: CURATORS,
    },
    Row {
        action: "/checkin",
        may: REPS,
    },
    Row {
        action: "check_in.list",
        may: REPS,
    },
    Row {
        action: "check_in.partner",
        may: REPS,
    },
    Row {
        action: "check_in.ask",
        may: REPS,
    },
    Row {
        action: "check_in.agree",
        may: REPS,
    },
    Row {
        action: "check_in.cheer",
        may: REPS,
    },
    Row {
        action: "check_in.rhythm",
        may: REPS,
    },
    Row {
        action: "check_in.keep_rhythm",
        may: REPS,
    },
    Row {
        action: "check_in.weekly",
        may: REPS,
    },
    Row {
        action: "check_in.fortnightly",
        may: REPS,
    },
    Row {
        action: "check_in.resume",
        may: REPS,
    },
    Row {
        action: "check_in.share",
        may: REPS,
    },
    Row {
        action: "check_in.try_again",
        may: REPS,
    },
    Row {
        action: "check_in.unshare",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.about",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.done",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.partly",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.not_yet",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.no_longer",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.change",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.write",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.note",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.read",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.decline",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.end",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "check_in.pause",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "commitment.new",
        may: REPS,
    },
    Row {
        action: "commitment.save",
        may: REPS,
    },
    Row {
        action: "commitment.open",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "commitment.edit",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "commitment.change",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "/digest",
        may: MANAGERS,
    },
    Row {
        action: "digest.open",
        may: MANAGERS,
    },
    Row {
        action: "digest.how",
        may: MANAGERS,
    },
    Row {
        action: "digest.what",
        may: MANAGERS,
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
        action: "records.ask_send",
        may: REPS_AND_FORMER,
    },
    Row {
        action: "records.send",
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
