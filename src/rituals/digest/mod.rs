//! The manager's digest: what a team does, in figures over many people, and never who or what.
//!
//! On the first working morning of September a DM to Dana: *August 2026. 14 people below you take part. Commitments
//! kept: 23 (July: 19) … Most practised: discovery 31, demo 18*, and where a figure would point at few people: *Hidden to
//! protect individuals*. **How is this computed?** and **What can I do with this?** open forms; there is nothing to drill
//! down into and nothing to filter. A month is worked out once, when it is over, on a connection that cannot read a word
//! (`issue.rs`), and frozen; how figures are hidden is `crate::figures`. No SQL and no words of ours stand here.

mod data;
mod deliver;
mod intent;
mod issue;
mod queries;
mod rules;
mod samples;
#[cfg(test)]
mod tests;
mod views;

use super::{Entry, HomePart, Keep, Ritual, Sample, house::House, views::outdated};
use crate::{
    audience::Audience,
    blocks::{Block, Form, Message},
    error::Result,
    figures::{Label, Measure},
    ids::UserId,
    names::Names,
    outbox::Subject,
    outcome::Outcome,
    people::reporting,
    records::Record,
    request::Request,
    rituals::Counted,
    store::{Read, Readable, Tx},
};
use chrono::{DateTime, Utc};
use intent::Intent;
use queries::Reader;
use std::collections::BTreeMap;
use views::Why;

/// The ritual.
pub struct Digest {
    /// What all rituals count.
    pub(super) house: &'static House,
}

/// A month to its manager.
const MONTH: &str = "digest.month";

impl Ritual for Digest {
    fn name(&self) -> &'static str {
        "digest"
    }

    fn words(&self) -> &'static [&'static str] {
        &["digest"]
    }

    fn is_fact(&self, _request: &Request) -> bool {
        false
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        let form = match Intent::parse(request) {
            Some(Intent::Newest) => match queries::newest_of(read, who)? {
                Some(reader) => self.form(read, who, &reader, views::form)?,
                None => views::none_yet(),
            },
            Some(Intent::Open { id }) => self.form(read, who, &find(read, id)?, views::form)?,
            Some(Intent::How { id }) => self.form(read, who, &find(read, id)?, views::how)?,
            Some(Intent::What { id }) => self.form(read, who, &find(read, id)?, views::what)?,
            Some(Intent::Nothing) => return Ok(Outcome::Done),
            None => return Err(outdated().into()),
        };
        Ok(Outcome::Open(form))
    }

    fn act(&self, _tx: &Tx<'_>, _request: &Request) -> Result<Outcome> {
        Err(outdated().into())
    }

    fn due_at(&self, read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
        let next = queries::next_due(read)?;
        Ok(next.into_iter().chain([issue::due_at(read)?]).min())
    }

    fn tick(&self, tx: &Tx<'_>) -> Result<()> {
        deliver::tick(tx)
    }

    fn has_work(&self, read: &Read<'_>) -> Result<bool> {
        issue::is_due(read)
    }

    fn work_out(&self, read: &Read<'_>) -> Result<Keep> {
        issue::work_out(read, self.house)
    }

    fn render(
        &self,
        read: &Read<'_>,
        subject: &Subject,
        whom: &super::Reader,
    ) -> Result<Option<Message>> {
        match (whom.person(), subject.number_of(MONTH)) {
            (Some(user), Some(id)) => deliver::render(read, self.house, id, user, whom.stands),
            _ => Ok(None),
        }
    }

    fn undelivered(&self, tx: &Tx<'_>, subject: &Subject, code: &str) -> Result<()> {
        match subject.number_of(MONTH) {
            Some(id) => deliver::undelivered(tx, subject, id, code),
            None => Ok(()),
        }
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        let mut part = HomePart::default();
        if reporting::is_manager(read, user)?
            && let Some(reader) = queries::newest_of(read, user)?
        {
            let who_sees = Audience::Digest(user.clone()).sentence(user, ToString::to_string);
            part.section = views::home(&load(read, self.house, &reader)?.0, &who_sees);
        }
        Ok(part)
    }

    fn prompts(&self) -> &'static [&'static str] {
        &views::PROMPTS
    }

    fn records(&self) -> &'static [Record] {
        &data::RECORDS
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        data::entries(read, user)
    }

    fn counts(&self, read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
        queries::counts(read)
    }

    fn readable(&self) -> &'static [Readable] {
        &queries::READABLE
    }

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

impl Digest {
    /// A form about a month, for its manager only.
    fn form(
        &self,
        read: &Read<'_>,
        who: &UserId,
        reader: &Reader,
        view: fn(&rules::Digest, &Labels, &str) -> Form,
    ) -> Result<Form> {
        let audience = Audience::Digest(reader.manager.clone());
        if audience.may_read(who).is_none() {
            return Err(views::refusal(Why::NotYours).into());
        }
        let (digest, labels) = load(read, self.house, reader)?;
        let who_sees = audience.sentence(who, ToString::to_string);
        Ok(view(&digest, &labels, &who_sees))
    }
}

/// The texts of skills, by number.
type Labels = BTreeMap<Label, String>;

/// A manager's month with the month before.
fn load(read: &Read<'_>, house: &House, reader: &Reader) -> Result<(rules::Digest, Labels)> {
    let before = reader.month.before();
    let was_issued = queries::is_issued(read, before)?;
    let (mut shown, mut shown_before) = (Vec::new(), None);
    if let Some(level) = reader.level {
        shown = queries::shown(read, reader.month, level.manager)?;
        if was_issued {
            shown_before = Some(queries::shown(read, before, level.manager)?);
        }
    }
    let asks = Measure::AskedFor(Label(0));
    let has_asks = house
        .counted()
        .any(|count| matches!(count.what, Counted::BySkill(of) if of(Label(0)) == asks));
    let digest = rules::Digest {
        id: reader.id,
        month: reader.month,
        k: reader.k,
        level: reader.level,
        shown,
        before: shown_before,
        has_asks,
        is_plain: reader.is_plain,
    };
    Ok((digest, queries::labels(read)?))
}

fn find(read: &Read<'_>, id: i64) -> Result<Reader> {
    let found = queries::find(read, id)?;
    found.ok_or_else(|| views::refusal(Why::Gone).into())
}
