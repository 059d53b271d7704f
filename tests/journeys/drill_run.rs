//! Fire drills and whoever runs them: over night, with more time, closed early, cancelled in the vote, and with a card that
//! somebody deleted.

use crate::{
    drill::{answers, calm, closes_early, duel, minutes_pass, opens, votes},
    town::{Town, within},
};
use chrono::Duration;
use standin::{Persona, act::Act};

/// Opens a drill over the day where the facilitator types.
async fn opens_async(facilitator: &Persona, channel: &str, objection: &str) {
    facilitator.types(channel, "/drill").await;
    facilitator.waits_for_form("Fire drill").await;
    facilitator.fills("Or type another", objection).await;
    facilitator
        .picks("How", "Async, 24 hours: everybody when they can")
        .await;
    facilitator.submits().await;
    facilitator.waits_for_form("Preview").await;
    facilitator.sees("open for answers for 24 hours").await;
    facilitator.submits().await;
    facilitator.sees("Posted to").await;
    facilitator.closes().await;
}

/// The instant that stands on the newest card, in Unix seconds. Slack draws it in each reader's own zone
/// (docs.slack.dev/reference/block-kit/blocks/rich-text-block, "date element type").
fn deadline_on_card(person: &Persona) -> i64 {
    let screen = person.screen();
    let messages = screen.conversations.iter().flat_map(|c| &c.messages);
    let dates = messages.filter_map(|message| {
        let blocks = serde_json::to_string(&message.blocks).expect("blocks");
        let (_, date) = blocks.split_once("\"timestamp\":")?;
        let digits: String = date.chars().take_while(char::is_ascii_digit).collect();
        Some((message.ts.clone(), digits.parse().expect("seconds")))
    });
    let (_, newest) = dates.max().expect("a card with a deadline");
    newest
}

#[tokio::test]
async fn over_night_a_drill_goes_on_through_restarts_and_its_deadline_is_moved() {
    let mut town = Town::open_at("2026-09-08T20:30:00Z").await;
    let person = |town: &Town, name| town.slack.person(name);
    opens_async(&person(&town, "Dana"), "general", "We decide next year.").await;
    town.all_told().await;
    let deadline = |town: &Town| town.count("SELECT answer_by FROM drill");
    let first = deadline(&town);
    assert_eq!(deadline_on_card(&person(&town, "Amir")), first);
    answers(&person(&town, "Amir"), "What has to happen until then?").await;
    town.restarts_after(Duration::hours(10)).await;
    answers(&person(&town, "Bea"), "Who decides, and on what day?").await;
    town.all_told().await;
    // More time is half of what it was opened for: until the next morning.
    person(&town, "Dana").clicks("12 more hours").await;
    person(&town, "Dana").sees("More time from Dana.").await;
    town.all_told().await;
    assert_eq!(deadline(&town), first + 12 * 3600);
    assert_eq!(deadline_on_card(&person(&town, "Chidi")), first + 12 * 3600);
    // Down over the night and the deadline: it closes once, late, and the vote has its whole day.
    town.restarts_after(Duration::hours(30)).await;
    within(town.running.all_run()).await;
    town.all_told().await;
    person(&town, "Chidi").sees("2 answers are in.").await;
    assert_eq!(town.count("SELECT vote_by - closed_at FROM drill"), 86_400);
    let order = [
        "Who decides, and on what day?",
        "What has to happen until then?",
    ];
    for name in ["Chidi", "Dana", "Elin"] {
        assert_eq!(votes(&person(&town, name), &order).await.len(), 1);
    }
    town.restarts_after(Duration::hours(23)).await;
    person(&town, "Chidi").sees("3 people have voted.").await;
    town.hours_pass(2).await;
    town.all_told().await;
    person(&town, "Chidi").sees("The answer that won:").await;
    person(&town, "Chidi").sees(order[0]).await;
    insta::assert_snapshot!(calm(&town.ends_well().await));
}

#[tokio::test]
async fn more_time_in_the_vote_is_given_once_however_often_it_is_pressed() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, dana) = (person("Amir"), person("Bea"), person("Dana"));
    let (chidi, elin) = (person("Chidi"), person("Elin"));
    opens(&dana, "general", "I have to think about it.").await;
    town.all_told().await;
    answers(&amir, "About what exactly?").await;
    answers(&bea, "What would help you think?").await;
    minutes_pass(&town, 11).await;
    dana.sees("2 answers are in.").await;
    let deadline = || town.count("SELECT vote_by - closed_at FROM drill");
    assert_eq!(deadline(), 600);
    // The same card twice, before it changes: the second press means the same minutes.
    let again = presses_of(&dana, "5 more minutes");
    dana.clicks("5 more minutes").await;
    dana.does(again.clone()).await;
    dana.sees("More time from Dana.").await;
    town.all_told().await;
    assert_eq!(deadline(), 900);
    // On the card as it is now it is a new wish.
    dana.clicks("5 more minutes").await;
    within(async {
        while deadline() != 1200 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    town.all_told().await;
    minutes_pass(&town, 15).await;
    for voter in [&chidi, &dana, &elin] {
        votes(
            voter,
            &["About what exactly?", "What would help you think?"],
        )
        .await;
    }
    minutes_pass(&town, 6).await;
    dana.sees("The answer that won:").await;
    town.ends_well().await;
}

/// What a press on this entry of a card's menu sends, as the card is on somebody's screen now.
fn presses_of(person: &Persona, label: &str) -> Act {
    let screen = person.screen();
    let newest = screen
        .conversations
        .iter()
        .flat_map(|conversation| {
            conversation
                .messages
                .iter()
                .map(move |message| (conversation.id.clone(), message))
        })
        .filter(|(_, message)| message.blocks.iter().any(|b| b.to_string().contains(label)))
        .max_by(|(_, one), (_, other)| one.ts.cmp(&other.ts));
    let (channel, message) = newest.expect("a card");
    let (block, element) = message
        .blocks
        .iter()
        .find_map(|block| {
            let elements = block["elements"].as_array()?;
            let menu = elements.iter().find(|e| e["type"] == "overflow")?;
            Some((block, menu))
        })
        .expect("a menu");
    let option = element["options"]
        .as_array()
        .expect("options")
        .iter()
        .find(|option| option["text"]["text"] == label)
        .expect("the entry");
    serde_json::from_value(serde_json::json!({
        "do": "click",
        "on": {"kind": "message", "channel": channel, "ts": message.ts},
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "picked": {"selected_option": option},
    }))
    .expect("a click")
}

#[tokio::test]
async fn closing_early_says_who_is_still_writing_and_whoever_is_comes_late() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi, dana) = (
        person("Amir"),
        person("Bea"),
        person("Chidi"),
        person("Dana"),
    );
    opens(&dana, "general", "You are too new.").await;
    town.all_told().await;
    answers(&amir, "What would you need to see?").await;
    answers(&bea, "Who was new for you once?").await;
    chidi.clicks("Answer").await;
    chidi.waits_for_form("Fire drill").await;
    town.all_told().await;
    dana.clicks("Close now").await;
    dana.waits_for_form("Close it now?").await;
    dana.sees("2 answers are in, and their vote begins at once.")
        .await;
    dana.sees("1 person has begun an answer and not sent it.")
        .await;
    // Nothing happened yet.
    amir.sees_no("2 answers are in.");
    dana.closes().await;
    closes_early(&dana, "Close now").await;
    amir.sees("2 answers are in. Which would win the buyer?")
        .await;
    chidi
        .fills("What would you say?", "Talk to a client.")
        .await;
    chidi.submits().await;
    chidi.sees("It came after time was up").await;
    chidi.closes().await;
    // Asked while the vote ended by itself: nothing is closed a second time.
    dana.clicks("Close the vote").await;
    dana.waits_for_form("Close it now?").await;
    dana.sees("Nobody has voted yet.").await;
    minutes_pass(&town, 11).await;
    amir.sees("Undecided").await;
    dana.clicks("Close the vote").await;
    dana.sees("It is closed. The card says how it goes on.")
        .await;
    dana.closes().await;
    amir.sees_no("Closed early");
    // Where nobody voted, answers stand in an order drawn at random.
    let transcript = calm(&town.ends_well().await);
    let (one, other) = (
        "    | > What would you need to see?\n",
        "    | > Who was new for you once?\n",
    );
    let drawn = format!("{one}{other}");
    insta::assert_snapshot!(transcript.replace(&drawn, &format!("{other}{one}")));
}

#[tokio::test]
async fn a_drill_cancelled_in_the_vote_shows_nobody_an_answer_any_more() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi) = (person("Amir"), person("Bea"), person("Chidi"));
    let (dana, elin) = (person("Dana"), person("Elin"));
    opens(&dana, "general", "It does not fit our process.").await;
    town.all_told().await;
    answers(&amir, "Which step breaks?").await;
    answers(&bea, "Show me the process.").await;
    minutes_pass(&town, 11).await;
    votes(&chidi, &["Which step breaks?", "Show me the process."]).await;
    elin.clicks("Vote").await;
    elin.waits_for_form("Vote").await;
    let shown = duel(&elin);
    assert!(shown.contains(&"Which step breaks?".to_owned()));
    dana.clicks("Cancel the drill").await;
    dana.waits_for_form("Cancel the drill?").await;
    dana.sees("Votes count for nothing then").await;
    dana.clicks("Cancel the drill").await;
    dana.sees("The drill is cancelled.").await;
    dana.closes().await;
    chidi.sees("Cancelled by Dana. There is no result").await;
    // A vote that comes after it changes nothing and says why.
    elin.picks("Which would win the buyer?", "A").await;
    elin.submits().await;
    elin.sees("This drill was cancelled, and nobody is shown its answers.")
        .await;
    elin.closes_all().await;
    amir.opens_home().await;
    amir.sees("the drill was cancelled").await;
    let due = "SELECT count(*) FROM drill WHERE due_at IS NOT NULL";
    assert_eq!(town.count(due), 0, "nothing is to come");
    minutes_pass(&town, 30).await;
    chidi.sees_no("Which step breaks?");
    insta::assert_snapshot!(calm(&town.ends_well().await));
}

#[tokio::test]
async fn a_card_that_somebody_deleted_is_posted_again_with_its_answers_and_the_time_that_was_left()
{
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi) = (person("Amir"), person("Bea"), person("Chidi"));
    let (dana, elin) = (person("Dana"), person("Elin"));
    town.slack.expect_refusal("message_not_found");
    opens(&dana, "general", "Your competitor is faster.").await;
    town.all_told().await;
    answers(&amir, "Faster at what?").await;
    town.all_told().await;
    town.slack.advance(Duration::minutes(4));
    elin.deletes("Your competitor is faster.").await;
    // Who has answered can still change it from Home; that shows that the card is gone.
    let before = town.count("SELECT answer_by FROM drill");
    amir.opens_home().await;
    amir.clicks("Change it").await;
    amir.waits_for_form("Fire drill").await;
    amir.fills("What would you say?", "Faster at what, and for whom?")
        .await;
    amir.submits().await;
    amir.sees("Changed.").await;
    amir.closes().await;
    dana.sees("The card of your fire drill in #general is gone")
        .await;
    town.all_told().await;
    // Nobody's time runs meanwhile, and nobody but who runs it posts it again.
    minutes_pass(&town, 60).await;
    assert_eq!(
        town.count("SELECT count(*) FROM answer WHERE body IS NOT NULL"),
        1
    );
    bea.sees_no("Your competitor is faster.");
    dana.clicks("Post it again").await;
    bea.sees("Your competitor is faster.").await;
    bea.sees("1 answered.").await;
    dana.sees("Your fire drill stands in #general now.").await;
    town.all_told().await;
    let moved = town.count("SELECT answer_by FROM drill") - before;
    assert!((3600..3700).contains(&moved), "{moved} seconds later");
    answers(&bea, "Fast to what end?").await;
    minutes_pass(&town, 6).await;
    chidi.sees("2 answers are in.").await;
    // Gone once more, in the vote: the next who votes shows it.
    chidi.clicks("Vote").await;
    chidi.waits_for_form("Vote").await;
    elin.deletes("2 answers are in.").await;
    chidi.picks("Which would win the buyer?", "Too close").await;
    chidi.submits().await;
    chidi.sees("Thank you.").await;
    chidi.closes().await;
    dana.sees("The card of your fire drill in #general is gone")
        .await;
    town.all_told().await;
    dana.clicks("Post it again").await;
    chidi.sees("2 answers are in.").await;
    town.all_told().await;
    let order = ["Faster at what, and for whom?", "Fast to what end?"];
    for voter in [&dana, &elin] {
        votes(voter, &order).await;
    }
    minutes_pass(&town, 11).await;
    chidi.sees("The answer that won:").await;
    chidi.sees("3 voters").await;
    chidi.sees(order[0]).await;
    insta::assert_snapshot!(calm(&town.ends_well().await));
}
