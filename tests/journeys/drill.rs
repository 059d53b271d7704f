//! Fire drills from the command to the result: opened, answered, voted on, decided.

use crate::town::{Town, within};
use serde_json::Value;
use standin::Persona;

/// Moves the clock of both, and waits until what became due by it has been done and told.
pub(crate) async fn minutes_pass(town: &Town, minutes: i64) {
    town.slack.advance(chrono::Duration::minutes(minutes));
    within(town.running.all_run()).await;
    town.all_told().await;
}

/// Opens a live drill where the facilitator types.
pub(crate) async fn opens(facilitator: &Persona, channel: &str, objection: &str) {
    facilitator.types(channel, "/drill").await;
    facilitator.waits_for_form("Fire drill").await;
    facilitator.fills("Or type another", objection).await;
    facilitator.submits().await;
    facilitator.waits_for_form("Preview").await;
    facilitator.submits().await;
    facilitator.sees("Posted to").await;
    facilitator.closes().await;
}

/// Picks from the card's menu what ends a step, and says yes to what it asks.
pub(crate) async fn closes_early(person: &Persona, label: &str) {
    person.clicks(label).await;
    person.waits_for_form("Close it now?").await;
    person.clicks(label).await;
    person.sees("It is closed.").await;
    person.closes().await;
}

/// Answers the newest drill.
pub(crate) async fn answers(person: &Persona, text: &str) {
    person.clicks("Answer").await;
    person.waits_for_form("Fire drill").await;
    person.fills("What would you say?", text).await;
    person.submits().await;
    person.sees("Your answer is in.").await;
    person.closes().await;
}

/// The words under A and B of the duel on somebody's screen.
pub(crate) fn duel(person: &Persona) -> [String; 2] {
    let screen = person.screen();
    let form = screen.forms.last().expect("a duel");
    let quotes: Vec<String> = form
        .blocks
        .iter()
        .filter(|block| block["elements"][0]["type"] == "rich_text_quote")
        .map(texts)
        .collect();
    // The first is the objection.
    [quotes[1].clone(), quotes[2].clone()]
}

fn texts(block: &Value) -> String {
    match block {
        Value::Object(object) if object.get("type") == Some(&"text".into()) => {
            object["text"].as_str().unwrap_or_default().to_owned()
        }
        Value::Object(object) => object.values().map(texts).collect(),
        Value::Array(values) => values.iter().map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => String::new(),
    }
}

/// Votes until nothing is left, always for what comes first in `order`; "Too close" for what does not stand there. The
/// pairs that were shown.
pub(crate) async fn votes(person: &Persona, order: &[&str]) -> Vec<[String; 2]> {
    person.clicks("Vote").await;
    person.waits_for_form("Vote").await;
    let mut shown = Vec::new();
    loop {
        let pair = duel(person);
        let rank = |text: &String| order.iter().position(|known| known == text);
        let pick = match (rank(&pair[0]), rank(&pair[1])) {
            (Some(a), Some(b)) if a < b => "A",
            (Some(_), Some(_)) => "B",
            _ => "Too close",
        };
        person.picks("Which would win the buyer?", pick).await;
        person.submits().await;
        shown.push(pair.clone());
        loop {
            // Either the next two or the thanks stand there.
            let text = person.screen_text();
            if text.contains("Thank you.") || text.contains("That decided it.") {
                person.closes().await;
                return shown;
            }
            if duel(person) != pair {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
}

/// A transcript without what is drawn at random (who is shown which two) and without the steps of a card in between:
/// how many edits a card takes depends on how close together things happen.
pub(crate) fn calm(transcript: &str) -> String {
    let mut kept: Vec<(String, String)> = Vec::new();
    for line in transcript.lines() {
        if line.starts_with(' ') {
            if let Some((_, text)) = kept.last_mut() {
                text.push_str(line);
                text.push('\n');
            }
        } else {
            kept.push((line.to_owned(), format!("{line}\n")));
        }
    }
    let is_drawn = |head: &str| head.contains("\"Vote\"");
    let timeless = |text: &str| match (
        text.find("It took you "),
        text.find("It took you ")
            .map(|at| text[at..].find(" second")),
    ) {
        (Some(from), Some(Some(length))) => {
            format!(
                "{}It took you (some){}",
                &text[..from],
                &text[from + length..]
            )
        }
        _ => text.to_owned(),
    };
    let is_edit = |head: &str| head.contains("→ #") && head.contains(" (changed)");
    let mut calm = String::new();
    for (at, (head, text)) in kept.iter().enumerate() {
        let again = kept.get(at + 1).is_some_and(|(next, _)| is_edit(next));
        if !(is_drawn(head) || is_edit(head) && again) {
            calm.push_str(&timeless(text));
        }
    }
    // However long it took: one or several.
    calm.replace("(some) second.", "(some) seconds.")
}

#[tokio::test]
async fn three_answer_two_vote_and_the_winner_takes_a_bow() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi) = (person("Amir"), person("Bea"), person("Chidi"));
    let (dana, elin) = (person("Dana"), person("Elin"));
    for words in ["Ask what it costs", "Show the saving", "Offer a pilot"] {
        town.slack
            .keeps_private(words, &["Amir", "Bea", "Chidi", "Dana", "Elin", "Gus"]);
    }

    dana.types("general", "/drill").await;
    dana.waits_for_form("Fire drill").await;
    dana.fills("Who is the buyer?", "Head of IT, 200 seats.")
        .await;
    dana.picks("What does the buyer say?", "It's too expensive.")
        .await;
    dana.submits().await;
    dana.waits_for_form("Preview").await;
    dana.sees("open for answers for 10 minutes").await;
    amir.sees_no("too expensive");
    dana.clicks("Change").await;
    dana.waits_for_form("Fire drill").await;
    assert_eq!(
        dana.field_value("Who is the buyer?").as_deref(),
        Some("Head of IT, 200 seats.")
    );
    dana.submits().await;
    dana.waits_for_form("Preview").await;
    dana.submits().await;
    dana.sees("Posted to #general").await;
    dana.closes().await;
    town.all_told().await;

    answers(&amir, "Ask what it costs them to do nothing.").await;
    answers(&bea, "Show the saving in their own numbers.").await;
    answers(&chidi, "Offer a pilot.").await;
    // Until the deadline it can be changed.
    chidi.clicks("Answer").await;
    chidi.waits_for_form("Fire drill").await;
    assert_eq!(
        chidi.field_value("What would you say?").as_deref(),
        Some("Offer a pilot.")
    );
    chidi
        .fills("What would you say?", "Offer a pilot of one team.")
        .await;
    chidi.submits().await;
    chidi.sees("Changed.").await;
    chidi.closes().await;
    dana.sees("3 answered.").await;
    dana.sees_no("pilot");
    elin.sees_no("saving");

    minutes_pass(&town, 11).await;
    elin.sees("3 answers are in.").await;
    let order = [
        "Show the saving in their own numbers.",
        "Ask what it costs them to do nothing.",
        "Offer a pilot of one team.",
    ];
    for voter in [&dana, &elin] {
        assert_eq!(votes(voter, &order).await.len(), 3, "every pair once");
    }
    for (author, own) in [(&bea, order[0]), (&amir, order[1])] {
        author.clicks("Vote").await;
        author.waits_for_form("Vote").await;
        assert!(!duel(author).contains(&own.to_owned()), "their own answer");
        author.closes().await;
    }
    minutes_pass(&town, 11).await;
    elin.sees("The answer that won:").await;
    elin.sees("83 % in 4 comparisons").await;
    elin.sees_no("Bea takes a bow");

    bea.clicks("Take a bow").await;
    bea.clicks("Put my name under it").await;
    bea.sees("stands under your answer").await;
    bea.closes().await;
    elin.sees("Bea takes a bow").await;
    elin.clicks("All answers").await;
    elin.waits_for_form("All answers").await;
    elin.sees("Offer a pilot of one team.").await;
    elin.closes().await;
    elin.clicks("Take a bow").await;
    elin.sees("You have no answer in this drill.").await;
    bea.clicks("Take a bow").await;
    bea.clicks("Take my name off").await;
    bea.sees("without a name").await;
    bea.closes().await;
    elin.sees_no_more("Bea takes a bow").await;
    insta::assert_snapshot!(calm(&town.ends_well().await));
}

#[tokio::test]
async fn nobody_answers_and_it_is_offered_once_more() {
    let town = Town::open().await;
    let (amir, dana) = (town.slack.person("Amir"), town.slack.person("Dana"));
    opens(&dana, "general", "We have no budget.").await;
    town.all_told().await;
    minutes_pass(&town, 11).await;
    amir.sees("Nobody answered.").await;
    dana.clicks("Once more").await;
    dana.sees("It was opened once more.").await;
    town.all_told().await;
    answers(&amir, "Whose budget would it come from?").await;
    town.all_told().await;
    insta::assert_snapshot!(calm(&town.ends_well().await));
}

#[tokio::test]
async fn one_answer_is_read_and_gets_tweaks_but_no_vote() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, dana) = (person("Amir"), person("Bea"), person("Dana"));
    opens(&dana, "general", "Send me some info.").await;
    town.all_told().await;
    answers(&amir, "Gladly. What should it answer for you?").await;
    minutes_pass(&town, 11).await;
    bea.sees("One answer came in, so there is no vote.").await;
    amir.clicks("Read it").await;
    amir.sees("nobody is shown their own answer").await;
    bea.clicks("Read it").await;
    bea.sees("Gladly. What should it answer for you?").await;
    bea.fills("What would you change in it?", "Offer ten minutes instead.")
        .await;
    bea.submits().await;
    bea.sees("Thank you. It is kept.").await;
    bea.closes().await;
    closes_early(&dana, "Close now").await;
    dana.sees("The one answer:").await;
    dana.sees("Offer ten minutes instead.").await;
    dana.sees("Closed early by Dana.").await;
    insta::assert_snapshot!(calm(&town.ends_well().await));
}

#[tokio::test]
async fn two_answers_are_one_duel_and_a_tie_goes_to_sudden_death() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi) = (person("Amir"), person("Bea"), person("Chidi"));
    let (dana, elin) = (person("Dana"), person("Elin"));
    opens(&elin, "general", "Call me next quarter.").await;
    town.all_told().await;
    answers(&amir, "What changes by then?").await;
    answers(&bea, "Then let us agree on a date now.").await;
    minutes_pass(&town, 11).await;
    amir.clicks("Vote").await;
    amir.sees("nobody is shown their own answer").await;
    let first = ["What changes by then?", "Then let us agree on a date now."];
    let second = [first[1], first[0]];
    assert_eq!(votes(&chidi, &first).await.len(), 1);
    assert_eq!(votes(&dana, &second).await.len(), 1);
    assert_eq!(votes(&elin, &[]).await.len(), 1);
    closes_early(&elin, "Close the vote").await;
    chidi.sees("Two answers are level at the top.").await;
    // Whoever votes next decides.
    chidi.clicks("Vote").await;
    chidi.sees("Your pick decides").await;
    dana.clicks("Vote").await;
    dana.sees("Your pick decides").await;
    let pick = if duel(&chidi)[0] == first[0] {
        "A"
    } else {
        "B"
    };
    chidi.picks("Which would win the buyer?", pick).await;
    chidi.submits().await;
    chidi.sees("That decided it.").await;
    chidi.closes().await;
    dana.picks("Which would win the buyer?", "A").await;
    dana.submits().await;
    dana.sees("The vote is over; the result is on the card.")
        .await;
    dana.closes_all().await;
    elin.sees("two were level at the top, and one more vote decided")
        .await;
    elin.sees("50 % in 3 comparisons").await;
    elin.sees(first[0]).await;
    elin.sees_no(first[1]);
    insta::assert_snapshot!(calm(&town.ends_well().await));
}

#[tokio::test]
async fn a_tie_that_nobody_breaks_keeps_both_and_too_few_votes_decide_nothing() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi) = (person("Amir"), person("Bea"), person("Chidi"));
    let (dana, elin) = (person("Dana"), person("Elin"));
    opens(&elin, "general", "We use a competitor.").await;
    town.all_told().await;
    answers(&amir, "What do they do best?").await;
    answers(&bea, "When did you choose them?").await;
    minutes_pass(&town, 11).await;
    for voter in [&chidi, &dana, &elin] {
        votes(voter, &[]).await;
    }
    minutes_pass(&town, 11).await;
    chidi.sees("Two answers are level at the top.").await;
    minutes_pass(&town, 3).await;
    chidi.sees("Level at the top, so all of these stay:").await;
    chidi.sees("What do they do best?").await;
    chidi.sees("When did you choose them?").await;

    opens(&elin, "general", "Our security team will say no.").await;
    town.all_told().await;
    answers(&amir, "Let us ask them together.").await;
    answers(&bea, "What did they say last time?").await;
    minutes_pass(&town, 11).await;
    votes(
        &chidi,
        &["Let us ask them together.", "What did they say last time?"],
    )
    .await;
    minutes_pass(&town, 11).await;
    chidi.sees("Undecided").await;
    chidi.sees("undecided: 1 comparison").await;
    town.ends_well().await;
}

#[tokio::test]
async fn what_buyers_say_is_noted_counted_together_and_comes_first() {
    let town = Town::open().await;
    let person = |name| town.slack.person(name);
    let (amir, bea, chidi) = (person("Amir"), person("Bea"), person("Chidi"));
    amir.types("general", "/drill heard “Your price is too high”")
        .await;
    amir.sees("Heard for the first time").await;
    bea.runs("Note an objection").await;
    bea.fills("What did the buyer say?", "The price is too high!")
        .await;
    bea.submits().await;
    bea.sees("Heard 2 times in 30 days.").await;
    bea.closes().await;
    chidi
        .types(
            "general",
            "/drill heard \"Price is too high for this year\"",
        )
        .await;
    chidi.sees("Is it the same as this one?").await;
    chidi.clicks("It is the same").await;
    chidi.sees("Heard 3 times in 30 days.").await;
    amir.types("general", "/drill").await;
    amir.waits_for_form("Fire drill").await;
    assert_eq!(
        amir.field_value("What does the buyer say?").as_deref(),
        Some("<Your price is too high · heard 3×>")
    );
    amir.closes().await;
    assert_eq!(town.count("SELECT count(*) FROM objection"), 1);
    assert!(!town.files_hold(b"price is too high"));
    chidi.opens_home().await;
    chidi.sees("heard 3 times in 30 days").await;
    insta::assert_snapshot!(town.ends_well().await);
}
