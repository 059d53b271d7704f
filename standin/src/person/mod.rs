//! People for tests: they act by what stands on their screen and by nothing else. Every wait is for a
//! change of the world, ten seconds at most, and a wait that fails shows the whole screen.

mod find;
mod show;
mod watch;

use crate::{
    act::{Act, Surface},
    hub::Hub,
    screen::{Person, Screen},
    slack::CAP,
    workspace::Workspace,
};
use find::{Picked, Spot};
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::time::timeout;

/// What a client keeps to itself: half-typed forms, and where its owner looks.
#[derive(Debug, Default)]
pub struct Memory {
    drafts: BTreeMap<String, Map<String, Value>>,
    at_home: bool,
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
        self.memory().at_home = false;
        let channel = self.conversation(conversation).await;
        self.does(Act::Type {
            channel,
            text: text.to_owned(),
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
        self.does(Act::Shortcut { callback_id }).await;
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
        let channel = self.conversation(conversation).await;
        self.does(Act::Look { channel }).await;
    }

    /// Waits for a form and types into one of its fields.
    pub async fn fills(&self, label: &str, words: &str) {
        let (view, block, action, kind) = self
            .until(&format!("a field {label:?}"), |s| {
                find::text_field(s, label)
            })
            .await;
        self.drafts(
            &view,
            &block,
            &action,
            json!({"type": kind, "value": words}),
        );
    }

    /// Waits for a field of this label, placeholder or text beside it, and picks an option of it; a date is
    /// picked as `2026-10-01`.
    pub async fn picks(&self, label: &str, option: &str) {
        let at_home = self.memory().at_home;
        let what = format!("a field {label:?} with {option:?}");
        let (spot, value) = self
            .until(&what, |s| find::pick(s, label, option, at_home))
            .await;
        match spot {
            Picked::Draft {
                view,
                block,
                action,
            } => self.drafts(&view, &block, &action, value),
            Picked::Act(spot) => self.presses(spot, value).await,
        }
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

    async fn conversation(&self, name: &str) -> String {
        self.until(&format!("a conversation {name:?}"), |s| {
            find::conversation(s, name)
        })
        .await
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
