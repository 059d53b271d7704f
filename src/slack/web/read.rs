//! The calls of [`Web`] that only ask: who we are, who works here, whether a message is there. Answers are read by
//! hand, so that one odd profile costs nobody else anything. Like the rest of it, this repeats and logs nothing.

use super::{CALL, METADATA, Web};
use crate::ids::{ChannelId, TeamId, Ts, UserId};
use crate::profile::Profile;
use crate::slack::profile::{Home, profile_from};
use crate::slack::web_error::WebError;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::time::Duration;

/// Limit at start: bad news within 10 s, two calls long.
const CHECK: Duration = Duration::from_secs(4);
/// Limit for looking up a person while somebody waits for an answer.
const LOOK_UP: Duration = Duration::from_secs(1);
/// A look-up by nonce reads at most so many pages of 200 messages.
const HISTORY_PAGES: usize = 20;

/// Who we are to Slack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotIdentity {
    /// The workspace.
    pub team: TeamId,
    /// Its name.
    pub team_name: String,
    /// The bot as a user.
    pub user: UserId,
    /// `B…`, by which messages name their bot.
    pub bot: Option<String>,
    /// `E…`, on Enterprise Grid.
    pub enterprise: Option<String>,
}

impl Web {
    /// Asks Slack who we are (`auth.test`). Remembers the workspace, so call it before asking for people: they are
    /// outsiders by comparison with it.
    pub async fn check_bot(&self) -> Result<BotIdentity, WebError> {
        let answer = self.call_within("auth.test", &json!({}), CHECK).await?;
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        let identity = BotIdentity {
            team: TeamId::new(text("team_id").ok_or(WebError::Unclear)?),
            team_name: text("team").unwrap_or_default(),
            user: UserId::new(text("user_id").ok_or(WebError::Unclear)?),
            bot: text("bot_id"),
            enterprise: text("enterprise_id"),
        };
        let org_wide = answer["is_enterprise_install"] == true;
        let team = (!org_wide).then(|| identity.team.as_str().to_owned());
        let _ = self.0.home.set(Home {
            team,
            enterprise: identity.enterprise.clone(),
        });
        Ok(identity)
    }

    /// Looks for a message of ours by its nonce, among those from `oldest` on. `None` means: it is not there.
    pub async fn find_by_nonce(
        &self,
        channel: &ChannelId,
        oldest: DateTime<Utc>,
        nonce: &str,
    ) -> Result<Option<Ts>, WebError> {
        let mut cursor = None;
        for _ in 0..HISTORY_PAGES {
            let mut arguments = vec![
                ("channel", channel.to_string()),
                (
                    "oldest",
                    format!(
                        "{}.{:06}",
                        oldest.timestamp(),
                        oldest.timestamp_subsec_micros()
                    ),
                ),
                ("inclusive", "true".into()),
                ("include_all_metadata", "true".into()),
                ("limit", "200".into()),
            ];
            arguments.extend(cursor.take().map(|cursor| ("cursor", cursor)));
            let page = self.ask("conversations.history", &arguments, CALL).await?;
            let messages = page["messages"].as_array().ok_or(WebError::Unclear)?;
            let is_ours = |message: &&Value| {
                let metadata = &message["metadata"];
                metadata["event_type"] == METADATA && metadata["event_payload"]["nonce"] == nonce
            };
            if let Some(message) = messages.iter().find(is_ours) {
                return message["ts"]
                    .as_str()
                    .map(|ts| Some(Ts::new(ts)))
                    .ok_or(WebError::Unclear);
            }
            cursor = next_cursor(&page);
            if cursor.is_none() {
                return Ok(None);
            }
        }
        // Not found is not "not there" while pages are left.
        Err(WebError::Unclear)
    }

    /// One page of everybody in the workspace, and the cursor of the next page. A profile that names nobody is left
    /// out; it never costs the page.
    pub async fn people_page(
        &self,
        cursor: Option<&str>,
        limit: u16,
    ) -> Result<(Vec<Profile>, Option<String>), WebError> {
        let mut arguments = vec![("limit", limit.to_string())];
        arguments.extend(cursor.map(|cursor| ("cursor", cursor.to_owned())));
        let page = self.ask("users.list", &arguments, CALL).await?;
        let members = page["members"].as_array().ok_or(WebError::Unclear)?;
        let people = members
            .iter()
            .filter_map(|user| profile_from(user, self.home()))
            .collect();
        Ok((people, next_cursor(&page)))
    }

    /// One person, within 1 s.
    pub async fn person(&self, user: &UserId) -> Result<Profile, WebError> {
        let answer = self
            .ask("users.info", &[("user", user.to_string())], LOOK_UP)
            .await?;
        profile_from(&answer["user"], self.home()).ok_or(WebError::Unclear)
    }

    /// One page of the members of a channel, and the cursor of the next page.
    pub async fn members_page(
        &self,
        channel: &ChannelId,
        cursor: Option<&str>,
        limit: u16,
    ) -> Result<(Vec<UserId>, Option<String>), WebError> {
        let mut arguments = vec![
            ("channel", channel.to_string()),
            ("limit", limit.to_string()),
        ];
        arguments.extend(cursor.map(|cursor| ("cursor", cursor.to_owned())));
        let page = self.ask("conversations.members", &arguments, CALL).await?;
        let members = page["members"].as_array().ok_or(WebError::Unclear)?;
        let members = members.iter().filter_map(Value::as_str).map(UserId::new);
        Ok((members.collect(), next_cursor(&page)))
    }

    fn home(&self) -> &Home {
        const UNKNOWN: &Home = &Home {
            team: None,
            enterprise: None,
        };
        self.0.home.get().unwrap_or(UNKNOWN)
    }
}

fn next_cursor(page: &Value) -> Option<String> {
    page["response_metadata"]["next_cursor"]
        .as_str()
        .filter(|cursor| !cursor.is_empty())
        .map(str::to_owned)
}
