//! The sentences for what cannot be done.

use super::field;
use crate::{error::Refusal, people::Standing, rituals::feedback::rules::Why};

/// A sentence for what cannot be done, and the field it belongs under. `name` is the other person's.
pub(in crate::rituals::feedback) fn refusal(why: Why, name: &str) -> Refusal {
    let (message, field): (String, Option<&str>) = match why {
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
            "That is no longer one of the skills here. Pick another one.".to_owned(),
            Some(field::SKILL),
        ),
        Why::Unknown => (
            "Slack did not tell Peerloop who that is. Nothing is lost; try once more in a minute."
                .to_owned(),
            Some(field::TO),
        ),
        Why::CannotReceive(standing) => (cannot_receive(standing, name), Some(field::TO)),
        Why::OwnReport => (
            format!("{name} reports to you. Use your 1:1 for this: Peerloop is for feedback between peers, and upwards."),
            Some(field::TO),
        ),
        Why::Paused => (
            format!("Your notes to {name} are paused for now. Nothing was sent; your words are still in the form."),
            Some(field::TO),
        ),
        Why::NoReviewers => (
            "Nobody reviews reports here yet. A programme owner can name two with Set up, on Peerloop's Home tab.".to_owned(),
            None,
        ),
        Why::AlreadyReported => ("You have reported this already; the reviewers have it.".to_owned(), None),
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
        Why::Gone => (
            "This is not kept any more: notes are deleted after 180 days, and when the people they are between erase their data.".to_owned(),
            None,
        ),
        Why::AlreadyDropped => ("You deleted your copy of this.".to_owned(), None),
    };
    Refusal {
        message,
        field: field.map(str::to_owned),
    }
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
