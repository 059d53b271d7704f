//! What a person does, turned into what the app is sent. A person can do no more here than on a real
//! client: press what is there, fill what is open.

use super::{
    World,
    envelope::{About, Envelope, Kind},
    posts::Content,
    words,
};
use crate::{
    act::{Act, Surface},
    blocks::state::{self, Field},
    manifest::ShortcutKind,
    time::Now,
};
use serde_json::{Value, json};

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
            .is_some_and(super::people::Member::is_persona)
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
    fn member_place(&self, user: &str, channel: &str) -> Result<&super::places::Place, String> {
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
        place: &super::places::Place,
        ts: &str,
        now: Now,
    ) -> Step {
        let Some(post) = self.find_post(&place.id, ts) else {
            return Step::Done;
        };
        let (channel_type, kind) = match place.kind {
            super::places::PlaceKind::Dm => ("im", "message"),
            super::places::PlaceKind::Private => ("group", "message"),
            super::places::PlaceKind::Public => ("channel", "message"),
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

    fn click(
        &mut self,
        user: &str,
        on: &Surface,
        at: (&str, &str),
        picked: &Value,
        given: &Value,
        now: Now,
    ) -> Result<Step, String> {
        let about = About::Act {
            user: user.to_owned(),
        };
        let name = self.name_of(user).to_owned();
        let payload = match on {
            Surface::Message { channel, ts } => {
                let place = self.member_place(user, channel)?.clone();
                let visible =
                    |p: &&super::posts::Post| p.only_for.as_deref().is_none_or(|only| only == user);
                let mut post = self
                    .find_post(channel, ts)
                    .filter(visible)
                    .cloned()
                    .ok_or("that message is not there")?;
                let mut values = state::merge(&post.blocks, &post.values, given)?;
                let (action, said) = self.action(&post.blocks, at, picked, &mut values, now)?;
                self.transcript
                    .say(format!("{name} {said} in {}", self.place_title(&place)));
                post.values = values;
                if let Some(kept) = self.post_mut(channel, ts) {
                    kept.values = post.values.clone();
                }
                self.look(user, channel);
                self.message_click_payload(user, &place, &post, &action, now)
            }
            Surface::Form { view } => {
                let view = self.open_form(user, view)?.clone();
                let title = view.title["text"].as_str().unwrap_or_default().to_owned();
                self.view_click(view, at, picked, given, &format!("in \"{title}\""), now)?
            }
            Surface::Home => {
                let view = self
                    .views
                    .homes
                    .get(user)
                    .and_then(|id| self.views.all.get(id))
                    .cloned();
                self.view_click(
                    view.ok_or("Home is empty")?,
                    at,
                    picked,
                    given,
                    "on Home",
                    now,
                )?
            }
        };
        Ok(Step::Send(vec![Envelope {
            kind: Kind::Interactive,
            payload,
            accepts: false,
            about,
        }]))
    }

    fn view_click(
        &mut self,
        mut view: super::views::View,
        at: (&str, &str),
        picked: &Value,
        given: &Value,
        place: &str,
        now: Now,
    ) -> Result<Value, String> {
        let mut values = state::merge(&view.blocks, &view.values, given)?;
        let (action, said) = self.action(&view.blocks, at, picked, &mut values, now)?;
        self.transcript
            .say(format!("{} {said} {place}", self.name_of(&view.user)));
        view.values = values;
        if let Some(kept) = self.views.all.get_mut(&view.id) {
            kept.values = view.values.clone();
        }
        Ok(self.view_click_payload(&view, &action, now))
    }

    /// The entry of `actions[]`, and what the transcript says of it. A pick is kept in `values` too.
    fn action(
        &mut self,
        blocks: &[Value],
        at: (&str, &str),
        picked: &Value,
        values: &mut Value,
        now: Now,
    ) -> Result<(Value, String), String> {
        let field = state::fields(blocks)
            .into_iter()
            .find(|f| (f.block_id(), f.action_id()) == at);
        let field = field.ok_or("there is no such button")?;
        if field.is_input() && field.block["dispatch_action"] != true {
            return Err("that field does nothing until the form is sent".to_owned());
        }
        let mut action = json!({
            "type": field.kind(), "action_id": at.1, "block_id": at.0, "action_ts": self.ids.ts(now),
        });
        for (key, value) in field.element.as_object().into_iter().flatten() {
            let told = ["value", "style", "placeholder"].contains(&key.as_str())
                || key.starts_with("initial_");
            if told || (key == "text" && field.kind() == "button") {
                action[key] = value.clone();
            }
        }
        let said = self.chosen(field, picked, values, &mut action)?;
        Ok((action, said))
    }

    fn chosen(
        &self,
        field: Field<'_>,
        picked: &Value,
        values: &mut Value,
        action: &mut Value,
    ) -> Result<String, String> {
        let label = |text: &Value| text["text"].as_str().unwrap_or_default().to_owned();
        if field.kind() == "button" {
            return Ok(format!("presses [{}]", label(&field.element["text"])));
        }
        if field.kind() == "overflow" {
            let wanted = &picked["selected_option"]["value"];
            let option = field
                .options()
                .into_iter()
                .find(|o| o["value"] == *wanted)
                .ok_or("there is no such option")?;
            action["selected_option"] = option.clone();
            return Ok(format!("presses [{}]", label(&option["text"])));
        }
        let given = json!({field.block_id(): {field.action_id(): picked}});
        *values = state::merge(std::slice::from_ref(field.block), values, &given)?;
        let now = &values[field.block_id()][field.action_id()];
        let key = field.value_key().unwrap_or("value");
        action[key] = now[key].clone();
        let options = |value: &Value| {
            value
                .as_array()
                .into_iter()
                .flatten()
                .map(|o| label(&o["text"]))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let chosen = match (&now[key], key) {
            (Value::Null, _) => "nothing".to_owned(),
            (value, "selected_option") => label(&value["text"]),
            (value, "selected_options") => options(value),
            (value, "selected_user") => self.name_of(value.as_str().unwrap_or_default()).to_owned(),
            (value, _) => value.as_str().unwrap_or_default().to_owned(),
        };
        Ok(format!("picks {chosen}"))
    }

    fn submit(&mut self, user: &str, id: &str, given: &Value, now: Now) -> Result<Step, String> {
        let view = self.open_form(user, id)?.clone();
        if self
            .views
            .stacks
            .get(user)
            .and_then(|s| s.last())
            .is_none_or(|top| top != id)
        {
            return Err("that form lies under another".to_owned());
        }
        if view.submit.is_null() {
            return Err("that form has no button that sends it".to_owned());
        }
        let values = state::merge(&view.blocks, &view.values, given)?;
        let complaints = state::complaints(&view.blocks, &values);
        let stopped = !complaints.is_empty();
        let Some(kept) = self.views.all.get_mut(id) else {
            return Err("that form is not open (any more)".to_owned());
        };
        kept.values = values;
        kept.errors = complaints;
        let view = kept.clone();
        self.tell_submit(&view);
        if stopped {
            self.tell_view(&view, " (not sent)");
            return Ok(Step::Done);
        }
        let payload = self.submission_payload(&view, now);
        let about = About::Submit {
            user: user.to_owned(),
            view: id.to_owned(),
        };
        Ok(Step::Send(vec![Envelope {
            kind: Kind::Interactive,
            payload,
            accepts: true,
            about,
        }]))
    }

    fn close(&mut self, user: &str, id: &str, whole_stack: bool) -> Result<Step, String> {
        let view = self.open_form(user, id)?.clone();
        let cleared = whole_stack || view.clear_on_close;
        self.transcript.say(format!(
            "{} closes \"{}\"",
            self.name_of(user),
            view.title["text"].as_str().unwrap_or_default()
        ));
        let told = if cleared {
            self.views.all.get(&view.root).cloned().unwrap_or(view)
        } else {
            view
        };
        let payload = told
            .notify_on_close
            .then(|| self.closed_payload(&told, cleared));
        if cleared {
            self.close_stack(user);
        } else {
            self.close_view(user, id);
        }
        Ok(payload.map_or(Step::Done, |payload| {
            Step::Send(vec![Envelope {
                kind: Kind::Interactive,
                payload,
                accepts: false,
                about: About::Nobody,
            }])
        }))
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
