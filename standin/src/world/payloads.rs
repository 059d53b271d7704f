//! The payloads apps are sent, in the shapes of docs.slack.dev (interactivity, events-api).

use super::{World, places::Place, posts::Post, views::View};
use crate::{blocks::state::fields, time::Now};
use serde_json::{Map, Value, json};

/// The verification token of old: apps must not rely on it.
const TOKEN: &str = "standin-verification-token";

impl World {
    fn who(&self, user: &str) -> Value {
        let handle = self.member(user).map_or("", |m| &m.card.handle);
        let team = self
            .member(user)
            .map_or(self.team_id.as_str(), |m| m.team(self));
        json!({"id": user, "username": handle, "name": handle, "team_id": team})
    }

    /// What every interactive payload has.
    fn interactive(&self, kind: &str, user: &str) -> Map<String, Value> {
        let common = json!({
            "type": kind, "team": {"id": self.team_id, "domain": self.domain}, "enterprise": null,
            "is_enterprise_install": false, "user": self.who(user), "api_app_id": self.app.id, "token": TOKEN,
        });
        common.as_object().cloned().unwrap_or_default()
    }

    /// A slash command; all values are strings.
    pub fn command_payload(
        &mut self,
        user: &str,
        place: &Place,
        command: &str,
        text: &str,
        now: Now,
    ) -> Value {
        let trigger = self.new_trigger_in(user, &place.id, now);
        let response_url = self.new_response_url(user, &place.id, None, now);
        let handle = self.member(user).map_or("", |m| &m.card.handle);
        json!({
            "token": TOKEN, "team_id": self.team_id, "team_domain": self.domain, "channel_id": place.id,
            "channel_name": place.payload_name(), "user_id": user, "user_name": handle, "command": command,
            "text": text, "api_app_id": self.app.id, "is_enterprise_install": "false",
            "response_url": response_url, "trigger_id": trigger,
        })
    }

    /// A form was sent.
    pub fn submission_payload(&mut self, view: &View, now: Now) -> Value {
        let mut payload = self.interactive("view_submission", &view.user);
        payload.insert(
            "trigger_id".into(),
            json!(self.new_trigger(&view.user, Some(&view.id), now)),
        );
        payload.insert("view".into(), self.view_object(view));
        payload.insert("response_urls".into(), self.response_urls(view, now));
        Value::Object(payload)
    }

    /// One for every conversation that was picked in an input with `response_url_enabled`.
    fn response_urls(&mut self, view: &View, now: Now) -> Value {
        let mut urls = Vec::new();
        for field in fields(&view.blocks) {
            let (block, action) = (field.block_id(), field.action_id());
            let key = field.value_key().unwrap_or_default();
            let picked = view.values[block][action][key].as_str();
            let Some(channel) = picked.filter(|_| field.element["response_url_enabled"] == true)
            else {
                continue;
            };
            let url = self.new_response_url(&view.user, channel, None, now);
            urls.push(json!({"block_id": block, "action_id": action, "channel_id": channel, "response_url": url}));
        }
        json!(urls)
    }

    /// Somebody types into an external select: the app is asked for options.
    pub fn suggestion_payload(
        &self,
        user: &str,
        at: (&str, &str),
        query: &str,
        stands: Map<String, Value>,
    ) -> Value {
        let mut payload = self.interactive("block_suggestion", user);
        payload.insert("block_id".into(), json!(at.0));
        payload.insert("action_id".into(), json!(at.1));
        payload.insert("value".into(), json!(query));
        payload.extend(stands);
        Value::Object(payload)
    }

    /// Where an element of a message stands.
    pub fn stands_in_message(
        &self,
        place: &Place,
        post: &Post,
        block_id: &str,
    ) -> Map<String, Value> {
        let ephemeral = post.only_for.is_some();
        let mut stands = Map::new();
        let mut container = json!({"type": "message", "message_ts": post.ts, "channel_id": place.id, "is_ephemeral": ephemeral});
        if let Some(thread) = &post.thread {
            container["thread_ts"] = json!(thread);
        }
        if let Some(attachment) = post.attachment_with(block_id) {
            container["type"] = json!("message_attachment");
            container["attachment_id"] = attachment["id"].clone();
            container["is_app_unfurl"] = json!(false);
        }
        stands.insert("container".into(), container);
        stands.insert(
            "channel".into(),
            json!({"id": place.id, "name": place.payload_name()}),
        );
        if !ephemeral {
            stands.insert("message".into(), self.message_object(post, false));
        }
        stands
    }

    /// Where an element of a form or of the Home tab stands.
    pub fn stands_in_view(&self, view: &View) -> Map<String, Value> {
        let mut stands = Map::new();
        stands.insert(
            "container".into(),
            json!({"type": "view", "view_id": view.id}),
        );
        stands.insert("view".into(), self.view_object(view));
        stands
    }

    /// A form was closed; input blocks' values are not told.
    pub fn closed_payload(&self, view: &View, is_cleared: bool) -> Value {
        let mut payload = self.interactive("view_closed", &view.user);
        let mut object = self.view_object(view);
        if let Some(values) = object["state"]["values"].as_object_mut() {
            let is_input = |id: &String| {
                view.blocks
                    .iter()
                    .any(|b| b["type"] == "input" && b["block_id"] == id.as_str())
            };
            values.retain(|id, _| !is_input(id));
        }
        payload.insert("view".into(), object);
        payload.insert("is_cleared".into(), json!(is_cleared));
        Value::Object(payload)
    }

    /// A global shortcut.
    pub fn shortcut_payload(
        &mut self,
        user: &str,
        callback_id: &str,
        place: Option<&str>,
        now: Now,
    ) -> Value {
        let mut payload = self.interactive("shortcut", user);
        payload.insert("action_ts".into(), json!(self.ids.ts(now)));
        payload.insert("callback_id".into(), json!(callback_id));
        let trigger = match place {
            Some(place) => self.new_trigger_in(user, place, now),
            None => self.new_trigger(user, None, now),
        };
        payload.insert("trigger_id".into(), json!(trigger));
        Value::Object(payload)
    }

    /// A message shortcut.
    pub fn message_action_payload(
        &mut self,
        user: &str,
        callback_id: &str,
        place: &Place,
        post: &Post,
        now: Now,
    ) -> Value {
        let mut payload = self.interactive("message_action", user);
        payload.insert("action_ts".into(), json!(self.ids.ts(now)));
        payload.insert("callback_id".into(), json!(callback_id));
        payload.insert(
            "trigger_id".into(),
            json!(self.new_trigger_in(user, &place.id, now)),
        );
        payload.insert(
            "response_url".into(),
            json!(self.new_response_url(user, &place.id, None, now)),
        );
        payload.insert("message_ts".into(), json!(post.ts));
        payload.insert(
            "channel".into(),
            json!({"id": place.id, "name": place.payload_name()}),
        );
        payload.insert("message".into(), self.message_object(post, false));
        Value::Object(payload)
    }

    /// An element of a message was used.
    pub fn message_click_payload(
        &mut self,
        user: &str,
        place: &Place,
        post: &Post,
        action: &Value,
        now: Now,
    ) -> Value {
        let mut payload = self.interactive("block_actions", user);
        payload.insert(
            "trigger_id".into(),
            json!(self.new_trigger_in(user, &place.id, now)),
        );
        let block_id = action["block_id"].as_str().unwrap_or_default();
        payload.extend(self.stands_in_message(place, post, block_id));
        payload.insert("state".into(), json!({"values": post.values_of(user)}));
        payload.insert(
            "response_url".into(),
            json!(self.new_response_url(user, &place.id, Some(&post.ts), now)),
        );
        payload.insert("actions".into(), json!([action]));
        Value::Object(payload)
    }

    /// An element of a form or of the Home tab was used.
    pub fn view_click_payload(&mut self, view: &View, action: &Value, now: Now) -> Value {
        let mut payload = self.interactive("block_actions", &view.user);
        let from = (view.kind == crate::blocks::ViewKind::Modal).then_some(view.id.as_str());
        payload.insert(
            "trigger_id".into(),
            json!(self.new_trigger(&view.user, from, now)),
        );
        payload.extend(self.stands_in_view(view));
        payload.insert("actions".into(), json!([action]));
        Value::Object(payload)
    }

    /// The wrapper of an event.
    pub fn event_payload(&mut self, event: &Value, now: Now) -> Value {
        json!({
            "token": TOKEN, "team_id": self.team_id, "context_team_id": self.team_id, "context_enterprise_id": null,
            "api_app_id": self.app.id, "event": event, "type": "event_callback", "event_id": self.ids.id("Ev"),
            "event_time": now.wall.timestamp(),
            "authorizations": [{
                "enterprise_id": null, "team_id": self.team_id, "user_id": self.app.bot_user, "is_bot": true,
                "is_enterprise_install": false,
            }],
            "is_ext_shared_channel": false, "event_context": format!("4-{}", self.ids.letters(20)),
        })
    }
}
