//! Short-lived handles: triggers (3 s, once), response urls (30 minutes, 5 times), socket tickets (once).

use super::World;
use crate::{refusal::Refusal, time::Now};
use std::collections::{BTreeMap, BTreeSet};

/// How long a trigger lives, in real milliseconds.
pub const TRIGGER_MS: u64 = 3_000;
/// How long a response url lives, in seconds of the workspace's clock.
pub const RESPOND_SECONDS: i64 = 30 * 60;
/// How often a response url may be used.
pub const RESPOND_USES: u8 = 5;

/// All handles given out.
#[derive(Debug, Default)]
pub struct Handles {
    triggers: BTreeMap<String, Trigger>,
    /// Response urls by their last part.
    pub responders: BTreeMap<String, Responder>,
    tickets: BTreeSet<String>,
}

/// What a trigger stands for.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Who acted.
    pub user: String,
    /// The form they acted in.
    pub view: Option<String>,
    /// The conversation they were looking at, as far as their act tells.
    pub place: Option<String>,
    made_ms: u64,
    used: bool,
}

/// What a response url stands for.
#[derive(Clone, Debug)]
pub struct Responder {
    /// Who acted.
    pub user: String,
    /// Where.
    pub place: String,
    /// The message whose button was pressed; it may be replaced.
    pub source: Option<String>,
    /// In seconds of the workspace's clock.
    pub made: i64,
    /// How often it was used.
    pub uses: u8,
}

impl World {
    /// A new trigger for this person, who acted in `view` if it was a form.
    pub fn new_trigger(&mut self, user: &str, view: Option<&str>, now: Now) -> String {
        let place = view.and_then(|id| self.views.all.get(id)?.here.clone());
        self.trigger_of(user, view, place, now)
    }

    /// A new trigger for this person, who acted in a conversation.
    pub fn new_trigger_in(&mut self, user: &str, place: &str, now: Now) -> String {
        self.trigger_of(user, None, Some(place.to_owned()), now)
    }

    fn trigger_of(
        &mut self,
        user: &str,
        view: Option<&str>,
        place: Option<String>,
        now: Now,
    ) -> String {
        let id = format!(
            "{}.{}.{}",
            now.wall.timestamp_millis(),
            self.ids.below(1_000_000_000),
            self.ids.letters(16).to_lowercase()
        );
        let trigger = Trigger {
            user: user.to_owned(),
            view: view.map(str::to_owned),
            place,
            made_ms: now.real_ms,
            used: false,
        };
        // Long dead ones stay long enough to be told apart from made-up ones, but not for ever.
        if self.handles.triggers.len() > 20_000 {
            self.handles
                .triggers
                .retain(|_, t| now.real_ms.saturating_sub(t.made_ms) < 2 * TRIGGER_MS);
        }
        self.handles.triggers.insert(id.clone(), trigger);
        id
    }

    /// Looks at a trigger that is about to be used.
    ///
    /// # Errors
    /// `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
    pub fn trigger(&self, id: &str, now: Now) -> Result<Trigger, Refusal> {
        let trigger = self
            .handles
            .triggers
            .get(id)
            .ok_or_else(|| Refusal::code("invalid_trigger_id"))?;
        if trigger.used {
            return Err(Refusal::code("exchanged_trigger_id"));
        }
        if now.real_ms.saturating_sub(trigger.made_ms) > TRIGGER_MS {
            return Err(Refusal::code("expired_trigger_id"));
        }
        Ok(trigger.clone())
    }

    /// It was used: a second use is refused.
    pub fn spend_trigger(&mut self, id: &str) {
        if let Some(trigger) = self.handles.triggers.get_mut(id) {
            trigger.used = true;
        }
    }

    /// A new response url; `source` is the message whose button was pressed.
    pub fn new_response_url(
        &mut self,
        user: &str,
        place: &str,
        source: Option<&str>,
        now: Now,
    ) -> String {
        let id = self.ids.letters(24);
        let responder = Responder {
            user: user.to_owned(),
            place: place.to_owned(),
            source: source.map(str::to_owned),
            made: now.wall.timestamp(),
            uses: 0,
        };
        self.handles.responders.insert(id.clone(), responder);
        format!("http://{}/respond/{id}", self.address)
    }

    /// The address of a socket that may be opened once.
    pub fn new_socket_url(&mut self) -> String {
        let ticket = self.ids.uuid();
        self.handles.tickets.insert(ticket.clone());
        format!(
            "ws://{}/link/?ticket={ticket}&app_id={}",
            self.address, self.app.id
        )
    }

    /// Spends a ticket; false if there is no such one (any more).
    pub fn spend_ticket(&mut self, ticket: &str) -> bool {
        self.handles.tickets.remove(ticket)
    }
}
