//! `conversations.*` that change a channel or who is in it; the app hears of it, too, as anybody there does.

use crate::{
    args::Args,
    refusal::Refusal,
    time::Now,
    world::{
        World,
        places::{Place, PlaceKind, channel_id},
    },
};
use serde_json::{Value, json};

/// The longest name of a channel.
const NAME: usize = 80;
/// People in one invitation.
const INVITED: usize = 100;

pub(super) fn check_name(name: &str) -> Result<(), Refusal> {
    let allowed = |c: char| c.is_lowercase() || c.is_numeric() || "-_".contains(c);
    let code = if name.is_empty() {
        "invalid_name_required"
    } else if name.chars().count() > NAME {
        "invalid_name_maxlength"
    } else if name.chars().all(|c| !c.is_alphanumeric()) {
        "invalid_name_punctuation"
    } else if !name.chars().all(allowed) {
        "invalid_name_specials"
    } else {
        return Ok(());
    };
    Err(Refusal::code(code))
}

/// A new channel with the bot in it.
pub(super) fn create(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let private = args.flag("is_private");
    world.need(if private {
        "groups:write"
    } else {
        "channels:manage"
    })?;
    let name = args.words("name");
    check_name(&name)?;
    if world
        .places
        .iter()
        .any(|p| p.kind.is_channel() && p.name == name)
    {
        return Err(Refusal::code("name_taken"));
    }
    let mut id = channel_id(&name);
    if world.place(&id).is_some() {
        id = world.ids.id("C");
    }
    let kind = if private {
        PlaceKind::Private
    } else {
        PlaceKind::Public
    };
    let mut place = Place::new(id, &name, kind, now);
    place.members.insert(world.app.bot_user.clone());
    let object = world.place_object(&place);
    let id = place.id.clone();
    world.places.push(place);
    world.raise_channel("created", &id, now);
    Ok(json!({"channel": object}))
}

/// The bot goes into a public channel.
pub(super) fn join(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let place = world.visible_place(&args.words("channel"))?;
    if place.kind != PlaceKind::Public {
        return Err(Refusal::code("method_not_supported_for_channel_type"));
    }
    if place.archived {
        return Err(Refusal::code("is_archived"));
    }
    let bot = world.app.bot_user.clone();
    let (id, already) = (place.id.clone(), place.members.contains(&bot));
    let object = changed(world, &id, |place| {
        place.members.insert(bot.clone());
    });
    if !already {
        world.raise_moved(&bot, &id, None, now);
    }
    let mut reply = json!({"channel": object});
    if already {
        reply["warning"] = json!("already_in_channel");
        reply["response_metadata"] = json!({"warnings": ["already_in_channel"]});
    }
    Ok(reply)
}

/// Changes a conversation and shows what it is then.
pub(super) fn changed(
    world: &mut World,
    id: &str,
    change: impl FnOnce(&mut Place),
) -> Option<Value> {
    world.place_mut(id).map(change);
    world.place(id).map(|place| world.place_object(place))
}

/// A channel that the bot is in and may manage: its id.
pub(super) fn managed(world: &World, args: &Args, finer: &str) -> Result<String, Refusal> {
    let place = world.joined_place(&args.words("channel"))?;
    let (broad, family) = match place.kind {
        PlaceKind::Public => ("channels:manage", "channels"),
        PlaceKind::Private => ("groups:write", "groups"),
        PlaceKind::Dm | PlaceKind::Direct | PlaceKind::Group => {
            return Err(Refusal::code("method_not_supported_for_channel_type"));
        }
    };
    world.need_any(&[broad, &format!("{family}:write.{finer}")])?;
    if place.archived {
        return Err(Refusal::code(if finer == "archive" {
            "already_archived"
        } else {
            "is_archived"
        }));
    }
    Ok(place.id.clone())
}

pub(super) fn is_general(world: &World, id: &str) -> bool {
    world.place(id).is_some_and(|place| place.name == "general")
}

/// The bot goes out of a channel.
pub(super) fn leave(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let place = world.visible_place(&args.words("channel"))?;
    if !place.kind.is_channel() {
        return Err(Refusal::code("method_not_supported_for_channel_type"));
    }
    if !place.members.contains(&world.app.bot_user) {
        return Ok(json!({"not_in_channel": true}));
    }
    let id = place.id.clone();
    if is_general(world, &id) {
        return Err(Refusal::code("cant_leave_general"));
    }
    let bot = world.app.bot_user.clone();
    changed(world, &id, |place| {
        place.members.remove(&bot);
    });
    world.raise_left(&id, &bot, now);
    Ok(json!({}))
}

/// People are brought into a channel.
pub(super) fn invite(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let id = managed(world, args, "invites")?;
    let users = args.list("users");
    if users.is_empty() {
        return Err(Refusal::code("no_user"));
    }
    if users.len() > INVITED {
        return Err(Refusal::code("too_many_users"));
    }
    let wrong = |user: &String| {
        let member = world.member(user);
        let inside = world
            .place(&id)
            .is_some_and(|place| place.members.contains(user));
        if *user == world.app.bot_user {
            Some("cant_invite_self")
        } else if member.is_none_or(|m| m.card.deactivated) {
            Some("user_not_found")
        } else if inside {
            Some("already_in_channel")
        } else {
            None
        }
    };
    let errors: Vec<(String, &str)> = users
        .iter()
        .filter_map(|user| Some((user.clone(), wrong(user)?)))
        .collect();
    let listed: Vec<Value> = errors
        .iter()
        .map(|(user, error)| json!({"user": user, "ok": false, "error": error}))
        .collect();
    if let Some((_, first)) = errors.first()
        && (!args.flag("force") || errors.len() == users.len())
    {
        return Err(Refusal::code(first).with("errors", json!(listed)));
    }
    let fine = users
        .into_iter()
        .filter(|user| !errors.iter().any(|(bad, _)| bad == user));
    let fine: Vec<String> = fine.collect();
    let object = changed(world, &id, |place| {
        place.members.extend(fine.iter().cloned());
    });
    let bot = world.app.bot_user.clone();
    for user in &fine {
        world.raise_moved(user, &id, Some(&bot), now);
    }
    let mut reply = json!({"channel": object});
    if !listed.is_empty() {
        reply["errors"] = json!(listed);
    }
    Ok(reply)
}

/// Somebody is sent out of a channel.
pub(super) fn kick(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let id = managed(world, args, "invites")?;
    let user = args.words("user");
    let code = if user == world.app.bot_user {
        "cant_kick_self"
    } else if world.member(&user).is_none() {
        "user_not_found"
    } else if is_general(world, &id) {
        "cant_kick_from_general"
    } else if world
        .place(&id)
        .is_some_and(|place| !place.members.contains(&user))
    {
        "not_in_channel"
    } else {
        changed(world, &id, |place| {
            place.members.remove(&user);
        });
        world.raise_moved(&user, &id, None, now);
        return Ok(json!({}));
    };
    Err(Refusal::code(code))
}
