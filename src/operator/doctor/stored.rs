//! The checks that the files answer: the database, its key, and what they say of Home, messages and runs.

use super::Finding;
use crate::{
    clock::Clock,
    keys,
    operator::{queries, size},
    outbox::{self, Tally},
    scheduler,
    store::{Look, Read},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{fs, path::Path};

/// Larger files take minutes to check; a backup's copy is checked instead.
const LARGEST_CHECKED: u64 = 200 << 20;
/// Messages go out within seconds; one that is due for so long is stuck.
const STUCK_AFTER: TimeDelta = TimeDelta::minutes(10);
/// What is due is run within a minute by a bot that is up.
const RUN_LATE_AFTER: TimeDelta = TimeDelta::minutes(10);

/// What the database can say.
pub(super) fn examine(clock: &Clock, database: &Path, key: &Path) -> Vec<Finding> {
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
    let read = look.read(clock, |read| {
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
