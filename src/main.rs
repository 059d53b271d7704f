//! The command line: `peerloop run | demo | manifest | purge --dry-run` and the operator's commands. It reads the environment, starts
//! what was asked for and turns the end into one sentence and an exit code: 0 done, 1 the doctor found something
//! broken, 2 it could not start or could not go on.

use clap::{Parser, Subcommand};
use peerloop::{
    clock::Clock,
    config::{self, Config, Lookup},
    names::Names,
    operator::{self, Desk},
};
use std::{
    io::{IsTerminal, Write},
    process::ExitCode,
};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use tracing_subscriber::EnvFilter;

/// Peer feedback between teammates, in Slack.
#[derive(Parser)]
#[command(version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the bot on your Slack workspace (`SLACK_APP_TOKEN`, `SLACK_BOT_TOKEN`; the README lists all settings).
    Run,
    /// Runs the bot on a pretend Slack on this machine and prints the address to open in a browser.
    #[cfg(feature = "demo")]
    Demo {
        /// The port of that address; the next free one if it is taken.
        #[arg(long, default_value_t = 8421)]
        port: u16,
        /// A workspace in which a team of eight has used Peerloop for a month, with their manager's digest.
        #[arg(long)]
        lived_in: bool,
    },
    /// Prints the app manifest to give to Slack.
    Manifest {
        /// What stands in front of every command, where another app has a name already: `acme-` makes /acme-feedback.
        /// Without it, what `PEERLOOP_COMMAND_PREFIX` says; `peerloop run` needs the same there.
        #[arg(long)]
        prefix: Option<String>,
    },
    /// Says how many rows of each table the nightly purge would delete now (`PEERLOOP_DB`).
    Purge {
        /// Only count; deleting is done by `peerloop run`, every night.
        #[arg(long, required = true)]
        dry_run: bool,
    },
    #[command(flatten)]
    Operator(operator::Command),
}

const ENVIRONMENT: &Lookup<'_> = &|env| std::env::var(env).ok();

fn main() -> ExitCode {
    match start(&Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            // Nobody is left to tell if this fails.
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::from(2)
        }
    }
}

/// False if something is broken.
fn start(command: &Command) -> anyhow::Result<bool> {
    let runtime = || {
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
    };
    match command {
        Command::Run => {
            start_log("info");
            let config = Config::read(ENVIRONMENT)?;
            runtime()?.block_on(async {
                let ready = |running: peerloop::Running| {
                    tracing::info!(workspace = running.workspace, "Peerloop is ready");
                };
                peerloop::run(
                    config,
                    Clock::System,
                    stop_on_signal()?,
                    operator::tell_once,
                    ready,
                )
                .await
            })?;
        }
        #[cfg(feature = "demo")]
        Command::Demo { port, lived_in } => {
            start_log("warn");
            runtime()?.block_on(async {
                peerloop::demo::demo(*port, *lived_in, stop_on_signal()?).await
            })?;
        }
        Command::Manifest { prefix } => {
            let names = match prefix {
                Some(prefix) => Names::with_prefix(prefix)?,
                None => config::names(ENVIRONMENT)?,
            };
            write!(std::io::stdout(), "{}", names.manifest(peerloop::MANIFEST))?;
        }
        Command::Operator(command) => {
            start_log("warn");
            let desk = Desk {
                lookup: ENVIRONMENT,
                clock: Clock::System,
                input: &mut std::io::stdin().lock(),
                output: &mut std::io::stdout(),
                is_terminal: std::io::stdout().is_terminal(),
            };
            return runtime()?.block_on(operator::run(command, desk));
        }
        Command::Purge { dry_run: _ } => {
            let database =
                std::env::var("PEERLOOP_DB").unwrap_or_else(|_| "peerloop.db".to_owned());
            for (table, rows) in peerloop::retention::dry_run(database.as_ref())? {
                writeln!(std::io::stdout(), "{table:<20} {rows}")?;
            }
        }
    }
    Ok(true)
}

/// Turns true on SIGTERM or SIGINT.
fn stop_on_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let (stop, stopped) = watch::channel(false);
    let (mut term, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        stop.send_replace(true);
        // Held open: a closed channel would read as a signal of its own.
        std::future::pending::<()>().await;
    });
    Ok(stopped)
}

/// Logs to standard error. Libraries that print payloads, tickets or addresses stay silent at every level.
fn start_log(default: &str) {
    let level = std::env::var("PEERLOOP_LOG")
        .ok()
        .filter(|level| !level.trim().is_empty());
    let filter = format!(
        "off,peerloop={}",
        level.as_deref().unwrap_or(default).trim()
    );
    let filter = EnvFilter::try_new(filter)
        .unwrap_or_else(|_| EnvFilter::new(format!("off,peerloop={default}")));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::env::var("PEERLOOP_LOG_FORMAT").is_ok_and(|format| format.trim() == "json") {
        log.json().init();
    } else {
        log.init();
    }
}
