//! People for tests: they act by what stands on their screen and by nothing else. Every wait is for a
//! change of the world, ten seconds at most, and a wait that fails shows the whole screen.

mod find;
mod form;
mod pick;
mod show;
mod watch;

use crate::{
    act::{Act, Surface},
    hub::Hub,
    screen::{Person, Screen},
    workspace::Workspace,
};
use find::Spot;
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
        let (channel, ts) = self.shown(to).await;
        self.does(Act::Type {
            channel,
            text: text.to_owned(),
            thread: Some(ts),
        })
        .await;
    }

    /// Changes their newest message that shows this text.
    pub async fn edits(&self, was: &str, text: &str) {
        let (channel, ts) = self.own(was).await;
        self.does(Act::Edit {
            channel,
            ts,
            text: text.to_owned(),
        })
        .await;
    }

    /// Takes back their newest message that shows this text; without one, and as an admin, deletes somebody else's.
    pub async fn deletes(&self, text: &str) {
        let (channel, ts) = self
            .until(&format!("a message with {text:?}"), |s| {
                find::message(s, text, Some(&self.me.id)).or_else(|| find::message(s, text, None))
            })
            .await;
        self.does(Act::Delete { channel, ts }).await;
    }

    /// Puts an emoji under the newest message that shows this text, or takes theirs away.
    pub async fn reacts(&self, to: &str, name: &str, on: bool) {
        let (channel, ts) = self.shown(to).await;
        let name = name.trim_matches(':').to_owned();
        self.does(Act::React {
            channel,
            ts,
            name,
            on,
        })
        .await;
    }

    /// Pins the newest message that shows this text, or takes the pin away.
    pub async fn pins(&self, text: &str, on: bool) {
        let (channel, ts) = self.shown(text).await;
        self.does(Act::Pin { channel, ts, on }).await;
    }

    /// Opens the app's messages tab.
    pub async fn opens_messages(&self) {
        self.memory().at_home = false;
        self.does(Act::OpenMessages).await;
    }

    async fn shown(&self, text: &str) -> (String, String) {
        self.until(&format!("a message with {text:?}"), |s| {
            find::message(s, text, None)
        })
        .await
    }

    async fn own(&self, text: &str) -> (String, String) {
        self.until(&format!("a message of their own with {text:?}"), |s| {
            find::message(s, text, Some(&self.me.id))
        })
        .await
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
        let (channel, ts) = self.shown(text).await;
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
