//! From a drill: what it has come to is kept, sealed, until somebody adds it to the playbook. A drill counts once.

use super::{
    draft::{self, Origin},
    entry::{self, refuse},
    queries,
    rules::{self, Evidence, Why, Words},
    views::{self, Draft, action},
};
use crate::{
    error::Result,
    fact::DecidedDrill,
    ids::UserId,
    outcome::Outcome,
    store::{Read, Tx},
};

/// Tweaks that the form shows.
const TWEAKS: usize = 5;

/// What there is of a drill.
pub(super) enum Found {
    /// It can be added.
    New(DecidedDrill),
    /// It counts for this entry already.
    Kept(i64),
}

/// A drill is decided.
pub(super) fn decided(tx: &Tx<'_>, drill: &DecidedDrill) -> Result<()> {
    let is_kept = queries::source_entry(tx, &drill.source)?.is_some();
    if is_kept || drill.answers.is_empty() {
        return Ok(());
    }
    queries::keep_proposal(tx, drill)?;
    entry::refresh_curators(tx)
}

pub(super) fn to_adopt(read: &Read<'_>, source: &str) -> Result<Found> {
    if let Some(entry) = queries::source_entry(read, source)? {
        return Ok(Found::Kept(entry));
    }
    let drill = queries::proposal(read, source)?.ok_or_else(|| refuse(Why::NoProposal))?;
    Ok(Found::New(drill))
}

pub(super) fn open(read: &Read<'_>, who: &UserId, source: &str) -> Result<Outcome> {
    let drill = match to_adopt(read, source)? {
        Found::New(drill) => drill,
        Found::Kept(id) => return Ok(Outcome::Open(entry::form(read, who, id)?)),
    };
    let mut answers = drill.answers.iter();
    let best = answers.next().ok_or_else(|| refuse(Why::NoProposal))?;
    let words = Words {
        objection: rules::cut(drill.objection.trim(), rules::LONGEST_OBJECTION),
        context: Some(rules::cut(drill.context.trim(), rules::LONGEST_CONTEXT))
            .filter(|text| !text.is_empty()),
        answer: rules::cut(best.text.trim(), rules::LONGEST_ANSWER),
        variants: Vec::new(),
    };
    // Only what voters could judge is offered as a variant.
    let variants = answers
        .filter(|answer| answer.share.is_some())
        .flat_map(|answer| rules::variants(&answer.text.replace("\n\n", "\n")));
    let shown = Evidence {
        drills: 1,
        duels: best.duels.into(),
        share: best.share.map(i64::from),
        ..Evidence::default()
    };
    let tweaks = best.tweaks.iter().take(TWEAKS).cloned().collect();
    let near = draft::near(read, &words.objection)?;
    let origin = Origin::Drill(source.to_owned());
    let draft = Draft {
        drill: Some((shown, drill.voters, tweaks)),
        near,
        named: Some(views::names_nobody()),
        again: Some((action::ADOPT, source.to_owned())),
        ..draft::begin(read, who, rules::with_variants(&words, variants), &origin)?
    };
    Ok(Outcome::Open(views::propose(draft)))
}

/// The drill counts for this entry from now on.
pub(super) fn count(tx: &Tx<'_>, id: i64, drill: &DecidedDrill) -> Result<()> {
    let best = drill
        .answers
        .first()
        .ok_or_else(|| refuse(Why::NoProposal))?;
    queries::add_evidence(tx, id, &drill.source, best.share, best.duels, drill.voters)?;
    queries::forget_proposal(tx, &drill.source)?;
    entry::refresh_curators(tx)
}
