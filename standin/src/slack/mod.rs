//! The workspace as tests and demos hold it: start it, hand its addresses to the app, be its people.

mod happen;
mod look;

pub use crate::person::CAP;
use crate::{
    cast::Cast,
    hub::Hub,
    manifest::Manifest,
    person::{Memory, Persona},
    time::Clock,
    wire,
    workspace::Workspace,
    world::World,
};
use anyhow::Result;
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex},
};
use tokio::{sync::watch, task::JoinHandle};

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
            let timed = served.clone();
            tokio::select! {
                () = timed.keep_time() => {}
                result = wire::serve(listener, served) => if let Err(error) = result {
                    tracing::error!("the stand-in stopped: {error:#}");
                },
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
}
