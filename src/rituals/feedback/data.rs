//! What feedback keeps about whom, how a person gets it, and how it is erased.

use super::{
    ARRIVED, ERASED,
    note::{Names, post, words},
    queries, rules, views,
};
use crate::{
    error::Result,
    ids::UserId,
    outbox::{self, Subject},
    records::{Class, Erased, Naming, Record},
    rituals::Entry,
    store::{Read, Tx},
};

pub(super) const RECORDS: [Record; 2] = [REPORT, FEEDBACK];

const REPORT: Record = Record {
    table: "report",
    key: &["feedback"],
    name: views::REPORTS,
    what: views::WHAT_IS_KEPT_OF_REPORTS,
    class: Class::Feedback,
    since: "decided_at",
    only: "decided_at IS NOT NULL",
    people: &[Naming {
        by: "decided_by",
        column: "decided_by",
        erased: Erased::Name,
    }],
    erasing: &views::WHAT_ERASING_DOES_TO_REPORTS,
    others: &[
        ("reason", "one of a few words"),
        (
            "pair",
            "a keyed tag of two people, while a pause holds between them; it names nobody without the key",
        ),
        (
            "body",
            "sealed words of a note; deleted when the reviewers decide",
        ),
    ],
};

const FEEDBACK: Record = Record {
    table: "feedback",
    key: &["id"],
    name: views::NOTES,
    what: views::WHAT_IS_KEPT,
    class: Class::Feedback,
    since: "given_at",
    only: queries::UNREPORTED,
    people: &[
        Naming {
            by: "giver",
            column: "giver",
            erased: Erased::Name,
        },
        Naming {
            by: "receiver",
            column: "receiver",
            erased: Erased::Name,
        },
    ],
    erasing: &views::WHAT_ERASING_DOES,
    others: &[
        ("form", "Slack's number for a form"),
        ("skill", "one of a few words"),
        ("kept", "one of two words"),
        (
            "body",
            "sealed words; what they say of people is theirs who wrote and received them, and goes with the note",
        ),
    ],
};

/// Everything that is kept of somebody's notes; words only of those that they may open at this moment.
pub(super) fn entries(read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for given in queries::all_of(read, user)? {
        let names = Names::of(read, &given)?;
        let words = if rules::may_have_words(&given, user) {
            Some(words(read, &given, user)?)
        } else {
            None
        };
        entries.push(views::entry(
            &given,
            user,
            &names.giver,
            &names.receiver,
            queries::kept(read, given.id)?,
            words.as_ref(),
        ));
    }
    Ok(entries)
}

/// Takes somebody out of every note. The other side keeps its half without the name; what nobody has read is gone.
pub(super) fn erase(tx: &Tx<'_>, erased: &UserId) -> Result<()> {
    queries::delete_own(tx, erased)?;
    let mut told = Vec::new();
    for given in queries::all_of(tx, erased)? {
        if given.giver == *erased {
            queries::forget_giver(tx, given.id)?;
            // The DM names the giver.
            outbox::refresh(tx, &Subject::new(ARRIVED, given.id))?;
            outbox::refresh_home(tx, &given.receiver)?;
        } else {
            queries::forget_receiver(tx, given.id)?;
            outbox::refresh_home(tx, &given.giver)?;
            // One message however many notes.
            if given.state == rules::State::Unread && !told.contains(&given.giver) {
                post(tx, &given.giver, &Subject::new(ERASED, given.id))?;
                told.push(given.giver);
            }
        }
    }
    queries::delete_between_nobodies(tx)
}
