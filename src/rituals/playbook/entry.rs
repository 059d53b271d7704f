//! What all flows share: an entry with the proof that somebody may read it, who sees it, who reviews, and who is told.

use super::{
    queries,
    rules::{Entry, State, Why, Words},
    views::{self, Shown},
};
use crate::{
    audience::Audience,
    blocks::{Form, Message},
    error::{Refusal, Result},
    fact::Fact,
    ids::UserId,
    may::Role,
    outbox::{self, Lane, Place as To, Subject},
    outcome::Outcome,
    people::{self, roles},
    request::Place,
    store::{Read, Tx},
};

/// Facilitators and owners review the playbook.
pub(super) fn is_curator(read: &Read<'_>, who: &UserId) -> Result<bool> {
    let roles = roles::roles(read, who)?;
    Ok(roles.has(Role::Facilitator) || roles.has(Role::Owner))
}

/// Everybody who reviews the playbook, each once.
fn curators(read: &Read<'_>) -> Result<Vec<UserId>> {
    let mut all: Vec<UserId> = Vec::new();
    for role in [Role::Owner, Role::Facilitator] {
        for person in roles::holders(read, role)? {
            if !all.contains(&person.id) {
                all.push(person.id);
            }
        }
    }
    Ok(all)
}

/// Who may read an entry: everyone once it is live, before and after only its writer and those who review it.
pub(super) fn audience(read: &Read<'_>, entry: &Entry) -> Result<Audience> {
    if entry.state.is_public() {
        return Ok(Audience::Programme);
    }
    Ok(Audience::Curators {
        writer: entry.proposed_by.clone(),
        curators: curators(read)?,
    })
}

/// Who will read what this person writes now.
pub(super) fn audience_of_new(read: &Read<'_>, who: &UserId) -> Result<Audience> {
    if is_curator(read, who)? {
        return Ok(Audience::Programme);
    }
    Ok(Audience::Curators {
        writer: who.clone(),
        curators: curators(read)?,
    })
}

pub(super) fn who_sees(read: &Read<'_>, entry: &Entry, who: &UserId) -> Result<String> {
    Ok(sentence(&audience(read, entry)?, who))
}

/// None of the playbook's audiences names anybody.
pub(super) fn sentence(audience: &Audience, who: &UserId) -> String {
    audience.sentence(who, ToString::to_string)
}

/// The entry, if this person may read it; for anybody else there is none.
pub(super) fn to_read(read: &Read<'_>, who: &UserId, id: i64) -> Result<Entry> {
    let entry = queries::find(read, id)?.ok_or_else(|| refuse(Why::NotThere))?;
    if audience(read, &entry)?.may_read(who).is_none() {
        return Err(refuse(Why::NotThere).into());
    }
    Ok(entry)
}

/// An entry that everybody may read.
pub(super) fn to_use(read: &Read<'_>, who: &UserId, id: i64) -> Result<Entry> {
    let entry = to_read(read, who, id)?;
    if entry.state.is_public() {
        Ok(entry)
    } else {
        Err(refuse(Why::NotThere).into())
    }
}

/// An entry's newest words.
pub(super) fn words(read: &Read<'_>, entry: &Entry, who: &UserId) -> Result<Words> {
    words_of(read, entry, entry.version, who)
}

/// The words of one of its versions.
pub(super) fn words_of(read: &Read<'_>, entry: &Entry, number: i64, who: &UserId) -> Result<Words> {
    let audience = audience(read, entry)?;
    let proof = audience
        .may_read(who)
        .ok_or_else(|| refuse(Why::NotThere))?;
    queries::words(read, entry.id, number, &audience, &proof)
}

/// The entry's form, as this person sees it now.
pub(super) fn form(read: &Read<'_>, who: &UserId, id: i64) -> Result<Form> {
    let entry = to_read(read, who, id)?;
    let named = |user: &UserId| -> Result<Option<String>> {
        if user.is_nobody() {
            return Ok(None);
        }
        people::name(read, user).map(Some)
    };
    let mut versions = Vec::new();
    for version in queries::versions(read, id)? {
        let name = version.author.as_ref().map_or(Ok(None), named)?;
        versions.push((version, name));
    }
    let mut reviewed = None;
    for what in ["live", "revised", "renewed", "reviewed"] {
        if let Some((by, at)) = queries::last_event(read, id, what)?
            && reviewed.as_ref().is_none_or(|(_, newest)| at > *newest)
        {
            reviewed = Some((people::name(read, &by)?, at));
        }
    }
    let revises = match entry.revises {
        Some(target) => queries::open_words(read, target)?.map(|words| words.objection),
        None => None,
    };
    Ok(views::entry(&Shown {
        words: words(read, &entry, who)?,
        evidence: queries::evidence(read, id)?,
        versions,
        reviewed,
        revises,
        is_curator: is_curator(read, who)?,
        is_mine: entry.proposed_by == *who,
        who_sees: who_sees(read, &entry, who)?,
        entry,
    }))
}

/// Says something where somebody acted; in a form, in its place.
pub(super) fn say(place: &Place, message: Message) -> Outcome {
    if *place == Place::Form {
        Outcome::Replace(views::said(message))
    } else {
        Outcome::Whisper(message)
    }
}

/// The Home tabs of those who review show what waits for them.
pub(super) fn refresh_curators(tx: &Tx<'_>) -> Result<()> {
    for curator in curators(tx)? {
        outbox::refresh_home(tx, &curator)?;
    }
    Ok(())
}

/// The Home tabs on which this entry may stand.
pub(super) fn refresh_homes(tx: &Tx<'_>, entry: &Entry) -> Result<()> {
    outbox::refresh_home(tx, &entry.proposed_by)?;
    refresh_curators(tx)
}

pub(super) fn post(tx: &Tx<'_>, to: &UserId, subject: &Subject) -> Result<()> {
    outbox::post(tx, Lane::Act, &To::Dm(to.clone()), subject)
}

/// Puts the newest words of an entry into the index, or takes them out, as its state says.
pub(super) fn keep_index(tx: &Tx<'_>, id: i64, state: State, words: &Words) -> Result<()> {
    if state.is_public() {
        queries::index(tx, id, words)?;
        tx.wake_scheduler();
        Ok(())
    } else {
        queries::unindex(tx, id)
    }
}

/// It was reviewed, or taken out: it is offered for no drill, until it ages again.
pub(super) fn want_no_drill(tx: &Tx<'_>, id: i64) {
    tx.tell(Fact::WantsDrillNoMore(drill_source(id)));
}

/// What asks for a drill when an entry has aged.
pub(super) fn drill_source(id: i64) -> String {
    format!("playbook:{id}")
}

pub(super) fn refuse(why: Why) -> Refusal {
    views::refusal(why)
}
