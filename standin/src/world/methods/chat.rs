//! `chat.*`.

use super::object;
use crate::{
    args::Args,
    blocks::limits,
    refusal::Refusal,
    time::Now,
    world::{
        World,
        content::{Content, Given, Guise},
    },
};
use serde_json::{Value, json};

/// What was sent as a message to a conversation, checked.
pub(super) fn content(world: &World, args: &Args, place: &str) -> Result<Content, Refusal> {
    let mut blocks = object(args, "blocks", "invalid_blocks_format")?;
    let metadata = object(args, "metadata", "invalid_metadata_format")?;
    let text = args.text("text");
    if let Some(markdown) = args.text("markdown_text") {
        if text.is_some() || blocks.is_some() {
            return Err(Refusal::code("markdown_text_conflict"));
        }
        blocks = Some(json!([{"type": "markdown", "text": markdown}]));
    }
    let thread = args.text("thread_ts");
    let root = |ts: &String| {
        world
            .find_post(place, ts)
            .is_some_and(|p| p.only_for.is_none())
    };
    if thread.as_ref().is_some_and(|ts| !root(ts)) {
        return Err(Refusal::code("thread_not_found"));
    }
    let attachments = object(args, "attachments", "invalid_attachments")?;
    let mut content = Content::checked(Given {
        text,
        blocks,
        attachments,
        metadata,
    })?;
    if let Some(blocks) = &content.blocks {
        world.check_slack_files(blocks, "/blocks", "invalid_blocks")?;
    }
    if let Some(attachments) = &content.attachments {
        world.check_slack_files(attachments, "/attachments", "invalid_attachments")?;
    }
    content.guise = guise(world, args)?;
    content.broadcast = thread.is_some() && args.flag("reply_broadcast");
    content.thread = thread;
    Ok(content)
}

/// As whom it is to be posted. An emoji goes before a picture.
fn guise(world: &World, args: &Args) -> Result<Option<Guise>, Refusal> {
    let [name, emoji, url] = ["username", "icon_emoji", "icon_url"]
        .map(|key| args.text(key).filter(|text| !text.is_empty()));
    let icons = match (emoji, url) {
        (Some(emoji), _) => Some(json!({"emoji": format!(":{}:", emoji.trim_matches(':'))})),
        (None, Some(url)) => Some(json!({"image_36": url, "image_48": url, "image_72": url})),
        (None, None) => None,
    };
    if name.is_none() && icons.is_none() {
        return Ok(None);
    }
    world.need("chat:write.customize")?;
    Ok(Some(Guise { name, icons }))
}

/// A message.
pub(super) fn post(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let place = world.post_place(&args.words("channel"))?;
    let content = content(world, args, &place)?;
    let cut = content
        .text
        .as_ref()
        .is_some_and(|t| t.chars().count() > limits::MESSAGE_TEXT);
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
    let content = content(world, args, &place)?;
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
    let content = content(world, args, &place)?;
    world.repost(&place, &ts, content, now);
    let post = world.find_post(&place, &ts);
    let message = post.map(|post| world.message_object(post, true));
    Ok(json!({"channel": place, "ts": ts, "text": post.map(|p| &p.text), "message": message}))
}

/// Removes a message.
pub(super) fn delete(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let (place, ts) = own(world, args, "cant_delete_message")?;
    let bot = world.app.bot_user.clone();
    world.unpost(&place, &ts, &bot, now);
    Ok(json!({"channel": place, "ts": ts}))
}

/// The address of a message.
pub(super) fn permalink(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let place = world.visible_place(&args.words("channel"))?;
    let ts = args.words("message_ts");
    let post = place
        .posts
        .iter()
        .find(|p| p.ts == ts && p.only_for.is_none());
    let post = post.ok_or_else(|| Refusal::code("message_not_found"))?;
    let link = world.permalink(place, post);
    Ok(json!({"channel": place.id, "permalink": link}))
}
