//! What recurs: whose turn comes when (`schedule`), what has run or was left out and why (`ledger`), and the days on
//! which nobody is asked anything (`days.rs`). A ritual sets a turn with [`set`], answers `due_at` with [`due_at`] and
//! ticks with [`turns`]. The decisions are in `plan.rs`; nothing here knows what a turn is for.
//!
//! Every run has a name, `check_in:U123:2026-08-17`: what, who, and the local date. The ledger has each name once, so
//! ticking twice, a repeated hour, a clock set back or a changed zone run it once.

mod days;
mod overview;
pub(crate) mod plan;
mod queries;
mod records;
#[cfg(test)]
mod tests;
pub mod views;

pub use days::{
    Blackout, Imported, LONGEST_REGION, Region, blackout_dates, blackouts, check, default_region,
    delete_region, end_blackout, holidays_of, import, region_label, region_of, regions,
    set_blackout, set_by, set_default_region, set_region,
};
pub use overview::{FIGURES, HouseJob, Item, PURGE, READ_PEOPLE, Summary, summary, what_recurs};
pub use plan::{Kind, NUDGE_GRACE, SPREAD, Skip};
pub use queries::{Entry, Row, due_at, entries_of, last_run, replan, rows};
pub use records::RECORDS;

use crate::{
    calendar::{Cron, Unfit},
    error::Result,
    ids::UserId,
    people,
    store::{Read, Tx},
};
use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use plan::{Done, Rule, believable, plan};

/// Turns that one step takes at most.
const TURNS_A_STEP: u32 = 200;

/// Whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The programme's.
    Everybodys,
    /// One person's.
    Of(UserId),
}

/// A turn that has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Whose.
    pub whose: Whose,
    /// The local date that names it.
    pub date: NaiveDate,
    /// When it was due.
    pub due_at: DateTime<Utc>,
}

/// What became of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It ran.
    Ran,
    /// It was left out.
    Skipped(Skip),
    /// It comes up again at this time; a nudge that would then be too late is left out for this reason.
    Later(DateTime<Utc>, Skip),
}

/// Why something cannot recur like this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotRecur {
    /// The text is no schedule.
    Unfit(Unfit),
    /// More than one time a day.
    TooOften,
    /// It never comes round.
    Never,
}

impl Whose {
    const EVERYBODY: &'static str = "everybody";

    fn word(&self) -> &str {
        match self {
            Self::Everybodys => Self::EVERYBODY,
            Self::Of(user) => user.as_str(),
        }
    }

    fn from_word(word: String) -> Self {
        if word == Self::EVERYBODY {
            Self::Everybodys
        } else {
            Self::Of(UserId::new(word))
        }
    }
}

/// Lets something recur from now on, or changes when it does; what is due already is not due any more. `zone` is `None`
/// for the person's own, which for what is everybody's is UTC.
pub fn set(
    tx: &Tx<'_>,
    name: &str,
    whose: &Whose,
    kind: Kind,
    cron: &str,
    zone: Option<Tz>,
) -> Result<Result<(), CannotRecur>> {
    let row = Row {
        name: name.to_owned(),
        whose: whose.clone(),
        kind,
        cron: cron.to_owned(),
        zone,
        since_at: tx.now,
        due_at: None,
    };
    let parsed = match Cron::parse(cron) {
        Err(unfit) => return Ok(Err(CannotRecur::Unfit(unfit))),
        Ok(cron) if !cron.is_at_most_daily() => return Ok(Err(CannotRecur::TooOften)),
        Ok(cron) => cron,
    };
    let next = row.plan(tx, &parsed)?.next;
    let Some(next) = next else {
        return Ok(Err(CannotRecur::Never));
    };
    queries::keep(tx, &row, Some(next.due_at))?;
    tx.wake_scheduler();
    Ok(Ok(()))
}

/// Notes an occurrence of what does not recur by [`set`] but on its own terms; the same one once.
pub fn note(
    tx: &Tx<'_>,
    name: &str,
    whose: &Whose,
    date: NaiveDate,
    skipped: Option<Skip>,
) -> Result<()> {
    queries::enter(tx, name, whose, date, skipped)
}

/// It does not recur any more; what has run stays in the ledger.
pub fn end(tx: &Tx<'_>, name: &str, whose: &Whose) -> Result<()> {
    queries::remove(tx, name, whose)
}

/// Takes the turns that are due, 200 at most: those that were missed are noted, for the others `take` says what becomes
/// of them. Called again while [`due_at`] is not in the future.
pub fn turns(
    tx: &Tx<'_>,
    name: &str,
    mut take: impl FnMut(&Turn) -> Result<Settled>,
) -> Result<()> {
    for row in queries::due(tx, name, TURNS_A_STEP)? {
        let cron = row.cron()?;
        let plan = row.plan(tx, &cron)?;
        for (date, why) in &plan.skipped {
            queries::enter(tx, name, &row.whose, *date, Some(*why))?;
        }
        let mut next_at = plan.next.map(|next| next.due_at);
        if let Some(run) = plan.run
            && !queries::is_entered(tx, name, &row.whose, run.date)?
        {
            let turn = Turn {
                whose: row.whose.clone(),
                date: run.date,
                due_at: run.due_at,
            };
            match take(&turn)? {
                Settled::Later(at, _) if at > tx.now && row.kind.is_in_time(run.due_at, at) => {
                    // Before the next one, or it would be one of two.
                    next_at = next_at.into_iter().chain([at]).min();
                }
                Settled::Later(_, why) | Settled::Skipped(why) => {
                    queries::enter(tx, name, &row.whose, run.date, Some(why))?;
                }
                Settled::Ran => queries::enter(tx, name, &row.whose, run.date, None)?,
            }
        }
        queries::look_again(tx, name, &row.whose, next_at)?;
    }
    Ok(())
}

impl Row {
    fn cron(&self) -> Result<Cron> {
        Ok(Cron::parse(&self.cron)
            .map_err(|unfit| anyhow::anyhow!("{unfit:?}"))
            .with_context(|| format!("the schedule of {} cannot be read", self.name))?)
    }

    /// On whose clock it is.
    pub fn zone(&self, read: &Read<'_>) -> Result<Tz> {
        match (&self.zone, &self.whose) {
            (Some(zone), _) => Ok(*zone),
            (None, Whose::Of(user)) => people::zone_of(read, user),
            (None, Whose::Everybodys) => Ok(Tz::UTC),
        }
    }

    fn plan(&self, read: &Read<'_>, cron: &Cron) -> Result<plan::Plan> {
        let zone = self.zone(read)?;
        let until = believable(read.now, zone);
        let rule = Rule {
            kind: self.kind,
            cron,
            zone,
            seed: &format!("{}:{}", self.name, self.whose.word()),
        };
        let done = Done {
            last: queries::last_entry(read, &self.name, &self.whose, until)?,
            since: self.since_at,
        };
        Ok(plan(&rule, done, read.now))
    }
}
