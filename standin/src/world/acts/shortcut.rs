//! Shortcuts of the app: global ones, and those on a message.

use super::Step;
use crate::{
    manifest::ShortcutKind,
    time::Now,
    world::{
        World,
        envelope::{About, Envelope, Kind},
    },
};

impl World {
    fn known_shortcut(&self, callback_id: &str, kind: ShortcutKind) -> Result<String, String> {
        let known = self
            .app
            .manifest
            .shortcuts
            .iter()
            .find(|s| s.callback_id == callback_id && s.kind == kind);
        known
            .map(|s| s.name.clone())
            .ok_or_else(|| format!("there is no shortcut {callback_id}"))
    }

    pub(super) fn shortcut(
        &mut self,
        user: &str,
        callback_id: &str,
        channel: Option<&str>,
        now: Now,
    ) -> Result<Step, String> {
        if let Some(channel) = channel {
            self.member_place(user, channel)?;
        }
        let name = self.known_shortcut(callback_id, ShortcutKind::Global)?;
        self.transcript
            .say(format!("{} runs \"{name}\"", self.name_of(user)));
        let payload = self.shortcut_payload(user, callback_id, channel, now);
        let about = About::Act {
            user: user.to_owned(),
        };
        Ok(Step::Send(vec![Envelope {
            kind: Kind::Interactive,
            payload,
            accepts: false,
            about,
        }]))
    }

    pub(super) fn message_shortcut(
        &mut self,
        user: &str,
        callback_id: &str,
        channel: &str,
        ts: &str,
        now: Now,
    ) -> Result<Step, String> {
        let name = self.known_shortcut(callback_id, ShortcutKind::Message)?;
        let place = self.member_place(user, channel)?.clone();
        let post = self
            .find_post(channel, ts)
            .filter(|p| p.only_for.is_none())
            .cloned();
        let post = post.ok_or("that message is not there")?;
        let line = format!(
            "{} runs \"{name}\" on \"{}\" in {}",
            self.name_of(user),
            post.text,
            self.place_title(&place)
        );
        self.transcript.say(line);
        let payload = self.message_action_payload(user, callback_id, &place, &post, now);
        let about = About::Act {
            user: user.to_owned(),
        };
        Ok(Step::Send(vec![Envelope {
            kind: Kind::Interactive,
            payload,
            accepts: false,
            about,
        }]))
    }
}
