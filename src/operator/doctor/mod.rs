//! `peerloop doctor`: one line per check, what it means and what to do. It works beside a running bot and without
//! tokens, network or database, changes nothing, opens no socket (that would take envelopes from the bot) and ends
//! within 10 s. Exit code 1 if something is broken.

mod slack;
mod stored;

use super::{Desk, directory, size};
use crate::config;
use anyhow::Result;
use std::{path::Path, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// Below this the next busy day may fill the disk.
const DISK_LOW: u64 = 1 << 30;
/// Below this a backup or the log of a long read may fill it.
const DISK_BROKEN: u64 = 200 << 20;
/// Limit for the running bot's own page.
const WATCH: Duration = Duration::from_secs(3);

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Ok,
    Attention,
    Broken,
}

/// One line.
struct Finding {
    level: Level,
    what: &'static str,
    means: String,
    /// What to do; empty if nothing.
    todo: String,
}

pub(super) async fn run(desk: &mut Desk<'_>) -> Result<bool> {
    let findings = examine(desk).await;
    for finding in &findings {
        desk.say(&finding.to_string())?;
    }
    let count = |level| findings.iter().filter(|found| found.level == level).count();
    let (broken, attention) = (count(Level::Broken), count(Level::Attention));
    desk.say(&match (broken, attention) {
        (0, 0) => "\nAll is well.".to_owned(),
        (0, _) => format!("\nNothing is broken; {attention} to look at."),
        _ => format!("\n{broken} broken, {attention} to look at."),
    })?;
    Ok(broken == 0)
}

async fn examine(desk: &Desk<'_>) -> Vec<Finding> {
    let (mut findings, watched) = tokio::join!(slack::examine(desk), running_bot(desk));
    findings.extend(watched);
    let (database, key) = desk.files();
    findings.push(disk(&database));
    findings.extend(stored::examine(&desk.clock, &database, &key));
    findings
}

impl Finding {
    fn ok(what: &'static str, means: impl Into<String>) -> Self {
        Self::new(Level::Ok, what, means, "")
    }

    fn attention(what: &'static str, means: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::new(Level::Attention, what, means, todo)
    }

    fn broken(what: &'static str, means: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::new(Level::Broken, what, means, todo)
    }

    fn new(
        level: Level,
        what: &'static str,
        means: impl Into<String>,
        todo: impl Into<String>,
    ) -> Self {
        Self {
            level,
            what,
            means: means.into(),
            todo: todo.into(),
        }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let level = match self.level {
            Level::Ok => "ok",
            Level::Attention => "attention",
            Level::Broken => "broken",
        };
        write!(f, "{level:<9}  {:<9}  {}", self.what, self.means)?;
        if !self.todo.is_empty() {
            write!(f, "\n{:22}→ {}", "", self.todo)?;
        }
        Ok(())
    }
}

/// Asks the running bot itself, if it has a page for that.
async fn running_bot(desk: &Desk<'_>) -> Option<Finding> {
    let address = config::health(desk.lookup).ok()??;
    let ask = async {
        let mut page = TcpStream::connect(address).await?;
        let request =
            format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        page.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        page.read_to_string(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    Some(match timeout(WATCH, ask).await {
        Ok(Ok(answer)) if answer.starts_with("HTTP/1.1 200") => {
            Finding::ok("bot", "It runs, a socket is open, and it commits.")
        }
        Ok(Ok(answer)) => Finding::broken(
            "bot",
            format!(
                "It runs, but: {}.",
                answer
                    .lines()
                    .next_back()
                    .unwrap_or("it did not say what is wrong")
            ),
            "Its log says more.",
        ),
        Ok(Err(_)) | Err(_) => Finding::attention(
            "bot",
            format!(
                "Nobody answers at PEERLOOP_HEALTH ({address}): it does not run, or it is stuck."
            ),
            "Start it, or look into its log.",
        ),
    })
}

fn disk(database: &Path) -> Finding {
    let place = directory(database);
    let Ok(stat) = rustix::fs::statvfs(place) else {
        return Finding::broken(
            "disk",
            format!("{} cannot be looked at.", place.display()),
            "Make the directory, or point PEERLOOP_DB elsewhere.",
        );
    };
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    let means = format!("{} are free beside the database.", size(free));
    let todo =
        "Make room. When it is full, nobody's form can be kept; nothing that was kept is lost.";
    match free {
        ..DISK_BROKEN => Finding::broken("disk", means, todo),
        DISK_BROKEN..DISK_LOW => Finding::attention("disk", means, todo),
        _ => Finding::ok("disk", means),
    }
}

/// `1 message`, `2 messages`.
pub(super) fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
