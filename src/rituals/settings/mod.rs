//! Settings: what owners may change.
//!
//! Elin types `/peerloop settings`, changes what feedback can be about and presses **Save**: it holds from the next form
//! on. Below stand who changed it last, and when. What a setting is, `crate::settings` says; who may change it, `may.rs`.

mod samples;
mod views;

use super::{Entry, Ritual, Sample};
use crate::{
    audience::Audience,
    blocks::{Block, Form},
    error::Result,
    ids::UserId,
    may::Role,
    outcome::Outcome,
    people::{self, roles},
    records::Record,
    request::{Act, FormState, Request},
    settings::{self as kept, SKILLS},
    store::{Read, Tx},
};
use views::action;

/// The ritual.
pub struct Settings;

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
            Some(Intent::Open) => Ok(Outcome::Open(form(read, &request.who, false)?)),
            Some(Intent::Save(_)) | None => Err(views::outdated().into()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        match Intent::parse(request) {
            Some(Intent::Save(form)) => save(tx, &request.who, &form),
            Some(Intent::Open) | None => Err(views::outdated().into()),
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

    fn help(&self) -> Vec<Block> {
        views::help()
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

fn save(tx: &Tx<'_>, who: &UserId, submitted: &FormState) -> Result<Outcome> {
    let typed = submitted.fields.text(SKILLS.name).unwrap_or_default();
    let value = (SKILLS.tidy)(typed).map_err(|unfit| views::unfit(unfit, SKILLS.name))?;
    kept::set(tx, &SKILLS, &value, who)?;
    Ok(Outcome::Replace(form(tx, who, true)?))
}

fn form(read: &Read<'_>, who: &UserId, is_saved: bool) -> Result<Form> {
    let changed = match kept::last_change(read, &SKILLS)? {
        Some(change) => Some((people::name(read, &change.by)?, change.at)),
        None => None,
    };
    Ok(views::settings(
        kept::get(read, &SKILLS)?,
        changed,
        is_saved,
        &who_sees(read, who)?,
    ))
}

/// All owners see the settings.
fn who_sees(read: &Read<'_>, viewer: &UserId) -> Result<String> {
    let owners = roles::holders(read, Role::Owner)?;
    let name = |user: &UserId| {
        let owner = owners.iter().find(|owner| owner.id == *user);
        owner.map_or_else(String::new, |owner| owner.name.clone())
    };
    let audience = Audience::Among(owners.iter().map(|owner| owner.id.clone()).collect());
    Ok(audience.sentence(viewer, name))
}
