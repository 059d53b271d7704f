//! What Slack says about a person, as a plain value: the roster reads it from the wire, `people` keeps it.
//! Nothing here decides what somebody may do.

use crate::ids::{TeamId, UserId};

/// One person as Slack describes them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are Slack's own independent flags"
)]
pub struct Profile {
    /// Who.
    pub id: UserId,
    /// The workspace they belong to; another one for people from Slack Connect.
    pub team: Option<TeamId>,
    /// The name to show: the display name, else the real name, else the handle.
    pub name: String,
    /// The real name; `None` if Slack lists none.
    pub full_name: Option<String>,
    /// The address; `None` without the scope `users:read.email`.
    pub email: Option<String>,
    /// The handle, for looking up `@bea` in a command's text.
    pub handle: String,
    /// IANA zone; Slack leaves it out for deactivated people.
    pub zone: Option<String>,
    /// A bot, an app, a workflow or Slackbot.
    pub is_bot: bool,
    /// A single- or multi-channel guest.
    pub is_guest: bool,
    /// A guest of one channel only.
    pub is_single_channel: bool,
    /// From another organisation (Slack Connect).
    pub is_outsider: bool,
    /// May administer the workspace.
    pub is_admin: bool,
    /// The account was switched off.
    pub is_deactivated: bool,
}
