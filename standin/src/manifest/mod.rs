//! Reads the app's real `manifest.yml` and keeps what a workspace would take from it. It refuses what
//! Slack refuses when the app is created, and knows nothing of what the app does.

mod file;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use std::{collections::BTreeSet, path::Path};

/// What the workspace knows of the app.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The app's name.
    pub name: String,
    /// The bot's display name.
    pub bot: String,
    /// Slash commands, in the order of the file.
    pub commands: Vec<Command>,
    /// Shortcuts, in the order of the file.
    pub shortcuts: Vec<Shortcut>,
    /// Scopes of the bot token.
    pub scopes: BTreeSet<String>,
    /// Events the bot subscribed to.
    pub events: BTreeSet<String>,
    /// The Home tab is on.
    pub home_tab: bool,
    /// The messages tab is on.
    pub messages_tab: bool,
    /// People cannot write to the bot.
    pub messages_read_only: bool,
}

/// A slash command.
#[derive(Clone, Debug, Deserialize)]
pub struct Command {
    /// With its `/`.
    pub command: String,
    /// Shown in the composer's list.
    #[serde(default)]
    pub description: String,
    /// Shown behind the command.
    #[serde(default)]
    pub usage_hint: String,
    /// Mentions in the text arrive as `<@U…>`.
    #[serde(default)]
    pub should_escape: bool,
}

/// A shortcut.
#[derive(Clone, Debug, Deserialize)]
pub struct Shortcut {
    /// The name shown.
    pub name: String,
    /// Global, or on a message.
    #[serde(rename = "type")]
    pub kind: ShortcutKind,
    /// What the app is told.
    pub callback_id: String,
    /// Shown below the name.
    #[serde(default)]
    pub description: String,
}

/// Where a shortcut is offered.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ShortcutKind {
    /// In the composer's menu.
    Global,
    /// On a message.
    Message,
}

/// Scopes of which one is needed to subscribe to an event.
const EVENT_SCOPES: &[(&str, &[&str])] = &[
    ("team_join", &["users:read"]),
    ("user_change", &["users:read"]),
    ("message.im", &["im:history"]),
    ("message.channels", &["channels:history"]),
    ("message.groups", &["groups:history"]),
    ("message.mpim", &["mpim:history"]),
    ("reaction_added", &["reactions:read"]),
    ("reaction_removed", &["reactions:read"]),
    ("pin_added", &["pins:read"]),
    ("pin_removed", &["pins:read"]),
    ("subteam_created", &["usergroups:read"]),
    ("subteam_updated", &["usergroups:read"]),
    ("subteam_members_changed", &["usergroups:read"]),
    ("channel_created", &["channels:read"]),
    ("channel_rename", &["channels:read"]),
    ("channel_left", &["channels:read"]),
    ("app_mention", &["app_mentions:read"]),
    ("channel_archive", &["channels:read"]),
    ("channel_unarchive", &["channels:read"]),
    ("member_joined_channel", &["channels:read", "groups:read"]),
    ("member_left_channel", &["channels:read", "groups:read"]),
];

/// Commands that Slack keeps for itself.
const RESERVED: &[&str] = &[
    "/status",
    "/me",
    "/join",
    "/away",
    "/dnd",
    "/shrug",
    "/remind",
    "/msg",
    "/feed",
    "/who",
    "/collapse",
    "/expand",
    "/leave",
    "/open",
    "/search",
    "/topic",
    "/mute",
    "/pro",
    "/shortcuts",
    "/invite",
];

impl Manifest {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, is no manifest, or Slack would refuse it.
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("in {}", path.display()))
    }

    /// Reads YAML or JSON text.
    ///
    /// # Errors
    /// When it is no manifest, or Slack would refuse it.
    pub fn parse(text: &str) -> Result<Self> {
        let file: file::File = serde_yaml_ng::from_str(text).context("not an app manifest")?;
        let home = file.features.app_home.unwrap_or_default();
        let name = file.display_information.name;
        let manifest = Self {
            bot: file
                .features
                .bot_user
                .context("features.bot_user is missing: there is no bot token without it")?
                .display_name,
            name,
            commands: file.features.slash_commands,
            shortcuts: file.features.shortcuts,
            scopes: file.oauth_config.scopes.bot.into_iter().collect(),
            events: file
                .settings
                .event_subscriptions
                .bot_events
                .into_iter()
                .collect(),
            home_tab: home.home_tab_enabled,
            messages_tab: home.messages_tab_enabled,
            messages_read_only: home.messages_tab_read_only_enabled,
        };
        ensure!(
            file.settings.socket_mode_enabled,
            "settings.socket_mode_enabled must be true: there is no other road here"
        );
        ensure!(
            file.settings.interactivity.is_enabled || manifest.shortcuts.is_empty(),
            "settings.interactivity.is_enabled must be true for shortcuts"
        );
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<()> {
        let count = |text: &str| text.chars().count();
        ensure!(
            (1..=35).contains(&count(&self.name)),
            "display_information.name must have 1 to 35 characters"
        );
        ensure!(
            (1..=80).contains(&count(&self.bot)),
            "features.bot_user.display_name must have 1 to 80 characters"
        );
        ensure!(
            self.commands.len() <= 50,
            "features.slash_commands: 50 at most"
        );
        let mut seen = BTreeSet::new();
        for command in &self.commands {
            let name = &command.command;
            let plain = name.starts_with('/')
                && !name.chars().any(|c| c.is_whitespace() || c.is_uppercase());
            ensure!(
                plain && (2..=32).contains(&count(name)),
                "{name} is not a valid command name"
            );
            ensure!(
                !RESERVED.contains(&name.as_str()),
                "{name} belongs to Slack itself"
            );
            ensure!(seen.insert(name), "{name} is declared twice");
            ensure!(
                (1..=2000).contains(&count(&command.description)),
                "{name}: description must have 1 to 2000 characters"
            );
            ensure!(
                count(&command.usage_hint) <= 1000,
                "{name}: usage_hint must have at most 1000 characters"
            );
        }
        let mut callbacks = BTreeSet::new();
        for shortcut in &self.shortcuts {
            let name = &shortcut.name;
            ensure!(
                (1..=24).contains(&count(name)),
                "shortcut {name:?}: the name must have 1 to 24 characters"
            );
            ensure!(
                (1..=150).contains(&count(&shortcut.description)),
                "shortcut {name:?}: description must have 1 to 150 characters"
            );
            ensure!(
                (1..=255).contains(&count(&shortcut.callback_id)),
                "shortcut {name:?}: callback_id must have 1 to 255 characters"
            );
            ensure!(
                callbacks.insert(&shortcut.callback_id),
                "shortcut {name:?}: its callback_id is declared twice"
            );
        }
        for kind in [ShortcutKind::Global, ShortcutKind::Message] {
            ensure!(
                self.shortcuts.iter().filter(|s| s.kind == kind).count() <= 5,
                "at most 5 shortcuts of each kind"
            );
        }
        if !(self.commands.is_empty() && self.shortcuts.is_empty()
            || self.scopes.contains("commands"))
        {
            bail!("commands and shortcuts need the scope `commands`");
        }
        for (event, any) in EVENT_SCOPES {
            let needs = self.events.contains(*event)
                && !any.iter().any(|scope| self.scopes.contains(*scope));
            ensure!(
                !needs,
                "event {event} needs the scope `{}`",
                any.join("` or `")
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "
display_information: {name: Coach}
features: {bot_user: {display_name: Coach}, slash_commands: [{command: /coach, description: Coach}]}
oauth_config: {scopes: {bot: [commands]}}
settings: {socket_mode_enabled: true, interactivity: {is_enabled: true}}
";

    #[test]
    fn a_small_manifest_is_read() {
        let manifest = Manifest::parse(SMALL).expect("a manifest");
        assert_eq!(manifest.commands[0].command, "/coach");
        assert!(!manifest.home_tab);
    }

    #[test]
    fn what_slack_refuses_is_refused() {
        for (from, to, word) in [
            ("/coach", "/remind", "belongs to Slack"),
            ("[commands]", "[chat:write]", "scope `commands`"),
            (
                "socket_mode_enabled: true",
                "socket_mode_enabled: false",
                "socket_mode_enabled",
            ),
            ("description: Coach", "usage_hint: x", "description"),
        ] {
            let error = Manifest::parse(&SMALL.replace(from, to)).expect_err(to);
            assert!(format!("{error:#}").contains(word), "{to}: {error:#}");
        }
    }
}
