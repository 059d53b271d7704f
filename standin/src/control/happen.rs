//! `/control/clock`, `/control/world` and `/control/inject`: what happens in a workspace besides what people do.

use super::{Reply, Slack, unprocessable};
use crate::cast::CastPerson;
use axum::{Json, extract::State};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The furthest that one request may move the clock, in seconds: ten years.
const FURTHEST_SECONDS: i64 = 10 * 366 * 24 * 3600;

/// How far to move the clock.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    seconds: i64,
}

/// Something that happens.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Event {
    /// Someone joins; as in `world.yml`.
    Joins(CastPerson),
    /// Someone's card changes: only these keys of it.
    Changes {
        name: String,
        to: Map<String, Value>,
    },
    /// The bot becomes a member of a channel.
    InvitesBot(String),
    /// A channel is archived.
    Archives(String),
    /// The app is uninstalled.
    Uninstalls,
}

pub(super) async fn clock(State(slack): Slack) -> Json<Value> {
    Json(json!({"now": slack.now()}))
}

pub(super) async fn advance(State(slack): Slack, Json(by): Json<Advance>) -> Reply {
    if !(-FURTHEST_SECONDS..=FURTHEST_SECONDS).contains(&by.seconds) {
        return Err(unprocessable("the clock moves by ten years at most"));
    }
    slack.advance(TimeDelta::seconds(by.seconds));
    Ok(Json(json!({"now": slack.now()})))
}

pub(super) async fn happens(State(slack): Slack, Json(event): Json<Event>) -> Reply {
    let known = |channel: &str| {
        let nowhere = || unprocessable(format!("there is no channel {channel}"));
        slack.has_channel(channel).then_some(()).ok_or_else(nowhere)
    };
    match event {
        Event::Joins(person) => {
            let joined = slack.joins(&person).await;
            joined.map_err(|error| unprocessable(format!("{error:#}")))?;
        }
        Event::Changes { name, to } => {
            let mut wrong = None;
            let changed = slack.changes(&name, |card| match changed(card, to) {
                Ok(new) => *card = new,
                Err(error) => wrong = Some(error.to_string()),
            });
            let changed = changed.await.map_err(|error| format!("{error:#}"));
            changed.map_err(unprocessable)?;
            wrong.map_or(Ok(()), |wrong| Err(unprocessable(wrong)))?;
        }
        Event::InvitesBot(channel) => {
            known(&channel)?;
            slack.invites_bot(&channel);
        }
        Event::Archives(channel) => {
            known(&channel)?;
            slack.archives(&channel);
        }
        Event::Uninstalls => slack.uninstalls().await,
    }
    Ok(Json(json!({})))
}

fn changed(card: &CastPerson, to: Map<String, Value>) -> serde_json::Result<CastPerson> {
    let mut new = serde_json::to_value(card)?;
    if let Some(fields) = new.as_object_mut() {
        fields.extend(to);
    }
    serde_json::from_value(new)
}

/// Sends any envelope; answers with its ack, whole, or null.
pub(super) async fn inject(State(slack): Slack, Json(envelope): Json<Value>) -> Reply {
    if !envelope.is_object() {
        return Err(unprocessable("an envelope is an object"));
    }
    Ok(Json(json!({"ack": slack.inject(envelope).await})))
}
