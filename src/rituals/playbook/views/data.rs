//! What the playbook keeps about whom, in words: for `/peerloop privacy`, and for a person's own data.

use super::how_word;
use crate::rituals::{
    Entry as Kept,
    playbook::rules::{Ask, Entry, How, Words},
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

/// A table's name, what it keeps, and what erasing does to it.
pub(in crate::rituals::playbook) struct Told {
    pub(in crate::rituals::playbook) name: &'static str,
    pub(in crate::rituals::playbook) what: &'static str,
    pub(in crate::rituals::playbook) erasing: &'static [&'static str],
}

pub(in crate::rituals::playbook) const PLAYBOOK: Told = Told {
    name: "Playbook entries",
    what: "who proposed each, where it stands and since when",
    erasing: &[
        "Your drafts are deleted. What is or was in the playbook is the team's and stays, without your name.",
    ],
};
pub(in crate::rituals::playbook) const VERSIONS: Told = Told {
    name: "Texts of entries",
    what: "each version, encrypted, with who edited it, and its author if they wanted their name shown",
    erasing: &["They stay with their entries, without your name."],
};
pub(in crate::rituals::playbook) const CHANGES: Told = Told {
    name: "What happened to entries",
    what: "who proposed, reviewed, renewed and retired each, and when",
    erasing: &["It stays, without your name."],
};
pub(in crate::rituals::playbook) const DRILLED: Told = Told {
    name: "What drills showed",
    what: "an answer's share of its duels and how many people voted, for an entry",
    erasing: &[],
};
pub(in crate::rituals::playbook) const USES: Told = Told {
    name: "Used it",
    what: "which entry you used on which day and how it went; others see only counts",
    erasing: &["Deleted, and not counted any more."],
};
pub(in crate::rituals::playbook) const SHARES: Told = Told {
    name: "Entries shared in channels",
    what: "which version you shared in which channel, and when",
    erasing: &["The card stays in the channel, without your name."],
};
pub(in crate::rituals::playbook) const PROPOSALS: Told = Told {
    name: "Results of drills",
    what: "what a drill has come to, encrypted, until somebody adds it to the playbook",
    erasing: &[],
};
pub(in crate::rituals::playbook) const ASKS: Told = Told {
    name: "Messages for the playbook",
    what: "that you asked a teammate for a message or were asked for one; its text, encrypted, for two weeks at most until the answer and the entry",
    erasing: &["Deleted, with the text."],
};
pub(in crate::rituals::playbook) const INDEX: Told = Told {
    name: "The playbook's index",
    what: "the words of entries that are live or stale, readable on the server, so that they can be searched",
    erasing: &[],
};
pub(in crate::rituals::playbook) const WORDS: Told = Told {
    name: "Words of the index",
    what: "each word that stands in it and in how many entries, for what was mistyped",
    erasing: &[],
};

/// Something that this person proposed; its words while it is a draft of theirs.
pub(in crate::rituals::playbook) fn proposed_entry(entry: &Entry, words: Option<&Words>) -> Kept {
    let texts = words.map_or_else(Vec::new, |words| {
        let mut texts = vec![("Objection", words.objection.clone())];
        texts.extend(
            words
                .context
                .clone()
                .map(|context| ("When it comes up", context)),
        );
        texts.push(("Answer", words.answer.clone()));
        texts.extend(words.variants.iter().map(|variant| ("Or", variant.clone())));
        texts
    });
    Kept {
        title: format!(
            "Playbook entry {} that you proposed: {}",
            entry.id,
            entry.state.word()
        ),
        at: entry.made_at,
        json: json!({
            "kind": "playbook_entry", "id": entry.id, "state": entry.state.word(), "made_at": iso(entry.made_at),
            "objection": words.map(|words| &words.objection), "context": words.and_then(|words| words.context.as_ref()),
            "answer": words.map(|words| &words.answer), "variants": words.map(|words| &words.variants),
        }),
        texts,
    }
}

/// Something that this person did to an entry.
pub(in crate::rituals::playbook) fn event_entry(entry: i64, what: &str, at: DateTime<Utc>) -> Kept {
    Kept {
        title: format!("Playbook entry {entry}: {what} by you"),
        at,
        texts: Vec::new(),
        json: json!({ "kind": "playbook_change", "entry": entry, "what": what, "at": iso(at) }),
    }
}

/// An entry that this person used.
pub(in crate::rituals::playbook) fn use_entry(entry: i64, how: &str, at: DateTime<Utc>) -> Kept {
    let said = How::ALL
        .iter()
        .find(|(_, word)| *word == how)
        .map_or(how, |(how, _)| how_word(*how));
    Kept {
        title: format!("Playbook entry {entry}, used by you: {said}"),
        at,
        texts: Vec::new(),
        json: json!({ "kind": "playbook_use", "entry": entry, "how": how, "used_at": iso(at) }),
    }
}

/// A card that this person shared.
pub(in crate::rituals::playbook) fn share_entry(
    entry: i64,
    channel: &str,
    at: DateTime<Utc>,
) -> Kept {
    Kept {
        title: format!("Playbook entry {entry}, shared by you in {channel}"),
        at,
        texts: Vec::new(),
        json: json!({ "kind": "playbook_share", "entry": entry, "channel": channel, "shared_at": iso(at) }),
    }
}

/// A message that this person asked for, or was asked for; its words for its author while they are kept.
pub(in crate::rituals::playbook) fn ask_entry(
    ask: &Ask,
    is_asker: bool,
    text: Option<String>,
) -> Kept {
    let whose = if is_asker {
        "that you asked for"
    } else {
        "that you were asked for"
    };
    Kept {
        title: format!("A message for the playbook {whose}: {}", ask.state.word()),
        at: ask.asked_at,
        json: json!({
            "kind": "playbook_ask", "state": ask.state.word(), "asked_by_you": is_asker, "asked_at": iso(ask.asked_at),
            "text": text,
        }),
        texts: text.into_iter().map(|text| ("", text)).collect(),
    }
}

fn iso(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}
