//! What check-ins keep about whom, how a person gets it, and what happens when somebody leaves or erases their data.

use super::{CARD, CHEERED, WIN, partner, queries, rhythm, views, win};
use crate::{
    commitments::partnership::queries as partnerships,
    error::Result,
    ids::UserId,
    outbox::{self, Subject},
    people,
    records::{Class, Erased, Naming, Record},
    rituals::Entry,
    store::{Read, Tx},
};

pub(super) const RECORDS: [Record; 4] = [CHECK_IN, WIN_RECORD, RHYTHM, NUDGE];

const CHECK_IN: Record = Record {
    table: "check_in",
    key: &["id"],
    name: views::CHECK_INS,
    what: views::WHAT_IS_KEPT,
    class: Class::Commitments,
    since: "answered_at",
    only: "",
    people: &[
        Naming {
            by: "who",
            column: "who",
            erased: Erased::Row,
        },
        Naming {
            by: "partner",
            column: "partner",
            erased: Erased::Name,
        },
    ],
    erasing: &views::WHAT_ERASING_DOES,
    others: &[
        ("answer", "one of a few words"),
        (
            "note",
            "sealed words of whoever answered; they go with the row",
        ),
    ],
};

// Like notes, and so as long as the row by which its message in the channel can still be changed.
const WIN_RECORD: Record = Record {
    table: "win",
    key: &["check_in"],
    name: views::WINS,
    what: views::WHAT_IS_KEPT_OF_WINS,
    class: Class::Feedback,
    since: "shared_at",
    only: "",
    people: &[Naming {
        by: "who",
        column: "who",
        erased: Erased::Row,
    }],
    erasing: &views::WHAT_ERASING_DOES_TO_WINS,
    others: &[
        ("channel", "a channel's id"),
        (
            "body",
            "sealed words for that channel; gone once taken back",
        ),
        ("refused", "Slack's word for an error"),
    ],
};

const RHYTHM: Record = Record {
    table: "rhythm",
    key: &["who"],
    name: views::RHYTHM,
    what: views::WHAT_IS_KEPT_OF_RHYTHM,
    class: Class::Commitments,
    since: "set_at",
    only: queries::NOTHING_TO_ASK,
    people: &[Naming {
        by: "who",
        column: "who",
        erased: Erased::Row,
    }],
    erasing: &["Deleted."],
    others: &[("from_date", "a day of the calendar")],
};

const NUDGE: Record = Record {
    table: "nudge",
    key: &["id"],
    name: views::NUDGES,
    what: views::WHAT_IS_KEPT_OF_NUDGES,
    class: Class::Commitments,
    since: "asked_at",
    only: "",
    people: &[Naming {
        by: "who",
        column: "who",
        erased: Erased::Row,
    }],
    erasing: &["Deleted."],
    others: &[
        ("date", "a day of the calendar"),
        ("asks", "one of two words"),
    ],
};

/// Somebody's answers with the notes they wrote, when they are asked, and their partners.
pub(super) fn entries(read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for check_in in queries::all_of(read, user)? {
        let partner = match &check_in.partner {
            Some(partner) => Some(people::name(read, partner)?),
            None => None,
        };
        let proof = check_in.audience().may_read(user);
        let note = match proof {
            Some(proof) => queries::note(read, &check_in, &proof)?,
            None => None,
        };
        entries.push(views::entry(&check_in, partner.as_deref(), note));
    }
    for shared in queries::wins_of(read, user)? {
        let text = win::words(read, &shared)?;
        entries.push(views::win_entry(&shared, text));
    }
    if let Some(rhythm) = queries::rhythm(read, user)? {
        entries.push(views::rhythm_entry(&rhythm, read.now));
    }
    for pair in partnerships::all_of(read, user)? {
        let name = partner::other_name(read, &pair, user)?;
        entries.push(views::partner_entry(&pair, user, &name));
    }
    let nudges = queries::last_nudges(read, user, u32::MAX)?;
    entries.extend(nudges.chunks(50).map(views::nudges_entry));
    Ok(entries)
}

/// Somebody's account was switched off: nobody looks after their commitments, nor they after anybody's.
pub(super) fn left(tx: &Tx<'_>, left: &UserId) -> Result<()> {
    if let Some(pair) = partnerships::of(tx, left)?
        && let Some(other) = pair.other(left)
    {
        partner::part(tx, &pair, other)?;
    }
    for ask in partner::waiting(tx, left)? {
        partner::over(tx, &ask)?;
    }
    rhythm::end(tx, left)
}

/// Takes somebody out. What a partner has of theirs says that it is gone.
pub(super) fn erase(tx: &Tx<'_>, erased: &UserId) -> Result<()> {
    let cards = queries::cards_of(tx, erased)?;
    let wins = queries::wins_of(tx, erased)?;
    left(tx, erased)?;
    partnerships::forget(tx, erased)?;
    queries::erase(tx, erased)?;
    for card in cards.iter().filter(|card| card.who == *erased) {
        outbox::refresh(tx, &Subject::new(CARD, card.id))?;
    }
    for win in wins {
        outbox::refresh(tx, &Subject::new(WIN, win.check_in))?;
    }
    // Who was cheered keeps that line; it names the partner and is shown anew without the name.
    for card in cards.iter().filter(|card| card.who != *erased) {
        outbox::refresh(tx, &Subject::new(CHEERED, card.id))?;
    }
    Ok(())
}
