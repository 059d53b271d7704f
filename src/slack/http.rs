//! The HTTP client under [`super::web::Web`]: where it may connect, how long it waits, and how an answer becomes a
//! value or one of our errors. It knows no method of Slack's API.
//!
//! slack-morphism's own client speaks only HTTP/2 over TLS and waits for ever, so it is given our connector. Its rate
//! control is not used: it has one key for all channels (the courier paces).

use super::web_error::WebError;
use anyhow::{Context, bail};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_timeout::TimeoutConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use slack_morphism::errors::SlackClientError;
use slack_morphism::prelude::SlackClientHyperConnector;
use slack_morphism::{
    ClientResult, SlackApiToken, SlackClient, SlackClientApiCallContext,
    SlackClientHttpConnector as _,
};
use std::future::Future;
use std::time::Duration;
use tokio::time::timeout;
use url::{Host, Url};

/// How long a connection may take to open.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a read or a write may stand still.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) struct Http {
    client: SlackClient<SlackClientHyperConnector<Connector>>,
}

/// Encrypted, or not leaving this machine.
pub(super) fn is_allowed(url: &Url) -> bool {
    match url.scheme() {
        "https" | "wss" => url.has_host(),
        "http" | "ws" => match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        },
        _ => false,
    }
}

impl Http {
    /// A client for the API at `api_url`.
    pub(super) fn new(api_url: &str) -> anyhow::Result<Self> {
        let url = Url::parse(api_url.trim()).context("the address of Slack's API is not a URL")?;
        if !is_allowed(&url) {
            bail!("the address of Slack's API must be https, or http to this machine itself");
        }
        // An error only says that a provider is there already, which is what we want.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = SlackClientHyperConnector::with_connector(connector(&url)?)
            .with_slack_api_url(url.as_str().trim_end_matches('/'));
        Ok(Self {
            client: SlackClient::new(client),
        })
    }

    /// Calls a method with a JSON body.
    pub(super) async fn post(
        &self,
        token: &SlackApiToken,
        method: &str,
        body: &Value,
        limit: Duration,
    ) -> Result<Value, WebError> {
        let session = self.client.open_session(token);
        confirmed(
            within(
                limit,
                session.http_session_api.http_post(method, body, None),
            )
            .await?,
        )
    }

    /// Calls a method that takes no JSON: its arguments go into the query.
    pub(super) async fn get(
        &self,
        token: &SlackApiToken,
        method: &str,
        arguments: &[(&str, String)],
        limit: Duration,
    ) -> Result<Value, WebError> {
        let arguments: Vec<(&str, Option<&str>)> = arguments
            .iter()
            .map(|(name, value)| (*name, Some(value.as_str())))
            .collect();
        let session = self.client.open_session(token);
        confirmed(
            within(
                limit,
                session.http_session_api.http_get(method, &arguments, None),
            )
            .await?,
        )
    }

    /// Posts to an address that Slack handed us, without a token. Slack answers a plain `ok`; redirects are not
    /// followed.
    pub(super) async fn respond(
        &self,
        url: Url,
        body: &Value,
        limit: Duration,
    ) -> Result<(), WebError> {
        if !is_allowed(&url) {
            return Err(WebError::Api {
                code: "response_url_not_allowed".into(),
            });
        }
        let span = tracing::Span::none();
        let call = async {
            match self
                .client
                .http_api
                .connector
                .http_post_uri::<_, Value>(url, body, handed_out(&span))
                .await
            {
                // Without a content type the library takes the plain `ok` for broken JSON.
                Err(SlackClientError::ProtocolError(error))
                    if error.json_body.as_deref() == Some("ok") =>
                {
                    Ok(Value::Null)
                }
                answer => answer,
            }
        };
        within(limit, call).await.map(drop)
    }

    /// Sends the bytes of a file to an address that Slack handed us, without a token. Slack answers `OK - ` and how many
    /// they are.
    pub(super) async fn upload(
        &self,
        url: Url,
        bytes: &[u8],
        limit: Duration,
    ) -> Result<(), WebError> {
        if !is_allowed(&url) {
            return Err(WebError::Api {
                code: "upload_url_not_allowed".into(),
            });
        }
        let span = tracing::Span::none();
        let call = async {
            match self
                .client
                .http_api
                .connector
                .http_post_uri_binary::<Value>(
                    url,
                    "application/octet-stream".to_owned(),
                    bytes,
                    handed_out(&span),
                )
                .await
            {
                // Without a content type the library takes it for broken JSON.
                Err(SlackClientError::ProtocolError(error))
                    if error
                        .json_body
                        .as_deref()
                        .is_some_and(|body| body.starts_with("OK")) =>
                {
                    Ok(Value::Null)
                }
                answer => answer,
            }
        };
        within(limit, call).await.map(drop)
    }
}

/// For an address that Slack handed us: it is a secret, and no token goes there.
fn handed_out(span: &tracing::Span) -> SlackClientApiCallContext<'_> {
    SlackClientApiCallContext {
        rate_control_params: None,
        token: None,
        tracing_span: span,
        is_sensitive_url: true,
    }
}

/// A success is what says `ok: true`; the library takes any page that is not JSON for `{}`.
fn confirmed(answer: Value) -> Result<Value, WebError> {
    if answer["ok"] == true {
        Ok(answer)
    } else {
        Err(WebError::Unclear)
    }
}

async fn within(
    limit: Duration,
    call: impl Future<Output = ClientResult<Value>>,
) -> Result<Value, WebError> {
    match timeout(limit, call).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(WebError::from_client(&error)),
        Err(_) => Err(WebError::Timeout),
    }
}

/// What every connection is made with.
pub(super) type Connector = TimeoutConnector<HttpsConnector<HttpConnector>>;

pub(super) fn connector(url: &Url) -> anyhow::Result<Connector> {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_nodelay(true);
    // A peer that is gone must not keep a shared HTTP/2 connection, and with it every call, waiting for minutes.
    http.set_keepalive(Some(IDLE_TIMEOUT));
    #[cfg(target_os = "linux")]
    http.set_tcp_user_timeout(Some(IDLE_TIMEOUT));
    let https = if url.scheme() == "https" {
        HttpsConnectorBuilder::new()
            .with_native_roots()
            .context("this machine has no root certificates")?
    } else {
        // A stand-in on this machine: it must also start where no root certificates are installed.
        let roots = rustls::RootCertStore::empty();
        let config = rustls::ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        HttpsConnectorBuilder::new().with_tls_config(config)
    };
    let mut connector = TimeoutConnector::new(
        https
            .https_or_http()
            .enable_all_versions()
            .wrap_connector(http),
    );
    connector.set_connect_timeout(Some(CONNECT_TIMEOUT));
    connector.set_read_timeout(Some(IDLE_TIMEOUT));
    connector.set_write_timeout(Some(IDLE_TIMEOUT));
    // Else a call made after 9.9 s of rest would be cut 0.1 s later, by the clock of the rest.
    connector.set_reset_reader_on_write(true);
    Ok(connector)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unencrypted_is_for_this_machine_only() {
        for url in [
            "https://slack.com/api",
            "wss://x/link",
            "http://127.0.0.1:1",
            "http://localhost:1",
            "ws://[::1]:1",
        ] {
            assert!(is_allowed(&Url::parse(url).unwrap()), "{url}");
        }
        for url in [
            "http://slack.com/api",
            "ws://10.0.0.1",
            "http://127.0.0.1.example.com",
            "http://localhost.evil",
            "ftp://localhost",
            "file:///etc",
        ] {
            assert!(!is_allowed(&Url::parse(url).unwrap()), "{url}");
        }
    }

    #[test]
    fn the_constructor_says_in_one_sentence_what_is_wrong() {
        let problem = |url| format!("{:#}", Http::new(url).err().unwrap());
        assert_eq!(
            problem("http://slack.com/api"),
            "the address of Slack's API must be https, or http to this machine itself"
        );
        assert!(problem("slack").starts_with("the address of Slack's API is not a URL"));
    }
}
