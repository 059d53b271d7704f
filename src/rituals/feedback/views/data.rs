//! What feedback says of what it keeps: in `/peerloop privacy`, and to a person who asks for their data.

use super::home::status;
use crate::{
    fact::Kept,
    ids::UserId,
    rituals::{
        Entry,
        feedback::rules::{Given, Note, State},
    },
};
use chrono::SecondsFormat;
use serde_json::{Value, json};

/// What people call the rows of the table.
pub(in crate::rituals::feedback) const NOTES: &str = "Notes";

/// What the table keeps, in `/peerloop privacy`.
pub(in crate::rituals::feedback) const WHAT_IS_KEPT: &str = "those you gave and those you received, with the other person, the skill, the times, whether a commitment that came from it was kept, and the words, sealed";

/// What erasing does to it.
pub(in crate::rituals::feedback) const WHAT_ERASING_DOES: [&str; 4] = [
    "What you wrote to yourself is deleted.",
    "What you gave and nobody has read is taken back. What was read stays with its reader until its time is over, without your name: it is theirs to keep. If the words say who wrote them, they still do.",
    "Of what you received the words are deleted. That they gave a note stays with those who wrote it, without your name.",
    "Whoever wrote what you have not opened hears that somebody's data was erased and nobody read it.",
];

/// What people call reports.
pub(in crate::rituals::feedback) const REPORTS: &str = "Reports";

/// What is kept of them.
pub(in crate::rituals::feedback) const WHAT_IS_KEPT_OF_REPORTS: &str = "that a note was reported, the reason, and who decided; the note is kept as long, and time counts from the decision";

/// What erasing does to them.
pub(in crate::rituals::feedback) const WHAT_ERASING_DOES_TO_REPORTS: [&str; 2] = [
    "What reviewers have not decided yet stays with them until they do, without your name.",
    "A reviewers' pause towards one person stays, as a tag that names nobody, until it is lifted or the report's time is over.",
];

/// One note, for somebody who asks for their data.
pub(in crate::rituals::feedback) fn entry(
    given: &Given,
    whose: &UserId,
    giver: &str,
    receiver: &str,
    kept: Option<Kept>,
    words: Option<&Note>,
) -> Entry {
    let name = |user: &UserId, name: &str| {
        if user == whose {
            "you".to_owned()
        } else {
            name.to_owned()
        }
    };
    let (from, to) = (name(&given.giver, giver), name(&given.receiver, receiver));
    let state = if given.is_to_self() {
        "kept"
    } else if given.is_dropped && given.state != State::Returned {
        "deleted by its reader"
    } else if given.state == State::Unread && given.receiver == *whose {
        "not opened yet; Read on your Home tab opens it"
    } else {
        status(given)
    };
    Entry {
        title: format!("Note from {from} to {to} · {} · {state}", given.skill),
        at: given.given_at,
        texts: words.map(texts).unwrap_or_default(),
        json: json!({
            "kind": "note",
            "from": from,
            "to": to,
            "skill": given.skill,
            "given_at": given.given_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            "state": state,
            "commitment_kept": kept.map(|kept| match kept {
                Kept::Whole => "kept",
                Kept::Partly => "partly",
            }),
            "words": words.map_or(Value::Null, |words| json!({
                "start": words.start, "stop": words.stop, "continue": words.go_on, "link": words.link,
            })),
        }),
    }
}

fn texts(words: &Note) -> Vec<(&'static str, String)> {
    let texts = [
        ("Start", &words.start),
        ("Stop", &words.stop),
        ("Continue", &words.go_on),
        ("Call or deal", &words.link),
    ];
    let written = |(label, text): (_, &Option<String>)| text.clone().map(|text| (label, text));
    texts.into_iter().filter_map(written).collect()
}
