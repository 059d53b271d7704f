//! The sentences for what cannot be done.

use super::field;
use crate::{error::Refusal, people::Standing, rituals::feedback::rules::Why};

/// A sentence for what cannot be done, and the field it belongs under. `name` is the other person's.
pub(in crate::rituals::feedback) fn refusal(why: Why, name: &str) -> Refusal {
    let (message, field) = match why {
        Why::NothingWritten => (
            "Write something in at least one of the three boxes.".to_owned(),
            Some(field::START),
        ),
        Why::TooLong => (
            "A box holds at most 3000 characters.".to_owned(),
            Some(field::START),
        ),
        Why::NotALink => (
            "A link begins with https:// and holds no spaces.".to_owned(),
            Some(field::LINK),
        ),
        Why::NobodyPicked => ("Pick whom this is for.".to_owned(), Some(field::TO)),
        Why::NoSuchSkill => (
            "Pick one of the skills in the list.".to_owned(),
            Some(field::SKILL),
        ),
        Why::Unknown => (
            "Slack did not tell Peerloop who that is. Nothing is lost; try once more in a minute."
                .to_owned(),
            Some(field::TO),
        ),
        Why::CannotReceive(standing) => (cannot_receive(standing, name), Some(field::TO)),
        Why::CannotGive(standing) => (cannot_give(standing).to_owned(), None),
        Why::NotYours => (
            "Only the people it is between can do that.".to_owned(),
            None,
        ),
        Why::AlreadyRead => (
            format!("{name} has read this, so it stays as it was sent."),
            None,
        ),
        Why::AlreadyWithdrawn => (
            "This was taken back, and its words are deleted.".to_owned(),
            None,
        ),
        Why::AlreadyReturned => (
            format!("{name} left before reading this, and it was deleted."),
            None,
        ),
        Why::NotKnown => {
            ("This comes from another version of Peerloop and does nothing now. Nothing was changed.".to_owned(), None)
        }
        Why::Gone => (
            "This is not kept any more: notes are deleted after 180 days, and when the people they are between erase their data.".to_owned(),
            None,
        ),
        Why::AlreadyDropped => ("You deleted your copy of this.".to_owned(), None),
    };
    Refusal { message, field }
}

fn cannot_receive(standing: Standing, name: &str) -> String {
    match standing {
        Standing::Bot => "I can't pass notes to apps.".to_owned(),
        Standing::Deactivated => format!("{name} has left: their Slack account is switched off."),
        Standing::Outsider => {
            format!("{name} works for another company, so Peerloop can't reach them.")
        }
        Standing::Guest => {
            format!("{name} is a guest in this workspace, and guests don't take part in Peerloop.")
        }
        Standing::Member => format!("{name} can't be given notes right now."),
    }
}

fn cannot_give(standing: Standing) -> &'static str {
    match standing {
        Standing::Guest => {
            "Guests of this workspace don't take part in Peerloop. Someone who invited you can ask the workspace's admins."
        }
        Standing::Outsider => {
            "Peerloop is for the people of the company that runs it; ask your own workspace's admins for one."
        }
        Standing::Bot | Standing::Deactivated | Standing::Member => {
            "This account can't take part in Peerloop."
        }
    }
}
