//! What a test looks at, waits for and sends by hand.

use super::{CAP, Faults, Standin};
use crate::{journal::Entry, workspace::Workspace, world::posts::Post};
use serde_json::Value;
use std::{collections::BTreeMap, time::Duration};

impl Standin {
    /// What people did and saw so far; no ids and no times in it.
    pub fn transcript(&self) -> String {
        self.hub.with(|world| world.transcript.text().to_owned())
    }

    /// Every Web API call and every broken rule so far.
    pub fn journal(&self) -> Vec<Entry> {
        self.hub.lock().journal.entries().to_vec()
    }

    /// Violations with this text in them are what this test is about.
    pub fn expect_refusal(&self, text: &str) {
        self.hub.lock().journal.expect(text);
    }

    /// From now on only these people may see these words; whoever else does breaks a rule.
    ///
    /// # Panics
    /// When nobody is called so.
    pub fn keeps_private(&self, words: &str, may_see: &[&str]) {
        let may_see = may_see.iter().map(|name| self.person(name).id().to_owned());
        let may_see = may_see.collect();
        self.hub.lock().keep_secret(words, may_see);
        self.hub.changed();
    }

    /// The rules that the app broke, but for those that `expect_refusal` named.
    pub fn broken_rules(&self) -> Vec<String> {
        self.hub.lock().journal.unexpected()
    }

    /// # Panics
    /// When the app broke a rule that no `expect_refusal` named.
    pub fn assert_clean(&self) {
        let wrong = self.broken_rules();
        assert!(
            wrong.is_empty(),
            "the app broke rules of Slack's:\n  {}",
            wrong.join("\n  ")
        );
    }

    /// How many sockets are open.
    pub fn sockets(&self) -> usize {
        self.hub.sockets()
    }

    /// Waits until so many sockets are open.
    ///
    /// # Panics
    /// When that takes more than ten seconds.
    pub async fn wait_for_sockets(&self, count: usize) {
        self.wait_until(&format!("{count} open sockets"), |slack| {
            slack.sockets() == count
        })
        .await;
    }

    /// Waits until this holds; it is looked at after every change.
    ///
    /// # Panics
    /// When that takes more than ten seconds.
    pub async fn wait_until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        assert!(
            self.holds_within(CAP, holds).await,
            "waited ten seconds for {what}\n{}",
            self.transcript()
        );
    }

    /// Waits until this holds; it is looked at after every change. False if that takes too long.
    pub async fn holds_within(&self, limit: Duration, holds: impl Fn(&Self) -> bool) -> bool {
        self.hub.until(limit, || holds(self)).await
    }

    /// How often a method was called, refused calls too; `response_url` counts as one.
    pub fn calls(&self, method: &str) -> usize {
        self.hub.lock().calls.get(method).copied().unwrap_or(0)
    }

    /// How often each method was called.
    pub(crate) fn all_calls(&self) -> BTreeMap<String, usize> {
        self.hub.lock().calls.clone()
    }

    /// Waits until a method was called so often.
    ///
    /// # Panics
    /// When that takes more than ten seconds.
    pub async fn wait_for_calls(&self, method: &str, count: usize) {
        self.wait_until(&format!("{count} calls of {method}"), |slack| {
            slack.calls(method) >= count
        })
        .await;
    }

    /// Moves the shared clock.
    pub fn advance(&self, by: chrono::Duration) {
        self.hub
            .shift()
            .send_modify(|seconds| *seconds += by.num_seconds());
        self.hub.changed();
    }

    /// The workspace's wall clock.
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.hub.now().wall
    }

    /// Sends any envelope as it is (an `envelope_id` is added if absent); nothing follows from its ack,
    /// which is returned whole. `None`: no ack within three seconds.
    pub async fn inject(&self, envelope: Value) -> Option<Value> {
        self.hub.inject(envelope).await
    }

    /// The last payload sent of this kind: `view_submission`, `block_actions`, `/feedback`, `app_home_opened`.
    pub fn payload_of_last(&self, kind: &str) -> Option<Value> {
        self.hub
            .lock()
            .sent
            .iter()
            .rev()
            .find(|(label, _)| label == kind)
            .map(|(_, frame)| frame["payload"].clone())
    }

    /// Every envelope sent so far, oldest first, as it was sent; the oldest go when there are very many.
    pub fn envelopes(&self) -> Vec<Value> {
        let state = self.hub.lock();
        state.sent.iter().map(|(_, frame)| frame.clone()).collect()
    }

    /// A trigger as good as one of a real act of this person's, for payloads that are injected.
    pub fn trigger(&self, person: &str) -> String {
        let id = self.person(person).id().to_owned();
        self.hub
            .change(|world, now| world.new_trigger(&id, None, now))
    }

    /// A response url as good as one of a real act of this person's in their conversation with the bot.
    pub fn response_url(&self, person: &str) -> String {
        let id = self.person(person).id().to_owned();
        self.hub.change(|world, now| {
            let place = world.dm_of(&id).map(|p| p.id.clone()).unwrap_or_default();
            world.new_response_url(&id, &place, None, now)
        })
    }

    /// Bad weather.
    pub fn faults(&self) -> Faults {
        Faults(self.hub.clone())
    }

    /// Top-level texts of the bot's direct messages to this person, oldest first. They are what a
    /// notification shows, even where blocks stand in the message.
    pub fn dm_texts(&self, person: &str) -> Vec<String> {
        self.dms(person).into_iter().map(|post| post.text).collect()
    }

    /// The bot's direct messages to this person, oldest first.
    pub fn dms(&self, person: &str) -> Vec<Post> {
        let id = self.person(person).id().to_owned();
        self.hub.with(|world| {
            world
                .dm_of(&id)
                .map(|p| p.posts.clone())
                .unwrap_or_default()
        })
    }
}
