//! What an operator decides, each setting once: its environment variable, its default and what it means. The README's
//! table is checked against [`SETTINGS`]. Nothing else reads the environment.

use crate::{courier::CourierOptions, ids::UserId, names::Names, secret::Secret, slack};
use anyhow::{Context, Result, bail};
use chrono::TimeDelta;
use std::{net::SocketAddr, path::PathBuf};

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The environment variable.
    pub env: &'static str,
    /// What holds if it is not set; `None` if it must be.
    pub default: Option<&'static str>,
    /// What it means.
    pub doc: &'static str,
}

/// All settings of `peerloop run`.
pub const SETTINGS: [Setting; 12] = [
    Setting {
        env: "SLACK_APP_TOKEN",
        default: None,
        doc: "The app-level token (`xapp-…`) with the scope `connections:write`.",
    },
    Setting {
        env: "SLACK_BOT_TOKEN",
        default: None,
        doc: "The bot token (`xoxb-…`) from installing the app.",
    },
    Setting {
        env: "PEERLOOP_DB",
        default: Some("peerloop.db"),
        doc: "The database file; made if it is missing.",
    },
    Setting {
        env: "PEERLOOP_KEY",
        default: Some("peerloop.key"),
        doc: "The key file that opens what people wrote; made together with a new database. Without a path of its own it lies beside the database. Keep it out of the database's backups.",
    },
    Setting {
        env: "PEERLOOP_OWNERS",
        default: Some("none"),
        doc: "Slack user ids (`U…`, with commas between) that own the programme from the start. Without it a workspace admin presses **Set up** on Home.",
    },
    Setting {
        env: "PEERLOOP_COMMAND_PREFIX",
        default: Some("none"),
        doc: "What stands in front of every command, `acme-` for one, where another app has a name already; the app's manifest is then that of `peerloop manifest --prefix acme-`. At most 16 lower-case letters, digits, hyphens and underscores.",
    },
    Setting {
        env: "PEERLOOP_LOG",
        default: Some("info"),
        doc: "What is logged: `error`, `warn`, `info`, `debug`, `trace`. At no level does it hold a token or a word of feedback.",
    },
    Setting {
        env: "PEERLOOP_LOG_FORMAT",
        default: Some("text"),
        doc: "`json` for a line of JSON per event.",
    },
    Setting {
        env: "PEERLOOP_HEALTH",
        default: Some("off"),
        doc: "An address of this machine, `127.0.0.1:9100` for one, where `/healthz` says whether Peerloop is well and `/metrics` counts for Prometheus. Loopback only.",
    },
    Setting {
        env: "PEERLOOP_LOOK_UP",
        default: Some("on"),
        doc: "`off` if the app cannot have the scope `im:history`: a message may then come twice after a crash.",
    },
    Setting {
        env: "PEERLOOP_GRACE_SECONDS",
        default: Some("30"),
        doc: "How long a message whose fate is unknown waits before it is looked up, 1 to 600.",
    },
    Setting {
        env: "SLACK_API_URL",
        default: Some("https://slack.com/api"),
        doc: "Where Slack's Web API is; `http` only on this machine.",
    },
];

/// Where settings come from: the environment, or a demo's and a test's own.
pub type Lookup<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// The settings of `peerloop run`.
#[derive(Clone, Debug)]
pub struct Config {
    /// Slack's Web API.
    pub api_url: String,
    /// Opens sockets.
    pub app_token: Secret,
    /// Everything else.
    pub bot_token: Secret,
    /// The database.
    pub database: PathBuf,
    /// The key file.
    pub key: PathBuf,
    /// Owners from the start.
    pub owners: Vec<UserId>,
    /// How people must type commands.
    pub names: Names,
    /// How messages go out.
    pub courier: CourierOptions,
    /// Where a watcher on this machine may ask, if anywhere.
    pub health: Option<SocketAddr>,
}

impl Config {
    /// Reads the settings through `lookup` (the environment). Fails with one sentence that names the variable.
    pub fn read(lookup: &Lookup<'_>) -> Result<Self> {
        let get = |env: &str| set(lookup, env);
        let app_token = app_token(lookup)?;
        let bot_token = bot_token(lookup)?;
        let (database, key) = files(lookup);
        let look_up = match get("PEERLOOP_LOOK_UP").as_deref() {
            None | Some("on") => true,
            Some("off") => false,
            Some(_) => bail!("PEERLOOP_LOOK_UP is either on or off."),
        };
        if !matches!(
            get("PEERLOOP_LOG_FORMAT").as_deref(),
            None | Some("text" | "json")
        ) {
            bail!("PEERLOOP_LOG_FORMAT is either text or json.");
        }
        let grace = get("PEERLOOP_GRACE_SECONDS").map_or(Ok(30), |text| text.trim().parse());
        let grace = grace.ok().filter(|seconds| (1..=600).contains(seconds));
        let grace = grace.context("PEERLOOP_GRACE_SECONDS is a whole number from 1 to 600.")?;
        let owners = get("PEERLOOP_OWNERS")
            .filter(|text| text.trim() != "none")
            .unwrap_or_default();
        let owners: Vec<UserId> = owners
            .split(',')
            .map(str::trim)
            .filter(|id| !id.is_empty())
            .map(UserId::new)
            .collect();
        if owners.iter().any(|id| !id.as_str().starts_with(['U', 'W'])) {
            bail!(
                "PEERLOOP_OWNERS holds Slack user ids, which begin with U or W: copy them from people's profiles."
            );
        }
        Ok(Self {
            owners,
            names: names(lookup)?,
            api_url: api_url(lookup),
            app_token,
            bot_token,
            database,
            key,
            courier: CourierOptions {
                at_once: 8,
                grace: TimeDelta::seconds(grace),
                look_up,
                keeps_pace: true,
            },
            health: health(lookup)?,
        })
    }
}

/// The app-level token. Fails with one sentence.
pub fn app_token(lookup: &Lookup<'_>) -> Result<Secret> {
    token(
        lookup,
        "SLACK_APP_TOKEN",
        "xapp-",
        "It is on the app's page under Basic Information, App-Level Tokens, with the scope connections:write.",
    )
}

/// The bot's token. Fails with one sentence.
pub fn bot_token(lookup: &Lookup<'_>) -> Result<Secret> {
    token(
        lookup,
        "SLACK_BOT_TOKEN",
        "xoxb-",
        "It is on the app's page under OAuth & Permissions, after the app is installed.",
    )
}

/// The database and its key file.
pub fn files(lookup: &Lookup<'_>) -> (PathBuf, PathBuf) {
    let database = set(lookup, "PEERLOOP_DB").unwrap_or_else(|| "peerloop.db".to_owned());
    let database = PathBuf::from(database);
    let key = set(lookup, "PEERLOOP_KEY")
        .map_or_else(|| database.with_file_name("peerloop.key"), PathBuf::from);
    (database, key)
}

/// How people must type commands. Fails with one sentence.
pub fn names(lookup: &Lookup<'_>) -> Result<Names> {
    let prefix = set(lookup, "PEERLOOP_COMMAND_PREFIX").filter(|text| text.trim() != "none");
    let prefix = prefix.as_deref().unwrap_or_default().trim();
    Names::with_prefix(prefix).context("PEERLOOP_COMMAND_PREFIX is not a prefix.")
}

/// Where Slack's Web API is.
pub fn api_url(lookup: &Lookup<'_>) -> String {
    set(lookup, "SLACK_API_URL").unwrap_or_else(|| slack::web::SLACK_API.to_owned())
}

/// Where a watcher on this machine may ask, if anywhere. Fails with one sentence.
pub fn health(lookup: &Lookup<'_>) -> Result<Option<SocketAddr>> {
    let Some(text) = set(lookup, "PEERLOOP_HEALTH").filter(|text| text.trim() != "off") else {
        return Ok(None);
    };
    let address: Option<SocketAddr> = text.trim().parse().ok();
    let address = address.filter(|address| address.ip().is_loopback());
    address.map(Some).context(
        "PEERLOOP_HEALTH is off or an address of this machine with a port, like 127.0.0.1:9100.",
    )
}

fn token(lookup: &Lookup<'_>, env: &str, prefix: &str, from: &str) -> Result<Secret> {
    let token = set(lookup, env).with_context(|| format!("{env} is not set. {from}"))?;
    if !token.trim().starts_with(prefix) {
        bail!("{env} does not begin with {prefix}. {from}");
    }
    Ok(Secret::new(token))
}

/// An empty setting is one that is not set.
fn set(lookup: &Lookup<'_>, env: &str) -> Option<String> {
    lookup(env).filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<'a>(set: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |env| {
            set.iter()
                .rev()
                .find(|(name, _)| *name == env)
                .map(|(_, value)| (*value).to_owned())
        }
    }

    const GOOD: [(&str, &str); 2] = [
        ("SLACK_APP_TOKEN", " xapp-1\n"),
        ("SLACK_BOT_TOKEN", "xoxb-2"),
    ];

    #[test]
    fn tokens_are_enough_and_are_never_printed() {
        let config = Config::read(&with(&GOOD)).unwrap();
        assert_eq!(config.app_token.expose(), "xapp-1");
        assert_eq!(config.database, PathBuf::from("peerloop.db"));
        assert_eq!(config.key, PathBuf::from("peerloop.key"));
        let printed = format!("{config:?}");
        assert!(
            !printed.contains("xapp-1") && !printed.contains("xoxb-2"),
            "{printed}"
        );
    }

    #[test]
    fn the_key_lies_beside_the_database() {
        let config =
            Config::read(&with(&[GOOD[0], GOOD[1], ("PEERLOOP_DB", "/data/a.db")])).unwrap();
        assert_eq!(config.key, PathBuf::from("/data/peerloop.key"));
    }

    #[test]
    fn each_wrong_setting_gets_a_sentence_that_names_it() {
        for (env, value) in [
            ("SLACK_APP_TOKEN", ""),
            ("SLACK_APP_TOKEN", "xoxb-2"),
            ("SLACK_BOT_TOKEN", "xapp-1"),
            ("PEERLOOP_LOOK_UP", "maybe"),
            ("PEERLOOP_OWNERS", "U1, elin"),
            ("PEERLOOP_GRACE_SECONDS", "0"),
            ("PEERLOOP_HEALTH", "0.0.0.0:9100"),
            ("PEERLOOP_HEALTH", "9100"),
            ("PEERLOOP_LOG_FORMAT", "xml"),
            ("PEERLOOP_GRACE_SECONDS", "soon"),
            ("PEERLOOP_COMMAND_PREFIX", "/Acme "),
        ] {
            let error = Config::read(&with(&[GOOD[0], GOOD[1], (env, value)]))
                .unwrap_err()
                .to_string();
            assert!(error.contains(env), "{error}");
            assert!(
                !error.contains("xoxb-2") && !error.contains("xapp-1"),
                "{error}"
            );
        }
    }
}
