//! Start/Stop/Continue feedback, named.
//!
//! Amir types `/feedback @Bea`, fills one of three boxes and presses **Send**. Bea gets a DM: "Bea, Amir noticed
//! something about discovery." **Read** opens the words in a form; **This helped** tells Amir. Until Bea reads it,
//! Amir can **Edit** or **Withdraw**. No SQL and no words of ours stand here.

mod intent;
mod queries;
mod rules;
mod samples;
mod views;

use super::{Command, HomePart, Reader, Ritual, Sample};
use crate::{
    blocks::{Block, Message},
    error::{Failure, Refusal, Result},
    fact::Fact,
    ids::UserId,
    outbox::{self, Lane, Place, Subject},
    outcome::Outcome,
    people::{self, Person},
    request::{Fields, FormState, Place as Acted, Request},
    store::{Read, Tx},
};
use intent::Intent;
use rules::{Given, Note, State, Why};
use views::field;

/// The ritual.
pub struct Feedback;

/// Messages by subject.
const ARRIVED: &str = "feedback.arrived";
const HELPED: &str = "feedback.helped";
const UNDELIVERED: &str = "feedback.undelivered";
const LEFT: &str = "feedback.left";

/// Rows of each list on Home.
const HOME_ROWS: u32 = 8;

impl Ritual for Feedback {
    fn name(&self) -> &'static str {
        "feedback"
    }

    fn commands(&self) -> &'static [Command] {
        &[Command {
            name: "feedback",
            does: "give a teammate feedback",
        }]
    }

    fn shortcuts(&self) -> &'static [&'static str] {
        &["give_feedback", "give_feedback_on_message"]
    }

    fn needs(&self, request: &Request) -> Vec<UserId> {
        match Intent::parse(request) {
            Some(Intent::Give { to, .. }) => to.into_iter().collect(),
            Some(Intent::Send { form }) => {
                form.fields.person(field::TO).cloned().into_iter().collect()
            }
            Some(_) | None => Vec::new(),
        }
    }

    fn is_fact(&self, request: &Request) -> bool {
        match Intent::parse(request) {
            Some(
                Intent::Help | Intent::Give { .. } | Intent::OpenEdit { .. } | Intent::Nothing,
            )
            | None => false,
            Some(
                Intent::Send { .. }
                | Intent::Save { .. }
                | Intent::Read { .. }
                | Intent::Helped { .. }
                | Intent::Withdraw { .. }
                | Intent::Drop { .. },
            ) => true,
        }
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        match Intent::parse(request) {
            Some(Intent::Help) => Ok(Outcome::Whisper(views::help_message())),
            Some(Intent::Give { to, handle, text }) => open_give(read, request, to, handle, text),
            Some(Intent::OpenEdit { id }) => open_edit(read, request, id),
            Some(Intent::Nothing) => Ok(Outcome::Done),
            Some(_) | None => Err(not_ours()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        match Intent::parse(request) {
            Some(Intent::Send { form }) => send(tx, who, &form),
            Some(Intent::Save { id, form }) => save(tx, who, id, &form),
            Some(Intent::Read { id }) => read_note(tx, who, id),
            Some(Intent::Helped { id }) => helped(tx, who, id),
            Some(Intent::Withdraw { id, in_form }) => withdraw(tx, who, id, in_form),
            Some(Intent::Drop { id }) => drop_copy(tx, who, id),
            Some(_) | None => Err(not_ours()),
        }
    }

    fn heard(&self, tx: &Tx<'_>, fact: &Fact) -> Result<()> {
        match fact {
            Fact::PersonLeft(left) => receiver_left(tx, left),
        }
    }

    fn render(
        &self,
        read: &Read<'_>,
        subject: &Subject,
        reader: &Reader,
    ) -> Result<Option<Message>> {
        if subject.what() == LEFT {
            return Ok(Some(views::left(&people::name(
                read,
                &UserId::new(subject.id()),
            )?)));
        }
        let Some(given) = find(read, subject)? else {
            return Ok(None);
        };
        let names = Names::of(read, &given)?;
        let who_sees = names.who_sees(&given, &reader.user);
        Ok(match subject.what() {
            ARRIVED => match given.state {
                State::Withdrawn => reader.stands.then(|| views::withdrawn(&names.giver)),
                State::Returned => None,
                State::Unread | State::Read | State::Helped => Some(views::arrived(
                    &given,
                    &names.receiver,
                    &names.giver,
                    &who_sees,
                )),
            },
            HELPED => Some(views::helped(
                &given,
                &names.giver,
                &names.receiver,
                &who_sees,
            )),
            UNDELIVERED => (given.state == State::Unread)
                .then(|| views::undelivered(&given, &names.receiver, &who_sees)),
            _ => None,
        })
    }

    fn delivered(&self, tx: &Tx<'_>, subject: &Subject) -> Result<()> {
        match find(tx, subject)? {
            Some(given) if subject.what() == ARRIVED => queries::mark_delivered(tx, given.id),
            Some(_) | None => Ok(()),
        }
    }

    fn undelivered(&self, tx: &Tx<'_>, subject: &Subject, _code: &str) -> Result<()> {
        match find(tx, subject)? {
            Some(given) if subject.what() == ARRIVED => {
                post(tx, &given.giver, &Subject::new(UNDELIVERED, given.id))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        let named = |notes: Vec<Given>, other: fn(&Given) -> &UserId| {
            notes
                .into_iter()
                .map(|given| people::name(read, other(&given)).map(|name| (given, name)))
                .collect::<Result<Vec<_>>>()
        };
        let waiting = named(queries::unread_by(read, user, HOME_ROWS)?, |given| {
            &given.giver
        })?;
        let given = named(queries::given_by(read, user, HOME_ROWS)?, |given| {
            &given.receiver
        })?;
        let received = named(queries::read_by(read, user, HOME_ROWS)?, |given| {
            &given.giver
        })?;
        Ok(HomePart {
            actions: vec![views::give_button()],
            needs_you: waiting
                .iter()
                .map(|(given, giver)| views::waiting(given, giver))
                .collect(),
            section: views::home(
                &given,
                &received,
                &queries::own_notes(read, user, HOME_ROWS)?,
            ),
        })
    }

    fn help(&self) -> Vec<Block> {
        views::help()
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

fn open_give(
    read: &Read<'_>,
    request: &Request,
    to: Option<UserId>,
    handle: Option<String>,
    text: Option<String>,
) -> Result<Outcome> {
    check_giver(read, &request.who)?;
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
    Ok(Outcome::Open(views::give(
        to.as_ref(),
        queries::last_skill(read, &request.who)?,
        text,
    )))
}

fn open_edit(read: &Read<'_>, request: &Request, id: i64) -> Result<Outcome> {
    let given = to_change(read, id, &request.who)?;
    let names = Names::of(read, &given)?;
    let words = words(read, &given, &request.who)?;
    let form = views::edit(
        &given,
        &names.receiver,
        words,
        &names.who_sees(&given, &request.who),
    );
    Ok(match request.place {
        Acted::Form => Outcome::Replace(form),
        Acted::Conversation(_) | Acted::Message { .. } | Acted::Home | Acted::Nowhere => {
            Outcome::Open(form)
        }
    })
}

fn send(tx: &Tx<'_>, who: &UserId, form: &FormState) -> Result<Outcome> {
    if let Some(given) = queries::find_by_form(tx, form.view.as_str())? {
        return save(tx, who, given.id, form);
    }
    check_giver(tx, who)?;
    let receiver = form
        .fields
        .person(field::TO)
        .ok_or_else(|| refuse(Why::NobodyPicked, ""))?;
    let receiver = person_to_receive(tx, receiver)?.id;
    let (note, skill) = written(&form.fields)?;

    let id = queries::insert(tx, form.view.as_str(), who, &receiver, &skill, &note)?;
    if receiver != *who {
        post(tx, &receiver, &Subject::new(ARRIVED, id))?;
    }
    confirm(tx, who, id, &note)
}

/// Also the road of a submit that came twice: with the same values nothing changes and the answer is the same.
fn save(tx: &Tx<'_>, who: &UserId, id: i64, form: &FormState) -> Result<Outcome> {
    let given = queries::find(tx, id)?
        .filter(|given| given.giver == *who)
        .ok_or_else(|| refuse(Why::NotYours, ""))?;
    if let Some(picked) = form.fields.person(field::TO)
        && *picked != given.receiver
    {
        return Err(refuse(Why::NotYours, "").into());
    }
    let (note, skill) = written(&form.fields)?;
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

fn read_note(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let given = to_read(tx, id, who)?;
    if !given.is_to_self() {
        queries::mark_read(tx, id)?;
        refresh_homes(tx, &given)?;
    }
    Ok(Outcome::Open(reading(tx, who, id)?))
}

fn helped(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let given = to_read(tx, id, who)?;
    if given.is_to_self() || given.state == State::Unread {
        return Err(refuse(Why::NotYours, "").into());
    }
    queries::mark_helped(tx, id)?;
    post(tx, &given.giver, &Subject::new(HELPED, id))?;
    refresh_homes(tx, &given)?;
    Ok(Outcome::Replace(reading(tx, who, id)?))
}

fn withdraw(tx: &Tx<'_>, who: &UserId, id: i64, in_form: bool) -> Result<Outcome> {
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

fn drop_copy(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<Outcome> {
    let found =
        queries::find(tx, id)?.filter(|given| given.receiver == *who && !given.is_to_self());
    let found = found.ok_or_else(|| refuse(Why::NotYours, ""))?;
    if !found.is_dropped {
        let given = to_read(tx, id, who)?;
        if given.state == State::Unread {
            return Err(refuse(Why::NotYours, "").into());
        }
        queries::mark_dropped(tx, id)?;
        outbox::refresh(tx, &Subject::new(ARRIVED, id))?;
        refresh_homes(tx, &given)?;
    }
    Ok(Outcome::Replace(views::dropped()))
}

fn receiver_left(tx: &Tx<'_>, left: &UserId) -> Result<()> {
    for (id, giver) in queries::return_unread(tx, left)? {
        outbox::refresh(tx, &Subject::new(ARRIVED, id))?;
        // One message however many notes: its subject is the person who left.
        post(tx, &giver, &Subject::new(LEFT, left))?;
        outbox::refresh_home(tx, &giver)?;
    }
    Ok(())
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

fn reading(tx: &Tx<'_>, who: &UserId, id: i64) -> Result<crate::blocks::Form> {
    let given = to_read(tx, id, who)?;
    let names = Names::of(tx, &given)?;
    let words = words(tx, &given, who)?;
    Ok(views::reading(
        &given,
        &names.giver,
        &words,
        &names.who_sees(&given, who),
    ))
}

fn written(fields: &Fields) -> Result<(Note, String), Refusal> {
    let text = |name| fields.text(name).map(str::to_owned);
    let note = Note {
        start: text(field::START),
        stop: text(field::STOP),
        go_on: text(field::GO_ON),
        link: text(field::LINK).map(|link| link.trim().to_owned()),
    };
    let skill = fields.choice(field::SKILL).unwrap_or_default();
    rules::check_note(&note, skill).map_err(|why| refuse(why, ""))?;
    Ok((note, skill.to_owned()))
}

fn words(read: &Read<'_>, given: &Given, who: &UserId) -> Result<Note> {
    let proof = given
        .audience()
        .may_read(who)
        .ok_or_else(|| refuse(Why::NotYours, ""))?;
    queries::words(read, given, &proof)
}

fn to_change(read: &Read<'_>, id: i64, who: &UserId) -> Result<Given> {
    let found = queries::find(read, id)?;
    let name = other_name(read, found.as_ref().map(|given| &given.receiver))?;
    rules::check_change(found, who).map_err(|why| refuse(why, &name).into())
}

fn to_read(read: &Read<'_>, id: i64, who: &UserId) -> Result<Given> {
    let found = queries::find(read, id)?;
    let name = other_name(read, found.as_ref().map(|given| &given.giver))?;
    rules::check_read(found, who).map_err(|why| refuse(why, &name).into())
}

fn other_name(read: &Read<'_>, user: Option<&UserId>) -> Result<String> {
    user.map_or_else(|| Ok(String::new()), |user| people::name(read, user))
}

fn check_giver(read: &Read<'_>, who: &UserId) -> Result<()> {
    let standing = people::find(read, who)?.map(|person| person.standing);
    rules::check_giver(standing).map_err(|why| refuse(why, "").into())
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

fn find(read: &Read<'_>, subject: &Subject) -> Result<Option<Given>> {
    match subject.id().parse() {
        Ok(id) => queries::find(read, id),
        Err(_) => Ok(None),
    }
}

fn post(tx: &Tx<'_>, to: &UserId, subject: &Subject) -> Result<()> {
    outbox::post(tx, Lane::Act, &Place::Dm(to.clone()), subject)
}

fn refresh_homes(tx: &Tx<'_>, given: &Given) -> Result<()> {
    outbox::refresh_home(tx, &given.giver)?;
    outbox::refresh_home(tx, &given.receiver)
}

fn refuse(why: Why, name: &str) -> Refusal {
    views::refusal(why, name)
}

/// A button or form that this version does not have.
fn not_ours() -> Failure {
    refuse(Why::NotKnown, "").into()
}

/// The two people of a note, by name.
struct Names {
    giver: String,
    receiver: String,
}

impl Names {
    fn of(read: &Read<'_>, given: &Given) -> Result<Self> {
        Ok(Self {
            giver: people::name(read, &given.giver)?,
            receiver: people::name(read, &given.receiver)?,
        })
    }

    fn who_sees(&self, given: &Given, viewer: &UserId) -> String {
        given.audience().sentence(viewer, |user| {
            if *user == given.giver {
                self.giver.clone()
            } else {
                self.receiver.clone()
            }
        })
    }
}
