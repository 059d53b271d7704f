//! The stand-in as a program, for apps in any language: prints the addresses an app needs and serves
//! until it is told to stop.

use anyhow::{Context, Result};
use clap::Parser;
use standin::{Options, Standin};
use std::path::PathBuf;
use tokio::signal::unix::{SignalKind, signal};

/// A pretend Slack workspace on 127.0.0.1.
#[derive(Parser)]
#[command(name = "standin")]
struct Arguments {
    /// The app's manifest.
    #[arg(long)]
    manifest: PathBuf,
    /// People and channels; a built-in cast if absent.
    #[arg(long)]
    world: Option<PathBuf>,
    /// Any free one if absent.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Let the app call as often as it likes.
    #[arg(long)]
    no_rate_limits: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let options = Options {
        manifest: arguments.manifest,
        world: arguments.world,
        port: arguments.port,
        rate_limits: !arguments.no_rate_limits,
        ..Options::default()
    };
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    let slack = Standin::start(options).await?;
    println!("SLACK_API_URL={}", slack.api_url());
    println!("SLACK_APP_TOKEN={}", slack.app_token());
    println!("SLACK_BOT_TOKEN={}", slack.bot_token());
    println!("PAGE={}", slack.page_url());
    tokio::select! {
        _ = terminate.recv() => {}
        result = tokio::signal::ctrl_c() => result.context("listening for SIGINT")?,
    }
    Ok(())
}
