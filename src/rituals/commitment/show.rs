//! What somebody sees of commitments: one of them opened, their own on Home, and all in their data.

use super::{
    HOME_ROWS, refuse,
    views::{self, Why},
};
use crate::{
    audience::Audience,
    commitments::{Commitment, FollowThrough, NotSo, partnership::queries::partner_of, queries},
    error::Result,
    ids::UserId,
    outcome::Outcome,
    people,
    request::Place,
    rituals::{Entry, HomePart, Is},
    store::Read,
};
use chrono::TimeDelta;

/// Days of one window of the trend.
const WINDOW_DAYS: i64 = 28;

/// A commitment and who may read it now.
pub(super) struct Seen {
    pub(super) commitment: Commitment,
    audience: Audience,
}

impl Seen {
    fn of(read: &Read<'_>, commitment: Commitment) -> Result<Self> {
        let partner = partner_of(read, &commitment.who)?;
        Ok(Self {
            audience: commitment.audience(partner.as_ref()),
            commitment,
        })
    }

    pub(super) fn words(&self, read: &Read<'_>, viewer: &UserId) -> Result<String> {
        let proof = self
            .audience
            .may_read(viewer)
            .ok_or_else(|| refuse(Why::Not(NotSo::NotYours)))?;
        queries::words(read, &self.commitment, &self.audience, &proof)
    }

    pub(super) fn who_sees(&self, read: &Read<'_>, viewer: &UserId) -> Result<String> {
        people::who_sees(read, &self.audience, viewer)
    }

    /// Who hears that it was kept, by name.
    pub(super) fn hears_name(&self, read: &Read<'_>) -> Result<Option<String>> {
        let Commitment { source, tells, .. } = &self.commitment;
        let hears = source.as_ref().filter(|_| *tells);
        let hears = hears.and_then(|source| source.hears.as_ref());
        hears.map(|user| people::name(read, user)).transpose()
    }
}

/// One's own, open or settled.
pub(super) fn own(read: &Read<'_>, who: &UserId, id: i64) -> Result<Seen> {
    let found = queries::find(read, id)?.ok_or_else(|| refuse(Why::Not(NotSo::Gone)))?;
    if found.who != *who {
        return Err(refuse(Why::Not(NotSo::NotYours)).into());
    }
    Seen::of(read, found)
}

pub(super) fn open(read: &Read<'_>, who: &UserId, id: i64, place: &Place) -> Result<Outcome> {
    let seen = own(read, who, id)?;
    let form = views::own(
        &seen.commitment,
        &seen.words(read, who)?,
        seen.hears_name(read)?.as_deref(),
        &seen.who_sees(read, who)?,
    );
    Ok(if *place == Place::Form {
        Outcome::Replace(form)
    } else {
        Outcome::Open(form)
    })
}

pub(super) fn home(read: &Read<'_>, user: &UserId) -> Result<HomePart> {
    let open = queries::open_of(read, user, HOME_ROWS)?;
    let all = queries::all_of(read, user)?;
    // From a window ago until now, and the window before.
    let window = |back: i64| {
        let until = read.now - TimeDelta::days(WINDOW_DAYS * back);
        let from = until - TimeDelta::days(WINDOW_DAYS);
        let counted = all
            .iter()
            .filter(|c| c.counts_since().is_some_and(|at| from < at && at <= until));
        FollowThrough::of(counted.filter_map(Commitment::counts_as))
    };
    Ok(HomePart {
        actions: vec![views::new_button()],
        // What is due stands there already, with the answers: check-ins put it there.
        needs_you: Vec::new(),
        is: Is::of_theirs(all.is_empty()),
        section: views::home(&open, window(0), window(1)),
    })
}

pub(super) fn entries(read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for commitment in queries::all_of(read, user)? {
        let seen = Seen::of(read, commitment)?;
        let words = seen.words(read, user)?;
        let shown_to = seen.commitment.shown_to.as_ref();
        let shown_to = shown_to.map(|to| people::name(read, to)).transpose()?;
        entries.push(views::entry(&seen.commitment, &words, shown_to.as_deref()));
    }
    Ok(entries)
}
