//! Fire drills with many people: twelve answers, and two hundred voters within a minute.

use crate::{
    drill::{answers, duel, minutes_pass, opens, votes},
    town::{Town, within},
};
use standin::Options;
use std::fmt::Write;

/// A workspace of this many in one channel with the bot. Slack opens some hundred forms a minute (`views.open`, Tier 4)
/// and whoever comes after those hears **Open the form**; without its limits everybody gets theirs at once.
async fn town_of(people: usize, rate_limits: bool) -> (tempfile::TempDir, Town) {
    let mut text = "team: {name: Large, domain: large}\npeople:\n".to_owned();
    let mut members = Vec::new();
    for person in 0..people {
        writeln!(text, "  - {{name: P{person:03}, zone: Europe/Berlin}}").unwrap();
        members.push(format!("P{person:03}"));
    }
    writeln!(
        text,
        "channels:\n  - {{name: floor, members: [{}], bot: true}}",
        members.join(", ")
    )
    .unwrap();
    let dir = tempfile::tempdir().unwrap();
    let world = dir.path().join("world.yml");
    std::fs::write(&world, text).unwrap();
    let options = Options {
        world: Some(world),
        rate_limits,
        ..Options::default()
    };
    let town = Town::open_with(options).await;
    (dir, town)
}

#[tokio::test]
async fn twelve_answers_are_shown_alike_often_and_none_to_its_author() {
    let (_world, town) = town_of(20, true).await;
    let person = |at: usize| town.slack.person(&format!("P{at:03}"));
    opens(&person(0), "floor", "We already have something.").await;
    town.all_told().await;
    let text = |at: usize| format!("Answer number {at:02}.");
    for at in 1..13 {
        answers(&person(at), &text(at)).await;
    }
    minutes_pass(&town, 11).await;
    person(0).sees("12 answers are in.").await;
    let texts: Vec<String> = (1..13).map(text).collect();
    let order: Vec<&str> = texts.iter().map(String::as_str).collect();
    for at in 13..19 {
        assert_eq!(votes(&person(at), &order).await.len(), 5);
    }
    let spread = "SELECT max(n) - min(n) FROM (SELECT (SELECT count(*) FROM duel WHERE answer.id IN (a, b)) AS n FROM answer)";
    assert!(town.count(spread) <= 1, "with voters who are no authors");
    for at in 1..4 {
        let shown = votes(&person(at), &order).await;
        assert!(shown.iter().flatten().all(|words| *words != text(at)));
    }
    minutes_pass(&town, 11).await;
    // Should two be level at the top, nobody breaks the tie.
    minutes_pass(&town, 3).await;
    // Those who never met share the top; the last of the order is not among them.
    person(0).sees(" comparisons").await;
    person(0).sees_no(order[11]);
    town.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_people_vote_within_a_minute() {
    const VOTERS: usize = 200;
    let (_world, town) = town_of(VOTERS + 3, false).await;
    let person = |at: usize| town.slack.person(&format!("P{at:03}"));
    opens(&person(0), "floor", "You are too small for us.").await;
    town.all_told().await;
    answers(&person(1), "What would large have to mean?").await;
    answers(&person(2), "That is why you would matter to us.").await;
    minutes_pass(&town, 11).await;
    person(0).sees("2 answers are in.").await;
    let before = town.slack.calls("chat.update");
    let began = std::time::Instant::now();
    // So many at once that a machine with other tests on it still opens each form within Slack's three seconds.
    for group in 0..VOTERS / 10 {
        let mut voters = tokio::task::JoinSet::new();
        for at in 0..10 {
            let voter = person(3 + group * 10 + at);
            voters.spawn(async move {
                voter.clicks("Vote").await;
                voter.waits_for_form("Vote").await;
                let prefers = duel(&voter)[0].starts_with("That");
                voter
                    .picks(
                        "Which would win the buyer?",
                        if prefers { "A" } else { "B" },
                    )
                    .await;
                voter.submits().await;
                voter.sees("Thank you.").await;
                voter.closes().await;
            });
        }
        voters.join_all().await;
    }
    let took = began.elapsed();
    within(town.running.all_told()).await.unwrap();
    let edits = town.slack.calls("chat.update") - before;
    let most = usize::try_from(took.as_secs()).unwrap() / 3 + 3;
    assert!(edits <= most, "{edits} edits of one card in {took:?}");
    person(0).sees("200 people have voted.").await;
    let votes = town.count("SELECT count(*) FROM duel WHERE pick IS NOT NULL");
    assert_eq!(votes, i64::try_from(VOTERS).unwrap());
    minutes_pass(&town, 11).await;
    person(0).sees("100 % in 200 comparisons").await;
    town.ends_well().await;
}
