//! Emoji under messages and pins; the app hears of both where its bot is.

use super::Step;
use crate::{time::Now, world::World};
use serde_json::Value;

impl World {
    pub(super) fn put_reaction(
        &mut self,
        user: &str,
        at: (&str, &str),
        name: &str,
        on: bool,
        now: Now,
    ) -> Result<Step, String> {
        self.may_mark(user, at)?;
        let event = if on {
            self.react(at, user, name, now)?
        } else {
            self.unreact(at, user, name, now)?
        };
        Ok(self.heard_of(at.0, &event, now))
    }

    pub(super) fn put_pin(
        &mut self,
        user: &str,
        at: (&str, &str),
        on: bool,
        now: Now,
    ) -> Result<Step, String> {
        self.may_mark(user, at)?;
        let event = if on {
            self.pin(at, user, now)?
        } else {
            self.unpin(at, user, now)?
        };
        Ok(self.heard_of(at.0, &event, now))
    }

    /// A message that this person sees, in a conversation where something may still be changed.
    fn may_mark(&self, user: &str, (channel, ts): (&str, &str)) -> Result<(), String> {
        let place = self.member_place(user, channel)?;
        if place.archived {
            return Err("that channel is archived".to_owned());
        }
        self.post_seen_by(user, channel, ts).map(|_| ())
    }

    fn heard_of(&mut self, channel: &str, event: &Value, now: Now) -> Step {
        let bot = &self.app.bot_user;
        if !self.place(channel).is_some_and(|p| p.members.contains(bot)) {
            return Step::Done;
        }
        self.event(event, now)
            .map_or(Step::Done, |envelope| Step::Send(vec![envelope]))
    }
}
