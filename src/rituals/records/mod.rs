//! What is kept about whom: how a person sees it, gets it and has it erased.
//!
//! `/peerloop privacy` says what is promised and what is kept for how long. `/peerloop my data` shows it, page by page,
//! to read or as JSON, and sends it as two files to whoever wants that. `/peerloop erase me` says what goes and what stays, and after **Erase** it is gone from the
//! database and its log. The data comes in a form first: a file puts words into Slack's history, where neither Withdraw
//! nor Erase reaches them, so that is said before it is sent. What there is to show follows from the declarations of all
//! rituals, so this ritual is given the house.

mod intent;
mod queries;
mod rules;
mod samples;
mod views;

use super::{Entry, File, Reader, Ritual, Sample, house::House, views::outdated};
use crate::{
    blocks::{Block, Form, Message},
    error::Result,
    fact::Fact,
    ids::UserId,
    names::Names,
    outbox::{self, Lane, Place as OutboxPlace, Subject},
    outcome::Outcome,
    people,
    records::Record,
    request::{Place, Request},
    settings,
    store::{Read, Tx},
};
use intent::Intent;

/// The DM with somebody's data as files; its id is who asked, and in which second.
const FILES: &str = "records.files";
/// Slack refused it; its id is Slack's code and that id.
const NOT_SENT: &str = "records.not_sent";

/// The ritual.
pub struct Records {
    /// What all rituals keep.
    pub(super) house: &'static House,
}

impl Ritual for Records {
    fn name(&self) -> &'static str {
        "records"
    }

    fn words(&self) -> &'static [&'static str] {
        &["my data", "erase me", "privacy"]
    }

    fn is_fact(&self, request: &Request) -> bool {
        matches!(Intent::parse(request), Some(Intent::Erase | Intent::Send))
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        let form = match Intent::parse(request) {
            Some(Intent::Privacy) => {
                let terms = settings::terms(read.connection())?;
                return Ok(Outcome::Whisper(views::privacy(
                    &self.house.records(),
                    &terms,
                )));
            }
            Some(Intent::Nothing) => return Ok(Outcome::Done),
            Some(Intent::MyData { page, as_json }) => {
                self.page(read, &request.who, page, as_json)?
            }
            Some(Intent::AskSend) => views::ask_send(),
            Some(Intent::AskErase) => views::ask_erase(&self.house.records()),
            Some(Intent::Erase | Intent::Send) | None => return Err(outdated().into()),
        };
        // A page turns in the form it stands in.
        Ok(match request.place {
            Place::Form => Outcome::Replace(form),
            Place::Conversation(_) | Place::Message { .. } | Place::Home | Place::Nowhere => {
                Outcome::Open(form)
            }
        })
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        match Intent::parse(request) {
            Some(Intent::Erase) => self.erase(tx, &request.who),
            Some(Intent::Send) => send(tx, &request.who),
            Some(_) | None => Err(outdated().into()),
        }
    }

    fn render(
        &self,
        _read: &Read<'_>,
        subject: &Subject,
        reader: &Reader,
    ) -> Result<Option<Message>> {
        Ok(match (subject.what(), reader.person()) {
            (FILES, Some(_)) => Some(views::files_message()),
            (NOT_SENT, Some(_)) => {
                let code = subject.id().split(':').next().unwrap_or_default();
                Some(views::not_sent(code))
            }
            _ => None,
        })
    }

    fn files(&self, read: &Read<'_>, subject: &Subject, reader: &Reader) -> Result<Vec<File>> {
        match (subject.what(), reader.person()) {
            (FILES, Some(who)) => Ok(views::files(&self.entries(read, who)?, read.now)),
            _ => Ok(Vec::new()),
        }
    }

    fn undelivered(&self, tx: &Tx<'_>, subject: &Subject, code: &str) -> Result<()> {
        if subject.what() != FILES {
            return Ok(());
        }
        let (who, _) = subject.id().split_once(':').unwrap_or_default();
        let place = OutboxPlace::Dm(UserId::new(who));
        let id = format!("{code}:{}", subject.id());
        outbox::post(tx, Lane::Act, &place, &Subject::new(NOT_SENT, id))
    }

    fn records(&self) -> &'static [Record] {
        &[]
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        let person = queries::person(read, user)?.map(|person| views::person_entry(&person));
        let told = queries::told(read, user)?;
        let told = told.chunks(rules::TOLD_AN_ENTRY).map(views::told_entry);
        Ok(person.into_iter().chain(told).collect())
    }

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all(self.house)
    }
}

impl Records {
    /// All that is kept of somebody and that they may read.
    fn entries(&self, read: &Read<'_>, who: &UserId) -> Result<Vec<Entry>> {
        // This ritual stands last in the house; here what Slack says of the person comes first.
        let mut entries = Vec::new();
        for ritual in self.house.rituals().rev() {
            entries.extend(ritual.data(read, who)?);
        }
        Ok(entries)
    }

    /// One page of it in a form.
    fn page(&self, read: &Read<'_>, who: &UserId, page: usize, as_json: bool) -> Result<Form> {
        let entries = self.entries(read, who)?;
        let sizes: Vec<(usize, usize)> = entries.iter().map(views::size).collect();
        let pages = rules::pages(&sizes);
        let page = page.min(pages.len());
        let entries = pages
            .get(page.saturating_sub(1))
            .and_then(|page| entries.get(page.clone()))
            .unwrap_or_default();
        Ok(views::my_data(entries, page, pages.len(), as_json))
    }

    /// Pressed twice, it does nothing more and answers the same.
    fn erase(&self, tx: &Tx<'_>, who: &UserId) -> Result<Outcome> {
        tx.scrub();
        let has_home = outbox::has_home(tx, who)?;
        people::keep_nobody(tx)?;
        tx.tell(Fact::PersonErased(who.clone()));
        self.house.pass_on(tx)?;
        queries::erase(tx, who, &self.house.records())?;
        if has_home {
            outbox::post_last_home(tx, who)?;
        }
        Ok(Outcome::Replace(views::erased()))
    }
}

/// Sends it as files. Pressed twice within a second, it sends them once.
fn send(tx: &Tx<'_>, who: &UserId) -> Result<Outcome> {
    let subject = Subject::new(FILES, format!("{who}:{}", tx.now.timestamp()));
    outbox::post(tx, Lane::Act, &OutboxPlace::Dm(who.clone()), &subject)?;
    Ok(Outcome::Replace(views::sending()))
}
