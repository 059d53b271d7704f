//! `peerloop doctor --live`: ten minutes in a real workspace for what could not be tried without one. What the Web API
//! can answer is done by itself, in the operator's own conversation with the bot; for the rest it says what to press
//! and asks what was seen. At the end a summary to paste.

use super::{Desk, acts};
use crate::{
    config,
    ids::{ChannelId, Ts, UserId},
    secret::Secret,
    slack::{
        probe::Probe,
        web::{MessageBody, Web},
        web_error::WebError,
    },
};
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

/// A message that is not in the history by then was lost, as far as the courier could know.
const SEEN_WITHIN: Duration = Duration::from_secs(30);
/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Something to do by hand, and the question whose answer should be yes. Commands stand in angle brackets.
const BY_HAND: [(&str, &str, &str); 12] = [
    (
        "command",
        "Start `peerloop run` in another terminal. In any channel type: <feedback> help",
        "Did an answer come that only you can see?",
    ),
    (
        "clash",
        "Type: <peerloop> help",
        "Did Peerloop answer, and no other app?",
    ),
    (
        "mention",
        "Type <feedback> and pick yourself from Slack's list of names, then send it.",
        "Did a form open for you by name?",
    ),
    (
        "note",
        "Fill a box, with an emoji typed as :smile: and the text <!channel>, and send it.",
        "Did the form turn into a confirmation?",
    ),
    (
        "read",
        "Open Peerloop's Home tab and open that note.",
        "Do both texts stand there as you typed them?",
    ),
    (
        "thread",
        "Open a thread and type: <feedback> help",
        "Did Slack itself refuse it?",
    ),
    (
        "shortcut",
        "On any message of a person, also in a thread: the menu with three dots, Give feedback.",
        "Did the form open?",
    ),
    (
        "global",
        "In the message box: the plus or the lightning, Give feedback.",
        "Did the form open?",
    ),
    (
        "late",
        "Open a form, stop the bot (Ctrl+C), fill a box, send it.",
        "Did Slack show an error and keep the form with your text?",
    ),
    (
        "again",
        "Start the bot again, and send the same form once more.",
        "Was it taken?",
    ),
    (
        "phone",
        "On a phone: <feedback> with a teammate's or your own name.",
        "Did the form open, and is every box in reach?",
    ),
    (
        "quiet",
        "Reload Slack.",
        "Is the answer that only you could see gone, and nothing else?",
    ),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Yes,
    No,
    Skipped,
}

/// What came out of one step.
struct Report {
    step: String,
    verdict: Verdict,
    detail: String,
}

/// The conversation in which everything is tried.
struct Stage {
    web: Web,
    probe: Probe,
    token: Secret,
    user: UserId,
    reports: Vec<Report>,
}

pub(super) async fn run(desk: &mut Desk<'_>) -> Result<bool> {
    let (bot, app) = (
        config::bot_token(desk.lookup)?,
        config::app_token(desk.lookup)?,
    );
    let api_url = config::api_url(desk.lookup);
    let web = Web::new(&api_url, &bot, &app)?;
    let identity = web
        .check_bot()
        .await
        .context("Slack does not let the bot in")?;
    desk.say(&format!(
        "This sends test messages to you alone, in {}. Nothing else is touched.\nYour member ID (Slack: your profile, the three dots, Copy member ID):",
        identity.team_name
    ))?;
    let user = ask_line(desk)?.context("A member ID is needed.")?;
    ensure!(
        user.starts_with(['U', 'W']) && user.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        "A member ID begins with U or W: {user} is none."
    );
    let (database, _) = desk.files();
    acts::note(&database, &desk.clock, "doctor live");
    let mut stage = Stage {
        web,
        probe: Probe::new(&api_url)?,
        token: bot,
        user: UserId::new(user),
        reports: Vec::new(),
    };
    stage.by_itself(desk).await?;
    stage.by_hand(desk)?;
    stage.summary(desk)
}

impl Stage {
    async fn by_itself(&mut self, desk: &mut Desk<'_>) -> Result<()> {
        desk.say("\nBy itself:")?;
        let auth = self.probe.ask(&self.token, "auth.test", &[]).await;
        let told = auth.map(|probed| probed.scopes.is_some());
        self.tell(
            desk,
            "scopes header",
            found(told, "Slack says which scopes the bot has"),
        )?;
        let people = self
            .probe
            .ask(&self.token, "users.list", &[("limit", "200")])
            .await;
        self.tell(
            desk,
            "people",
            people.map(|probed| people_seen(&probed.body["members"])),
        )?;
        let home = self.web.publish_home(&self.user, &home()).await;
        self.tell(
            desk,
            "home tab",
            home.map(|()| {
                (
                    Verdict::Yes,
                    "published; the bot's own comes back when you open it".to_owned(),
                )
            }),
        )?;

        let channel = match self.web.open_dm(&self.user).await {
            Ok(channel) => channel,
            Err(error) => return self.tell(desk, "open dm", Err(error)),
        };
        let again = self.web.open_dm(&self.user).await;
        self.tell(
            desk,
            "open dm",
            found(
                again.map(|again| again == channel),
                "opening it twice gives the same",
            ),
        )?;
        self.message(desk, &channel).await
    }

    /// Post, find, edit, find, delete.
    async fn message(&mut self, desk: &mut Desk<'_>, channel: &ChannelId) -> Result<()> {
        let nonce = nonce()?;
        let began_at = desk.clock.now() - chrono::TimeDelta::seconds(5);
        let posted = self
            .web
            .post(channel, &text("Peerloop's doctor was here."), Some(&nonce))
            .await;
        let ts = match posted {
            Ok(ts) => ts,
            Err(error) => return self.tell(desk, "post", Err(error)),
        };
        self.tell(
            desk,
            "post",
            Ok((Verdict::Yes, "sent, with metadata".to_owned())),
        )?;
        let seen = self.look(channel, began_at, &nonce, &ts).await;
        self.tell(desk, "find by nonce", seen)?;
        let edited = self
            .web
            .update_message(
                channel,
                &ts,
                &text("Peerloop's doctor was here, and edited this."),
            )
            .await;
        self.tell(
            desk,
            "edit",
            edited.map(|()| (Verdict::Yes, "done".to_owned())),
        )?;
        let seen = self.look(channel, began_at, &nonce, &ts).await;
        self.tell(desk, "find after edit", seen)?;
        desk.say("  In Slack: look at your conversation with Peerloop.")?;
        let (verdict, note) = ask(
            desk,
            "Is there one message, edited, and did it notify you once?",
        )?;
        self.keep("one message", verdict, note);
        let arguments = [("channel", channel.as_str()), ("ts", ts.as_str())];
        let deleted = self.probe.ask(&self.token, "chat.delete", &arguments).await;
        self.tell(
            desk,
            "delete",
            deleted.map(|_| (Verdict::Yes, "gone again".to_owned())),
        )
    }

    /// How long until the history shows a message: the grace of `PEERLOOP_GRACE_SECONDS` must be longer.
    async fn look(
        &self,
        channel: &ChannelId,
        oldest: chrono::DateTime<chrono::Utc>,
        nonce: &str,
        ts: &Ts,
    ) -> Result<(Verdict, String), WebError> {
        let began = Instant::now();
        loop {
            match self.web.find_by_nonce(channel, oldest, nonce).await? {
                Some(found) if found == *ts => {
                    let took = began.elapsed().as_millis();
                    return Ok((Verdict::Yes, format!("found after {took} ms")));
                }
                Some(_) => return Ok((Verdict::No, "found another message".to_owned())),
                None if began.elapsed() > SEEN_WITHIN => {
                    return Ok((
                        Verdict::No,
                        "not found within 30 s: is its metadata hidden from us?".to_owned(),
                    ));
                }
                None => tokio::time::sleep(LOOK_EVERY).await,
            }
        }
    }

    fn by_hand(&mut self, desk: &mut Desk<'_>) -> Result<()> {
        let names = config::names(desk.lookup)?;
        desk.say("\nBy hand (y yes, n no, s skip; a few words after it are kept in the summary):")?;
        for (number, (step, todo, question)) in BY_HAND.iter().enumerate() {
            let todo = todo
                .replace("<feedback>", &names.command("feedback"))
                .replace("<peerloop>", &names.command("peerloop"));
            desk.say(&format!("\n{} of {}. {todo}", number + 1, BY_HAND.len()))?;
            let (verdict, note) = ask(desk, question)?;
            self.keep(step, verdict, note);
        }
        Ok(())
    }

    fn summary(&self, desk: &mut Desk<'_>) -> Result<bool> {
        desk.say(&format!(
            "\nSummary, to paste:\npeerloop {} on {}",
            env!("CARGO_PKG_VERSION"),
            desk.clock.now().format("%Y-%m-%d")
        ))?;
        for Report {
            step,
            verdict,
            detail,
        } in &self.reports
        {
            let word = match verdict {
                Verdict::Yes => "yes",
                Verdict::No => "NO",
                Verdict::Skipped => "skipped",
            };
            desk.say(format!("{word:<8} {step:<16} {detail}").trim_end())?;
        }
        Ok(self
            .reports
            .iter()
            .all(|report| report.verdict != Verdict::No))
    }

    fn tell(
        &mut self,
        desk: &mut Desk<'_>,
        step: &str,
        outcome: Result<(Verdict, String), WebError>,
    ) -> Result<()> {
        let (verdict, detail) = outcome.unwrap_or_else(|error| (Verdict::No, error.to_string()));
        desk.say(&format!("  {step}: {detail}"))?;
        self.keep(step, verdict, detail);
        Ok(())
    }

    fn keep(&mut self, step: &str, verdict: Verdict, detail: String) {
        self.reports.push(Report {
            step: step.to_owned(),
            verdict,
            detail,
        });
    }
}

fn found(answer: Result<bool, WebError>, what: &str) -> Result<(Verdict, String), WebError> {
    answer.map(|is_so| {
        if is_so {
            (Verdict::Yes, what.to_owned())
        } else {
            (Verdict::No, format!("not so: {what}"))
        }
    })
}

/// What Slack says of accounts that are no people: our rules for who takes part hang on it.
fn people_seen(members: &Value) -> (Verdict, String) {
    let members = members.as_array().map(Vec::as_slice).unwrap_or_default();
    let gone = members.iter().filter(|user| user["deleted"] == true);
    let gone_with_zone = gone.clone().filter(|user| user["tz"].is_string()).count();
    let slackbot = members
        .iter()
        .find(|user| user["id"] == "USLACKBOT")
        .map_or("not listed".to_owned(), |user| {
            format!("is_bot {}", user["is_bot"])
        });
    let detail = format!(
        "{} on the first page; {} deactivated, {gone_with_zone} of them with a zone; Slackbot: {slackbot}",
        members.len(),
        gone.count()
    );
    (Verdict::Yes, detail)
}

fn home() -> Value {
    let said = "Peerloop's doctor was here. Open this tab again while the bot runs.";
    json!({
        "type": "home",
        "blocks": [{ "type": "section", "text": { "type": "plain_text", "text": said } }],
    })
}

fn text(text: &str) -> MessageBody {
    MessageBody {
        text: text.to_owned(),
        blocks: Value::Null,
    }
}

fn nonce() -> Result<String> {
    let number = getrandom::u64()
        .map_err(|error| anyhow::anyhow!("no randomness from the system: {error}"))?;
    Ok(format!("doctor-{number:016x}"))
}

/// Asks until the answer is one; whoever hangs up skips the rest.
fn ask(desk: &mut Desk<'_>, question: &str) -> Result<(Verdict, String)> {
    loop {
        desk.say(&format!("  {question} [y/n/s]"))?;
        let Some(line) = ask_line(desk)? else {
            return Ok((Verdict::Skipped, "not answered".to_owned()));
        };
        let (word, note) = line.split_once(char::is_whitespace).unwrap_or((&line, ""));
        let verdict = match word.to_lowercase().as_str() {
            "y" | "yes" => Verdict::Yes,
            "n" | "no" => Verdict::No,
            "s" | "skip" => Verdict::Skipped,
            _ => continue,
        };
        return Ok((verdict, note.trim().to_owned()));
    }
}

/// A line that the operator typed; `None` at the end.
fn ask_line(desk: &mut Desk<'_>) -> Result<Option<String>> {
    let mut line = String::new();
    match desk.input.read_line(&mut line) {
        Ok(0) => Ok(None),
        Ok(_) => Ok(Some(line.trim().to_owned())),
        Err(error) => bail!("could not read what you typed: {error}"),
    }
}
