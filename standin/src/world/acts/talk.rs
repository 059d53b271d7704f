//! Words typed into a conversation: a message for those in it, or a slash command for the app.

use super::Step;
use crate::{
    time::Now,
    world::{
        World,
        content::Content,
        envelope::{About, Envelope, Kind},
        places::{Place, PlaceKind},
        typed, words,
    },
};
use serde_json::json;

impl World {
    pub(super) fn type_text(
        &mut self,
        user: &str,
        channel: &str,
        text: &str,
        thread: Option<String>,
        now: Now,
    ) -> Result<Step, String> {
        let place = self.member_place(user, channel)?.clone();
        if text.is_empty() {
            return Err("there is nothing to send".to_owned());
        }
        let root = |ts: &String| {
            place
                .posts
                .iter()
                .any(|p| p.ts == *ts && p.thread.is_none())
        };
        if thread.as_ref().is_some_and(|ts| !root(ts)) {
            return Err("there is no such thread".to_owned());
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
                    thread,
                    ..Content::default()
                },
                None,
                now,
            );
            self.look(user, channel);
            return Ok(self.message_event(user, &place, &ts, now));
        }
        if thread.is_some() {
            self.notice(user, words::NO_COMMANDS_IN_THREADS);
            return Ok(Step::Done);
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

    /// Tells the app of a message that a person wrote where the bot is, and of a mention of the bot.
    fn message_event(&mut self, user: &str, place: &Place, ts: &str, now: Now) -> Step {
        let Some(post) = self.find_post(&place.id, ts).cloned() else {
            return Step::Done;
        };
        if !place.members.contains(&self.app.bot_user) {
            return Step::Done;
        }
        let mut event = json!({
            "type": "message", "channel": place.id, "channel_type": place.kind.channel_type(), "user": user,
            "text": post.text, "ts": ts, "event_ts": ts, "team": self.team_id, "client_msg_id": self.ids.uuid(),
            "blocks": typed::blocks(&post.text, ts),
        });
        if let Some(thread) = &post.thread {
            event["thread_ts"] = json!(thread);
        }
        let mut mention = event.clone();
        let mut events = vec![self.event(&event, now)];
        if place.kind != PlaceKind::Dm && post.text.contains(&format!("<@{}", self.app.bot_user)) {
            mention["type"] = json!("app_mention");
            if let Some(mention) = mention.as_object_mut() {
                mention.shift_remove("channel_type");
            }
            events.push(self.event(&mention, now));
        }
        let events: Vec<Envelope> = events.into_iter().flatten().collect();
        if events.is_empty() {
            Step::Done
        } else {
            Step::Send(events)
        }
    }
}
