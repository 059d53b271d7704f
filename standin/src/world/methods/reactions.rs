//! `reactions.*` and `pins.*`.

use super::page;
use crate::{
    args::Args,
    refusal::Refusal,
    time::Now,
    world::{World, places::Place, posts::Post, reactions::Code},
};
use serde_json::{Value, json};

/// Where the message stands that is meant, and its `ts`.
fn meant(world: &World, args: &Args) -> Result<(String, String), Refusal> {
    let (Some(channel), Some(ts)) = (args.text("channel"), args.text("timestamp")) else {
        return Err(Refusal::code("no_item_specified"));
    };
    let place = world.joined_place(&channel)?;
    if ts.parse::<f64>().is_err() {
        return Err(Refusal::code("bad_timestamp"));
    }
    Ok((place.id.clone(), ts))
}

/// A change to a message that is meant; `is_archived` where nothing may be changed.
type Change = fn(&mut World, (&str, &str), &str, &str, Now) -> Result<Value, Code>;

fn change(world: &mut World, args: &Args, now: Now, change: Change) -> Result<Value, Refusal> {
    let (place, ts) = meant(world, args)?;
    if world.place(&place).is_some_and(|p| p.archived) {
        return Err(Refusal::code("is_archived"));
    }
    let (bot, name) = (world.app.bot_user.clone(), args.words("name"));
    let event = change(world, (&place, &ts), &bot, &name, now).map_err(Refusal::code)?;
    world.raise(&event, now);
    Ok(json!({}))
}

/// An emoji under a message.
pub(super) fn add(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    change(world, args, now, World::react)
}

/// Away again.
pub(super) fn remove(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    change(world, args, now, World::unreact)
}

/// What stands under a message.
pub(super) fn get(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let (channel, ts) = meant(world, args)?;
    let found = world.place(&channel).zip(shared(world, &channel, &ts));
    let (place, post) = found.ok_or_else(|| Refusal::code("message_not_found"))?;
    Ok(json!({"type": "message", "channel": channel, "message": linked(world, place, post)}))
}

fn shared<'w>(world: &'w World, place: &str, ts: &str) -> Option<&'w Post> {
    world.find_post(place, ts).filter(|p| p.only_for.is_none())
}

fn linked(world: &World, place: &Place, post: &Post) -> Value {
    let mut message = world.message_object(post, false);
    message["permalink"] = json!(world.permalink(place, post));
    message
}

/// Messages under which somebody put an emoji, the newest first; the bot itself if nobody is named.
pub(super) fn list(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let user = args
        .text("user")
        .unwrap_or_else(|| world.app.bot_user.clone());
    if world.member(&user).is_none() {
        return Err(Refusal::code("user_not_found"));
    }
    let heard = world
        .places
        .iter()
        .filter(|p| p.members.contains(&world.app.bot_user));
    let mut all: Vec<(&Place, &Post)> = heard
        .flat_map(|place| place.posts.iter().map(move |post| (place, post)))
        .collect();
    all.retain(|(_, post)| {
        post.reactions
            .iter()
            .any(|(_, users)| users.contains(&user))
    });
    all.sort_by(|a, b| b.1.ts.cmp(&a.1.ts));
    let (some, next) = page(&all, args, 100)?;
    let item = |(place, post): &(&Place, &Post)| json!({"type": "message", "channel": place.id, "message": linked(world, place, post)});
    let items: Vec<Value> = some.iter().map(item).collect();
    Ok(json!({"items": items, "response_metadata": {"next_cursor": next}}))
}

/// Keeps a message at hand.
pub(super) fn pin(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    change(world, args, now, |world, at, bot, _, now| {
        world.pin(at, bot, now)
    })
}

/// No longer.
pub(super) fn unpin(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    change(world, args, now, |world, at, bot, _, now| {
        world.unpin(at, bot, now)
    })
}

/// Everything that is kept at hand in a conversation.
pub(super) fn pins(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let place = world.joined_place(&args.words("channel"))?;
    let items: Vec<Value> = place
        .pins()
        .map(|post| world.pinned_item(place, post))
        .collect();
    Ok(json!({"items": items}))
}
