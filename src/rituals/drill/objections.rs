//! What buyers say: somebody notes an objection, the same one heard twice is counted together, and the playbook says
//! what has aged. Each step is load, decide, save, say.

use super::{
    card::refuse,
    queries::{self, Heard, Objection},
    rules::{self, Alike, LONGEST_OBJECTION, Why},
    views::{self, field, objection::Noted},
};
use crate::{
    audience::{Audience, MayRead},
    blocks::Message,
    error::{Refusal, Result},
    ids::UserId,
    outbox,
    outcome::Outcome,
    request::{FormState, Place},
    rituals::views::outdated,
    store::{Read, Tx},
};

/// What is in the library, for somebody who takes part.
pub(super) fn library(read: &Read<'_>, who: &UserId) -> Result<Vec<Objection>> {
    queries::library(read, &proof(who)?)
}

/// `/drill heard "…"`: noted at once.
pub(super) fn heard(tx: &Tx<'_>, who: &UserId, act: &str, typed: &str) -> Result<Outcome> {
    let text = checked(Some(rules::unquoted(typed))).map_err(|why| refuse(why, ""))?;
    Ok(Outcome::Whisper(note(tx, who, act, &text)?))
}

/// The form behind the shortcut and the button.
pub(super) fn send(tx: &Tx<'_>, who: &UserId, form: &FormState) -> Result<Outcome> {
    let text = checked(form.fields.text(field::HEARD)).map_err(|why| Refusal {
        field: Some(field::HEARD.to_owned()),
        ..refuse(why, "")
    })?;
    let act = format!("form:{}", form.view);
    let noted = note(tx, who, &act, &text)?;
    Ok(Outcome::Replace(views::objection::noted_form(noted)))
}

/// "It is the same as …": counts what was just heard there.
pub(super) fn same(tx: &Tx<'_>, who: &UserId, value: &str, place: &Place) -> Result<Outcome> {
    let (heard, into) = value
        .split_once('-')
        .and_then(|(heard, into)| Some((heard.parse().ok()?, into.parse::<i64>().ok()?)))
        .ok_or_else(outdated)?;
    let heard = queries::find_heard(tx, heard)?
        .filter(|heard| heard.person == *who)
        .ok_or_else(|| refuse(Why::NotYours, ""))?;
    if heard.objection != into {
        if queries::objection_text(tx, into, &proof(who)?)?.is_none() {
            return Err(refuse(Why::NotYours, "").into());
        }
        queries::merge(tx, &heard, into)?;
        outbox::refresh_home(tx, who)?;
    }
    let heard = Heard {
        objection: into,
        ..heard
    };
    let said = noted(tx, who, &heard, None)?;
    Ok(if *place == Place::Form {
        Outcome::Replace(views::objection::noted_form(said))
    } else {
        Outcome::Whisper(said)
    })
}

/// Something wants an objection drilled: an entry of the playbook has aged.
pub(super) fn wanted(tx: &Tx<'_>, source: &str, objection: &str) -> Result<()> {
    if let Some((id, still_waits)) = queries::find_wanted(tx, source)? {
        if !still_waits {
            queries::want(tx, id, source)?;
        }
        return Ok(());
    }
    let text: String = objection
        .trim()
        .chars()
        .take(LONGEST_OBJECTION.into())
        .collect();
    if text.is_empty() {
        return Ok(());
    }
    let known = known(&library(tx, &UserId::nobody())?, &text);
    if let Some(objection) = known
        && queries::want(tx, keep(tx, &objection)?, source)?
    {
        return Ok(());
    }
    let id = queries::insert_objection(tx, &text, None, None)?;
    queries::want(tx, id, source)?;
    Ok(())
}

/// The row of an objection; a starter gets one when it is first used.
pub(super) fn keep(tx: &Tx<'_>, objection: &Objection) -> Result<i64> {
    match objection.id {
        Some(id) => Ok(id),
        None => queries::insert_objection(tx, &objection.text, objection.starter.as_deref(), None),
    }
}

/// The objection of the library that this text is, if it surely is one, else a new one; its row.
pub(super) fn match_or_add(tx: &Tx<'_>, who: &UserId, text: &str) -> Result<i64> {
    match known(&library(tx, who)?, text) {
        Some(objection) => keep(tx, &objection),
        None => queries::insert_objection(tx, text, None, Some(who)),
    }
}

/// The objection of the library that this text is, if it surely is one.
pub(super) fn known(library: &[Objection], text: &str) -> Option<Objection> {
    match alike(library, text) {
        Some((objection, Alike::Same)) => Some(objection),
        Some(_) | None => None,
    }
}

fn note(tx: &Tx<'_>, who: &UserId, act: &str, text: &str) -> Result<Message> {
    // The same act twice: counted once, the same answer.
    if let Some(heard) = queries::find_heard_by_act(tx, act)? {
        return noted(tx, who, &heard, None);
    }
    let like = alike(&library(tx, who)?, text);
    let (id, perhaps) = match like {
        Some((objection, Alike::Same)) => (keep(tx, &objection)?, None),
        Some((objection, Alike::Perhaps)) => {
            let other = keep(tx, &objection)?;
            let id = queries::insert_objection(tx, text, None, Some(who))?;
            (id, Some((other, objection.text)))
        }
        Some((_, Alike::Other)) | None => {
            (queries::insert_objection(tx, text, None, Some(who))?, None)
        }
    };
    let heard = queries::hear(tx, act, id, who)?;
    outbox::refresh_home(tx, who)?;
    let heard = queries::find_heard(tx, heard)?.ok_or_else(outdated)?;
    noted(tx, who, &heard, perhaps)
}

fn noted(
    read: &Read<'_>,
    who: &UserId,
    heard: &Heard,
    perhaps: Option<(i64, String)>,
) -> Result<Message> {
    let found = library(read, who)?
        .into_iter()
        .find(|objection| objection.id == Some(heard.objection));
    let objection = found.ok_or_else(|| refuse(Why::NotYours, ""))?;
    Ok(views::objection::noted(
        &Noted {
            heard: heard.id,
            text: &objection.text,
            times: objection.heard,
            perhaps,
        },
        &Audience::ProgrammeUnnamed.sentence(who, ToString::to_string),
    ))
}

/// The most alike of the library, unless none is alike at all.
fn alike(library: &[Objection], text: &str) -> Option<(Objection, Alike)> {
    let best = library.iter().max_by(|one, other| {
        let of = |objection: &Objection| rules::likeness(&objection.text, text);
        of(one).total_cmp(&of(other))
    })?;
    match rules::compare(&best.text, text) {
        Alike::Other => None,
        sure @ (Alike::Same | Alike::Perhaps) => Some((best.clone(), sure)),
    }
}

fn checked(text: Option<&str>) -> Result<String, Why> {
    rules::check_text(
        text,
        LONGEST_OBJECTION,
        Why::NoObjection,
        Why::ObjectionTooLong,
    )
}

fn proof(who: &UserId) -> Result<MayRead> {
    Audience::ProgrammeUnnamed
        .may_read(who)
        .ok_or_else(|| refuse(Why::NotYours, "").into())
}
