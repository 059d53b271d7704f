//! `conversations.*`.

use super::page;
use crate::{args::Args, refusal::Refusal, time::Now, world::World};
use serde_json::{Value, json};

/// The conversation with one person.
pub(super) fn open(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    if let Some(channel) = args.text("channel") {
        let place = world.joined_place(&channel)?;
        return Ok(json!({"channel": {"id": place.id}}));
    }
    let users = args.list("users");
    let user = match users.as_slice() {
        [] => return Err(Refusal::code("users_list_not_supplied")),
        [one] => one,
        more if more.len() > 8 => return Err(Refusal::code("too_many_users")),
        _ => {
            world.need("mpim:write")?;
            return Err(Refusal::code("method_not_supported_for_channel_type"));
        }
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

/// What was said, newest first. Ephemerals are in nobody's history.
pub(super) fn history(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let place = world.joined_place(&args.words("channel"))?;
    world.need(&place.history_scope())?;
    if matches!(args.number("limit"), Ok(Some(n)) if n > 999) {
        return Err(Refusal::code("invalid_limit"));
    }
    let bound = |name: &str| match args.text(name) {
        None => Ok(None),
        Some(text) => text
            .parse::<f64>()
            .map(|_| Some(padded(&text)))
            .map_err(|_| Refusal::code(&format!("invalid_ts_{name}"))),
    };
    let (oldest, latest, inclusive) = (bound("oldest")?, bound("latest")?, args.flag("inclusive"));
    let within = |ts: &str| {
        let ts = padded(ts);
        let after = oldest
            .as_ref()
            .is_none_or(|o| ts > *o || (inclusive && ts == *o));
        after
            && latest
                .as_ref()
                .is_none_or(|l| ts < *l || (inclusive && ts == *l))
    };
    let all: Vec<_> = place
        .posts
        .iter()
        .rev()
        .filter(|p| p.only_for.is_none() && within(&p.ts))
        .collect();
    let (posts, next) = page(&all, args, 100)?;
    let with_metadata = args.flag("include_all_metadata");
    let messages: Vec<Value> = posts
        .iter()
        .map(|p| world.message_object(p, with_metadata))
        .collect();
    let more = !next.is_empty();
    let mut reply = json!({"messages": messages, "has_more": more, "pin_count": 0});
    if more {
        reply["response_metadata"] = json!({"next_cursor": next});
    }
    Ok(reply)
}

/// A timestamp that sorts as text.
fn padded(ts: &str) -> String {
    let (seconds, micros) = ts.split_once('.').unwrap_or((ts, ""));
    format!("{seconds:0>12}.{micros:0<6}")
}
