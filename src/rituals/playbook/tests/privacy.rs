//! What erasing takes, and who reads a draft.

use super::{House, amir, click, elin, live, submit, words};
use crate::{
    ids::UserId,
    people,
    request::Field,
    rituals::{
        Ritual,
        playbook::{Playbook, data, entry, queries, review, write},
    },
    store::Lane,
};

#[tokio::test]
async fn erasing_takes_drafts_and_names_and_leaves_the_teams_entries() {
    let house = House::open().await;
    house
        .does(|tx| {
            let id = live(tx, "Authority", "Who else decides?")?;
            queries::add_version(
                tx,
                id,
                &amir(),
                Some(&amir()),
                &words("Authority", "Who decides?"),
            )?;
            queries::insert(tx, "draft", &amir(), None, None, &words("A draft", "x"))?;
            people::keep_nobody(tx)?;
            data::erase(tx, &amir())
        })
        .await;
    let left = house.sees(|read| queries::proposed_by(read, &amir())).await;
    assert_eq!(left.len(), 1, "the draft is gone: {left:?}");
    let statements: Vec<String> = data::RECORDS
        .iter()
        .flat_map(crate::records::Record::erase_sql)
        .collect();
    house
        .does(move |tx| {
            for sql in &statements {
                tx.connection()
                    .prepare(sql)?
                    .execute(("AMIR", crate::ids::NOBODY))?;
            }
            Ok(())
        })
        .await;
    let form = house.sees(|read| entry::form(read, &elin(), 1)).await;
    let form = form.to_json().unwrap().to_string();
    assert!(
        form.contains("Who decides?") && !form.contains("AMIR"),
        "{form}"
    );
}

#[tokio::test]
async fn nobody_but_its_writer_and_those_who_review_reads_a_draft() {
    let house = House::open().await;
    house
        .does(|tx| {
            let draft = words("A secret draft", "x");
            queries::insert(tx, "draft", &amir(), None, None, &draft).map(drop)
        })
        .await;
    for (who, may) in [("AMIR", true), ("ELIN", true), ("BEA", false)] {
        let who = UserId::new(who);
        let asks = who.clone();
        let opened = house
            .store
            .read(move |read| Playbook.open(read, &click("playbook.open", "1", &asks)))
            .await;
        assert_eq!(opened.is_ok(), may, "{who}");
        let change = submit(
            "playbook.edit",
            "1",
            "V9",
            &who,
            &[
                ("objection", Field::Text("A secret draft".to_owned())),
                ("answer", Field::Text("x".to_owned())),
            ],
        );
        let changed = house
            .store
            .transact(Lane::Person, None, move |tx| Playbook.act(tx, &change))
            .await;
        assert_eq!(changed.is_ok(), may, "{who}");
        let moves = who.clone();
        let moved = house
            .store
            .transact(Lane::Person, None, move |tx| {
                review::reviewed(tx, &moves, 1)
            })
            .await;
        assert_eq!(moved.is_ok(), who == elin(), "{who}");
        if who == elin() {
            break;
        }
    }
    let deleted = house
        .store
        .transact(Lane::Person, None, |tx| {
            write::delete(tx, &UserId::new("BEA"), 1)
        })
        .await;
    assert!(deleted.is_err());
}
