//! Who may see, write or be written to where: the checks that come before a message, and the codes Slack refuses with.

use super::{
    World,
    places::{Place, PlaceKind},
    words,
};
use crate::refusal::Refusal;

impl World {
    /// A conversation the bot can see: its own, or a public one.
    ///
    /// # Errors
    /// `channel_not_found`, for a private channel without the bot too.
    pub fn visible_place(&self, id: &str) -> Result<&Place, Refusal> {
        let place = self
            .place(id)
            .ok_or_else(|| Refusal::code("channel_not_found"))?;
        let hidden = place.kind != PlaceKind::Public && !place.members.contains(&self.app.bot_user);
        if hidden {
            Err(Refusal::code("channel_not_found"))
        } else {
            Ok(place)
        }
    }

    /// A conversation the bot is in.
    ///
    /// # Errors
    /// `channel_not_found` or `not_in_channel`.
    pub fn joined_place(&self, id: &str) -> Result<&Place, Refusal> {
        let place = self.visible_place(id)?;
        if place.members.contains(&self.app.bot_user) {
            Ok(place)
        } else {
            Err(Refusal::code("not_in_channel"))
        }
    }

    /// The conversation that `chat.postMessage` means: an id, or a person whose conversation it opens.
    ///
    /// # Errors
    /// When there is none, or nothing may be posted there.
    pub fn post_place(&self, channel: &str) -> Result<String, Refusal> {
        let place = if channel.starts_with(['U', 'W']) {
            if self.member(channel).is_none() {
                return Err(Refusal::code("channel_not_found"));
            }
            self.reachable(channel)?
        } else {
            self.visible_place(channel)?
        };
        let elsewhere = self.app.manifest.scopes.contains("chat:write.public")
            && place.kind == PlaceKind::Public;
        if !place.members.contains(&self.app.bot_user) && !elsewhere {
            return Err(Refusal::code("not_in_channel"));
        }
        if place.archived {
            return Err(Refusal::code("is_archived"));
        }
        if place.kind == PlaceKind::Dm {
            if !self.app.manifest.messages_tab {
                return Err(Refusal::code("messages_tab_disabled"));
            }
            let other = place.members.iter().find(|m| **m != self.app.bot_user);
            if let Some(other) = other {
                self.reachable(other)?;
            }
        }
        Ok(place.id.clone())
    }

    /// The conversation with a person whom the bot may write to.
    ///
    /// # Errors
    /// `user_not_found`, `user_disabled`, `user_not_visible` or `cannot_dm_bot`.
    pub fn reachable(&self, user: &str) -> Result<&Place, Refusal> {
        let member = self
            .member(user)
            .ok_or_else(|| Refusal::code("user_not_found"))?;
        if member.card.deactivated {
            return Err(Refusal::code("user_disabled"));
        }
        if member.card.stranger {
            return Err(Refusal::code("user_not_visible"));
        }
        if !member.is_human() {
            return Err(Refusal::code("cannot_dm_bot"));
        }
        self.dm_of(user)
            .ok_or_else(|| Refusal::code("user_not_found"))
    }

    /// A message written by a person; the composer of the bot's conversation may be closed.
    pub fn may_write(&self, place: &str) -> Result<(), String> {
        let manifest = &self.app.manifest;
        let closed = |p: &Place| {
            p.kind == PlaceKind::Dm && (!manifest.messages_tab || manifest.messages_read_only)
        };
        match self.place(place) {
            Some(place) if closed(place) => Err(words::MESSAGES_OFF.to_owned()),
            Some(place) if place.archived => Err(words::ARCHIVED.to_owned()),
            Some(_) => Ok(()),
            None => Err("no such conversation".to_owned()),
        }
    }
}
