//! The workspace as tests and demos hold it: start it, hand its addresses to the app, be its people.

use crate::{
    cast::{Cast, CastPerson},
    faults::Faults,
    hub::Hub,
    journal::Entry,
    manifest::Manifest,
    person::{Memory, Persona},
    time::Clock,
    wire,
    workspace::Workspace,
    world::{World, envelope::Envelope, posts::Post},
};
use anyhow::{Context, Result};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{sync::watch, task::JoinHandle, time::timeout};

/// How long a test waits for anything.
pub const CAP: Duration = Duration::from_secs(10);

/// How to start.
#[derive(Debug)]
pub struct Options {
    /// The app's manifest.
    pub manifest: PathBuf,
    /// A `world.yml`; the built-in cast if absent.
    pub world: Option<PathBuf>,
    /// Of 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Slack's limits on how often methods may be called.
    pub rate_limits: bool,
    /// A clock offset in seconds shared with the app; its own if absent.
    pub shift: Option<watch::Sender<i64>>,
    /// Of everything that is left to chance.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            manifest: "manifest.yml".into(),
            world: None,
            port: 0,
            rate_limits: true,
            shift: None,
            seed: 1,
        }
    }
}

/// A running workspace; it ends when this is dropped.
#[derive(Debug)]
pub struct Standin {
    hub: Arc<Hub>,
    port: u16,
    server: JoinHandle<()>,
    memories: Mutex<BTreeMap<String, Arc<Mutex<Memory>>>>,
}

impl Drop for Standin {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Standin {
    /// Starts a workspace on a port of 127.0.0.1.
    ///
    /// # Errors
    /// When a file is wrong or the port is taken.
    pub async fn start(options: Options) -> Result<Self> {
        let manifest = Manifest::read(&options.manifest)?;
        let cast = options
            .world
            .as_deref()
            .map(Cast::read)
            .transpose()?
            .unwrap_or_default();
        let clock = Clock::new(options.shift.unwrap_or_else(|| watch::Sender::new(0)));
        let mut world = World::new(manifest, &cast, options.seed, clock.now())?;
        let (listener, port) = wire::bind(options.port).await?;
        world.address = format!("127.0.0.1:{port}");
        let hub = Arc::new(Hub::new(world, clock, options.rate_limits, options.seed));
        let served = hub.clone();
        let task = tokio::spawn(async move {
            if let Err(error) = wire::serve(listener, served).await {
                tracing::error!("the stand-in stopped: {error:#}");
            }
        });
        Ok(Self {
            hub,
            port,
            server: task,
            memories: Mutex::default(),
        })
    }

    /// For the app's `SLACK_API_URL`; no slash at its end.
    pub fn api_url(&self) -> String {
        format!("http://127.0.0.1:{}/api", self.port)
    }

    /// For people with a browser.
    pub fn page_url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// For the app's `SLACK_APP_TOKEN`.
    pub fn app_token(&self) -> String {
        self.hub.with(|world| world.app.app_token.clone())
    }

    /// For the app's `SLACK_BOT_TOKEN`.
    pub fn bot_token(&self) -> String {
        self.hub.with(|world| world.app.bot_token.clone())
    }

    /// The bot's `U…`.
    pub fn bot_user(&self) -> String {
        self.hub.with(|world| world.app.bot_user.clone())
    }

    /// The workspace as the page holds it.
    pub fn hub(&self) -> Arc<Hub> {
        self.hub.clone()
    }

    /// Someone, by name, handle or id.
    ///
    /// # Panics
    /// When nobody is called so, or nobody can act as them.
    pub fn person(&self, name: &str) -> Persona {
        let all = self.hub.personas();
        let found = all
            .iter()
            .find(|p| p.name == name || p.handle == name || p.id == name);
        let Some(person) = found else {
            panic!(
                "nobody is called {name}; there are {:?}",
                all.iter().map(|p| &p.name).collect::<Vec<_>>()
            )
        };
        let mut memories = self
            .memories
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let memory = memories.entry(person.id.clone()).or_default().clone();
        Persona::new(self.hub.clone(), person.clone(), memory)
    }

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

    /// # Panics
    /// When the app broke a rule that no `expect_refusal` named.
    pub fn assert_clean(&self) {
        let wrong = self.hub.lock().journal.unexpected();
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
        let mut changes = self.hub.changes();
        let watch = async {
            loop {
                changes.borrow_and_update();
                if holds(self) || changes.changed().await.is_err() {
                    return;
                }
            }
        };
        assert!(
            timeout(CAP, watch).await.is_ok(),
            "waited ten seconds for {what}\n{}",
            self.transcript()
        );
    }

    /// How often a method was called, refused calls too; `response_url` counts as one.
    pub fn calls(&self, method: &str) -> usize {
        self.hub.lock().calls.get(method).copied().unwrap_or(0)
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
            .map(|(_, payload)| payload.clone())
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

    /// Someone new joins the workspace.
    ///
    /// # Errors
    /// When the handle is taken or the zone unknown.
    pub async fn joins(&self, person: &CastPerson) -> Result<()> {
        let event = self
            .hub
            .change(|world, now| world.person_joins(person, now))?;
        self.raise(event).await;
        Ok(())
    }

    /// Someone's card changes: zone, name, admin, deactivated and so on.
    ///
    /// # Errors
    /// When there is nobody of that name, or the new card does not hold together.
    pub async fn changes(&self, name: &str, change: impl FnOnce(&mut CastPerson)) -> Result<()> {
        let id = self.hub.with(|world| {
            world
                .people
                .iter()
                .find(|m| m.name == name)
                .map(|m| m.id.clone())
        });
        let id = id.with_context(|| format!("nobody is called {name}"))?;
        let event = self
            .hub
            .change(|world, now| world.person_changes(&id, change, now))?;
        self.raise(event).await;
        Ok(())
    }

    /// The app is uninstalled: its token is worthless, and it hears `tokens_revoked` and `app_uninstalled`.
    pub async fn uninstalls(&self) {
        for event in self.hub.change(super::world::World::uninstall) {
            self.raise(Some(event)).await;
        }
    }

    /// The bot is made a member of a channel, as by `/invite`.
    ///
    /// # Panics
    /// When there is no such channel.
    pub fn invites_bot(&self, channel: &str) {
        self.hub.change(|world, _| {
            let bot = world.app.bot_user.clone();
            let place = world.places.iter_mut().find(|p| p.name == channel);
            place
                .unwrap_or_else(|| panic!("there is no channel {channel}"))
                .members
                .insert(bot);
        });
    }

    /// A channel is archived.
    ///
    /// # Panics
    /// When there is no such channel.
    pub fn archives(&self, channel: &str) {
        self.hub.change(|world, _| {
            let place = world.places.iter_mut().find(|p| p.name == channel);
            place
                .unwrap_or_else(|| panic!("there is no channel {channel}"))
                .archived = true;
        });
    }

    async fn raise(&self, event: Option<Envelope>) {
        if let Some(event) = event {
            self.hub.clone().raise(event).await;
        }
    }
}
