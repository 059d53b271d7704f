//! Ties the model to sockets and clock. One lock, never held over an await; what the model returns is
//! carried out after the lock is gone. No rule of Slack's about content lives here.

mod api;
mod delivery;
mod flight;
mod secrets;
mod sockets;

pub use api::Answer;
pub use sockets::{Line, Out, SOCKET_LIFE};

use crate::{
    act::Act,
    faults::Plan,
    journal::Journal,
    rates::Rates,
    screen::{Person, Screen},
    time::{Clock, Now},
    workspace::Workspace,
    world::{World, acts::Step},
};
use flight::Waiting;
use secrets::Secret;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::watch, time::timeout};

/// The workspace at work.
#[derive(Debug)]
pub struct Hub {
    state: Mutex<State>,
    clock: Clock,
    changes: watch::Sender<u64>,
    /// After that a socket is recycled; real time.
    pub socket_life: Duration,
}

/// Everything behind the lock.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) journal: Journal,
    pub(crate) plan: Plan,
    pub(crate) sent: Vec<(String, Value)>,
    pub(crate) calls: BTreeMap<String, usize>,
    pub(crate) secrets: Vec<Secret>,
    dead_tokens: BTreeSet<String>,
    /// Sockets that a fault broke.
    broken: BTreeSet<u64>,
    /// Envelopes that wait for the next one to go first, with their ids.
    overtaken: Vec<(String, String)>,
    lines: Vec<Line>,
    pub(crate) lines_opened: u64,
    waiting: BTreeMap<String, Waiting>,
    rates: Option<Rates>,
    versions: HashMap<String, (u64, u64)>,
}

impl Hub {
    /// A workspace that nobody is connected to yet.
    pub fn new(
        world: World,
        clock: Clock,
        rate_limits: bool,
        seed: u64,
        socket_life: Duration,
    ) -> Self {
        let state = State {
            world,
            journal: Journal::default(),
            plan: Plan::new(seed.wrapping_add(1)),
            sent: Vec::new(),
            calls: BTreeMap::new(),
            secrets: Vec::new(),
            dead_tokens: BTreeSet::new(),
            broken: BTreeSet::new(),
            overtaken: Vec::new(),
            lines: Vec::new(),
            lines_opened: 0,
            waiting: BTreeMap::new(),
            rates: rate_limits.then(Rates::default),
            versions: HashMap::new(),
        };
        Self {
            state: Mutex::new(state),
            clock,
            changes: watch::Sender::new(0),
            socket_life,
        }
    }

    /// The state. A panic elsewhere leaves it usable: every function of the model ends in a whole world.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This instant.
    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// Tells everyone who watches that something changed.
    pub fn changed(&self) {
        self.lock().guard_secrets();
        self.changes.send_modify(|n| *n += 1);
    }

    /// Looks at the model.
    pub fn with<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock().world)
    }

    /// Changes the model, and tells everyone.
    pub fn change<T>(&self, change: impl FnOnce(&mut World, Now) -> T) -> T {
        let now = self.now();
        let result = change(&mut self.lock().world, now);
        self.changed();
        result
    }

    /// Waits until this holds, looking after every change. False if that takes too long.
    pub async fn until(&self, limit: Duration, holds: impl Fn() -> bool) -> bool {
        let mut changes = self.changes.subscribe();
        let watch = async {
            loop {
                changes.borrow_and_update();
                if holds() || changes.changed().await.is_err() {
                    return;
                }
            }
        };
        timeout(limit, watch).await.is_ok() || holds()
    }

    /// Hands over the events that the model raised; nobody waits for their acks.
    pub(crate) fn flush(self: &Arc<Self>) {
        let raised = self.lock().world.take_raised();
        if raised.is_empty() {
            return;
        }
        let hub = self.clone();
        tokio::spawn(async move {
            for event in raised {
                hub.clone().raise(event).await;
            }
        });
    }

    async fn carry_out(self: Arc<Self>, user: String, act: Act) -> Result<(), String> {
        let step = self.change(|world, now| world.act(&user, act, now))?;
        self.flush();
        let Step::Send(envelopes) = step else {
            return Ok(());
        };
        for envelope in envelopes {
            self.clone().send(envelope).await;
        }
        Ok(())
    }
}

impl Workspace for Hub {
    fn personas(&self) -> Vec<Person> {
        self.with(|world| {
            world
                .people
                .iter()
                .filter(|m| m.is_persona())
                .map(crate::world::people::Member::seen)
                .collect()
        })
    }

    fn screen(&self, user: &str) -> Option<Screen> {
        let now = self.now();
        let mut state = self.lock();
        state.world.tick(now);
        let mut screen = state.world.screen(user, 0)?;
        let mut hasher = DefaultHasher::new();
        serde_json::to_string(&screen)
            .unwrap_or_default()
            .hash(&mut hasher);
        let hash = hasher.finish();
        let (seen, version) = state.versions.entry(user.to_owned()).or_insert((hash, 1));
        if *seen != hash {
            (*seen, *version) = (hash, *version + 1);
        }
        screen.version = *version;
        Some(screen)
    }

    async fn act(self: Arc<Self>, user: String, act: Act) -> Result<(), String> {
        // A task of its own: an act goes on when the page that began it is closed.
        let act = tokio::spawn(self.carry_out(user, act));
        act.await
            .unwrap_or_else(|_| Err("the stand-in itself failed; see its log".to_owned()))
    }

    fn file(&self, user: &str, id: &str) -> Option<(String, Vec<u8>)> {
        self.with(|world| {
            let file = world.file_for(user, id)?;
            Some((file.mimetype.clone(), file.bytes.clone()?))
        })
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    fn shift(&self) -> watch::Sender<i64> {
        self.clock.shift().clone()
    }
}
