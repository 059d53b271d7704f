//! The calls of Slack's Web API that Peerloop makes. Answers are read by hand and only as far as needed, so that an
//! odd field never turns something done into an error. It paces nothing, repeats nothing and logs nothing.

use super::http::Http;
use super::profile::Home;
use super::web_error::WebError;
use crate::ids::{ChannelId, TriggerId, Ts, UserId, ViewId};
use crate::secret::Secret;
use anyhow::bail;
use serde_json::{Value, json};
use slack_morphism::SlackApiToken;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use url::Url;

mod files;
mod read;

pub use files::FileBody;
pub use read::BotIdentity;

/// Slack's own Web API.
pub const SLACK_API: &str = "https://slack.com/api";

/// Limit for a call that nobody waits for.
const CALL: Duration = Duration::from_secs(10);
/// Limit for opening a form: the trigger lives 3 s.
const OPEN_FORM: Duration = Duration::from_millis(2500);
/// Marks our messages; the payload is a random nonce and nothing else, for any app may read it.
const METADATA: &str = "peerloop_outbox";

/// The client. Clones share connections.
#[derive(Clone)]
pub struct Web(Arc<Inner>);

struct Inner {
    http: Http,
    bot: SlackApiToken,
    app: SlackApiToken,
    home: OnceLock<Home>,
}

/// A form that is open now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedView {
    /// Its id.
    pub id: ViewId,
    /// For an update that must not undo a newer one; empty if Slack gave none.
    pub hash: String,
}

/// A message as it goes out.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageBody {
    /// For notifications and screen readers.
    pub text: String,
    /// Block Kit, an array; `Null` for a message of text alone.
    pub blocks: Value,
}

impl Web {
    /// A client with the bot's token (`xoxb-…`) and the app's (`xapp-…`) for the API at `api_url` ([`SLACK_API`]).
    ///
    /// # Errors
    /// One sentence, if the address is neither https nor on this machine, if a token cannot be one, or if this
    /// machine has no root certificates.
    pub fn new(api_url: &str, bot: &Secret, app: &Secret) -> anyhow::Result<Self> {
        let http = Http::new(api_url)?;
        let inner = Inner {
            http,
            bot: token(bot)?,
            app: token(app)?,
            home: OnceLock::new(),
        };
        Ok(Self(Arc::new(inner)))
    }

    /// The address for one new socket (`apps.connections.open`); it holds a ticket, so it is a secret.
    pub async fn open_socket(&self) -> Result<Secret, WebError> {
        let answer = self
            .0
            .http
            .post(&self.0.app, "apps.connections.open", &json!({}), CALL)
            .await?;
        answer["url"]
            .as_str()
            .map(Secret::new)
            .ok_or(WebError::Unclear)
    }

    /// Opens a form, within the 3 s that its trigger lives.
    pub async fn open_view(
        &self,
        trigger: &TriggerId,
        view: &Value,
    ) -> Result<OpenedView, WebError> {
        let body = json!({ "trigger_id": trigger, "view": view });
        opened(&self.call_within("views.open", &body, OPEN_FORM).await?)
    }

    /// Puts a form on top of the one that the trigger came from.
    pub async fn push_view(
        &self,
        trigger: &TriggerId,
        view: &Value,
    ) -> Result<OpenedView, WebError> {
        let body = json!({ "trigger_id": trigger, "view": view });
        opened(&self.call_within("views.push", &body, OPEN_FORM).await?)
    }

    /// Replaces an open form; with a hash only if nothing newer stands there (`hash_conflict`).
    pub async fn update_view(
        &self,
        id: &ViewId,
        hash: Option<&str>,
        view: &Value,
    ) -> Result<OpenedView, WebError> {
        let mut body = json!({ "view_id": id, "view": view });
        if let Some(hash) = hash.filter(|hash| !hash.is_empty()) {
            body["hash"] = hash.into();
        }
        opened(&self.call("views.update", &body).await?)
    }

    /// Shows somebody's Home tab.
    pub async fn publish_home(&self, user: &UserId, view: &Value) -> Result<(), WebError> {
        self.call("views.publish", &json!({ "user_id": user, "view": view }))
            .await
            .map(drop)
    }

    /// The direct conversation with somebody; opening it again gives the same one.
    pub async fn open_dm(&self, user: &UserId) -> Result<ChannelId, WebError> {
        let answer = self
            .call("conversations.open", &json!({ "users": user }))
            .await?;
        answer["channel"]["id"]
            .as_str()
            .map(ChannelId::new)
            .ok_or(WebError::Unclear)
    }

    /// Posts a message. With a nonce, [`Web::find_by_nonce`] can tell later whether it got there.
    pub async fn post(
        &self,
        channel: &ChannelId,
        message: &MessageBody,
        nonce: Option<&str>,
    ) -> Result<Ts, WebError> {
        let mut body = message.to_json(channel);
        body["unfurl_links"] = false.into();
        body["unfurl_media"] = false.into();
        if let Some(nonce) = nonce {
            body["metadata"] =
                json!({ "event_type": METADATA, "event_payload": { "nonce": nonce } });
        }
        let answer = self.call("chat.postMessage", &body).await?;
        answer["ts"].as_str().map(Ts::new).ok_or(WebError::Unclear)
    }

    /// Replaces a message of ours.
    pub async fn update_message(
        &self,
        channel: &ChannelId,
        ts: &Ts,
        message: &MessageBody,
    ) -> Result<(), WebError> {
        let mut body = message.to_json(channel);
        body["ts"] = json!(ts);
        self.call("chat.update", &body).await.map(drop)
    }

    /// Answers in place, through the address that came with a command or a click (5 times within 30 min).
    pub async fn respond(&self, response_url: &str, message: &Value) -> Result<(), WebError> {
        let url = Url::parse(response_url).map_err(|_| WebError::Api {
            code: "response_url_not_allowed".into(),
        })?;
        self.0.http.respond(url, message, CALL).await
    }

    async fn call(&self, method: &str, body: &Value) -> Result<Value, WebError> {
        self.call_within(method, body, CALL).await
    }

    async fn call_within(
        &self,
        method: &str,
        body: &Value,
        limit: Duration,
    ) -> Result<Value, WebError> {
        self.0.http.post(&self.0.bot, method, body, limit).await
    }

    async fn ask(
        &self,
        method: &str,
        arguments: &[(&str, String)],
        limit: Duration,
    ) -> Result<Value, WebError> {
        self.0.http.get(&self.0.bot, method, arguments, limit).await
    }
}

impl MessageBody {
    fn to_json(&self, channel: &ChannelId) -> Value {
        let mut body = json!({ "channel": channel, "text": self.text });
        if !self.blocks.is_null() {
            body["blocks"] = self.blocks.clone();
        }
        body
    }
}

fn token(secret: &Secret) -> anyhow::Result<SlackApiToken> {
    let token = secret.expose();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        bail!("a Slack token is empty or holds characters that no token has");
    }
    Ok(SlackApiToken::new(token.to_owned().into()))
}

fn opened(answer: &Value) -> Result<OpenedView, WebError> {
    let id = answer["view"]["id"].as_str().ok_or(WebError::Unclear)?;
    let hash = answer["view"]["hash"].as_str().unwrap_or_default();
    Ok(OpenedView {
        id: ViewId::new(id),
        hash: hash.to_owned(),
    })
}
