//! `team.info`, `bots.info` and `emoji.list`: what the workspace itself is.

use crate::{args::Args, refusal::Refusal, time::Now, world::World};
use serde_json::{Value, json};

/// This workspace; there is no other.
pub(super) fn team(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    if args.text("team").is_some_and(|team| team != world.team_id) {
        return Err(Refusal::code("team_not_found"));
    }
    let icon = json!({"image_default": true});
    Ok(json!({"team": {
        "id": world.team_id, "name": world.team_name, "domain": world.domain, "icon": icon,
        "url": format!("https://{}.slack.com/", world.domain), "email_domain": format!("{}.example", world.domain),
    }}))
}

/// The bot of an app, by its `B…`.
pub(super) fn bot(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let id = args.words("bot");
    if id != world.app.bot_id {
        return Err(Refusal::code("bot_not_found"));
    }
    Ok(json!({"bot": {
        "id": id, "app_id": world.app.id, "user_id": world.app.bot_user, "name": world.bot_name(),
        "deleted": false, "updated": 0, "icons": {},
    }}))
}

/// Emoji of the workspace's own: none.
#[expect(clippy::unnecessary_wraps, reason = "a row of the table of methods")]
pub(super) fn emoji(world: &mut World, _: &Args, now: Now) -> Result<Value, Refusal> {
    let cache_ts = world.ids.ts(now);
    Ok(json!({"emoji": {}, "cache_ts": cache_ts}))
}
