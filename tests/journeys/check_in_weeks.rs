//! Check-ins week after week: at each person's hour across a change of the clocks, within the attention budget, not on
//! leave and holidays, not before **Go live**, not hours late; and fewer for whoever does not answer.

use crate::{
    commitment::{MONDAY, commits},
    town::Town,
};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use standin::Persona;

/// Elin begins the programme and lets prompts be sent.
async fn goes_live(elin: &Persona) {
    elin.types("general", "/peerloop setup").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.clicks_beside("Go live", "Prompts").await;
    elin.sees("Until you press Go live").await;
    elin.clicks("Go live").await;
    elin.sees("Prompts are sent.").await;
    elin.closes_all().await;
}

/// Every time that somebody was asked unasked, in order.
fn asked(town: &Town, person: &Persona) -> Vec<DateTime<Utc>> {
    let path = town.dir.path().join("peerloop.db");
    let open = rusqlite::Connection::open(path).unwrap();
    let mut query = open
        .prepare("SELECT asked_at FROM prompt WHERE person = ?1 ORDER BY asked_at")
        .unwrap();
    query
        .query_map([person.id()], |row| row.get(0))
        .unwrap()
        .map(|at| DateTime::from_timestamp(at.unwrap(), 0).unwrap())
        .collect()
}

/// The DMs that a person has of these words.
fn dms(person: &Persona, words: &str) -> usize {
    let screen = person.screen();
    let messages = screen.conversations.iter().flat_map(|c| &c.messages);
    messages.filter(|m| m.text.contains(words)).count()
}

#[tokio::test]
async fn whoever_skips_two_is_asked_whether_fewer_would_be_better() {
    let town = Town::open_at(MONDAY).await;
    let (elin, bea) = (town.slack.person("Elin"), town.slack.person("Bea"));
    commits(&bea, "Heron.").await;
    bea.closes().await;
    goes_live(&elin).await;
    // It is Monday at ten in Berlin, and Bea is asked on Mondays at 09:30.
    for week in 1..=2 {
        town.days_pass(7).await;
        town.all_told().await;
        assert_eq!(dms(&bea, "Bea, how did it go with your commitment?"), week);
    }
    town.days_pass(7).await;
    town.all_told().await;
    bea.sees("Bea, want fewer of these?").await;
    assert_eq!(dms(&bea, "how did it go"), 2);
    bea.opens_home().await;
    town.all_told().await;
    // Two check-ins without a word: it counts as not yet.
    bea.sees("Follow-through in the last 4 weeks: 0 % of 1.")
        .await;
    bea.sees("How did it go? By Fri 28 Aug").await;
    bea.clicks("Every 2 weeks").await;
    bea.sees("You are asked on Monday at 09:30, every 2 weeks, while a commitment is open.")
        .await;
    for (weeks, in_all) in [(1, 3), (1, 3), (1, 4)] {
        town.days_pass(7 * weeks).await;
        town.all_told().await;
        assert_eq!(dms(&bea, "how did it go"), in_all);
    }
    // One tap where it was asked, and nothing more is asked.
    bea.clicks("Done").await;
    bea.sees("· Done.").await;
    town.days_pass(14).await;
    town.all_told().await;
    assert_eq!(asked(&town, &bea).len(), 5);
    bea.clicks("Change").await;
    town.all_told().await;
    bea.clicks("Partly").await;
    bea.sees("· Partly, and settled.").await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn whoever_does_not_answer_that_either_is_left_alone_until_they_come_back() {
    let town = Town::open_at(MONDAY).await;
    let (elin, bea) = (town.slack.person("Elin"), town.slack.person("Bea"));
    commits(&bea, "Heron.").await;
    bea.closes().await;
    goes_live(&elin).await;
    for _ in 0..6 {
        town.days_pass(7).await;
        town.all_told().await;
    }
    assert_eq!(
        asked(&town, &bea).len(),
        3,
        "two check-ins and the question"
    );
    bea.opens_home().await;
    town.all_told().await;
    bea.sees("Check-ins are paused. Resume on your Home tab brings them back.")
        .await;
    bea.clicks("Resume").await;
    bea.sees("You are asked on Monday at 09:30, every week")
        .await;
    bea.closes().await;
    town.days_pass(7).await;
    town.all_told().await;
    assert_eq!(dms(&bea, "how did it go"), 3);
    town.ends_well().await;
}

#[tokio::test]
async fn nothing_is_asked_before_go_live_nor_late_nor_when_it_lost_its_point() {
    let mut town = Town::open_at(MONDAY).await;
    let (elin, bea) = (town.slack.person("Elin"), town.slack.person("Bea"));
    commits(&bea, "Heron.").await;
    bea.closes().await;
    town.days_pass(7).await;
    town.all_told().await;
    assert_eq!(asked(&town, &bea).len(), 0, "nobody pressed Go live");
    goes_live(&elin).await;

    // Down over its time: three hours later it is still sent, eight hours later it is not.
    town.days_pass(6).await;
    town.hours_pass(21).await;
    town.is_down_for(5).await;
    town.all_told().await;
    assert_eq!(dms(&bea, "how did it go"), 1);
    town.days_pass(6).await;
    town.hours_pass(20).await;
    town.is_down_for(9).await;
    town.all_told().await;
    assert_eq!(dms(&bea, "how did it go"), 1);
    let late = "SELECT count(*) FROM ledger WHERE name = 'check_in' AND skipped = 'late'";
    assert_eq!(town.count(late), 1);

    // Settled before it is due: nothing is asked.
    bea.clicks("Done").await;
    bea.sees("· Done.").await;
    town.days_pass(6).await;
    town.hours_pass(18).await;
    town.all_told().await;
    assert_eq!(asked(&town, &bea).len(), 1);
    let pointless = "SELECT count(*) FROM ledger WHERE name = 'check_in' AND skipped = 'pointless'";
    assert_eq!(town.count(pointless), 1);
    town.ends_well().await;
}

/// Five weeks, hour by hour: Bea in Berlin is asked every working day, Dana in New York on Mondays.
#[tokio::test]
async fn weeks_over_a_change_of_the_clocks_keep_the_hour_the_days_off_and_the_budget() {
    // A Monday, and every hour at a quarter to: what is due at 09:30, spread over ten minutes, is out by 09:45.
    let town = Town::open_at("2026-10-12T05:45:00Z").await;
    let (elin, bea, dana) = (
        town.slack.person("Elin"),
        town.slack.person("Bea"),
        town.slack.person("Dana"),
    );
    for person in [&bea, &dana] {
        person.types("general", "/checkin new").await;
        person.waits_for_form("New commitment").await;
        person.fills("What you will do", "Heron.").await;
        person.submits().await;
        person.closes().await;
    }
    bea.types("general", "/checkin when").await;
    bea.waits_for_form("When to check in").await;
    for day in ["Tuesday", "Wednesday", "Thursday", "Friday"] {
        bea.picks("On", day).await;
    }
    bea.submits().await;
    bea.sees("You are asked on Monday, Tuesday, Wednesday, Thursday and Friday at 09:30")
        .await;
    bea.closes().await;
    goes_live(&elin).await;
    town.all_told().await;
    town.writes(&format!(
        "INSERT INTO leave (person, from_date, to_date, set_by, set_at) VALUES ('{id}', '2026-10-19', '2026-10-20', '{id}', 0);
         INSERT INTO holiday (region, date, name) VALUES ('Berlin', '2026-10-29', 'A Thursday');
         INSERT INTO region (person, region, set_by, set_at) VALUES ('{id}', 'Berlin', 'operator', 0);",
        id = bea.id()
    ));

    let mut answered = [0, 0];
    // From 05:45 to 16:45 UTC hour by hour, and over the night at once.
    for hours in [[1; 11].as_slice(), &[13]].concat().repeat(5 * 7) {
        town.hours_pass(hours).await;
        // Each answers in the DM that it stays open, so that the next one has a point and none is skipped.
        for (person, answered) in [&bea, &dana].into_iter().zip(&mut answered) {
            let in_all = asked(&town, person).len();
            if in_all > *answered {
                town.all_told().await;
                person.clicks("Not yet").await;
                person.sees("Not yet. It stays open.").await;
                *answered = in_all;
            }
        }
    }
    town.all_told().await;

    for (person, zone) in [
        (&bea, chrono_tz::Europe::Berlin),
        (&dana, chrono_tz::America::New_York),
    ] {
        let times = asked(&town, person);
        assert_eq!(dms(person, "how did it go"), times.len(), "each is one DM");
        for at in &times {
            let local = at.with_timezone(&zone);
            assert_eq!((local.hour(), local.minute()), (9, 45), "{local}");
            let week = times
                .iter()
                .filter(|t| **t <= *at && *at - **t < TimeDelta::days(7));
            assert!(week.count() <= 4, "more than four in a week up to {local}");
        }
        for pair in times.windows(2) {
            assert!(pair[1] - pair[0] >= TimeDelta::hours(3), "{pair:?}");
        }
    }
    let days = |person: &Persona, zone: Tz| -> Vec<NaiveDate> {
        let times = asked(&town, person);
        times
            .iter()
            .map(|at| at.with_timezone(&zone).date_naive())
            .collect()
    };
    let berlin = days(&bea, chrono_tz::Europe::Berlin);
    for off in ["2026-10-19", "2026-10-20", "2026-10-29"] {
        assert!(!berlin.contains(&off.parse().unwrap()), "asked on {off}");
    }
    assert!(
        berlin
            .iter()
            .all(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
    );
    // A full week of five days is one too many: the fifth is left out.
    let first: Vec<u32> = berlin
        .iter()
        .filter(|day| day.month() == 10 && day.day() < 19)
        .map(Datelike::day)
        .collect();
    assert_eq!(first, [12, 13, 14, 15]);
    // The clocks go back on 25 October in Berlin and on 1 November in New York; Mondays stay Mondays.
    let mondays: Vec<NaiveDate> = ["10-12", "10-19", "10-26", "11-02", "11-09"]
        .iter()
        .map(|day| format!("2026-{day}").parse().unwrap())
        .collect();
    assert_eq!(days(&dana, chrono_tz::America::New_York), mondays);
    town.ends_well().await;
}
