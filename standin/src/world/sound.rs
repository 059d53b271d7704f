//! What holds in every workspace, whatever people and apps do. Looked at after every test.

use super::{
    World,
    people::Member,
    places::{Place, PlaceKind},
};
use crate::blocks::ViewKind;
use std::collections::BTreeSet;

/// Forms on top of each other.
const DEEPEST: usize = 3;

impl World {
    /// What does not hold, in sentences; none in a whole world.
    pub fn unsound(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut once = |of: &str, ids: Vec<&str>| {
            let all: BTreeSet<&str> = ids.iter().copied().collect();
            if all.len() != ids.len() {
                wrong.push(format!("two {of} have one id"));
            }
        };
        once(
            "people",
            self.people.iter().map(|m| m.id.as_str()).collect(),
        );
        once(
            "conversations",
            self.places.iter().map(|p| p.id.as_str()).collect(),
        );
        once(
            "groups",
            self.groups.iter().map(|g| g.id.as_str()).collect(),
        );
        let people: BTreeSet<&String> = self.people.iter().map(|m| &m.id).collect();
        for place in &self.places {
            self.unsound_place(place, &people, &mut wrong);
        }
        self.unsound_views(&mut wrong);
        let at_work = self.at_work();
        for person in self.people.iter().filter(|m| m.is_persona()) {
            if at_work.contains(&person.id) {
                self.unsound_screen(person, &mut wrong);
            }
        }
        wrong
    }

    /// Who has done something or was told something; whoever else there is sees what everybody sees.
    fn at_work(&self) -> BTreeSet<&String> {
        let apart = |place: &&Place| !place.kind.is_public() && place.kind != PlaceKind::Private;
        let members = self.places.iter().filter(apart).flat_map(|p| &p.members);
        let authors = self.places.iter().flat_map(|p| &p.posts).map(|p| &p.author);
        let looking = self.views.homes.keys().chain(self.views.stacks.keys());
        members.chain(authors).chain(looking).collect()
    }

    fn unsound_place(&self, place: &Place, people: &BTreeSet<&String>, wrong: &mut Vec<String>) {
        let title = self.place_title(place);
        let mut say = |what: &str| wrong.push(format!("{title}: {what}"));
        if place.members.iter().any(|id| !people.contains(id)) {
            say("somebody unknown is in it");
        }
        if place.posts.windows(2).any(|two| two[0].ts >= two[1].ts) {
            say("messages are not in the order of their times");
        }
        for post in &place.posts {
            if self.member(&post.author).is_none() {
                say("a message is nobody's");
            }
            let ids: Vec<String> = post
                .every_block()
                .iter()
                .map(|b| b["block_id"].to_string())
                .collect();
            if post.thread.as_ref().is_some_and(|root| *root >= post.ts) {
                say("an answer is older than its question");
            }
            if ids.iter().any(|id| id == "null") {
                say("a block has no id");
            }
            let shared = post.pin.is_some() || !post.reactions.is_empty();
            if post.only_for.is_some() && shared {
                say("what one person sees is pinned or reacted to");
            }
            let of_none = |(_, users): &(String, Vec<String>)| users.is_empty();
            if post.reactions.iter().any(of_none) {
                say("an emoji stands there for nobody");
            }
            if post.picked.values().any(|values| !values.is_object()) {
                say("picked values are no object");
            }
        }
    }

    fn unsound_views(&self, wrong: &mut Vec<String>) {
        for (user, stack) in &self.views.stacks {
            let name = self.name_of(user);
            if stack.len() > DEEPEST {
                wrong.push(format!("{name} has {} forms open", stack.len()));
            }
            let own = |id: &String| {
                let view = self.views.all.get(id);
                view.is_some_and(|v| v.user == *user && v.kind == ViewKind::Modal)
            };
            if !stack.iter().all(own) {
                wrong.push(format!("{name} has a form open that is not theirs"));
            }
        }
        for (user, id) in &self.views.homes {
            let own = |v: &super::views::View| v.user == *user && v.kind == ViewKind::Home;
            if !self.views.all.get(id).is_some_and(own) {
                wrong.push(format!(
                    "{} has a Home that is not theirs",
                    self.name_of(user)
                ));
            }
        }
    }

    /// Nobody sees a conversation that they are not in, nor what is for somebody else's eyes.
    fn unsound_screen(&self, person: &Member, wrong: &mut Vec<String>) {
        let (user, name) = (&person.id, &person.name);
        for seen in self.conversations(user) {
            let Some(place) = self.place(&seen.id).filter(|p| p.members.contains(user)) else {
                wrong.push(format!("{name} sees {} and is not in it", seen.name));
                continue;
            };
            let mine = place.posts.iter().filter(|p| p.is_for(user)).count();
            if seen.messages.len() != mine {
                wrong.push(format!(
                    "{name} sees other messages in {} than theirs",
                    seen.name
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        cast::Cast,
        manifest::Manifest,
        time::Clock,
        world::{World, content::Content},
    };

    #[test]
    fn what_does_not_hold_is_said() {
        let manifest =
            Manifest::parse(include_str!("../../tests/manifest.yml")).expect("a manifest");
        let now = Clock::new(tokio::sync::watch::Sender::new(0)).now();
        let mut world = World::new(manifest, &Cast::default(), 1, now).expect("a world");
        let bot = world.app.bot_user.clone();
        let content = || Content {
            text: Some("x".into()),
            ..Content::default()
        };
        for _ in 0..2 {
            world.post("C0GENERAL0", &bot, content(), None, now);
        }
        assert_eq!(world.unsound(), Vec::<String>::new());
        let twin = world.people[3].clone();
        world.people.push(twin);
        let place = world.place_mut("C0GENERAL0").expect("it is there");
        place.posts.reverse();
        place.posts[0].author = "U0NOBODY00".into();
        place.posts[1].reactions.push(("tada".into(), Vec::new()));
        let wrong = world.unsound().join("\n");
        for part in [
            "two people",
            "order of their times",
            "is nobody's",
            "for nobody",
        ] {
            assert!(wrong.contains(part), "{part}: {wrong}");
        }
    }
}
