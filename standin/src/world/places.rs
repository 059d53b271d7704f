//! Channels and direct conversations: who is in them and what apps are told of them.

use super::{World, posts::Post};
use crate::{ids::letters_of, time::Now};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What kind of conversation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// A public channel.
    Public,
    /// A private channel.
    Private,
    /// One person and the app's bot.
    Dm,
    /// Two people, without the app.
    Direct,
    /// Several people, and the bot or not.
    Group,
}

impl PlaceKind {
    /// It has a name, and people come and go.
    pub fn is_channel(self) -> bool {
        matches!(self, Self::Public | Self::Private)
    }

    /// Everybody in the workspace may look in.
    pub fn is_public(self) -> bool {
        self == Self::Public
    }

    /// As in the `channel_type` of events.
    pub fn channel_type(self) -> &'static str {
        match self {
            Self::Public => "channel",
            Self::Private => "group",
            Self::Dm | Self::Direct => "im",
            Self::Group => "mpim",
        }
    }

    /// As in `types` of `conversations.list`.
    pub fn listed_as(self) -> &'static str {
        match self {
            Self::Public => "public_channel",
            Self::Private => "private_channel",
            Self::Dm | Self::Direct => "im",
            Self::Group => "mpim",
        }
    }

    /// The family of scopes that reads and writes it.
    pub fn family(self) -> &'static str {
        match self {
            Self::Public => "channels",
            Self::Private => "groups",
            Self::Dm | Self::Direct => "im",
            Self::Group => "mpim",
        }
    }
}

/// A link on top of a conversation.
#[derive(Clone, Debug)]
pub struct Bookmark {
    /// `Bk…`
    pub id: String,
    /// The words shown.
    pub title: String,
    /// Where it leads.
    pub link: String,
    /// An emoji before it, with colons.
    pub emoji: Option<String>,
    /// When it was made, and last changed (0: never), in seconds.
    pub at: [i64; 2],
}

/// A conversation.
#[derive(Clone, Debug)]
pub struct Place {
    /// `C…`, `D…` or `G…`
    pub id: String,
    /// Without `#`; empty for a direct conversation.
    pub name: String,
    /// What kind.
    pub kind: PlaceKind,
    /// Everyone in it.
    pub members: BTreeSet<String>,
    /// What the channel is about just now.
    pub topic: String,
    /// What the channel is for.
    pub purpose: String,
    /// Links on top of it.
    pub bookmarks: Vec<Bookmark>,
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
    format!("C0{:0<8}", letters_of(name))
}

impl Place {
    /// An empty conversation.
    pub fn new(id: String, name: &str, kind: PlaceKind, now: Now) -> Self {
        Self {
            id,
            name: name.to_owned(),
            kind,
            members: BTreeSet::new(),
            topic: String::new(),
            purpose: String::new(),
            bookmarks: Vec::new(),
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
            PlaceKind::Public | PlaceKind::Group => &self.name,
            PlaceKind::Private => "privategroup",
            PlaceKind::Dm | PlaceKind::Direct => "directmessage",
        }
    }

    /// Adds to the object of a message what its thread comes to, if it began one.
    pub fn tell_replies(&self, post: &Post, message: &mut Value) {
        let mine = |p: &&Post| p.thread.as_ref() == Some(&post.ts) && p.only_for.is_none();
        let replies: Vec<&Post> = self.posts.iter().filter(mine).collect();
        let Some(last) = replies.last() else { return };
        let people: BTreeSet<&String> = replies.iter().map(|p| &p.author).collect();
        message["thread_ts"] = json!(post.ts);
        message["reply_count"] = json!(replies.len());
        message["reply_users_count"] = json!(people.len());
        message["reply_users"] = json!(people);
        message["latest_reply"] = json!(last.ts);
    }

    /// Its pinned messages, the newest pin first.
    pub fn pins(&self) -> impl Iterator<Item = &Post> {
        self.posts.iter().rev().filter(|p| p.pin.is_some())
    }

    /// The scope that reads its history.
    pub fn history_scope(&self) -> String {
        format!("{}:history", self.kind.family())
    }

    /// The scope that reads its name and members.
    pub fn read_scope(&self) -> String {
        format!("{}:read", self.kind.family())
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

    /// A name for the transcript: `#general`, `Bea (DM)`, `Amir, Bea (group)`.
    pub fn place_title(&self, place: &Place) -> String {
        let names = |but: &str| {
            let ids = place.members.iter().filter(|id| *id != but);
            let names: Vec<&str> = ids.map(|id| self.name_of(id)).collect();
            names.join(", ")
        };
        match place.kind {
            PlaceKind::Dm => format!("{} (DM)", names(&self.app.bot_user)),
            PlaceKind::Direct => format!("{} (DM)", names("")),
            PlaceKind::Group => format!("{} (group)", names("")),
            PlaceKind::Public | PlaceKind::Private => format!("#{}", place.name),
        }
    }

    /// What this person calls a conversation: a channel's name without `#`, else the others' names.
    pub fn place_name_for(&self, place: &Place, user: &str) -> String {
        if place.kind.is_channel() {
            return place.name.clone();
        }
        let others = place.members.iter().filter(|id| *id != user);
        let names: Vec<&str> = others.map(|id| self.name_of(id)).collect();
        names.join(", ")
    }

    /// A person or a conversation in words, by id.
    pub fn called(&self, id: &str) -> String {
        match (self.place(id), self.group(id)) {
            (Some(place), _) => self.place_title(place),
            (None, Some(group)) => group.handle.clone(),
            (None, None) => self.name_of(id).to_owned(),
        }
    }

    /// Somebody from another workspace is in it.
    pub fn is_shared(&self, place: &Place) -> bool {
        let mut members = place.members.iter().filter_map(|id| self.member(id));
        members.any(|member| member.card.stranger)
    }

    /// The conversation of these people, which is made if there is none: two, or several.
    pub fn conversation_of(&mut self, people: &BTreeSet<String>, now: Now) -> String {
        let same = |p: &&Place| !p.kind.is_channel() && p.members == *people;
        if let Some(place) = self.places.iter().find(same) {
            return place.id.clone();
        }
        let kind = if people.len() > 2 {
            PlaceKind::Group
        } else {
            PlaceKind::Direct
        };
        let handles: Vec<&str> = people
            .iter()
            .filter_map(|id| Some(self.member(id)?.card.handle.as_str()))
            .collect();
        let name = format!("mpdm-{}-1", handles.join("--"));
        let id = self
            .ids
            .id(if kind == PlaceKind::Group { "G" } else { "D" });
        let name = if kind == PlaceKind::Group {
            name
        } else {
            String::new()
        };
        let mut place = Place::new(id.clone(), &name, kind, now);
        place.members.clone_from(people);
        self.places.push(place);
        id
    }

    /// The channel object of `conversations.*`.
    pub fn place_object(&self, place: &Place) -> Value {
        let kind = place.kind;
        if matches!(kind, PlaceKind::Dm | PlaceKind::Direct) {
            let other = place.members.iter().find(|m| **m != self.app.bot_user);
            let gone = other
                .and_then(|id| self.member(id))
                .is_some_and(|m| m.card.deactivated);
            return json!({
                "id": place.id, "created": place.created, "is_im": true, "is_org_shared": false,
                "is_archived": false, "user": other, "context_team_id": self.team_id, "is_user_deleted": gone,
                "is_open": true, "priority": 0,
            });
        }
        let shared = self.is_shared(place);
        json!({
            "id": place.id, "name": place.name, "name_normalized": place.name, "created": place.created,
            "creator": self.app.bot_user, "is_channel": kind == PlaceKind::Public, "is_group": kind == PlaceKind::Private,
            "is_im": false, "is_mpim": kind == PlaceKind::Group, "is_private": kind != PlaceKind::Public,
            "is_archived": place.archived, "is_general": place.name == "general", "is_shared": shared, "is_ext_shared": shared,
            "is_org_shared": false, "is_pending_ext_shared": false, "unlinked": 0, "context_team_id": self.team_id,
            "is_member": place.members.contains(&self.app.bot_user), "num_members": place.members.len(),
            "topic": {"value": place.topic, "creator": "", "last_set": 0},
            "purpose": {"value": place.purpose, "creator": "", "last_set": 0}, "previous_names": [], "updated": place.created * 1000,
        })
    }
}
