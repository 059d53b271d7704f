//! `peerloop doctor`: one line per check, what it means and what to do. It works beside a running bot and without
//! tokens, network or database, changes nothing, opens no socket (that would take envelopes from the bot) and ends
//! within 10 s. Exit code 1 if something is broken.

use super::{Desk, directory, queries, size};
use crate::{
    clock::Clock,
    config::{self, Config},
    keys,
    outbox::{self, Tally},
    run::refused,
    scheduler,
    secret::Secret,
    slack::{
        probe::{self, Probe, Probed},
        web_error::WebError,
    },
    store::{Look, Read},
};
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use std::{fs, path::Path, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// A look-up after a crash begins 5 s before a message was made, by our clock.
const DRIFT_BEARABLE_S: i64 = 4;
/// With this much, schedules and certificates go wrong too.
const DRIFT_BROKEN_S: i64 = 300;
/// Below this the next busy day may fill the disk.
const DISK_LOW: u64 = 1 << 30;
/// Below this a backup or the log of a long read may fill it.
const DISK_BROKEN: u64 = 200 << 20;
/// Larger files take minutes to check; a backup's copy is checked instead.
const LARGEST_CHECKED: u64 = 200 << 20;
/// Messages go out within seconds; one that is due for so long is stuck.
const STUCK_AFTER: TimeDelta = TimeDelta::minutes(10);
/// What is due is run within a minute by a bot that is up.
const RUN_LATE_AFTER: TimeDelta = TimeDelta::minutes(10);
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
    let (slack, watched) = tokio::join!(slack(desk), running_bot(desk));
    let mut findings = slack;
    findings.extend(watched);
    let (database, key) = desk.files();
    findings.push(disk(&database));
    findings.extend(stored(&desk.clock, &database, &key));
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

/// What only Slack can say.
async fn slack(desk: &Desk<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (bot, app) = (
        config::bot_token(desk.lookup),
        config::app_token(desk.lookup),
    );
    for error in [app.as_ref().err(), bot.as_ref().err()]
        .into_iter()
        .flatten()
    {
        findings.push(Finding::broken("settings", format!("{error:#}"), ""));
    }
    match Config::read(desk.lookup) {
        Ok(_) => findings.push(Finding::ok(
            "settings",
            "All are understood, and both tokens are set.",
        )),
        Err(error) if findings.is_empty() => {
            findings.push(Finding::broken(
                "settings",
                format!("{error:#}"),
                "The README lists all settings.",
            ));
        }
        Err(_) => {}
    }
    let probe = match Probe::new(&config::api_url(desk.lookup)) {
        Ok(probe) => probe,
        Err(error) => {
            let todo = "Check SLACK_API_URL; normally it is not set.";
            findings.push(Finding::broken("slack", format!("{error:#}"), todo));
            return findings;
        }
    };
    let about_bot = async {
        match &bot {
            Ok(token) => check_bot(desk, &probe, token).await,
            Err(_) => Vec::new(),
        }
    };
    let about_app = async {
        match &app {
            Ok(token) => Some(check_app(&probe, token).await),
            Err(_) => None,
        }
    };
    let (about_bot, about_app) = tokio::join!(about_bot, about_app);
    findings.extend(about_bot);
    findings.extend(about_app);
    findings
}

async fn check_bot(desk: &Desk<'_>, probe: &Probe, token: &Secret) -> Vec<Finding> {
    let probed = match probe.ask(token, "auth.test", &[]).await {
        Ok(probed) => probed,
        Err(error) => return vec![failed("bot token", "SLACK_BOT_TOKEN", &error)],
    };
    let team = probed.body["team"]
        .as_str()
        .unwrap_or("(no name)")
        .to_owned();
    let looks_up = (desk.lookup)("PEERLOOP_LOOK_UP").is_none_or(|set| set.trim() != "off");
    vec![
        Finding::ok(
            "bot token",
            format!("Slack knows the bot, in the workspace {team}."),
        ),
        scopes(&probed, looks_up),
        drift(&probed, &desk.clock),
    ]
}

async fn check_app(probe: &Probe, token: &Secret) -> Finding {
    match probe.ask(token, "apps.connections.open", &[]).await {
        Ok(Probed { body, .. }) => {
            let address = Secret::new(body["url"].as_str().unwrap_or_default());
            if probe::can_reach(&address).await {
                Finding::ok(
                    "socket",
                    "Slack gives an address for a socket, and its host can be reached.",
                )
            } else {
                Finding::broken(
                    "socket",
                    "Slack gives an address for a socket, but its host cannot be reached.",
                    "Let this machine open connections to wss-primary.slack.com and wss-backup.slack.com, port 443.",
                )
            }
        }
        Err(error) => failed("socket", "SLACK_APP_TOKEN", &error),
    }
}

fn failed(what: &'static str, setting: &str, error: &WebError) -> Finding {
    match error {
        WebError::Api { code } => {
            Finding::broken(what, format!("{:#}", refused(setting, code)), "")
        }
        WebError::NeverSent => Finding::broken(
            what,
            "Slack cannot be reached from this machine.",
            "Check its network, its name server and SLACK_API_URL.",
        ),
        WebError::RateLimited { .. } => Finding::attention(
            what,
            "Slack asks this app to slow down.",
            "Ask again in a minute.",
        ),
        WebError::Unclear | WebError::Timeout => Finding::broken(
            what,
            "Slack did not give a clear answer in time.",
            "Ask again in a minute; status.slack.com says whether Slack is well.",
        ),
    }
}

/// The scopes of the manifest that this program carries.
fn wanted_scopes() -> impl Iterator<Item = &'static str> {
    crate::MANIFEST
        .lines()
        .skip_while(|line| line.trim() != "scopes:")
        .skip_while(|line| line.trim() != "bot:")
        .skip(1)
        .map_while(|line| line.trim().strip_prefix("- "))
        .map(|line| line.split('#').next().unwrap_or_default().trim())
}

fn scopes(probed: &Probed, looks_up: bool) -> Finding {
    let Some(granted) = &probed.scopes else {
        return Finding::attention(
            "scopes",
            "Slack did not say which scopes the bot has.",
            "Compare them by hand: OAuth & Permissions on the app's page, and `peerloop manifest`.",
        );
    };
    let missing: Vec<&str> = wanted_scopes()
        .filter(|wanted| !granted.iter().any(|scope| scope == wanted))
        .filter(|wanted| looks_up || *wanted != "im:history")
        .collect();
    let extra: Vec<&str> = granted
        .iter()
        .map(String::as_str)
        .filter(|scope| !wanted_scopes().any(|wanted| wanted == *scope))
        .collect();
    if !missing.is_empty() {
        return Finding::broken(
            "scopes",
            format!("The app lacks {}.", missing.join(", ")),
            "At api.slack.com/apps choose the app, then App Manifest: paste what `peerloop manifest` prints and save. Then Install App, Reinstall to Workspace. If the token there has changed, put it into SLACK_BOT_TOKEN and start the bot again.",
        );
    }
    if !extra.is_empty() {
        return Finding::attention(
            "scopes",
            format!("The app may do more than it needs: {}.", extra.join(", ")),
            "Take them out under OAuth & Permissions, or paste `peerloop manifest` again, and reinstall.",
        );
    }
    Finding::ok("scopes", "All of the manifest's are granted, and no other.")
}

fn drift(probed: &Probed, clock: &Clock) -> Finding {
    let Some(date) = probed.date else {
        return Finding::attention("clock", "Slack did not say what time it is.", "");
    };
    let ahead_s = (clock.now() - date).num_seconds();
    let means = format!(
        "This machine's clock is {} s {} Slack's.",
        ahead_s.abs(),
        if ahead_s < 0 { "behind" } else { "ahead of" }
    );
    let todo = "Set the clock by the network (systemd-timesyncd, chrony).";
    match ahead_s.abs() {
        0..=DRIFT_BEARABLE_S => Finding::ok("clock", "It agrees with Slack's."),
        ..=DRIFT_BROKEN_S => Finding::attention(
            "clock",
            format!("{means} After a crash a message may be sent twice."),
            todo,
        ),
        _ => Finding::broken(
            "clock",
            format!("{means} What recurs comes at wrong times."),
            todo,
        ),
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

/// What the database can say.
fn stored(clock: &Clock, database: &Path, key: &Path) -> Vec<Finding> {
    if !database.exists() {
        let means = format!(
            "There is none at {} yet; `peerloop run` makes it and its key.",
            database.display()
        );
        return vec![Finding::ok("database", means)];
    }
    let restore = "Stop the bot, then `peerloop restore` a backup.";
    let look = match Look::open(database) {
        Ok(look) => look,
        Err(error) => return vec![Finding::broken("database", format!("{error:#}"), restore)],
    };
    if let Err(error) = look.refuse_newer() {
        return vec![Finding::broken("database", format!("{error:#}"), "")];
    }
    let mut findings = vec![file(&look, database, restore), key_file(&look, key)];
    let read = look.read(None, clock, |read| {
        Ok((
            outbox::tally(read)?,
            runs(read)?,
            queries::newest_change(read)?,
            read.now,
        ))
    });
    match read {
        Ok((tally, runs, newest, now)) => {
            findings.push(home(&tally));
            findings.push(messages(&tally, now));
            findings.push(runs);
            findings.extend(set_back(newest, now));
        }
        Err(failure) => findings.push(Finding::broken(
            "database",
            format!("It cannot be read: {failure}."),
            restore,
        )),
    }
    findings
}

fn file(look: &Look, database: &Path, restore: &str) -> Finding {
    let bytes = look
        .bytes()
        .ok()
        .and_then(|bytes| u64::try_from(bytes).ok())
        .unwrap_or_default();
    if !others_cannot_read(database) {
        return Finding::attention(
            "database",
            "Other accounts of this machine can read it: names, and who wrote to whom.",
            format!("Run: chmod 600 {}", database.display()),
        );
    }
    if bytes > LARGEST_CHECKED {
        return Finding::ok(
            "database",
            format!(
                "{}; too large to check here: `peerloop backup` checks its copy.",
                size(bytes)
            ),
        );
    }
    if look.is_sound() {
        Finding::ok("database", format!("{}, whole.", size(bytes)))
    } else {
        Finding::broken("database", "It is damaged.", restore)
    }
}

#[cfg(unix)]
fn others_cannot_read(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|found| found.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn others_cannot_read(_file: &Path) -> bool {
    true
}

fn key_file(look: &Look, key: &Path) -> Finding {
    match keys::open_for(look, key) {
        Ok(_) => Finding::ok(
            "key",
            "It opens the database. Is its recovery copy on paper? `peerloop key show` prints it.",
        ),
        Err(error) => Finding::broken("key", format!("{error:#}"), ""),
    }
}

fn home(tally: &Tally) -> Finding {
    let refused = |code: &str| tally.codes.iter().any(|(known, _)| known == code);
    if refused("not_enabled") {
        Finding::broken(
            "home",
            "Slack refused to show Peerloop's Home tab.",
            "On the app's page under App Home switch the Home Tab on, or paste `peerloop manifest` again.",
        )
    } else if tally.has_shown_home {
        Finding::ok("home", "Slack has shown Peerloop's Home tab.")
    } else {
        Finding::attention(
            "home",
            "Nobody has opened Peerloop's Home tab yet, so it is not known whether it is switched on.",
            "Open it once in Slack while the bot runs, or run `peerloop doctor --live`.",
        )
    }
}

fn messages(tally: &Tally, now: DateTime<Utc>) -> Finding {
    let waiting = tally.ready + tally.sending + tally.unclear;
    if tally.oldest_due_at.is_some_and(|at| now - at > STUCK_AFTER) {
        return Finding::attention(
            "messages",
            format!("{waiting} wait, one of them for more than 10 minutes."),
            "Is the bot running? Its log says why they wait.",
        );
    }
    if tally.dead > 0 {
        let codes: Vec<String> = tally
            .codes
            .iter()
            .map(|(code, n)| format!("{n} {code}"))
            .collect();
        let todo = if tally
            .codes
            .iter()
            .any(|(code, _)| code == "messages_tab_disabled")
        {
            "On the app's page under App Home switch the Messages Tab on, or paste `peerloop manifest` again."
        } else {
            "Whoever caused them was told. The codes are Slack's: docs.slack.dev has them under chat.postMessage."
        };
        return Finding::attention(
            "messages",
            format!("Slack refused some for good: {}.", codes.join(", ")),
            todo,
        );
    }
    Finding::ok(
        "messages",
        format!("{waiting} wait, none for long; none was refused."),
    )
}

fn runs(read: &Read<'_>) -> crate::error::Result<Finding> {
    let runs = scheduler::runs(read)?;
    let next: Vec<String> = runs
        .iter()
        .map(|run| format!("{} {}", run.name, run.next_at.format("%Y-%m-%d %H:%M UTC")))
        .collect();
    let means = format!("Next: {}.", next.join(", "));
    let is_late = runs
        .iter()
        .any(|run| run.last_at.is_some() && read.now - run.next_at > RUN_LATE_AFTER);
    Ok(if is_late {
        Finding::attention(
            "runs",
            format!("Something is overdue. {means}"),
            "Is the bot running?",
        )
    } else {
        Finding::ok("runs", means)
    })
}

/// Says so if the database has seen a later time than it is now.
fn set_back(newest: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<Finding> {
    let ahead = newest? - now;
    (ahead > TimeDelta::minutes(1)).then(|| {
        Finding::attention(
            "clock",
            format!(
                "The database was last written {} minutes in the future: the clock was set back.",
                ahead.num_minutes()
            ),
            "Nothing runs twice because of it; what recurs waits until that time has come again.",
        )
    })
}

/// `1 message`, `2 messages`.
pub(super) fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probed(scopes: &[&str], date: DateTime<Utc>) -> Probed {
        Probed {
            body: serde_json::Value::Null,
            scopes: Some(scopes.iter().map(|&scope| scope.to_owned()).collect()),
            date: Some(date),
            took: Duration::ZERO,
        }
    }

    #[test]
    fn the_manifests_scopes_are_found_and_compared() {
        let all: Vec<&str> = wanted_scopes().collect();
        let manifest: serde_json::Value = serde_yaml_ng::from_str(crate::MANIFEST).unwrap();
        assert_eq!(
            serde_json::json!(all),
            manifest["oauth_config"]["scopes"]["bot"]
        );
        let now = Clock::System.now();
        let level = |granted: &[&str], looks_up| scopes(&probed(granted, now), looks_up).level;
        assert_eq!(level(&all, true), Level::Ok);
        let without: Vec<&str> = all
            .iter()
            .copied()
            .filter(|scope| *scope != "im:history")
            .collect();
        assert_eq!(level(&without, true), Level::Broken);
        assert_eq!(level(&without, false), Level::Ok);
        let more = [all.as_slice(), &["channels:history"]].concat();
        assert_eq!(level(&more, true), Level::Attention);
    }

    #[test]
    fn a_clock_that_drifts_is_told_from_one_that_is_wrong() {
        let clock = Clock::System;
        for (seconds, level) in [
            (0, Level::Ok),
            (30, Level::Attention),
            (-30, Level::Attention),
            (3600, Level::Broken),
        ] {
            let date = clock.now() - TimeDelta::seconds(seconds);
            assert_eq!(
                drift(&probed(&[], date), &clock).level,
                level,
                "{seconds} s"
            );
        }
    }
}
