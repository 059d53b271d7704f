//! Starts the parts in order and stops them in order.

use crate::{
    bot::Bot,
    clock::Clock,
    config::Config,
    courier,
    ids::UserId,
    keys, outbox,
    pulse::{self, Pulse},
    roster, scheduler,
    secret::Secret,
    slack::{
        health::Health,
        socket::{self, SocketEnd, SocketOptions},
        web::Web,
        web_error::WebError,
    },
    store::{self, Creating, NextRun, Store},
};
use anyhow::{Result, bail};
use std::{
    sync::{Arc, Mutex, atomic::Ordering},
    time::Duration,
};
use tokio::{
    net::TcpListener,
    sync::watch,
    task::{JoinHandle, JoinSet},
};

/// Slack must have answered by then, or the start fails: nobody should wonder whether it is running.
const START_WITHIN: Duration = Duration::from_secs(8);

/// A Peerloop that is up.
#[derive(Clone)]
pub struct Running {
    /// The workspace's name.
    pub workspace: String,
    /// What the sockets count.
    pub health: Arc<Health>,
    store: Store,
}

impl Running {
    /// Returns once Slack has been told everything that was to be told by now.
    pub async fn all_told(&self) -> Result<()> {
        loop {
            // Ask for the signal before looking, so that a row settled in between is not missed.
            let settled = self.store.wakes().settled.notified();
            if self.store.read(outbox::is_empty).await? {
                return Ok(());
            }
            settled.await;
        }
    }

    /// Returns once nothing that was deleted by now can be found in the database's files.
    pub async fn all_scrubbed(&self) {
        let wakes = self.store.wakes();
        loop {
            // Ask for the signal before looking, so that a log emptied in between is not missed.
            let scrubbed = wakes.scrubbed.notified();
            if !wakes.is_unscrubbed() {
                return;
            }
            scrubbed.await;
        }
    }

    /// Returns once everything recurring that is due by now has run.
    pub async fn all_run(&self) {
        let wakes = self.store.wakes();
        let mut next_run = wakes.next_run.subscribe();
        let clock = self.store.clock().clone();
        let is_done = |next: &NextRun| {
            next.plans == wakes.plans.load(Ordering::SeqCst) && next.at > clock.now()
        };
        // The sender lives in the store, which we hold.
        let _ = next_run.wait_for(is_done).await;
    }

    /// How many messages Slack refused for good.
    pub async fn dead_letters(&self) -> Result<i64> {
        Ok(self.store.read(outbox::dead).await?)
    }
}

/// Runs Peerloop until `stop` turns true. `key_made` is called with the recovery copy as soon as a new key file is
/// made, whatever becomes of the start: it goes to whoever sits at the terminal and to no log. `ready` is called once
/// the first socket is open.
/// Fails with one sentence if it cannot start, or if Slack will not let it go on.
pub async fn run(
    config: Config,
    clock: Clock,
    stop: watch::Receiver<bool>,
    key_made: impl FnOnce(&Secret) + Send,
    ready: impl FnOnce(Running) + Send,
) -> Result<()> {
    let _lock = store::lock(&config.database)?;
    let web = Web::new(&config.api_url, &config.bot_token, &config.app_token)?;
    let workspace = check_bot(&web).await?;
    let watched = match config.health {
        Some(address) => Some(pulse::listen(address).await?),
        None => None,
    };
    let (vault, recovery_copy) = keys::open_or_create(&config.database, &config.key)?;
    if let Some(copy) = recovery_copy {
        // Not the copy itself: what is logged is no secret any more.
        tracing::info!(key = %config.key.display(), "made a new key file. Keep it safe and out of the database's backups: without it nothing people wrote can be opened. `peerloop key show` prints it for paper");
        key_made(&copy);
    }
    let store = Store::open_with_names(
        &config.database,
        Creating::IfMissing,
        vault,
        clock,
        config.names,
    )?;

    let (halt, halted) = watch::channel(false);
    let (end, ended) = watch::channel(None);
    let health = Arc::new(Health::new());
    let bot = Arc::new(Bot {
        store: store.clone(),
        web: web.clone(),
        end,
        errands: Mutex::default(),
    });
    let mut sockets = tokio::spawn(socket::run(
        web.clone(),
        bot.clone(),
        SocketOptions::default(),
        halted.clone(),
        health.clone(),
    ));
    let (halt_courier, courier_halted) = watch::channel(false);
    let mut courier = tokio::spawn(courier::run(
        store.clone(),
        web.clone(),
        config.courier,
        courier_halted,
    ));
    let mut background = in_background(&store, &web, config.owners, &halted);
    let pulse = Pulse {
        store: store.clone(),
        health: health.clone(),
    };
    answer_watchers(&mut background, watched, pulse, halt.subscribe());

    let parts = Parts {
        sockets: &mut sockets,
        courier: &mut courier,
        background: &mut background,
    };
    let why = live(parts, &health, stop, ended, || {
        ready(Running {
            workspace,
            health: health.clone(),
            store: store.clone(),
        });
    })
    .await;

    // First no more acts, then what they caused, then the file.
    halt.send_replace(true);
    if !sockets.is_finished() && sockets.await.is_err() {
        tracing::error!("the socket loop panicked while stopping");
    }
    bot.finish().await;
    while background.join_next().await.is_some() {}
    halt_courier.send_replace(true);
    if !courier.is_finished() && courier.await.is_err() {
        tracing::error!("the courier panicked");
    }
    store.close().await;
    say_the_end(&health);
    why
}

/// What nobody waits for: what recurs and falls due, a look whether the file is sound, and reading who works here.
fn in_background(
    store: &Store,
    web: &Web,
    owners: Vec<UserId>,
    halted: &watch::Receiver<bool>,
) -> JoinSet<Result<(), End>> {
    let read_people = store.wakes().roster.clone();
    let mut background = JoinSet::new();
    background.spawn({
        let (store, halted, jobs) = (
            store.clone(),
            halted.clone(),
            scheduler::jobs(read_people.clone()),
        );
        async move {
            scheduler::run(store, jobs, halted).await;
            Ok(())
        }
    });
    background.spawn(is_whole(store.clone()));
    background.spawn({
        let (store, web, halted) = (store.clone(), web.clone(), halted.clone());
        async move {
            roster::run(store, web, owners, &read_people, halted)
                .await
                .map_err(End::Refused)
        }
    });
    background
}

/// Ends everything if the database file is damaged.
async fn is_whole(store: Store) -> Result<(), End> {
    match store.is_sound().await {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(End::Damaged),
    }
}

/// Serves whoever watches from this machine, if anybody may.
fn answer_watchers(
    background: &mut JoinSet<Result<(), End>>,
    listener: Option<TcpListener>,
    pulse: Pulse,
    halted: watch::Receiver<bool>,
) {
    if let Some(listener) = listener {
        background.spawn(async move {
            pulse::run(listener, pulse, halted).await;
            Ok(())
        });
    }
}

fn say_the_end(health: &Health) {
    let counted = health.status();
    tracing::info!(
        envelopes = counted.envelopes,
        acked = counted.acked,
        unacked = counted.unacked,
        ignored = counted.ignored,
        unparsed = counted.unparsed,
        "Peerloop has ended"
    );
}

/// Why a part in the background ends everything.
enum End {
    /// Slack refuses the bot's token for good, with this code.
    Refused(String),
    /// The database file is not whole.
    Damaged,
}

/// What runs until there is a reason to end.
struct Parts<'a> {
    sockets: &'a mut JoinHandle<Result<(), SocketEnd>>,
    courier: &'a mut JoinHandle<Option<String>>,
    background: &'a mut JoinSet<Result<(), End>>,
}

/// Waits for the first reason to end.
async fn live(
    parts: Parts<'_>,
    health: &Health,
    mut stop: watch::Receiver<bool>,
    mut ended: watch::Receiver<Option<&'static str>>,
    ready: impl FnOnce() + Send,
) -> Result<()> {
    let mut ready = Some(ready);
    loop {
        tokio::select! {
            () = health.ready(), if ready.is_some() => if let Some(ready) = ready.take() { ready() },
            () = tokio::time::sleep(START_WITHIN), if ready.is_some() => {
                bail!("Slack accepts the tokens but opened no socket within {} s. Is Socket Mode on, and may this machine open WebSocket connections?", START_WITHIN.as_secs());
            }
            outcome = &mut *parts.courier => match outcome {
                Ok(Some(code)) => return Err(refused("SLACK_BOT_TOKEN", &code)),
                Ok(None) | Err(_) => bail!("A part of Peerloop ended by a fault of its own; see the log."),
            },
            outcome = &mut *parts.sockets => {
                return match outcome {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(SocketEnd::Refused { code })) => Err(refused("SLACK_APP_TOKEN", &code)),
                    Ok(Err(SocketEnd::Broken)) | Err(_) => bail!("The socket loop ended by a fault of its own; see the log."),
                };
            }
            Some(outcome) = parts.background.join_next() => match outcome {
                Ok(Ok(())) => {}
                Ok(Err(End::Refused(code))) => return Err(refused("SLACK_BOT_TOKEN", &code)),
                Ok(Err(End::Damaged)) => bail!("The database is damaged. Stop using it and restore a backup."),
                Err(_) => bail!("A part of Peerloop ended by a fault of its own; see the log."),
            },
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
            Ok(why) = ended.wait_for(Option::is_some) => bail!("{}", why.unwrap_or_default()),
        }
    }
}

/// Asks Slack who we are; the workspace's name.
async fn check_bot(web: &Web) -> Result<String> {
    let asked = tokio::time::timeout(START_WITHIN, web.check_bot()).await;
    match asked {
        Ok(Ok(identity)) => Ok(identity.team_name),
        Ok(Err(WebError::Api { code })) => Err(refused("SLACK_BOT_TOKEN", &code)),
        Ok(Err(WebError::NeverSent)) => {
            bail!("Slack cannot be reached from this machine. Check its network and SLACK_API_URL.")
        }
        Ok(Err(WebError::RateLimited { .. })) => {
            bail!("Slack asks this app to slow down. Start it again in a minute.")
        }
        Ok(Err(WebError::Unclear | WebError::Timeout)) | Err(_) => {
            bail!(
                "Slack did not give a clear answer within {} s. Try again in a minute; status.slack.com says whether Slack is well.",
                START_WITHIN.as_secs()
            )
        }
    }
}

pub(crate) fn refused(token: &str, code: &str) -> anyhow::Error {
    let advice = match code {
        "missing_scope" => {
            "The app lacks a scope: compare it with `peerloop manifest`, change it and install it again."
        }
        "token_revoked" | "account_inactive" | "app_uninstalled" => {
            "The app was removed from the workspace: install it again and use the new token."
        }
        "not_allowed_token_type" => {
            "The two tokens may be swapped: xapp- is SLACK_APP_TOKEN, xoxb- is SLACK_BOT_TOKEN."
        }
        "link_disabled" => {
            "Socket Mode is switched off for the app: switch it on under Socket Mode on the app's page."
        }
        _ => "Copy it again from the app's page.",
    };
    anyhow::anyhow!("Slack refuses {token} ({code}). {advice}")
}
