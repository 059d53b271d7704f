//! The living playbook: what to say to an objection, and what speaks for it.
//!
//! Amir types `/playbook price` five minutes before a call and sees, alone, the three best answers with what drills and
//! colleagues say of them: "71 % in 24 comparisons of 3 drills · used 9 times by 4 people: 7 worked". **Share here** posts
//! one in the channel; **Worked · Partly · No** counts it without his name. Anyone proposes an entry, from a drill or
//! from a teammate's message too, if its author says yes; facilitators and owners make it live. What nobody reviews for
//! 90 days turns stale and is offered for a drill. What somebody types is kept nowhere. No SQL and no words of ours stand
//! here.

mod adopt;
mod age;
mod ask;
mod data;
mod draft;
mod entry;
mod export;
mod find;
mod home;
mod intent;
mod queries;
mod review;
mod rules;
mod samples;
#[cfg(test)]
mod tests;
mod views;
mod write;

use super::{Count, Entry, HomePart, Reader, Ritual, Sample, views::outdated};
use crate::{
    blocks::{Block, Message},
    error::Result,
    fact::Fact,
    ids::UserId,
    names::Names,
    outbox::Subject,
    outcome::Outcome,
    records::Record,
    request::Request,
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use intent::Intent;

/// The ritual.
pub struct Playbook;

/// Messages by subject.
const CARD: &str = "playbook.card";
const UNSHARED: &str = "playbook.unshared";
const ASKED: &str = "playbook.asked";
const ANSWERED: &str = "playbook.answered";
const SETTLED: &str = "playbook.settled";

/// The whole playbook as Markdown, and how many entries that is.
pub fn markdown(read: &Read<'_>) -> Result<(String, usize)> {
    export::markdown(read)
}

/// The whole playbook as CSV, and how many entries that is.
pub fn csv(read: &Read<'_>) -> Result<(Vec<u8>, usize)> {
    export::csv(read)
}

impl Ritual for Playbook {
    fn name(&self) -> &'static str {
        "playbook"
    }

    fn commands(&self) -> &'static [&'static str] {
        &["playbook"]
    }

    fn shortcuts(&self) -> &'static [&'static str] {
        &["save_to_playbook"]
    }

    fn needs(&self, request: &Request) -> Vec<UserId> {
        match Intent::parse(request) {
            Some(Intent::Ask { author, .. }) => author.into_iter().collect(),
            Some(_) | None => Vec::new(),
        }
    }

    fn is_fact(&self, request: &Request) -> bool {
        Intent::parse(request).is_some_and(|intent| intent.is_fact())
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        match Intent::parse(request) {
            Some(Intent::Help) => Ok(Outcome::Whisper(views::help_message(read.names()))),
            Some(Intent::Find(query)) => find::whisper(read, &query),
            Some(Intent::OpenSearch) => find::open_search(read),
            Some(Intent::Search(form)) => find::search(read, &form),
            Some(Intent::Export(page)) => export::page(read, who, page, &request.place),
            Some(Intent::Open { id, in_shown }) => find::open(read, who, id, in_shown),
            Some(Intent::Version(id, number)) => find::version(read, who, id, number),
            Some(Intent::AskShare(id)) => find::ask_share(read, who, id),
            Some(Intent::OpenPropose) => write::open_propose(read, who),
            Some(Intent::OpenSuggest(id)) => write::open_suggest(read, who, id),
            Some(Intent::OpenAdopt(source)) => adopt::open(read, who, &source),
            Some(Intent::OpenFinish(id)) => ask::open_finish(read, who, id),
            Some(Intent::OpenEdit(id)) => write::open_edit(read, who, id),
            Some(Intent::OpenWant) => Ok(write::open_want(who)),
            Some(Intent::SaveOwn(text)) => write::open_own_message(read, who, &text),
            Some(Intent::ReadAsk(id)) => ask::open(read, who, id),
            Some(Intent::Nothing) => Ok(Outcome::Done),
            Some(_) | None => Err(outdated().into()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let (who, place) = (&request.who, &request.place);
        match Intent::parse(request) {
            Some(Intent::Used(id, how)) => find::used(tx, who, id, how, place),
            Some(Intent::ShareHere(id)) => find::share_here(tx, who, id, place),
            Some(Intent::Share(id, form)) => find::share_in(tx, who, id, &form),
            Some(Intent::Propose(form)) => write::propose(tx, who, &form),
            Some(Intent::Save(id, form)) => write::save(tx, who, id, &form),
            Some(Intent::Delete(id)) => write::delete(tx, who, id),
            Some(Intent::Want(form)) => write::want(tx, who, &form),
            Some(Intent::Reviewed(id)) => review::reviewed(tx, who, id),
            Some(Intent::Live(id)) => review::live(tx, who, id),
            Some(Intent::Renew(id)) => review::renew(tx, who, id),
            Some(Intent::Retire(id)) => review::retire(tx, who, id),
            Some(Intent::Ask { author, text }) => {
                ask::ask(tx, who, author.as_ref(), text.as_deref(), place)
            }
            Some(Intent::Answer(id, state)) => ask::answer(tx, who, id, state, place),
            Some(_) | None => Err(outdated().into()),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "most facts are for others")]
    fn heard(&self, tx: &Tx<'_>, fact: &Fact) -> Result<()> {
        match fact {
            Fact::PersonLeft(left) => ask::left(tx, left),
            Fact::PersonErased(erased) => data::erase(tx, erased),
            Fact::DrillDecided(drill) => adopt::decided(tx, drill),
            _ => Ok(()),
        }
    }

    fn due_at(&self, read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
        age::due_at(read)
    }

    fn tick(&self, tx: &Tx<'_>) -> Result<()> {
        age::tick(tx)
    }

    fn render(
        &self,
        read: &Read<'_>,
        subject: &Subject,
        reader: &Reader,
    ) -> Result<Option<Message>> {
        let id = subject.number().unwrap_or_default();
        match (subject.what(), reader.person()) {
            (CARD, None) => find::card(read, id, reader.stands),
            (UNSHARED, Some(user)) => find::unshared(read, id, user),
            (ASKED | ANSWERED, Some(user)) => ask::render(read, subject, user, reader.stands),
            (SETTLED, Some(user)) => home::settled(read, subject, user),
            _ => Ok(None),
        }
    }

    fn undelivered(&self, tx: &Tx<'_>, subject: &Subject, _code: &str) -> Result<()> {
        match subject.what() {
            CARD => find::not_posted(tx, subject.number().unwrap_or_default()),
            ASKED => ask::not_delivered(tx, subject),
            _ => Ok(()),
        }
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
