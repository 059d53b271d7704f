//! From live to stale to retired, and what use counts.

use super::{House, amir, elin, live, words};
use crate::{
    clock::Clock,
    fact::Fact,
    ids::UserId,
    request::Place,
    rituals::playbook::{
        age, find, queries, review,
        rules::{How, State},
    },
    store::{Creating, Lane, Store},
    vault::Vault,
};

#[tokio::test]
async fn what_is_retired_or_deleted_is_gone_from_the_files_and_what_is_live_stands_in_the_open() {
    let house = House::open().await;
    let (kept, gone) = house
        .does(|tx| {
            let draft = words("Wombat objection", "Wombat answer");
            let draft = queries::insert(tx, "draft", &amir(), None, None, &draft)?;
            assert_eq!(draft, 1);
            Ok((
                live(tx, "Zebracrossing objection", "Quokka answer")?,
                live(tx, "Pangolin objection ӝӝӝ", "Axolotl answer")?,
            ))
        })
        .await;
    house.store.close().await;
    assert!(house.files_hold("Zebracrossing") && house.files_hold("Pangolin"));
    // The trigram that only this entry has stands in its text and in the index's own tables.
    assert!(house.count_in_files("ӝӝӝ") >= 2);
    assert!(!house.files_hold("Wombat"), "a draft is sealed");
    let path = house.dir.path().join("db");
    let store = Store::open(
        &path,
        Creating::Never,
        Vault::with_key(&[3; 32]),
        Clock::System,
    )
    .unwrap();
    store
        .transact(Lane::Person, None, move |tx| {
            review::retire(tx, &elin(), gone)?;
            queries::delete(tx, 1)
        })
        .await
        .unwrap();
    store.close().await;
    for word in ["Pangolin", "Axolotl", "axolo", "angoli", "ӝӝӝ"] {
        assert!(!house.files_hold(word), "{word}");
    }
    assert!(house.files_hold("Zebracrossing"), "entry {kept} stays");
}

#[tokio::test]
async fn after_ninety_days_an_entry_turns_stale_asks_for_a_drill_and_is_renewed() {
    let house = House::open().await;
    house
        .does(|tx| {
            for number in 0..55 {
                live(tx, &format!("Objection number {number}"), "x")?;
            }
            Ok(())
        })
        .await;
    let due = house.sees(age::due_at).await.unwrap();
    house.days_pass(89);
    assert!(due > house.store.clock().now());
    house.days_pass(1);
    assert!(due <= house.store.clock().now());
    let mut wanted = Vec::new();
    while house
        .sees(age::due_at)
        .await
        .is_some_and(|due| due <= house.store.clock().now())
    {
        let (facts, changes) = house
            .does(|tx| {
                let before = tx.connection().total_changes();
                age::tick(tx)?;
                Ok((tx.take_facts(), tx.connection().total_changes() - before))
            })
            .await;
        assert!(changes <= 200, "{changes} rows in one step");
        wanted.extend(facts);
    }
    assert_eq!(wanted.len(), 55);
    assert!(wanted.contains(&Fact::WantsDrill {
        source: "playbook:1".to_owned(),
        objection: "Objection number 0".to_owned()
    }));
    assert_eq!(
        house.finds("objection number").await.len(),
        55,
        "what is stale is still found"
    );
    house
        .does(|tx| review::renew(tx, &elin(), 1).map(drop))
        .await;
    let state = house
        .sees(|read| queries::find(read, 1))
        .await
        .unwrap()
        .state;
    assert_eq!(state, State::Live);
    assert_eq!(
        house.finds("objection").await[0],
        "Objection number 0",
        "live before stale"
    );
    assert!(house.sees(age::due_at).await.unwrap() > house.store.clock().now());
}

#[tokio::test]
async fn uses_count_once_a_day_and_person_and_are_gone_with_the_person() {
    let house = House::open().await;
    house
        .does(|tx| {
            let id = live(tx, "Timing", "Why now?")?;
            find::used(tx, &amir(), id, Some(How::Worked), &Place::Nowhere)?;
            find::used(tx, &amir(), id, Some(How::No), &Place::Nowhere)?;
            find::used(
                tx,
                &UserId::new("BEA"),
                id,
                Some(How::Partly),
                &Place::Nowhere,
            )
            .map(drop)
        })
        .await;
    let evidence = house.sees(|read| queries::evidence(read, 1)).await;
    assert_eq!(
        (
            evidence.uses,
            evidence.people,
            evidence.worked,
            evidence.partly
        ),
        (2, 2, 0, 1)
    );
    house.days_pass(1);
    house
        .does(|tx| find::used(tx, &amir(), 1, Some(How::Worked), &Place::Nowhere).map(drop))
        .await;
    let evidence = house.sees(|read| queries::evidence(read, 1)).await;
    assert_eq!((evidence.uses, evidence.people, evidence.worked), (3, 2, 1));
    house
        .does(|tx| find::used(tx, &amir(), 1, None, &Place::Nowhere).map(drop))
        .await;
    assert_eq!(house.sees(|read| queries::evidence(read, 1)).await.uses, 2);
}
