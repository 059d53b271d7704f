//! The delivery loop: due outbox rows → Slack → sent, later, or never. It makes each message at the moment it goes
//! out, paces itself, and never says a thing twice because it does not know whether it was said: a row is committed
//! as *sending* before the call, and one whose fate is unknown is looked up before it is said again.

mod pace;

use crate::{
    blocks::{self, Message},
    desk,
    error::Result,
    home,
    ids::{ChannelId, Ts, UserId},
    outbox::{
        Place,
        queue::{self, Claimed, Parcel, Turn},
    },
    people,
    rituals::{File, Reader, registry::HOUSE},
    slack::{
        web::{FileBody, MessageBody, Web},
        web_error::WebError,
    },
    store::{Lane, Store, Tx},
};
use anyhow::Context;
use chrono::TimeDelta;
use pace::Pace;
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinSet};

/// How the courier works.
#[derive(Clone, Debug)]
pub struct CourierOptions {
    /// Calls under way at once; no more rows than that are ever *sending*.
    pub at_once: usize,
    /// How long a row whose fate is unknown waits before it is looked up: longer than Slack may take to finish a
    /// request whose answer we lost.
    pub grace: TimeDelta,
    /// Whether to look at all. Without the scope `im:history` it cannot, and a message may come twice.
    pub look_up: bool,
    /// Whether to keep below Slack's rate limits. Off only against a Slack that has none (`benches/road`).
    pub keeps_pace: bool,
}

/// How long a stop waits for deliveries that are under way.
const FINISH_WITHIN: Duration = Duration::from_secs(2);
/// How long to wait before trying what was only held back by our own pace.
const PACE: Duration = Duration::from_millis(250);

/// How long to wait before trying again to note how a delivery went.
const NOTE_AGAIN: Duration = Duration::from_secs(2);

/// What every delivery shares.
struct Round {
    store: Store,
    web: Web,
    options: CourierOptions,
    pace: Pace,
}

/// A message ready to go.
struct Ready {
    message: MessageBody,
    files: Vec<FileBody>,
    /// Where it goes, if that is known.
    channel: Option<ChannelId>,
}

/// How a call went.
enum Outcome {
    Sent(Option<(ChannelId, Ts)>),
    LostItsPoint,
    Failed(WebError),
}

/// Delivers until `stop`, or until Slack refuses the token for good: then it ends with Slack's code. Either way it
/// finishes what is under way, and what it could not deliver stays in the outbox.
pub(crate) async fn run(
    store: Store,
    web: Web,
    options: CourierOptions,
    mut stop: watch::Receiver<bool>,
) -> Option<String> {
    let round = Arc::new(Round {
        store,
        web,
        pace: Pace::new(),
        options,
    });
    let grace = round.options.grace;
    let recover = move |tx: &Tx<'_>| queue::recover(tx, grace);
    if let Err(failure) = round.store.transact(Lane::Background, None, recover).await {
        tracing::error!(%failure, "could not sort out what was being sent when Peerloop last ended");
    }
    let mut under_way = JoinSet::new();
    let refused = loop {
        // Ask for the wake-up before looking, so that nothing committed in between is missed.
        let wake = round.store.wakes().courier.notified();
        let claimed = round.claim(under_way.len()).await;
        let found = !claimed.parcels.is_empty();
        for parcel in claimed.parcels {
            let round = round.clone();
            under_way.spawn(async move { round.carry(parcel).await });
        }
        if found && under_way.len() < round.options.at_once {
            continue;
        }
        let nap = async {
            match claimed.next_due_at {
                _ if claimed.held_back => tokio::time::sleep(PACE).await,
                Some(at) => round.store.clock().sleep_towards(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = wake => {}
            Some(carried) = under_way.join_next() => if let Ok(Some(code)) = carried {
                break Some(code);
            },
            () = nap => {}
            _ = stop.wait_for(|stop| *stop) => break None,
        }
    };
    // What is cut off here stays *sending* and is looked up at the next start.
    let finish = async { while under_way.join_next().await.is_some() {} };
    if tokio::time::timeout(FINISH_WITHIN, finish).await.is_err() {
        tracing::warn!("left a delivery unfinished; the next start looks it up");
    }
    refused
}

impl Round {
    /// Takes what may go now.
    async fn claim(self: &Arc<Self>, under_way: usize) -> Claimed {
        let room = self.options.at_once.saturating_sub(under_way);
        if room == 0 {
            return Claimed::default();
        }
        let round = self.clone();
        let claim = move |tx: &Tx<'_>| {
            let turn = |parcel: &Parcel| {
                if round.options.keeps_pace {
                    round.pace.turn(parcel)
                } else {
                    Turn::Now
                }
            };
            queue::claim(tx, room, turn)
        };
        match self.store.transact(Lane::Background, None, claim).await {
            Ok(claimed) => claimed,
            Err(failure) => {
                tracing::error!(%failure, "could not look into the outbox");
                Claimed {
                    held_back: true,
                    ..Claimed::default()
                }
            }
        }
    }

    /// Delivers one and notes how it went. The code with which Slack refuses our token, if it does.
    async fn carry(&self, parcel: Parcel) -> Option<String> {
        let outcome = match self.deliver(&parcel).await {
            Ok(outcome) => outcome,
            Err(failure) => {
                tracing::error!(subject = %parcel.subject, %failure, "could not make a message");
                Outcome::Failed(WebError::NeverSent)
            }
        };
        if let Outcome::Failed(WebError::RateLimited { retry_after }) = &outcome {
            self.pace.block(&parcel, *retry_after);
        }
        let doubtful = matches!(&outcome, Outcome::Failed(WebError::Api { code }) if WebError::is_credential(code));
        self.note(parcel, outcome).await;
        if doubtful {
            self.token_refused().await
        } else {
            None
        }
    }

    /// Notes how a delivery went. Only this task knows it, so a disk that is full does not end it: it tries again until
    /// there is room, or until Peerloop ends and the next start looks the message up.
    async fn note(&self, parcel: Parcel, outcome: Outcome) {
        let (parcel, grace) = (Arc::new((parcel, outcome)), self.options.grace);
        loop {
            let delivery = parcel.clone();
            let settled = self
                .store
                .transact(Lane::Background, None, move |tx| {
                    settle(tx, &delivery.0, grace, &delivery.1)
                })
                .await;
            self.store.wakes().settled.notify_waiters();
            let Err(failure) = settled else { return };
            tracing::error!(subject = %parcel.0.subject, %failure, "could not note how a delivery went; trying again");
            tokio::time::sleep(NOTE_AGAIN).await;
        }
    }

    /// Asks once more, with the plainest call there is: nobody should have to start us again for a hiccup of Slack's.
    async fn token_refused(&self) -> Option<String> {
        match self.web.check_bot().await {
            Err(WebError::Api { code }) if WebError::is_credential(&code) => Some(code),
            Ok(_) | Err(_) => None,
        }
    }

    async fn deliver(&self, parcel: &Parcel) -> Result<Outcome> {
        let done = match &parcel.place {
            Place::Home(user) => self.publish(user).await?,
            Place::Dm(_) | Place::Channel(_) => match self.render(parcel).await? {
                None => return Ok(Outcome::LostItsPoint),
                Some(ready) => self.say(parcel, ready).await?,
            },
        };
        Ok(match done {
            Ok(stands) => Outcome::Sent(stands),
            Err(error) => Outcome::Failed(error),
        })
    }

    async fn publish(&self, user: &UserId) -> Result<Result<Option<(ChannelId, Ts)>, WebError>> {
        let whose = user.clone();
        let blocks = self
            .store
            .read(move |read| home::render(read, &whose))
            .await?;
        let view = blocks::home_to_json(&blocks)?;
        Ok(self.web.publish_home(user, &view).await.map(|()| None))
    }

    /// The message as it is now.
    async fn render(&self, parcel: &Parcel) -> Result<Option<Ready>> {
        let subject = parcel.subject.clone();
        let reader = Reader {
            place: parcel.place.clone(),
            stands: parcel.stands.is_some(),
        };
        self.store
            .read(move |read| {
                let channel = match &reader.place {
                    Place::Channel(channel) => Some(channel.clone()),
                    Place::Dm(user) | Place::Home(user) => {
                        people::find(read, user)?.and_then(|person| person.dm)
                    }
                };
                let Some(message) = desk::render(read, &subject, &reader)? else {
                    return Ok(None);
                };
                let files = match HOUSE.named(subject.ritual()) {
                    Some(ritual) if !reader.stands => ritual.files(read, &subject, &reader)?,
                    Some(_) | None => Vec::new(),
                };
                Ok(Some(Ready {
                    message: body(&message)?,
                    files: files.into_iter().map(file).collect(),
                    channel,
                }))
            })
            .await
    }

    async fn say(
        &self,
        parcel: &Parcel,
        ready: Ready,
    ) -> Result<Result<Option<(ChannelId, Ts)>, WebError>> {
        let Ready {
            message,
            files,
            channel,
        } = &ready;
        if let Some((channel, ts)) = &parcel.stands {
            return Ok(self
                .web
                .update_message(channel, ts, message)
                .await
                .map(|()| None));
        }
        let channel = match (channel, parcel.place.person()) {
            (Some(channel), _) => channel.clone(),
            (None, None) => return Ok(Err(WebError::NeverSent)),
            // Opening a conversation is safe to repeat, so a lost answer is no doubt about the message.
            (None, Some(user)) => match self.web.open_dm(user).await {
                Ok(channel) => self.remember(user, channel).await?,
                Err(error) if error.may_have_been_done() => return Ok(Err(WebError::NeverSent)),
                Err(error) => return Ok(Err(error)),
            },
        };
        if !files.is_empty() {
            let posted = self.web.post_files(&channel, message, files).await;
            return Ok(posted.map(|()| None));
        }
        // Only conversations with the bot can be looked into (`im:history`): a crash may double a channel's first post.
        if parcel.look_first && self.options.look_up && parcel.place.person().is_some() {
            let oldest = parcel.created_at - TimeDelta::seconds(5);
            match self
                .web
                .find_by_nonce(&channel, oldest, &parcel.nonce)
                .await
            {
                Ok(Some(ts)) => return Ok(Ok(Some((channel, ts)))),
                Ok(None) => {}
                // The look-up failed, nothing was said: it stays unclear and is looked up again.
                Err(error) if error.may_have_been_done() => return Ok(Err(WebError::NeverSent)),
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(self
            .web
            .post(&channel, message, Some(&parcel.nonce))
            .await
            .map(|ts| Some((channel, ts))))
    }

    async fn remember(&self, user: &UserId, channel: ChannelId) -> Result<ChannelId> {
        let (user, dm) = (user.clone(), channel.clone());
        self.store
            .transact(Lane::Background, None, move |tx| {
                people::keep_dm(tx, &user, &dm)
            })
            .await?;
        Ok(channel)
    }
}

/// Notes how a delivery went and lets the ritual know, in one transaction.
fn settle(tx: &Tx<'_>, parcel: &Parcel, grace: TimeDelta, outcome: &Outcome) -> Result<()> {
    let gave_up = match outcome {
        Outcome::Sent(stands) => {
            let is_first = queue::settle_sent(tx, parcel, stands.as_ref())?;
            if let (true, Some(ritual)) = (is_first, HOUSE.named(parcel.subject.ritual())) {
                ritual.delivered(tx, &parcel.subject)?;
            }
            None
        }
        Outcome::LostItsPoint => {
            queue::settle_cancelled(tx, parcel)?;
            None
        }
        Outcome::Failed(error) => settle_failed(tx, parcel, grace, error)?,
    };
    if let Some(code) = gave_up {
        tracing::warn!(subject = %parcel.subject, code, "gave a message up");
        if let Some(ritual) = HOUSE.named(parcel.subject.ritual()) {
            ritual.undelivered(tx, &parcel.subject, &code)?;
        }
    }
    // The ritual may have posted something, or this row may have changed while it was under way.
    tx.wake_courier();
    HOUSE.pass_on(tx)
}

/// The code it was given up for, if it was.
fn settle_failed(
    tx: &Tx<'_>,
    parcel: &Parcel,
    grace: TimeDelta,
    error: &WebError,
) -> Result<Option<String>> {
    let code = match error {
        WebError::Api { code } => code.clone(),
        WebError::RateLimited { .. } => "ratelimited".to_owned(),
        WebError::NeverSent => "never_sent".to_owned(),
        WebError::Unclear => "unclear".to_owned(),
        WebError::Timeout => "timeout".to_owned(),
    };
    let gave_up = match error {
        WebError::RateLimited { retry_after } => {
            let after = TimeDelta::from_std(*retry_after).unwrap_or(TimeDelta::minutes(1));
            queue::settle_retry(tx, parcel, Some(after), &code)?
        }
        WebError::NeverSent => queue::settle_retry(tx, parcel, None, &code)?,
        WebError::Unclear | WebError::Timeout => queue::settle_unclear(tx, parcel, grace, &code)?,
        WebError::Api { code } if WebError::is_credential(code) || !error.is_permanent() => {
            // Ours to mend, not the message's fault: it waits.
            queue::settle_retry(tx, parcel, Some(TimeDelta::minutes(1)), code)?
        }
        WebError::Api { code } => {
            queue::settle_dead(tx, parcel, code)?;
            true
        }
    };
    Ok(gave_up.then_some(code))
}

fn file(file: File) -> FileBody {
    FileBody {
        name: file.name.to_owned(),
        bytes: file.text.into_bytes(),
    }
}

fn body(message: &Message) -> Result<MessageBody> {
    let mut json = message.to_json()?;
    let text = json["text"]
        .as_str()
        .context("a message without a text")?
        .to_owned();
    Ok(MessageBody {
        text,
        blocks: json.get_mut("blocks").map_or(Value::Null, Value::take),
    })
}
