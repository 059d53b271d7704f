//! Newtypes for the names that Slack and Peerloop give to things, so that a user is never taken for a channel.
//! Nothing here knows where an id comes from.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The id of nobody: it stands where somebody was who has erased their data.
pub const NOBODY: &str = "nobody";

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes an id as Slack gave it.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as Slack gave it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

text_id! {
    /// A person: `U…` or `W…`.
    UserId
    /// A channel or a direct conversation: `C…`, `G…`, `D…`.
    ChannelId
    /// A workspace: `T…`.
    TeamId
    /// An open form or a Home tab: `V…`.
    ViewId
    /// A message's name within its channel: `seconds.micros`.
    Ts
    /// Slack's permission to open one form, once, within 3 s.
    TriggerId
}

impl UserId {
    /// The one who stands where somebody was who has erased their data.
    #[must_use]
    pub fn nobody() -> Self {
        Self::new(NOBODY)
    }

    /// True for [`UserId::nobody`].
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.as_str() == NOBODY
    }
}
