//! What happens by itself: an entry that nobody has reviewed for as long as owners say (90 days) turns stale and is offered for a drill, and an
//! ask that waited for two weeks is over.

use super::{
    ask, entry, queries,
    rules::{self, Step},
};
use crate::{
    error::Result,
    fact::Fact,
    records::ROWS_A_STEP,
    settings::{self, PLAYBOOK_STALE},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};

/// When the next of these is due.
pub(super) fn due_at(read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
    let days = settings::get(read, &PLAYBOOK_STALE)?;
    let stale_at = queries::oldest_review(read)?.map(|at| rules::stale_at(at, days));
    Ok(stale_at
        .into_iter()
        .chain(queries::next_ask_due(read)?)
        .min())
}

/// One step of what is due now.
pub(super) fn tick(tx: &Tx<'_>) -> Result<()> {
    // An ask costs a few rows more than its own.
    let over = queries::due_asks(tx, ROWS_A_STEP / 4)?;
    for one in &over {
        ask::lapse(tx, one)?;
    }
    if !over.is_empty() {
        return Ok(());
    }
    let before = rules::stale_before(tx.now, settings::get(tx, &PLAYBOOK_STALE)?);
    let old = queries::unreviewed_since(tx, before, ROWS_A_STEP / 4)?;
    for found in &old {
        let state = rules::next(found.state, Step::Age).map_err(entry::refuse)?;
        queries::set_state(tx, found.id, state, false)?;
        queries::note(tx, found.id, "stale", None)?;
        if let Some(words) = queries::open_words(tx, found.id)? {
            tx.tell(Fact::WantsDrill {
                source: entry::drill_source(found.id),
                objection: words.objection,
            });
        }
    }
    if !old.is_empty() {
        entry::refresh_curators(tx)?;
    }
    Ok(())
}
