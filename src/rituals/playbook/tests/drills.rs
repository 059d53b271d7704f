//! What becomes of a drill.

use super::{House, amir, click, drill, elin, form_of, submit};
use crate::{
    fact::Fact,
    request::Field,
    rituals::{
        Ritual,
        playbook::{Playbook, queries, review},
    },
};

#[tokio::test]
async fn a_drill_becomes_an_entry_once_and_the_next_one_counts_for_it() {
    let house = House::open().await;
    house
        .does(|tx| {
            for source in ["drill:17", "drill:18"] {
                Playbook.heard(tx, &Fact::DrillDecided(Box::new(drill(source, Some(70)))))?;
            }
            Ok(())
        })
        .await;
    let opened = house
        .sees(|read| Playbook.open(read, &click("playbook.adopt", "drill:17", &elin())))
        .await;
    let opened = form_of(opened);
    for text in [
        "It is too expensive for us",
        "Compared to what?",
        "What would it have to return?",
        "Shorter.",
        "9 people voted",
        "Make it live",
    ] {
        assert!(opened.contains(text), "{text}: {opened}");
    }
    assert!(!opened.contains("Nobody judged"), "{opened}");
    let fields = [
        (
            "objection",
            Field::Text("It is too expensive for us".to_owned()),
        ),
        ("answer", Field::Text("Compared to what?".to_owned())),
    ];
    for _ in 0..2 {
        let sent = submit("playbook.propose", "drill:17", "V1", &elin(), &fields);
        let said = house.does(move |tx| Playbook.act(tx, &sent)).await;
        assert!(form_of(said).contains("Live."));
    }
    // Another person presses the button of the same drill later: they see the entry.
    let opened = house
        .sees(|read| Playbook.open(read, &click("playbook.adopt", "drill:17", &amir())))
        .await;
    assert!(form_of(opened).contains("70 % in 8 comparisons of 1 drill"));

    // A rep adds what the next drill has shown; it waits for review and then counts.
    let opened = house
        .sees(|read| Playbook.open(read, &click("playbook.adopt", "drill:18", &amir())))
        .await;
    let opened = form_of(opened);
    assert!(
        opened.contains("nearly the same") && opened.contains("Send for review"),
        "{opened}"
    );
    let sent = submit(
        "playbook.propose",
        "drill:18",
        "V2",
        &amir(),
        &[
            ("into", Field::Choice("add:1".to_owned())),
            (
                "objection",
                Field::Text("It is too expensive for us".to_owned()),
            ),
            ("answer", Field::Text("A better one.".to_owned())),
        ],
    );
    let said = house.does(move |tx| Playbook.act(tx, &sent)).await;
    assert!(form_of(said).contains("Sent for review."));
    assert_eq!(house.finds("expensive").await.len(), 1);
    house
        .does(|tx| review::go_live(tx, &elin(), 2).map(drop))
        .await;
    assert_eq!(house.finds("expensive").await.len(), 1, "no second entry");
    let (evidence, versions, kept) = house
        .sees(|read| {
            let kept = queries::open_words(read, 1)?.unwrap();
            Ok((
                queries::evidence(read, 1)?,
                queries::versions(read, 1)?.len(),
                kept,
            ))
        })
        .await;
    assert_eq!(
        (evidence.drills, evidence.duels, evidence.share),
        (2, 16, Some(70))
    );
    assert_eq!(versions, 2);
    assert_eq!(kept.answer, "Compared to what?");
    assert!(
        kept.variants.contains(&"A better one.".to_owned()),
        "{kept:?}"
    );
    // A drill that was adopted counts once, whatever is told again.
    house
        .does(|tx| {
            Playbook.heard(
                tx,
                &Fact::DrillDecided(Box::new(drill("drill:17", Some(1)))),
            )
        })
        .await;
    let still = house.sees(|read| queries::evidence(read, 1)).await;
    assert_eq!(still.share, Some(70));
}
