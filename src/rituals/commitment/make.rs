//! Making a commitment and changing it while it is open. Each step is load, decide, save, say.

use super::{
    refuse,
    show::own,
    views::{self, Choices, Why, field},
};
use crate::{
    calendar,
    commitments::{
        self, Source,
        partnership::queries::partner_of,
        queries::{self, Draft},
    },
    error::Result,
    fact::Fact,
    ids::UserId,
    outbox,
    outcome::Outcome,
    people,
    request::FormState,
    store::{Read, Tx},
};
use chrono::NaiveDate;

pub(super) fn open(read: &Read<'_>, who: &UserId, item: &str) -> Result<Outcome> {
    let source = source(read, who, item)?;
    let by = commitments::default_by(today(read, who)?);
    let choices = choices(read, who, source.as_ref())?;
    Ok(Outcome::Open(views::new(item, &choices, by)))
}

pub(super) fn open_edit(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let seen = own(read, who, id)?;
    let commitment = &seen.commitment;
    commitment
        .check_edit(who)
        .map_err(|why| refuse(Why::Not(why)))?;
    let choices = choices(read, who, commitment.source.as_ref())?;
    let words = seen.words(read, who)?;
    Ok(Outcome::Replace(views::edit(commitment, &choices, words)))
}

pub(super) fn save(tx: &Tx<'_>, who: &UserId, form: &FormState) -> Result<Outcome> {
    if let Some(made) = queries::find_by_form(tx, form.view.as_str())? {
        return change(tx, who, made.id, form);
    }
    let source = source(tx, who, &form.item)?;
    let written = Written::of(tx, who, source.as_ref(), form)?;
    let id = queries::insert(tx, form.view.as_str(), who, &written.draft(source.as_ref()))?;
    tx.tell(Fact::Committed(who.clone()));
    confirm(tx, who, id)
}

/// Also the road of a submit that came twice: with the same values nothing changes and the answer is the same.
pub(super) fn change(tx: &Tx<'_>, who: &UserId, id: i64, form: &FormState) -> Result<Outcome> {
    let seen = own(tx, who, id)?;
    let commitment = &seen.commitment;
    let written = Written::of(tx, who, commitment.source.as_ref(), form)?;
    let is_same = commitment.by == written.by
        && commitment.tells == written.tells
        && commitment.shown_to == written.shown_to
        && seen.words(tx, who)? == written.words;
    if !is_same {
        commitment
            .check_edit(who)
            .map_err(|why| refuse(Why::Not(why)))?;
        queries::rewrite(tx, commitment, &written.draft(commitment.source.as_ref()))?;
    }
    confirm(tx, who, id)
}

fn confirm(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    outbox::refresh_home(tx, who)?;
    let seen = own(tx, who, id)?;
    Ok(Outcome::Replace(views::kept(
        &seen.commitment,
        seen.hears_name(tx)?.as_deref(),
        &seen.who_sees(tx, who)?,
    )))
}

/// What somebody has written on the form, as far as it holds now.
struct Written {
    words: String,
    by: NaiveDate,
    shown_to: Option<UserId>,
    tells: bool,
}

impl Written {
    fn of(
        read: &Read<'_>,
        who: &UserId,
        source: Option<&Source>,
        form: &FormState,
    ) -> Result<Self> {
        let by = form
            .fields
            .choice(field::BY)
            .and_then(|day| day.parse().ok())
            .ok_or_else(|| refuse(Why::NoDay))?;
        let text = form.fields.text(field::WHAT).unwrap_or_default();
        let words =
            commitments::tidy(text, by, today(read, who)?).map_err(|why| refuse(Why::Not(why)))?;
        let shown_to = match form.fields.choice(field::SHOWN) {
            None | Some(views::ONLY_ME) => None,
            // Who that is was said on the form: should it be somebody else by now, nothing is kept.
            Some(picked) => match partner_of(read, who)? {
                Some(partner) if partner.as_str() == picked => Some(partner),
                Some(_) | None => return Err(refuse(Why::PartnerChanged).into()),
            },
        };
        let hears = source.and_then(|source| source.hears.as_ref());
        let tells = hears.is_some() && !form.fields.choices(field::TELLS).is_empty();
        Ok(Self {
            words,
            by,
            shown_to,
            tells,
        })
    }

    fn draft<'w>(&'w self, source: Option<&'w Source>) -> Draft<'w> {
        Draft {
            source,
            tells: self.tells,
            words: &self.words,
            shown_to: self.shown_to.as_ref(),
            by: self.by,
        }
    }
}

/// What this person may make a commitment of; an id on a button is no authority.
fn source(read: &Read<'_>, who: &UserId, item: &str) -> Result<Option<Source>> {
    if item.is_empty() {
        return Ok(None);
    }
    let found = queries::find_source(read, item, who)?;
    found.map(Some).ok_or_else(|| refuse(Why::NoSource).into())
}

fn choices(read: &Read<'_>, who: &UserId, source: Option<&Source>) -> Result<Choices> {
    let named = |user: UserId| people::name(read, &user).map(|name| (user, name));
    Ok(Choices {
        who: who.clone(),
        partner: partner_of(read, who)?.map(named).transpose()?,
        about: source.map(|source| source.about.clone()),
        hears: source
            .and_then(|source| source.hears.as_ref())
            .map(|user| people::name(read, user))
            .transpose()?,
    })
}

fn today(read: &Read<'_>, who: &UserId) -> Result<NaiveDate> {
    Ok(calendar::local_date(read.now, people::zone_of(read, who)?))
}
