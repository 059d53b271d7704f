//! `usergroups.*`. In this workspace everyone may manage groups, and the plan allows them.

use crate::{
    args::Args,
    refusal::Refusal,
    time::Now,
    world::{World, groups::Group},
};
use serde_json::{Value, json};

/// The longest name.
const NAME: usize = 255;
/// The longest description.
const DESCRIPTION: usize = 140;

fn found(world: &World, args: &Args) -> Result<usize, Refusal> {
    let id = args.words("usergroup");
    let at = world.groups.iter().position(|g| g.id == id);
    at.ok_or_else(|| Refusal::code("no_such_subteam"))
}

/// All of them.
#[expect(clippy::unnecessary_wraps, reason = "a row of the table of methods")]
pub(super) fn list(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let (users, count) = (args.flag("include_users"), args.flag("include_count"));
    let object = |group: &Group| world.group_object(group, users, count);
    let groups: Vec<Value> = world.groups.iter().map(object).collect();
    Ok(json!({"usergroups": groups}))
}

/// Who is in one.
pub(super) fn users(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let at = found(world, args)?;
    Ok(json!({"users": world.groups[at].users}))
}

/// A new one, with nobody in it.
pub(super) fn create(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let (bot, made) = (world.app.bot_user.clone(), now.wall.timestamp());
    let mut group = Group {
        id: String::new(),
        name: String::new(),
        handle: args
            .words("name")
            .to_lowercase()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join("-"),
        description: String::new(),
        users: Vec::new(),
        channels: Vec::new(),
        by: [bot.clone(), bot],
        at: [made, made],
    };
    fill(world, args, &mut group)?;
    group.id = world.ids.id("S");
    world.groups.push(group.clone());
    Ok(told(world, &group, args, "subteam_created", now))
}

/// Another name, handle, description or other channels.
pub(super) fn update(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let at = found(world, args)?;
    let mut group = world.groups[at].clone();
    fill(world, args, &mut group)?;
    Ok(changed(world, at, group, args, now))
}

/// These people are in it from now on, and nobody else.
pub(super) fn set_users(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let at = found(world, args)?;
    let users = args.list("users");
    if users.is_empty() {
        return Err(Refusal::code("no_users_provided"));
    }
    let known = |id: &String| {
        world
            .member(id)
            .is_some_and(|m| m.is_persona() && !m.card.stranger)
    };
    if !users.iter().all(known) {
        return Err(Refusal::code("invalid_users"));
    }
    let mut group = world.groups[at].clone();
    let before = std::mem::replace(&mut group.users, users);
    let gone: Vec<&String> = before
        .iter()
        .filter(|id| !group.users.contains(id))
        .collect();
    let new: Vec<&String> = group
        .users
        .iter()
        .filter(|id| !before.contains(id))
        .collect();
    let event = json!({
        "type": "subteam_members_changed", "subteam_id": group.id, "team_id": world.team_id,
        "date_previous_update": group.at[1], "date_update": now.wall.timestamp(),
        "added_users": new, "added_users_count": new.len(), "removed_users": gone, "removed_users_count": gone.len(),
        "event_ts": world.ids.ts(now),
    });
    let reply = changed(world, at, group, args, now);
    world.raise(&event, now);
    Ok(reply)
}

fn changed(world: &mut World, at: usize, mut group: Group, args: &Args, now: Now) -> Value {
    group.by[1].clone_from(&world.app.bot_user);
    group.at[1] = now.wall.timestamp();
    world.groups[at] = group.clone();
    told(world, &group, args, "subteam_updated", now)
}

/// The reply and the event of a change.
fn told(world: &mut World, group: &Group, args: &Args, kind: &str, now: Now) -> Value {
    let event = json!({"type": kind, "subteam": world.group_object(group, true, true), "event_ts": world.ids.ts(now)});
    world.raise(&event, now);
    json!({"usergroup": world.group_object(group, true, args.flag("include_count"))})
}

/// Takes over what was given.
fn fill(world: &World, args: &Args, group: &mut Group) -> Result<(), Refusal> {
    if let Some(name) = args.text("name") {
        if name.trim().is_empty() {
            return Err(Refusal::code("missing_subteam_name"));
        }
        if name.chars().count() > NAME {
            return Err(Refusal::code("name_too_long"));
        }
        group.name = name;
    }
    if let Some(handle) = args.text("handle").filter(|handle| !handle.is_empty()) {
        group.handle = handle;
    }
    if let Some(description) = args.text("description") {
        if description.chars().count() > DESCRIPTION {
            return Err(Refusal::code("description_too_long"));
        }
        group.description = description;
    }
    if args.has("channels") {
        group.channels = args.list("channels");
    }
    let plain = |c: char| c.is_lowercase() || c.is_numeric() || "._-".contains(c);
    if !group.handle.chars().all(plain) {
        return Err(Refusal::code("bad_handle"));
    }
    let mut others = world.groups.iter().filter(|other| other.id != group.id);
    if others.clone().any(|other| other.name == group.name) {
        return Err(Refusal::code("name_already_exists"));
    }
    let person = world.people.iter().any(|m| m.card.handle == group.handle);
    if person || others.any(|other| other.handle == group.handle) {
        return Err(Refusal::code("handle_already_exists"));
    }
    if group
        .channels
        .iter()
        .any(|id| world.visible_place(id).is_err())
    {
        return Err(Refusal::code("invalid_channel_provided"));
    }
    Ok(())
}
