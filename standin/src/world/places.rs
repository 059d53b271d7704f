//! Channels and direct conversations: who is in them and what apps are told of them.

use super::{World, people::letters, posts::Post};
use crate::{refusal::Refusal, time::Now};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What kind of conversation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// A public channel.
    Public,
    /// A private channel.
    Private,
    /// One person and the bot.
    Dm,
}

/// A conversation.
#[derive(Clone, Debug)]
pub struct Place {
    /// `C…` or `D…`
    pub id: String,
    /// Without `#`; empty for a direct conversation.
    pub name: String,
    /// What kind.
    pub kind: PlaceKind,
    /// Everyone in it.
    pub members: BTreeSet<String>,
    /// Nothing may be posted any more.
    pub archived: bool,
    /// When it began, in seconds.
    pub created: i64,
    /// Oldest first, ephemerals among them.
    pub posts: Vec<Post>,
    /// How far each person has looked.
    pub looked: BTreeMap<String, String>,
}

/// The id of a channel by its name.
pub fn channel_id(name: &str) -> String {
    format!("C0{:0<8}", letters(name))
}

impl Place {
    /// An empty conversation.
    pub fn new(id: String, name: &str, kind: PlaceKind, now: Now) -> Self {
        Self {
            id,
            name: name.to_owned(),
            kind,
            members: BTreeSet::new(),
            archived: false,
            created: now.wall.timestamp(),
            posts: Vec::new(),
            looked: BTreeMap::new(),
        }
    }

    /// The conversation of one person with the bot.
    pub fn dm(user: &str, bot: &str, now: Now) -> Self {
        let mut place = Self::new(user.replacen('U', "D", 1), "", PlaceKind::Dm, now);
        place.members = [user.to_owned(), bot.to_owned()].into();
        place
    }

    /// As in the payloads of commands and clicks.
    pub fn payload_name(&self) -> &str {
        match self.kind {
            PlaceKind::Public => &self.name,
            PlaceKind::Private => "privategroup",
            PlaceKind::Dm => "directmessage",
        }
    }

    /// The scope that reads its history.
    pub fn history_scope(&self) -> &'static str {
        match self.kind {
            PlaceKind::Public => "channels:history",
            PlaceKind::Private => "groups:history",
            PlaceKind::Dm => "im:history",
        }
    }

    /// The scope that reads its name and members.
    pub fn read_scope(&self) -> &'static str {
        match self.kind {
            PlaceKind::Public => "channels:read",
            PlaceKind::Private => "groups:read",
            PlaceKind::Dm => "im:read",
        }
    }
}

impl World {
    /// A conversation by id.
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.iter().find(|p| p.id == id)
    }

    /// A conversation by id, to change it.
    pub fn place_mut(&mut self, id: &str) -> Option<&mut Place> {
        self.places.iter_mut().find(|p| p.id == id)
    }

    /// The conversation of this person with the bot.
    pub fn dm_of(&self, user: &str) -> Option<&Place> {
        self.places
            .iter()
            .find(|p| p.kind == PlaceKind::Dm && p.members.contains(user))
    }

    /// A name for the transcript: `#general`, `Bea (DM)`.
    pub fn place_title(&self, place: &Place) -> String {
        match place.kind {
            PlaceKind::Dm => {
                let other = place.members.iter().find(|m| **m != self.app.bot_user);
                format!("{} (DM)", other.map_or("nobody", |id| self.name_of(id)))
            }
            PlaceKind::Public | PlaceKind::Private => format!("#{}", place.name),
        }
    }

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

    /// The channel object of `conversations.info` and `conversations.open`.
    pub fn place_object(&self, place: &Place) -> Value {
        if place.kind == PlaceKind::Dm {
            let other = place.members.iter().find(|m| **m != self.app.bot_user);
            return json!({
                "id": place.id, "created": place.created, "is_im": true, "is_org_shared": false,
                "is_archived": false, "user": other, "context_team_id": self.team_id, "is_user_deleted": false,
                "is_open": true, "priority": 0,
            });
        }
        let private = place.kind == PlaceKind::Private;
        let shared = place
            .members
            .iter()
            .any(|m| self.member(m).is_some_and(|m| m.card.stranger));
        json!({
            "id": place.id, "name": place.name, "name_normalized": place.name, "created": place.created,
            "creator": self.app.bot_user, "is_channel": !private, "is_group": private, "is_im": false,
            "is_mpim": false, "is_private": private, "is_archived": place.archived,
            "is_general": place.name == "general", "is_shared": shared, "is_ext_shared": shared,
            "is_org_shared": false, "is_pending_ext_shared": false, "unlinked": 0, "context_team_id": self.team_id,
            "is_member": place.members.contains(&self.app.bot_user), "num_members": place.members.len(),
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0}, "previous_names": [], "updated": place.created * 1000,
        })
    }
}
