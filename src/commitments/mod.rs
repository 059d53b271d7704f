//! What people have committed to, and who looks after it with them. A room below the rituals, as `people` is, because
//! several of them are about commitments: one makes them, one asks how they went. Nothing here says anything to anybody.

pub mod partnership;
pub mod queries;
mod rules;

pub use rules::{
    Answer, Commitment, FollowThrough, LONGEST, MOST_DAYS, NotSo, SILENT_CHECK_INS, Source, counts,
    default_by, tidy,
};

use crate::records::{Class, Erased, Naming, Record};
use crate::{
    error::Result,
    fact::{Fact, Kept},
    store::Tx,
};

/// The tables of this room.
pub const RECORDS: [Record; 3] = [COMMITMENT, SOURCE, partnership::RECORD];

const COMMITMENT: Record = Record {
    table: "commitment",
    key: &["id"],
    name: "Commitments",
    what: "what you committed to, sealed, by when, who may read it, and how it went; time counts from your last answer",
    class: Class::Commitments,
    since: "max(made_at, coalesce(answered_at, 0), coalesce(silent_at, 0))",
    only: "",
    people: &[
        Naming {
            by: "who",
            column: "who",
            erased: Erased::Row,
        },
        Naming {
            by: "shown_to",
            column: "shown_to",
            erased: Erased::Name,
        },
    ],
    erasing: &[
        "Yours are deleted, with their words. Those that somebody showed to you stay theirs, and you can no longer read them.",
    ],
    others: &[
        ("form", "Slack's number for a form"),
        (
            "body",
            "sealed words of whoever committed; they go with the row",
        ),
        ("by_date", "a day of the calendar"),
        ("answer", "one of a few words"),
    ],
};

const SOURCE: Record = Record {
    table: "commitment_source",
    key: &["id"],
    name: "What commitments came from",
    what: "which note you wanted to make a commitment of, its skill, and who may hear that you kept it; never a word of the note",
    class: Class::Commitments,
    since: "wanted_at",
    only: "NOT EXISTS (SELECT 1 FROM commitment WHERE commitment.source = commitment_source.id)",
    people: &[
        Naming {
            by: "who",
            column: "who",
            erased: Erased::Row,
        },
        Naming {
            by: "hears",
            column: "hears",
            erased: Erased::Name,
        },
    ],
    erasing: &["Deleted. Where a commitment came from a note of yours, your name goes."],
    others: &[("item", "a note's number"), ("about", "one of a few words")],
};

/// Keeps an answer and tells whoever listens, if the commitment came from something.
pub fn answer(tx: &Tx<'_>, commitment: &Commitment, answer: Answer) -> Result<()> {
    queries::set_answer(tx, commitment.id, answer)?;
    tell(tx, commitment, Some(answer));
    Ok(())
}

/// Opens a commitment again: the answer was a slip.
pub fn reopen(tx: &Tx<'_>, commitment: &Commitment) -> Result<()> {
    queries::clear_answer(tx, commitment.id)?;
    tell(tx, commitment, None);
    Ok(())
}

fn tell(tx: &Tx<'_>, commitment: &Commitment, answer: Option<Answer>) {
    let Some(source) = commitment.source.as_ref().filter(|_| commitment.tells) else {
        return;
    };
    let kept = match answer {
        Some(Answer::Done) => Some(Kept::Whole),
        Some(Answer::Partly) => Some(Kept::Partly),
        Some(Answer::NotYet | Answer::NoLonger) | None => None,
    };
    tx.tell(Fact::CommitmentSettled {
        item: source.item.clone(),
        who: commitment.who.clone(),
        kept,
    });
}
