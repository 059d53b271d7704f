//! The two ways a request can fail: the person can fix it, or we must. Both roll everything back.
//! Nothing here meets a person: `bot.rs` decides where a failure is shown.

use std::fmt;

/// Something the person can fix. The sentence says what happened and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// One sentence, from a `views.rs`.
    pub message: String,
    /// The input block it belongs under; `None` when it is about the whole act.
    pub field: Option<String>,
}

/// Why a request changed nothing.
#[derive(Debug)]
pub enum Failure {
    /// The person can fix it.
    Refused(Refusal),
    /// It came too late to be begun: nothing was done and nothing is acked.
    Late,
    /// We must fix it; the chain is for the log and never holds a person's words.
    Broken(anyhow::Error),
}

/// What fallible steps on the road return.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Broken(error.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => f.write_str(&refusal.message),
            Self::Late => f.write_str("not begun in time"),
            Self::Broken(error) => write!(f, "{error:#}"),
        }
    }
}

impl std::error::Error for Failure {}
