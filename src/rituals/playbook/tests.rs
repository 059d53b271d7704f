//! The playbook on a database: what is told to it, what it finds and in which order, and that nothing is left where it
//! should be gone.

use super::{
    Playbook, age, data, entry, find, queries, review,
    rules::{How, State, Words},
    write,
};
use crate::{
    clock::Clock,
    error::Result,
    fact::{DecidedAnswer, DecidedDrill, Fact},
    ids::{UserId, ViewId},
    may::Role,
    outcome::Outcome,
    people::{self, roles},
    profile::Profile,
    request::{Act, Field, Fields, FormState, Place, Request},
    rituals::Ritual,
    store::{Creating, Lane, Read, Store, Tx},
    vault::Vault,
};
use std::path::Path;
use tokio::sync::watch;

struct House {
    dir: tempfile::TempDir,
    store: Store,
    shift: watch::Sender<i64>,
}

fn profile(id: &str) -> Profile {
    Profile {
        id: UserId::new(id),
        team: None,
        name: id.to_owned(),
        full_name: None,
        handle: id.to_lowercase(),
        email: None,
        zone: None,
        is_bot: false,
        is_guest: false,
        is_single_channel: false,
        is_outsider: false,
        is_admin: false,
        is_deactivated: false,
    }
}

fn amir() -> UserId {
    UserId::new("AMIR")
}

fn elin() -> UserId {
    UserId::new("ELIN")
}

impl House {
    async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (shift, seconds) = watch::channel(0);
        let store = Store::open(
            &dir.path().join("db"),
            Creating::IfMissing,
            Vault::with_key(&[3; 32]),
            Clock::Shifted(seconds),
        )
        .unwrap();
        let house = Self { dir, store, shift };
        house
            .does(|tx| {
                for id in ["AMIR", "BEA", "ELIN"] {
                    people::keep(tx, &profile(id))?;
                }
                roles::give(tx, &elin(), Role::Owner, elin().as_str())
            })
            .await;
        house
    }

    async fn does<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.store.transact(Lane::Person, None, job).await.unwrap()
    }

    async fn sees<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Read<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.store.read(look).await.unwrap()
    }

    async fn finds(&self, query: &'static str) -> Vec<String> {
        let found = self.sees(move |read| find::find(read, query)).await;
        found
            .ranked
            .into_iter()
            .map(|found| found.words.objection)
            .collect()
    }

    fn days_pass(&self, days: i64) {
        self.shift.send_modify(|seconds| *seconds += days * 86_400);
    }

    /// Everything in the database's files once its log has been emptied.
    fn files(&self) -> Vec<u8> {
        let database = rusqlite_checkpoint(&self.dir.path().join("db"));
        database
            .into_iter()
            .flat_map(|path| std::fs::read(path).unwrap_or_default())
            .collect()
    }

    fn count_in_files(&self, words: &str) -> usize {
        let files = self.files();
        let parts = files.windows(words.len());
        parts.filter(|part| *part == words.as_bytes()).count()
    }

    fn files_hold(&self, words: &str) -> bool {
        self.count_in_files(words) + self.count_in_files(&words.to_lowercase()) > 0
    }
}

fn rusqlite_checkpoint(path: &Path) -> Vec<std::path::PathBuf> {
    crate::store::empty_log(path).unwrap();
    let dir = path.parent().unwrap();
    std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}

fn words(objection: &str, answer: &str) -> Words {
    Words {
        objection: objection.to_owned(),
        answer: answer.to_owned(),
        ..Words::default()
    }
}

/// A live entry; its id.
fn live(tx: &Tx<'_>, objection: &str, answer: &str) -> Result<i64> {
    let form = tx.random()?;
    let id = queries::insert(tx, &form, &amir(), None, None, &words(objection, answer))?;
    review::go_live(tx, &elin(), id)
}

fn submit(
    callback: &str,
    item: &str,
    view: &str,
    who: &UserId,
    fields: &[(&str, Field)],
) -> Request {
    Request {
        key: format!("form:{view}"),
        who: who.clone(),
        team: None,
        place: Place::Form,
        act: Act::Submit(FormState {
            view: ViewId::new(view),
            callback: callback.to_owned(),
            item: item.to_owned(),
            fields: Fields(
                fields
                    .iter()
                    .map(|(name, field)| ((*name).to_owned(), field.clone()))
                    .collect(),
            ),
        }),
    }
}

fn click(action: &str, value: &str, who: &UserId) -> Request {
    Request {
        key: format!("act:{action}"),
        who: who.clone(),
        team: None,
        place: Place::Nowhere,
        act: Act::Click {
            action: action.to_owned(),
            value: value.to_owned(),
            form: None,
        },
    }
}

fn drill(source: &str, share: Option<u8>) -> DecidedDrill {
    let answer = |text: &str, share, duels| DecidedAnswer {
        text: text.to_owned(),
        tweaks: vec!["Shorter.".to_owned()],
        share,
        duels,
    };
    DecidedDrill {
        source: source.to_owned(),
        objection: "It is too expensive for us".to_owned(),
        context: "Series A, a finance lead".to_owned(),
        answers: vec![
            answer("Compared to what?", share, 8),
            answer("What would it have to return?", Some(40), 6),
            answer("Nobody judged this one.", None, 1),
        ],
        voters: 9,
    }
}

fn form_of(outcome: Outcome) -> String {
    match outcome {
        Outcome::Open(form) | Outcome::Replace(form) => form.to_json().unwrap().to_string(),
        Outcome::Whisper(message) => message.to_json().unwrap().to_string(),
        Outcome::Done | Outcome::GoOn { .. } => String::new(),
    }
}

#[tokio::test]
async fn the_bundled_database_finds_parts_of_words_without_regard_to_case_and_accents() {
    let house = House::open().await;
    house
        .does(|tx| live(tx, "Trop cher: le PRIX élevé", "Comparé à quoi ?"))
        .await;
    for query in ["prix", "eleve", "ÉLEV", "prix eleve"] {
        let found = house
            .sees(move |read| {
                Ok(queries::with_all(read, super::rules::asked(query).findable())?.len())
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
    assert!(form_of(opened).contains("Won 70 % of 8 duels in 1 drill"));

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
