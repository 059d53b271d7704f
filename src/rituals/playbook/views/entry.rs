//! One entry: as it stands in a list, in its own form with its versions, and on the way into a channel.

use super::{action, count, field, shown};
use crate::{
    audience::ONLY_YOU,
    blocks::{
        Block, Button, Form, Input, Message, Part, Weight, buttons, dated_note, divider, escape,
        input, line, note, sentence, when, words,
    },
    rituals::playbook::rules::{Entry, Evidence, How, State, Version, Words, cut},
};
use chrono::{DateTime, Utc};

/// Characters of an answer in a list: what fits on a phone beside two others.
const BRIEF: u16 = 320;
/// Versions that the form lists.
const VERSIONS: usize = 5;

/// An entry in a list.
#[derive(Clone, Debug)]
pub(in crate::rituals::playbook) struct Hit {
    pub(in crate::rituals::playbook) id: i64,
    pub(in crate::rituals::playbook) state: State,
    pub(in crate::rituals::playbook) words: Words,
    pub(in crate::rituals::playbook) evidence: Evidence,
}

/// An entry in its form.
pub(in crate::rituals::playbook) struct Shown {
    pub(in crate::rituals::playbook) entry: Entry,
    pub(in crate::rituals::playbook) words: Words,
    pub(in crate::rituals::playbook) evidence: Evidence,
    /// With the names of those whom they name.
    pub(in crate::rituals::playbook) versions: Vec<(Version, Option<String>)>,
    /// Who last reviewed it, and when.
    pub(in crate::rituals::playbook) reviewed: Option<(String, DateTime<Utc>)>,
    /// The objection of the entry for which this is a new version.
    pub(in crate::rituals::playbook) revises: Option<String>,
    pub(in crate::rituals::playbook) is_curator: bool,
    pub(in crate::rituals::playbook) is_mine: bool,
    pub(in crate::rituals::playbook) who_sees: String,
}

/// Objection, answer and what speaks for it.
pub(super) fn hit(hit: &Hit) -> Vec<Block> {
    let mut title = vec![Part::Bold(hit.words.objection.clone())];
    if hit.state == State::Stale {
        title.push(Part::Text(" · stale".to_owned()));
    }
    vec![
        line(title),
        words(&cut(&hit.words.answer, BRIEF)),
        note(&speaks_for(&hit.evidence)),
    ]
}

/// What can be done with an entry in a list.
pub(super) fn buttons_of(id: i64, in_channel: bool) -> Vec<Button> {
    let mut row = Vec::new();
    if in_channel {
        row.push(Button::main(action::SHARE_HERE, "Share here", id));
    }
    row.extend(used_buttons(id));
    row.push(Button::plain(action::OPEN, "Open", id));
    row
}

fn used_buttons(id: i64) -> [Button; 3] {
    [
        Button::plain(action::WORKED, "Worked", id),
        Button::plain(action::PARTLY, "Partly", id),
        Button::plain(action::NO, "No", id),
    ]
}

/// What speaks for an entry, in a line.
pub(super) fn speaks_for(evidence: &Evidence) -> String {
    let drills = count(evidence.drills, "drill", "drills");
    let drilled = match (evidence.drills, evidence.share) {
        (0, _) => "Not drilled yet".to_owned(),
        (_, Some(share)) => format!(
            "{share} % in {} of {drills}",
            count(evidence.duels, "comparison", "comparisons")
        ),
        (_, None) => format!("In {drills}, too few comparisons to say"),
    };
    if evidence.uses == 0 {
        return format!("{drilled} · not used yet");
    }
    let by = if evidence.uses == evidence.people {
        format!("used by {}", count(evidence.people, "person", "people"))
    } else {
        format!(
            "used {} by {}",
            count(evidence.uses, "time", "times"),
            count(evidence.people, "person", "people")
        )
    };
    let partly = if evidence.partly > 0 {
        format!(", {} partly", evidence.partly)
    } else {
        String::new()
    };
    format!("{drilled} · {by}: {} worked{partly}", evidence.worked)
}

/// An entry's words, all of them.
fn all_words(shown_words: &Words) -> Vec<Block> {
    let mut blocks = vec![line(vec![Part::Bold(shown_words.objection.clone())])];
    if let Some(context) = &shown_words.context {
        blocks.push(line(vec![Part::Text(context.clone())]));
    }
    blocks.push(words(&shown_words.answer));
    for variant in &shown_words.variants {
        blocks.push(note("Or:"));
        blocks.push(words(variant));
    }
    blocks
}

/// The whole entry, and what its reader may do with it.
pub(in crate::rituals::playbook) fn entry(shown_entry: &Shown) -> Form {
    let Shown {
        entry,
        words,
        evidence,
        ..
    } = shown_entry;
    let id = entry.id;
    let mut blocks = Vec::new();
    if let Some(objection) = &shown_entry.revises {
        blocks.push(line(vec![
            Part::Text("For a new version of ".to_owned()),
            Part::Bold(objection.clone()),
        ]));
    }
    blocks.extend(all_words(words));
    if entry.state.is_public() || evidence.drills > 0 {
        blocks.push(note(&speaks_for(evidence)));
    }
    blocks.push(dated_note(&stands(shown_entry)));
    if entry.state.is_public() {
        blocks.push(note("Used it? How did it go:"));
        let mut row = used_buttons(id).to_vec();
        row.push(Button::plain(action::SHARE, "Share in a channel", id));
        blocks.push(buttons(row));
    }
    let row = may_do(shown_entry);
    if !row.is_empty() {
        blocks.push(buttons(row));
    }
    if shown_entry.versions.len() > 1 {
        blocks.push(divider());
        blocks.push(line(vec![Part::Bold("Earlier versions".to_owned())]));
        for (version, name) in shown_entry.versions.iter().skip(1).take(VERSIONS) {
            blocks.push(dated_note(&made(version, name.as_deref())));
            blocks.push(buttons(vec![Button::plain(
                action::VERSION,
                "Read it",
                format!("{id}:{}", version.number),
            )]));
        }
    }
    blocks.push(note(&shown_entry.who_sees));
    Form {
        again: Some((action::OPEN, id.to_string())),
        ..shown(blocks)
    }
}

/// Where an entry stands, since when and by whom.
fn stands(shown_entry: &Shown) -> String {
    let reviewed = shown_entry.reviewed.as_ref().map_or_else(
        || "not reviewed yet".to_owned(),
        |(name, at)| format!("reviewed by {} {}", escape(name), when(*at)),
    );
    let state = match shown_entry.entry.state {
        State::Draft => "Draft, waits for review",
        State::Reviewed => "Reviewed, not live yet",
        State::Live => "Live",
        State::Stale => "Stale: nobody has reviewed it for a long time",
        State::Retired => "Retired: nobody finds it any more",
    };
    let newest = shown_entry
        .versions
        .first()
        .map(|(version, name)| made(version, name.as_deref()))
        .unwrap_or_default();
    format!("{state} · {reviewed} · {newest}")
}

fn made(version: &Version, name: Option<&str>) -> String {
    let by = name.map_or_else(String::new, |name| format!(" by {}", escape(name)));
    format!("version {}{by}, {}", version.number, when(version.made_at))
}

fn may_do(shown_entry: &Shown) -> Vec<Button> {
    let (id, state) = (shown_entry.entry.id, shown_entry.entry.state);
    let mut row = Vec::new();
    if shown_entry.is_curator {
        match state {
            State::Draft => {
                row.push(Button::main(action::LIVE, "Make it live", id));
                row.push(Button::plain(action::REVIEWED, "Reviewed, not yet", id));
            }
            State::Reviewed => row.push(Button::main(action::LIVE, "Make it live", id)),
            State::Stale => row.push(Button::main(action::RENEW, "Still good", id)),
            State::Live => row.push(Button::plain(action::RENEW, "Still good", id)),
            State::Retired => row.push(Button::plain(action::LIVE, "Bring it back", id)),
        }
        if state != State::Retired {
            row.push(Button::plain(action::EDIT, "Edit", id));
            row.push(Button {
                weight: Weight::Final {
                    title: "Take it out?",
                    text: "Nobody finds it any more. Its versions stay, encrypted, and you can bring it back from here."
                        .to_owned(),
                    yes: "Take it out",
                },
                ..Button::plain(
                    action::RETIRE,
                    if state.is_pending() { "Not for the playbook" } else { "Retire" },
                    id,
                )
            });
        }
        return row;
    }
    match state {
        State::Draft if shown_entry.is_mine => row.push(Button::plain(action::EDIT, "Edit", id)),
        State::Live | State::Stale => {
            row.push(Button::plain(action::SUGGEST, "Suggest a change", id));
        }
        State::Draft | State::Reviewed | State::Retired => {}
    }
    if shown_entry.is_mine && state.is_pending() {
        row.push(Button {
            weight: Weight::Final {
                title: "Delete it?",
                text: "Its words are deleted for good.".to_owned(),
                yes: "Delete it",
            },
            ..Button::plain(action::DELETE, "Delete", id)
        });
    }
    row
}

/// One earlier version.
pub(in crate::rituals::playbook) fn version(
    version: &Version,
    name: Option<&str>,
    its_words: &Words,
    who_sees: &str,
) -> Form {
    let mut blocks = vec![dated_note(&made(version, name))];
    blocks.extend(all_words(its_words));
    blocks.push(note(who_sees));
    shown(blocks)
}

/// Asks in which channel.
pub(in crate::rituals::playbook) fn share(id: i64, its_words: &Words, who_sees: &str) -> Form {
    let mut blocks = vec![
        input(
            field::CHANNEL,
            "Channel",
            false,
            Input::Channel {
                value: None,
                or_here: true,
            },
        ),
        sentence(
            "It is posted with your name, as it stands now; later edits don't change it there.",
        ),
    ];
    blocks.extend(all_words(its_words));
    blocks.push(note(who_sees));
    Form {
        callback: action::SHARE,
        item: id.to_string(),
        submit: Some("Share"),
        close: "Cancel",
        again: Some((action::SHARE, id.to_string())),
        ..shown(blocks)
    }
}

/// What the sharer sees: as a message and, after the form, in its place.
pub(in crate::rituals::playbook) fn shared() -> Message {
    let text = "Shared with your name. If it can't be posted there, you hear from me.";
    Message {
        summary: text.to_owned(),
        blocks: vec![sentence(text), note(ONLY_YOU)],
    }
}

/// What somebody sees after saying how it went.
pub(in crate::rituals::playbook) fn used(id: i64, how: Option<How>) -> Message {
    let text = how.map_or("Taken back: it counts nowhere.".to_owned(), |how| {
        format!(
            "Counted for today as “{}”, without your name. Another answer today replaces it.",
            how_word(how)
        )
    });
    let mut blocks = vec![sentence(&text)];
    if how.is_some() {
        blocks.push(buttons(vec![Button::plain(
            action::NOT_USED,
            "Take it back",
            id,
        )]));
    }
    blocks.push(note("Others see the count."));
    blocks.push(note(ONLY_YOU));
    Message {
        summary: text,
        blocks,
    }
}

/// How it went, as the button says it.
pub(in crate::rituals::playbook) fn how_word(how: How) -> &'static str {
    match how {
        How::Worked => "Worked",
        How::Partly => "Partly",
        How::No => "No",
    }
}
