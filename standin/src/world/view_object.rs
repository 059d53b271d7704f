//! A view as apps are sent it, and as its owner sees it.

use super::{World, views::View};
use crate::{blocks::ViewKind, screen};
use serde_json::{Value, json};

impl World {
    /// The Home tab of this person.
    ///
    /// # Errors
    /// A sentence, if nothing was published for them.
    pub fn home_of(&self, user: &str) -> Result<&View, String> {
        let id = self.views.homes.get(user);
        id.and_then(|id| self.views.all.get(id))
            .ok_or_else(|| "Home is empty".to_owned())
    }

    /// The view object of replies and payloads.
    pub fn view_object(&self, view: &View) -> Value {
        // Recorded payloads have this title for every Home tab.
        let title = match view.kind {
            ViewKind::Home => json!({"type": "plain_text", "text": "View Title", "emoji": true}),
            ViewKind::Modal => json!(view.title),
        };
        json!({
            "id": view.id, "team_id": self.team_id,
            "type": if view.kind == ViewKind::Home { "home" } else { "modal" },
            "blocks": view.blocks, "private_metadata": view.private_metadata, "callback_id": view.callback_id,
            "state": {"values": view.values}, "hash": view.hash, "title": title,
            "clear_on_close": view.clear_on_close, "notify_on_close": view.notify_on_close, "close": view.close,
            "submit": view.submit, "previous_view_id": view.previous, "root_view_id": view.root,
            "app_id": self.app.id, "external_id": view.external_id, "app_installed_team_id": self.team_id,
            "bot_id": self.app.bot_id,
        })
    }

    /// The view as its owner sees it.
    pub fn seen_view(&self, view: &View) -> screen::View {
        let label = |text: &Value| text["text"].as_str().map(str::to_owned);
        screen::View {
            id: view.id.clone(),
            hash: view.hash.clone(),
            title: label(&view.title).unwrap_or_default(),
            submit: label(&view.submit),
            close: label(&view.close).unwrap_or_else(|| "Cancel".to_owned()),
            blocks: view.blocks.clone(),
            state: view.values.clone(),
            errors: view.errors.clone(),
        }
    }
}
