//! What facilitators and owners do with an entry: review, make live, renew, retire. Each step is load, decide, save, say.

use super::{
    SETTLED,
    entry::{self, refuse},
    queries,
    rules::{self, Entry, State, Step, Why},
};
use crate::{error::Result, ids::UserId, outbox::Subject, outcome::Outcome, store::Tx};

pub(super) fn reviewed(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let found = to_move(tx, who, id)?;
    let state = rules::next(found.state, Step::Review).map_err(refuse)?;
    if state != found.state {
        queries::set_state(tx, id, state, true)?;
        queries::note(tx, id, "reviewed", Some(who))?;
        entry::refresh_homes(tx, &found)?;
    }
    show(tx, who, id)
}

pub(super) fn live(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let shown = go_live(tx, who, id)?;
    show(tx, who, shown)
}

/// Makes an entry live, or a draft for a new version that version; answers with the entry that is live now.
pub(super) fn go_live(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<i64> {
    let found = to_move(tx, who, id)?;
    // The entry that the draft was to change, if it is still in the playbook; else the draft is one of its own.
    if let Some(target) = found.revises
        && let Some(target) = queries::find(tx, target)?.filter(|target| target.state.is_public())
    {
        if found.state != State::Retired {
            revise(tx, who, &found, target.id)?;
        }
        return Ok(target.id);
    }
    let state = rules::next(found.state, Step::GoLive).map_err(refuse)?;
    if state != found.state {
        let words = entry::words(tx, &found, who)?;
        queries::set_state(tx, id, state, true)?;
        if found.state == State::Draft {
            queries::note(tx, id, "reviewed", Some(who))?;
        }
        queries::note(tx, id, "live", Some(who))?;
        entry::keep_index(tx, id, state, &words)?;
        settle(tx, who, &found)?;
    }
    Ok(id)
}

/// A draft becomes the newest version of another entry.
fn revise(tx: &Tx<'_>, who: &UserId, draft: &Entry, target: i64) -> Result<()> {
    let words = entry::words(tx, draft, who)?;
    let author = queries::versions(tx, draft.id)?
        .into_iter()
        .next()
        .and_then(|version| version.author);
    queries::add_version(tx, target, &draft.proposed_by, author.as_ref(), &words)?;
    queries::set_state(tx, target, State::Live, true)?;
    queries::note(tx, target, "revised", Some(who))?;
    entry::keep_index(tx, target, State::Live, &words)?;
    entry::want_no_drill(tx, target);
    queries::move_evidence(tx, draft.id, target)?;
    queries::note(tx, draft.id, "live", Some(who))?;
    queries::set_state(tx, draft.id, State::Retired, true)?;
    settle(tx, who, draft)
}

pub(super) fn renew(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let found = to_move(tx, who, id)?;
    let state = rules::next(found.state, Step::Renew).map_err(refuse)?;
    queries::set_state(tx, id, state, true)?;
    queries::note(tx, id, "renewed", Some(who))?;
    entry::want_no_drill(tx, id);
    tx.wake_scheduler();
    entry::refresh_homes(tx, &found)?;
    show(tx, who, id)
}

pub(super) fn retire(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let found = to_move(tx, who, id)?;
    let state = rules::next(found.state, Step::Retire).map_err(refuse)?;
    if state != found.state {
        queries::set_state(tx, id, state, false)?;
        queries::note(tx, id, "retired", Some(who))?;
        queries::unindex(tx, id)?;
        entry::want_no_drill(tx, id);
        if found.state.is_pending() {
            settle(tx, who, &found)?;
        }
        entry::refresh_homes(tx, &found)?;
    }
    show(tx, who, id)
}

/// The writer hears what became of their draft.
fn settle(tx: &Tx<'_>, who: &UserId, draft: &Entry) -> Result<()> {
    entry::refresh_homes(tx, draft)?;
    if draft.proposed_by == *who {
        return Ok(());
    }
    entry::post(tx, &draft.proposed_by, &Subject::new(SETTLED, draft.id))
}

/// The entry, for somebody who reviews the playbook.
fn to_move(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Entry> {
    if !entry::is_curator(tx, who)? {
        return Err(refuse(Why::NotCurator).into());
    }
    Ok(queries::find(tx, id)?.ok_or_else(|| refuse(Why::NotThere))?)
}

fn show(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    Ok(Outcome::Replace(entry::form(tx, who, id)?))
}
