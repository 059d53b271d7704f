//! What the playbook keeps about whom, how a person gets it, and how it is erased.

use super::{CARD, ask, entry, queries, views};
use crate::{
    error::Result,
    ids::UserId,
    outbox::{self, Subject},
    records::{Class, Erased, Naming, Record},
    rituals::Entry as Kept,
    store::{Read, Tx},
};

const fn naming(column: &'static str, erased: Erased) -> Naming {
    Naming {
        by: column,
        column,
        erased,
    }
}

const fn record(
    table: &'static str,
    key: &'static [&'static str],
    told: &views::Told,
    class: Class,
    since: &'static str,
) -> Record {
    Record {
        table,
        key,
        name: told.name,
        what: told.what,
        class,
        since,
        only: "",
        people: &[],
        erasing: told.erasing,
        others: &[],
    }
}

/// The playbook is kept; what was used counts for a year, and cards and asks as long as the messages that show them.
pub(super) const RECORDS: [Record; 10] = [
    Record {
        people: &[naming("person", Erased::Row)],
        others: &[("how", "one of three words")],
        ..record(
            "playbook_use",
            &["entry", "person", "day"],
            &views::USES,
            Class::Commitments,
            "used_at",
        )
    },
    Record {
        people: &[naming("person", Erased::Name)],
        others: &[("channel", "a channel of the workspace")],
        ..record(
            "playbook_share",
            &["id"],
            &views::SHARES,
            Class::Messages,
            "shared_at",
        )
    },
    Record {
        only: "body IS NULL",
        people: &[naming("asker", Erased::Row), naming("author", Erased::Row)],
        others: &[
            ("message", "Slack's numbers for a channel and a message"),
            ("state", "one of a few words"),
            (
                "body",
                "sealed words of the author's; deleted with the answer, with the entry, or after two weeks each",
            ),
        ],
        ..record(
            "playbook_ask",
            &["id"],
            &views::ASKS,
            Class::Messages,
            "asked_at",
        )
    },
    Record {
        others: &[
            ("source", "the number of a drill"),
            (
                "body",
                "sealed words that everybody in the drill's channel could read, without their authors",
            ),
        ],
        ..record(
            "playbook_proposal",
            &["source"],
            &views::PROPOSALS,
            Class::Feedback,
            "decided_at",
        )
    },
    Record {
        people: &[
            naming("made_by", Erased::Name),
            naming("author", Erased::Name),
        ],
        others: &[("body", "sealed words of the team's; a draft's go with it")],
        ..record(
            "playbook_version",
            &["id"],
            &views::VERSIONS,
            Class::Common,
            "made_at",
        )
    },
    Record {
        people: &[naming("by", Erased::Name)],
        others: &[("what", "one of a few words")],
        ..record(
            "playbook_event",
            &["id"],
            &views::CHANGES,
            Class::Common,
            "at",
        )
    },
    Record {
        others: &[("source", "the number of a drill")],
        ..record(
            "playbook_evidence",
            &["source"],
            &views::DRILLED,
            Class::Common,
            "added_at",
        )
    },
    Record {
        others: &[
            ("objection", WORDS_OF_THE_TEAM),
            ("context", WORDS_OF_THE_TEAM),
            ("answer", WORDS_OF_THE_TEAM),
            ("variants", WORDS_OF_THE_TEAM),
        ],
        ..record(
            "playbook_index",
            &["rowid"],
            &views::INDEX,
            Class::Common,
            queries::INDEXED_AT,
        )
    },
    Record {
        others: &[("word", WORDS_OF_THE_TEAM)],
        ..record(
            "playbook_word",
            &["word"],
            &views::WORDS,
            Class::Common,
            "unixepoch()",
        )
    },
    Record {
        people: &[naming("proposed_by", Erased::Name)],
        others: &[
            ("form", "Slack's number for a form"),
            ("state", "one of a few words"),
        ],
        ..record(
            "playbook",
            &["id"],
            &views::PLAYBOOK,
            Class::Common,
            "made_at",
        )
    },
];

const WORDS_OF_THE_TEAM: &str =
    "words that everyone in the programme may read; gone when the entry is retired";

/// Everything that is kept of somebody; words only of what they may open at this moment.
pub(super) fn entries(read: &Read<'_>, user: &UserId) -> Result<Vec<Kept>> {
    let mut kept = Vec::new();
    for entry in queries::proposed_by(read, user)? {
        let words = if entry.state.is_pending() {
            Some(entry::words(read, &entry, user)?)
        } else {
            None
        };
        kept.push(views::proposed_entry(&entry, words.as_ref()));
    }
    for (id, what, at) in queries::events_of(read, user)? {
        kept.push(views::event_entry(id, &what, at));
    }
    for (id, how, at) in queries::uses_of(read, user)? {
        kept.push(views::use_entry(id, &how, at));
    }
    for (id, channel, at) in queries::shares_of(read, user)? {
        kept.push(views::share_entry(id, channel.as_str(), at));
    }
    for one in queries::asks_of(read, user)? {
        let is_asker = one.asker == *user;
        let audience = ask::audience(&one);
        let text = match audience.may_read(user) {
            Some(proof) => queries::said(read, &one, &audience, &proof)?,
            None => None,
        };
        kept.push(views::ask_entry(&one, is_asker, text));
    }
    Ok(kept)
}

/// Takes somebody out: their drafts and the messages they asked for or were asked for are gone; cards lose their name.
pub(super) fn erase(tx: &Tx<'_>, erased: &UserId) -> Result<()> {
    for entry in queries::proposed_by(tx, erased)? {
        if entry.state.is_pending() {
            queries::delete(tx, entry.id)?;
        }
    }
    for one in queries::asks_of(tx, erased)? {
        let other = if one.asker == *erased {
            &one.author
        } else {
            &one.asker
        };
        outbox::refresh_home(tx, other)?;
    }
    queries::forget_asks(tx, erased)?;
    for card in queries::who_shared(tx, erased)? {
        outbox::refresh(tx, &Subject::new(CARD, card))?;
    }
    entry::refresh_curators(tx)
}
