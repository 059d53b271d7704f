//! Calls for the doctor, which must see what [`super::web::Web`] hides: the headers with the granted scopes and with
//! Slack's time. It opens no socket, for a socket takes envelopes away from the bot that runs.

use super::{
    http::{Connector, connector, is_allowed},
    web_error::WebError,
};
use crate::secret::Secret;
use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Method, Request, StatusCode, body::Bytes, header};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde_json::Value;
use std::time::Duration;
use tokio::{
    net::TcpStream,
    time::{Instant, timeout},
};
use url::Url;

/// Limit of one call: the whole examination takes less than 10 s.
const CALL: Duration = Duration::from_secs(4);
/// Limit for connecting to a socket's host, after such a call.
const REACH: Duration = Duration::from_secs(3);
/// A page of users is the largest answer.
const LARGEST_ANSWER: usize = 8 << 20;

/// A client that keeps the headers.
pub struct Probe {
    client: Client<Connector, Full<Bytes>>,
    api_url: Url,
}

/// What Slack answered, and how.
#[derive(Clone, Debug)]
pub struct Probed {
    /// The body; `ok` in it is true.
    pub body: Value,
    /// The scopes that the token has, if Slack said so.
    pub scopes: Option<Vec<String>>,
    /// Slack's time, in whole seconds.
    pub date: Option<DateTime<Utc>>,
    /// How long the answer took.
    pub took: Duration,
}

impl Probe {
    /// A client for the API at `api_url`. Fails with one sentence.
    pub fn new(api_url: &str) -> anyhow::Result<Self> {
        let url = Url::parse(api_url.trim()).context("the address of Slack's API is not a URL")?;
        ensure!(
            is_allowed(&url),
            "the address of Slack's API must be https, or http to this machine itself"
        );
        // An error only says that a provider is there already, which is what we want.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder(TokioExecutor::new()).build(connector(&url)?);
        Ok(Self {
            client,
            api_url: url,
        })
    }

    /// Calls a method with arguments in a form.
    pub async fn ask(
        &self,
        token: &Secret,
        method: &str,
        arguments: &[(&str, &str)],
    ) -> Result<Probed, WebError> {
        timeout(CALL, self.call(token, method, arguments))
            .await
            .unwrap_or(Err(WebError::Timeout))
    }

    async fn call(
        &self,
        token: &Secret,
        method: &str,
        arguments: &[(&str, &str)],
    ) -> Result<Probed, WebError> {
        let unbuilt = || WebError::from_code("invalid_request");
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(arguments)
            .finish();
        let base = self.api_url.as_str().trim_end_matches('/');
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{base}/{method}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", token.expose()))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::from(form)))
            .map_err(|_| unbuilt())?;
        let asked = Instant::now();
        let answer = self.client.request(request).await.map_err(|error| {
            if error.is_connect() {
                WebError::NeverSent
            } else {
                WebError::Unclear
            }
        })?;
        let text = |name: &str| {
            answer
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let scopes = text("x-oauth-scopes").map(|scopes| {
            scopes
                .split(',')
                .map(|scope| scope.trim().to_owned())
                .filter(|scope| !scope.is_empty())
                .collect()
        });
        let date = text("date").and_then(|date| {
            DateTime::parse_from_rfc2822(&date)
                .ok()
                .map(|date| date.to_utc())
        });
        let retry_after = text("retry-after").and_then(|seconds| seconds.parse().ok());
        let status = answer.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Err(WebError::RateLimited {
                retry_after: Duration::from_secs(retry_after.unwrap_or(1)),
            });
        }
        if status.is_client_error() {
            return Err(WebError::from_code(&format!("http_{}", status.as_u16())));
        }
        let body = Limited::new(answer.into_body(), LARGEST_ANSWER)
            .collect()
            .await
            .map_err(|_| WebError::Unclear)?
            .to_bytes();
        let body: Value = serde_json::from_slice(&body).map_err(|_| WebError::Unclear)?;
        match (body["ok"].as_bool(), body["error"].as_str()) {
            (Some(true), _) => Ok(Probed {
                body,
                scopes,
                date,
                took: asked.elapsed(),
            }),
            (_, Some(code)) => Err(WebError::from_code(code)),
            _ => Err(WebError::Unclear),
        }
    }
}

/// True if the host of a socket's address lets us connect; nothing is said to it, so no envelope comes this way.
pub async fn can_reach(address: &Secret) -> bool {
    let reach = async {
        let url = Url::parse(address.expose()).ok()?;
        let host = url
            .host_str()?
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        TcpStream::connect((host, url.port_or_known_default()?))
            .await
            .ok()
    };
    matches!(timeout(REACH, reach).await, Ok(Some(_)))
}
