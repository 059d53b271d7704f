//! Check-ins: how did it go with what you committed to?
//!
//! At Bea's hour a DM asks, with one tap for an answer: **Done · Partly · Not yet · No longer relevant**. If she and Chidi
//! have agreed to be partners he gets one line and **Cheer**; what she writes to him, and the commitment if she shows it
//! to him, he opens with **Read**. Where the owners want it, she can share what was done with a channel, in words that
//! she sees before they leave. After two check-ins without a word Peerloop asks whether fewer would be better. No SQL
//! and no words of ours stand here.

mod answer;
mod card;
mod data;
mod home;
mod intent;
mod nudge;
mod partner;
mod queries;
mod rhythm;
mod rules;
mod samples;
#[cfg(test)]
mod simulation;
mod views;
mod win;

use super::{Entry, HomePart, Reader, Ritual, Sample, views::outdated};
use crate::{
    blocks::{Block, Message},
    error::{Refusal, Result},
    fact::Fact,
    ids::UserId,
    names::Names,
    outbox::{self, Place as OutboxPlace, Subject},
    outcome::Outcome,
    records::Record,
    request::{Place, Request},
    store::{Read, Tx},
};
use chrono::{DateTime, Utc};
use intent::Intent;
use rules::Why;
use views::field;

/// The ritual.
pub struct CheckIn;

/// Messages by subject.
const NUDGE: &str = "check_in.nudge";
const CARD: &str = "check_in.card";
const CHEERED: &str = "check_in.cheered";
const ASKED: &str = "check_in.asked";
const AGREED: &str = "check_in.agreed";
const ENDED: &str = "check_in.ended";
const WIN: &str = "check_in.win";
const WIN_REFUSED: &str = "check_in.win_refused";

/// The button that opens the form for a commitment.
const NEW_COMMITMENT: &str = "commitment.new";

impl Ritual for CheckIn {
    fn name(&self) -> &'static str {
        "check_in"
    }

    fn commands(&self) -> &'static [&'static str] {
        &["checkin"]
    }

    fn needs(&self, request: &Request) -> Vec<UserId> {
        match Intent::parse(request) {
            Some(Intent::Partner { to }) => to.into_iter().collect(),
            Some(Intent::Ask { form }) => {
                form.fields.person(field::TO).cloned().into_iter().collect()
            }
            Some(_) | None => Vec::new(),
        }
    }

    fn is_fact(&self, request: &Request) -> bool {
        match Intent::parse(request) {
            Some(
                Intent::Help
                | Intent::New
                | Intent::List
                | Intent::About { .. }
                | Intent::Write { .. }
                | Intent::Share { .. }
                | Intent::Read { .. }
                | Intent::Partner { .. }
                | Intent::Rhythm
                | Intent::Nothing,
            )
            | None => false,
            Some(
                Intent::Answer { .. }
                | Intent::Change { .. }
                | Intent::Note { .. }
                | Intent::Cheer { .. }
                | Intent::SendShare { .. }
                | Intent::TryAgain { .. }
                | Intent::Unshare { .. }
                | Intent::Ask { .. }
                | Intent::Agree { .. }
                | Intent::Decline { .. }
                | Intent::End { .. }
                | Intent::KeepRhythm { .. }
                | Intent::Pace { .. },
            ) => true,
        }
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        let (who, place) = (&request.who, &request.place);
        match Intent::parse(request) {
            Some(Intent::Help) => Ok(Outcome::Whisper(views::help_message(read.names()))),
            Some(Intent::New) => Ok(Outcome::GoOn {
                action: NEW_COMMITMENT,
                value: String::new(),
            }),
            Some(Intent::List) => answer::list(read, who),
            Some(Intent::About { id }) => answer::about(read, who, id, place),
            Some(Intent::Write { id }) => answer::write(read, who, id),
            Some(Intent::Share { id }) => win::open(read, who, id),
            Some(Intent::Read { id }) => card::read(read, who, id),
            Some(Intent::Partner { to }) => partner::open(read, who, to.as_ref()),
            Some(Intent::Rhythm) => rhythm::open(read, who),
            Some(Intent::Nothing) => Ok(Outcome::Done),
            Some(_) | None => Err(outdated().into()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let (who, place) = (&request.who, &request.place);
        match Intent::parse(request) {
            Some(Intent::Answer { id, answer }) => answer::answer(tx, who, id, answer, place),
            Some(Intent::Change { id }) => answer::change(tx, who, id, place),
            Some(Intent::Note { id, form }) => answer::note(tx, who, id, &form),
            Some(Intent::SendShare { id, channel, form }) => {
                win::share(tx, who, id, &channel, &form)
            }
            Some(Intent::TryAgain { id }) => win::try_again(tx, who, id),
            Some(Intent::Unshare { id }) => win::take_back(tx, who, id, place),
            Some(Intent::Cheer { id }) => card::cheer(tx, who, id),
            Some(Intent::Ask { form }) => partner::ask(tx, who, &form),
            Some(Intent::Agree { id }) => partner::agree(tx, who, id, place),
            Some(Intent::Decline { id }) => partner::decline(tx, who, id),
            Some(Intent::End { id }) => partner::end(tx, who, id, place),
            Some(Intent::KeepRhythm { form }) => rhythm::keep(tx, who, &form),
            Some(Intent::Pace { pace }) => rhythm::pace(tx, who, pace, place),
            Some(_) | None => Err(outdated().into()),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "most facts are for others")]
    fn heard(&self, tx: &Tx<'_>, fact: &Fact) -> Result<()> {
        match fact {
            Fact::Committed(who) => rhythm::begin(tx, who),
            Fact::PersonLeft(left) => data::left(tx, left),
            Fact::PersonErased(erased) => data::erase(tx, erased),
            _ => Ok(()),
        }
    }

    fn due_at(&self, read: &Read<'_>) -> Result<Option<DateTime<Utc>>> {
        nudge::due_at(read)
    }

    fn tick(&self, tx: &Tx<'_>) -> Result<()> {
        nudge::tick(tx)
    }

    fn render(
        &self,
        read: &Read<'_>,
        subject: &Subject,
        reader: &Reader,
    ) -> Result<Option<Message>> {
        let Some(id) = subject.number() else {
            return Ok(None);
        };
        let user = match &reader.place {
            OutboxPlace::Dm(user) => user,
            OutboxPlace::Channel(channel) if subject.what() == WIN => {
                return win::render(read, id, channel, reader.stands);
            }
            OutboxPlace::Channel(_) | OutboxPlace::Home(_) => return Ok(None),
        };
        match subject.what() {
            NUDGE => nudge::render(read, id, user, reader.stands),
            CARD => card::render(read, id, user, reader.stands),
            CHEERED => card::render_cheer(read, id, user),
            ASKED => partner::render_ask(read, id, user, reader.stands),
            AGREED => partner::render_agreed(read, id, user),
            ENDED => partner::render_ended(read, id, user),
            WIN_REFUSED => win::render_refused(read, id, user, reader.stands),
            _ => Ok(None),
        }
    }

    fn delivered(&self, tx: &Tx<'_>, subject: &Subject) -> Result<()> {
        match (subject.number_of(NUDGE), subject.number_of(WIN)) {
            (Some(nudge), _) => queries::see_nudge(tx, nudge),
            (_, Some(win)) => win::delivered(tx, win),
            (None, None) => Ok(()),
        }
    }

    fn undelivered(&self, tx: &Tx<'_>, subject: &Subject, code: &str) -> Result<()> {
        match subject.number_of(WIN) {
            Some(win) => win::undelivered(tx, win, code),
            None => Ok(()),
        }
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        home::home(read, user)
    }

    fn prompts(&self) -> &'static [&'static str] {
        views::PROMPTS
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

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

/// DMs that may still show something of what an answer changes.
const SHOWN_ANEW: u32 = 3;

/// An answer shows where it was asked for.
fn refresh_nudges(tx: &Tx<'_>, who: &UserId) -> Result<()> {
    for nudge in queries::last_nudges(tx, who, SHOWN_ANEW)? {
        outbox::refresh(tx, &Subject::new(NUDGE, nudge.id))?;
    }
    Ok(())
}

/// In a conversation the message itself changes; elsewhere a form says it.
fn said(place: &Place, form: crate::blocks::Form) -> Outcome {
    match place {
        Place::Message { .. } => Outcome::Done,
        Place::Form | Place::Home | Place::Conversation(_) | Place::Nowhere => {
            Outcome::Replace(form)
        }
    }
}

fn refuse(why: Why) -> Refusal {
    views::refusal(why, "")
}
