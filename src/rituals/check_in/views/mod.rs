//! What people see of check-ins: their forms here; DMs, the partner's side, rhythm, Home, data and refusals beside. Pure:
//! values in, messages and forms out; all of the ritual's words stand in this folder.

mod card;
mod data;
mod home;
mod message;
mod partner;
mod refusal;
mod rhythm;
mod win;

pub(super) use card::{Card, card, card_gone, card_taken_back, cheered, reading};
pub(super) use data::{
    CHECK_INS, NUDGES, RHYTHM, WHAT_ERASING_DOES, WHAT_ERASING_DOES_TO_WINS, WHAT_IS_KEPT,
    WHAT_IS_KEPT_OF_NUDGES, WHAT_IS_KEPT_OF_RHYTHM, WHAT_IS_KEPT_OF_WINS, WINS, entry,
    nudges_entry, partner_entry, rhythm_entry, win_entry,
};
pub(super) use home::{asked_at_home, due, help, help_message, home};
pub(super) use message::{Asked, PROMPTS, fewer, nudge};
pub(super) use partner::{
    agreed, ask_form, ask_sent, ask_settled, asked, ended, have_partner, parted, partners_now,
};
pub(super) use refusal::refusal;
pub(super) use rhythm::{SECOND_WEEK, WorkingHours, rhythm_form, rhythm_kept};
pub(super) use win::{share, shared, unshared, win, win_gone, win_refused, win_taken_back};

use super::rules::{CheckIn, LONGEST_NOTE, Offer};
use crate::{
    audience::ONLY_YOU,
    blocks::{
        Block, Button, Form, Input, Message, Part, buttons, input, line, note, sentence, words,
    },
    commitments::{Answer, Commitment},
};
use chrono::NaiveDate;

/// Ids of what can be pressed; `check_in.<what>`.
pub(super) mod action {
    use crate::commitments::Answer;

    pub(crate) const LIST: &str = "check_in.list";
    pub(crate) const ABOUT: &str = "check_in.about";
    pub(crate) const DONE: &str = "check_in.done";
    pub(crate) const PARTLY: &str = "check_in.partly";
    pub(crate) const NOT_YET: &str = "check_in.not_yet";
    pub(crate) const NO_LONGER: &str = "check_in.no_longer";
    pub(crate) const CHANGE: &str = "check_in.change";
    pub(crate) const WRITE: &str = "check_in.write";
    pub(crate) const NOTE: &str = "check_in.note";
    pub(crate) const SHARE: &str = "check_in.share";
    pub(crate) const TRY_AGAIN: &str = "check_in.try_again";
    pub(crate) const UNSHARE: &str = "check_in.unshare";
    pub(crate) const READ: &str = "check_in.read";
    pub(crate) const CHEER: &str = "check_in.cheer";
    pub(crate) const PARTNER: &str = "check_in.partner";
    pub(crate) const ASK: &str = "check_in.ask";
    pub(crate) const AGREE: &str = "check_in.agree";
    pub(crate) const DECLINE: &str = "check_in.decline";
    pub(crate) const END: &str = "check_in.end";
    pub(crate) const RHYTHM: &str = "check_in.rhythm";
    pub(crate) const KEEP_RHYTHM: &str = "check_in.keep_rhythm";
    pub(crate) const WEEKLY: &str = "check_in.weekly";
    pub(crate) const FORTNIGHTLY: &str = "check_in.fortnightly";
    pub(crate) const PAUSE: &str = "check_in.pause";
    pub(crate) const RESUME: &str = "check_in.resume";

    /// The answer of a button.
    pub(crate) fn answer(action: &str) -> Option<Answer> {
        match action {
            DONE => Some(Answer::Done),
            PARTLY => Some(Answer::Partly),
            NOT_YET => Some(Answer::NotYet),
            NO_LONGER => Some(Answer::NoLonger),
            _ => None,
        }
    }
}

/// Names of the forms' fields.
pub(super) mod field {
    pub(crate) const NOTE: &str = "note";
    pub(crate) const WIN: &str = "win";
    pub(crate) const TO: &str = "to";
    pub(crate) const DAYS: &str = "days";
    pub(crate) const AT: &str = "at";
    pub(crate) const WEEKS: &str = "weeks";
}

/// The forms of the ritual next door.
const NEW_COMMITMENT: &str = "commitment.new";
const EDIT_COMMITMENT: &str = "commitment.edit";

/// The id of forms that only show something.
const SHOWING: &str = "check_in.showing";

/// All that is open, each with its words and a way to answer.
pub(super) fn list(open: &[(Commitment, String)]) -> Form {
    let mut blocks = Vec::new();
    if open.is_empty() {
        blocks.push(sentence(
            "Nothing is open. One small thing for next week is enough.",
        ));
    }
    for (commitment, its_words) in open {
        blocks.push(words(its_words));
        blocks.push(crate::blocks::row(
            &label(commitment),
            Button::plain(action::ABOUT, "How did it go?", commitment.id),
        ));
    }
    blocks.push(buttons(vec![Button::main(
        NEW_COMMITMENT,
        "New commitment",
        "",
    )]));
    if !open.is_empty() {
        blocks.push(note("Each commitment says who else can open it."));
    }
    blocks.push(note(ONLY_YOU));
    Form {
        again: Some((action::LIST, String::new())),
        ..shown("Your commitments", blocks)
    }
}

/// One commitment with its words, to answer.
pub(super) fn about(commitment: &Commitment, its_words: &str, who_sees: &str) -> Form {
    let mut blocks = vec![words(its_words), line(vec![Part::Text(label(commitment))])];
    if commitment.is_open() {
        blocks.push(answers(commitment));
        blocks.push(buttons(vec![Button::plain(
            EDIT_COMMITMENT,
            "Edit",
            commitment.id,
        )]));
    } else {
        blocks.push(buttons(vec![Button::plain(
            action::CHANGE,
            "Change",
            commitment.id,
        )]));
    }
    blocks.push(note(who_sees));
    Form {
        again: Some((action::ABOUT, commitment.id.to_string())),
        ..shown("How did it go?", blocks)
    }
}

/// After a tap, where there is no message to change. `told` is the partner who has a line of it.
pub(super) fn answered(
    check_in: &CheckIn,
    told: Option<&str>,
    offer: &Offer,
    who_sees: &str,
) -> Form {
    let blocks = vec![
        line(after(check_in.answer, told, offer)),
        what_next(check_in, told, offer),
        note(who_sees),
    ];
    shown("Check-in", blocks)
}

/// The form for a note to the partner.
pub(super) fn write(id: i64, partner: &str, before: Option<String>, who_sees: &str) -> Form {
    let blocks = vec![
        line(vec![
            Part::Text("To ".to_owned()),
            Part::Bold(partner.to_owned()),
        ]),
        input(
            field::NOTE,
            "What went well, or what would help?",
            false,
            Input::Brief {
                example: "Two calls of three; the third ended early.",
                value: before,
                most: LONGEST_NOTE,
            },
        ),
        note(who_sees),
    ];
    Form {
        callback: action::NOTE,
        item: id.to_string(),
        title: "Note to your partner",
        submit: Some("Send"),
        close: "Cancel",
        blocks,
        again: Some((action::WRITE, id.to_string())),
    }
}

/// After **Send**.
pub(super) fn written(partner: &str, who_sees: &str) -> Form {
    let text = format!("{partner} opens it with Read, on the line about this check-in.");
    shown("Check-in", vec![sentence(&text), note(who_sees)])
}

/// The four answers.
fn answers(commitment: &Commitment) -> Block {
    buttons(vec![
        Button::main(action::DONE, "Done", commitment.id),
        Button::plain(action::PARTLY, "Partly", commitment.id),
        Button::plain(action::NOT_YET, "Not yet", commitment.id),
        Button::plain(action::NO_LONGER, "No longer relevant", commitment.id),
    ])
}

/// What can be done after an answer.
fn what_next(check_in: &CheckIn, told: Option<&str>, offer: &Offer) -> Block {
    let mut next = Vec::new();
    if told.is_some() {
        let label = if check_in.has_note {
            "Change the note"
        } else {
            "Add a note"
        };
        next.push(Button::plain(action::WRITE, label, check_in.id));
    }
    match offer {
        Offer::None => {}
        Offer::Open => next.push(Button::plain(action::SHARE, "Share this win", check_in.id)),
        Offer::Shared(_) | Offer::Refused(_) => next.push(win::take_back_button(check_in.id)),
    }
    if check_in.answer.settles() {
        next.push(Button::plain(NEW_COMMITMENT, "Next commitment", ""));
        next.push(Button::plain(action::CHANGE, "Change", check_in.commitment));
    } else {
        next.push(Button::plain(
            EDIT_COMMITMENT,
            "Move the day",
            check_in.commitment,
        ));
    }
    buttons(next)
}

/// What follows from an answer, in a sentence or two.
fn after(answer: Answer, told: Option<&str>, offer: &Offer) -> Vec<Part> {
    let said = match answer {
        Answer::Done => "Done.",
        Answer::Partly => "Partly, and settled.",
        Answer::NotYet => "Not yet. It stays open.",
        Answer::NoLonger => "No longer relevant. It is left out of your figure.",
    };
    let said = told.map_or_else(
        || said.to_owned(),
        |name| format!("{said} {name} has a line about it."),
    );
    let (where_to, channel) = match offer {
        Offer::None | Offer::Open => return vec![Part::Text(said)],
        Offer::Shared(channel) => ("Shared in ", channel),
        Offer::Refused(channel) => ("Not yet in ", channel),
    };
    vec![
        Part::Text(format!("{said} {where_to}")),
        Part::Channel(channel.clone()),
        Part::Text(".".to_owned()),
    ]
}

/// A commitment in a line, without its words.
fn label(commitment: &Commitment) -> String {
    let by = day(commitment.by);
    commitment.source.as_ref().map_or_else(
        || format!("By {by}"),
        |source| format!("About {} · by {by}", source.about),
    )
}

/// A day as people write it.
fn day(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}

/// How it went, in a word or two.
fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Done => "done",
        Answer::Partly => "partly",
        Answer::NotYet => "not yet",
        Answer::NoLonger => "no longer relevant",
    }
}

fn shown(title: &'static str, blocks: Vec<Block>) -> Form {
    Form {
        callback: SHOWING,
        item: String::new(),
        title,
        submit: None,
        close: "Done",
        blocks,
        again: None,
    }
}

fn message(text: String, more: Vec<Block>, who_sees: &str) -> Message {
    let mut blocks = vec![line(vec![Part::Text(text.clone())])];
    blocks.extend(more);
    blocks.push(note(who_sees));
    Message {
        summary: text,
        blocks,
    }
}
