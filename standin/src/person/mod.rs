//! People for tests: they act by what stands on their screen and by nothing else. Every wait is for a
//! change of the world, ten seconds at most, and a wait that fails shows the whole screen.

mod find;
mod pick;
mod show;
mod watch;

use crate::{
    act::{Act, Surface},
    hub::Hub,
    screen::{Person, Screen},
    workspace::Workspace,
};
use base64::Engine;
use find::Spot;
use pick::Picked;
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::timeout;

/// How long a test waits for anything.
pub const CAP: Duration = Duration::from_secs(10);

/// What a client keeps to itself: half-typed forms, and where its owner looks.
#[derive(Debug, Default)]
pub struct Memory {
    drafts: BTreeMap<String, Map<String, Value>>,
    at_home: bool,
    /// The conversation they look at.
    at: Option<String>,
}

/// Someone in the workspace.
#[derive(Clone, Debug)]
pub struct Persona {
    hub: Arc<Hub>,
    me: Person,
    memory: Arc<Mutex<Memory>>,
}

impl Persona {
    pub(crate) fn new(hub: Arc<Hub>, me: Person, memory: Arc<Mutex<Memory>>) -> Self {
        Self { hub, me, memory }
    }

    /// `U…`
    pub fn id(&self) -> &str {
        &self.me.id
    }

    /// The name shown.
    pub fn name(&self) -> &str {
        &self.me.name
    }

    /// Types into a conversation: a channel's name, or the bot's for the conversation with it.
    pub async fn types(&self, conversation: &str, text: &str) {
        let channel = self.goes_to(conversation).await;
        self.does(Act::Type {
            channel,
            text: text.to_owned(),
            thread: None,
        })
        .await;
    }

    /// Replies in the thread of the newest message that shows this text.
    pub async fn replies(&self, to: &str, text: &str) {
        let (channel, ts) = self
            .until(&format!("a message with {to:?}"), |s| find::message(s, to))
            .await;
        self.does(Act::Type {
            channel,
            text: text.to_owned(),
            thread: Some(ts),
        })
        .await;
    }

    /// Runs a global shortcut by its name.
    pub async fn runs(&self, shortcut: &str) {
        let callback_id = self
            .until(&format!("a shortcut {shortcut:?}"), |s| {
                find::shortcut(s, shortcut, false)
            })
            .await;
        let channel = self.memory().at.clone();
        self.does(Act::Shortcut {
            callback_id,
            channel,
        })
        .await;
    }

    /// Runs a message shortcut on the newest message that shows this text.
    pub async fn runs_on(&self, shortcut: &str, text: &str) {
        let callback_id = self
            .until(&format!("a shortcut {shortcut:?}"), |s| {
                find::shortcut(s, shortcut, true)
            })
            .await;
        let (channel, ts) = self
            .until(&format!("a message with {text:?}"), |s| {
                find::message(s, text)
            })
            .await;
        self.memory().at_home = false;
        self.does(Act::MessageShortcut {
            callback_id,
            channel,
            ts,
        })
        .await;
    }

    /// Opens the app's Home tab.
    pub async fn opens_home(&self) {
        self.memory().at_home = true;
        self.does(Act::OpenHome).await;
    }

    /// Looks at a conversation: nothing in it is unread then.
    pub async fn looks(&self, conversation: &str) {
        let channel = self.goes_to(conversation).await;
        self.does(Act::Look { channel }).await;
    }

    /// Waits for a form and types into one of its fields.
    pub async fn fills(&self, label: &str, words: &str) {
        let (picked, value) = self
            .until(&format!("a field {label:?}"), |s| {
                pick::filled(s, label, words)
            })
            .await;
        self.puts(picked, value).await;
    }

    /// Attaches a file to a field of the topmost form.
    pub async fn attaches(&self, label: &str, name: &str, bytes: &[u8]) {
        self.does(Act::Upload {
            name: name.to_owned(),
            data: base64::engine::general_purpose::STANDARD.encode(bytes),
        })
        .await;
        let (picked, value) = self
            .until(&format!("a field {label:?} for files"), |s| {
                pick::attached(s, label)
            })
            .await;
        self.puts(picked, value).await;
    }

    /// Types into an external select: the app offers options, of which `picks` takes one.
    pub async fn searches(&self, label: &str, query: &str) {
        let at_home = self.memory().at_home;
        let spot = self
            .until(&format!("a field {label:?} to search in"), |s| {
                pick::searchable(s, label, at_home)
            })
            .await;
        self.does(Act::Suggest {
            on: spot.on,
            block_id: spot.block_id,
            action_id: spot.action_id,
            query: query.to_owned(),
        })
        .await;
    }

    /// Waits for a field of this label, placeholder or text beside it, and picks an option of it. Where many can be
    /// picked, one more is, or one less if it was picked before. A date is picked as `2026-10-01`, a time as `09:30`,
    /// both as `2026-10-01T09:30:00Z`; a channel as `#general`, a conversation by the names in it.
    pub async fn picks(&self, label: &str, option: &str) {
        let at_home = self.memory().at_home;
        let what = format!("a field {label:?} with {option:?}");
        let (spot, value) = self
            .until(&what, |s| pick::pick(s, label, option, at_home))
            .await;
        self.puts(spot, value).await;
    }

    /// Waits for a button or menu entry of this label and presses it. Looked for in the topmost form, else
    /// in the newest message that shows it, else on Home; Home first if it was opened last. A
    /// confirmation is answered with yes.
    pub async fn clicks(&self, label: &str) {
        let at_home = self.memory().at_home;
        let (spot, picked) = self
            .until(&format!("a button [{label}]"), |s| {
                find::button(s, label, None, at_home)
            })
            .await;
        self.presses(spot, picked).await;
    }

    /// The same for the button in, or right beside, the block that shows this text.
    pub async fn clicks_beside(&self, label: &str, text: &str) {
        let at_home = self.memory().at_home;
        let what = format!("a button [{label}] beside {text:?}");
        let (spot, picked) = self
            .until(&what, |s| find::button(s, label, Some(text), at_home))
            .await;
        self.presses(spot, picked).await;
    }

    /// Waits for a form that can be sent, and sends it.
    pub async fn submits(&self) {
        let sendable = |s: &Screen| s.forms.last().filter(|v| v.submit.is_some()).cloned();
        let view = self.until("a form that can be sent", sendable).await;
        self.does(Act::Submit {
            view: view.id,
            values: view.state,
        })
        .await;
    }

    /// Closes the topmost form with its Cancel.
    pub async fn closes(&self) {
        let view = self
            .until("a form", |s| s.forms.last().map(|v| v.id.clone()))
            .await;
        self.does(Act::Close {
            view,
            whole_stack: false,
        })
        .await;
    }

    /// Closes all forms with the ×.
    pub async fn closes_all(&self) {
        let view = self
            .until("a form", |s| s.forms.last().map(|v| v.id.clone()))
            .await;
        self.does(Act::Close {
            view,
            whole_stack: true,
        })
        .await;
    }

    /// Does anything a person can do; the functions above are made of it.
    ///
    /// # Panics
    /// When no client would offer it.
    pub async fn does(&self, act: Act) {
        let done = self.hub.clone().act(self.me.id.clone(), act.clone()).await;
        if let Err(sentence) = done {
            panic!(
                "{} cannot do that: {sentence}\n{act:?}\n{}",
                self.me.name,
                self.screen_text()
            );
        }
    }

    async fn puts(&self, picked: Picked, value: Value) {
        match picked {
            Picked::Draft {
                view,
                block,
                action,
            } => self.drafts(&view, &block, &action, value),
            Picked::Act(spot) => self.presses(spot, value).await,
        }
    }

    async fn presses(&self, spot: Spot, picked: Value) {
        let values = match &spot.on {
            Surface::Form { view } => self
                .screen()
                .forms
                .into_iter()
                .find(|v| v.id == *view)
                .map(|v| v.state)
                .unwrap_or_default(),
            Surface::Message { .. } | Surface::Home => json!({}),
        };
        self.does(Act::Click {
            on: spot.on,
            block_id: spot.block_id,
            action_id: spot.action_id,
            picked,
            values,
        })
        .await;
    }

    /// Turns to a conversation.
    async fn goes_to(&self, name: &str) -> String {
        let channel = self
            .until(&format!("a conversation {name:?}"), |s| {
                find::conversation(s, name)
            })
            .await;
        let mut memory = self.memory();
        memory.at_home = false;
        memory.at = Some(channel.clone());
        channel
    }

    fn drafts(&self, view: &str, block: &str, action: &str, value: Value) {
        let mut memory = self.memory();
        let blocks = memory.drafts.entry(view.to_owned()).or_default();
        let slot = blocks.entry(block).or_insert_with(|| json!({}));
        slot[action] = value;
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn until<T>(&self, what: &str, mut find: impl FnMut(&Screen) -> Option<T>) -> T {
        let mut changes = self.hub.changes();
        let watch = async {
            loop {
                changes.borrow_and_update();
                if let Some(found) = find(&self.screen()) {
                    return Some(found);
                }
                changes.changed().await.ok()?;
            }
        };
        match timeout(CAP, watch).await {
            Ok(Some(found)) => found,
            Ok(None) | Err(_) => panic!(
                "{} waited ten seconds for {what} and sees:\n{}",
                self.me.name,
                self.screen_text()
            ),
        }
    }
}
