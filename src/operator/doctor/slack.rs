//! The checks that only Slack can answer: tokens, scopes, the clock, the way to a socket.

use super::Finding;
use crate::{
    clock::Clock,
    config::{self, Config},
    names::Names,
    operator::Desk,
    rituals::registry::HOUSE,
    run::refused,
    secret::Secret,
    slack::{
        probe::{self, Probe, Probed},
        web_error::WebError,
    },
};

/// A look-up after a crash begins 5 s before a message was made, by our clock.
const DRIFT_BEARABLE_S: i64 = 4;
/// With this much, schedules and certificates go wrong too.
const DRIFT_BROKEN_S: i64 = 300;

/// What only Slack can say.
pub(super) async fn examine(desk: &Desk<'_>) -> Vec<Finding> {
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
        Ok(config) => findings.extend([
            Finding::ok("settings", "All are understood, and both tokens are set."),
            commands(&config.names),
        ]),
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

/// Slack tells a bot no names of commands, so this says what they must be; a command that arrives by another name is in
/// the log of `peerloop run`.
fn commands(names: &Names) -> Finding {
    let typed: Vec<String> = HOUSE
        .commands()
        .chain(["peerloop"])
        .map(|name| names.command(name))
        .collect();
    Finding::ok(
        "commands",
        format!(
            "People type {}. If Slack does not know them, compare the app with `peerloop manifest`.",
            typed.join(", ")
        ),
    )
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

#[cfg(test)]
mod tests {
    use super::{super::Level, *};
    use chrono::{DateTime, TimeDelta, Utc};
    use std::time::Duration;

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
