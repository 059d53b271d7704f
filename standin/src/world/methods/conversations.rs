//! `conversations.*` that look: what there is, who is in it, what was said.

use super::page;
use crate::{
    args::Args,
    refusal::Refusal,
    time::Now,
    world::{World, places::Place, posts::Post},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The conversation with one person, or with several.
pub(super) fn open(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    if let Some(channel) = args.text("channel") {
        let place = world.joined_place(&channel)?;
        return Ok(json!({"channel": {"id": place.id}}));
    }
    let users = args.list("users");
    let user = match users.as_slice() {
        [] => return Err(Refusal::code("users_list_not_supplied")),
        [one] => one,
        several => return open_group(world, several, args, now),
    };
    world.need("im:write")?;
    let place = world.reachable(user)?;
    if args.flag("return_im") {
        return Ok(
            json!({"no_op": true, "already_open": true, "channel": world.place_object(place)}),
        );
    }
    Ok(json!({"channel": {"id": place.id}}))
}

fn open_group(
    world: &mut World,
    users: &[String],
    args: &Args,
    now: Now,
) -> Result<Value, Refusal> {
    world.need("mpim:write")?;
    let mut people: BTreeSet<String> = users.iter().cloned().collect();
    if people.len() > 8 {
        return Err(Refusal::code("too_many_users"));
    }
    for user in &people {
        world.reachable(user)?;
    }
    people.insert(world.app.bot_user.clone());
    if people.len() < 3 {
        return Err(Refusal::code("not_enough_users"));
    }
    let there = world
        .places
        .iter()
        .any(|p| !p.kind.is_channel() && p.members == people);
    if !there && args.flag("prevent_creation") {
        return Err(Refusal::code("channel_not_found"));
    }
    let id = world.conversation_of(&people, now);
    let place = world.place(&id).filter(|_| args.flag("return_im"));
    Ok(match place {
        Some(place) => {
            json!({"no_op": there, "already_open": there, "channel": world.place_object(place)})
        }
        None => json!({"channel": {"id": id}}),
    })
}

/// Conversations the bot can see, by kind; `of` is somebody who must be in them.
pub(super) fn listed(world: &World, args: &Args, of: Option<&str>) -> Result<Value, Refusal> {
    let mut types = args.list("types");
    if types.is_empty() {
        types.push("public_channel".to_owned());
    }
    let known = ["public_channel", "private_channel", "mpim", "im"];
    if types.iter().any(|t| !known.contains(&t.as_str())) {
        return Err(Refusal::code("invalid_types"));
    }
    let wanted = |place: &&Place| {
        types.iter().any(|t| t == place.kind.listed_as())
            && world.visible_place(&place.id).is_ok()
            && !(place.archived && args.flag("exclude_archived"))
            && of.is_none_or(|user| place.members.contains(user))
    };
    let all: Vec<&Place> = world.places.iter().filter(wanted).collect();
    for place in &all {
        world.need(&place.read_scope())?;
    }
    let (some, next) = page(&all, args, 100)?;
    let channels: Vec<Value> = some.iter().map(|place| world.place_object(place)).collect();
    Ok(json!({"channels": channels, "response_metadata": {"next_cursor": next}}))
}

/// Every conversation the bot can see.
pub(super) fn list(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    listed(world, args, None)
}

/// What a conversation is.
pub(super) fn info(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let place = world.visible_place(&args.words("channel"))?;
    world.need(&place.read_scope())?;
    let mut object = world.place_object(place);
    if !args.flag("include_num_members")
        && let Some(object) = object.as_object_mut()
    {
        object.remove("num_members");
    }
    Ok(json!({"channel": object}))
}

/// Who is in it.
pub(super) fn members(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let place = world.visible_place(&args.words("channel"))?;
    world.need(&place.read_scope())?;
    let all: Vec<&String> = place.members.iter().collect();
    let (members, next) = page(&all, args, 100)?;
    Ok(json!({"members": members, "response_metadata": {"next_cursor": next}}))
}

/// What was said, newest first. Ephemerals are in nobody's history, replies only in their thread.
pub(super) fn history(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let place = world.joined_place(&args.words("channel"))?;
    world.need(&place.history_scope())?;
    let within = bounds(args)?;
    let shown = |p: &&Post| p.only_for.is_none() && (p.thread.is_none() || p.broadcast);
    let posts = place.posts.iter().rev();
    let all: Vec<&Post> = posts
        .filter(shown)
        .filter(|p| within.holds(&p.ts))
        .collect();
    let mut reply = told(world, place, &all, args)?;
    reply["pin_count"] = json!(place.pins().count());
    Ok(reply)
}

/// A message and its thread, oldest first.
pub(super) fn replies(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let place = world.joined_place(&args.words("channel"))?;
    world.need(&place.history_scope())?;
    let within = bounds(args)?;
    let ts = args.words("ts");
    let post = place
        .posts
        .iter()
        .find(|p| p.ts == ts && p.only_for.is_none());
    let post = post.ok_or_else(|| Refusal::code("thread_not_found"))?;
    let root = post.thread.as_ref().unwrap_or(&post.ts);
    let mine =
        |p: &&Post| p.ts == *root || (p.thread.as_ref() == Some(root) && within.holds(&p.ts));
    let all: Vec<&Post> = place
        .posts
        .iter()
        .filter(|p| p.only_for.is_none())
        .filter(mine)
        .collect();
    told(world, place, &all, args)
}

/// One page of messages.
fn told(world: &World, place: &Place, all: &[&Post], args: &Args) -> Result<Value, Refusal> {
    if matches!(args.number("limit"), Ok(Some(n)) if n > 999) {
        return Err(Refusal::code("invalid_limit"));
    }
    let (posts, next) = page(all, args, 100)?;
    let with_metadata = args.flag("include_all_metadata");
    let message = |post: &&Post| {
        let mut message = world.message_object(post, with_metadata);
        place.tell_replies(post, &mut message);
        message
    };
    let messages: Vec<Value> = posts.iter().map(message).collect();
    let more = !next.is_empty();
    let mut reply = json!({"messages": messages, "has_more": more});
    if more {
        reply["response_metadata"] = json!({"next_cursor": next});
    }
    Ok(reply)
}

/// The time that was asked for.
struct Bounds {
    oldest: Option<String>,
    latest: Option<String>,
    inclusive: bool,
}

fn bounds(args: &Args) -> Result<Bounds, Refusal> {
    let bound = |name: &str| match args.text(name) {
        None => Ok(None),
        Some(text) => text
            .parse::<f64>()
            .map(|_| Some(padded(&text)))
            .map_err(|_| Refusal::code(&format!("invalid_ts_{name}"))),
    };
    Ok(Bounds {
        oldest: bound("oldest")?,
        latest: bound("latest")?,
        inclusive: args.flag("inclusive"),
    })
}

impl Bounds {
    fn holds(&self, ts: &str) -> bool {
        let ts = padded(ts);
        let edge = |bound: &String| self.inclusive && ts == *bound;
        let after = self.oldest.as_ref().is_none_or(|o| ts > *o || edge(o));
        after && self.latest.as_ref().is_none_or(|l| ts < *l || edge(l))
    }
}

/// A timestamp that sorts as text.
fn padded(ts: &str) -> String {
    let (seconds, micros) = ts.split_once('.').unwrap_or((ts, ""));
    format!("{seconds:0>12}.{micros:0<6}")
}
