//! Start/Stop/Continue feedback, named.
//!
//! Amir types `/feedback @Bea`, fills one of three boxes and presses **Send**. Bea gets a DM: "Bea, Amir noticed
//! something about discovery." **Read** opens the words in a form; **This helped** tells Amir. Until Bea reads it,
//! Amir can **Edit** or **Withdraw**. No SQL and no words of ours stand here.

mod commitment;
mod data;
mod giver;
mod home;
mod intent;
mod note;
mod queries;
mod receiver;
mod report;
mod rules;
mod samples;
#[cfg(test)]
mod tests;
mod views;

use super::{Count, Entry, HomePart, Reader, Ritual, Sample, views::outdated};
use crate::{
    blocks::{Block, Message},
    error::Result,
    fact::Fact,
    ids::UserId,
    names::Names as Commands,
    outbox::Subject,
    outcome::Outcome,
    people,
    records::Record,
    request::Request,
    store::{Read, Tx},
};
use intent::Intent;
use note::{Names, find, post};
use rules::State;
use views::field;

/// The ritual.
pub struct Feedback;

/// Messages by subject.
const ARRIVED: &str = "feedback.arrived";
const HELPED: &str = "feedback.helped";
const KEPT: &str = "feedback.kept";
const UNDELIVERED: &str = "feedback.undelivered";
const LEFT: &str = "feedback.left";
const ERASED: &str = "feedback.erased";
const REPORTED: &str = "feedback.reported";

impl Ritual for Feedback {
    fn name(&self) -> &'static str {
        "feedback"
    }

    fn commands(&self) -> &'static [&'static str] {
        &["feedback"]
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
                Intent::Help
                | Intent::Give { .. }
                | Intent::OpenEdit { .. }
                | Intent::AskDrop { .. }
                | Intent::OpenReport { .. }
                | Intent::Review { .. }
                | Intent::List { .. }
                | Intent::Nothing,
            )
            | None => false,
            Some(
                Intent::Send { .. }
                | Intent::Save { .. }
                | Intent::Read { .. }
                | Intent::Helped { .. }
                | Intent::Commit { .. }
                | Intent::Withdraw { .. }
                | Intent::Drop { .. }
                | Intent::Report { .. }
                | Intent::Decide { .. },
            ) => true,
        }
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        match Intent::parse(request) {
            Some(Intent::Help) => Ok(Outcome::Whisper(views::help_message(read.names()))),
            Some(Intent::Give { to, handle, text }) => giver::open(read, request, to, handle, text),
            Some(Intent::OpenEdit { id }) => giver::open_edit(read, request, id),
            Some(Intent::AskDrop { id }) => receiver::ask_drop(read, &request.who, id),
            Some(Intent::OpenReport { id }) => report::open(read, &request.who, id),
            Some(Intent::Review { id }) => report::review(read, &request.who, id),
            Some(Intent::List { list, before }) => {
                home::page(read, &request.who, (list, before), &request.place)
            }
            Some(Intent::Nothing) => Ok(Outcome::Done),
            Some(_) | None => Err(outdated().into()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        match Intent::parse(request) {
            Some(Intent::Send { form }) => giver::send(tx, who, &form),
            Some(Intent::Save { id, form }) => giver::save(tx, who, id, &form),
            Some(Intent::Read { id }) => receiver::read(tx, who, id, &request.place),
            Some(Intent::Helped { id }) => receiver::helped(tx, who, id),
            Some(Intent::Commit { id }) => commitment::want(tx, who, id),
            Some(Intent::Withdraw { id, in_form }) => giver::withdraw(tx, who, id, in_form),
            Some(Intent::Drop { id }) => receiver::drop(tx, who, id),
            Some(Intent::Report { id, form }) => report::report(tx, who, id, &form),
            Some(Intent::Decide { id, lift }) => report::decide(tx, who, id, lift),
            Some(_) | None => Err(outdated().into()),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "most facts are for others")]
    fn heard(&self, tx: &Tx<'_>, fact: &Fact) -> Result<()> {
        match fact {
            Fact::PersonLeft(left) => receiver::left(tx, left),
            Fact::PersonErased(erased) => data::erase(tx, erased),
            Fact::CommitmentSettled { item, who, kept } => {
                commitment::settled(tx, item, who, *kept)
            }
            _ => Ok(()),
        }
    }

    fn render(
        &self,
        read: &Read<'_>,
        subject: &Subject,
        reader: &Reader,
    ) -> Result<Option<Message>> {
        let Some(user) = reader.person() else {
            return Ok(None); // notes are nothing for a channel
        };
        if subject.what() == LEFT {
            return Ok(Some(views::left(&people::name(
                read,
                &UserId::new(subject.id()),
            )?)));
        }
        if subject.what() == REPORTED {
            return report::render(read, subject, user);
        }
        let Some(given) = find(read, subject)? else {
            return Ok(None);
        };
        let names = Names::of(read, &given)?;
        let who_sees = names.who_sees(&given, user);
        Ok(match subject.what() {
            ARRIVED => match given.state {
                State::Withdrawn => reader
                    .stands
                    .then(|| views::withdrawn(&names.giver, &who_sees)),
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
            KEPT => commitment::render(read, &given, &names, &who_sees, reader.stands)?,
            UNDELIVERED => (given.state == State::Unread)
                .then(|| views::undelivered(&given, &names.receiver, &who_sees)),
            ERASED => Some(views::erased(&given)),
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

    fn counts(&self, read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
        queries::counts(read)
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        home::part(read, user)
    }

    fn records(&self) -> &'static [Record] {
        &data::RECORDS
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        data::entries(read, user)
    }

    fn counted(&self) -> &'static [Count] {
        &queries::COUNTED
    }

    fn help(&self, commands: &Commands) -> Vec<Block> {
        views::help(commands)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}
