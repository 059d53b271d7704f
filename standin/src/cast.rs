//! The people and channels a workspace starts with: `world.yml`, or the built-in cast.

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, path::Path};

/// A workspace's people and channels.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cast {
    /// The workspace.
    pub team: Team,
    /// Everyone in it.
    pub people: Vec<CastPerson>,
    /// Its channels.
    #[serde(default)]
    pub channels: Vec<CastChannel>,
    /// Its user groups.
    #[serde(default)]
    pub usergroups: Vec<CastGroup>,
}

/// The workspace.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// The name shown.
    pub name: String,
    /// As in `https://DOMAIN.slack.com`.
    pub domain: String,
}

/// One person, or bot.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of Slack's own user object"
)]
pub struct CastPerson {
    /// The name shown.
    pub name: String,
    /// Typed after `@`; the name in lower case if absent.
    pub handle: String,
    /// Job title.
    pub title: String,
    /// IANA zone; none for bots and the deactivated.
    pub zone: Option<String>,
    /// Workspace admin.
    pub admin: bool,
    /// Workspace owner.
    pub owner: bool,
    /// A guest of the workspace, in several channels.
    pub guest: bool,
    /// A guest of one channel only.
    pub single_channel: bool,
    /// Comes from another workspace through Slack Connect.
    pub stranger: bool,
    /// A bot of another app.
    pub bot: bool,
    /// Their account was closed.
    pub deactivated: bool,
}

/// One channel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CastChannel {
    /// Without `#`.
    pub name: String,
    /// Names of people.
    #[serde(default)]
    pub members: Vec<String>,
    /// The app's bot is a member.
    #[serde(default)]
    pub bot: bool,
    /// A private channel.
    #[serde(default)]
    pub private: bool,
    /// An archived channel.
    #[serde(default)]
    pub archived: bool,
}

/// A user group.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CastGroup {
    /// The name shown.
    pub name: String,
    /// Typed after `@`.
    pub handle: String,
    /// Names of people.
    #[serde(default)]
    pub members: Vec<String>,
}

impl Default for Cast {
    fn default() -> Self {
        Self::parse(include_str!("cast.yml")).expect("the built-in cast is tested")
    }
}

impl Cast {
    /// Reads a `world.yml`.
    ///
    /// # Errors
    /// When it cannot be read or does not hold together.
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("in {}", path.display()))
    }

    /// Reads the text of a `world.yml`.
    ///
    /// # Errors
    /// When it does not hold together: a name twice, an unknown zone or member.
    pub fn parse(text: &str) -> Result<Self> {
        let mut cast: Self = serde_yaml_ng::from_str(text).context("not a world")?;
        for person in &mut cast.people {
            person.settle()?;
        }
        let handles: BTreeSet<_> = cast.people.iter().map(|p| p.handle.as_str()).collect();
        ensure!(
            handles.len() == cast.people.len(),
            "two people have the same handle"
        );
        let names: BTreeSet<_> = cast.channels.iter().map(|c| c.name.as_str()).collect();
        ensure!(
            names.len() == cast.channels.len(),
            "two channels have the same name"
        );
        for channel in &cast.channels {
            for member in &channel.members {
                ensure!(
                    cast.people.iter().any(|p| p.name == *member),
                    "#{}: nobody is called {member}",
                    channel.name
                );
            }
        }
        for group in &cast.usergroups {
            let members = &mut group.members.iter();
            let stranger = members.find(|name| cast.people.iter().all(|p| p.name != **name));
            ensure!(
                stranger.is_none(),
                "@{}: nobody is called {stranger:?}",
                group.handle
            );
            ensure!(
                !handles.contains(group.handle.as_str()),
                "@{} is a person",
                group.handle
            );
        }
        Ok(cast)
    }
}

impl CastPerson {
    /// Fills in the handle and checks the zone.
    ///
    /// # Errors
    /// When the name is empty or the zone unknown.
    pub fn settle(&mut self) -> Result<()> {
        ensure!(!self.name.trim().is_empty(), "a person without a name");
        if self.handle.is_empty() {
            self.handle = self
                .name
                .to_lowercase()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(".");
        }
        if let Some(zone) = &self.zone {
            ensure!(
                zone.parse::<chrono_tz::Tz>().is_ok(),
                "{}: no such zone as {zone}",
                self.name
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_cast_holds_together() {
        assert_eq!(Cast::default().people.len(), 9);
    }

    #[test]
    fn a_world_with_an_unknown_member_is_refused() {
        let text =
            "team: {name: T, domain: t}\npeople: [{name: A}]\nchannels: [{name: c, members: [B]}]";
        assert!(
            Cast::parse(text)
                .expect_err("B is unknown")
                .to_string()
                .contains("nobody is called B")
        );
    }
}
