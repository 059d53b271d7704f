//! What people do: units of `/feedback` → ack → form → submit → ack, as many at once or a second as asked, and how
//! long each step took. Nothing here knows who answers.

use crate::{
    child::{Process, cpu_ms},
    slack::{Slack, user},
};
use peerloop::rituals::Sample;
use std::{
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// Slack shows an error after so long, and a trigger is worth nothing any more.
pub(crate) const SLACK_WAITS: Duration = Duration::from_secs(3);

/// How one unit went; `None` where Slack would have given up.
#[derive(Clone, Copy, Default)]
pub(crate) struct Unit {
    pub(crate) command_ack: Option<Duration>,
    /// From the command's envelope to the arrival of `views.open`.
    pub(crate) form_sent: Option<Duration>,
    pub(crate) submit_ack: Option<Duration>,
}

impl Unit {
    pub(crate) fn expired(&self) -> bool {
        self.command_ack.is_none() || self.form_sent.is_none() || self.submit_ack.is_none()
    }
}

/// How a stretch of load went.
pub(crate) struct Stretch {
    pub(crate) units: Vec<Unit>,
    /// Acked submits a second.
    pub(crate) rate: f64,
    /// The measured process's time, a unit, to the last ack, or to the last message if there was a wait for it.
    pub(crate) cpu_ms_each: f64,
    /// The same of this process: it is both the people and Slack.
    pub(crate) driver_cpu_ms_each: f64,
    /// Messages a second, until the last one was there.
    pub(crate) posted_rate: Option<f64>,
}

/// The form that Peerloop opens, as JSON; Slack sends it back with every submit.
pub(crate) fn form() -> String {
    let forms = peerloop::gallery();
    let given = forms
        .iter()
        .find(|(name, _)| name == "feedback.give_to_somebody");
    match given {
        Some((_, Sample::Form(form))) => form.to_json().unwrap().to_string(),
        _ => unreachable!("the gallery has the form"),
    }
}

static FORM: LazyLock<String> = LazyLock::new(form);
static NEXT: AtomicU64 = AtomicU64::new(1);

/// A command's envelope.
pub(crate) fn command(id: u64, giver: usize, text: &str) -> String {
    let giver = user(giver);
    format!(
        r#"{{"envelope_id":"{id}","type":"slash_commands","accepts_response_payload":true,"payload":{{"token":"t","team_id":"T1","team_domain":"bench","channel_id":"C1","channel_name":"general","user_id":"{giver}","user_name":"somebody","command":"/feedback","text":"{text}","api_app_id":"A1","is_enterprise_install":"false","response_url":"http://127.0.0.1:9/respond","trigger_id":"{id}"}}}}"#
    )
}

fn submit(id: u64, giver: usize, receiver: usize) -> String {
    let (giver, receiver, form) = (user(giver), user(receiver), FORM.trim_start_matches('{'));
    let start = "When the buyer went quiet, one open question could have brought them back: what would have to be true for this to be easy? You have asked it before, in March, and it worked.";
    format!(
        r#"{{"envelope_id":"{id}","type":"interactive","accepts_response_payload":true,"payload":{{"type":"view_submission","team":{{"id":"T1","domain":"bench"}},"user":{{"id":"{giver}","username":"somebody","name":"somebody","team_id":"T1"}},"api_app_id":"A1","token":"t","trigger_id":"{id}","view":{{"id":"V{id}","team_id":"T1","app_id":"A1","bot_id":"B1","hash":"1.a","state":{{"values":{{"to":{{"v":{{"type":"users_select","selected_user":"{receiver}"}}}},"skill":{{"v":{{"type":"static_select","selected_option":{{"text":{{"type":"plain_text","text":"discovery"}},"value":"discovery"}}}}}},"start":{{"v":{{"type":"plain_text_input","value":"{start}"}}}},"stop":{{"v":{{"type":"plain_text_input","value":null}}}},"continue":{{"v":{{"type":"plain_text_input","value":null}}}},"link":{{"v":{{"type":"url_text_input","value":null}}}}}}}},{form},"response_urls":[],"is_enterprise_install":false,"enterprise":null}}}}"#
    )
}

/// A number that no envelope, trigger or form has had.
pub(crate) fn next() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// One unit, by somebody among `people`.
pub(crate) async fn unit(slack: &Slack, people: usize) -> Unit {
    let (asks, sends) = (next(), next());
    let giver = usize::try_from(asks / 2).unwrap_or(0) % people;
    let receiver = (giver + people / 2 + 1) % people;
    let form = slack.form(asks);
    let text = format!("<@{}|p{receiver}>", user(receiver));
    let began = Instant::now();
    let acked = slack
        .send(asks, command(asks, giver, &text), SLACK_WAITS)
        .await;
    let opened = tokio::time::timeout(SLACK_WAITS, form).await;
    let mut unit = Unit {
        command_ack: acked.map(|at| at - began),
        ..Unit::default()
    };
    let Ok(Ok(opened)) = opened else {
        return unit;
    };
    unit.form_sent = Some(opened.came - began);
    let began = Instant::now();
    let acked = slack
        .send(sends, submit(sends, giver, receiver), SLACK_WAITS)
        .await;
    unit.submit_ack = acked.map(|at| at - began);
    unit
}

/// So many people at once, each beginning anew when they are done.
pub(crate) async fn at_once(
    slack: &Slack,
    process: &Process,
    people: usize,
    at_once: usize,
    length: Duration,
    wait_for_posts: bool,
) -> Stretch {
    let posts_before = slack.seen().posts;
    let (cpu, own_cpu, began) = (process.cpu_ms(), cpu_ms("self"), Instant::now());
    let done = Arc::new(AtomicUsize::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..at_once {
        let (slack, done) = (slack.clone(), done.clone());
        workers.spawn(async move {
            let mut units = Vec::new();
            while began.elapsed() < length {
                units.push(unit(&slack, people).await);
                done.fetch_add(1, Ordering::Relaxed);
            }
            units
        });
    }
    let units: Vec<Unit> = workers.join_all().await.into_iter().flatten().collect();
    let took = began.elapsed();
    let wanted = posts_before + units.iter().filter(|unit| !unit.expired()).count();
    let posted = wait_for_posts
        && slack
            .wait(Duration::from_mins(1), |seen| seen.posts >= wanted)
            .await;
    let count = units.len() as f64;
    Stretch {
        rate: count / took.as_secs_f64(),
        cpu_ms_each: (process.cpu_ms() - cpu) / count,
        driver_cpu_ms_each: (cpu_ms("self") - own_cpu) / count,
        posted_rate: posted.then(|| count / began.elapsed().as_secs_f64()),
        units,
    }
}

/// So many begin a second, whether or not the earlier ones are done.
pub(crate) async fn a_second(
    slack: &Slack,
    people: usize,
    rate: u32,
    length: Duration,
) -> Vec<Unit> {
    let mut tick = tokio::time::interval(Duration::from_secs(1) / rate);
    let (began, mut units) = (Instant::now(), JoinSet::new());
    while began.elapsed() < length {
        tick.tick().await;
        let slack = slack.clone();
        units.spawn(async move { unit(&slack, people).await });
    }
    units.join_all().await
}

/// The value that so many percent are at most.
pub(crate) fn percentile(mut values: Vec<Duration>, percent: usize) -> f64 {
    values.sort();
    let at = (values.len() * percent / 100).min(values.len().saturating_sub(1));
    values
        .get(at)
        .map_or(f64::NAN, |value| value.as_secs_f64() * 1000.0)
}
