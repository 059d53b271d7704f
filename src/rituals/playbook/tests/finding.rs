//! What is found, and in which order.

use super::{House, amir, elin, live, words};
use crate::{
    request::Place,
    rituals::playbook::{
        find, queries, review,
        rules::{How, State},
    },
};

#[tokio::test]
async fn the_bundled_database_finds_parts_of_words_without_regard_to_case_and_accents() {
    let house = House::open().await;
    house
        .does(|tx| live(tx, "Trop cher: le PRIX élevé", "Comparé à quoi ?"))
        .await;
    for query in ["prix", "eleve", "ÉLEV", "prix eleve"] {
        let found = house
            .sees(move |read| {
                Ok(queries::with_all(read, super::super::rules::asked(query).findable())?.len())
            })
            .await;
        assert_eq!(found, 1, "{query}");
    }
}

#[tokio::test]
async fn exact_comes_before_mistyped_before_nothing_and_only_what_is_live_or_stale_is_found() {
    let house = House::open().await;
    house
        .does(|tx| {
            live(tx, "The price is too high", "Compared to what?")?;
            live(tx, "We want a prize for it", "Why?")?;
            live(tx, "We have a vendor already", "Which one?")?;
            let draft = queries::insert(
                tx,
                "draft",
                &amir(),
                None,
                None,
                &words("Price of a draft", "x"),
            )?;
            assert_eq!(queries::find(tx, draft)?.unwrap().state, State::Draft);
            let gone = live(tx, "Price of what is retired", "x")?;
            review::retire(tx, &elin(), gone).map(drop)
        })
        .await;
    assert_eq!(house.finds("price").await[0], "The price is too high");
    assert_eq!(house.finds("pirce").await, ["The price is too high"]);
    assert_eq!(house.finds("vender").await, ["We have a vendor already"]);
    assert_eq!(house.finds("zebra").await, Vec::<String>::new());
    assert_eq!(house.finds("draft").await, Vec::<String>::new());
    assert_eq!(house.finds("retired").await, Vec::<String>::new());
    for query in [
        "",
        "\"",
        "a\" OR \"b",
        "NEAR(",
        "*",
        "-x",
        "x:y",
        "🙂",
        "no",
        "\u{0}",
    ] {
        house.finds(query).await;
    }
}

#[tokio::test]
async fn among_hundreds_that_hold_a_word_the_one_that_worked_comes_first() {
    let house = House::open().await;
    house
        .does(|tx| {
            let first = live(tx, "The price is what it is", "Compared to what?")?;
            find::used(tx, &amir(), first, Some(How::Worked), &Place::Nowhere)?;
            for number in 0..300 {
                live(tx, &format!("Timing {number}"), "Not the price.")?;
                live(tx, &format!("The price {number}"), "x")?;
            }
            Ok(())
        })
        .await;
    assert_eq!(house.finds("price").await[0], "The price is what it is");
    assert!(house.finds("priec").await[1].starts_with("The price"));
}
