//! Gets one socket open: asks for its address, connects, upgrades; each step with a limit of its own, because any of
//! them may hang for ever. Whether and when to try again is for the slot to say.

use super::connection::Wire;
use super::options::SocketOptions;
use crate::slack::http::is_allowed;
use crate::slack::web::Web;
use crate::slack::web_error::WebError;
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_tungstenite::client_async_tls;
use url::{Host, Url};

/// Why a socket did not open. Prints no address: it holds the ticket.
pub(super) enum OpenFailure {
    Web(WebError),
    Wire(&'static str),
}

impl OpenFailure {
    /// The code, if Slack will refuse us for good.
    pub(super) fn refusal(&self) -> Option<String> {
        match self {
            Self::Web(WebError::Api { code }) if WebError::is_credential(code) => {
                Some(code.clone())
            }
            Self::Web(_) | Self::Wire(_) => None,
        }
    }

    /// The pause that Slack asks for.
    pub(super) fn retry_after(&self) -> Duration {
        match self {
            Self::Web(WebError::RateLimited { retry_after }) => *retry_after,
            Self::Web(_) | Self::Wire(_) => Duration::ZERO,
        }
    }
}

impl std::fmt::Display for OpenFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Web(error) => error.fmt(f),
            Self::Wire(what) => f.write_str(what),
        }
    }
}

/// Opens one socket; no hello has come yet.
pub(super) async fn open(web: &Web, options: &SocketOptions) -> Result<Wire, OpenFailure> {
    let address = timeout(options.open_timeout, web.open_socket())
        .await
        .unwrap_or(Err(WebError::Timeout))
        .map_err(OpenFailure::Web)?;
    let url = Url::parse(address.expose())
        .map_err(|_| OpenFailure::Wire("Slack gave no address for the socket"))?;
    if !is_allowed(&url) {
        return Err(OpenFailure::Wire(
            "Slack gave an address for the socket that is not encrypted",
        ));
    }
    let stream = timeout(options.connect_timeout, connect(&url))
        .await
        .ok()
        .flatten()
        .ok_or(OpenFailure::Wire("Slack's socket host cannot be reached"))?;
    match timeout(
        options.upgrade_timeout,
        client_async_tls(url.as_str(), stream),
    )
    .await
    {
        Ok(Ok((wire, _))) => Ok(wire),
        Ok(Err(_)) => Err(OpenFailure::Wire("Slack's socket host refused the upgrade")),
        Err(_) => Err(OpenFailure::Wire(
            "Slack's socket host did not answer the upgrade in time",
        )),
    }
}

/// Connects by hand, because the library leaves Nagle's algorithm on: measured, acks then take 8–41 ms instead of 1–2.
async fn connect(url: &Url) -> Option<TcpStream> {
    let host = match url.host()? {
        Host::Domain(name) => name.to_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    };
    for address in lookup_host((host, url.port_or_known_default()?))
        .await
        .ok()?
    {
        if let Ok(stream) = TcpStream::connect(address).await {
            stream.set_nodelay(true).ok()?;
            return Some(stream);
        }
    }
    None
}
