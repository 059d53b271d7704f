//! The workspace as tests and demos hold it: hand its addresses to the app, be its people, make its weather.

mod faults;
mod happen;
mod look;

pub use crate::person::CAP;
pub use faults::Faults;

use crate::{
    hub::{Hub, SOCKET_LIFE},
    person::{Memory, Persona},
    workspace::Workspace,
    world::World,
};
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
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
    /// After so long Slack recycles a socket; real time.
    pub socket_life: Duration,
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
            socket_life: SOCKET_LIFE,
            seed: 1,
        }
    }
}

/// A running workspace; it ends when this is dropped, and what holds in every workspace is looked at then.
#[derive(Debug)]
pub struct Standin {
    pub(crate) hub: Arc<Hub>,
    pub(crate) port: u16,
    /// None: a second handle, with which nothing ends.
    pub(crate) server: Option<JoinHandle<()>>,
    pub(crate) memories: Arc<Mutex<BTreeMap<String, Arc<Mutex<Memory>>>>>,
}

impl Drop for Standin {
    fn drop(&mut self) {
        let Some(server) = &self.server else { return };
        server.abort();
        // A test that fails already says why.
        if !std::thread::panicking() {
            let unsound = self.hub.with(World::unsound);
            assert!(
                unsound.is_empty(),
                "the world does not hold together: {unsound:#?}"
            );
        }
    }
}

impl Standin {
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

    /// A second handle on the same workspace, which ends with the first.
    pub(crate) fn again(&self) -> Self {
        Self {
            hub: self.hub.clone(),
            port: self.port,
            server: None,
            memories: self.memories.clone(),
        }
    }

    /// Someone, by name, handle or id.
    ///
    /// # Panics
    /// When nobody is called so, or nobody can act as them.
    pub fn person(&self, name: &str) -> Persona {
        self.find_person(name)
            .unwrap_or_else(|nobody| panic!("{nobody}"))
    }

    /// Someone, by name, handle or id; else who there is, in a sentence.
    pub(crate) fn find_person(&self, name: &str) -> Result<Persona, String> {
        let all = self.hub.personas();
        let found = all
            .iter()
            .find(|p| p.name == name || p.handle == name || p.id == name);
        let Some(person) = found else {
            let names: Vec<_> = all.iter().map(|p| p.name.as_str()).collect();
            return Err(format!(
                "nobody is called {name}; there are {}",
                names.join(", ")
            ));
        };
        let mut memories = self.memories.lock().unwrap_or_else(PoisonError::into_inner);
        let memory = memories.entry(person.id.clone()).or_default().clone();
        Ok(Persona::new(self.hub.clone(), person.clone(), memory))
    }
}
