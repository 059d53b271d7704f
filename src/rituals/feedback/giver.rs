//! What a giver does: open the form, send, edit, take back. Each step is load, decide, save, say.

use super::{
    ARRIVED,
    note::{Names, other_name, post, refresh_homes, refuse, words},
    queries,
    rules::{self, Given, Note, State, Why},
    views::{self, field},
};
use crate::{
    error::{Refusal, Result},
    ids::UserId,
    outbox::{self, Subject},
    outcome::Outcome,
    people::{self, Person},
    request::{Fields, FormState, Place, Request},
    settings,
    store::{Read, Tx},
};

pub(super) fn open(
    read: &Read<'_>,
    request: &Request,
    to: Option<UserId>,
    handle: Option<String>,
    text: Option<String>,
) -> Result<Outcome> {
    let (to, text) = match (to, handle) {
        (Some(to), _) => (Some(person_to_receive(read, &to)?.id), text),
        (None, Some(handle)) => match people::find_by_handle(read, &handle)? {
            Some(person) => (Some(person.id), text),
            // Not a handle we know: nothing that was typed is lost.
            None => (
                None,
                Some(
                    format!("@{handle} {}", text.unwrap_or_default())
                        .trim()
                        .to_owned(),
                ),
            ),
        },
        (None, None) => (None, text),
    };
    let skill = queries::last_skill(read, &request.who)?;
    Ok(Outcome::Open(views::give(
        to.as_ref(),
        &settings::get(read, &settings::SKILLS)?,
        skill,
        text,
    )))
}

pub(super) fn open_edit(read: &Read<'_>, request: &Request, id: i64) -> Result<Outcome> {
    let given = to_change(read, id, &request.who)?;
    let names = Names::of(read, &given)?;
    let words = words(read, &given, &request.who)?;
    let who_sees = names.who_sees(&given, &request.who);
    let form = views::edit(
        &given,
        &names.receiver,
        &skills_for(read, &given)?,
        words,
        &who_sees,
    );
    Ok(match request.place {
        Place::Form => Outcome::Replace(form),
        Place::Conversation(_) | Place::Message { .. } | Place::Home | Place::Nowhere => {
            Outcome::Open(form)
        }
    })
}

pub(super) fn send(tx: &Tx<'_>, who: &UserId, form: &FormState) -> Result<Outcome> {
    if let Some(given) = queries::find_by_form(tx, form.view.as_str())? {
        return save(tx, who, given.id, form);
    }
    let receiver = form
        .fields
        .person(field::TO)
        .ok_or_else(|| refuse(Why::NobodyPicked, ""))?;
    let receiver = person_to_receive(tx, receiver)?.id;
    let (note, skill) = written(&form.fields, &settings::get(tx, &settings::SKILLS)?)?;
    if queries::is_paused(tx, who, &receiver)? {
        return Err(refuse(Why::Paused, &people::name(tx, &receiver)?).into());
    }

    let id = queries::insert(tx, form.view.as_str(), who, &receiver, &skill, &note)?;
    if receiver != *who {
        post(tx, &receiver, &Subject::new(ARRIVED, id))?;
    }
    confirm(tx, who, id, &note)
}

/// Also the road of a submit that came twice: with the same values nothing changes and the answer is the same.
pub(super) fn save(tx: &Tx<'_>, who: &UserId, id: i64, form: &FormState) -> Result<Outcome> {
    let given = queries::find(tx, id)?
        .filter(|given| given.giver == *who)
        .ok_or_else(|| refuse(Why::NotYours, ""))?;
    if let Some(picked) = form.fields.person(field::TO)
        && *picked != given.receiver
    {
        return Err(refuse(Why::NotYours, "").into());
    }
    let (note, skill) = written(&form.fields, &skills_for(tx, &given)?)?;
    let is_same = given.state != State::Withdrawn
        && given.state != State::Returned
        && !given.is_dropped
        && given.skill == skill
        && words(tx, &given, who)? == note;
    if !is_same {
        let given = to_change(tx, id, who)?;
        queries::rewrite(tx, &given, &skill, &note)?;
        if given.skill != skill {
            // The DM names the skill; of the words it shows nothing.
            outbox::refresh(tx, &Subject::new(ARRIVED, id))?;
        }
    }
    confirm(tx, who, id, &note)
}

pub(super) fn withdraw(tx: &Tx<'_>, who: &UserId, id: i64, in_form: bool) -> Result<Outcome> {
    let found = queries::find(tx, id)?
        .filter(|given| given.giver == *who)
        .ok_or_else(|| refuse(Why::NotYours, ""))?;
    let names = Names::of(tx, &found)?;
    // Pressed twice: the same answer.
    if found.state != State::Withdrawn {
        let given = to_change(tx, id, who)?;
        queries::mark_withdrawn(tx, id)?;
        outbox::refresh(tx, &Subject::new(ARRIVED, id))?;
        refresh_homes(tx, &given)?;
    }
    if in_form {
        Ok(Outcome::Replace(views::taken_back(
            &names.receiver,
            found.is_to_self(),
        )))
    } else {
        Ok(Outcome::Done)
    }
}

/// The giver's screen after Send or Save.
fn confirm(tx: &Tx<'_>, who: &UserId, id: i64, note: &Note) -> Result<Outcome> {
    let given = queries::find(tx, id)?.ok_or_else(|| refuse(Why::NotYours, ""))?;
    refresh_homes(tx, &given)?;
    let names = Names::of(tx, &given)?;
    let who_sees = names.who_sees(&given, who);
    Ok(Outcome::Replace(views::sent(
        &given,
        &names.receiver,
        &note.heavy_words(),
        &who_sees,
    )))
}

fn written(fields: &Fields, skills: &[String]) -> Result<(Note, String), Refusal> {
    let text = |name| fields.text(name).map(str::to_owned);
    let note = Note {
        start: text(field::START),
        stop: text(field::STOP),
        go_on: text(field::GO_ON),
        link: text(field::LINK).map(|link| link.trim().to_owned()),
    };
    let skill = fields.choice(field::SKILL).unwrap_or_default();
    rules::check_note(&note, skill, skills).map_err(|why| refuse(why, ""))?;
    Ok((note, skill.to_owned()))
}

fn person_to_receive(read: &Read<'_>, user: &UserId) -> Result<Person> {
    let person = people::find(read, user)?;
    let name = person
        .as_ref()
        .map(|person| person.name.clone())
        .unwrap_or_default();
    rules::check_receiver(person.as_ref().map(|person| person.standing))
        .map_err(|why| refuse(why, &name))?;
    person.ok_or_else(|| refuse(Why::Unknown, "").into())
}

fn to_change(read: &Read<'_>, id: i64, who: &UserId) -> Result<Given> {
    let found = queries::find(read, id)?;
    let name = other_name(read, found.as_ref().map(|given| &given.receiver))?;
    rules::check_change(found, who).map_err(|why| refuse(why, &name).into())
}

/// The skills that a note may be about; its own stays one of them, should owners have taken it off the list.
fn skills_for(read: &Read<'_>, given: &Given) -> Result<Vec<String>> {
    let mut skills = settings::get(read, &settings::SKILLS)?;
    if !skills.contains(&given.skill) {
        skills.push(given.skill.clone());
    }
    Ok(skills)
}
