//! What a person does, turned into what the app is sent. A person can do no more here than on a real
//! client: press what is there, fill what is open.

mod click;
mod form;

use super::{
    World,
    envelope::{About, Envelope, Kind},
    posts::Content,
    words,
};
use crate::{act::Act, manifest::ShortcutKind, time::Now};
use serde_json::json;

/// What follows from an act.
#[derive(Debug)]
pub enum Step {
    /// Nothing is sent to the app.
    Done,
    /// These are sent; the person waits for the ack of the first.
    Send(Vec<Envelope>),
}

impl World {
    /// Does one thing as this person.
    ///
    /// # Errors
    /// One sentence, when no client would offer it.
    pub fn act(&mut self, user: &str, act: Act, now: Now) -> Result<Step, String> {
        if !self
            .member(user)
            .is_some_and(crate::world::people::Member::is_persona)
        {
            return Err(format!("nobody can act as {user}"));
        }
        if !matches!(act, Act::Look { .. }) {
            self.notices.remove(user);
        }
        match act {
            Act::Type { channel, text } => self.type_text(user, &channel, text.trim(), now),
            Act::Click {
                on,
                block_id,
                action_id,
                picked,
                values,
            } => self.click(user, &on, (&block_id, &action_id), &picked, &values, now),
            Act::Submit { view, values } => self.submit(user, &view, &values, now),
            Act::Close { view, whole_stack } => self.close(user, &view, whole_stack),
            Act::Shortcut { callback_id } => self.shortcut(user, &callback_id, now),
            Act::MessageShortcut {
                callback_id,
                channel,
                ts,
            } => self.message_shortcut(user, &callback_id, &channel, &ts, now),
            Act::OpenHome => {
                if !self.app.manifest.home_tab {
                    return Err("the app has no Home tab".to_owned());
                }
                self.transcript
                    .say(format!("{} opens Home", self.name_of(user)));
                Ok(self
                    .home_opened(user, now)
                    .map_or(Step::Done, |envelope| Step::Send(vec![envelope])))
            }
            Act::Look { channel } => {
                self.member_place(user, &channel)?;
                self.look(user, &channel);
                Ok(Step::Done)
            }
        }
    }

    /// A conversation this person is in.
    fn member_place(
        &self,
        user: &str,
        channel: &str,
    ) -> Result<&crate::world::places::Place, String> {
        let place = self.place(channel).filter(|p| p.members.contains(user));
        place.ok_or_else(|| format!("{} is not in that conversation", self.name_of(user)))
    }

    fn type_text(
        &mut self,
        user: &str,
        channel: &str,
        text: &str,
        now: Now,
    ) -> Result<Step, String> {
        let place = self.member_place(user, channel)?.clone();
        if text.is_empty() {
            return Err("there is nothing to send".to_owned());
        }
        let line = format!(
            "{} types in {}: {text}",
            self.name_of(user),
            self.place_title(&place)
        );
        self.transcript.say(line);
        if let Err(notice) = self.may_write(channel) {
            self.notice(user, &notice);
            return Ok(Step::Done);
        }
        self.look(user, channel);
        if !text.starts_with('/') {
            let words = self.typed_text(text, true);
            let ts = self.post(
                channel,
                user,
                Content {
                    text: Some(words),
                    ..Content::default()
                },
                None,
                now,
            );
            self.look(user, channel);
            return Ok(self.message_event(user, &place, &ts, now));
        }
        let (command, words) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let known = self
            .app
            .manifest
            .commands
            .iter()
            .find(|c| c.command == command);
        let stranger = self.member(user).is_some_and(|m| m.card.stranger);
        let Some(known) = known.filter(|_| !stranger) else {
            self.notice(user, &words::no_such_command(command));
            return Ok(Step::Done);
        };
        let words = self.typed_text(words.trim(), known.should_escape);
        let payload = self.command_payload(user, &place, command, &words, now);
        let about = About::Command {
            user: user.to_owned(),
            place: channel.to_owned(),
            command: command.to_owned(),
        };
        Ok(Step::Send(vec![Envelope {
            kind: Kind::SlashCommands,
            payload,
            accepts: true,
            about,
        }]))
    }

    fn message_event(
        &mut self,
        user: &str,
        place: &crate::world::places::Place,
        ts: &str,
        now: Now,
    ) -> Step {
        let Some(post) = self.find_post(&place.id, ts) else {
            return Step::Done;
        };
        let (channel_type, kind) = match place.kind {
            crate::world::places::PlaceKind::Dm => ("im", "message"),
            crate::world::places::PlaceKind::Private => ("group", "message"),
            crate::world::places::PlaceKind::Public => ("channel", "message"),
        };
        if !place.members.contains(&self.app.bot_user) {
            return Step::Done;
        }
        let event = json!({
            "type": kind, "channel": place.id, "channel_type": channel_type, "user": user, "text": post.text, "ts": ts,
            "event_ts": ts, "team": self.team_id,
        });
        self.event(&event, now)
            .map_or(Step::Done, |envelope| Step::Send(vec![envelope]))
    }

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

    fn shortcut(&mut self, user: &str, callback_id: &str, now: Now) -> Result<Step, String> {
        let name = self.known_shortcut(callback_id, ShortcutKind::Global)?;
        self.transcript
            .say(format!("{} runs \"{name}\"", self.name_of(user)));
        let payload = self.shortcut_payload(user, callback_id, now);
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

    fn message_shortcut(
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
