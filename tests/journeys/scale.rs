//! A workspace of ten thousand people: all of them are read, and nobody waits for that.

use crate::town::Town;
use standin::{Options, workspace::Workspace};
use std::{fmt::Write, time::Duration};
use tokio::time::timeout;

const PEOPLE: usize = 10_000;
const PAGES: usize = PEOPLE / 200;
/// The pretend Slack is slow with so many in a debug build.
const CAP: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_people_are_read_while_somebody_is_answered() {
    let dir = tempfile::tempdir().unwrap();
    let world = dir.path().join("world.yml");
    std::fs::write(&world, workspace()).unwrap();
    // Slack allows 20 pages a minute; with its limits this would take two and a half minutes.
    let town = Town::open_with(Options {
        world: Some(world),
        rate_limits: false,
        ..Options::default()
    })
    .await;
    let first = town.slack.person("Person0000");
    first.types("general", "/feedback @person0001").await;
    first.waits_for_form("Give feedback").await;
    let calls = town.slack.calls("users.list");
    let database = rusqlite::Connection::open(town.dir.path().join("peerloop.db")).unwrap();
    let known = || -> i64 {
        database
            .query_row("SELECT count(*) FROM person", [], |row| row.get(0))
            .unwrap()
    };
    assert!(
        calls < PAGES,
        "everybody had been read before the command was answered: this proves nothing"
    );
    let all_read = async {
        let mut changes = town.slack.hub().changes();
        while town.slack.calls("users.list") < PAGES {
            changes.changed().await.unwrap();
        }
        // The last page is on its way to the disk.
        while known() < i64::try_from(PEOPLE).unwrap() {
            tokio::task::yield_now().await;
        }
    };
    timeout(CAP, all_read).await.expect("it took too long");
    first.closes().await;
    town.ends_well().await;
}

fn workspace() -> String {
    let mut text = "team: {name: Large, domain: large}\npeople:\n".to_owned();
    for person in 0..PEOPLE {
        writeln!(text, "  - {{name: Person{person:04}, zone: Europe/Berlin}}").unwrap();
    }
    text.push_str("channels:\n  - {name: general, members: [Person0000], bot: true}\n");
    text
}

#[tokio::test]
async fn with_ten_thousand_notes_home_shows_a_few_and_pages_the_rest() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    town.all_told().await;
    let mut database = rusqlite::Connection::open(town.dir.path().join("peerloop.db")).unwrap();
    database.busy_timeout(Duration::from_secs(5)).unwrap();
    let tx = database.transaction().unwrap();
    tx.execute_batch(
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
         INSERT INTO feedback (form, giver, receiver, skill, body, given_at, read_at)
         SELECT 'A' || i, 'U0AMIR0000', 'U0BEA00000', 'skill ' || i, x'00', unixepoch(), iif(i % 2, unixepoch(), NULL) FROM n",
    )
    .unwrap();
    tx.commit().unwrap();
    amir.opens_home().await;
    amir.sees("more than 1000 in all").await;
    amir.clicks("Show all").await;
    amir.sees("skill 9981").await;
    amir.sees_no("skill 9980 ");
    amir.clicks("Older").await;
    amir.sees("skill 9961").await;
    amir.clicks("Newest").await;
    amir.sees("skill 10000").await;
    amir.closes_all().await;
    bea.opens_home().await;
    bea.sees("more than 1000 in all; they come up here as you read.")
        .await;
    let home = bea.screen().home.unwrap().blocks;
    assert!(home.len() <= 100, "{}", home.len());
    town.ends_well().await;
}
