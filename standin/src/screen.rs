//! What one person sees of the pretend workspace, already filtered for them.
//! The page draws it and a test reads it, so both always see the same world.
//! Nothing here decides who may see what: `world` does.

use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Everything on one person's screen.
#[derive(Clone, Debug, Serialize)]
pub struct Screen {
    /// Counts up with every change that this person can see.
    pub version: u64,
    /// The workspace's name.
    pub team: String,
    /// The bot's display name.
    pub app: String,
    /// Whose screen it is.
    pub me: Person,
    /// Everyone this person can pick or mention, themselves included.
    pub people: Vec<Person>,
    /// Channels this person is in, then conversations of people, then the one with the bot (always there, last).
    pub conversations: Vec<Conversation>,
    /// Groups that can be mentioned.
    pub groups: Vec<Group>,
    /// Conversations this person can pick in a form: their own, and every public channel.
    pub choices: Vec<Choice>,
    /// Files that this person sent, the newest last.
    pub uploads: Vec<File>,
    /// What the app offered for the external select that this person typed into last.
    pub suggestions: Option<Suggestions>,
    /// The app's Home tab as it was last published for this person.
    pub home: Option<View>,
    /// Open forms, the topmost last (Slack stacks three at most).
    pub forms: Vec<View>,
    /// The last error Slack itself showed this person, until their next act.
    pub notice: Option<String>,
    /// Slash commands of the app, for completion.
    pub commands: Vec<Command>,
    /// Global and message shortcuts of the app.
    pub shortcuts: Vec<Shortcut>,
}

/// A person as others see them.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Person {
    /// `U…`
    pub id: String,
    /// The handle typed after `@`, lower case.
    pub handle: String,
    /// The name shown.
    pub name: String,
    /// True for bots and apps.
    pub is_bot: bool,
}

/// A group of people that is mentioned as one.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Group {
    /// `S…`
    pub id: String,
    /// The handle typed after `@`.
    pub handle: String,
    /// The name shown.
    pub name: String,
}

/// What kind of conversation it is.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A public channel.
    Public,
    /// A private channel.
    Private,
    /// The direct conversation with the bot.
    App,
    /// The conversation with one other person.
    Direct,
    /// The conversation of several people.
    Group,
}

/// One channel or direct conversation.
#[derive(Clone, Debug, Serialize)]
pub struct Conversation {
    /// `C…` or `D…`
    pub id: String,
    /// Without `#`.
    pub name: String,
    /// What kind it is.
    pub kind: Kind,
    /// Nobody can type here, as in the conversation with an app that reads no messages.
    pub read_only: bool,
    /// Messages this person has not looked at yet.
    pub unread: usize,
    /// Oldest first; other people's ephemerals are not in it.
    pub messages: Vec<Message>,
}

/// A conversation as it stands in a list to pick from.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Choice {
    /// `C…`, `D…` or `G…`
    pub id: String,
    /// `#general`, or names of people.
    pub name: String,
    /// What kind it is.
    pub kind: Kind,
    /// Somebody from another workspace is in it.
    pub is_shared: bool,
}

impl Choice {
    /// It may be picked in this element: public channels only, or what its `filter` lets through.
    pub fn fits(&self, element: &Value) -> bool {
        let kind = element["type"].as_str().unwrap_or_default();
        if kind.contains("channels") {
            return self.kind == Kind::Public;
        }
        let filter = &element["filter"];
        let name = match self.kind {
            Kind::Public => "public",
            Kind::Private => "private",
            Kind::App | Kind::Direct => "im",
            Kind::Group => "mpim",
        };
        let included = filter["include"]
            .as_array()
            .is_none_or(|include| include.iter().any(|each| each == name));
        let of_a_bot = self.kind == Kind::App && filter["exclude_bot_users"] == true;
        let foreign = self.is_shared && filter["exclude_external_shared_channels"] == true;
        kind.contains("conversations") && included && !of_a_bot && !foreign
    }
}

/// A file as people see it.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct File {
    /// `F…`
    pub id: String,
    /// The name shown.
    pub name: String,
    /// Such as `image/png`.
    pub mimetype: String,
    /// In bytes.
    pub size: usize,
}

/// Options that an app offered for an external select.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Suggestions {
    /// The element's block.
    pub block_id: String,
    /// The element.
    pub action_id: String,
    /// What the person had typed.
    pub query: String,
    /// Options, groups flattened.
    pub options: Vec<Value>,
}

/// One message as this person sees it.
#[derive(Clone, Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark of its own on the message"
)]
pub struct Message {
    /// Slack's `seconds.micros`, unique in its channel.
    pub ts: String,
    /// Who wrote it.
    pub author: Person,
    /// Another picture than the author's: `emoji`, or addresses by size.
    pub icons: Option<Value>,
    /// "Only visible to you".
    pub ephemeral: bool,
    /// It was changed after it was posted.
    pub edited: bool,
    /// The top-level text: notifications and screen readers use it.
    pub text: String,
    /// Block Kit JSON with every `block_id` and `action_id` filled in.
    pub blocks: Vec<Value>,
    /// Attachments, each with its `id`; their blocks are filled in, too.
    pub attachments: Vec<Value>,
    /// What its fields hold for this person, as in `state.values`.
    pub state: Value,
    /// Emoji that people chose for it, in the order they came.
    pub reactions: Vec<Reaction>,
    /// It is kept at hand for everyone there.
    pub pinned: bool,
    /// Files shared with it.
    pub files: Vec<File>,
    /// The message it answers in a thread.
    pub thread: Option<String>,
    /// A reply that is shown in the conversation too.
    pub broadcast: bool,
}

/// An emoji under a message.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Reaction {
    /// Without colons.
    pub name: String,
    /// Who chose it, by name.
    pub people: Vec<String>,
    /// This person chose it, too.
    pub mine: bool,
}

/// A form (modal) or a Home tab.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// `V…`
    pub id: String,
    /// Changes with every update.
    pub hash: String,
    /// Title (empty for Home).
    pub title: String,
    /// Label of the button that submits, if there is one.
    pub submit: Option<String>,
    /// Label of the button that closes.
    pub close: String,
    /// Block Kit JSON with every `block_id` and `action_id` filled in.
    pub blocks: Vec<Value>,
    /// Current values, `block_id` → `action_id` → Slack's state value: initial values, then what was kept over an update.
    pub state: Value,
    /// Errors under fields, by `block_id`.
    pub errors: BTreeMap<String, String>,
}

/// A slash command of the app.
#[derive(Clone, Debug, Serialize)]
pub struct Command {
    /// With its `/`.
    pub command: String,
    /// From the manifest.
    pub description: String,
    /// From the manifest.
    pub usage_hint: String,
}

/// A shortcut of the app.
#[derive(Clone, Debug, Serialize)]
pub struct Shortcut {
    /// The name shown.
    pub name: String,
    /// From the manifest.
    pub description: String,
    /// From the manifest.
    pub callback_id: String,
    /// True: it is offered on messages; false: it is global.
    pub on_message: bool,
}
