//! What a person did, with nothing of Slack's wire left in it. `slack/receive.rs` makes it, rituals read it.
//! What is only good for answering (triggers, response URLs, view hashes) is in [`Exits`] and stays with the spine.

use crate::ids::{ChannelId, TeamId, TriggerId, Ts, UserId, ViewId};
use crate::profile::Profile;
use std::collections::BTreeMap;

/// One thing somebody did.
#[derive(Clone, Debug)]
pub struct Request {
    /// The same for every delivery of the same act: `event:Ev…`, `form:V…`, `act:<trigger>`.
    pub key: String,
    /// Who did it.
    pub who: UserId,
    /// Their workspace; `None` when an org-wide install leaves it out.
    pub team: Option<TeamId>,
    /// Where they did it.
    pub place: Place,
    /// What they did.
    pub act: Act,
}

/// Where somebody acted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A command was typed here.
    Conversation(ChannelId),
    /// On a message.
    Message {
        /// Its conversation.
        channel: ChannelId,
        /// What everybody calls it, without the `#`; `None` for what is not a public channel.
        name: Option<String>,
        /// Its name there.
        ts: Ts,
        /// Only the person sees it.
        ephemeral: bool,
    },
    /// In an open form.
    Form,
    /// On the Home tab.
    Home,
    /// From the shortcuts menu, or not by a person at all.
    Nowhere,
}

/// What somebody did.
#[derive(Clone, Debug)]
pub enum Act {
    /// Typed a slash command.
    Command {
        /// As Slack sent it, with the `/`.
        name: String,
        /// What follows, unescaped; a mention reads `@name`.
        text: String,
        /// The people mentioned, in order.
        mentions: Vec<UserId>,
    },
    /// Ran a shortcut.
    Shortcut {
        /// The manifest's `callback_id`.
        callback: String,
        /// Who wrote the message it was run on; `None` for a global shortcut or a message by nobody.
        author: Option<UserId>,
        /// True for a message shortcut.
        on_message: bool,
        /// What that message says, unescaped; only for a shortcut that is about the words, and `None` if there are none.
        text: Option<String>,
    },
    /// Pressed a button or picked from a menu.
    Click {
        /// `<ritual>.<what>`.
        action: String,
        /// An id, nothing more: routing, never authority. For a menu: the value that was picked.
        value: String,
        /// The form it stands in, if it stands in one.
        form: Option<FormState>,
    },
    /// Submitted a form.
    Submit(FormState),
    /// Closed a form without submitting.
    Close(FormState),
    /// Opened the Home tab.
    OpenedHome,
    /// Slack says that somebody joined or changed.
    PeopleChanged(Box<Profile>),
    /// The app was removed from the workspace, or its tokens were revoked.
    Uninstalled,
}

/// A form as the person left it.
#[derive(Clone, Debug)]
pub struct FormState {
    /// Which open form; the same for every delivery of one submit.
    pub view: ViewId,
    /// `<ritual>.<form>`.
    pub callback: String,
    /// What the form was opened for (`feedback:17`); routing, never authority.
    pub item: String,
    /// What was filled in.
    pub fields: Fields,
}

/// Values by the name of their input block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub BTreeMap<String, Field>);

/// One input's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Typed, kept whole.
    Text(String),
    /// The value of the picked option, or a date, a time, a channel.
    Choice(String),
    /// The values of several.
    Choices(Vec<String>),
    /// A picked person.
    Person(UserId),
    /// Picked people.
    People(Vec<UserId>),
}

impl Fields {
    /// What was typed; `None` if nothing but white space was.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.0.get(name) {
            Some(Field::Text(text)) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// The picked option's value.
    #[must_use]
    pub fn choice(&self, name: &str) -> Option<&str> {
        match self.0.get(name) {
            Some(Field::Choice(value)) => Some(value),
            _ => None,
        }
    }

    /// The values of the picked options; none if nothing was picked.
    #[must_use]
    pub fn choices(&self, name: &str) -> &[String] {
        match self.0.get(name) {
            Some(Field::Choices(values)) => values,
            _ => &[],
        }
    }

    /// The picked people; none if nobody was.
    #[must_use]
    pub fn people(&self, name: &str) -> &[UserId] {
        match self.0.get(name) {
            Some(Field::People(users)) => users,
            _ => &[],
        }
    }

    /// The picked person.
    #[must_use]
    pub fn person(&self, name: &str) -> Option<&UserId> {
        match self.0.get(name) {
            Some(Field::Person(user)) => Some(user),
            _ => None,
        }
    }
}

/// What Slack handed us for answering this one act. Short-lived, so it is never stored.
#[derive(Clone, Debug, Default)]
pub struct Exits {
    /// Opens one form, once, within 3 s.
    pub trigger: Option<TriggerId>,
    /// Answers in place, 5 times within 30 min.
    pub response_url: Option<String>,
    /// The form acted in: its id and hash, for an update of it.
    pub form: Option<(ViewId, String)>,
}

impl Act {
    /// What kind of act it is, in a word for the log: never what somebody wrote.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Command { .. } => "command",
            Self::Shortcut { .. } => "shortcut",
            Self::Click { .. } => "click",
            Self::Submit(_) => "submit",
            Self::Close(_) => "close",
            Self::OpenedHome => "opened_home",
            Self::PeopleChanged(_) => "people_changed",
            Self::Uninstalled => "uninstalled",
        }
    }
}
