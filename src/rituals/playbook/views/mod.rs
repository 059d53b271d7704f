//! What people see of the playbook: its forms and messages, a file per flow. Pure: values in, messages and forms out; all
//! of the ritual's words stand in this folder. An entry's words stand in quotations and bold lines, where Slack parses
//! nothing.

mod ask;
mod data;
mod entry;
mod find;
mod home;
mod message;
mod refusal;
mod write;

pub(super) use ask::{asked, asked_already, read_ask, thanked};
pub(super) use data::{
    ASKS, CHANGES, DRILLED, INDEX, PLAYBOOK, PROPOSALS, SHARES, Told, USES, VERSIONS, WORDS,
    ask_entry, event_entry, proposed_entry, share_entry, use_entry,
};
pub(super) use entry::{Hit, Shown, entry, how_word, share, shared, used, version};
pub(super) use find::{Results, SHOWN_HITS, help, help_message, markdown, results, search};
pub(super) use home::{HomeView, home, needs_you, search_button};
pub(super) use message::{answered, asks_you, card, settled, unshared};
pub(super) use refusal::refusal;
pub(super) use write::{
    Draft, Naming, Near, changed, deleted, edit, names_author, names_nobody, propose, sent, want,
    wanted,
};

use crate::blocks::{Block, Form, Message};

/// Ids of what can be pressed; `playbook.<what>`.
pub(super) mod action {
    pub(crate) const SEARCH: &str = "playbook.search";
    pub(crate) const OPEN: &str = "playbook.open";
    pub(crate) const VERSION: &str = "playbook.version";
    pub(crate) const SHARE_HERE: &str = "playbook.share_here";
    pub(crate) const SHARE: &str = "playbook.share";
    pub(crate) const WORKED: &str = "playbook.worked";
    pub(crate) const PARTLY: &str = "playbook.partly";
    pub(crate) const NO: &str = "playbook.no";
    pub(crate) const NOT_USED: &str = "playbook.not_used";
    pub(crate) const PROPOSE: &str = "playbook.propose";
    pub(crate) const SUGGEST: &str = "playbook.suggest";
    pub(crate) const EDIT: &str = "playbook.edit";
    pub(crate) const DELETE: &str = "playbook.delete";
    pub(crate) const WANT: &str = "playbook.want";
    pub(crate) const ADOPT: &str = "playbook.adopt";
    pub(crate) const READ_ASK: &str = "playbook.read_ask";
    pub(crate) const YES_NAMED: &str = "playbook.yes_named";
    pub(crate) const YES: &str = "playbook.yes";
    pub(crate) const DECLINE: &str = "playbook.decline";
    pub(crate) const FINISH: &str = "playbook.finish";
    pub(crate) const REVIEWED: &str = "playbook.reviewed";
    pub(crate) const LIVE: &str = "playbook.live";
    pub(crate) const RENEW: &str = "playbook.renew";
    pub(crate) const RETIRE: &str = "playbook.retire";
    pub(crate) const PAGE: &str = "playbook.page";
    pub(crate) const PAGE_BACK: &str = "playbook.page_back";
}

/// Names of the forms' fields.
pub(super) mod field {
    pub(crate) const QUERY: &str = "query";
    pub(crate) const OBJECTION: &str = "objection";
    pub(crate) const CONTEXT: &str = "context";
    pub(crate) const ANSWER: &str = "answer";
    pub(crate) const VARIANTS: &str = "variants";
    pub(crate) const NAMED: &str = "named";
    pub(crate) const INTO: &str = "into";
    pub(crate) const CHANNEL: &str = "channel";
}

/// The one choice of [`field::NAMED`].
pub(super) const WITH_NAME: &str = "named";

/// The choices of [`field::INTO`]: what becomes of a drill whose objection the playbook has already.
pub(super) mod into {
    pub(crate) const ADD: &str = "add";
    pub(crate) const VERSION: &str = "version";
    pub(crate) const NEW: &str = "new";
}

/// The callback of forms that only show something.
pub(super) const SHOWN: &str = "playbook.shown";

/// What stands below the line of who sees it, wherever an entry is written.
const STORED: &str = "Once it is live, everyone in the programme finds it, and it is stored readable on your company's server so that it can be searched.";

fn shown(blocks: Vec<Block>) -> Form {
    Form {
        callback: SHOWN,
        item: String::new(),
        title: "Playbook",
        submit: None,
        close: "Done",
        blocks,
        again: None,
    }
}

/// A message as a form, in the place of the one that was acted in.
pub(super) fn said(message: Message) -> Form {
    shown(message.blocks)
}

/// A count with its word.
fn count(number: i64, one: &str, several: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {several}")
    }
}
