//! Why a call to Slack failed, in the five kinds that lead to different acts. It never holds a body, a token or an
//! address, because the errors of slack-morphism do: they end here and are not to be logged.

use slack_morphism::errors::SlackClientError;
use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

/// A call to Slack that gave no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebError {
    /// Slack said no; nothing was done.
    Api {
        /// Slack's code (`channel_not_found`), or `http_<status>`.
        code: String,
    },
    /// Slack asks for patience; nothing was done.
    RateLimited {
        /// How long.
        retry_after: Duration,
    },
    /// There was no connection, so the request never left: safe to repeat.
    NeverSent,
    /// The answer was lost or makes no sense: it may have been done.
    Unclear,
    /// No answer in time: it may have been done.
    Timeout,
}

/// Codes with which Slack says that it failed, not that it refused.
const SLACKS_OWN_FAULTS: [&str; 4] = [
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
];
/// The longest code that is kept.
const LONGEST_CODE: usize = 64;
/// What Slack's "slow down" means if it gives no time.
const DEFAULT_PATIENCE: Duration = Duration::from_secs(1);

impl WebError {
    /// The same call would be refused again.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        // While a workspace moves into an organisation Slack answers `team_added_to_org`; it passes.
        matches!(self, Self::Api { code } if code != "team_added_to_org")
    }

    /// Slack may have done it although we have no answer.
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        matches!(self, Self::Unclear | Self::Timeout)
    }

    /// A code that says: these credentials will not do, now or later.
    #[must_use]
    pub fn is_credential(code: &str) -> bool {
        matches!(
            code,
            "invalid_auth"
                | "not_authed"
                | "account_inactive"
                | "user_removed_from_team"
                | "team_disabled"
                | "token_revoked"
                | "token_expired"
                | "not_allowed_token_type"
                | "missing_scope"
                | "link_disabled"
                | "forbidden_team"
        )
    }

    pub(super) fn from_code(code: &str) -> Self {
        if matches!(code, "ratelimited" | "rate_limited") {
            return Self::RateLimited {
                retry_after: DEFAULT_PATIENCE,
            };
        }
        if SLACKS_OWN_FAULTS.contains(&code) {
            return Self::Unclear;
        }
        let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let code: String = code.chars().take_while(plain).take(LONGEST_CODE).collect();
        Self::Api {
            code: if code.is_empty() {
                "unknown".into()
            } else {
                code
            },
        }
    }

    pub(super) fn from_client(error: &SlackClientError) -> Self {
        match error {
            SlackClientError::ApiError(error) => Self::from_code(&error.code),
            SlackClientError::RateLimitError(error) => Self::RateLimited {
                retry_after: error.retry_after.unwrap_or(DEFAULT_PATIENCE),
            },
            SlackClientError::HttpError(error) => match error.status_code.as_u16() {
                status @ (300..=407 | 409..=499) => Self::Api {
                    code: format!("http_{status}"),
                },
                _ => Self::Unclear,
            },
            SlackClientError::HttpProtocolError(error) => {
                error.cause.as_deref().map_or(Self::Unclear, from_transport)
            }
            SlackClientError::SystemError(error) => match error.cause.as_deref() {
                Some(cause) if timed_out(cause) => Self::Timeout,
                _ => Self::Unclear,
            },
            SlackClientError::EndOfStream(_)
            | SlackClientError::ProtocolError(_)
            | SlackClientError::SocketModeProtocolError(_) => Self::Unclear,
        }
    }
}

/// Only hyper knows whether a request ever left.
fn from_transport(cause: &(dyn Error + Send + Sync + 'static)) -> WebError {
    match cause.downcast_ref::<hyper_util::client::legacy::Error>() {
        Some(error) if error.is_connect() => WebError::NeverSent,
        Some(error) if timed_out(error) => WebError::Timeout,
        Some(_) => WebError::Unclear,
        // Not the transport: the request could not even be built.
        None => WebError::Api {
            code: "invalid_request".into(),
        },
    }
}

fn timed_out(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (*error).source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::TimedOut)
}

impl fmt::Display for WebError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api { code } => write!(f, "Slack answered {code}"),
            Self::RateLimited { retry_after } => {
                write!(f, "Slack asks to wait {} s", retry_after.as_secs())
            }
            Self::NeverSent => f.write_str("Slack could not be reached"),
            Self::Unclear => f.write_str("Slack's answer was lost or unreadable"),
            Self::Timeout => f.write_str("Slack did not answer in time"),
        }
    }
}

impl Error for WebError {}
