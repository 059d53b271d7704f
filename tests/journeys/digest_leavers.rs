//! Managers who leave the company and come back: nothing is sent to somebody who is not here, and the level above has the
//! figures of their people all the same.

use crate::{
    digest::{Floor, digests},
    town::{Town, within},
};
use standin::Fault;

/// Slack says that somebody's account is closed, or open again, and Peerloop has heard it.
async fn is_gone(town: &Town, name: &str, gone: bool) {
    let change = town.slack.changes(name, |card| card.deactivated = gone);
    change.await.unwrap();
    let standing = if gone { "deactivated" } else { "member" };
    let kept =
        format!("SELECT count(*) FROM person WHERE name = '{name}' AND standing = '{standing}'");
    comes_to(town, &kept, 1).await;
}

async fn comes_to(town: &Town, sql: &str, count: i64) {
    within(async {
        while town.count(sql) != count {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

fn rows(town: &Town, id: &str) -> i64 {
    let sql = "SELECT count(*) FROM outbox WHERE kind = 'dm' AND subject LIKE 'digest.month:%'";
    town.count(&format!("{sql} AND place = '{id}'"))
}

#[tokio::test]
async fn who_left_is_sent_nothing_and_is_again_once_they_are_back() {
    let floor = Floor::set_up().await;
    floor.goes_live().await;
    let (town, dora, noor) = (&floor.town, floor.person("Dora"), floor.person("Noor"));
    floor.acts("2026-08-10", 2);
    noor.opens_home().await;
    town.all_told().await;
    // 19 August.
    town.days_pass(30).await;
    is_gone(town, "Noor", true).await;
    // 1 September, nine in Berlin and six hours later in New York.
    town.days_pass(13).await;
    town.all_told().await;
    dora.sees("18 people below you take part.").await;
    dora.sees("Commitments kept: 18").await;
    town.hours_pass(6).await;
    town.all_told().await;
    assert_eq!(rows(town, noor.id()), 0);
    let skipped = format!(
        "SELECT count(*) FROM ledger WHERE name = 'digest' AND person = '{}' AND skipped = 'not_taking_part'",
        noor.id()
    );
    assert_eq!(town.count(&skipped), 1);
    // Back on the second: the month stands on their Home, and is not sent late.
    town.days_pass(1).await;
    is_gone(town, "Noor", false).await;
    noor.opens_home().await;
    town.all_told().await;
    noor.sees("August 2026: 8 people").await;
    floor.acts("2026-09-10", 1);
    town.days_pass(29).await;
    town.all_told().await;
    noor.sees("Your digest · September 2026").await;
    noor.sees("Commitments kept: 8 (August: 8)").await;
    assert_eq!(digests(&noor), 1);
    insta::assert_snapshot!(floor.ends_well().await);
}

#[tokio::test]
async fn one_that_waits_is_not_sent_to_who_has_left_meanwhile() {
    let floor = Floor::set_up().await;
    floor.goes_live().await;
    let (town, dora, mina, otto) = (
        &floor.town,
        floor.person("Dora"),
        floor.person("Mina"),
        floor.person("Otto"),
    );
    floor.acts("2026-08-10", 1);
    // 1 September, eight in Berlin: August is issued, and Otto leaves before it is sent.
    town.days_pass(42).await;
    town.hours_pass(23).await;
    assert_eq!(town.count("SELECT count(*) FROM digest_month"), 1);
    is_gone(town, "Otto", true).await;
    // At nine the workspace is moving into an organisation; Mina leaves while hers waits.
    let faults = town.slack.faults();
    for _ in 0..2 {
        faults.fail_next(
            "chat.postMessage",
            Fault::Error("team_added_to_org".to_owned()),
        );
    }
    town.hours_pass(1).await;
    let waiting =
        "SELECT count(*) FROM outbox WHERE state = 'ready' AND code = 'team_added_to_org'";
    comes_to(town, waiting, 2).await;
    is_gone(town, "Mina", true).await;
    town.hours_pass(1).await;
    town.all_told().await;
    dora.sees("Your digest · August 2026").await;
    dora.sees("18 people below you take part.").await;
    let cancelled = format!(
        "SELECT count(*) FROM outbox WHERE state = 'cancelled' AND subject LIKE 'digest.month:%' AND place = '{}'",
        mina.id()
    );
    assert_eq!(town.count(&cancelled), 1);
    assert_eq!(rows(town, otto.id()), 0);
    // Both are back: neither is sent what is over, both are sent the next one.
    is_gone(town, "Mina", false).await;
    is_gone(town, "Otto", false).await;
    town.days_pass(1).await;
    town.all_told().await;
    assert_eq!((digests(&mina), digests(&otto)), (0, 0));
    floor.acts("2026-09-10", 1);
    town.days_pass(30).await;
    town.all_told().await;
    mina.sees("Commitments kept: 10 (August: 10)").await;
    otto.sees("these are the figures from one level up, where 10 people take part.")
        .await;
    assert_eq!((digests(&mina), digests(&otto)), (1, 1));
    floor.ends_well().await;
}
