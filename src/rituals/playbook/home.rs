//! The playbook's part of Home, and the messages that tell what became of a draft.

use super::{
    entry, queries,
    rules::Entry,
    views::{self, HomeView},
};
use crate::{
    audience::Audience,
    blocks::Message,
    error::Result,
    ids::UserId,
    outbox::Subject,
    people,
    rituals::{HomePart, Is},
    store::Read,
};

/// Rows of each list on Home.
const ROWS: u32 = 5;

pub(super) fn part(read: &Read<'_>, user: &UserId) -> Result<HomePart> {
    let rows = |entries: Vec<Entry>| {
        entries
            .into_iter()
            .map(|found| {
                let words = entry::words(read, &found, user)?;
                Ok((found.id, found.state, words.objection))
            })
            .collect::<Result<Vec<_>>>()
    };
    let mut view = HomeView {
        drafts: rows(queries::pending_of(read, user, ROWS)?)?,
        stale: rows(queries::stale(read, ROWS)?)?
            .into_iter()
            .map(|(id, _, objection)| (id, objection))
            .collect(),
        ..HomeView::default()
    };
    for ask in queries::asks_to(read, user, ROWS)? {
        view.asks.push((ask.id, people::name(read, &ask.asker)?));
    }
    for ask in queries::asked_by(read, user, ROWS)? {
        view.granted
            .push((ask.id, people::name(read, &ask.author)?));
    }
    if entry::is_curator(read, user)? {
        let mut pending = queries::pending(read, ROWS)?;
        pending.retain(|found| found.proposed_by != *user);
        view.to_review = rows(pending)?;
        for source in queries::proposals(read, ROWS)? {
            if let Some(drill) = queries::proposal(read, &source)? {
                view.decided.push((source, drill.objection));
            }
        }
    }
    Ok(HomePart {
        actions: vec![views::search_button()],
        needs_you: views::needs_you(&view),
        // What turned stale waits for whoever may drill it.
        is: Is::of_theirs(view.drafts.is_empty()),
        section: views::home(&view, read.names()),
    })
}

/// The writer's message about their draft.
pub(super) fn settled(
    read: &Read<'_>,
    subject: &Subject,
    user: &UserId,
) -> Result<Option<Message>> {
    let Some(draft) = subject
        .id()
        .parse()
        .map_or(Ok(None), |id| queries::find(read, id))?
    else {
        return Ok(None);
    };
    let is_live = queries::last_event(read, draft.id, "live")?.is_some();
    let opens = draft.revises.filter(|_| is_live).unwrap_or(draft.id);
    let who_sees = entry::sentence(&Audience::Only(user.clone()), user);
    Ok(Some(views::settled(opens, is_live, &who_sees)))
}
