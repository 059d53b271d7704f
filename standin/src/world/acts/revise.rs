//! Changing and taking back one's own words, and for admins deleting those of others; the app hears of both where its bot is.

use super::Step;
use crate::{
    time::Now,
    world::{World, content::Content},
};
use serde_json::{Value, json};

impl World {
    /// A message that this person wrote, as apps see it.
    fn own(&self, user: &str, channel: &str, ts: &str) -> Result<Value, String> {
        self.member_place(user, channel)?;
        let post = self.post_seen_by(user, channel, ts)?;
        if post.author == user {
            Ok(self.message_object(post, false))
        } else {
            Err("that message is somebody else's".to_owned())
        }
    }

    /// The same for deleting: admins and owners of the workspace may delete anybody's, an app's too
    /// (slack.com/help/articles/202395258-Edit-or-delete-messages).
    fn to_delete(&self, user: &str, channel: &str, ts: &str) -> Result<Value, String> {
        let is_admin = self
            .member(user)
            .is_some_and(|member| member.card.admin || member.card.owner);
        if !is_admin {
            return self.own(user, channel, ts);
        }
        self.member_place(user, channel)?;
        let post = self.post_seen_by(user, channel, ts)?;
        Ok(self.message_object(post, false))
    }

    pub(super) fn edit(
        &mut self,
        user: &str,
        channel: &str,
        ts: &str,
        text: &str,
        now: Now,
    ) -> Result<Step, String> {
        let before = self.own(user, channel, ts)?;
        if text.is_empty() {
            return Err("there is nothing to say".to_owned());
        }
        let content = Content {
            text: Some(self.typed_text(text, true)),
            ..Content::default()
        };
        self.repost(channel, ts, content, now);
        let after = self.own(user, channel, ts)?;
        let event =
            json!({"subtype": "message_changed", "message": after, "previous_message": before});
        Ok(self.revised(channel, event, now))
    }

    pub(super) fn take_back(
        &mut self,
        user: &str,
        channel: &str,
        ts: &str,
        now: Now,
    ) -> Result<Step, String> {
        let before = self.to_delete(user, channel, ts)?;
        self.unpost(channel, ts, user, now);
        let event =
            json!({"subtype": "message_deleted", "deleted_ts": ts, "previous_message": before});
        Ok(self.revised(channel, event, now))
    }

    fn revised(&mut self, channel: &str, event: Value, now: Now) -> Step {
        let event = self.revision(channel, event, now);
        event
            .and_then(|event| self.event(&event, now))
            .map_or(Step::Done, |envelope| Step::Send(vec![envelope]))
    }
}
