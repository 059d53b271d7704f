//! Events the app subscribed to. One that is not in the manifest is not sent.

use super::{
    World,
    envelope::{About, Envelope, Kind},
};
use crate::{cast::CastPerson, time::Now};
use anyhow::{Result, bail};
use serde_json::{Value, json};

impl World {
    /// The envelope of an event, if the app subscribed to it.
    pub fn event(&mut self, event: &Value, now: Now) -> Option<Envelope> {
        let kind = event["type"].as_str().unwrap_or_default();
        let name = match (kind, event["channel_type"].as_str()) {
            ("message", Some(place @ ("channel" | "group"))) => format!("message.{place}s"),
            ("message", Some(place)) => format!("message.{place}"),
            _ => kind.to_owned(),
        };
        if !self.app.manifest.events.contains(&name) {
            return None;
        }
        let payload = self.event_payload(event, now);
        Some(Envelope {
            kind: Kind::EventsApi,
            payload,
            accepts: false,
            about: About::Nobody,
        })
    }

    /// Someone opens the app: its `home` or its `messages` tab.
    pub fn tab_opened(&mut self, user: &str, tab: &str, now: Now) -> Option<Envelope> {
        let channel = self.dm_of(user).map(|p| p.id.clone());
        let mut event = json!({
            "type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": self.ids.ts(now),
        });
        let home = self
            .views
            .homes
            .get(user)
            .and_then(|id| self.views.all.get(id));
        if let Some(view) = home.filter(|_| tab == "home") {
            event["view"] = self.view_object(view);
        }
        self.event(&event, now)
    }

    /// Someone joins the workspace; they are in `#general` from then on.
    ///
    /// # Errors
    /// When the handle is taken or the zone unknown.
    pub fn person_joins(&mut self, card: &CastPerson, now: Now) -> Result<Option<Envelope>> {
        let id = self.join(card, now)?;
        if let Some(general) = self.places.iter_mut().find(|p| p.name == "general") {
            general.members.insert(id.clone());
        }
        self.transcript
            .say(format!("{} joins {}", card.name, self.team_name));
        Ok(self.user_event("team_join", &id, now))
    }

    /// Someone's card changes: zone, name, admin, deactivated and so on.
    ///
    /// # Errors
    /// When there is nobody of that name, or the new card does not hold together.
    pub fn person_changes(
        &mut self,
        user: &str,
        change: impl FnOnce(&mut CastPerson),
        now: Now,
    ) -> Result<Option<Envelope>> {
        let Some(member) = self.people.iter_mut().find(|m| m.id == user) else {
            bail!("there is no {user}")
        };
        let mut card = member.card.clone();
        change(&mut card);
        card.settle()?;
        member.name.clone_from(&card.name);
        member.card = card;
        member.updated = now.wall.timestamp();
        if member.card.deactivated {
            self.close_stack(user);
            for place in self.places.iter_mut().filter(|p| p.kind.is_channel()) {
                place.members.remove(user);
            }
        }
        Ok(self.user_event("user_change", user, now))
    }

    /// Someone goes into a channel, or out of it; the app hears of it where its bot is.
    ///
    /// # Errors
    /// When there is no such channel.
    pub fn person_moves(
        &mut self,
        user: &str,
        channel: &str,
        inside: bool,
        now: Now,
    ) -> Result<Option<Envelope>> {
        let places = &mut self.places;
        let Some(place) = places
            .iter_mut()
            .find(|p| p.kind.is_channel() && p.name == channel)
        else {
            bail!("there is no channel {channel}")
        };
        let changed = if inside {
            place.members.insert(user.to_owned())
        } else {
            place.members.remove(user)
        };
        let id = place.id.clone();
        let says = if inside { "joins" } else { "leaves" };
        self.transcript
            .say(format!("{} {says} #{channel}", self.name_of(user)));
        let event = self.moved(user, &id, None, now).filter(|_| changed);
        Ok(event.and_then(|event| self.event(&event, now)))
    }

    fn user_event(&mut self, kind: &str, user: &str, now: Now) -> Option<Envelope> {
        let mut object = self.user_object(self.member(user)?, now);
        // Unlike a reply, an event has it without being asked.
        object["locale"] = json!("en-US");
        let (cache_ts, event_ts) = (now.wall.timestamp(), self.ids.ts(now));
        let event =
            json!({"type": kind, "user": object, "cache_ts": cache_ts, "event_ts": event_ts});
        self.event(&event, now)
    }

    /// The app is uninstalled: its token dies, and it is told twice.
    pub fn uninstall(&mut self, now: Now) -> Vec<Envelope> {
        self.app.revoked = true;
        let revoked = json!({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.app.bot_user]}, "event_ts": self.ids.ts(now)});
        let gone = json!({"type": "app_uninstalled", "event_ts": self.ids.ts(now)});
        [revoked, gone]
            .iter()
            .filter_map(|event| self.event(event, now))
            .collect()
    }
}
