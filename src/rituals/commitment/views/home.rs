//! What Home, the help and one's own data say of commitments. Home names a day and a skill, never the words: those are
//! opened in a form.

use super::{action, day};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Part, heading, line, note, row, sentence},
    commitments::{Answer, Commitment, FollowThrough},
    names::Names,
    rituals::Entry,
};
use chrono::SecondsFormat;
use serde_json::json;

/// Home: the button that starts one.
pub(in crate::rituals::commitment) fn new_button() -> Button {
    Button::plain(action::NEW, "New commitment", "")
}

/// Home: what is open, and how it went in this window and the one before.
pub(in crate::rituals::commitment) fn home(
    open: &[Commitment],
    now: FollowThrough,
    before: FollowThrough,
) -> Vec<Block> {
    let mut blocks = vec![heading("Commitments")];
    if open.is_empty() {
        blocks.push(sentence(
            "None open. One small thing for next week is enough.",
        ));
    }
    for commitment in open {
        blocks.push(row(
            &label(commitment),
            Button::plain(action::OPEN, "Open", commitment.id),
        ));
    }
    blocks.extend(trend(now, before));
    blocks.push(note(ONLY_YOU));
    blocks
}

/// The figure of the last four weeks and that of the four before.
fn trend(now: FollowThrough, before: FollowThrough) -> Option<Block> {
    let percent = now.percent()?;
    let of_now = format!(
        "Follow-through in the last 4 weeks: {percent} % of {}",
        now.counted()
    );
    let of_before = before.percent().map_or_else(String::new, |percent| {
        format!(", before that {percent} % of {}", before.counted())
    });
    let left_out = match now.no_longer {
        0 => String::new(),
        count => format!(" · {count} no longer relevant"),
    };
    let text = format!("{of_now}{of_before}{left_out}.");
    Some(line(vec![Part::Text(text)]))
}

/// A commitment in a line, without its words.
pub(super) fn label(commitment: &Commitment) -> String {
    let by = day(commitment.by);
    let about = commitment.source.as_ref().map_or_else(
        || format!("By {by}"),
        |source| format!("About {} · by {by}", source.about),
    );
    match commitment.counts_as() {
        None => about,
        Some(answer) => format!("{about} · {}", said(answer)),
    }
}

fn said(answer: Answer) -> &'static str {
    match answer {
        Answer::Done => "done",
        Answer::Partly => "partly done",
        Answer::NotYet => "not yet",
        Answer::NoLonger => "no longer relevant",
    }
}

/// One commitment, for somebody who asks for their data.
pub(in crate::rituals::commitment) fn entry(
    commitment: &Commitment,
    words: &str,
    shown_to: Option<&str>,
) -> Entry {
    let state = commitment.counts_as().map_or("open", said);
    let item = commitment.source.as_ref().map(|source| &source.item);
    let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    Entry {
        title: format!("Commitment by {} · {state}", day(commitment.by)),
        at: commitment.made_at,
        texts: vec![("", words.to_owned())],
        json: json!({
            "kind": "commitment",
            "by": commitment.by.to_string(),
            "made_at": time(commitment.made_at),
            "state": state,
            "answered_at": commitment.answered_at.map(time),
            "came_from": item,
            "giver_hears": commitment.tells,
            "shown_to": shown_to,
            "words": words,
        }),
    }
}

/// The ritual's lines in the help.
pub(in crate::rituals::commitment) fn help(names: &Names) -> Vec<Block> {
    vec![
        line(vec![
            Part::Bold(names.command("checkin new")),
            Part::Text(" makes a commitment: one line of what you will do, and by when. So does Make it a commitment on a note that you have read: whoever gave it hears that you kept it, if you leave that ticked, and never your words.".to_owned()),
        ]),
        note("Who sees a commitment: you, and your check-in partner if you pick that."),
    ]
}
