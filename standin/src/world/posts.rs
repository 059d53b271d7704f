//! Messages: posting, changing, removing, and their JSON.

use super::{World, files::File};
use crate::{blocks, refusal::Refusal, time::Now};
use blocks::limits;
use serde_json::{Value, json};
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

impl Post {
    /// This person sees it.
    pub fn is_for(&self, user: &str) -> bool {
        self.only_for.as_deref().is_none_or(|only| only == user)
    }

    /// What its fields hold for this person.
    pub fn values_of(&self, user: &str) -> &Value {
        self.picked.get(user).unwrap_or(&self.values)
    }
}

/// What a message is made of, checked.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Top-level text.
    pub text: Option<String>,
    /// Blocks as they came.
    pub blocks: Option<Value>,
    /// Message metadata.
    pub metadata: Option<Value>,
    /// The message it answers.
    pub thread: Option<String>,
    /// It is shown in the conversation too, not only in the thread.
    pub broadcast: bool,
    /// Files shared with it, by id.
    pub files: Vec<String>,
}

impl Content {
    /// Checks what was sent as a message.
    ///
    /// # Errors
    /// `no_text`, `invalid_blocks`, `invalid_blocks_format`, `msg_blocks_too_long`, `invalid_metadata_format`, …
    pub fn checked(
        text: Option<String>,
        blocks: Option<Value>,
        metadata: Option<Value>,
    ) -> Result<Self, Refusal> {
        let filled = blocks
            .as_ref()
            .is_some_and(|b| !b.as_array().is_some_and(Vec::is_empty));
        if text.as_deref().is_none_or(str::is_empty) && !filled {
            return Err(Refusal::code("no_text"));
        }
        if let Some(blocks) = &blocks {
            if !blocks.is_array() {
                return Err(Refusal::code("invalid_blocks_format"));
            }
            blocks::check_message(blocks)
                .map_err(|issues| Refusal::issues("invalid_blocks", &issues))?;
            if block_text(blocks) > limits::MESSAGE_BLOCK_TEXT {
                return Err(Refusal::code("msg_blocks_too_long"));
            }
        }
        if let Some(metadata) = &metadata {
            check_metadata(metadata)?;
        }
        Ok(Self {
            text,
            blocks,
            metadata,
            ..Self::default()
        })
    }
}

fn check_metadata(metadata: &Value) -> Result<(), Refusal> {
    let object = metadata
        .as_object()
        .ok_or_else(|| Refusal::code("invalid_metadata_format"))?;
    let named = object
        .get("event_type")
        .and_then(Value::as_str)
        .is_some_and(|t| !t.is_empty());
    let known = object
        .keys()
        .all(|key| key == "event_type" || key == "event_payload");
    let payload = object.get("event_payload").and_then(Value::as_object);
    let Some(payload) = payload.filter(|_| named && known) else {
        return Err(Refusal::code("invalid_metadata_format"));
    };
    if payload
        .values()
        .any(|value| value.is_object() || value.is_null())
    {
        return Err(Refusal::code("invalid_metadata_schema"));
    }
    if metadata.to_string().len() > 16_000 {
        return Err(Refusal::code("metadata_too_large"));
    }
    Ok(())
}

/// Characters of all texts in blocks.
fn block_text(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(block_text).sum(),
        Value::Object(object) => object
            .iter()
            .map(
                |(key, value)| match value.as_str().filter(|_| key == "text") {
                    Some(text) => text.chars().count(),
                    None => block_text(value),
                },
            )
            .sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
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
        let values = blocks::state::values(&blocks, &Value::Null, &blocks::state::nowhere);
        let ts = self.ids.ts(now);
        let text: String = content
            .text
            .unwrap_or_default()
            .chars()
            .take(limits::MESSAGE_TEXT)
            .collect();
        let post = Post {
            ts: ts.clone(),
            author: author.to_owned(),
            only_for: only_for.map(str::to_owned),
            edited: None,
            text,
            blocks,
            metadata: content.metadata,
            values,
            picked: BTreeMap::new(),
            thread: content.thread,
            broadcast: content.broadcast,
            files: content.files,
        };
        self.tell_post(place, &post, "");
        if let Some(place) = self.place_mut(place) {
            place.posts.push(post);
        }
        ts
    }

    /// Changes a message in place.
    pub fn repost(&mut self, place: &str, ts: &str, content: Content, now: Now) {
        let blocks = content.blocks.map(|b| blocks::fill(&b, &mut self.ids));
        let edited = self.ids.ts(now);
        let Some(post) = self.post_mut(place, ts) else {
            return;
        };
        if let Some(text) = content.text {
            post.text = text;
        }
        if let Some(blocks) = blocks {
            let nowhere = &blocks::state::nowhere;
            for values in post.picked.values_mut() {
                *values = blocks::state::values(&blocks, values, nowhere);
            }
            post.values = blocks::state::values(&blocks, &post.values, nowhere);
            post.blocks = blocks;
        }
        if content.metadata.is_some() {
            post.metadata = content.metadata;
        }
        post.edited = Some(edited);
        let post = post.clone();
        self.tell_post(place, &post, " (changed)");
    }

    /// Removes a message.
    pub fn unpost(&mut self, place: &str, ts: &str) {
        if let Some(place) = self.place_mut(place) {
            place.posts.retain(|p| p.ts != ts);
        }
        if let Some(place) = self.place(place) {
            let line = format!(
                "{} removes a message in {}",
                self.bot_name(),
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

    /// The message object of replies, payloads and histories.
    pub fn message_object(&self, post: &Post, with_metadata: bool) -> Value {
        let mut message = json!({
            "type": "message", "user": post.author, "ts": post.ts, "text": post.text, "team": self.team_id,
        });
        if post.author == self.app.bot_user {
            message["bot_id"] = json!(self.app.bot_id);
            message["app_id"] = json!(self.app.id);
            message["bot_profile"] = json!({
                "id": self.app.bot_id, "app_id": self.app.id, "user_id": self.app.bot_user, "name": self.bot_name(),
                "icons": {}, "deleted": false, "updated": 0, "team_id": self.team_id,
            });
        }
        if !post.blocks.is_empty() {
            message["blocks"] = json!(post.blocks);
        }
        if let Some(ts) = &post.edited {
            message["edited"] = json!({"user": post.author, "ts": ts});
        }
        if let Some(thread) = &post.thread {
            message["thread_ts"] = json!(thread);
        }
        let files: Vec<Value> = self
            .files_of(post)
            .map(|file| self.file_object(file))
            .collect();
        if !files.is_empty() {
            message["files"] = json!(files);
        }
        if with_metadata && let Some(metadata) = &post.metadata {
            message["metadata"] = metadata.clone();
        }
        message
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
