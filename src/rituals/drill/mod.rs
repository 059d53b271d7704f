//! Fire drills: an objection, an answer each, a blind vote.
//!
//! Dana types `/drill`, picks "It's too expensive.", ten minutes, #pod-blue, looks at the preview and presses **Post**.
//! The card says until when; **Answer** opens one box. "3 answered", never who. When time is up the card says **Vote**:
//! two answers without authors, *A · B · Too close*, up to five times. Then it shows the winner's words, the share and
//! what voters would change; an author's name only if they **Take a bow**. No SQL and no words of ours stand here.

mod answering;
mod bowing;
mod card;
mod closing;
mod data;
mod home;
mod intent;
mod lost;
mod objections;
mod opening;
mod queries;
mod rules;
mod samples;
mod skill;
mod views;
mod voting;

use super::{Count, Entry, HomePart, Reader, Ritual, Sample, views::outdated};
use crate::{
    blocks::{Block, Message},
    error::Result,
    fact::Fact,
    ids::UserId,
    names::Names,
    outbox::{Place, Subject},
    outcome::Outcome,
    records::Record,
    request::Request,
    store::{Read, Tx},
};
use card::{CARD, LOST, REFUSED};
use chrono::{DateTime, Utc};
use intent::Intent;
use opening::Start;

/// The ritual.
pub struct Drill;

impl Ritual for Drill {
    fn name(&self) -> &'static str {
        "drill"
    }

    fn commands(&self) -> &'static [&'static str] {
        &["drill"]
    }

    fn shortcuts(&self) -> &'static [&'static str] {
        &["note_objection"]
    }

    fn is_fact(&self, request: &Request) -> bool {
        Intent::parse(request).is_some_and(|intent| intent.is_fact())
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        match Intent::parse(request) {
            Some(Intent::Help) => Ok(Outcome::Whisper(views::help_message(read.names()))),
            Some(Intent::Open { typed, picked }) => {
                let start = Start {
                    picked,
                    typed: typed.as_deref(),
                    is_in_conversation: opening::is_conversation(&request.place),
                };
                opening::open(read, who, &start)
            }
            Some(Intent::Change(id)) => opening::change(read, who, id),
            Some(Intent::PickChannel(id)) => opening::pick_channel(read, who, id),
            Some(Intent::OpenHeard) => Ok(Outcome::Open(views::objection::form(who))),
            Some(Intent::AskClose(id, step)) => closing::ask_close(read, who, id, step),
            Some(Intent::AskCancel(id)) => closing::ask_cancel(read, who, id),
            Some(Intent::AllAnswers(id, page)) => {
                bowing::all_answers(read, id, page, &request.place)
            }
            Some(Intent::OpenBow(id)) => bowing::open(read, who, id),
            Some(Intent::Nothing) => Ok(Outcome::Done),
            Some(_) | None => Err(outdated().into()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let (who, place) = (&request.who, &request.place);
        match Intent::parse(request) {
            Some(Intent::Preview(form)) => opening::preview(tx, who, &form),
            Some(Intent::Post(id)) => opening::post(tx, who, id),
            Some(Intent::TryAgain(id)) => opening::try_again(tx, who, id),
            Some(Intent::Elsewhere(id)) => opening::elsewhere(tx, who, id),
            Some(Intent::MoveTo(id, form)) => opening::move_to(tx, who, id, &form),
            Some(Intent::Again(id)) => opening::again(tx, who, id),
            Some(Intent::Heard(text)) => objections::heard(tx, who, &request.key, &text),
            Some(Intent::SendHeard(form)) => objections::send(tx, who, &form),
            Some(Intent::Same(value)) => objections::same(tx, who, &value, place),
            Some(Intent::OpenAnswer(id)) => answering::open(tx, who, id, place),
            Some(Intent::SendAnswer(id, form)) => answering::send(tx, who, id, &form),
            Some(Intent::OpenVote(id)) => voting::open(tx, who, id, place),
            Some(Intent::Judge(id, form)) => voting::judge(tx, who, id, &form),
            Some(Intent::Extend(id, from)) => closing::extend(tx, who, id, from),
            Some(Intent::CloseNow(id, step)) => closing::close_now(tx, who, id, step, place),
            Some(Intent::Cancel(id)) => closing::cancel(tx, who, id),
            Some(Intent::Repost(id)) => lost::repost(tx, who, id),
            Some(Intent::Bow(id, is_named)) => bowing::bow(tx, who, id, is_named),
            Some(_) | None => Err(outdated().into()),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "most facts are for others")]
    fn heard(&self, tx: &Tx<'_>, fact: &Fact) -> Result<()> {
        match fact {
            Fact::PersonLeft(left) => data::left(tx, left),
            Fact::PersonErased(erased) => data::erase(tx, erased),
            Fact::WantsDrill { source, objection } => objections::wanted(tx, source, objection),
            Fact::WantsDrillNoMore(source) => queries::unwant_for(tx, source),
            _ => Ok(()),
        }
    }

    fn due_at(&self, read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
        queries::due_at(read)
    }

    fn tick(&self, tx: &Tx<'_>) -> Result<()> {
        closing::tick(tx)
    }

    fn render(
        &self,
        read: &Read<'_>,
        subject: &Subject,
        reader: &Reader,
    ) -> Result<Option<Message>> {
        let Some(drill) = card::of_subject(read, subject)? else {
            return Ok(None);
        };
        match (&reader.place, subject.what()) {
            (Place::Channel(channel), CARD) if *channel == drill.channel => {
                card::render(read, &drill)
            }
            (Place::Dm(user), REFUSED) => opening::render(read, &drill, user),
            (Place::Dm(user), LOST) => lost::render(read, &drill, user, reader),
            (Place::Channel(_) | Place::Dm(_) | Place::Home(_), _) => Ok(None),
        }
    }

    fn delivered(&self, tx: &Tx<'_>, subject: &Subject) -> Result<()> {
        match card::of_subject(tx, subject)? {
            Some(drill) if subject.what() == CARD => opening::delivered(tx, &drill),
            Some(_) | None => Ok(()),
        }
    }

    fn undelivered(&self, tx: &Tx<'_>, subject: &Subject, code: &str) -> Result<()> {
        match card::of_subject(tx, subject)? {
            Some(drill) if subject.what() == CARD => opening::undelivered(tx, &drill, code),
            Some(_) | None => Ok(()),
        }
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        home::home(read, user)
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

    fn counted(&self) -> &'static [Count] {
        &queries::COUNTED
    }

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

#[cfg(test)]
mod tests;
