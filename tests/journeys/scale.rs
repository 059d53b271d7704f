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
