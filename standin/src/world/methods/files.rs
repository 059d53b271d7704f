//! `files.*`: an address to send bytes to, and what is to become of them.

use super::object;
use crate::{
    args::{Args, Unreadable},
    refusal::Refusal,
    time::Now,
    world::{
        World,
        content::{Content, Given},
    },
};
use serde_json::{Value, json};

/// The longest text for screen readers.
const ALT: usize = 1_000;
/// Channels that one upload is shared in.
const CHANNELS: usize = 100;

/// An address to send a file to.
pub(super) fn get_upload_url(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let length = match args.number("length") {
        Ok(Some(length @ 1..)) => usize::try_from(length).unwrap_or(usize::MAX),
        Ok(_) => return Err(Refusal::code("missing_argument")),
        Err(Unreadable) => return Err(Refusal::argument("length must be an integer")),
    };
    let alt = args.words("alt_txt");
    if alt.chars().count() > ALT {
        return Err(Refusal::code("alt_txt_too_large"));
    }
    let bot = world.app.bot_user.clone();
    let id = world.new_file(&bot, &args.words("filename"), length, now);
    if let Some(file) = world.files.get_mut(&id) {
        file.alt = alt;
    }
    let address = format!("http://{}/upload/{id}", world.address);
    Ok(json!({"upload_url": address, "file_id": id}))
}

/// Finishes uploads, and shares them if a channel is named.
pub(super) fn complete(world: &mut World, args: &Args, now: Now) -> Result<Value, Refusal> {
    let named = object(args, "files", "invalid_arguments")?;
    let named = named.as_ref().and_then(Value::as_array).cloned();
    let named = named.filter(|files| !files.is_empty());
    let named = named.ok_or_else(|| Refusal::argument("files must name at least one file"))?;
    let ids: Vec<String> = named
        .iter()
        .map(|file| file["id"].as_str().unwrap_or_default().to_owned())
        .collect();
    let sent = |id: &String| world.files.get(id).is_some_and(|file| file.bytes.is_some());
    if !ids.iter().all(sent) {
        return Err(Refusal::code("file_not_found"));
    }
    let mut channels = args.list("channels");
    channels.extend(args.text("channel_id"));
    if channels.len() > CHANNELS {
        return Err(Refusal::code("channels_limit_exceeded"));
    }
    let mut places = Vec::new();
    for channel in channels {
        let place = world.post_place(&channel).map_err(|refusal| {
            let lost = refusal.code == "channel_not_found";
            if lost {
                Refusal::code("invalid_channel")
            } else {
                refusal
            }
        })?;
        places.push(place);
    }
    let content = |world: &World, place: &str| -> Result<Content, Refusal> {
        let blocks = object(args, "blocks", "invalid_blocks_format")?;
        let comment = args.text("initial_comment");
        let mut content = match (&comment, &blocks) {
            (None, None) => Content::default(),
            _ => Content::checked(Given {
                text: comment,
                blocks,
                ..Given::default()
            })?,
        };
        content.thread = args.text("thread_ts");
        let root = |ts: &String| world.find_post(place, ts).is_some();
        if content.thread.as_ref().is_some_and(|ts| !root(ts)) {
            return Err(Refusal::code("thread_not_found"));
        }
        content.files.clone_from(&ids);
        Ok(content)
    };
    let posts = places.iter().map(|place| content(world, place));
    let posts: Vec<Content> = posts.collect::<Result<_, _>>()?;
    for (id, given) in ids.iter().zip(&named) {
        if let Some(file) = world.files.get_mut(id) {
            file.complete = true;
            file.places.extend(places.iter().cloned());
            if let Some(title) = given["title"].as_str() {
                title.clone_into(&mut file.title);
            }
        }
    }
    let bot = world.app.bot_user.clone();
    for (place, content) in places.iter().zip(posts) {
        world.post(place, &bot, content, None, now);
    }
    let objects = ids.iter().filter_map(|id| world.files.get(id));
    let objects: Vec<Value> = objects.map(|file| world.file_object(file)).collect();
    Ok(json!({"files": objects}))
}

/// What a file is.
pub(super) fn info(world: &mut World, args: &Args, _: Now) -> Result<Value, Refusal> {
    let file = world.files.get(&args.words("file"));
    let bot = &world.app.bot_user;
    let inside = |id: &String| world.place(id).is_some_and(|p| p.members.contains(bot));
    let file = file.filter(|f| f.complete && (f.user == *bot || f.places.iter().any(inside)));
    let file = file.ok_or_else(|| Refusal::code("file_not_found"))?;
    Ok(
        json!({"file": world.file_object(file), "comments": [], "response_metadata": {"next_cursor": ""}}),
    )
}
