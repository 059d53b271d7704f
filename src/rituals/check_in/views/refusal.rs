//! The sentences for what cannot be done.

use super::field;
use crate::{
    commitments::NotSo,
    error::Refusal,
    people::Standing,
    rituals::check_in::rules::{LONGEST_NOTE, LONGEST_WIN, Why},
};

/// A sentence for what cannot be done, and the field it belongs under. `name` is the other person's.
pub(in crate::rituals::check_in) fn refusal(why: Why, name: &str) -> Refusal {
    let (message, field): (String, Option<&str>) = match why {
        Why::Not(NotSo::Settled) => (
            "This is settled already. Change, beside the answer, opens it again.".to_owned(),
            None,
        ),
        Why::Not(NotSo::NotYours) => (
            "Only whose commitment it is can answer for it.".to_owned(),
            None,
        ),
        Why::Not(_) => (
            "This is not kept any more, or it was taken back.".to_owned(),
            None,
        ),
        Why::NobodyPicked => ("Pick whom you ask.".to_owned(), Some(field::TO)),
        Why::Yourself => (
            "A partner is somebody else. Your own commitments you see on Home.".to_owned(),
            Some(field::TO),
        ),
        Why::Unknown => (
            "Slack did not tell Peerloop who that is. Nothing is lost; try once more in a minute."
                .to_owned(),
            Some(field::TO),
        ),
        Why::CannotTakePart(Standing::Bot) => {
            ("An app can't be a check-in partner.".to_owned(), Some(field::TO))
        }
        Why::CannotTakePart(Standing::Deactivated) => (
            format!("{name} has left: their Slack account is switched off."),
            Some(field::TO),
        ),
        Why::CannotTakePart(_) | Why::NotInProgramme => (
            format!("{name} does not take part in Peerloop, so they can't be asked."),
            Some(field::TO),
        ),
        Why::HavePartner => (
            "You have a check-in partner. End that first; Home has the button.".to_owned(),
            Some(field::TO),
        ),
        Why::TheyHavePartner => (
            format!("{name} has a check-in partner at the moment."),
            Some(field::TO),
        ),
        Why::AskOver => ("That is over; nothing was changed.".to_owned(), None),
        Why::NotYours => (
            "Only the people it is between can do that.".to_owned(),
            None,
        ),
        Why::NoLongerPartners => (
            "You are no longer check-in partners, so this is closed.".to_owned(),
            None,
        ),
        Why::EmptyNote => ("Write something, or cancel.".to_owned(), Some(field::NOTE)),
        Why::NoteTooLong => (
            format!("A note holds at most {LONGEST_NOTE} characters."),
            Some(field::NOTE),
        ),
        Why::NoDays => (
            "Pick at least one day. Pause on Home stops check-ins.".to_owned(),
            Some(field::DAYS),
        ),
        Why::NoTime => ("Pick a time.".to_owned(), Some(field::AT)),
        Why::NotDone => (
            "This is not done any more, so there is no win to share.".to_owned(),
            None,
        ),
        Why::NoWins => (
            "Wins are not shared here at the moment. Nothing was posted.".to_owned(),
            None,
        ),
        Why::OtherChannel => (
            "The owners have picked another channel for wins meanwhile. Nothing was posted; open the form again to see who would read it.".to_owned(),
            None,
        ),
        Why::WinShared => (
            "You have shared this win already. Take the win back, beside the answer, removes its words.".to_owned(),
            None,
        ),
        Why::WinTakenBack => (
            "You took this win back; it is not shared again.".to_owned(),
            None,
        ),
        Why::EmptyWin => ("Write a line, or cancel.".to_owned(), Some(field::WIN)),
        Why::WinTooLong => (
            format!("A win holds at most {LONGEST_WIN} characters."),
            Some(field::WIN),
        ),
    };
    Refusal {
        message,
        field: field.map(str::to_owned),
    }
}
