//! Whose turn it is, what a refusal leaves, and what a claim costs.

use super::*;
use crate::{
    clock::Clock,
    ids::UserId,
    outbox::{post, post_again, refresh},
    store::{Creating, Lane as StoreLane, Store},
    vault::Vault,
};
use rusqlite::StatementStatus;

struct Outbox {
    store: Store,
    _dir: tempfile::TempDir,
}

impl Outbox {
    fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(
            &dir.path().join("db"),
            Creating::IfMissing,
            Vault::with_key(&[5; 32]),
            Clock::System,
        )
        .unwrap();
        Self { store, _dir: dir }
    }

    async fn does<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.store
            .transact(StoreLane::Person, None, job)
            .await
            .unwrap()
    }
}

fn dm(user: &str) -> Place {
    Place::Dm(UserId::new(user))
}

fn subjects(claimed: &Claimed) -> Vec<String> {
    let of = |parcel: &Parcel| parcel.subject.to_string();
    claimed.parcels.iter().map(of).collect()
}

#[tokio::test]
async fn a_lane_after_the_other_one_per_place_and_none_where_one_is_under_way() {
    let outbox = Outbox::empty();
    let (first, second) = outbox
        .does(|tx| {
            let mut id = 0;
            for (lane, place) in [
                (Lane::Prompt, dm("A")),
                (Lane::Card, dm("B")),
                (Lane::Act, dm("A")),
                (Lane::Act, dm("A")),
                (Lane::Act, dm("C")),
                (Lane::Act, Place::Home(UserId::new("C"))),
            ] {
                id += 1;
                post(tx, lane, &place, &Subject::new("test.row", id))?;
            }
            Ok((claim(tx, 8, |_| Turn::Now)?, claim(tx, 8, |_| Turn::Now)?))
        })
        .await;
    assert_eq!(
        subjects(&first),
        ["test.row:6", "test.row:3", "test.row:5", "test.row:2"]
    );
    assert!(second.parcels.is_empty() && !second.held_back);
    assert_eq!(
        second.next_due_at, None,
        "what waits for a delivery is woken by its end, not by the clock"
    );
}

#[tokio::test]
async fn a_kind_of_call_that_must_wait_holds_up_no_other() {
    let outbox = Outbox::empty();
    let claimed = outbox
        .does(|tx| {
            for id in 0..50 {
                post(tx, Lane::Act, &dm(&format!("U{id}")), &Subject::new("test.row", id))?;
            }
            let stands = Subject::new("test.stands", 1);
            post(tx, Lane::Card, &dm("U1"), &stands)?;
            tx.connection().execute(
                "UPDATE outbox SET state = 'sent', channel = 'D1', ts = '1.1' WHERE subject = 'test.stands:1'",
                [],
            )?;
            refresh(tx, &stands)?;
            let mut asked = 0;
            let claimed = claim(tx, 8, |parcel| {
                asked += 1;
                match parcel.call() {
                    Call::Message => Turn::CallWaits,
                    Call::Home | Call::Edit => Turn::Now,
                }
            })?;
            assert_eq!(asked, 2, "one message said that all of them wait");
            Ok(claimed)
        })
        .await;
    assert_eq!(subjects(&claimed), ["test.stands:1"]);
    assert!(claimed.held_back);
}

#[tokio::test]
async fn cards_in_one_channel_do_not_wait_for_each_other_nor_for_what_is_new_there() {
    let outbox = Outbox::empty();
    let claimed = outbox
        .does(|tx| {
            let channel = Place::Channel(ChannelId::new("C1"));
            for id in [1, 2] {
                post(tx, Lane::Card, &channel, &Subject::new("test.card", id))?;
                tx.connection().execute(
                    "UPDATE outbox SET state = 'sent', channel = 'C1', ts = ?1 WHERE subject = ?2",
                    params![format!("{id}.1"), format!("test.card:{id}")],
                )?;
                refresh(tx, &Subject::new("test.card", id))?;
            }
            for id in [3, 4] {
                post(tx, Lane::Card, &channel, &Subject::new("test.card", id))?;
            }
            claim(tx, 8, |parcel| {
                if parcel.subject.id() == "1" {
                    Turn::PlaceWaits
                } else {
                    Turn::Now
                }
            })
        })
        .await;
    assert_eq!(subjects(&claimed), ["test.card:2", "test.card:3"]);
    assert!(claimed.held_back);
}

#[tokio::test]
async fn what_was_refused_can_be_told_again_and_nothing_else() {
    let outbox = Outbox::empty();
    outbox
        .does(|tx| {
            let (channel, card) = (
                Place::Channel(ChannelId::new("C1")),
                Subject::new("test.card", 1),
            );
            post(tx, Lane::Card, &channel, &card)?;
            assert!(!post_again(tx, &channel, &card)?);
            let claimed = claim(tx, 8, |_| Turn::Now)?;
            settle_dead(tx, &claimed.parcels[0], "not_in_channel")?;
            assert!(claim(tx, 8, |_| Turn::Now)?.parcels.is_empty());
            assert!(post_again(tx, &channel, &card)?);
            assert_eq!(subjects(&claim(tx, 8, |_| Turn::Now)?), ["test.card:1"]);
            Ok(())
        })
        .await;
}

#[tokio::test]
async fn a_claim_costs_the_same_however_many_wait() {
    let outbox = Outbox::empty();
    let mut steps = Vec::new();
    for (from, to) in [(0, 100), (100, 10_000)] {
        let cost = outbox.does(move |tx| {
            for id in from..to {
                // Every other one is tried again later, as after an hour without Slack.
                post(
                    tx,
                    Lane::Act,
                    &dm(&format!("U{id}")),
                    &Subject::new("test.row", id),
                )?;
            }
            tx.connection().execute(
                "UPDATE outbox SET due_at = due_at + 9999 WHERE id % 2 AND id > ?1",
                [from],
            )?;
            let cost = |tx: &Tx<'_>| {
                Ok::<_, crate::error::Failure>(
                    tx.connection()
                        .prepare_cached(DUE)?
                        .get_status(StatementStatus::VmStep),
                )
            };
            let before = cost(tx)?;
            let mut left = 8;
            let claimed = claim(tx, 64, |_| {
                left -= 1;
                if left < 0 { Turn::CallWaits } else { Turn::Now }
            })?;
            assert_eq!(claimed.parcels.len(), 8);
            Ok(cost(tx)? - before)
        });
        steps.push(cost.await);
    }
    assert_eq!(
        steps[0], steps[1],
        "steps of SQLite with 100 and 10,000 waiting"
    );
}
