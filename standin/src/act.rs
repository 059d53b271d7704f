//! What a person can do in the pretend workspace. The page sends these as JSON and a test
//! builds them from labels (`person.rs`); neither can do more than a person could.

use serde::Deserialize;
use serde_json::Value;

/// One thing a person does.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    /// Types into a conversation's composer: a slash command if it begins with `/`, else a message.
    Type {
        /// Where.
        channel: String,
        /// What, as typed (`@bea` is resolved as Slack's composer would).
        text: String,
        /// The message to reply to in its thread.
        #[serde(default)]
        thread: Option<String>,
    },
    /// Changes a message of one's own.
    Edit {
        /// Where it stands.
        channel: String,
        /// Which message.
        ts: String,
        /// What it says from now on, as typed.
        text: String,
    },
    /// Takes back a message of one's own.
    Delete {
        /// Where it stands.
        channel: String,
        /// Which message.
        ts: String,
    },
    /// Puts an emoji under a message, or takes one's own away.
    React {
        /// Where it stands.
        channel: String,
        /// Which message.
        ts: String,
        /// The emoji, without colons.
        name: String,
        /// False: away again.
        on: bool,
    },
    /// Keeps a message at hand for everyone there, or no longer.
    Pin {
        /// Where it stands.
        channel: String,
        /// Which message.
        ts: String,
        /// False: no longer.
        on: bool,
    },
    /// Presses a button or picks from an element of a message, a form or the Home tab.
    Click {
        /// Where the element stands.
        on: Surface,
        /// The element's block.
        block_id: String,
        /// The element.
        action_id: String,
        /// What was picked, as the keys Slack adds to the action (`{}` for a button).
        #[serde(default)]
        picked: Value,
        /// A form's current values, as in `view.state.values`.
        #[serde(default)]
        values: Value,
    },
    /// Types into an external select: the app is asked what to offer, and the answer stands in `Screen::suggestions`.
    Suggest {
        /// Where the element stands.
        on: Surface,
        /// The element's block.
        block_id: String,
        /// The element.
        action_id: String,
        /// What was typed.
        query: String,
    },
    /// Sends a file, to attach it to a form; it is the last of `Screen::uploads` then.
    Upload {
        /// As on the person's disk.
        name: String,
        /// Its bytes, in Base64.
        data: String,
    },
    /// Presses a form's submit button.
    Submit {
        /// `V…`
        view: String,
        /// Current values, as in `view.state.values`.
        values: Value,
    },
    /// Closes a form: its Cancel, or the whole stack with the ×.
    Close {
        /// `V…`
        view: String,
        /// True for the ×.
        whole_stack: bool,
    },
    /// Runs a global shortcut.
    Shortcut {
        /// From the manifest.
        callback_id: String,
        /// The conversation on the screen, if there is one.
        #[serde(default)]
        channel: Option<String>,
    },
    /// Runs a message shortcut.
    MessageShortcut {
        /// From the manifest.
        callback_id: String,
        /// Where the message stands.
        channel: String,
        /// Which message.
        ts: String,
    },
    /// Opens the app's Home tab.
    OpenHome,
    /// Opens the app's messages tab.
    OpenMessages,
    /// Looks at a conversation (clears its unread mark).
    Look {
        /// Which.
        channel: String,
    },
}

/// Where an element stands.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Surface {
    /// In a message.
    Message {
        /// Conversation.
        channel: String,
        /// Message.
        ts: String,
    },
    /// In a form.
    Form {
        /// `V…`
        view: String,
    },
    /// On the Home tab.
    Home,
}
