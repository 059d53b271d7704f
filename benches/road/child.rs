//! The processes that are measured, and what the kernel says that they used.

use crate::slack::{Seen, Slack};
use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::process::{Child, Command};

/// Longest wait for anything that must happen.
const PATIENCE: Duration = Duration::from_mins(1);
/// The kernel counts processor time in hundredths of a second (`getconf CLK_TCK`, the same on every Linux).
const TICK_MS: f64 = 10.0;

/// Arguments by which this program runs as one of the measured ones.
pub(crate) const BARE: &str = "--as-bare";
pub(crate) const UNPACED: &str = "--as-unpaced";

/// What runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// `peerloop run`, as it is shipped.
    Shipped,
    /// The same code with the courier's pace switched off and 64 deliveries at once: the pretend Slack has no limits.
    Unpaced,
    /// The least that could do the job.
    Bare,
}

/// One that runs.
pub(crate) struct Process {
    child: Child,
    /// From the start of the process to the greeting on its first socket.
    pub(crate) ready_after: Duration,
}

impl Process {
    /// Starts it and waits for both sockets.
    pub(crate) async fn start(what: What, slack: &Slack, database: &Path) -> Self {
        while slack.seen().sockets > 0 {
            slack.wait(PATIENCE, |seen| seen.sockets == 0).await;
        }
        slack.expect_start();
        let mut command = match what {
            What::Shipped => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_peerloop"));
                command.arg("run");
                command
            }
            What::Unpaced | What::Bare => {
                let mut command = Command::new(std::env::current_exe().unwrap());
                command.arg(if what == What::Bare { BARE } else { UNPACED });
                command
            }
        };
        let began = Instant::now();
        let child = command
            .env_clear()
            .env("SLACK_API_URL", slack.api_url())
            .env("SLACK_APP_TOKEN", "xapp-1")
            .env("SLACK_BOT_TOKEN", "xoxb-1")
            .env("PEERLOOP_DB", database)
            .env("PEERLOOP_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let both = |seen: &Seen| seen.sockets == 2;
        assert!(slack.wait(PATIENCE, both).await, "it opened no sockets");
        let greeted = slack.seen().greeted.unwrap();
        Self {
            child,
            ready_after: greeted - began,
        }
    }

    /// Milliseconds of processor time so far, of all its threads.
    pub(crate) fn cpu_ms(&self) -> f64 {
        cpu_ms(&format!("{}", self.child.id().unwrap()))
    }

    /// Memory that it holds now, in MiB.
    pub(crate) fn resident_mib(&self) -> f64 {
        let path = format!("/proc/{}/status", self.child.id().unwrap());
        let status = std::fs::read_to_string(path).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        f64::from(kib.unwrap_or(0_u32)) / 1024.0
    }

    /// Waits until it has nothing to do.
    pub(crate) async fn settle(&self) {
        let mut before = self.cpu_ms();
        let mut quiet = 0;
        for _ in 0..600 {
            // Real time: what is sampled is the process's use of it.
            tokio::time::sleep(Duration::from_millis(100)).await;
            let now = self.cpu_ms();
            quiet = if now - before < TICK_MS { quiet + 1 } else { 0 };
            before = now;
            if quiet == 5 {
                return;
            }
        }
    }

    /// SIGTERM, and waits for the end.
    pub(crate) async fn stop(mut self) {
        let pid = self.child.id().unwrap().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status().await;
        let _ = tokio::time::timeout(PATIENCE, self.child.wait()).await;
    }
}

/// Milliseconds of processor time of a process, `self` for this one.
pub(crate) fn cpu_ms(pid: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // The second field is the name in brackets and may hold anything; user and system time are 12 and 13 behind it.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        * TICK_MS
}
