//! Filling in, sending and closing forms.

use super::{
    Persona,
    pick::{self, Picked},
};
use crate::{act::Act, screen::Screen};
use base64::Engine;
use serde_json::{Value, json};

impl Persona {
    /// Waits for a form and types into one of its fields.
    pub async fn fills(&self, label: &str, words: &str) {
        self.writes(label, words, false).await;
    }

    /// The same, and presses Enter: a field with `dispatch_action` tells the app.
    pub async fn enters(&self, label: &str, words: &str) {
        self.writes(label, words, true).await;
    }

    async fn writes(&self, label: &str, words: &str, enter: bool) {
        let (picked, value) = self
            .until(&format!("a field {label:?}"), |s| {
                pick::filled(s, label, words, enter)
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

    async fn puts(&self, picked: Picked, value: Value) {
        match picked {
            Picked::Draft {
                view,
                block,
                action,
            } => self.drafts(&view, &block, &action, value),
            Picked::Act(spot) => self.does(self.press(spot, value)).await,
        }
    }

    fn drafts(&self, view: &str, block: &str, action: &str, value: Value) {
        let mut memory = self.memory();
        let blocks = memory.drafts.entry(view.to_owned()).or_default();
        let slot = blocks.entry(block).or_insert_with(|| json!({}));
        slot[action] = value;
    }
}
