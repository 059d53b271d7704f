//! `bookmarks.*`: links on top of a conversation. Nobody's screen shows them here.

use crate::{
    args::Args,
    refusal::Refusal,
    time::Now,
    world::{World, places::Bookmark},
};
use serde_json::{Value, json};

/// Bookmarks of one conversation.
const MOST: usize = 100;

fn object(place: &str, bookmark: &Bookmark, world: &World) -> Value {
    json!({
        "id": bookmark.id, "channel_id": place, "title": bookmark.title, "link": bookmark.link, "emoji": bookmark.emoji,
        "icon_url": null, "type": "link", "entity_id": null, "date_created": bookmark.at[0], "date_updated": bookmark.at[1],
        "rank": "g", "last_updated_by_user_id": world.app.bot_user, "last_updated_by_team_id": world.team_id,
        "shortcut_id": null, "app_id": world.app.id,
    })
}

fn place(world: &World, args: &Args) -> Result<String, Refusal> {
    Ok(world.joined_place(&args.words("channel_id"))?.id.clone())
}

/// An address that a bookmark may lead to.
fn link(args: &Args) -> Result<Option<String>, Refusal> {
    let link = args.text("link");
    let leads = |link: &String| link.starts_with("https://") || link.starts_with("http://");
    if link.as_ref().is_some_and(|link| !leads(link)) {
        return Err(Refusal::code("invalid_link"));
    }
    Ok(link)
}

/// A new one.
pub(super) fn add(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let id = place(world, args)?;
    if args.words("type") != "link" {
        return Err(Refusal::code("invalid_bookmark_type"));
    }
    let bookmark = Bookmark {
        id: world.ids.id("Bk"),
        title: args.words("title"),
        link: link(args)?.ok_or_else(|| Refusal::code("invalid_link"))?,
        emoji: args.text("emoji"),
        at: [now.wall.timestamp(), 0],
    };
    let shown = object(&id, &bookmark, world);
    let marks = world.place_mut(&id).map(|place| &mut place.bookmarks);
    match marks {
        Some(marks) if marks.len() < MOST => marks.push(bookmark),
        _ => return Err(Refusal::code("too_many_bookmarks")),
    }
    Ok(json!({"bookmark": shown}))
}

/// All of a conversation.
pub(super) fn list(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let id = place(world, args)?;
    let place = world
        .place(&id)
        .ok_or_else(|| Refusal::code("channel_not_found"))?;
    let all: Vec<Value> = place
        .bookmarks
        .iter()
        .map(|b| object(&id, b, world))
        .collect();
    Ok(json!({"bookmarks": all}))
}

/// Another title, address or emoji.
pub(super) fn edit(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let (id, wanted, link) = (place(world, args)?, args.words("bookmark_id"), link(args)?);
    let found = world
        .place_mut(&id)
        .and_then(|place| place.bookmarks.iter_mut().find(|b| b.id == wanted));
    let bookmark = found.ok_or_else(|| Refusal::code("not_found"))?;
    if let Some(title) = args.text("title") {
        bookmark.title = title;
    }
    if let Some(link) = link {
        bookmark.link = link;
    }
    bookmark.emoji = args.text("emoji").or(bookmark.emoji.take());
    bookmark.at[1] = now.wall.timestamp();
    let bookmark = bookmark.clone();
    Ok(json!({"bookmark": object(&id, &bookmark, world)}))
}

/// Gone.
pub(super) fn remove(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let (id, wanted) = (place(world, args)?, args.words("bookmark_id"));
    let found = world.place_mut(&id).and_then(|place| {
        let at = place.bookmarks.iter().position(|b| b.id == wanted)?;
        Some(place.bookmarks.remove(at))
    });
    found
        .map(|_| json!({}))
        .ok_or_else(|| Refusal::code("not_found"))
}
