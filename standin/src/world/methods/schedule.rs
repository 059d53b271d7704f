//! Messages that are to be posted later.

use super::{chat, page};
use crate::{
    args::{Args, Unreadable},
    refusal::Refusal,
    time::Now,
    world::{World, schedule::Scheduled},
};
use serde_json::{Value, json};

/// How far ahead, in seconds: 120 days.
const FURTHEST: i64 = 120 * 24 * 3600;
/// Messages of one channel that may be due within five minutes.
const CROWD: usize = 30;
/// Those five minutes, in seconds.
const CROWD_SECONDS: i64 = 300;

/// Takes a message for later.
pub(super) fn schedule(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let place = world.post_place(&args.words("channel"))?;
    let at = match args.number("post_at") {
        Ok(Some(at)) => at,
        Ok(None) | Err(Unreadable) => return Err(Refusal::code("invalid_time")),
    };
    if at <= now.wall.timestamp() {
        return Err(Refusal::code("time_in_past"));
    }
    if at > now.wall.timestamp() + FURTHEST {
        return Err(Refusal::code("time_too_far"));
    }
    let near = |s: &&Scheduled| s.place == place && (s.at - at).abs() < CROWD_SECONDS;
    if world.scheduled.iter().filter(near).count() >= CROWD {
        return Err(Refusal::code("restricted_too_many"));
    }
    let content = chat::content(world, args, &place)?;
    let id = world.ids.id("Q");
    let message = json!({
        "type": "delayed_message", "text": content.text, "bot_id": world.app.bot_id, "user": world.app.bot_user,
        "team": world.team_id, "blocks": content.blocks, "attachments": content.attachments,
    });
    world.scheduled.push(Scheduled {
        id: id.clone(),
        place: place.clone(),
        at,
        content,
    });
    // The time comes back as a string, unlike in `chat.scheduledMessages.list`.
    Ok(
        json!({"channel": place, "scheduled_message_id": id, "post_at": at.to_string(), "message": message}),
    )
}

/// Takes it back.
pub(super) fn delete(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let (id, channel) = (args.words("scheduled_message_id"), args.words("channel"));
    let before = world.scheduled.len();
    world.scheduled.retain(|s| s.id != id || s.place != channel);
    if world.scheduled.len() == before {
        return Err(Refusal::code("invalid_scheduled_message_id"));
    }
    Ok(json!({}))
}

/// What is still to come.
pub(super) fn list(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let bound = |name: &str| {
        args.number(name)
            .map_err(|Unreadable| Refusal::code(&format!("invalid_{name}")))
    };
    let (oldest, latest, channel) = (bound("oldest")?, bound("latest")?, args.text("channel"));
    let wanted = |s: &&Scheduled| {
        channel.as_ref().is_none_or(|channel| *channel == s.place)
            && oldest.is_none_or(|oldest| s.at >= oldest)
            && latest.is_none_or(|latest| s.at <= latest)
    };
    let all: Vec<&Scheduled> = world.scheduled.iter().filter(wanted).collect();
    let (some, next) = page(&all, args, 100)?;
    let shown: Vec<Value> = some
        .iter()
        .map(
            |s| json!({"id": s.id, "channel_id": s.place, "post_at": s.at, "text": s.content.text}),
        )
        .collect();
    Ok(json!({"scheduled_messages": shown, "response_metadata": {"next_cursor": next}}))
}
