//! Check-ins week after week: not before **Go live**, not hours late, not when they lost their point; and fewer for whoever
//! does not answer. Hours, days off, changes of the clocks and the budget are in `quarter`.

use crate::{
    commitment::{MONDAY, commits},
    town::Town,
};
use chrono::{DateTime, Utc};
use standin::Persona;

/// Elin begins the programme and lets prompts be sent.
pub(crate) async fn goes_live(elin: &Persona) {
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
