//! What drills keep about whom, how a person gets it, and how it is erased.

use super::{
    answering, card, lost, objections, queries,
    rules::{Change, Phase},
    views::data as words,
};
use crate::{
    error::Result,
    ids::UserId,
    records::{Class, Erased, Naming, Record},
    rituals::Entry,
    store::{Read, Tx},
};

/// Children first: a purge takes rows that others still need only after those.
pub(super) const RECORDS: [Record; 5] = [DUEL, ANSWER, HEARD, DRILL, OBJECTION];

const fn named(column: &'static str) -> Naming {
    Naming {
        by: column,
        column,
        erased: Erased::Name,
    }
}

const DUEL: Record = Record {
    table: "duel",
    key: &["id"],
    name: words::VOTES,
    what: words::WHAT_IS_KEPT_OF_VOTES,
    class: Class::Votes,
    since: "shown_at",
    only: queries::OF_A_VOTE_THAT_IS_OVER,
    people: &[named("voter")],
    erasing: &words::WHAT_ERASING_DOES_TO_VOTES,
    others: &[
        ("pick", "one of three words"),
        (
            "tweak",
            "sealed words about an answer; they go with the vote",
        ),
    ],
};

const ANSWER: Record = Record {
    table: "answer",
    key: &["id"],
    name: words::ANSWERS,
    what: words::WHAT_IS_KEPT_OF_ANSWERS,
    class: Class::Feedback,
    since: "coalesce(answered_at, begun_at)",
    only: queries::IN_NO_DUEL,
    people: &[named("author")],
    erasing: &words::WHAT_ERASING_DOES_TO_ANSWERS,
    others: &[(
        "body",
        "sealed words for the channel of the drill; they name nobody but whom they say",
    )],
};

const HEARD: Record = Record {
    table: "heard",
    key: &["id"],
    name: words::HEARD,
    what: words::WHAT_IS_KEPT_OF_HEARD,
    class: Class::Votes,
    since: "heard_at",
    only: "",
    people: &[named("person")],
    erasing: &words::WHAT_ERASING_DOES_TO_HEARD,
    others: &[("act", "Slack's number for a command or a form")],
};

const DRILL: Record = Record {
    table: "drill",
    key: &["id"],
    name: words::DRILLS,
    what: words::WHAT_IS_KEPT_OF_DRILLS,
    class: Class::Feedback,
    since: "coalesce(decided_at, cancelled_at, opened_at, drafted_at)",
    only: queries::WITHOUT_ANSWERS,
    people: &[named("opened_by"), named("changed_by")],
    erasing: &words::WHAT_ERASING_DOES_TO_DRILLS,
    others: &[
        ("form", "Slack's number for a form"),
        ("channel", "a channel's id"),
        ("channel_name", "a public channel's name"),
        (
            "body",
            "sealed words for the channel: the objection and the buyer",
        ),
        ("skill", "one of a few words"),
        ("pace", "one of two words"),
        ("refused", "Slack's word for an error"),
        ("change", "one of a few words"),
    ],
};

const OBJECTION: Record = Record {
    table: "objection",
    key: &["id"],
    name: words::OBJECTIONS,
    what: words::WHAT_IS_KEPT_OF_OBJECTIONS,
    class: Class::Feedback,
    since: "touched_at",
    only: queries::UNUSED,
    people: &[named("added_by")],
    erasing: &words::WHAT_ERASING_DOES_TO_OBJECTIONS,
    others: &[
        ("mark", "drawn at random"),
        ("starter", "one of twelve words"),
        ("source", "the number of an entry in the playbook"),
        ("body", "sealed words that a buyer said"),
    ],
};

/// Everything that is kept of somebody in drills: their own words, never those of others.
pub(super) fn entries(read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let library = objections::library(read, user)?;
    for heard in queries::heard_by(read, user)? {
        let text = library
            .iter()
            .find(|objection| objection.id == Some(heard.objection));
        entries.push(words::heard(
            heard.at,
            text.map_or("", |objection| &objection.text),
        ));
    }
    for drill in queries::opened_or_changed_by(read, user)? {
        let scene = if drill.opened_by == *user {
            Some(queries::scene(read, &drill)?)
        } else {
            None
        };
        entries.push(words::drill(&drill, scene.as_ref()));
    }
    for answer in queries::all_answers_by(read, user)? {
        let drill = card::find(read, answer.drill)?;
        let text = answering::own_words(read, &drill, &answer)?;
        entries.push(words::answer(&drill, &answer, text.as_deref()));
    }
    for vote in queries::votes_by(read, user)? {
        let drill = card::find(read, vote.drill)?;
        entries.push(words::vote(&drill, vote.at, vote.tweak.as_deref()));
    }
    Ok(entries)
}

/// Takes somebody out of every drill. What the channel has read stays there and is nobody's.
pub(super) fn erase(tx: &Tx<'_>, erased: &UserId) -> Result<()> {
    let touched = queries::touched_by(tx, erased)?;
    let orphaned = left_with_them(tx, erased)?;
    queries::forget_hearer(tx, erased)?;
    queries::forget_voter(tx, erased)?;
    queries::forget_author(tx, erased)?;
    queries::forget_opener(tx, erased)?;
    for id in touched {
        if let Some(drill) = queries::find(tx, id)? {
            card::refresh(tx, &drill)?;
        }
    }
    lost::tell_of_each(tx, &orphaned)
}

/// Somebody left: what they had not posted is gone; what runs goes on, and whoever may open drills may run it; what
/// waits because its card is lost waits for others.
pub(super) fn left(tx: &Tx<'_>, left: &UserId) -> Result<()> {
    let orphaned = left_with_them(tx, left)?;
    lost::tell_of_each(tx, &orphaned)
}

/// Ends what somebody had not posted; their drills that wait for somebody to post the lost card again.
fn left_with_them(tx: &Tx<'_>, user: &UserId) -> Result<Vec<i64>> {
    queries::delete_drafts(tx, user)?;
    let mut orphaned = Vec::new();
    for drill in queries::opened_or_changed_by(tx, user)? {
        if drill.opened_by != *user {
            continue;
        }
        if drill.phase() == Phase::Refused {
            queries::mark_cancelled(tx, drill.id, Change::Cancelled, None)?;
        }
        if drill.is_lost() {
            orphaned.push(drill.id);
        }
    }
    Ok(orphaned)
}
