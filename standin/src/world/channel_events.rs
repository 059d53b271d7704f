//! What apps are told of channels and of who is in them. Shapes: the published types of `@slack/types`; private
//! channels have names of their own for the same events.

use super::{World, places::PlaceKind};
use crate::time::Now;
use serde_json::{Value, json};

impl World {
    /// A channel was `created`, got another name (`rename`), went into the `archive` or out of it (`unarchive`).
    pub(super) fn raise_channel(&mut self, what: &str, id: &str, now: Now) {
        let event_ts = self.ids.ts(now);
        let Some(place) = self.place(id) else { return };
        let told = match (place.kind, what) {
            (PlaceKind::Public, _) => "channel",
            (PlaceKind::Private, "archive" | "unarchive" | "rename") => "group",
            // Nobody but its members knows of a new private channel; other conversations have no such life.
            (PlaceKind::Private | PlaceKind::Dm | PlaceKind::Direct | PlaceKind::Group, _) => {
                return;
            }
        };
        let bot = &self.app.bot_user;
        if what != "created" && !place.kind.is_public() && !place.members.contains(bot) {
            return;
        }
        let channel = match what {
            "created" => {
                let mut object = self.place_object(place);
                object["is_frozen"] = json!(false);
                object
            }
            "rename" => json!({
                "id": place.id, "name": place.name, "name_normalized": place.name, "created": place.created,
                "is_channel": place.kind.is_public(), "is_mpim": false,
            }),
            _ => json!(place.id),
        };
        let mut event =
            json!({"type": format!("{told}_{what}"), "channel": channel, "event_ts": event_ts});
        if channel_is_id(&event) {
            event["user"] = json!(bot);
        }
        self.raise(&event, now);
    }

    /// Somebody went into a channel or out of it, as `members` says by now; the event, if the app hears of it.
    pub(super) fn moved(
        &mut self,
        user: &str,
        id: &str,
        inviter: Option<&str>,
        now: Now,
    ) -> Option<Value> {
        let event_ts = self.ids.ts(now);
        let place = self.place(id)?;
        if !place.members.contains(&self.app.bot_user) {
            return None;
        }
        let inside = place.members.contains(user);
        let kind = if inside {
            "member_joined_channel"
        } else {
            "member_left_channel"
        };
        let letter = if place.kind.is_public() { "C" } else { "G" };
        let mut event = json!({
            "type": kind, "user": user, "channel": id, "channel_type": letter, "team": self.team_id,
            "event_ts": event_ts,
        });
        if let Some(inviter) = inviter {
            event["inviter"] = json!(inviter);
        }
        Some(event)
    }

    /// The app itself brought somebody into a channel, or sent them out.
    pub(super) fn raise_moved(&mut self, user: &str, id: &str, inviter: Option<&str>, now: Now) {
        if let Some(event) = self.moved(user, id, inviter, now) {
            self.raise(&event, now);
        }
    }

    /// The bot went out of a channel.
    pub(super) fn raise_left(&mut self, id: &str, actor: &str, now: Now) {
        let event_ts = self.ids.ts(now);
        let Some(place) = self.place(id) else { return };
        let kind = if place.kind.is_public() {
            "channel_left"
        } else {
            "group_left"
        };
        let event = json!({"type": kind, "channel": id, "actor_id": actor, "event_ts": event_ts});
        self.raise(&event, now);
    }

    /// Somebody archives a channel, or opens it again.
    pub fn archive_place(&mut self, name: &str, archived: bool, now: Now) {
        let found = self
            .places
            .iter_mut()
            .find(|p| p.kind.is_channel() && p.name == name);
        let Some(place) = found else { return };
        place.archived = archived;
        let id = place.id.clone();
        self.raise_channel(if archived { "archive" } else { "unarchive" }, &id, now);
    }

    /// The bot is brought into a channel.
    pub fn bring_bot(&mut self, name: &str, now: Now) {
        let bot = self.app.bot_user.clone();
        let found = self
            .places
            .iter_mut()
            .find(|p| p.kind.is_channel() && p.name == name);
        let Some(place) = found else { return };
        if place.members.insert(bot.clone()) {
            let id = place.id.clone();
            self.raise_moved(&bot, &id, None, now);
        }
    }
}

fn channel_is_id(event: &Value) -> bool {
    event["channel"].is_string()
}
