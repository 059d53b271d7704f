//! One person's screen, filtered for them: the only place that decides what somebody sees.

use super::{
    World,
    files::seen_file,
    places::{Place, PlaceKind},
    posts::Post,
};
use crate::{manifest::ShortcutKind, screen};

impl World {
    /// What this person sees; `None` unless they may be someone's persona. `version` is the caller's.
    pub fn screen(&self, user: &str, version: u64) -> Option<screen::Screen> {
        let me = self.member(user).filter(|m| m.is_persona())?;
        let pickable = self.people.iter().filter(|m| !m.card.deactivated);
        let manifest = &self.app.manifest;
        let view = |id: &String| self.views.all.get(id).map(|view| self.seen_view(view));
        Some(screen::Screen {
            version,
            team: self.team_name.clone(),
            app: self.bot_name().to_owned(),
            me: me.seen(),
            people: pickable.map(super::people::Member::seen).collect(),
            conversations: self.conversations(user),
            groups: self.seen_groups(),
            choices: self.choices(user),
            uploads: self.uploads_of(user),
            suggestions: self
                .suggestions
                .get(user)
                .and_then(|all| all.last())
                .cloned(),
            home: self.views.homes.get(user).and_then(view),
            forms: self
                .views
                .stacks
                .get(user)
                .into_iter()
                .flatten()
                .filter_map(view)
                .collect(),
            notice: self.notices.get(user).cloned(),
            commands: manifest
                .commands
                .iter()
                .map(|c| screen::Command {
                    command: c.command.clone(),
                    description: c.description.clone(),
                    usage_hint: c.usage_hint.clone(),
                })
                .collect(),
            shortcuts: manifest
                .shortcuts
                .iter()
                .map(|s| screen::Shortcut {
                    name: s.name.clone(),
                    description: s.description.clone(),
                    callback_id: s.callback_id.clone(),
                    on_message: s.kind == ShortcutKind::Message,
                })
                .collect(),
        })
    }

    /// Channels in the order of the world, conversations of people, the one with the bot last.
    pub(super) fn conversations(&self, user: &str) -> Vec<screen::Conversation> {
        let floor = |place: &Place| match place.kind {
            PlaceKind::Public | PlaceKind::Private => 0,
            PlaceKind::Direct | PlaceKind::Group => 1,
            PlaceKind::Dm => 2,
        };
        let mut mine: Vec<&Place> = self
            .places
            .iter()
            .filter(|p| p.members.contains(user))
            .collect();
        mine.sort_by_key(|place| floor(place));
        mine.into_iter()
            .map(|place| self.conversation(place, user))
            .collect()
    }

    fn conversation(&self, place: &Place, user: &str) -> screen::Conversation {
        let looked = place.looked.get(user).map_or("", String::as_str);
        let mine = || place.posts.iter().filter(|p| p.is_for(user));
        screen::Conversation {
            id: place.id.clone(),
            name: self.place_name_for(place, user),
            kind: kind_of(place),
            read_only: self.may_write(&place.id).is_err(),
            unread: mine()
                .filter(|p| p.author != user && p.ts.as_str() > looked)
                .count(),
            messages: mine()
                .map(|post| screen::Message {
                    ts: post.ts.clone(),
                    author: self.author_of(post),
                    icons: post.guise.as_ref().and_then(|guise| guise.icons.clone()),
                    ephemeral: post.only_for.is_some(),
                    edited: post.edited.is_some(),
                    text: post.text.clone(),
                    blocks: post.blocks.clone(),
                    attachments: post.attachments.clone(),
                    state: post.values_of(user).clone(),
                    reactions: self.seen_reactions(post, user),
                    pinned: post.pin.is_some(),
                    files: self.files_of(post).map(seen_file).collect(),
                    thread: post.thread.clone(),
                    broadcast: post.broadcast,
                })
                .collect(),
        }
    }

    /// Who wrote a message, by the name that it bears.
    pub(super) fn author_of(&self, post: &Post) -> screen::Person {
        let id = &post.author;
        let mut author = self.member(id).map_or_else(
            || screen::Person {
                id: id.clone(),
                handle: String::new(),
                name: id.clone(),
                is_bot: false,
            },
            super::people::Member::seen,
        );
        if let Some(name) = post.guise.as_ref().and_then(|guise| guise.name.clone()) {
            author.name = name;
        }
        author
    }

    fn seen_reactions(&self, post: &Post, user: &str) -> Vec<screen::Reaction> {
        let seen = |(name, users): &(String, Vec<String>)| screen::Reaction {
            name: name.clone(),
            people: users.iter().map(|id| self.name_of(id).to_owned()).collect(),
            mine: users.iter().any(|id| id == user),
        };
        post.reactions.iter().map(seen).collect()
    }
}

/// As people tell conversations apart.
pub(super) fn kind_of(place: &Place) -> screen::Kind {
    match place.kind {
        PlaceKind::Public => screen::Kind::Public,
        PlaceKind::Private => screen::Kind::Private,
        PlaceKind::Dm => screen::Kind::App,
        PlaceKind::Direct => screen::Kind::Direct,
        PlaceKind::Group => screen::Kind::Group,
    }
}
