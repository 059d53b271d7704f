//! `peerloop demo`: the real bot on a pretend Slack, both on this machine and on one clock that a visitor can move.
//! Everything lives in a temporary directory and is gone at the end.

use crate::{Config, Running, clock::Clock, config::Lookup};
use anyhow::{Context, Result};
use standin::{Options, Standin};
use std::{
    io::{ErrorKind, Write},
    net::{Ipv4Addr, TcpListener},
    path::Path,
};
use tokio::sync::watch;

/// Ports that are tried one after another.
const PORTS: u16 = 20;

/// Runs until `stop` turns true; prints the address to open once the bot is up.
pub async fn demo(port: u16, stop: watch::Receiver<bool>) -> Result<()> {
    let dir = tempfile::tempdir().context("could not make a temporary directory")?;
    let manifest = dir.path().join("manifest.yml");
    std::fs::write(&manifest, crate::MANIFEST).context("could not write the manifest")?;
    let (shift, seconds) = watch::channel(0);
    let options = Options {
        manifest,
        port: free_port(port)?,
        shift: Some(shift),
        ..Options::default()
    };
    let slack = Standin::start(options).await?;
    let config = config(
        dir.path(),
        &slack.api_url(),
        &slack.app_token(),
        &slack.bot_token(),
    )?;
    let address = slack.page_url();
    let ready = move |_: Running| {
        // Whoever closed our output does not want to read it.
        let _ = writeln!(
            std::io::stdout(),
            "Peerloop is up, on a pretend Slack. Open {address} and pick who you are.\nPress Ctrl+C to end; nothing is kept."
        );
    };
    crate::run(config, Clock::Shifted(seconds), stop, |_| {}, ready).await
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
