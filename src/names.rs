//! What commands go by in this workspace: as the manifest says, or with a prefix where another app has a name already.
//! Views ask here for every command that they name. Nothing here knows which commands there are.

use anyhow::{Result, ensure};

/// Characters of a prefix. Slack allows 32 for a whole name, with its `/`.
pub const LONGEST_PREFIX: usize = 16;

/// What stands before the name of every command, in the manifest's lines.
const IN_MANIFEST: &str = "- command: /";

/// How people must type commands. The default is without a prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    prefix: String,
}

impl Names {
    /// With this in front of every name; empty is none. Fails with one sentence.
    ///
    /// Slack takes names in lower case without spaces (docs.slack.dev/interactivity/implementing-slash-commands).
    pub fn with_prefix(prefix: &str) -> Result<Self> {
        let fits = prefix
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
        ensure!(
            fits && prefix.len() <= LONGEST_PREFIX && !prefix.starts_with(['-', '_']),
            "A prefix for commands is like acme-: at most {LONGEST_PREFIX} lower-case letters, digits, hyphens and underscores, a letter or digit first."
        );
        Ok(Self {
            prefix: prefix.to_owned(),
        })
    }

    /// A command as people must type it, with whatever follows it: `feedback @bea` is `/acme-feedback @bea`.
    pub fn command(&self, plain: &str) -> String {
        format!("/{}{plain}", self.prefix)
    }

    /// A command's plain name, in lower case, from how Slack sent it. A name without the prefix is taken as it is: then
    /// the app has the manifest's own names.
    pub fn plain(&self, sent: &str) -> String {
        let name = sent.trim_start_matches('/').to_lowercase();
        name.strip_prefix(&self.prefix)
            .map_or(name.clone(), str::to_owned)
    }

    /// True if Slack would send a command by this name if the app had the manifest that these names make.
    pub fn fits(&self, sent: &str) -> bool {
        sent.trim_start_matches('/').starts_with(&self.prefix)
    }

    /// A manifest whose commands go by these names.
    pub fn manifest(&self, plain: &str) -> String {
        plain.replace(IN_MANIFEST, &format!("{IN_MANIFEST}{}", self.prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_named_as_it_is_typed_and_understood_as_it_is_sent() {
        let acme = Names::with_prefix("acme-").unwrap();
        assert_eq!(acme.command("feedback @bea"), "/acme-feedback @bea");
        assert_eq!(Names::default().command("feedback"), "/feedback");
        for sent in ["/acme-feedback", "/Acme-Feedback", "/feedback"] {
            assert_eq!(acme.plain(sent), "feedback", "{sent}");
        }
        assert_eq!(Names::default().plain("/acme-feedback"), "acme-feedback");
        assert!(acme.fits("/acme-drill") && !acme.fits("/drill"));
    }

    #[test]
    fn a_prefix_is_what_slack_takes_in_a_name() {
        for good in ["", "acme-", "x", "team_7-"] {
            assert!(Names::with_prefix(good).is_ok(), "{good}");
        }
        for bad in [
            "Acme-",
            "ac me",
            "-acme",
            "/acme-",
            "ä-",
            "seventeen-letters-",
        ] {
            assert!(Names::with_prefix(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_manifest_has_every_command_by_its_name_and_nothing_else_changes() {
        let acme = Names::with_prefix("acme-").unwrap();
        let (plain, prefixed) = (crate::MANIFEST, acme.manifest(crate::MANIFEST));
        assert_eq!(Names::default().manifest(plain), plain);
        let mut commands = 0;
        for (before, after) in plain.lines().zip(prefixed.lines()) {
            if before.trim_start().starts_with("- command:") {
                assert_eq!(before.replace('/', "/acme-"), after);
                commands += 1;
            } else {
                assert_eq!(before, after);
            }
        }
        assert!(commands >= 2, "no commands found in the manifest");
        assert!(
            prefixed
                .lines()
                .filter_map(|line| line.trim().strip_prefix("- command: "))
                .all(|name| name.len() <= 32)
        );
    }
}
