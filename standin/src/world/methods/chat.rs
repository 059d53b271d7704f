//! `chat.*`.

use super::object;
use crate::{
    args::Args,
    blocks::limits,
    refusal::Refusal,
    time::Now,
    world::{World, posts::Content},
};
use serde_json::{Value, json};

fn content(args: &Args) -> Result<Content, Refusal> {
    let blocks = object(args, "blocks", "invalid_blocks_format")?;
    let metadata = object(args, "metadata", "invalid_metadata_format")?;
    Content::checked(args.text("text"), blocks, metadata)
}

/// A message.
pub(super) fn post(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let place = world.post_place(&args.words("channel"))?;
    let mut content = content(args)?;
    let cut = content
        .text
        .as_ref()
        .is_some_and(|t| t.chars().count() > limits::MESSAGE_TEXT);
    let thread = args.text("thread_ts");
    if thread
        .as_ref()
        .is_some_and(|ts| world.find_post(&place, ts).is_none())
    {
        return Err(Refusal::code("thread_not_found"));
    }
    content.broadcast = thread.is_some() && args.flag("reply_broadcast");
    content.thread = thread;
    let bot = world.app.bot_user.clone();
    let ts = world.post(&place, &bot, content, None, now);
    let message = world
        .find_post(&place, &ts)
        .map(|post| world.message_object(post, true));
    let mut reply = json!({"channel": place, "ts": ts, "message": message});
    if cut {
        reply["response_metadata"] = json!({"messages": ["[WARN] A message was truncated"], "warnings": ["message_truncated"]});
    }
    Ok(reply)
}

/// A message that one person sees.
pub(super) fn post_ephemeral(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let place = world.joined_place(&args.words("channel"))?;
    if place.archived {
        return Err(Refusal::code("is_archived"));
    }
    let user = args.words("user");
    if world.member(&user).is_none() {
        return Err(Refusal::code("user_not_found"));
    }
    if !place.members.contains(&user) {
        return Err(Refusal::code("user_not_in_channel"));
    }
    let place = place.id.clone();
    let content = content(args)?;
    if content
        .text
        .as_ref()
        .is_some_and(|t| t.chars().count() > limits::MESSAGE_TEXT)
    {
        return Err(Refusal::code("msg_too_long"));
    }
    let bot = world.app.bot_user.clone();
    let ts = world.post(&place, &bot, content, Some(&user), now);
    Ok(json!({"message_ts": ts}))
}

/// A message of the bot's that it may change: its place.
fn own(world: &World, args: &Args, refused: &str) -> Result<(String, String), Refusal> {
    let channel = args.words("channel");
    if channel.starts_with(['U', 'W']) {
        return Err(Refusal::code("channel_not_found"));
    }
    let place = world.visible_place(&channel)?;
    if place.archived {
        return Err(Refusal::code("is_archived"));
    }
    let ts = args.words("ts");
    let post = place
        .posts
        .iter()
        .find(|p| p.ts == ts && p.only_for.is_none());
    let post = post.ok_or_else(|| Refusal::code("message_not_found"))?;
    if post.author == world.app.bot_user {
        Ok((channel, ts))
    } else {
        Err(Refusal::code(refused))
    }
}

/// New content for a message.
pub(super) fn update(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let (place, ts) = own(world, args, "cant_update_message")?;
    if args
        .text("text")
        .is_some_and(|t| t.chars().count() > limits::UPDATE_TEXT)
    {
        return Err(Refusal::code("msg_too_long"));
    }
    let content = content(args)?;
    world.repost(&place, &ts, content, now);
    let post = world.find_post(&place, &ts);
    let message = post.map(|post| world.message_object(post, true));
    Ok(json!({"channel": place, "ts": ts, "text": post.map(|p| &p.text), "message": message}))
}

/// Removes a message.
pub(super) fn delete(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let (place, ts) = own(world, args, "cant_delete_message")?;
    world.unpost(&place, &ts);
    Ok(json!({"channel": place, "ts": ts}))
}
