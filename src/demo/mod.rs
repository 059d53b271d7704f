//! `peerloop demo`: the real bot on a pretend Slack, both on this machine and on one clock that a visitor can move.
//! Everything lives in a temporary directory and is gone at the end.

mod acts;
pub mod story;
mod words;

use crate::{Config, Running, clock::Clock, config::Lookup};
use anyhow::{Context, Result};
use standin::{Options, Standin};
use std::{
    io::{ErrorKind, Write},
    net::{Ipv4Addr, TcpListener},
    path::Path,
    sync::Arc,
};
use story::Month;
use tokio::{
    sync::{oneshot, watch},
    task::JoinSet,
};

/// Ports that are tried one after another.
const PORTS: u16 = 20;

/// Runs until `stop` turns true; prints the address to open once the bot is up and, if it is to be lived in, a team has
/// used it for a month.
pub async fn demo(port: u16, is_lived_in: bool, stop: watch::Receiver<bool>) -> Result<()> {
    let dir = tempfile::tempdir().context("could not make a temporary directory")?;
    let manifest = dir.path().join("manifest.yml");
    std::fs::write(&manifest, crate::MANIFEST).context("could not write the manifest")?;
    let now = Clock::System.now();
    let month = is_lived_in.then(|| Month::before(now));
    let away = month.map_or(0, |month| (month.begins_at() - now).num_seconds());
    let (shift, seconds) = watch::channel(away);
    let world = match month {
        Some(_) => {
            let world = dir.path().join("world.yml");
            std::fs::write(&world, story::TEAM).context("could not write the workspace")?;
            Some(world)
        }
        None => None,
    };
    let options = Options {
        manifest,
        world,
        port: free_port(port)?,
        shift: Some(shift),
        ..Options::default()
    };
    let slack = Arc::new(Standin::start(options).await?);
    let config = config(
        dir.path(),
        &slack.api_url(),
        &slack.app_token(),
        &slack.bot_token(),
    )?;
    let (tell, ready) = oneshot::channel();
    let bot = crate::run(
        config,
        Clock::Shifted(seconds),
        stop,
        |_| {},
        move |running| {
            // Nobody listens any more if we are being stopped.
            let _ = tell.send(running);
        },
    );
    let shows = async {
        if let Ok(running) = ready.await {
            if let Some(month) = month {
                say("A team of eight uses Peerloop for a month. This takes a minute at most.");
                live(slack.clone(), running, month).await;
            }
            say_address(&slack);
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        ended = bot => ended,
        () = shows => Ok(()),
    }
}

/// Plays the month. What stops it is told, and the visitor finds the workspace as far as it came.
async fn live(slack: Arc<Standin>, running: Running, month: Month) {
    let mut story = JoinSet::new();
    story.spawn(async move { story::play(&slack, &running, month).await });
    match story.join_next().await {
        Some(Ok(Ok(()))) | None => {}
        Some(Ok(Err(error))) => tracing::error!(%error, "the month came to an early end"),
        Some(Err(error)) => tracing::error!(%error, "the month came to an early end"),
    }
}

fn say_address(slack: &Standin) {
    let address = slack.page_url();
    say(&format!(
        "Peerloop is up, on a pretend Slack. Open {address} and pick who you are.\nPress Ctrl+C to end; nothing is kept."
    ));
}

fn say(line: &str) {
    // Whoever closed our output does not want to read it.
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn config(dir: &Path, api_url: &str, app_token: &str, bot_token: &str) -> Result<Config> {
    let database = dir.join("peerloop.db").display().to_string();
    let lookup: &Lookup<'_> = &|env| match env {
        "SLACK_API_URL" => Some(api_url.to_owned()),
        "SLACK_APP_TOKEN" => Some(app_token.to_owned()),
        "SLACK_BOT_TOKEN" => Some(bot_token.to_owned()),
        "PEERLOOP_DB" => Some(database.clone()),
        _ => None,
    };
    Config::read(lookup)
}

/// The first port from `port` on that nobody listens on.
fn free_port(port: u16) -> Result<u16> {
    for port in (port..=u16::MAX).take(PORTS.into()) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(_) => return Ok(port),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).context(format!("could not listen on port {port}")),
        }
    }
    anyhow::bail!(
        "The ports {port} to {} are all taken; give another one with --port.",
        port.saturating_add(PORTS - 1)
    )
}
