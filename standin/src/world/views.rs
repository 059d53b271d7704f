//! Forms and Home tabs: opening, stacking, updating, closing, and the view object of payloads.

use super::World;
use crate::{
    blocks::{self, ViewKind, limits},
    refusal::Refusal,
    screen,
    time::Now,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many forms stack.
pub const STACK: usize = 3;

/// All views.
#[derive(Debug, Default)]
pub struct Views {
    /// By id; closed ones are gone.
    pub all: BTreeMap<String, View>,
    /// Open forms of each person, the topmost last.
    pub stacks: BTreeMap<String, Vec<String>>,
    /// The Home tab of each person.
    pub homes: BTreeMap<String, String>,
}

/// One view.
#[derive(Clone, Debug)]
pub struct View {
    /// `V…`
    pub id: String,
    /// Whose.
    pub user: String,
    /// What kind.
    pub kind: ViewKind,
    /// Text objects, or null.
    pub title: Value,
    /// Text object, or null.
    pub submit: Value,
    /// Text object, or null.
    pub close: Value,
    /// Filled in.
    pub blocks: Vec<Value>,
    /// The app's own.
    pub private_metadata: String,
    /// The app's own.
    pub callback_id: String,
    /// The app's own, unique in the team.
    pub external_id: String,
    /// Changes with every update.
    pub hash: String,
    /// Closing it closes the whole stack.
    pub clear_on_close: bool,
    /// The app hears of its closing.
    pub notify_on_close: bool,
    /// The lowest form of its stack.
    pub root: String,
    /// The form below.
    pub previous: Option<String>,
    /// The conversation it was opened from.
    pub here: Option<String>,
    /// As in `view.state.values`.
    pub values: Value,
    /// Errors under fields.
    pub errors: BTreeMap<String, String>,
}

impl World {
    /// Checks a view as it came.
    ///
    /// # Errors
    /// `view_too_large`, or `invalid_arguments` with everything that is wrong.
    pub fn check_view(&self, view: &Value, kind: ViewKind) -> Result<(), Refusal> {
        if view.to_string().len() > limits::VIEW_BYTES {
            return Err(Refusal::code("view_too_large"));
        }
        blocks::check_view(view, kind)
            .map_err(|issues| Refusal::issues("invalid_arguments", &issues))?;
        self.check_slack_files(&view["blocks"], "/view/blocks", "invalid_arguments")
    }

    fn build_view(
        &mut self,
        user: &str,
        kind: ViewKind,
        view: &Value,
        here: Option<String>,
        now: Now,
    ) -> View {
        let text = |key: &str| view[key].as_str().unwrap_or_default().to_owned();
        let flag = |key: &str| view[key].as_bool().unwrap_or(false);
        let blocks = blocks::fill(&view["blocks"], &mut self.ids);
        let id = self.ids.id("V");
        View {
            user: user.to_owned(),
            kind,
            title: blocks::plain(&view["title"]),
            submit: blocks::plain(&view["submit"]),
            close: blocks::plain(&view["close"]),
            values: blocks::state::values(&blocks, &Value::Null, &|element| {
                self.here(user, here.as_deref(), element)
            }),
            here,
            blocks,
            private_metadata: text("private_metadata"),
            callback_id: text("callback_id"),
            external_id: text("external_id"),
            hash: self.new_hash(now),
            clear_on_close: flag("clear_on_close"),
            notify_on_close: flag("notify_on_close"),
            root: id.clone(),
            previous: None,
            errors: BTreeMap::new(),
            id,
        }
    }

    fn new_hash(&mut self, now: Now) -> String {
        format!("{}.{}", now.wall.timestamp(), self.ids.letters(8))
    }

    fn free_external_id(&self, view: &Value, own: Option<&str>) -> Result<(), Refusal> {
        let id = view["external_id"].as_str().unwrap_or_default();
        let taken = !id.is_empty()
            && self
                .views
                .all
                .values()
                .any(|v| v.external_id == id && Some(v.id.as_str()) != own);
        if taken {
            Err(Refusal::code("duplicate_external_id"))
        } else {
            Ok(())
        }
    }

    /// Opens a form as a new stack.
    ///
    /// # Errors
    /// When the view is not valid.
    pub fn open_view(
        &mut self,
        user: &str,
        view: &Value,
        here: Option<String>,
        now: Now,
    ) -> Result<Value, Refusal> {
        self.check_view(view, ViewKind::Modal)?;
        self.free_external_id(view, None)?;
        self.close_stack(user);
        Ok(self.stack_view(user, view, here, now))
    }

    /// Puts a form on top of this person's stack.
    ///
    /// # Errors
    /// When the view is not valid, nothing is open, or three are.
    pub fn push_view(&mut self, user: &str, view: &Value, now: Now) -> Result<Value, Refusal> {
        self.check_view(view, ViewKind::Modal)?;
        self.free_external_id(view, None)?;
        match self.views.stacks.get(user).map_or(0, Vec::len) {
            0 => Err(Refusal::code("not_found")),
            STACK.. => Err(Refusal::code("push_limit_reached")),
            _ => {
                let top = self.views.stacks.get(user).and_then(|stack| stack.last());
                let here = top.and_then(|id| self.views.all.get(id)?.here.clone());
                Ok(self.stack_view(user, view, here, now))
            }
        }
    }

    fn stack_view(&mut self, user: &str, view: &Value, here: Option<String>, now: Now) -> Value {
        let mut view = self.build_view(user, ViewKind::Modal, view, here, now);
        let stack = self.views.stacks.entry(user.to_owned()).or_default();
        if let (Some(root), Some(top)) = (stack.first(), stack.last()) {
            view.root.clone_from(root);
            view.previous = Some(top.clone());
        }
        stack.push(view.id.clone());
        self.tell_view(&view, "");
        let object = self.view_object(&view);
        self.views.all.insert(view.id.clone(), view);
        object
    }

    /// Replaces a view's content; what was typed stays where block and action are the same.
    ///
    /// # Errors
    /// When it is not open (any more), the hash is stale, or the view is not valid.
    pub fn update_view(
        &mut self,
        id: &str,
        view: &Value,
        hash: Option<&str>,
        now: Now,
    ) -> Result<Value, Refusal> {
        let Some(old) = self.views.all.get(id).cloned() else {
            return Err(Refusal::code("not_found"));
        };
        self.check_view(view, old.kind)?;
        if hash.is_some_and(|hash| hash != old.hash) {
            return Err(Refusal::code("hash_conflict"));
        }
        self.free_external_id(view, Some(id))?;
        let mut new = self.build_view(&old.user, old.kind, view, old.here.clone(), now);
        new.id.clone_from(&old.id);
        new.root = old.root;
        new.previous = old.previous;
        if new.external_id.is_empty() {
            new.external_id = old.external_id;
        }
        new.values = blocks::state::values(&new.blocks, &old.values, &|element| {
            self.here(&old.user, old.here.as_deref(), element)
        });
        self.tell_view(
            &new,
            if old.kind == ViewKind::Home {
                "changes"
            } else {
                " (changed)"
            },
        );
        let object = self.view_object(&new);
        self.views.all.insert(old.id, new);
        Ok(object)
    }

    /// Publishes a Home tab.
    ///
    /// # Errors
    /// When the hash is stale or the view is not valid.
    pub fn publish_home(
        &mut self,
        user: &str,
        view: &Value,
        hash: Option<&str>,
        now: Now,
    ) -> Result<Value, Refusal> {
        if let Some(id) = self.views.homes.get(user).cloned() {
            return self.update_view(&id, view, hash, now);
        }
        self.check_view(view, ViewKind::Home)?;
        if hash.is_some() {
            return Err(Refusal::code("hash_conflict"));
        }
        self.free_external_id(view, None)?;
        let view = self.build_view(user, ViewKind::Home, view, None, now);
        self.tell_view(&view, "appears");
        let object = self.view_object(&view);
        self.views.homes.insert(user.to_owned(), view.id.clone());
        self.views.all.insert(view.id.clone(), view);
        Ok(object)
    }

    /// Closes one form and what lies above it.
    pub fn close_view(&mut self, user: &str, id: &str) {
        let Some(stack) = self.views.stacks.get_mut(user) else {
            return;
        };
        let Some(at) = stack.iter().position(|v| v == id) else {
            return;
        };
        for gone in stack.split_off(at) {
            self.views.all.remove(&gone);
        }
    }

    /// Closes all forms of a person.
    pub fn close_stack(&mut self, user: &str) {
        self.suggestions.remove(user);
        for gone in self.views.stacks.remove(user).unwrap_or_default() {
            self.views.all.remove(&gone);
        }
    }

    /// An open form of this person.
    ///
    /// # Errors
    /// A sentence, if it is not open.
    pub fn open_form(&self, user: &str, id: &str) -> Result<&View, String> {
        let open = self
            .views
            .stacks
            .get(user)
            .is_some_and(|stack| stack.iter().any(|v| v == id));
        self.views
            .all
            .get(id)
            .filter(|_| open)
            .ok_or_else(|| "that form is not open (any more)".to_owned())
    }

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
        json!({
            "id": view.id, "team_id": self.team_id,
            "type": if view.kind == ViewKind::Home { "home" } else { "modal" },
            "blocks": view.blocks, "private_metadata": view.private_metadata, "callback_id": view.callback_id,
            "state": {"values": view.values}, "hash": view.hash, "title": view.title,
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
