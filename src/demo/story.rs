//! A month in which a team of eight used Peerloop: feedback, commitments, two fire drills and the playbook, up to the
//! morning on which their manager's digest arrives. Everybody does by command, form and button what a person would do,
//! on the pretend Slack's clock, so that a visitor finds a workspace that is lived in. Nothing is written behind the
//! bot's back.

use super::{
    acts::{ASYNC, LIVE, answers_with, gives, opens, reads, saves, votes},
    words::{
        ANSWERS, BUYER, COMMITMENTS, HEARD, NOTES, OPEN_ANSWERS, OPEN_OBJECTION, SECOND_ANSWERS,
        SECOND_BUYER, UNREAD,
    },
};
use crate::Running;
use anyhow::Result;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::{Europe::Berlin, Tz};
use futures_util::future::join_all;
use standin::{Persona, Standin};

/// The workspace of the story, as the pretend Slack reads it.
pub const TEAM: &str = include_str!("lived_in.yml");

/// Who takes part, and reports to Dana.
const REPS: [&str; 8] = [
    "Amir", "Bea", "Chidi", "Femi", "Hana", "Iker", "Jonas", "Lena",
];
const ZONE: Tz = Berlin;
/// A live drill takes answers for ten minutes, and two more from whoever is writing; the vote takes as long.
const A_STEP: TimeDelta = TimeDelta::minutes(13);

/// The month of the story: the newest one whose digest has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// Of a visitor who comes now.
    pub fn before(now: DateTime<Utc>) -> Self {
        let this = now.date_naive().with_day(1).unwrap_or_default();
        let last = Self {
            first: this - Months::new(1),
        };
        if last.ends_at() <= now {
            last
        } else {
            Self {
                first: this - Months::new(2),
            }
        }
    }

    /// Two days before it, a morning: the programme is set up before the month, so that the month counts.
    pub fn begins_at(self) -> DateTime<Utc> {
        at(self.first - Days::new(2), 9, 0)
    }

    /// A quarter of an hour after nine, on the first working day of the month after.
    pub fn ends_at(self) -> DateTime<Utc> {
        let mut day = self.first + Months::new(1);
        while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            day = day + Days::new(1);
        }
        at(day, 9, 15)
    }

    /// Its first four Mondays.
    fn mondays(self) -> impl Iterator<Item = NaiveDate> {
        let days = self.first.iter_days();
        days.filter(|day| day.weekday() == Weekday::Mon).take(4)
    }
}

/// A time of day where the team is; it is never one that a change of the clocks leaves out.
fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let local = day.and_hms_opt(hour, minute, 0).unwrap_or_default();
    let earliest = ZONE.from_local_datetime(&local).earliest();
    earliest.map_or_else(|| local.and_utc(), |at| at.to_utc())
}

/// Plays the month, from its beginning to its end: the clock of the pretend Slack must stand at [`Month::begins_at`].
///
/// # Panics
/// When a form or button is not where the story looks for it.
pub async fn play(slack: &Standin, running: &Running, month: Month) -> Result<()> {
    let team = Team {
        slack,
        running,
        reps: REPS.iter().map(|name| slack.person(name)).collect(),
    };
    team.sets_up().await?;
    let mondays: Vec<NaiveDate> = month.mondays().collect();
    for (week, monday) in mondays.iter().enumerate() {
        team.until(at(*monday, 9, 40)).await?;
        team.everybody_gives_a_note(week).await?;
        match week {
            0 => {
                team.everybody_commits().await?;
                team.partners().await?;
            }
            1 => {
                team.hears_of_the_price().await?;
                team.until(at(*monday + Days::new(3), 10, 0)).await?;
                team.drills_the_price().await?;
            }
            2 => {
                team.everybody_checks_in().await?;
                team.until(at(*monday + Days::new(3), 10, 0)).await?;
                team.drills_send_me_info().await?;
            }
            _ => team.uses_the_playbook().await?,
        }
    }
    team.until(month.ends_at()).await?;
    team.leaves_something_to_do().await
}

struct Team<'s> {
    slack: &'s Standin,
    running: &'s Running,
    reps: Vec<Persona>,
}

impl Team<'_> {
    /// Nothing of what happened so far is still under way.
    async fn settles(&self) -> Result<()> {
        self.running.all_run().await;
        self.running.all_told().await
    }

    async fn until(&self, instant: DateTime<Utc>) -> Result<()> {
        self.slack.advance(instant - self.slack.now());
        self.settles().await
    }

    fn rep(&self, number: usize) -> &Persona {
        &self.reps[number % self.reps.len()]
    }

    /// Elin names who takes part and to whom they report, and goes live.
    async fn sets_up(&self) -> Result<()> {
        let elin = self.slack.person("Elin");
        elin.opens_home().await;
        self.settles().await?;
        elin.clicks("Set up").await;
        elin.waits_for_form("Set up Peerloop").await;
        elin.clicks_beside("Change", "Who takes part").await;
        elin.picks("Who takes part", "A list of people").await;
        elin.picks("Others in this workspace", "Only owners add people")
            .await;
        elin.fills("Add to the list", &REPS.join("\n")).await;
        saves(&elin).await;
        elin.types("general", "/peerloop setup").await;
        elin.waits_for_form("Set up Peerloop").await;
        elin.clicks_beside("Change", "Managers").await;
        let lines = REPS.map(|name| format!("{name},Dana"));
        elin.fills("Who reports to whom", &lines.join("\n")).await;
        saves(&elin).await;
        elin.types("general", "/peerloop setup").await;
        elin.waits_for_form("Set up Peerloop").await;
        elin.clicks_beside("Go live", "Prompts").await;
        elin.sees("On their first working morning of a month").await;
        elin.clicks("Go live").await;
        elin.sees("Prompts are sent.").await;
        elin.closes_all().await;
        self.settles().await
    }

    /// Each to another teammate than the week before; most read theirs, some say that it helped.
    async fn everybody_gives_a_note(&self, week: usize) -> Result<()> {
        let notes = NOTES[week].iter().enumerate();
        join_all(
            notes.map(|(number, note)| gives(self.rep(number), self.rep(number + week + 1), *note)),
        )
        .await;
        self.settles().await?;
        let readers = self
            .reps
            .iter()
            .enumerate()
            .filter(|(number, _)| number % 4 != 3);
        join_all(readers.map(|(number, rep)| reads(rep, number % 2 == 0))).await;
        self.settles().await
    }

    async fn everybody_commits(&self) -> Result<()> {
        let all = self.reps.iter().zip(COMMITMENTS);
        join_all(all.map(|(rep, what)| async move {
            rep.types("general", "/checkin new").await;
            rep.waits_for_form("New commitment").await;
            rep.fills("What you will do", what).await;
            rep.submits().await;
            rep.sees("Kept. By").await;
            rep.closes_all().await;
        }))
        .await;
        self.settles().await
    }

    /// Amir asks Bea, who agrees.
    async fn partners(&self) -> Result<()> {
        let (amir, bea) = (self.rep(0), self.rep(1));
        amir.types("general", "/checkin partner @bea").await;
        amir.waits_for_form("Check-in partner").await;
        amir.submits().await;
        amir.sees("Bea is asked.").await;
        amir.closes_all().await;
        self.settles().await?;
        bea.clicks("Yes").await;
        bea.sees("You and Amir are check-in partners.").await;
        self.settles().await
    }

    /// Six of eight kept theirs.
    async fn everybody_checks_in(&self) -> Result<()> {
        join_all(
            self.reps
                .iter()
                .enumerate()
                .map(|(number, rep)| async move {
                    rep.types("general", "/checkin").await;
                    rep.waits_for_form("Your commitments").await;
                    rep.clicks("How did it go?").await;
                    rep.waits_for_form("How did it go?").await;
                    let how = match number {
                        3 => "Partly",
                        5 => "Not yet",
                        _ => "Done",
                    };
                    rep.clicks(how).await;
                    rep.waits_for_form("Check-in").await;
                    rep.closes_all().await;
                }),
        )
        .await;
        self.settles().await
    }

    async fn hears_of_the_price(&self) -> Result<()> {
        for (number, said) in HEARD.iter().enumerate() {
            let rep = self.rep(number);
            rep.types("general", &format!("/drill heard “{said}”"))
                .await;
            rep.sees("Heard").await;
        }
        self.settles().await
    }

    async fn drills_the_price(&self) -> Result<()> {
        let hana = self.rep(4);
        opens(hana, None, BUYER, LIVE).await;
        self.answers_and_votes(0, ANSWERS).await?;
        hana.clicks("Add to playbook").await;
        hana.waits_for_form("Playbook entry").await;
        hana.submits().await;
        hana.sees("Sent for review.").await;
        self.settles().await?;
        hana.closes_all().await;
        let elin = self.slack.person("Elin");
        elin.opens_home().await;
        self.settles().await?;
        elin.clicks("Open").await;
        elin.clicks("Make it live").await;
        elin.sees("reviewed by Elin").await;
        elin.closes_all().await;
        self.settles().await
    }

    async fn drills_send_me_info(&self) -> Result<()> {
        opens(
            self.rep(7),
            Some("Just send me some information."),
            SECOND_BUYER,
            LIVE,
        )
        .await;
        self.answers_and_votes(4, SECOND_ANSWERS).await
    }

    /// Four answer, from this one on; all vote.
    async fn answers_and_votes(&self, first: usize, answers: [&str; 4]) -> Result<()> {
        self.settles().await?;
        let authors = answers.iter().enumerate();
        join_all(authors.map(|(number, text)| answers_with(self.rep(first + number), text))).await;
        self.until(self.slack.now() + A_STEP).await?;
        join_all(self.reps.iter().map(|rep| votes(rep, &answers))).await;
        self.until(self.slack.now() + A_STEP).await
    }

    async fn uses_the_playbook(&self) -> Result<()> {
        for number in [1, 2, 5] {
            let rep = self.rep(number);
            rep.types("general", "/playbook price").await;
            rep.sees(ANSWERS[0]).await;
            rep.clicks("Worked").await;
            rep.sees("without your name").await;
        }
        self.settles().await
    }

    /// A note to read, a commitment that is due next week, and a drill that takes answers until tomorrow.
    async fn leaves_something_to_do(&self) -> Result<()> {
        let (chidi, bea, iker) = (self.rep(2), self.rep(1), self.rep(5));
        gives(chidi, bea, UNREAD).await;
        bea.types("general", "/checkin new").await;
        bea.waits_for_form("New commitment").await;
        bea.fills("What you will do", COMMITMENTS[4]).await;
        bea.submits().await;
        bea.sees("Kept. By").await;
        bea.closes_all().await;
        opens(iker, Some(OPEN_OBJECTION), BUYER, ASYNC).await;
        self.settles().await?;
        for (number, text) in OPEN_ANSWERS.iter().enumerate() {
            answers_with(self.rep(6 + number), text).await;
        }
        self.settles().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whenever_a_visitor_comes_the_month_is_over_its_digest_has_arrived_and_it_is_not_long_ago() {
        let first: DateTime<Utc> = "2026-01-01T00:30:00Z".parse().unwrap();
        for hours in 0..24 * 366 * 8 {
            let now = first + TimeDelta::hours(hours);
            let month = Month::before(now);
            assert!(month.ends_at() <= now, "{now}");
            // A month, and the days until the first working day of one.
            assert!(now - month.ends_at() < TimeDelta::days(35), "{now}");
            assert_eq!(month.mondays().count(), 4);
            assert!(
                month
                    .mondays()
                    .all(|day| day.month() == month.first.month())
            );
            assert!(month.begins_at() < at(month.first, 0, 0));
        }
    }
}
