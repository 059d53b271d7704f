//! Emoji under messages, and messages that are kept at hand: what people and the app may do with them, and the
//! events that follow: `reaction_added`, `pin_added` and their ends, with the fields that the types of `@slack/types` name.

use super::{
    World,
    posts::{Pin, Post},
};
use crate::time::Now;
use serde_json::{Value, json};

/// Different emoji under one message.
const EMOJI: usize = 50;
/// Different emoji of one person under one message.
const EMOJI_OF_ONE: usize = 23;
/// Pins of one conversation.
const PINS: usize = 100;

/// Slack's code for why something cannot be done.
pub type Code = &'static str;

/// It could be the name of an emoji, with a skin tone or not: `tada`, `wave::skin-tone-3`.
fn is_emoji(name: &str) -> bool {
    let (name, tone) = name.split_once("::").unwrap_or((name, "skin-tone-2"));
    let plain = |c: char| c.is_lowercase() || c.is_numeric() || "_+-'".contains(c);
    let toned = tone
        .strip_prefix("skin-tone-")
        .is_some_and(|n| ["2", "3", "4", "5", "6"].contains(&n));
    !name.is_empty() && name.chars().all(plain) && toned
}

impl World {
    /// Somebody puts an emoji under a message; the event that the app is told, if it hears of it.
    ///
    /// # Errors
    /// `invalid_name`, `message_not_found`, `already_reacted`, `too_many_emoji` or `too_many_reactions`.
    pub fn react(
        &mut self,
        at: (&str, &str),
        user: &str,
        name: &str,
        now: Now,
    ) -> Result<Value, Code> {
        if !is_emoji(name) {
            return Err("invalid_name");
        }
        let post = self.shared_post(at)?;
        let mine = |(_, users): &&(String, Vec<String>)| users.iter().any(|u| u == user);
        let (all, of_one) = (
            post.reactions.len(),
            post.reactions.iter().filter(mine).count(),
        );
        match post.reactions.iter_mut().find(|(n, _)| n == name) {
            Some((_, users)) if users.iter().any(|u| u == user) => return Err("already_reacted"),
            _ if of_one >= EMOJI_OF_ONE => return Err("too_many_reactions"),
            Some((_, users)) => users.push(user.to_owned()),
            None if all >= EMOJI => return Err("too_many_emoji"),
            None => post
                .reactions
                .push((name.to_owned(), vec![user.to_owned()])),
        }
        self.say_reaction(at.0, user, &format!("puts :{name}: under a message"));
        Ok(self.reaction_event("reaction_added", at, user, name, now))
    }

    /// Somebody takes their emoji away again.
    ///
    /// # Errors
    /// `invalid_name`, `message_not_found` or `no_reaction`.
    pub fn unreact(
        &mut self,
        at: (&str, &str),
        user: &str,
        name: &str,
        now: Now,
    ) -> Result<Value, Code> {
        if !is_emoji(name) {
            return Err("invalid_name");
        }
        let post = self.shared_post(at)?;
        let found = post
            .reactions
            .iter_mut()
            .find(|(n, users)| n == name && users.iter().any(|u| u == user));
        let (_, users) = found.ok_or("no_reaction")?;
        users.retain(|u| u != user);
        post.reactions.retain(|(_, users)| !users.is_empty());
        self.say_reaction(at.0, user, &format!("takes :{name}: away from a message"));
        Ok(self.reaction_event("reaction_removed", at, user, name, now))
    }

    /// Somebody pins a message.
    ///
    /// # Errors
    /// `message_not_found`, `already_pinned` or `too_many_pins`.
    pub fn pin(&mut self, at: (&str, &str), user: &str, now: Now) -> Result<Value, Code> {
        let pins = self.place(at.0).map_or(0, |p| p.pins().count());
        let post = self.shared_post(at)?;
        if post.pin.is_some() {
            return Err("already_pinned");
        }
        if pins >= PINS {
            return Err("too_many_pins");
        }
        post.pin = Some(Pin {
            place: at.0.to_owned(),
            by: user.to_owned(),
            at: now.wall.timestamp(),
        });
        self.say_reaction(at.0, user, "pins a message");
        Ok(self.pin_event("pin_added", at, user, now))
    }

    /// Somebody takes a pin away.
    ///
    /// # Errors
    /// `message_not_found` or `no_pin`.
    pub fn unpin(&mut self, at: (&str, &str), user: &str, now: Now) -> Result<Value, Code> {
        if self.shared_post(at)?.pin.is_none() {
            return Err("no_pin");
        }
        let mut event = self.pin_event("pin_removed", at, user, now);
        self.shared_post(at)?.pin = None;
        let left = self.place(at.0).map_or(0, |p| p.pins().count());
        event["pin_count"] = json!(left.to_string());
        event["has_pins"] = json!(left > 0);
        self.say_reaction(at.0, user, "takes a pin away");
        Ok(event)
    }

    /// A message that is there for everyone.
    fn shared_post(&mut self, (place, ts): (&str, &str)) -> Result<&mut Post, Code> {
        let post = self.post_mut(place, ts).filter(|p| p.only_for.is_none());
        post.ok_or("message_not_found")
    }

    fn say_reaction(&mut self, place: &str, user: &str, how: &str) {
        if let Some(place) = self.place(place) {
            let line = format!(
                "{} {how} in {}",
                self.name_of(user),
                self.place_title(place)
            );
            self.transcript.say(line);
        }
    }

    fn reaction_event(
        &mut self,
        kind: &str,
        at: (&str, &str),
        user: &str,
        name: &str,
        now: Now,
    ) -> Value {
        let author = self.find_post(at.0, at.1).map(|p| p.author.clone());
        json!({
            "type": kind, "user": user, "reaction": name, "item_user": author,
            "item": {"type": "message", "channel": at.0, "ts": at.1}, "event_ts": self.ids.ts(now),
        })
    }

    fn pin_event(&mut self, kind: &str, at: (&str, &str), user: &str, now: Now) -> Value {
        let event_ts = self.ids.ts(now);
        let Some((place, post)) = self.place(at.0).zip(self.find_post(at.0, at.1)) else {
            return Value::Null;
        };
        let pin = post.pin.as_ref();
        json!({
            "type": kind, "user": user, "channel_id": at.0, "item": self.pinned_item(place, post),
            "item_user": post.author, "pin_count": place.pins().count().to_string(),
            "pinned_info": {"channel": at.0, "pinned_by": pin.map(|p| &p.by), "pinned_ts": pin.map(|p| p.at)},
            "event_ts": event_ts,
        })
    }

    /// A pinned message as `pins.list` shows it.
    pub fn pinned_item(&self, place: &super::places::Place, post: &Post) -> Value {
        let mut message = self.message_object(post, false);
        message["permalink"] = json!(self.permalink(place, post));
        let pin = post.pin.as_ref();
        json!({
            "type": "message", "channel": place.id, "message": message,
            "created": pin.map(|p| p.at), "created_by": pin.map(|p| &p.by),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::is_emoji;

    #[test]
    fn an_emoji_has_a_plain_name_and_perhaps_a_skin_tone() {
        for name in ["tada", "+1", "e-mail", "wave::skin-tone-6", "piñata"] {
            assert!(is_emoji(name), "{name}");
        }
        for name in [
            "",
            ":tada:",
            "Tada",
            "two words",
            "wave::skin-tone-7",
            "wave::",
            "::skin-tone-2",
        ] {
            assert!(!is_emoji(name), "{name}");
        }
    }
}
