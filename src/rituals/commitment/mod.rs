//! Commitments: one line that somebody means to do, by a day.
//!
//! Bea reads a note and presses **Make it a commitment**, or types `/checkin new`: what, by when (Friday next week), and
//! whether her partner may read it. Until it is settled she can change it. What it came from hears, through a fact, that
//! it was kept, and never its words. How it went is asked elsewhere (`check_in`). No SQL and no words of ours stand here.

mod intent;
mod make;
mod samples;
mod show;
mod views;

use super::{Count, Counted, Entry, HomePart, Ritual, Sample, views::outdated};
use crate::{
    blocks::Block,
    commitments::{self, queries},
    error::{Refusal, Result},
    fact::Fact,
    figures::Measure,
    ids::UserId,
    names::Names,
    outcome::Outcome,
    records::Record,
    request::Request,
    store::{Read, Tx},
};
use intent::Intent;
use views::Why;

/// The ritual.
pub struct Commitment;

/// Rows on Home.
const HOME_ROWS: u32 = 8;

impl Ritual for Commitment {
    fn name(&self) -> &'static str {
        "commitment"
    }

    fn is_fact(&self, request: &Request) -> bool {
        matches!(
            Intent::parse(request),
            Some(Intent::Save { .. } | Intent::Change { .. })
        )
    }

    fn open(&self, read: &Read<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        match Intent::parse(request) {
            Some(Intent::New { item }) => make::open(read, who, &item),
            Some(Intent::Edit { id }) => make::open_edit(read, who, id),
            Some(Intent::Show { id }) => show::open(read, who, id, &request.place),
            Some(Intent::Nothing) => Ok(Outcome::Done),
            Some(Intent::Save { .. } | Intent::Change { .. }) | None => Err(outdated().into()),
        }
    }

    fn act(&self, tx: &Tx<'_>, request: &Request) -> Result<Outcome> {
        let who = &request.who;
        match Intent::parse(request) {
            Some(Intent::Save { form }) => make::save(tx, who, &form),
            Some(Intent::Change { id, form }) => make::change(tx, who, id, &form),
            Some(_) | None => Err(outdated().into()),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "most facts are for others")]
    fn heard(&self, tx: &Tx<'_>, fact: &Fact) -> Result<()> {
        match fact {
            Fact::WantsCommitment(seed) => queries::keep_source(tx, seed),
            Fact::PersonErased(erased) => queries::erase(tx, erased),
            _ => Ok(()),
        }
    }

    fn home(&self, read: &Read<'_>, user: &UserId) -> Result<HomePart> {
        show::home(read, user)
    }

    fn records(&self) -> &'static [Record] {
        &commitments::RECORDS
    }

    fn data(&self, read: &Read<'_>, user: &UserId) -> Result<Vec<Entry>> {
        show::entries(read, user)
    }

    fn counts(&self, read: &Read<'_>) -> Result<Vec<(&'static str, i64)>> {
        queries::counts(read)
    }

    fn counted(&self) -> &'static [Count] {
        &COUNTED
    }

    fn help(&self, names: &Names) -> Vec<Block> {
        views::help(names)
    }

    fn samples(&self) -> Vec<(&'static str, Sample)> {
        samples::all()
    }
}

/// How commitments went, for the figures over many people.
const COUNTED: [Count; 4] = [
    counted(Measure::Kept, queries::DONE_WITHIN),
    counted(Measure::PartlyKept, queries::PARTLY_WITHIN),
    counted(Measure::NotKept, queries::NOT_YET_WITHIN),
    counted(Measure::Dropped, queries::NO_LONGER_WITHIN),
];

const fn counted(measure: Measure, sql: &'static str) -> Count {
    Count {
        what: Counted::As(measure),
        sql,
        reads: queries::WITHIN_READS,
    }
}

fn refuse(why: Why) -> Refusal {
    views::refusal(why)
}
