//! The playbook as Markdown and CSV: page by page in a form for those who review it, as files for whoever runs the server.

use super::{
    entry::{self, refuse},
    queries,
    rules::{self, Exported, State, Why},
    views,
};
use crate::{error::Result, ids::UserId, outcome::Outcome, request::Place, store::Read};

/// Everything that everybody may read, by objection. It stands in the open, so no key is needed.
fn all(read: &Read<'_>) -> Result<Vec<Exported>> {
    let mut all = Vec::new();
    for found in queries::public(read)? {
        all.push(Exported {
            evidence: queries::evidence(read, found.id)?,
            version: found.version,
            is_stale: found.state == State::Stale,
            reviewed: found.reviewed_at.date_naive().to_string(),
            words: found.words,
        });
    }
    Ok(all)
}

/// The whole playbook as Markdown, and how many entries that is.
pub(super) fn markdown(read: &Read<'_>) -> Result<(String, usize)> {
    let all = all(read)?;
    let entries: String = all.iter().map(rules::markdown).collect();
    Ok((format!("# Playbook\n\n{entries}"), all.len()))
}

/// The whole playbook as CSV, and how many entries that is.
pub(super) fn csv(read: &Read<'_>) -> Result<(Vec<u8>, usize)> {
    let all = all(read)?;
    Ok((rules::csv(&all)?, all.len()))
}

pub(super) fn page(read: &Read<'_>, who: &UserId, page: usize, place: &Place) -> Result<Outcome> {
    if !entry::is_curator(read, who)? {
        return Err(refuse(Why::NotCurator).into());
    }
    let pages = rules::pages(&all(read)?);
    let page = page.clamp(1, pages.len().max(1));
    let text = pages.get(page - 1).map(String::as_str).unwrap_or_default();
    let form = views::markdown(text, page, pages.len().max(1));
    Ok(if *place == Place::Form {
        Outcome::Replace(form)
    } else {
        Outcome::Open(form)
    })
}
