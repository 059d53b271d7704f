//! `auth.test`, `apps.connections.open`, `users.*`.

use super::page;
use crate::{args::Args, refusal::Refusal, time::Now, world::World};
use serde_json::{Value, json};

/// Who am I.
#[expect(clippy::unnecessary_wraps, reason = "a row of the table of methods")]
pub(super) fn auth_test(world: &mut World, _: &Args, _: Now) -> Result<Value, Refusal> {
    let bot = world.member(&world.app.bot_user);
    Ok(json!({
        "url": format!("https://{}.slack.com/", world.domain), "team": world.team_name,
        "user": bot.map(|b| &b.card.handle), "team_id": world.team_id, "user_id": world.app.bot_user,
        "bot_id": world.app.bot_id, "is_enterprise_install": false,
    }))
}

/// A socket address, good for one connection.
#[expect(clippy::unnecessary_wraps, reason = "a row of the table of methods")]
pub(super) fn connections_open(world: &mut World, _: &Args, _: Now) -> Result<Value, Refusal> {
    Ok(json!({"url": world.new_socket_url()}))
}

/// Everyone, page by page.
pub(super) fn list(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let (members, next) = page(&world.people, args, 1000)?;
    let members: Vec<Value> = members.iter().map(|m| shown(world, m, args, now)).collect();
    Ok(
        json!({"members": members, "cache_ts": now.wall.timestamp(), "response_metadata": {"next_cursor": next}}),
    )
}

/// One person.
pub(super) fn info(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let member = world
        .member(&args.words("user"))
        .ok_or_else(|| Refusal::code("user_not_found"))?;
    Ok(json!({"user": shown(world, member, args, now)}))
}

/// Somebody by their address.
pub(super) fn lookup_by_email(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let email = args.words("email").to_lowercase();
    let found = world
        .people
        .iter()
        .find(|m| m.is_persona() && !m.card.stranger && world.email(m).to_lowercase() == email);
    let found = found.ok_or_else(|| Refusal::code("users_not_found"))?;
    Ok(json!({"user": shown(world, found, args, now)}))
}

/// Conversations of somebody that the bot can see; its own if nobody is named.
pub(super) fn conversations(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let user = args
        .text("user")
        .unwrap_or_else(|| world.app.bot_user.clone());
    if world.member(&user).is_none() {
        return Err(Refusal::code("user_not_found"));
    }
    super::conversations::listed(world, args, Some(&user))
}

/// Somebody's profile; the bot's own if nobody is named.
pub(super) fn profile(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let user = args
        .text("user")
        .unwrap_or_else(|| world.app.bot_user.clone());
    let member = world
        .member(&user)
        .ok_or_else(|| Refusal::code("user_not_found"))?;
    Ok(json!({"profile": world.user_object(member, now)["profile"]}))
}

fn shown(world: &World, member: &crate::world::people::Member, args: &Args, now: Now) -> Value {
    let mut user = world.user_object(member, now);
    if args.flag("include_locale") && !member.card.deactivated {
        user["locale"] = json!("en-US");
    }
    user
}
