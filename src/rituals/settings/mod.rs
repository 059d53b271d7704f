//! Settings: what owners may change.
//!
//! Elin types `/peerloop settings`: every setting with what it does, its limits and what holds unless changed, and below
//! them the last changes: who, what, from what to what. She changes one and presses **Save**; it holds from then on. If
//! something would be kept shorter, the form first says how much the coming night deletes, and **Save** once more does
//! it. What a setting is, `crate::settings` says.

mod queries;
mod rules;
mod samples;
mod views;

use super::{Entry, Ritual, Sample, house::House, views::outdated};
use crate::{
    blocks::{Block, Form},
    error::Result,
    ids::UserId,
    names::Names,
    outcome::Outcome,
    people::{self, roles},
    records::Record,
    request::{Act, FormState, Request},
    settings::{self as kept, ALL, Spec},
    store::{Read, Tx},
};
use rules::{Asked, Opened};
use views::{Top, action};

/// The ritual.
pub struct Settings {
    /// What all rituals keep, for how long.
    pub(super) house: &'static House,
}

/// Changes that the form shows.
const SHOWN_CHANGES: u32 = 10;

/// What somebody wants.
enum Intent {
    Open,
    Save(FormState),
}

impl Intent {
    fn parse(request: &Request) -> Option<Self> {
        match &request.act {
            Act::Command { .. } => Some(Self::Open),
            Act::Submit(form) if form.callback == action::SAVE => Some(Self::Save(form.clone())),
            Act::Submit(_)
            | Act::Click { .. }
            | Act::Close(_)
            | Act::Shortcut { .. }
            | Act::OpenedHome
            | Act::PeopleChanged(_)
            | Act::Uninstalled => None,
        }
    }
}

impl Ritual for Settings {
    fn name(&self) -> &'static str {
        "settings"
    }

    fn words(&self) -> &'static [&'static str] {
        &["settings"]
    }

    fn is_fact(&self, request: &Request) -> bool {
        matches!(Intent::parse(request), Some(Intent::Save(_)))
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        match Intent::parse(request) {
            Some(Intent::Open) => Ok(Outcome::Open(form(read, &request.who, &Top::Plain)?)),
            Some(Intent::Save(_)) | None => Err(outdated().into()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        match Intent::parse(request) {
            Some(Intent::Save(form)) => save(tx, &request.who, &form, &self.house.records()),
            Some(Intent::Open) | None => Err(outdated().into()),
        }
    }

    fn records(&self) -> &'static [Record] {
        &[kept::RECORD]
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        let changed = kept::changed_by(read, user)?;
        let changed = changed
            .iter()
            .map(|(name, at)| views::changed_entry(name, *at));
        Ok(changed.collect())
    }

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

/// Sent twice, it changes nothing more and answers the same.
fn save(tx: &Tx<'_>, who: &UserId, submitted: &FormState, records: &[Record]) -> Result<Outcome> {
    let opened = Opened::from_item(&submitted.item).ok_or_else(outdated)?;
    let mut asked = Vec::new();
    for spec in may_change(tx, who)? {
        asked.push(Asked {
            spec,
            shown: spec.text_at(tx, opened.version)?,
            now: spec.text(tx)?,
            typed: views::typed(spec, opened, &submitted.fields),
        });
    }
    let wanted = rules::wanted(&asked)
        .map_err(|fault| views::unfit(fault.unfit, opened.field(fault.field)))?;
    let now = kept::terms(tx.connection())?;
    if let Some(terms) = rules::shortened(&asked, &wanted, &now)
        && opened.told != Some(terms)
    {
        let goes = queries::would_go(tx, records, &terms)?;
        if !goes.is_empty() {
            let told = Opened {
                told: Some(terms),
                ..opened
            };
            let values: Vec<_> = asked.iter().map(|asked| asked.spec).zip(wanted).collect();
            let top = Top::Goes(goes);
            return Ok(Outcome::Replace(shown(tx, who, &values, told, &top)?));
        }
    }
    for (asked, value) in asked.iter().zip(&wanted) {
        asked.spec.set(tx, value, who)?;
    }
    Ok(Outcome::Replace(form(tx, who, &Top::Saved)?))
}

/// The settings that somebody may change.
fn may_change(read: &Read<'_>, who: &UserId) -> Result<Vec<&'static Spec>> {
    let mine = roles::roles(read, who)?;
    Ok(ALL
        .iter()
        .copied()
        .filter(|spec| mine.has(spec.may))
        .collect())
}

/// The form as things stand.
fn form(read: &Read<'_>, who: &UserId, top: &Top) -> Result<Form> {
    let mut values = Vec::new();
    for spec in may_change(read, who)? {
        values.push((spec, spec.text(read)?));
    }
    let opened = Opened {
        version: kept::version(read)?,
        told: None,
    };
    shown(read, who, &values, opened, top)
}

fn shown(
    read: &Read<'_>,
    who: &UserId,
    values: &[(&'static Spec, String)],
    opened: Opened,
    top: &Top,
) -> Result<Form> {
    let mut log = Vec::new();
    for change in kept::changes(read, SHOWN_CHANGES)? {
        log.push((people::name(read, &change.by)?, change));
    }
    let who_sees = roles::owners_see(read, who)?;
    Ok(views::settings(values, &log, opened, top, &who_sees))
}
