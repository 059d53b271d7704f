//! A whole drill on a database: whatever is played, what others see never says whose an answer is.

use super::{
    rules::Phase,
    views::{action, field, run},
    *,
};
use crate::{
    clock::Clock,
    ids::{ChannelId, Ts, ViewId},
    may::Role,
    outcome::Outcome,
    people::{self, roles},
    profile::Profile,
    request::{Act, Field, Fields, FormState, Place as At},
    rituals::{playbook, registry::HOUSE},
    store::{Creating, Lane, Store},
    vault::Vault,
};
use proptest::prelude::*;

fn profile(id: &str, name: &str) -> Profile {
    Profile {
        id: UserId::new(id),
        team: None,
        name: name.to_owned(),
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

fn request(who: &str, place: At, act: Act) -> Request {
    Request {
        key: format!("act:{who}"),
        who: UserId::new(who),
        team: None,
        place,
        act,
    }
}

fn click(who: &str, action: &str, value: &str) -> Request {
    click_in(Some("pod-blue"), who, action, value)
}

/// A click in a channel that Slack names like this.
fn click_in(name: Option<&str>, who: &str, action: &str, value: &str) -> Request {
    let place = At::Message {
        channel: ChannelId::new("C1"),
        name: name.map(str::to_owned),
        ts: Ts::new("1.1"),
        ephemeral: false,
    };
    let act = Act::Click {
        action: action.to_owned(),
        value: value.to_owned(),
        form: None,
    };
    request(who, place, act)
}

fn submit(who: &str, callback: &str, item: &str, fields: &[(&str, Field)]) -> Request {
    let fields = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()));
    let form = FormState {
        view: ViewId::new(format!("V{who}{item}")),
        callback: callback.to_owned(),
        item: item.to_owned(),
        fields: Fields(fields.collect()),
    };
    request(who, At::Form, Act::Submit(form))
}

fn text(text: &str) -> Field {
    Field::Text(text.to_owned())
}

fn choice(value: &str) -> Field {
    Field::Choice(value.to_owned())
}

/// What everybody in the channel reads of a drill now, what stands on somebody's Home, and what the playbook gives away.
fn public(tx: &Tx<'_>, id: i64) -> Result<String> {
    let drill = card::find(tx, id)?;
    let mut all = card::render(tx, &drill)?
        .map(|message| format!("{:?}", message.to_json()))
        .unwrap_or_default();
    if let Ok(Outcome::Open(form)) = Drill.open(tx, &click("VOTER0", action::ALL, &id.to_string()))
    {
        all = format!("{all}{:?}", form.to_json());
        for page in 2..=3 {
            let act = Act::Click {
                action: action::ALL_NEXT.to_owned(),
                value: format!("{id}:{page}"),
                form: None,
            };
            if let Outcome::Replace(form) = Drill.open(tx, &request("VOTER0", At::Form, act))? {
                all = format!("{all}{:?}", form.to_json());
            }
        }
    }
    let home = Drill.home(tx, &UserId::new("VOTER0"))?;
    let (markdown, _) = playbook::markdown(tx)?;
    let (csv, _) = playbook::csv(tx)?;
    let csv = String::from_utf8_lossy(&csv);
    Ok(format!("{all}{home:?}{markdown}{csv}"))
}

/// Dana's drill, as its card has just been posted.
fn posted(tx: &Tx<'_>) -> Result<i64> {
    let filled = [
        (field::TYPED, text("Too dear.")),
        (field::PACE, choice("live")),
        (field::CHANNEL, choice("C1")),
    ];
    Drill.act(tx, &submit("DANA", action::PREVIEW, "", &filled))?;
    let id = queries::find_by_form(tx, "VDANA")?.map_or(0, |drill| drill.id);
    Drill.act(tx, &submit("DANA", action::POST, &id.to_string(), &[]))?;
    Drill.delivered(tx, &Subject::new(CARD, id))?;
    Ok(id)
}

#[tokio::test]
async fn a_channel_is_called_what_the_last_press_there_said_and_nothing_once_it_is_private() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("db");
    let vault = Vault::with_key(&[9; 32]);
    let store = Store::open(&path, Creating::IfMissing, vault, Clock::System).unwrap();
    let played = store.transact(Lane::Person, None, |tx| {
        for (id, name) in [("DANA", "Dana"), ("BEA", "Bea"), ("AMIR", "Amir")] {
            people::keep(tx, &profile(id, name))?;
        }
        let item = posted(tx)?.to_string();
        let mut called = Vec::new();
        for (who, name) in [
            ("DANA", None),
            ("BEA", Some("pod-blue")),
            ("AMIR", Some("pod-green")),
            ("BEA", None),
        ] {
            Drill.act(tx, &click_in(name, who, action::ANSWER, &item))?;
            let known = queries::last_channel(tx, &UserId::new("DANA"), None)?;
            called.push(known.and_then(|known| known.name));
        }
        Ok(called)
    });
    let called = played.await.unwrap();
    let names = called.iter().map(Option::as_deref).collect::<Vec<_>>();
    assert_eq!(names, [None, Some("pod-blue"), Some("pod-green"), None]);
}

/// Plays a drill with these answers, votes and bows; every step's public face, and that of the end.
fn play(tx: &Tx<'_>, bows: &[bool], picks: &[usize]) -> Result<(Vec<String>, String)> {
    people::keep(tx, &profile("DANA", "Dana"))?;
    roles::give(tx, &UserId::new("DANA"), Role::Owner, "DANA")?;
    for (at, _) in bows.iter().enumerate() {
        people::keep(
            tx,
            &profile(&format!("AUTHOR{at}"), &format!("Zorblax{at}")),
        )?;
    }
    for at in 0..3 {
        people::keep(tx, &profile(&format!("VOTER{at}"), &format!("Quibble{at}")))?;
    }
    let id = posted(tx)?;
    let item = id.to_string();
    let mut seen = Vec::new();
    for (at, _) in bows.iter().enumerate() {
        let who = format!("AUTHOR{at}");
        Drill.act(tx, &click(&who, action::ANSWER, &item))?;
        let answer = [(field::ANSWER, text(&format!("Words {at}.")))];
        Drill.act(tx, &submit(&who, action::ANSWER, &item, &answer))?;
        seen.push(public(tx, id)?);
    }
    Drill.act(tx, &click("DANA", action::CLOSE, &item))?;
    seen.push(public(tx, id)?);
    for (turn, pick) in picks.iter().enumerate() {
        let who = format!("VOTER{}", turn % 3);
        let Ok(Outcome::Open(form)) = Drill.act(tx, &click(&who, action::VOTE, &item)) else {
            continue;
        };
        seen.push(format!("{:?}", form.to_json()));
        let duel: i64 = form.item.parse().unwrap();
        let (pick_name, tweak_name) = (field::pick(duel), field::tweak(duel));
        let said = [
            (pick_name.as_str(), choice(["a", "b", "close"][*pick])),
            (tweak_name.as_str(), text("Shorter.")),
        ];
        Drill.act(tx, &submit(&who, action::JUDGE, &form.item, &said))?;
        seen.push(public(tx, id)?);
    }
    Drill.act(tx, &click("DANA", action::CLOSE_VOTE, &item))?;
    Drill.act(
        tx,
        &click("DANA", action::RUN, &format!("{}:{id}", run::CLOSE_SUDDEN)),
    )?;
    assert!(card::find(tx, id)?.is_over() || card::find(tx, id)?.phase() == Phase::Empty);
    seen.push(public(tx, id)?);
    let facts = tx.take_facts();
    seen.push(format!("{facts:?}"));
    // Whoever owns the programme keeps the result in the playbook.
    let keeps = HOUSE.named("playbook").expect("the playbook");
    for fact in &facts {
        keeps.heard(tx, fact)?;
    }
    let filled = [
        ("objection", text("Too dear.")),
        ("answer", text("Words of the winner.")),
        ("named", Field::Choices(vec!["named".to_owned()])),
    ];
    let item = format!("drill:{id}");
    if facts
        .iter()
        .any(|fact| matches!(fact, Fact::DrillDecided(_)))
    {
        keeps.act(tx, &submit("DANA", "playbook.propose", &item, &filled))?;
        assert!(
            public(tx, id)?.contains("Words of the winner."),
            "it is exported"
        );
    }
    seen.push(public(tx, id)?);
    let item = id.to_string();
    for (at, _) in bows.iter().enumerate().filter(|(_, bows)| **bows) {
        Drill.act(tx, &click(&format!("AUTHOR{at}"), action::BOW, &item))?;
    }
    Ok((seen, public(tx, id)?))
}

/// Opens a drill about what was picked or typed; its id.
fn opened(tx: &Tx<'_>, view: &str, fields: &[(&str, Field)]) -> Result<i64> {
    let rest = [
        (field::PACE, choice("live")),
        (field::CHANNEL, choice("C1")),
    ];
    let fields: Vec<(&str, Field)> = fields.iter().cloned().chain(rest).collect();
    Drill.act(tx, &submit("DANA", action::PREVIEW, view, &fields))?;
    let id = queries::find_by_form(tx, &format!("VDANA{view}"))?.map_or(0, |drill| drill.id);
    Drill.act(tx, &submit("DANA", action::POST, &id.to_string(), &[]))?;
    Drill.delivered(tx, &Subject::new(CARD, id))?;
    Ok(id)
}

fn skill_of(tx: &Tx<'_>, id: i64) -> Result<Option<String>> {
    Ok(card::find(tx, id)?.skill)
}

/// Somebody opens drills in each way that there is; what each trains.
fn opens_in_every_way(tx: &Tx<'_>) -> Result<()> {
    people::keep(tx, &profile("DANA", "Dana"))?;
    roles::give(tx, &UserId::new("DANA"), Role::Owner, "DANA")?;
    let usual = (field::SKILL, choice("usual"));
    let (price, heard) = (
        (field::OBJECTION, choice("s:price")),
        (field::TYPED, text("Your support is slow.")),
    );
    let trains = |view: &str, fields: &[(&str, Field)]| skill_of(tx, opened(tx, view, fields)?);
    let some = |skill: &str| Some(skill.to_owned());
    assert_eq!(
        trains("1", &[price.clone(), usual.clone()])?,
        some("negotiation & closing"),
        "what the starter brings along"
    );
    assert_eq!(
        trains("2", &[heard.clone(), usual.clone()])?,
        some("objections")
    );
    let demo = (field::SKILL, choice("skill:demo"));
    assert_eq!(trains("3", &[price.clone(), demo.clone()])?, some("demo"));
    assert_eq!(
        trains("4", &[price.clone(), usual.clone()])?,
        some("demo"),
        "as last time"
    );
    assert_eq!(trains("5", &[heard.clone(), demo])?, some("demo"));
    assert_eq!(
        trains(
            "6",
            &[(field::TYPED, text("your support is slow")), usual.clone()]
        )?,
        some("demo"),
        "the same objection, typed anew"
    );
    assert_eq!(
        trains("7", std::slice::from_ref(&price))?,
        None,
        "nothing was picked"
    );
    assert_eq!(trains("8", &[price.clone(), usual.clone()])?, some("demo"));
    let unknown = trains("9", &[price, (field::SKILL, choice("skill:small talk"))]);
    let refused = unknown.unwrap_err().to_string();
    assert!(
        refused.contains("Owners have taken this skill off the list."),
        "{refused}"
    );
    Ok(())
}

/// Answers of three in a drill that trains something, and of two in one that does not; what the figures count of them.
fn counted_of_answers(tx: &Tx<'_>) -> Result<Vec<(Option<String>, String, i64)>> {
    let usual = (field::SKILL, choice("usual"));
    let price = (field::OBJECTION, choice("s:price"));
    let drills = [
        (opened(tx, "10", &[price.clone(), usual])?, 3),
        (opened(tx, "11", &[price])?, 2),
    ];
    for (id, authors) in drills {
        for at in 0..authors {
            let (who, item) = (format!("AUTHOR{at}"), id.to_string());
            people::keep(tx, &profile(&who, &who))?;
            Drill.act(tx, &click(&who, action::ANSWER, &item))?;
            let answer = [(field::ANSWER, text("Words."))];
            Drill.act(tx, &submit(&who, action::ANSWER, &item, &answer))?;
        }
    }
    let mut counted = Vec::new();
    for count in Drill.counted() {
        let mut query = tx.connection().prepare(count.sql)?;
        let now = tx.now.timestamp();
        let rows = query.query_map([now - 60, now + 60], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(3)?))
        })?;
        counted.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    counted.sort();
    Ok(counted)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_trains_what_was_picked_or_its_objection_usually_trains_and_each_answer_counts_once()
 {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("db");
    let vault = Vault::with_key(&[9; 32]);
    let store = Store::open(&path, Creating::IfMissing, vault, Clock::System).unwrap();
    let counted = store.transact(Lane::Person, None, |tx| {
        opens_in_every_way(tx)?;
        counted_of_answers(tx)
    });
    let of = |skill: Option<&str>, who: &str| (skill.map(str::to_owned), who.to_owned(), 1);
    let demo = Some("demo");
    assert_eq!(
        counted.await.unwrap(),
        [
            of(None, "AUTHOR0"),
            of(None, "AUTHOR1"),
            of(demo, "AUTHOR0"),
            of(demo, "AUTHOR1"),
            of(demo, "AUTHOR2")
        ]
    );
    store.close().await;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nobody_is_told_whose_an_answer_is_unless_its_author_takes_a_bow(
        bows in proptest::collection::vec(any::<bool>(), 0..6), picks in proptest::collection::vec(0_usize..3, 0..12),
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("db"), Creating::IfMissing, Vault::with_key(&[9; 32]), Clock::System).unwrap();
        let (with, picks) = (bows.clone(), picks.clone());
        let played = store.transact(Lane::Person, None, move |tx| play(tx, &with, &picks));
        let (seen, end) = runtime.block_on(played).unwrap();
        for face in &seen {
            prop_assert!(!face.contains("AUTHOR") && !face.contains("Zorblax"), "{face}");
            prop_assert!(!face.contains("Quibble"), "{face}");
        }
        prop_assert!(!end.contains("AUTHOR") && !end.contains("Quibble"), "{end}");
        for (at, bows) in bows.iter().enumerate() {
            prop_assert_eq!(end.contains(&format!("Zorblax{at}")), *bows, "{}", end);
        }
    }
}
