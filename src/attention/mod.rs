//! The attention budget: whether somebody may be sent something that they did not ask for, now, later or never. Every
//! such message goes through here first ([`may_prompt`]) and is noted when it is sent ([`asked`]). Feedback, and answers
//! to what somebody just did, never do. Nothing here sends anything.

pub mod mute;
mod queries;
mod rules;
#[cfg(test)]
mod tests;
pub mod views;

pub use queries::{RECORD, asked, of};
pub use rules::{Asked, Budget, Decision, Kind, Profile, Prompt, WEEK, Why, decide};

use crate::{
    calendar::{DaysOff, Hours},
    error::Result,
    ids::UserId,
    people::{self, Standing, enrolment, leave, programme},
    schedule::{self, Settled, Skip},
    settings::{self, HOURS_BETWEEN, PROMPTS_A_WEEK, WORK_BEGINS, WORK_DAYS, WORK_ENDS},
    store::Read,
};
use chrono::TimeDelta;

/// May this person be sent this now? Whoever sends it calls [`asked`] in the same transaction.
pub fn may_prompt(read: &Read<'_>, user: &UserId, prompt: &Prompt<'_>) -> Result<Decision> {
    let zone = people::zone_of(read, user)?;
    let hours = Hours::new(
        settings::get(read, &WORK_DAYS)?,
        settings::get(read, &WORK_BEGINS)?,
        settings::get(read, &WORK_ENDS)?,
    );
    let silent = if !programme::is_live(read)? {
        Some(Why::NotLive)
    } else if !takes_part(read, user, prompt.kind)? {
        Some(Why::NotTakingPart)
    } else if mute::is_muted(read, user)? {
        Some(Why::Muted)
    } else {
        None
    };
    let away = leave::coming(read, user, crate::calendar::local_date(read.now, zone))?;
    let days = DaysOff {
        holidays: schedule::holidays_of(read, user)?,
        blackouts: schedule::blackout_dates(read)?,
        on_leave: |date| {
            away.iter()
                .any(|leave| (leave.from..=leave.to).contains(&date))
        },
    };
    let profile = Profile {
        zone,
        hours,
        off: |date| days.why(date),
        silent,
    };
    let budget = Budget {
        a_week: usize::try_from(settings::get(read, &PROMPTS_A_WEEK)?).unwrap_or(usize::MAX),
        apart: TimeDelta::hours(settings::get(read, &HOURS_BETWEEN)?.into()),
    };
    let history = queries::history(read, user, prompt)?;
    Ok(decide(&history, &profile, prompt, read.now, &budget))
}

/// A digest is for whoever manages people who take part, enrolled or not, but for nobody who left by themselves.
fn takes_part(read: &Read<'_>, user: &UserId, kind: Kind) -> Result<bool> {
    if kind != Kind::Digest {
        return enrolment::is_enrolled(read, user);
    }
    let is_member =
        people::find(read, user)?.is_some_and(|person| person.standing == Standing::Member);
    Ok(is_member && !enrolment::has_stepped_out(read, user)?)
}

impl Decision {
    /// What becomes of a turn (`schedule`) that it was asked for; `None` if the turn goes on.
    pub fn settled(self) -> Option<Settled> {
        match self {
            Self::Now => None,
            Self::NotBefore(then) => Some(Settled::Later(then, Skip::NoTime)),
            Self::Never(why) => Some(Settled::Skipped(match why {
                Why::NotLive => Skip::NotLive,
                Why::NotTakingPart => Skip::NotTakingPart,
                Why::Muted => Skip::Muted,
                Why::Reminded => Skip::Reminded,
                Why::NoWorkingHour => Skip::NoTime,
            })),
        }
    }
}
