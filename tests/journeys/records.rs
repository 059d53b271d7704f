//! What is kept about whom: the promises, one's own data page by page, erasing, and what goes by itself.

use crate::{feedback::give, town::Town};
use rusqlite::{Connection, OpenFlags};
use standin::Fault;

/// All sealed words in the database, and every row of its tables as text.
struct Rows {
    bodies: Vec<Vec<u8>>,
    text: String,
}

fn rows(town: &Town) -> Rows {
    let path = town.dir.path().join("peerloop.db");
    let open = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let bodies = open
        .prepare("SELECT body FROM feedback WHERE body IS NOT NULL ORDER BY id")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let text = ["person", "outbox", "feedback", "seen", "ledger"]
        .iter()
        .flat_map(|table| {
            let mut query = open.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = query.column_count();
            query
                .query_map([], |row| {
                    let values = (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at));
                    Ok(format!("{table} {:?}\n", values.collect::<Vec<_>>()))
                })
                .unwrap()
                .map(Result::unwrap)
                .collect::<Vec<_>>()
        })
        .collect();
    Rows { bodies, text }
}

#[tokio::test]
async fn privacy_says_what_is_promised_and_what_is_kept() {
    let town = Town::open().await;
    let (amir, gus) = (town.slack.person("Amir"), town.slack.person("Gus"));
    amir.types("general", "/peerloop privacy").await;
    amir.sees("What Peerloop keeps about you").await;
    amir.sees("180 days").await;
    amir.clicks("Erase me").await;
    amir.waits_for_form("Erase my data").await;
    amir.closes().await;
    // Slack's list has guests, too: they may know.
    gus.types("general", "/peerloop privacy").await;
    gus.clicks("Show my data").await;
    gus.sees("Standing: guest").await;
    gus.closes().await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn my_data_shows_what_i_may_read_and_nothing_else() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(&amir, "bea", "discovery", "Words that Bea has read.").await;
    amir.closes().await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.sees("Words that Bea has read.").await;
    bea.closes().await;
    give(&amir, "bea", "demo", "Words that Bea has not read.").await;
    amir.closes().await;
    give(&amir, "amir", "demo", "Words for Amir alone.").await;
    amir.closes().await;
    town.all_told().await;

    amir.types("general", "/peerloop my data").await;
    amir.sees("Your data, 1 of 1").await;
    amir.sees("Words that Bea has not read.").await;
    amir.sees("Words for Amir alone.").await;
    amir.sees_no("Words that Bea has read.");
    amir.closes().await;

    bea.types("general", "/peerloop my data").await;
    bea.sees("Words that Bea has read.").await;
    bea.sees_no("Words that Bea has not read.");
    bea.clicks("Show as JSON").await;
    bea.sees("\"start\":\"Words that Bea has read.\"").await;
    bea.sees_no("Words that Bea has not read.");
    bea.clicks("Show as text").await;
    bea.sees("Handle: bea").await;
    bea.closes().await;
    insta::assert_snapshot!(without_times(&town.ends_well().await));
}

/// The transcript without the times of its run.
fn without_times(transcript: &str) -> String {
    let mut text = String::new();
    for line in transcript.lines() {
        let listed = line.find(" UTC · ").and_then(|end| {
            let begin = line.find("> ")?;
            Some(format!(
                "{}(a time){}",
                &line[..begin + 2],
                &line[end + 4..]
            ))
        });
        let mut parts = line.split("_at\":\"");
        let mut plain = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            plain.push_str("_at\":\"(a time)");
            plain.push_str(part.split_once('Z').map_or(part, |(_, rest)| rest));
        }
        text.push_str(&listed.unwrap_or(plain));
        text.push('\n');
    }
    text
}

#[tokio::test]
async fn a_lot_of_data_comes_in_pages() {
    let town = Town::open().await;
    let amir = town.slack.person("Amir");
    let long = "Wörter ".repeat(500).chars().take(2990).collect::<String>();
    for number in 0..20 {
        amir.types("general", "/feedback @amir").await;
        amir.waits_for_form("Give feedback").await;
        amir.picks("Skill", "demo").await;
        for label in ["Start", "Stop"] {
            amir.fills(label, &format!("{number:03} {long}")).await;
        }
        amir.submits().await;
        amir.waits_for_form("Feedback").await;
        amir.closes().await;
    }
    amir.types("general", "/peerloop my data").await;
    amir.sees("Your data, 1 of 3").await;
    let mut seen = String::new();
    for page in 1..=3 {
        amir.sees(&format!("Your data, {page} of 3")).await;
        seen.push_str(&amir.screen_text());
        if page < 3 {
            amir.clicks("Next").await;
        }
    }
    for number in 0..20 {
        assert!(seen.contains(&format!("{number:03} W")), "note {number}");
    }
    amir.clicks("Back").await;
    amir.sees("Your data, 2 of 3").await;
    amir.closes().await;
    town.ends_well().await;
}

#[tokio::test]
async fn my_data_comes_as_files_to_whoever_wants_that() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(&amir, "bea", "demo", "Words that Bea has not read.").await;
    amir.closes().await;
    town.all_told().await;

    amir.types("general", "/peerloop my data").await;
    amir.clicks("Send as files").await;
    amir.sees("as long as your workspace keeps files").await;
    amir.submits().await;
    amir.sees("on their way").await;
    amir.closes().await;
    let text = String::from_utf8(amir.saves("peerloop-my-data.txt").await).unwrap();
    assert!(text.contains("Words that Bea has not read.") && text.contains("Handle: amir"));
    let json: serde_json::Value =
        serde_json::from_slice(&amir.saves("peerloop-my-data.json").await).unwrap();
    let kinds: Vec<_> = json["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds.first(), Some(&"person"), "{kinds:?}");
    assert!(json.to_string().contains("Words that Bea has not read."));

    // Hers do not hold what she has not opened.
    bea.types("general", "/peerloop my data").await;
    bea.clicks("Send as files").await;
    bea.submits().await;
    bea.closes().await;
    let text = String::from_utf8(bea.saves("peerloop-my-data.txt").await).unwrap();
    assert!(text.contains("Handle: bea") && !text.contains("Words that Bea"));
    town.all_told().await;
    assert!(
        !rows(&town).text.contains("Words that"),
        "words in the outbox"
    );
    insta::assert_snapshot!(without_times(&town.ends_well().await));
}

#[tokio::test]
async fn files_that_slack_does_not_take_cost_a_sentence_and_an_upload_is_tried_again() {
    let town = Town::open().await;
    let amir = town.slack.person("Amir");
    let send = async || {
        amir.types("general", "/peerloop my data").await;
        amir.clicks("Send as files").await;
        amir.submits().await;
        amir.closes().await;
        town.all_told().await;
    };
    let faults = town.slack.faults();
    faults.fail_next(
        "files.getUploadURLExternal",
        Fault::Error("file_uploads_disabled".to_owned()),
    );
    send().await;
    amir.sees("Your workspace does not allow apps to send files.")
        .await;
    town.slack.advance(chrono::TimeDelta::minutes(1));
    faults.fail_next("files.getUploadURLExternal", Fault::Status(503));
    send().await;
    amir.saves("peerloop-my-data.json").await;
    town.ends_with_dead_letters(1).await;
}

#[tokio::test]
async fn erase_me_leaves_others_their_half_and_nothing_in_the_files() {
    let town = Town::open().await;
    let (amir, bea, chidi) = (
        town.slack.person("Amir"),
        town.slack.person("Bea"),
        town.slack.person("Chidi"),
    );
    amir.opens_home().await;
    give(&amir, "bea", "discovery", "Read before he left.").await;
    amir.closes().await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.sees("Read before he left.").await;
    bea.sees("Who sees this: you and Amir.").await;
    bea.closes().await;
    give(&amir, "bea", "demo", "Never read.").await;
    amir.closes().await;
    give(&amir, "amir", "demo", "To himself.").await;
    amir.closes().await;
    give(&chidi, "amir", "follow-up", "Never opened by him.").await;
    chidi.closes().await;
    town.all_told().await;
    let before = rows(&town);
    assert_eq!(before.bodies.len(), 4);
    assert!(town.files_hold(b"amir") && before.text.contains(amir.id()));

    amir.types("general", "/peerloop erase me").await;
    amir.waits_for_form("Erase my data").await;
    amir.sees("it is theirs to keep").await;
    amir.submits().await;
    amir.sees("Erased. Peerloop keeps nothing that names you")
        .await;
    let submit = town.slack.payload_of_last("view_submission").unwrap();
    amir.closes().await;
    bea.sees("Someone who left the programme took this back.")
        .await;
    chidi
        .sees("Someone erased their data from Peerloop before opening what you wrote to them")
        .await;
    town.all_told().await;
    town.all_scrubbed().await;

    let after = rows(&town);
    assert_eq!(after.bodies, before.bodies[..1], "only what Bea has read");
    for gone in &before.bodies[1..] {
        assert!(!town.files_hold(gone), "sealed words in a file");
        assert!(!town.files_hold(&gone[..24]), "a piece of them in a file");
    }
    assert!(
        town.files_hold(&before.bodies[0]),
        "the search finds nothing"
    );
    for name in ["Amir", "amir", amir.id()] {
        assert!(!after.text.contains(name), "{name} in {}", after.text);
        assert!(!town.files_hold(name.as_bytes()), "{name} in a file");
    }

    // Bea keeps what she has read, without a name.
    bea.opens_home().await;
    bea.sees("From someone who left the programme · discovery")
        .await;
    bea.clicks("Open").await;
    bea.sees("Read before he left.").await;
    bea.sees("Who sees this: only you.").await;
    bea.sees_no("Amir");
    bea.closes().await;

    // Pressed twice: nothing more, the same answer.
    let again = serde_json::json!({ "type": "interactive", "accepts_response_payload": true, "payload": submit });
    let answer = town.slack.inject(again).await.expect("an ack");
    assert!(answer.to_string().contains("Erased."), "{answer}");

    // He comes back and begins anew.
    give(&amir, "bea", "objections", "Here again.").await;
    amir.closes().await;
    bea.sees("Bea, Amir noticed something about objections.")
        .await;
    insta::assert_snapshot!(town.ends_well().await);
}

#[tokio::test]
async fn an_owner_who_erases_their_data_is_none_any_more() {
    let town = Town::open().await;
    let elin = town.slack.person("Elin");
    elin.opens_home().await;
    elin.clicks("Set up").await;
    elin.waits_for_form("Set up Peerloop").await;
    elin.closes_all().await;
    elin.types("general", "/peerloop my data").await;
    elin.sees("Your role: owner · now").await;
    elin.closes().await;
    elin.types("general", "/peerloop erase me").await;
    elin.submits().await;
    elin.sees("Erased. Peerloop keeps nothing that names you")
        .await;
    elin.closes().await;
    town.all_told().await;
    town.all_scrubbed().await;
    assert!(!town.files_hold(elin.id().as_bytes()));
    town.ends_well().await;
}

#[tokio::test]
async fn what_is_taken_back_or_deleted_is_soon_in_no_file() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(&amir, "bea", "discovery", "Taken back.").await;
    let taken_back = rows(&town).bodies;
    assert!(town.files_hold(&taken_back[0]), "the search finds nothing");
    amir.clicks("Withdraw").await;
    amir.sees("its words are deleted").await;
    amir.closes().await;
    town.all_scrubbed().await;
    assert!(!town.files_hold(&taken_back[0]));

    give(&amir, "bea", "demo", "Deleted by its reader.").await;
    amir.closes().await;
    let deleted = rows(&town).bodies;
    bea.sees("Bea, Amir noticed something about demo.").await;
    town.all_told().await;
    bea.clicks("Read").await;
    bea.sees("Deleted by its reader.").await;
    bea.clicks("Delete my copy").await;
    bea.clicks("Delete it").await;
    bea.sees("Your copy is deleted.").await;
    town.all_scrubbed().await;
    assert!(!town.files_hold(&deleted[0]));
    bea.closes().await;
    town.ends_well().await;
}

#[tokio::test]
async fn after_its_days_a_note_goes_by_itself_with_what_told_of_it() {
    let town = Town::open().await;
    let (amir, bea) = (town.slack.person("Amir"), town.slack.person("Bea"));
    give(&amir, "bea", "discovery", "For half a year.").await;
    amir.closes().await;
    bea.sees("Bea, Amir noticed something about discovery.")
        .await;
    town.all_told().await;
    let body = rows(&town).bodies.remove(0);

    town.days_pass(179).await;
    assert_eq!(rows(&town).bodies.len(), 1, "too early");
    give(&amir, "bea", "demo", "Younger.").await;
    amir.closes().await;
    bea.sees("Bea, Amir noticed something about demo.").await;
    town.all_told().await;

    town.days_pass(2).await;
    let left = rows(&town);
    assert_eq!(left.bodies.len(), 1, "the younger one stays");
    assert!(!left.text.contains("feedback.arrived:1\""), "{}", left.text);
    assert!(left.text.contains("feedback.arrived:2\""), "{}", left.text);
    assert!(!town.files_hold(&body), "sealed words in a file");

    bea.clicks_beside("Read", "discovery").await;
    bea.sees("This is not kept any more").await;
    bea.clicks_beside("Read", "demo").await;
    bea.sees("Younger.").await;
    bea.closes().await;
    insta::assert_snapshot!(town.ends_well().await);
}
