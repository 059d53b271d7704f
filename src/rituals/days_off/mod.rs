//! Days off: when Peerloop asks nobody anything.
//!
//! Bea presses **Days away** on Home or types `/peerloop away`, enters from when to when, and picks whose public holidays
//! are hers; what she entered stands below, each with **Remove**. Elin, an owner, types `/peerloop days off`, pastes a
//! region's holidays (or deletes a region), picks the region of whoever has picked none, and enters quiet days with what they are for. Nobody
//! is asked why they are away, and owners see nothing of it. What follows from a day off, `crate::attention` decides.

mod intent;
mod rules;
mod samples;
mod views;

use super::{Entry, HomePart, Ritual, Sample, views::outdated};
use crate::{
    blocks::{Block, Form},
    calendar,
    error::Result,
    ids::UserId,
    names::Names,
    outbox,
    outcome::Outcome,
    people::{
        self,
        leave::{self, Leave},
        roles,
    },
    records::Record,
    request::{FormState, Request},
    schedule::{self, Blackout},
    store::{Read, Tx},
};
use chrono::NaiveDate;
use intent::Intent;
use rules::{Opened, Unfit};
use views::{Away, Quiet, Saved};

/// The ritual.
pub struct DaysOff;

impl Ritual for DaysOff {
    fn name(&self) -> &'static str {
        "days_off"
    }

    fn words(&self) -> &'static [&'static str] {
        &["away", "days off"]
    }

    fn is_fact(&self, request: &Request) -> bool {
        Intent::parse(request).is_some_and(|intent| intent.is_fact())
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        let first = Opened::default();
        match Intent::parse(request) {
            Some(Intent::OpenAway) => Ok(Outcome::Open(away(read, &request.who, first, false)?)),
            Some(Intent::OpenQuiet) => Ok(Outcome::Open(quiet(read, &request.who, first, None)?)),
            Some(Intent::Nothing) => Ok(Outcome::Done),
            Some(_) | None => Err(outdated().into()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        match Intent::parse(request) {
            Some(Intent::SaveAway(form, opened)) => save_away(tx, who, &form, opened),
            Some(Intent::ComeBack { id, opened }) => {
                leave::cancel(tx, who, id, who)?;
                outbox::refresh_home(tx, who)?;
                Ok(Outcome::Replace(away(tx, who, opened, false)?))
            }
            Some(Intent::SaveQuiet(form, opened)) => save_quiet(tx, who, &form, opened),
            Some(Intent::EndQuiet { id, opened }) => {
                schedule::end_blackout(tx, id, who.as_str())?;
                Ok(Outcome::Replace(quiet(tx, who, opened, None)?))
            }
            Some(Intent::OpenAway | Intent::OpenQuiet | Intent::Nothing) | None => {
                Err(outdated().into())
            }
        }
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        let coming = leave::coming(read, user, today(read, user)?)?;
        Ok(HomePart {
            section: views::home(&coming),
            ..HomePart::default()
        })
    }

    fn records(&self) -> &'static [Record] {
        // The tables are the house's (`people::leave`) and the schedule's.
        &[]
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        let set = schedule::set_by(read, user)?;
        Ok(set
            .iter()
            .map(|(what, at)| views::set_entry(what, *at))
            .collect())
    }

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

/// Sent twice, it changes nothing more and answers the same.
fn save_away(tx: &Tx<'_>, who: &UserId, form: &FormState, opened: Opened) -> Result<Outcome> {
    let today = today(tx, who)?;
    let unfit = |(input, unfit): (&str, Unfit)| views::unfit(unfit, opened.field(input));
    let (from, to) = views::dates(&form.fields, opened);
    if let Some(days) = rules::days(from, to, today).map_err(unfit)? {
        let coming = leave::coming(tx, who, today)?;
        let joined = rules::join(days, &coming).map_err(unfit)?;
        if let Some(joined) = joined {
            for id in &joined.replaces {
                leave::cancel(tx, who, *id, who)?;
            }
            leave::set(tx, who, joined.days.from, joined.days.to, who)?;
        }
    }
    if let Some(picked) = views::picked_region(&form.fields, opened) {
        let known = views::Picked::parse(picked, &schedule::regions(tx)?)
            .ok_or_else(|| views::unfit(Unfit::NoRegion, opened.field(rules::REGION)))?;
        schedule::set_region(tx, who, known.kept(), who.as_str())?;
    }
    outbox::refresh_home(tx, who)?;
    Ok(Outcome::Replace(away(tx, who, opened.next(), true)?))
}

fn save_quiet(tx: &Tx<'_>, who: &UserId, form: &FormState, opened: Opened) -> Result<Outcome> {
    let unfit = |(input, unfit): (&str, Unfit)| views::unfit(unfit, opened.field(input));
    let typed = views::typed(&form.fields, opened);
    let mut saved = Saved::default();
    if let Some((region, file)) = rules::import(typed.region, typed.file).map_err(unfit)? {
        let known = schedule::regions(tx)?;
        let region = schedule::region_label(region, &known)
            .ok_or_else(|| unfit((rules::NEW_REGION, Unfit::NoLabel)))?;
        let done = schedule::import(tx, &region, file)?
            .map_err(|fault| views::not_read(fault, opened.field(rules::FILE)))?;
        saved.imported = Some((region, done));
    }
    if let Some(picked) = views::picked_region(&form.fields, opened) {
        let known = views::Picked::parse(picked, &schedule::regions(tx)?)
            .ok_or_else(|| views::unfit(Unfit::NoRegion, opened.field(rules::REGION)))?;
        schedule::set_default_region(tx, known.kept(), who.as_str())?;
    }
    if let Some(picked) = views::deleted_region(&form.fields, opened) {
        let known = schedule::regions(tx)?;
        // One that is not known any more is deleted already.
        if let Some(views::Picked::Named(region)) = views::Picked::parse(picked, &known) {
            let default = schedule::default_region(tx)?;
            let imported = saved.imported.as_ref().map(|(region, _)| region.as_str());
            rules::deletion(region, default.as_deref(), imported).map_err(unfit)?;
            let days = schedule::delete_region(tx, region)?;
            saved.deleted = Some((region.to_owned(), days));
        }
    }
    let (from, to) = views::dates(&form.fields, opened);
    let days = rules::days(from, to, today(tx, who)?).map_err(unfit)?;
    if let Some((days, why)) = rules::quiet(days, typed.why).map_err(unfit)? {
        if coming_quiet(tx, who)?.len() >= rules::MOST_AT_ONCE {
            return Err(unfit((rules::FROM, Unfit::TooMany)).into());
        }
        schedule::set_blackout(tx, (days.from, days.to), why, who.as_str())?;
    }
    Ok(Outcome::Replace(quiet(
        tx,
        who,
        opened.next(),
        Some(saved),
    )?))
}

/// A person's own form as things stand.
fn away(read: &Read<'_>, who: &UserId, opened: Opened, is_saved: bool) -> Result<Form> {
    let coming: Vec<Leave> = leave::coming(read, who, today(read, who)?)?;
    Ok(views::away(&Away {
        coming: &coming,
        regions: &schedule::regions(read)?,
        own: schedule::region_of(read, who)?.map(|region| region.name),
        default: schedule::default_region(read)?,
        opened,
        is_saved,
    }))
}

/// The owners' form as things stand, with what was just saved.
fn quiet(read: &Read<'_>, who: &UserId, opened: Opened, saved: Option<Saved>) -> Result<Form> {
    Ok(views::quiet(&Quiet {
        blackouts: &coming_quiet(read, who)?,
        regions: &schedule::regions(read)?,
        default: schedule::default_region(read)?,
        saved,
        opened,
        who_sees: &roles::owners_see(read, who)?,
    }))
}

/// The quiet days that are not over where this owner is.
fn coming_quiet(read: &Read<'_>, who: &UserId) -> Result<Vec<Blackout>> {
    let today = today(read, who)?;
    let mut blackouts = schedule::blackouts(read)?;
    blackouts.retain(|days| days.to >= today);
    Ok(blackouts)
}

fn today(read: &Read<'_>, who: &UserId) -> Result<NaiveDate> {
    let zone = people::zone_of(read, who)?;
    Ok(calendar::local_date(read.now, zone))
}
