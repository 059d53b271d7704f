//! `conversations.*` by which a channel gets another name, topic or purpose, ends, and begins again.

use super::channels::{changed, check_name, is_general, managed};
use crate::{args::Args, refusal::Refusal, time::Now, world::World};
use serde_json::{Value, json};

/// The longest topic, and the longest purpose.
const TOPIC: usize = 250;

/// Nothing may be posted any more.
pub(super) fn archive(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let id = managed(world, args, "archive")?;
    if is_general(world, &id) {
        return Err(Refusal::code("cant_archive_general"));
    }
    changed(world, &id, |place| place.archived = true);
    world.raise_channel("archive", &id, now);
    Ok(json!({}))
}

/// It is open again; the bot is in it then.
pub(super) fn unarchive(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let place = world.visible_place(&args.words("channel"))?;
    if !place.kind.is_channel() {
        return Err(Refusal::code("method_not_supported_for_channel_type"));
    }
    world.need(if place.kind.is_public() {
        "channels:manage"
    } else {
        "groups:write"
    })?;
    if !place.archived {
        return Err(Refusal::code("not_archived"));
    }
    let (id, bot) = (place.id.clone(), world.app.bot_user.clone());
    changed(world, &id, |place| {
        place.archived = false;
        place.members.insert(bot);
    });
    world.raise_channel("unarchive", &id, now);
    Ok(json!({}))
}

/// Another name.
pub(super) fn rename(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let id = managed(world, args, "name")?;
    let name = args.words("name");
    check_name(&name)?;
    if world
        .places
        .iter()
        .any(|p| p.kind.is_channel() && p.name == name && p.id != id)
    {
        return Err(Refusal::code("name_taken"));
    }
    let object = changed(world, &id, |place| place.name = name);
    world.raise_channel("rename", &id, now);
    Ok(json!({"channel": object}))
}

/// What the channel is for.
pub(super) fn set_purpose(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let id = managed(world, args, "topic")?;
    let purpose = args.words("purpose");
    if purpose.chars().count() > TOPIC {
        return Err(Refusal::code("too_long"));
    }
    Ok(
        json!({"purpose": purpose.clone(), "channel": changed(world, &id, |place| place.purpose = purpose)}),
    )
}

/// What the channel is about just now.
pub(super) fn set_topic(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let id = managed(world, args, "topic")?;
    let topic = args.words("topic");
    if topic.chars().count() > TOPIC {
        return Err(Refusal::code("too_long"));
    }
    Ok(json!({"channel": changed(world, &id, |place| place.topic = topic)}))
}
