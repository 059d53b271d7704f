//! Messages: posting, changing and removing. What apps are shown of them stands in `message`.

use super::{
    World,
    content::{Content, Guise},
    files::File,
};
use crate::{
    blocks::{self, attach},
    time::Now,
};
use blocks::limits;
use serde_json::Value;
use std::collections::BTreeMap;

/// A message.
#[derive(Clone, Debug)]
pub struct Post {
    /// `seconds.micros`
    pub ts: String,
    /// `U…`
    pub author: String,
    /// Only this person sees it.
    pub only_for: Option<String>,
    /// It was changed.
    pub edited: Option<String>,
    /// Top-level text.
    pub text: String,
    /// Blocks, filled in.
    pub blocks: Vec<Value>,
    /// Attachments, filled in and numbered.
    pub attachments: Vec<Value>,
    /// As whom it was posted, if not as the bot.
    pub guise: Option<Guise>,
    /// Emoji by name, in the order they came, each with the people who chose it.
    pub reactions: Vec<(String, Vec<String>)>,
    /// It is kept at hand for everyone there.
    pub pin: Option<Pin>,
    /// `event_type` and `event_payload`.
    pub metadata: Option<Value>,
    /// What its fields hold for somebody who has not touched them.
    pub values: Value,
    /// What they hold for those who have.
    pub picked: BTreeMap<String, Value>,
    /// The message it answers.
    pub thread: Option<String>,
    /// It is shown in the conversation too, not only in the thread.
    pub broadcast: bool,
    /// Files shared with it, by id.
    pub files: Vec<String>,
}

/// That a message is kept at hand for everyone in its conversation.
#[derive(Clone, Debug)]
pub struct Pin {
    /// Where.
    pub place: String,
    /// By whom.
    pub by: String,
    /// Since when, in seconds.
    pub at: i64,
}

impl Post {
    /// Every block of it: its own, then those of its attachments.
    pub fn every_block(&self) -> Vec<Value> {
        let attached = self.attachments.iter().flat_map(attach::blocks);
        self.blocks.iter().chain(attached).cloned().collect()
    }

    /// The attachment in which this block stands.
    pub fn attachment_with(&self, block_id: &str) -> Option<&Value> {
        let holds = |a: &&Value| attach::blocks(a).iter().any(|b| b["block_id"] == block_id);
        self.attachments.iter().find(holds)
    }

    /// This person sees it.
    pub fn is_for(&self, user: &str) -> bool {
        self.only_for.as_deref().is_none_or(|only| only == user)
    }

    /// What its fields hold for this person.
    pub fn values_of(&self, user: &str) -> &Value {
        self.picked.get(user).unwrap_or(&self.values)
    }
}

impl World {
    /// Puts a message into a conversation; returns its `ts`.
    pub fn post(
        &mut self,
        place: &str,
        author: &str,
        content: Content,
        only_for: Option<&str>,
        now: Now,
    ) -> String {
        let blocks = content
            .blocks
            .map(|b| blocks::fill(&b, &mut self.ids))
            .unwrap_or_default();
        let attachments = content.attachments;
        let attachments = attachments.map_or(Vec::new(), |a| attach::keep(&a, &mut self.ids));
        let ts = self.ids.ts(now);
        let text: String = content
            .text
            .unwrap_or_default()
            .chars()
            .take(limits::MESSAGE_TEXT)
            .collect();
        let mut post = Post {
            ts: ts.clone(),
            author: author.to_owned(),
            only_for: only_for.map(str::to_owned),
            edited: None,
            text,
            blocks,
            attachments,
            guise: content.guise,
            reactions: Vec::new(),
            pin: None,
            metadata: content.metadata,
            values: Value::Null,
            picked: BTreeMap::new(),
            thread: content.thread,
            broadcast: content.broadcast,
            files: content.files,
        };
        let nowhere = &blocks::state::nowhere;
        post.values = blocks::state::values(&post.every_block(), &Value::Null, nowhere);
        self.tell_post(place, &post, "");
        if let Some(place) = self.place_mut(place) {
            place.posts.push(post);
        }
        self.raise_posted(place, &ts, now);
        ts
    }

    /// Changes a message in place.
    pub fn repost(&mut self, place: &str, ts: &str, content: Content, now: Now) {
        let blocks = content.blocks.map(|b| blocks::fill(&b, &mut self.ids));
        let attachments = content.attachments;
        let attachments = attachments.map(|a| attach::keep(&a, &mut self.ids));
        let edited = self.ids.ts(now);
        let before = self
            .find_post(place, ts)
            .map(|post| self.message_object(post, false));
        let Some(post) = self.post_mut(place, ts) else {
            return;
        };
        if let Some(text) = content.text {
            post.text = text;
        }
        if blocks.is_some() || attachments.is_some() {
            post.blocks = blocks.unwrap_or_else(|| std::mem::take(&mut post.blocks));
            post.attachments = attachments.unwrap_or_else(|| std::mem::take(&mut post.attachments));
            let (every, nowhere) = (post.every_block(), &blocks::state::nowhere);
            for values in post.picked.values_mut() {
                *values = blocks::state::values(&every, values, nowhere);
            }
            post.values = blocks::state::values(&every, &post.values, nowhere);
        }
        if content.metadata.is_some() {
            post.metadata = content.metadata;
        }
        post.edited = Some(edited);
        let post = post.clone();
        self.tell_post(place, &post, " (changed)");
        if let Some(before) = before {
            self.raise_changed(place, &post, &before, now);
        }
    }

    /// Removes a message.
    pub fn unpost(&mut self, place: &str, ts: &str, by: &str, now: Now) {
        let gone = self.find_post(place, ts).cloned();
        if let Some(post) = gone {
            self.raise_removed(place, &post, now);
        }
        if let Some(place) = self.place_mut(place) {
            place.posts.retain(|p| p.ts != ts);
        }
        if let Some(place) = self.place(place) {
            let line = format!(
                "{} removes a message in {}",
                self.name_of(by),
                self.place_title(place)
            );
            self.transcript.say(line);
        }
    }

    /// A message.
    pub fn find_post(&self, place: &str, ts: &str) -> Option<&Post> {
        self.place(place)?.posts.iter().rev().find(|p| p.ts == ts)
    }

    /// A message that this person sees.
    ///
    /// # Errors
    /// A sentence, if it is not there or not for them.
    pub fn post_seen_by(&self, user: &str, place: &str, ts: &str) -> Result<&Post, String> {
        self.find_post(place, ts)
            .filter(|post| post.is_for(user))
            .ok_or_else(|| "that message is not there".to_owned())
    }

    /// A message, to change it.
    pub fn post_mut(&mut self, place: &str, ts: &str) -> Option<&mut Post> {
        self.place_mut(place)?
            .posts
            .iter_mut()
            .rev()
            .find(|p| p.ts == ts)
    }

    /// Files shared with a message.
    pub fn files_of<'w>(&'w self, post: &'w Post) -> impl Iterator<Item = &'w File> {
        post.files.iter().filter_map(|id| self.files.get(id))
    }

    /// Marks everything in a conversation as looked at.
    pub fn look(&mut self, user: &str, place: &str) {
        if let Some(place) = self.place_mut(place)
            && let Some(last) = place.posts.last().map(|p| p.ts.clone())
        {
            place.looked.insert(user.to_owned(), last);
        }
    }
}
