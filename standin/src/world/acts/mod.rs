//! What a person does, turned into what the app is sent. A person can do no more here than on a real
//! client: press what is there, fill what is open.

mod click;
mod form;
mod react;
mod revise;
mod shortcut;
mod suggest;
mod talk;

use super::{World, envelope::Envelope, places::Place};
use crate::{act::Act, time::Now};
use base64::Engine;

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
        self.tick(now);
        if !matches!(act, Act::Look { .. }) {
            self.notices.remove(user);
        }
        match act {
            Act::Type {
                channel,
                text,
                thread,
            } => self.type_text(user, &channel, text.trim(), thread, now),
            Act::Edit { channel, ts, text } => self.edit(user, &channel, &ts, text.trim(), now),
            Act::Delete { channel, ts } => self.take_back(user, &channel, &ts, now),
            Act::React {
                channel,
                ts,
                name,
                on,
            } => self.put_reaction(user, (&channel, &ts), &name, on, now),
            Act::Pin { channel, ts, on } => self.put_pin(user, (&channel, &ts), on, now),
            Act::Suggest {
                on,
                block_id,
                action_id,
                query,
            } => self.suggest(user, &on, (&block_id, &action_id), &query),
            Act::Click {
                on,
                block_id,
                action_id,
                picked,
                values,
            } => self.click(user, &on, (&block_id, &action_id), &picked, &values, now),
            Act::Upload { name, data } => {
                let bytes = base64::engine::general_purpose::STANDARD.decode(data);
                let bytes = bytes.map_err(|_| "that is not Base64".to_owned())?;
                self.attach(user, &name, bytes, now);
                Ok(Step::Done)
            }
            Act::Submit { view, values } => self.submit(user, &view, &values, now),
            Act::Close { view, whole_stack } => self.close(user, &view, whole_stack),
            Act::Shortcut {
                callback_id,
                channel,
            } => self.shortcut(user, &callback_id, channel.as_deref(), now),
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
                    .tab_opened(user, "home", now)
                    .map_or(Step::Done, |envelope| Step::Send(vec![envelope])))
            }
            Act::OpenMessages => {
                if let Some(dm) = self.dm_of(user).map(|place| place.id.clone()) {
                    self.look(user, &dm);
                }
                let there = self.app.manifest.messages_tab;
                let opened = there.then(|| self.tab_opened(user, "messages", now));
                Ok(opened
                    .flatten()
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
    fn member_place(&self, user: &str, channel: &str) -> Result<&Place, String> {
        let place = self.place(channel).filter(|p| p.members.contains(user));
        place.ok_or_else(|| format!("{} is not in that conversation", self.name_of(user)))
    }
}
