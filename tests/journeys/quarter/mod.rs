//! A quarter, played from one due moment to the next: four zones, three changes of the clocks, leave, holidays, quiet days,
//! people who come and go, other managers and their digests, and a bot that is down for hours and for days. What must hold
//! is in `rules.rs` and is read from what stands in Slack.

mod cast;
mod rules;

use crate::{check_in_weeks::goes_live, town::Town};
use cast::{
    BEGINS, DIGESTS, ENDS, EVENTS, Event, HOLIDAYS, IN_REGION, LEAVES, LENA, MEMBERS, Member,
    OTHER_REPORTS, QUIET, RAVI, REGION, REPORTS, SUE, world,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc, Weekday};
use peerloop::clock::Clock;
use rules::{Kind, Reason, check, check_budget, check_digests, of, offsets, unsolicited};
use standin::{Options, Persona, cast::CastPerson};
use std::collections::BTreeSet;
use tokio::sync::watch;

/// Somebody who is asked, and what has come to them unasked.
struct Player {
    member: &'static Member,
    persona: Persona,
    came: Vec<(DateTime<Utc>, Kind)>,
    /// Their account was switched off: nobody sees their screen any more.
    is_gone: bool,
}

/// The people, and when Lena was asked whether fewer would be better.
#[derive(Default)]
struct Play {
    players: Vec<Player>,
    fewer_on: Option<NaiveDate>,
}

#[tokio::test]
async fn a_quarter_keeps_everybodys_hour_their_days_off_and_the_budget() {
    let (mut town, world) = opens().await;
    let mut play = Play::default();
    begins(&town, &mut play).await;
    for (at, event) in EVENTS {
        plays_until(&town, &mut play, at).await;
        happens(&mut town, &mut play, event).await;
    }
    plays_until(&town, &mut play, ENDS).await;
    drop(world);

    let mut met = BTreeSet::new();
    let mut received = 0;
    for player in &play.players {
        let member = player.member;
        let came = &player.came;
        received += of(Kind::CheckIn, came).len();
        check_budget(member.name, came);
        check_digests(member.name, member.zone, &of(Kind::Digest, came));
        met.extend(check(member, came, play.fewer_on));
        let changes = usize::from(member.zone != chrono_tz::Asia::Kolkata && member.name != SUE);
        let before_and_after = offsets(member, came);
        assert!(
            before_and_after > changes,
            "{}: {before_and_after} sides of a change of the clocks",
            member.name
        );
    }
    let max = unsolicited(&town, "Max");
    let of_max = of(Kind::Digest, &max);
    check_digests("Max", chrono_tz::America::Los_Angeles, &of_max);
    for (manager, _, people) in DIGESTS {
        let line = format!("{people} people below you take part.");
        town.slack.person(manager).sees(&line).await;
    }
    assert_eq!(met, BTreeSet::from(Reason::ALL), "every reason was met");
    assert!(received > 150, "{received} messages in a quarter");
    // What is kept of the budget goes after ninety days; the check-ins stay for longer.
    let asked = town.count("SELECT count(*) FROM nudge");
    assert_eq!(i64::try_from(received).unwrap(), asked, "each came once");
    let reminders = "SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM prompt GROUP BY person, kind, subject)";
    assert!(town.count(reminders) <= 2, "more than one reminder");
    town.ends_well().await;
}

/// A workspace of its own, on a Sunday, without Slack's limits a minute: weeks go by in seconds here.
async fn opens() -> (Town, tempfile::NamedTempFile) {
    let world = world();
    let at: DateTime<Utc> = BEGINS.parse().unwrap();
    let (shift, _) = watch::channel((at - Clock::System.now()).num_seconds());
    let options = Options {
        world: Some(world.path().to_owned()),
        shift: Some(shift),
        ..Options::default()
    };
    (Town::open_unpaced(options).await, world)
}

async fn begins(town: &Town, play: &mut Play) {
    let elin = town.slack.person("Elin");
    goes_live(&elin).await;
    report_to(&elin, REPORTS).await;
    let file = HOLIDAYS.map(|day| format!("{day},A holiday")).join("\n");
    elin.types("general", "/peerloop days off").await;
    elin.waits_for_form("Days off").await;
    elin.fills("Region", REGION).await;
    elin.fills(
        "Its holidays: CSV or iCalendar, up to 3000 characters",
        &file,
    )
    .await;
    elin.picks("From", QUIET.0).await;
    elin.picks("To, the last day", QUIET.1).await;
    elin.fills("What for", "Quarter end").await;
    elin.submits().await;
    elin.sees("Saved. IN: 3 holidays, 2026.").await;
    elin.closes().await;
    for member in MEMBERS.iter().filter(|member| member.name != RAVI) {
        play.players.push(joins_in(town, member).await);
    }
    for (asker, asked) in [("Bea", "Chidi"), ("Sam", SUE)] {
        let persona = town.slack.person(asker);
        let handle = asked.to_lowercase();
        let command = format!("/checkin partner @{handle}");
        persona.types("general", &command).await;
        persona.waits_for_form("Check-in partner").await;
        persona.submits().await;
        persona.closes().await;
        town.slack.person(asked).clicks("Yes").await;
    }
    town.all_told().await;
}

/// Commits to something, and says when to ask and when not.
async fn joins_in(town: &Town, member: &'static Member) -> Player {
    let persona = town.slack.person(member.name);
    commits(&persona).await;
    let hour = member.at().format("%H:%M").to_string();
    if member.days != [Weekday::Mon] || hour != "09:30" {
        persona.types("general", "/checkin when").await;
        persona.waits_for_form("When to check in").await;
        // Monday is ticked until somebody chooses.
        if !member.days.contains(&Weekday::Mon) {
            persona.picks("On", "Monday").await;
        }
        for (day, name) in [
            (Weekday::Tue, "Tuesday"),
            (Weekday::Wed, "Wednesday"),
            (Weekday::Thu, "Thursday"),
            (Weekday::Fri, "Friday"),
        ] {
            if member.days.contains(&day) {
                persona.picks("On", name).await;
            }
        }
        persona.picks("At, on your own clock", &hour).await;
        persona.submits().await;
        persona.sees(&format!("at {hour}, every week")).await;
        persona.closes().await;
    }
    let leave = LEAVES.iter().find(|(who, ..)| *who == member.name);
    if leave.is_some() || IN_REGION.contains(&member.name) {
        persona.types("general", "/peerloop away").await;
        persona.waits_for_form("Days away").await;
        if let Some((_, from, to)) = leave {
            persona.picks("From", from).await;
            persona.picks("To, the last day", to).await;
        }
        if IN_REGION.contains(&member.name) {
            persona.picks("Your public holidays", REGION).await;
        }
        persona.submits().await;
        persona.sees("Saved.").await;
        persona.closes().await;
    }
    Player {
        member,
        persona,
        came: Vec::new(),
        is_gone: false,
    }
}

async fn commits(persona: &Persona) {
    persona.types("general", "/checkin new").await;
    persona.waits_for_form("New commitment").await;
    persona
        .fills("What you will do", "One open question a call.")
        .await;
    persona.submits().await;
    persona.sees("Saved for").await;
    persona.closes().await;
}

async fn report_to(elin: &Persona, list: &str) {
    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.clicks_beside("Change", "Managers").await;
    elin.fills("Who reports to whom", list).await;
    elin.submits().await;
    elin.submits().await;
    elin.sees("Saved. It holds from now on").await;
    elin.closes_all().await;
}

/// From one due moment to the next; whoever is asked says something, or does not.
async fn plays_until(town: &Town, play: &mut Play, until: &str) {
    let until: DateTime<Utc> = until.parse().unwrap();
    loop {
        let due = town.count(
            "SELECT coalesce(min(due_at), 9999999999) FROM (SELECT due_at FROM schedule UNION ALL SELECT due_at FROM digest)",
        );
        let next = DateTime::from_timestamp(due, 0).unwrap().min(until);
        // A second more: what the clock shows is cut to whole ones.
        let wait = (next - town.slack.now()).max(TimeDelta::zero()) + TimeDelta::seconds(1);
        town.slack.advance(wait);
        runs_and_is_answered(town, play).await;
        if next == until {
            return;
        }
    }
}

async fn runs_and_is_answered(town: &Town, play: &mut Play) {
    crate::town::within(town.running.all_run()).await;
    town.all_told().await;
    for player in play.players.iter_mut().filter(|player| !player.is_gone) {
        let came = unsolicited(town, player.member.name);
        let (before, asked) = (of(Kind::CheckIn, &player.came), of(Kind::CheckIn, &came));
        player.came = came;
        if asked.len() > before.len() {
            answers(town, player, &mut play.fewer_on).await;
            town.all_told().await;
        }
    }
}

/// Most say "Not yet", so that the next one has a point; every fourth is skipped; the sixth is done, and a new one is made.
async fn answers(town: &Town, player: &Player, fewer_on: &mut Option<NaiveDate>) {
    let (persona, name) = (&player.persona, player.member.name);
    match (name, of(Kind::CheckIn, &player.came).len()) {
        (LENA, 1 | 2) => {}
        (LENA, 3) => {
            persona.sees("Lena, want fewer of these?").await;
            persona.clicks("Every 2 weeks").await;
            let now = town.slack.now().with_timezone(&player.member.zone);
            *fewer_on = Some(now.date_naive());
        }
        (_, 6) => {
            persona.clicks("Done").await;
            commits(persona).await;
            if name == "Bea" {
                let chidi = town.slack.person("Chidi");
                chidi.sees("Bea: done.").await;
                chidi.clicks("Cheer").await;
                persona.sees("Chidi cheers you for your check-in.").await;
            }
        }
        (_, asked) if asked % 4 == 0 => {}
        _ => persona.clicks("Not yet").await,
    }
}

async fn happens(town: &mut Town, play: &mut Play, event: Event) {
    match event {
        Event::RaviJoins => {
            let ravi = CastPerson {
                name: RAVI.to_owned(),
                zone: Some("Asia/Kolkata".to_owned()),
                ..CastPerson::default()
            };
            town.slack.joins(&ravi).await.unwrap();
            town.slack.enters(RAVI, "general").await.unwrap();
            let ravi = MEMBERS.iter().find(|member| member.name == RAVI).unwrap();
            play.players.push(joins_in(town, ravi).await);
        }
        Event::BotIsDownForHours(hours) => town.is_down_for(hours).await,
        Event::ManagersChange => {
            let elin = town.slack.person("Elin");
            report_to(&elin, OTHER_REPORTS).await;
        }
        Event::SueLeaves => {
            town.slack
                .changes(SUE, |card| card.deactivated = true)
                .await
                .unwrap();
            let sam = town.slack.person("Sam");
            sam.sees("You and Sue are no longer check-in partners.")
                .await;
            let sue = play
                .players
                .iter_mut()
                .find(|player| player.member.name == SUE);
            sue.unwrap().is_gone = true;
        }
        Event::MonthIsOver => {}
    }
    runs_and_is_answered(town, play).await;
}
