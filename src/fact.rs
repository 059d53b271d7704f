//! What one part of Peerloop may tell the others within the same transaction. A fact has happened; nobody can refuse it.
//! Nothing here says who listens.

use crate::ids::UserId;

/// Something that has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// This person's account was switched off.
    PersonLeft(UserId),
    /// This person erases their data, here and now.
    PersonErased(UserId),
    /// The members of the programme's channel were read and are enrolled.
    ChannelRead,
    /// Slack does not let us see the members of the programme's channel.
    ChannelClosed,
}
