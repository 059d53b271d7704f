//! Events that follow from what the app itself does: its own messages come back to it, as do those it changes and
//! removes. They wait in the world until somebody hands them over. Ephemeral messages raise none.

use super::{World, envelope::Envelope, places::Place, posts::Post};
use crate::time::Now;
use serde_json::{Value, json};

impl World {
    /// An event for the app, if it subscribed to it.
    pub(super) fn raise(&mut self, event: &Value, now: Now) {
        let event = self.event(event, now);
        self.raised.extend(event);
    }

    /// Takes what waits to be handed over, in order.
    pub fn take_raised(&mut self) -> Vec<Envelope> {
        std::mem::take(&mut self.raised)
    }

    /// The place, if the app hears of what is said in it.
    fn heard(&self, place: &str) -> Option<&Place> {
        let heard = |p: &&Place| p.members.contains(&self.app.bot_user);
        self.place(place).filter(heard)
    }

    /// The app posted something for all to see.
    pub(super) fn raise_posted(&mut self, place: &str, ts: &str, now: Now) {
        let Some((place, post)) = self.heard(place).zip(self.find_post(place, ts)) else {
            return;
        };
        if post.author != self.app.bot_user || post.only_for.is_some() {
            return;
        }
        let mut event = self.message_object(post, true);
        event["channel"] = json!(place.id);
        event["channel_type"] = json!(place.kind.channel_type());
        event["event_ts"] = json!(ts);
        self.raise(&event, now);
    }

    /// The app changed one of its messages.
    pub(super) fn raise_changed(&mut self, place: &str, post: &Post, before: &Value, now: Now) {
        let after = self.message_object(post, true);
        let event =
            json!({"subtype": "message_changed", "message": after, "previous_message": before});
        self.raise_revised(place, post, event, now);
    }

    /// The app is about to remove one of its messages.
    pub(super) fn raise_removed(&mut self, place: &str, post: &Post, now: Now) {
        let before = self.message_object(post, false);
        let event = json!({"subtype": "message_deleted", "deleted_ts": post.ts, "previous_message": before});
        self.raise_revised(place, post, event, now);
    }

    fn raise_revised(&mut self, place: &str, post: &Post, event: Value, now: Now) {
        if post.author == self.app.bot_user
            && post.only_for.is_none()
            && let Some(event) = self.revision(place, event, now)
        {
            self.raise(&event, now);
        }
    }

    /// The event of a change to a message, if the app hears of what is said there.
    pub(super) fn revision(&mut self, place: &str, mut event: Value, now: Now) -> Option<Value> {
        let heard = self.heard(place)?;
        event["channel"] = json!(heard.id);
        event["channel_type"] = json!(heard.kind.channel_type());
        event["type"] = json!("message");
        event["hidden"] = json!(true);
        let at = self.ids.ts(now);
        event["ts"] = json!(at);
        event["event_ts"] = json!(at);
        Some(event)
    }
}
