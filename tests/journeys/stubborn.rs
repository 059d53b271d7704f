//! People who do not give up in bad weather, and who count: each act must end in something to see, and at the end
//! everything that was acked is there, once.

use crate::town::Town;
use standin::{Persona, Standin};
use std::{collections::BTreeMap, time::Duration};

/// By then somebody who acted has seen the result, an error of Slack's, or a sentence.
const LEARNS_WITHIN: Duration = Duration::from_secs(15);
/// By then a message is there: a call that hangs is given up after ten seconds and made again.
const TOLD_WITHIN: Duration = Duration::from_secs(40);
/// By then Home is there, or it was lost.
const HOME_WITHIN: Duration = Duration::from_secs(5);
/// More tries than any weather here takes.
const TRIES: usize = 12;

/// What was given, and to whom, as Slack showed it to the givers.
#[derive(Debug, Default)]
pub(crate) struct Given(pub(crate) BTreeMap<String, usize>);

impl Given {
    pub(crate) fn to(&mut self, name: &str) {
        *self.0.entry(name.to_owned()).or_default() += 1;
    }

    /// What does not fit: notes on disk, and messages that people have.
    pub(crate) fn breaches(&self, stored: i64, slack: &Standin) -> Vec<String> {
        let given: usize = self.0.values().sum();
        let mut breaches = Vec::new();
        if i64::try_from(given) != Ok(stored) {
            breaches.push(format!("{given} notes were acked, {stored} are on disk"));
        }
        for (name, count) in &self.0 {
            let heard = heard(slack, name);
            if heard != *count {
                breaches.push(format!("{name} was given {count} and heard of {heard}"));
            }
        }
        breaches
    }

    /// The end of a storm: it is over, everybody is told, and nothing is missing or there twice.
    pub(crate) async fn holds(&self, town: &Town, what: &str) {
        town.slack.faults().clear();
        town.all_told().await;
        let breaches = self.breaches(stored(town), &town.slack);
        assert!(breaches.is_empty(), "{what}: {breaches:#?}");
        assert_eq!(town.running.dead_letters().await.unwrap(), 0, "{what}");
        let broken = town.slack.broken_rules();
        assert!(broken.is_empty(), "{what}: {broken:#?}");
    }
}

/// Notes on disk.
pub(crate) fn stored(town: &Town) -> i64 {
    town.count("SELECT count(*) FROM feedback")
}

/// Messages about a note that somebody has.
pub(crate) fn heard(slack: &Standin, name: &str) -> usize {
    let texts = slack.dm_texts(name);
    texts.iter().filter(|text| is_about_a_note(text)).count()
}

/// Gives a note, through anything. Only giver and receiver may ever see its words.
pub(crate) async fn gives(slack: &Standin, giver: &Persona, to: &Persona, words: &str) {
    slack.keeps_private(words, &[giver.name(), to.name()]);
    let command = format!("/feedback @{}", to.name().to_lowercase());
    let opened = || giver.form_title().as_deref() == Some("Give feedback");
    insists(slack, giver, "no form", opened, async || {
        giver.types("general", &command).await;
    })
    .await;
    giver.picks("Skill", "discovery").await;
    giver.fills("Start", words).await;
    let given = || giver.form_title().as_deref() == Some("Feedback");
    insists(slack, giver, "not sent", given, async || {
        assert!(opened(), "the form is gone:\n{}", giver.screen_text());
        giver.submits().await;
    })
    .await;
    giver.closes_all().await;
}

/// Waits for the message about a note and reads that, through anything.
pub(crate) async fn reads(slack: &Standin, reader: &Persona, words: &str) {
    let told = |slack: &Standin| heard(slack, reader.name()) > 0;
    assert!(
        slack.holds_within(TOLD_WITHIN, told).await,
        "{} is not told",
        reader.name()
    );
    let read = || reader.screen_text().contains(words);
    insists(slack, reader, "not read", read, async || {
        reader.clicks("Read").await;
    })
    .await;
    reader.closes_all().await;
}

/// Opens Home until something stands there. Of an event that is lost nobody is told, so people just go there again.
pub(crate) async fn opens_home(slack: &Standin, person: &Persona) {
    for _ in 0..TRIES {
        person.opens_home().await;
        let shown = |_: &Standin| person.screen().home.is_some();
        if slack.holds_within(HOME_WITHIN, shown).await {
            return;
        }
    }
    panic!("Home is empty:\n{}", person.screen_text());
}

/// Acts until it is done. After each try there must be something to see: the result, Slack's error, or a sentence.
pub(crate) async fn insists(
    slack: &Standin,
    person: &Persona,
    what: &str,
    done: impl Fn() -> bool,
    act: impl AsyncFn(),
) {
    for _ in 0..TRIES {
        let connected = |slack: &Standin| slack.sockets() > 0;
        assert!(
            slack.holds_within(Duration::from_secs(45), connected).await,
            "no socket for 45 s"
        );
        let before = messages(person);
        act().await;
        let learned =
            |_: &Standin| done() || person.notice().is_some() || messages(person) > before;
        assert!(
            slack.holds_within(LEARNS_WITHIN, learned).await,
            "{what}, and {} is told nothing:\n{}",
            person.name(),
            person.screen_text()
        );
        if done() {
            return;
        }
    }
    panic!("{what} after {TRIES} tries:\n{}", person.screen_text());
}

/// What stands in their conversations, but for messages about notes: those come of what others do.
fn messages(person: &Persona) -> usize {
    let screen = person.screen();
    let all = screen.conversations.iter().flat_map(|c| &c.messages);
    all.filter(|m| !is_about_a_note(&m.text)).count()
}

fn is_about_a_note(text: &str) -> bool {
    text.contains("noticed something")
}
