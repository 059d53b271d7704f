//! Writing: a new entry from wherever its words come, a change, and the wish for a drill. Each step is load, decide,
//! save, say.

use super::{
    adopt, ask,
    draft::{self, Origin},
    entry::{self, refuse},
    queries, review,
    rules::{self, Entry, Why, Words},
    views::{self, Draft, Naming, WITH_NAME, action, field, into},
};
use crate::{
    audience::Audience,
    error::Result,
    fact::Fact,
    ids::UserId,
    outcome::Outcome,
    request::{Fields, FormState},
    rituals::views::outdated,
    store::{Read, Tx},
};

pub(super) fn open_propose(read: &Read<'_>, who: &UserId) -> Result<Outcome> {
    let draft = Draft {
        again: Some((action::PROPOSE, String::new())),
        ..draft::begin(read, who, Words::default(), &Origin::Own)?
    };
    Ok(Outcome::Open(views::propose(draft)))
}

/// A rep's own message: nobody needs to be asked.
pub(super) fn open_own_message(read: &Read<'_>, who: &UserId, text: &str) -> Result<Outcome> {
    let answer = rules::cut(text.trim(), rules::LONGEST_ANSWER);
    let draft = Draft {
        is_cut: answer != text.trim(),
        ..draft::begin(
            read,
            who,
            Words {
                answer,
                ..Words::default()
            },
            &Origin::Own,
        )?
    };
    Ok(Outcome::Open(views::propose(draft)))
}

pub(super) fn open_suggest(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let found = entry::to_use(read, who, id)?;
    let words = entry::words(read, &found, who)?;
    let draft = Draft {
        again: Some((action::SUGGEST, id.to_string())),
        ..draft::begin(read, who, words, &Origin::Revises(id))?
    };
    Ok(Outcome::Open(views::propose(draft)))
}

pub(super) fn propose(tx: &Tx<'_>, who: &UserId, form: &FormState) -> Result<Outcome> {
    // Sent twice: the same answer, one entry.
    if let Some(found) = queries::find_by_form(tx, form.view.as_str())? {
        return said(tx, who, found.id);
    }
    let origin = Origin::parse(&form.item).ok_or_else(outdated)?;
    let written = written(&form.fields)?;
    let own_name = is_named(&form.fields).then_some(who);
    let id = match &origin {
        Origin::Own => new(tx, who, form, own_name, None, &written)?,
        Origin::Revises(target) => {
            entry::to_use(tx, who, *target)?;
            new(tx, who, form, own_name, Some(*target), &written)?
        }
        Origin::Ask(ask) => {
            let granted = ask::granted(tx, who, *ask)?;
            let id = new(tx, who, form, granted.as_ref(), None, &written)?;
            ask::done(tx, *ask)?;
            id
        }
        Origin::Drill(source) => {
            let drill = match adopt::to_adopt(tx, source)? {
                adopt::Found::New(drill) => drill,
                adopt::Found::Kept(id) => return said(tx, who, id),
            };
            let (words, target) = match into_what(&form.fields) {
                Some((into::ADD, target)) => {
                    let found = entry::to_use(tx, who, target)?;
                    let kept = entry::words(tx, &found, who)?;
                    let more =
                        std::iter::once(written.answer.clone()).chain(written.variants.clone());
                    (rules::with_variants(&kept, more), Some(target))
                }
                Some((into::VERSION, target)) => {
                    (written, Some(entry::to_use(tx, who, target)?.id))
                }
                Some(_) | None => (written, None),
            };
            let id = new(tx, who, form, None, target, &words)?;
            adopt::count(tx, id, &drill)?;
            id
        }
    };
    if entry::is_curator(tx, who)? {
        review::go_live(tx, who, id)?;
    }
    said(tx, who, id)
}

fn new(
    tx: &Tx<'_>,
    who: &UserId,
    form: &FormState,
    author: Option<&UserId>,
    revises: Option<i64>,
    words: &Words,
) -> Result<i64> {
    let id = queries::insert(tx, form.view.as_str(), who, author, revises, words)?;
    queries::note(tx, id, "proposed", Some(who))?;
    entry::refresh_curators(tx)?;
    crate::outbox::refresh_home(tx, who)?;
    Ok(id)
}

/// The answer to a sent form: of a change that went live at once, the entry that was changed.
fn said(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let mut found = queries::find(tx, id)?.ok_or_else(|| refuse(Why::NotThere))?;
    if let Some(target) = found.revises
        && queries::last_event(tx, id, "live")?.is_some()
    {
        found = queries::find(tx, target)?.ok_or_else(|| refuse(Why::NotThere))?;
    }
    let who_sees = entry::who_sees(tx, &found, who)?;
    Ok(Outcome::Replace(views::sent(
        found.id,
        found.state,
        &who_sees,
    )))
}

pub(super) fn open_edit(read: &Read<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let found = to_change(read, who, id)?;
    let words = entry::words(read, &found, who)?;
    let naming = if found.state.is_public() {
        Naming::Asks(false)
    } else {
        match author(read, &found)? {
            Some(author) if author != *who => Naming::Settled,
            author => Naming::Asks(author.is_some()),
        }
    };
    Ok(Outcome::Open(views::edit(
        id,
        found.state,
        &words,
        naming,
        &entry::who_sees(read, &found, who)?,
    )))
}

/// Also the road of a Save that came twice: with the same words nothing changes and the answer is the same. What only
/// its writer and those who review have read is written over; what everybody could read stays as an older version.
pub(super) fn save(tx: &Tx<'_>, who: &UserId, id: i64, form: &FormState) -> Result<Outcome> {
    let found = to_change(tx, who, id)?;
    let written = written(&form.fields)?;
    let own_name = is_named(&form.fields).then_some(who);
    if found.state.is_public() {
        if entry::words(tx, &found, who)? != written {
            queries::add_version(tx, id, who, own_name, &written)?;
            queries::set_state(tx, id, rules::State::Live, true)?;
            queries::note(tx, id, "revised", Some(who))?;
            entry::keep_index(tx, id, rules::State::Live, &written)?;
            entry::want_no_drill(tx, id);
        }
    } else {
        // A consent that somebody else gave is theirs to give and not changed here.
        let consented = author(tx, &found)?.filter(|author| author != who);
        queries::rewrite(tx, &found, consented.as_ref().or(own_name), &written)?;
    }
    entry::refresh_homes(tx, &found)?;
    let who_sees = entry::who_sees(tx, &found, who)?;
    Ok(Outcome::Replace(views::changed(id, &who_sees)))
}

/// Whom the newest version names.
fn author(read: &Read<'_>, found: &Entry) -> Result<Option<UserId>> {
    Ok(queries::versions(read, found.id)?
        .into_iter()
        .next()
        .and_then(|version| version.author))
}

/// Its writer deletes a draft. Pressed twice, it does nothing more and answers the same.
pub(super) fn delete(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    if let Some(found) = queries::find(tx, id)? {
        if found.proposed_by != *who || !found.state.is_pending() {
            return Err(refuse(Why::NotYourDraft).into());
        }
        queries::delete(tx, id)?;
        entry::refresh_homes(tx, &found)?;
    }
    Ok(Outcome::Replace(views::deleted()))
}

pub(super) fn open_want(who: &UserId) -> Outcome {
    Outcome::Open(views::want(&entry::sentence(&Audience::Programme, who)))
}

/// Whoever opens the next drill is offered this objection.
pub(super) fn want(tx: &Tx<'_>, who: &UserId, form: &FormState) -> Result<Outcome> {
    let objection = form
        .fields
        .text(field::OBJECTION)
        .map(|text| rules::cut(text.trim(), rules::LONGEST_OBJECTION))
        .ok_or_else(|| refuse(Why::NoObjection))?;
    tx.tell(Fact::WantsDrill {
        source: format!("playbook.want:{}", form.view),
        objection,
    });
    Ok(Outcome::Replace(views::wanted(&entry::sentence(
        &Audience::Programme,
        who,
    ))))
}

fn to_change(read: &Read<'_>, who: &UserId, id: i64) -> Result<Entry> {
    let found = entry::to_read(read, who, id)?;
    rules::check_edit(&found, who, entry::is_curator(read, who)?).map_err(refuse)?;
    Ok(found)
}

fn written(fields: &Fields) -> Result<Words> {
    let text = |name| fields.text(name).map(|text| text.trim().to_owned());
    let words = Words {
        objection: text(field::OBJECTION).unwrap_or_default(),
        context: text(field::CONTEXT),
        answer: text(field::ANSWER).unwrap_or_default(),
        variants: rules::variants(&text(field::VARIANTS).unwrap_or_default()),
    };
    rules::check(&words).map_err(refuse)?;
    Ok(words)
}

fn is_named(fields: &Fields) -> bool {
    fields
        .choices(field::NAMED)
        .iter()
        .any(|choice| choice == WITH_NAME)
}

/// What becomes of a drill whose objection the playbook has, and the entry that has it.
fn into_what(fields: &Fields) -> Option<(&str, i64)> {
    let (how, id) = fields.choice(field::INTO)?.split_once(':')?;
    Some((how, id.parse().ok()?))
}
