//! What people see of taking part. Pure: values in, messages and forms out; all of the ritual's words stand here.

use super::rules::{Answer, DAYS_BETWEEN_INVITATIONS, Door, Invitation, Why};
use crate::{
    audience::ONLY_YOU,
    blocks::{Block, Button, Form, Message, Part, buttons, line, note, row, sentence},
    error::Refusal,
    ids::UserId,
    names::Names,
    people::{enrolment::Stint, leave::Leave, reporting::Line},
    rituals::{Entry, GIVE_FEEDBACK},
};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Ids of what can be pressed; `programme.<what>`.
pub(super) mod action {
    pub(crate) const JOIN: &str = "programme.join";
    pub(crate) const LEAVE: &str = "programme.leave";
    pub(crate) const INVITE: &str = "programme.invite";
    pub(crate) const NOT_NOW: &str = "programme.not_now";
}

/// The form that only shows something.
const SHOWN: &str = "programme.shown";

pub(super) const INVITATIONS: &str = "Invitations";
pub(super) const WHAT_IS_KEPT: &str =
    "who invited whom to take part, when, and whether they joined";
pub(super) const WHAT_ERASING_DOES: [&str; 2] = [
    "Those that you got are deleted.",
    "Those that you sent stay with the people who got them, without your name.",
];

const WHAT_IT_IS: &str = "Peerloop passes peer feedback between teammates: a few lines that only the two people it is between can open.";

/// The giver's screen when the receiver takes no part. What was typed is still in the form below; nothing is stored.
pub(super) fn offer_to_invite(user: &UserId, name: &str, door: Door, owners: &str) -> Form {
    let mut blocks = vec![sentence(&format!("{name} doesn't take part in Peerloop."))];
    match door {
        Door::Open => blocks.extend([
            sentence(&format!(
                "You can invite {name}. They get one message that names you and says nothing of what you wrote; you hear if they join."
            )),
            buttons(vec![Button::main(action::INVITE, "Invite", user)]),
        ]),
        Door::Back => {}
        Door::Closed => blocks.push(sentence(&owners_choose(owners))),
    }
    blocks.push(note(
        "Nothing was sent or kept. If you were writing, your words are in the form below this one: close this to copy them.",
    ));
    blocks.push(note(ONLY_YOU));
    shown("Not in the programme", blocks)
}

pub(super) fn invitation_sent(name: &str) -> Form {
    shown(
        "Invited",
        vec![
            sentence(&format!(
                "{name} gets a message with your name. If they join, you hear it here, and then you can send your feedback."
            )),
            note(&format!("Who sees this: you and {name}.")),
        ],
    )
}

pub(super) fn takes_part_already(user: &UserId, name: &str) -> Form {
    shown(
        "Invite",
        vec![
            sentence(&format!(
                "{name} takes part already. You can give feedback now."
            )),
            buttons(vec![Button::main(GIVE_FEEDBACK, "Give feedback", user)]),
            note(ONLY_YOU),
        ],
    )
}

/// The DM to somebody who was invited.
pub(super) fn invited(invited: &str, inviter: &str, id: i64) -> Message {
    let summary = format!("{invited}, {inviter} would like to give you feedback with Peerloop.");
    Message {
        blocks: vec![
            sentence(&summary),
            sentence(WHAT_IT_IS),
            buttons(vec![
                Button::main(action::JOIN, "Join", id),
                Button::plain(action::NOT_NOW, "Not now", id),
            ]),
            note(&format!(
                "{inviter} hears if you join, and nothing if you don't. You can leave at any time."
            )),
            note(ONLY_YOU),
        ],
        summary,
    }
}

/// The same DM once its reader has joined.
pub(super) fn invitation_joined(inviter: Option<&str>) -> Message {
    let told = inviter.map_or_else(String::new, |name| format!(" {name} can write to you now."));
    said(format!(
        "You take part in Peerloop.{told} Peerloop's Home tab shows what you can do."
    ))
}

pub(super) fn invitation_declined() -> Message {
    said(format!(
        "Fine. Nobody can invite you again for {DAYS_BETWEEN_INVITATIONS} days, and nobody was told. You can join at any time on Peerloop's Home tab."
    ))
}

/// Whoever sent it has erased their data before it was answered.
pub(super) fn invitation_gone() -> Message {
    said("This invitation has ended: whoever sent it has left. You can join at any time on Peerloop's Home tab.".to_owned())
}

/// To whoever invited.
pub(super) fn joined_for(name: &str, user: &UserId) -> Message {
    let summary = format!("{name} takes part in Peerloop now. You can send your feedback.");
    Message {
        blocks: vec![
            sentence(&summary),
            buttons(vec![Button::main(GIVE_FEEDBACK, "Give feedback", user)]),
            note(ONLY_YOU),
        ],
        summary,
    }
}

pub(super) fn not_reached(name: &str) -> Message {
    said(format!(
        "Slack did not take the invitation to {name}, so they did not get it."
    ))
}

/// In the place of what only people in the programme may do.
pub(super) fn outside_form(door: Door, owners: &str) -> Form {
    let mut blocks = vec![sentence("You don't take part in Peerloop here.")];
    match door {
        Door::Open | Door::Back => blocks.extend([
            sentence("Join, and teammates can give you feedback and you can give them yours. You can leave at any time."),
            buttons(vec![Button::main(action::JOIN, "Join", "")]),
        ]),
        Door::Closed => blocks.push(sentence(&owners_choose(owners))),
    }
    blocks.push(note(ONLY_YOU));
    shown("Peerloop", blocks)
}

/// Home, for a member who takes no part.
pub(super) fn outside(door: Door, owners: &str, is_owner: bool) -> Vec<Block> {
    match door {
        Door::Open => vec![
            sentence(WHAT_IT_IS),
            row(
                "You don't take part here yet. You can leave again at any time.",
                Button::main(action::JOIN, "Join", ""),
            ),
        ],
        Door::Back => vec![row(
            "You have left the programme: nobody can give you feedback, and you get no prompts. What you gave and received stays below.",
            Button::main(action::JOIN, "Join again", ""),
        )],
        Door::Closed if is_owner => vec![sentence(
            "You don't take part in Peerloop here. Who does is chosen under Set up.",
        )],
        Door::Closed => vec![sentence(&format!(
            "You don't take part in Peerloop here. {}",
            owners_choose(owners)
        ))],
    }
}

fn owners_choose(owners: &str) -> String {
    if owners.is_empty() {
        "The owners of the programme choose who does, and there is none at the moment: an admin of this workspace can press Set up on Peerloop's Home tab.".to_owned()
    } else {
        format!("The owners of the programme choose who does: {owners}.")
    }
}

pub(super) fn joined_message() -> Message {
    said("You take part in Peerloop now. Teammates can give you feedback, and you can give them yours from Home. You can leave at any time.".to_owned())
}

pub(super) fn joined_form() -> Form {
    shown(
        "Joined",
        vec![
            sentence(
                "You take part in Peerloop now. Teammates can give you feedback, and you can give them yours.",
            ),
            buttons(vec![Button::main(GIVE_FEEDBACK, "Give feedback", "")]),
            note("You can leave at any time."),
            note(ONLY_YOU),
        ],
    )
}

/// Asks before leaving, and says what ends and what stays.
pub(super) fn leave(who_sees: &str) -> Form {
    Form {
        callback: action::LEAVE,
        submit: Some("Leave"),
        close: "Stay",
        blocks: vec![
            sentence(
                "If you leave, nobody can give you feedback any more, you get no prompts, and you count in no figure from then on.",
            ),
            sentence(
                "What you gave and received stays with you and the other person, as long as it is kept for everybody. To have it deleted as well, open your data from Peerloop's privacy page and press Erase me.",
            ),
            sentence(
                "Roles that you have stay, but you facilitate nothing while you are away. You can join again on Home; only you can do that.",
            ),
            note(who_sees),
        ],
        ..shown("Leave the programme", Vec::new())
    }
}

pub(super) fn left(who_sees: &str) -> Form {
    shown(
        "Leave the programme",
        vec![
            sentence(
                "You don't take part any more. What you gave and received stays open to you on Home.",
            ),
            buttons(vec![Button::plain(action::JOIN, "Join again", "")]),
            note(who_sees),
        ],
    )
}

fn said(summary: String) -> Message {
    Message {
        blocks: vec![sentence(&summary), note(ONLY_YOU)],
        summary,
    }
}

fn shown(title: &'static str, blocks: Vec<Block>) -> Form {
    Form {
        callback: SHOWN,
        item: String::new(),
        title,
        submit: None,
        close: "Close",
        blocks,
        again: None,
    }
}

/// The ritual's lines in the help.
pub(super) fn help(names: &Names) -> Vec<Block> {
    vec![line(vec![
        Part::Bold(names.command("peerloop join")),
        Part::Text(" and ".to_owned()),
        Part::Bold(names.command("peerloop leave")),
        Part::Text(" begin and end your part in the programme, at any time.".to_owned()),
    ])]
}

/// A sentence for what cannot be done. `name` is the other person's, or the owners'.
pub(super) fn refusal(why: Why, name: &str) -> Refusal {
    let message = match why {
        Why::OwnersChoose => format!("You can't join by yourself. {}", owners_choose(name)),
        Why::CannotInvite => format!("{name} can't be invited. Nothing was sent."),
        Why::InvitedLately => format!(
            "{name} was invited in the last {DAYS_BETWEEN_INVITATIONS} days, and nobody is asked more often than that. Nothing was sent."
        ),
        Why::NotAMember => {
            format!("{name} is not a member of this workspace, so they can't take part.")
        }
    };
    Refusal {
        message,
        field: None,
    }
}

/// A time that somebody took part, for their data.
pub(super) fn stint_entry(stint: &Stint, user: &UserId) -> Entry {
    let by = |id: &str| if id == user.as_str() { "you" } else { "others" };
    let title = match &stint.ended_by {
        None => "You take part".to_owned(),
        Some(ended_by) => format!("You took part · ended by {}", by(ended_by)),
    };
    Entry {
        title,
        at: stint.since_at,
        texts: Vec::new(),
        json: json!({
            "kind": "enrolment", "since": iso(stint.since_at), "added_by": by(&stint.added_by),
            "until": stint.ended_at.map(iso), "ended_by": stint.ended_by.as_deref().map(by),
        }),
    }
}

/// Who reports to whom, for either's data.
pub(super) fn line_entry(line: &Line, is_mine: bool, other: &str) -> Entry {
    let until = if line.ended_at.is_some() {
        " · ended"
    } else {
        ""
    };
    let title = if is_mine {
        format!("You report to {other}{until}")
    } else {
        format!("{other} reports to you{until}")
    };
    Entry {
        title,
        at: line.since_at,
        texts: Vec::new(),
        json: json!({
            "kind": "reports_to", "you_are": if is_mine { "report" } else { "manager" }, "other": other,
            "since": iso(line.since_at), "until": line.ended_at.map(iso),
        }),
    }
}

/// Days away, for one's own data.
pub(super) fn leave_entry(days: &Leave, is_cancelled: bool, now: DateTime<Utc>) -> Entry {
    let cancelled = if is_cancelled { " · cancelled" } else { "" };
    Entry {
        title: format!("Away from {} to {}{cancelled}", days.from, days.to),
        at: days
            .from
            .and_hms_opt(0, 0, 0)
            .map_or(now, |at| at.and_utc()),
        texts: Vec::new(),
        json: json!({
            "kind": "leave", "from": days.from.to_string(), "to": days.to.to_string(), "cancelled": is_cancelled,
        }),
    }
}

/// An invitation, for either's data. What the invited person answered is theirs.
pub(super) fn invitation_entry(invitation: &Invitation, is_mine: bool, other: &str) -> Entry {
    let answer = match invitation.answer {
        Some(Answer::Joined) => Some("joined"),
        Some(Answer::NotNow) if !is_mine => Some("not now"),
        Some(Answer::NotNow) | None => None,
    };
    let title = if is_mine {
        format!("You invited {other}")
    } else {
        format!("{other} invited you")
    };
    let said = answer.map_or_else(String::new, |answer| format!(" · {answer}"));
    Entry {
        title: format!("{title}{said}"),
        at: invitation.sent_at,
        texts: Vec::new(),
        json: json!({
            "kind": "invitation", "you_are": if is_mine { "inviter" } else { "invited" }, "other": other,
            "sent_at": iso(invitation.sent_at), "answer": answer,
        }),
    }
}

fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339()
}
