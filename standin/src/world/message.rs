//! Messages as apps are shown them: the object of replies, payloads, histories and events, and their addresses.

use super::{World, content::Guise, places::Place, posts::Post, typed};
use serde_json::{Value, json};

impl World {
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
        if let Some(guise) = &post.guise {
            disguise(&mut message, guise);
        }
        if !post.blocks.is_empty() {
            message["blocks"] = json!(post.blocks);
        } else if post.author != self.app.bot_user && !post.text.is_empty() {
            message["blocks"] = typed::blocks(&post.text, &post.ts);
        }
        if !post.attachments.is_empty() {
            message["attachments"] = json!(post.attachments);
        }
        if let Some(ts) = &post.edited {
            message["edited"] = json!({"user": post.author, "ts": ts});
        }
        if let Some(thread) = &post.thread {
            message["thread_ts"] = json!(thread);
        }
        let files = self.files_of(post).map(|file| self.file_object(file));
        let files: Vec<Value> = files.collect();
        if !files.is_empty() {
            message["files"] = json!(files);
        }
        if !post.reactions.is_empty() {
            let reaction = |(name, users): &(String, Vec<String>)| json!({"name": name, "users": users, "count": users.len()});
            message["reactions"] = post.reactions.iter().map(reaction).collect();
        }
        if let Some(pin) = &post.pin {
            message["pinned_to"] = json!([pin.place]);
        }
        if with_metadata && let Some(metadata) = &post.metadata {
            message["metadata"] = metadata.clone();
        }
        message
    }

    /// The address of a message.
    pub fn permalink(&self, place: &Place, post: &Post) -> String {
        let digits = post.ts.replace('.', "");
        let link = format!(
            "https://{}.slack.com/archives/{}/p{digits}",
            self.domain, place.id
        );
        match &post.thread {
            Some(thread) => format!("{link}?thread_ts={thread}&cid={}", place.id),
            None => link,
        }
    }
}

/// As the example of docs.slack.dev/reference/methods/chat.postMessage shows one: a `bot_message` without a `user`.
fn disguise(message: &mut Value, guise: &Guise) {
    message["subtype"] = json!("bot_message");
    if let Some(name) = &guise.name {
        message["username"] = json!(name);
    }
    if let Some(icons) = &guise.icons {
        message["icons"] = icons.clone();
    }
    if let Some(message) = message.as_object_mut() {
        message.shift_remove("user");
    }
}
