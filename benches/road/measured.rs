//! This program as one of those that are measured: the bare loop, or Peerloop without the courier's pace. Nothing here
//! measures.

use crate::{
    bare,
    child::{BARE, UNPACED},
    load,
};
use std::path::PathBuf;
use tokio::signal::unix::{SignalKind, signal};

/// Runs as one of them, if that is what it was started for.
pub(crate) async fn run_if_asked() -> bool {
    match std::env::args().nth(1).as_deref() {
        Some(BARE) => run_bare().await,
        Some(UNPACED) => run_unpaced().await,
        Some(_) | None => return false,
    }
    true
}

async fn run_bare() {
    let api = std::env::var("SLACK_API_URL").unwrap();
    let database = PathBuf::from(std::env::var("PEERLOOP_DB").unwrap());
    let mut term = signal(SignalKind::terminate()).unwrap();
    tokio::select! {
        () = bare::run(api, &database, load::form()) => {}
        _ = term.recv() => {}
    }
}

async fn run_unpaced() {
    let mut config = peerloop::Config::read(&|env| std::env::var(env).ok()).unwrap();
    config.courier.at_once = 64;
    config.courier.keeps_pace = false;
    let (halt, stop) = tokio::sync::watch::channel(false);
    let mut term = signal(SignalKind::terminate()).unwrap();
    tokio::spawn(async move {
        term.recv().await;
        halt.send_replace(true);
        std::future::pending::<()>().await;
    });
    peerloop::run(config, peerloop::clock::Clock::System, stop, |_| {}, |_| {})
        .await
        .unwrap();
}
