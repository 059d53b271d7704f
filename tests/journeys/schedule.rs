//! The schedule: what recurs, when next in the reader's time.

use crate::town::Town;

#[tokio::test]
async fn everybody_can_read_what_recurs_in_their_own_time() {
    let town = Town::open().await;
    let bea = town.slack.person("Bea");
    bea.types("general", "/peerloop schedule").await;
    bea.sees("Nothing recurs for you alone.").await;
    bea.sees("Deleting what was kept long enough").await;
    bea.sees("Times are yours (").await;
    bea.sees("Who sees this: only you.").await;
    town.ends_well().await;
}
