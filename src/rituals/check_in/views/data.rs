//! What check-ins say of what they keep: in `/peerloop privacy`, and to a person who asks for their data.

use super::{rhythm::in_words, word};
use crate::{
    commitments::partnership::Partnership,
    ids::UserId,
    rituals::{
        Entry,
        check_in::{
            queries::Nudge,
            rules::{CheckIn, Rhythm, Shared, Win},
        },
    },
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

/// What people call the rows of the tables, what they keep, and what erasing does.
pub(in crate::rituals::check_in) const CHECK_INS: &str = "Check-ins";
pub(in crate::rituals::check_in) const WHAT_IS_KEPT: &str = "how your commitments went and when you said so, the partner who had a line of it, whether they cheered, and your note to them, sealed";
pub(in crate::rituals::check_in) const WHAT_ERASING_DOES: [&str; 2] = [
    "Yours are deleted, with your notes; the lines that your partner had say that they are gone.",
    "Those of a partner stay theirs, without your name.",
];
pub(in crate::rituals::check_in) const RHYTHM: &str = "When you are asked";
pub(in crate::rituals::check_in) const WHAT_IS_KEPT_OF_RHYTHM: &str =
    "the days, the time and how often; kept while you have commitments";
pub(in crate::rituals::check_in) const NUDGES: &str = "When you were asked";
pub(in crate::rituals::check_in) const WHAT_IS_KEPT_OF_NUDGES: &str =
    "on which days a check-in asked you, and whether you answered";

pub(in crate::rituals::check_in) const WINS: &str = "Wins";
pub(in crate::rituals::check_in) const WHAT_IS_KEPT_OF_WINS: &str =
    "what you shared of a check-in in the programme's channel, sealed, and where";
pub(in crate::rituals::check_in) const WHAT_ERASING_DOES_TO_WINS: [&str; 1] = [
    "Deleted, and what stands in the channel loses its words; one older than this is kept stays there as Slack keeps it.",
];

/// One win, for somebody who asks for their data.
pub(in crate::rituals::check_in) fn win_entry(win: &Win, text: Option<String>) -> Entry {
    let (state, title) = match &win.shared {
        Shared::OnItsWay => ("on_its_way", "on its way to the channel"),
        Shared::Posted => ("posted", "shared in a channel"),
        Shared::Refused(_) => ("refused", "Slack did not let it in"),
        Shared::TakenBack => ("taken_back", "taken back"),
    };
    Entry {
        title: format!("Win · {title}"),
        at: win.shared_at,
        json: json!({
            "kind": "win",
            "state": state,
            "channel": win.channel.as_str(),
            "text": text,
        }),
        texts: text.map(|text| ("", text)).into_iter().collect(),
    }
}

/// One answer, for somebody who asks for their data.
pub(in crate::rituals::check_in) fn entry(
    check_in: &CheckIn,
    partner: Option<&str>,
    note: Option<String>,
) -> Entry {
    let state = if check_in.is_taken_back {
        "taken back"
    } else {
        word(check_in.answer)
    };
    let with = partner.map_or_else(String::new, |name| format!(" · {name} had a line of it"));
    Entry {
        title: format!("Check-in · {state}{with}"),
        at: check_in.answered_at,
        json: json!({
            "kind": "check_in",
            "answer": word(check_in.answer),
            "answered_at": time(check_in.answered_at),
            "taken_back": check_in.is_taken_back,
            "partner": partner,
            "cheered": check_in.is_cheered,
            "note": note,
        }),
        texts: note.map(|note| ("Note", note)).into_iter().collect(),
    }
}

/// When somebody is asked.
pub(in crate::rituals::check_in) fn rhythm_entry(rhythm: &Rhythm, now: DateTime<Utc>) -> Entry {
    Entry {
        title: "When you are asked".to_owned(),
        at: now,
        texts: vec![("", in_words(rhythm))],
        json: json!({ "kind": "rhythm", "words": in_words(rhythm) }),
    }
}

/// One ask and what came of it.
pub(in crate::rituals::check_in) fn partner_entry(
    pair: &Partnership,
    whose: &UserId,
    name: &str,
) -> Entry {
    let asked_by_me = pair.asker == *whose;
    let state = if pair.holds() {
        "partners now"
    } else if pair.agreed_at.is_some() {
        "partners once"
    } else if asked_by_me {
        "you asked"
    } else {
        "they asked"
    };
    Entry {
        title: format!("Check-in partner {name} · {state}"),
        at: pair.asked_at,
        texts: Vec::new(),
        json: json!({
            "kind": "partner",
            "name": name,
            "asked_by_you": asked_by_me,
            "asked_at": time(pair.asked_at),
            "agreed_at": pair.agreed_at.map(time),
            // Of an ask without a yes it is not told how it ended.
            "ended_at": pair.agreed_at.and(pair.ended_at).map(time),
        }),
    }
}

/// Some of the times that somebody was asked.
pub(in crate::rituals::check_in) fn nudges_entry(nudges: &[Nudge]) -> Entry {
    let days = nudges
        .iter()
        .map(|nudge| {
            let answered = if nudge.is_answered {
                "answered"
            } else {
                "no answer"
            };
            format!("{} {answered}", nudge.date)
        })
        .collect::<Vec<_>>();
    Entry {
        title: "Check-ins that asked you".to_owned(),
        at: nudges
            .first()
            .map_or(DateTime::UNIX_EPOCH, |nudge| nudge.asked_at),
        texts: vec![("", days.join("\n"))],
        json: json!({ "kind": "asked", "days": days }),
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
