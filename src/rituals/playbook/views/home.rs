//! What Home shows of the playbook: what waits for this person, their drafts, and what to drill again.

use super::action;
use crate::{
    blocks::{Block, Button, heading, note, row, sentence},
    names::Names,
    rituals::playbook::rules::{State, cut},
};

/// Characters of an objection in a row of Home.
const ROW: u16 = 80;

/// What Home shows.
#[derive(Clone, Debug, Default)]
pub(in crate::rituals::playbook) struct HomeView {
    /// Asks to this person, by the asker's name.
    pub(in crate::rituals::playbook) asks: Vec<(i64, String)>,
    /// Asks of this person that were granted, by the author's name.
    pub(in crate::rituals::playbook) granted: Vec<(i64, String)>,
    /// Drafts that this person may review.
    pub(in crate::rituals::playbook) to_review: Vec<(i64, State, String)>,
    /// What drills have come to and nobody has added yet: the drill and its objection.
    pub(in crate::rituals::playbook) decided: Vec<(String, String)>,
    /// This person's own drafts.
    pub(in crate::rituals::playbook) drafts: Vec<(i64, State, String)>,
    /// Entries that have turned stale.
    pub(in crate::rituals::playbook) stale: Vec<(i64, String)>,
}

/// Home: the button that looks something up.
pub(in crate::rituals::playbook) fn search_button() -> Button {
    Button::plain(action::SEARCH, "Search the playbook", "")
}

/// Home: what waits for this person.
pub(in crate::rituals::playbook) fn needs_you(view: &HomeView) -> Vec<Block> {
    let asks = view.asks.iter().map(|(id, asker)| {
        row(
            &format!("{asker} would like to save a message of yours to the playbook."),
            Button::main(action::READ_ASK, "Read", id),
        )
    });
    let granted = view.granted.iter().map(|(id, author)| {
        row(
            &format!("{author} said yes: say which objection their message answers."),
            Button::main(action::FINISH, "Finish the entry", id),
        )
    });
    let to_review = view.to_review.iter().map(|(id, state, objection)| {
        let what = if *state == State::Reviewed {
            "Reviewed, not live"
        } else {
            "To review"
        };
        row(
            &format!("{what}: “{}”", cut(objection, ROW)),
            Button::plain(action::OPEN, "Open", id),
        )
    });
    let decided = view.decided.iter().map(|(source, objection)| {
        row(
            &format!("Decided in a drill: “{}”", cut(objection, ROW)),
            Button::plain(action::ADOPT, "Add to playbook", source),
        )
    });
    let review = to_review.chain(decided);
    asks.chain(granted).chain(review).collect()
}

/// Home: this person's drafts, and what to drill again.
pub(in crate::rituals::playbook) fn home(view: &HomeView, names: &Names) -> Vec<Block> {
    let mut blocks = vec![heading("Playbook")];
    if view.drafts.is_empty() && view.stale.is_empty() {
        blocks.push(sentence(&format!(
            "{} shows what to say, to you alone.",
            names.command("playbook price")
        )));
    }
    for (id, state, objection) in &view.drafts {
        let stands = if *state == State::Draft {
            "waits for review"
        } else {
            "reviewed, not live yet"
        };
        blocks.push(row(
            &format!("Your draft “{}” · {stands}", cut(objection, ROW)),
            Button::plain(action::OPEN, "Open", id),
        ));
    }
    if !view.stale.is_empty() {
        blocks.push(sentence(
            "What to drill again: nobody has reviewed these for a long time.",
        ));
    }
    for (id, objection) in &view.stale {
        blocks.push(row(
            &format!("“{}”", cut(objection, ROW)),
            Button::plain(action::OPEN, "Open", id),
        ));
    }
    blocks.push(note(
        "Who sees this: only you. Each entry says who else can open it.",
    ));
    blocks
}
