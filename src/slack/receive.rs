//! Turns an envelope into a [`Request`]: what a person did, with nothing of Slack's wire left in it. Written over raw
//! JSON, because the library's models refuse an org-wide install's `"team": null` and lose typed inputs.
//! It decides nothing about what is asked, and looks at no clock, database or network.
//!
//! What it cannot read falls into two kinds. An event that means nothing to us is ignored and acked, else Slack would
//! send it again. A command or an interaction is not acked: the person sees that it failed and keeps the form.
//!
//! Sources: docs.slack.dev/reference/interaction-payloads, docs.slack.dev/interactivity/implementing-slash-commands,
//! docs.slack.dev/reference/events.

use super::envelope::{Envelope, Kind};
use super::fields::{fields, plain};
use super::profile::{Home, SLACKBOT, profile_from};
use super::text::unescape;
use crate::ids::{ChannelId, TeamId, TriggerId, Ts, UserId, ViewId};
use crate::request::{Act, Exits, FormState, Place, Request};
use serde_json::Value;

/// The one shortcut that needs a message's words; for all others they are not even read.
const WITH_TEXT: &str = "save_to_playbook";

/// What an envelope turned out to be.
#[derive(Debug)]
pub enum Received {
    /// Somebody did something.
    Request(Box<Request>, Exits),
    /// Nothing for us; to be acked and counted.
    Ignore(&'static str),
    /// A command or an interaction that we cannot read; not to be acked.
    Unreadable(&'static str),
}

/// Why something could not be read, for the log; never a word of the content.
type Missing = &'static str;

/// Reads an envelope.
#[must_use]
pub fn receive(envelope: &Envelope) -> Received {
    let payload = &envelope.payload;
    let read = match envelope.kind {
        Kind::Events => return event(envelope),
        Kind::Other(_) => return Received::Ignore("an unknown kind of envelope"),
        Kind::Command => command(envelope),
        Kind::Interactive => match payload["type"].as_str() {
            Some("block_actions") if is_link(payload) => {
                return Received::Ignore("a link was opened");
            }
            Some("block_actions") => click(envelope),
            Some("view_submission") => form(payload).map(|form| (Act::Submit(form), Place::Form)),
            Some("view_closed") => form(payload).map(|form| (Act::Close(form), Place::Form)),
            Some("shortcut") => shortcut(payload, false),
            Some("message_action") => shortcut(payload, true),
            _ => Err("an unknown type of interaction"),
        }
        .and_then(|(act, place)| interaction(envelope, act, place)),
    };
    match read {
        Ok((request, exits)) => Received::Request(Box::new(request), exits),
        Err(missing) => Received::Unreadable(missing),
    }
}

fn command(envelope: &Envelope) -> Result<(Request, Exits), Missing> {
    let payload = &envelope.payload;
    let (text, mentions) = unescape(payload["text"].as_str().unwrap_or_default());
    let name = plain(&payload["command"]).ok_or("a command without a name")?;
    let request = Request {
        key: act_key(envelope),
        who: plain(&payload["user_id"])
            .map(UserId::new)
            .ok_or("a command by nobody")?,
        team: plain(&payload["team_id"]).map(TeamId::new),
        place: plain(&payload["channel_id"])
            .map_or(Place::Nowhere, |id| Place::Conversation(ChannelId::new(id))),
        act: Act::Command {
            name,
            text,
            mentions,
        },
    };
    Ok((request, exits(payload)))
}

fn interaction(envelope: &Envelope, act: Act, place: Place) -> Result<(Request, Exits), Missing> {
    let payload = &envelope.payload;
    let key = if let Act::Submit(form) | Act::Close(form) = &act {
        format!("form:{}", form.view)
    } else {
        act_key(envelope)
    };
    let request = Request {
        key,
        who: plain(&payload["user"]["id"])
            .map(UserId::new)
            .ok_or("an interaction by nobody")?,
        team: plain(&payload["team"]["id"]).map(TeamId::new),
        place,
        act,
    };
    Ok((request, exits(payload)))
}

/// Commands, clicks and shortcuts have a trigger of their own each. Slack redelivers none of them, so the envelope's
/// id is as good where one lacks.
fn act_key(envelope: &Envelope) -> String {
    format!(
        "act:{}",
        envelope.payload["trigger_id"]
            .as_str()
            .unwrap_or(&envelope.id)
    )
}

fn exits(payload: &Value) -> Exits {
    let view = &payload["view"];
    let is_form = view["type"] != "home";
    Exits {
        trigger: plain(&payload["trigger_id"]).map(TriggerId::new),
        response_url: plain(&payload["response_url"]),
        form: plain(&view["id"])
            .filter(|_| is_form)
            .map(|id| (ViewId::new(id), plain(&view["hash"]).unwrap_or_default())),
    }
}

fn form(payload: &Value) -> Result<FormState, Missing> {
    let view = &payload["view"];
    Ok(FormState {
        view: plain(&view["id"])
            .map(ViewId::new)
            .ok_or("a form without an id")?,
        callback: plain(&view["callback_id"]).unwrap_or_default(),
        item: plain(&view["private_metadata"]).unwrap_or_default(),
        fields: fields(&view["state"]).ok_or("a form with an unknown kind of input")?,
    })
}

fn click(envelope: &Envelope) -> Result<(Act, Place), Missing> {
    let payload = &envelope.payload;
    let pressed = &payload["actions"][0];
    let action = plain(&pressed["action_id"]).ok_or("a click on nothing")?;
    let picked = [
        "selected_user",
        "selected_channel",
        "selected_conversation",
        "selected_date",
        "selected_time",
    ];
    let value = plain(&pressed["value"])
        .or_else(|| plain(&pressed["selected_option"]["value"]))
        .or_else(|| picked.iter().find_map(|key| plain(&pressed[key])))
        .unwrap_or_default();
    let view = &payload["view"];
    let place = match view["type"].as_str() {
        Some("home") => Place::Home,
        Some(_) => Place::Form,
        None => message_place(payload).unwrap_or(Place::Nowhere),
    };
    let form = if place == Place::Form {
        Some(form(payload)?)
    } else {
        None
    };
    Ok((
        Act::Click {
            action,
            value,
            form,
        },
        place,
    ))
}

/// A button that only opens a link still sends a click, which wants nothing but its ack. The click does not say so
/// itself; the message or view that it stands in does.
fn is_link(payload: &Value) -> bool {
    let pressed = &payload["actions"][0];
    if pressed["type"] != "button" || plain(&pressed["value"]).is_some() {
        return false;
    }
    let is_pressed = |element: &Value| element["action_id"] == pressed["action_id"];
    let blocks = |holder: &str| payload[holder]["blocks"].as_array().into_iter().flatten();
    let element = blocks("message")
        .chain(blocks("view"))
        .filter(|block| block["block_id"] == pressed["block_id"])
        .flat_map(|block| {
            block["elements"]
                .as_array()
                .into_iter()
                .flatten()
                .chain([&block["accessory"]])
        })
        .find(|element| is_pressed(element));
    plain(&pressed["url"]).is_some()
        || element.is_some_and(|element| plain(&element["url"]).is_some())
}

fn shortcut(payload: &Value, on_message: bool) -> Result<(Act, Place), Missing> {
    let callback = plain(&payload["callback_id"]).ok_or("a shortcut without a name")?;
    let author = if on_message {
        plain(&payload["message"]["user"]).map(UserId::new)
    } else {
        None
    };
    let place = if on_message {
        message_place(payload).ok_or("a shortcut on no message")?
    } else {
        Place::Nowhere
    };
    let text = payload["message"]["text"]
        .as_str()
        .filter(|_| on_message && callback == WITH_TEXT)
        .map(|text| unescape(text).0)
        .filter(|text| !text.trim().is_empty());
    Ok((
        Act::Shortcut {
            callback,
            author,
            on_message,
            text,
        },
        place,
    ))
}

/// The message that was acted on, by whichever of its names are there.
fn message_place(payload: &Value) -> Option<Place> {
    let container = &payload["container"];
    let channel = plain(&payload["channel"]["id"]).or_else(|| plain(&container["channel_id"]))?;
    let names = [
        &container["message_ts"],
        &payload["message_ts"],
        &payload["message"]["ts"],
    ];
    Some(Place::Message {
        channel: ChannelId::new(channel),
        name: plain(&payload["channel"]["name"]).filter(|name| is_public(name)),
        ts: Ts::new(names.into_iter().find_map(plain)?),
        ephemeral: container["is_ephemeral"] == true,
    })
}

/// Slack names no private channel and no DM here, but calls them all alike; group DMs it names after their people. The
/// words are those of its payloads (docs.slack.dev/reference/interaction-payloads/block_actions-payload).
fn is_public(name: &str) -> bool {
    !["privategroup", "directmessage"].contains(&name) && !name.starts_with("mpdm-")
}

fn event(envelope: &Envelope) -> Received {
    let payload = &envelope.payload;
    let event = &payload["event"];
    let team = plain(&payload["team_id"]);
    let read = match event["type"].as_str() {
        Some("app_home_opened") => match event["tab"].as_str() {
            Some("home") | None => {
                plain(&event["user"]).map(|user| (UserId::new(user), Place::Home, Act::OpenedHome))
            }
            Some(_) => return Received::Ignore("the messages tab was opened"),
        },
        Some("team_join" | "user_change") => {
            let home = Home {
                team: team.clone(),
                enterprise: enterprise(payload),
            };
            profile_from(&event["user"], &home).map(|profile| {
                (
                    profile.id.clone(),
                    Place::Nowhere,
                    Act::PeopleChanged(Box::new(profile)),
                )
            })
        }
        Some("app_uninstalled") => Some(uninstalled(payload)),
        Some("tokens_revoked") => match event["tokens"]["bot"].as_array() {
            Some(bots) if !bots.is_empty() => Some(uninstalled(payload)),
            _ => return Received::Ignore("somebody's own token was revoked"),
        },
        _ => return Received::Ignore("an event that we do not listen to"),
    };
    let Some((who, place, act)) = read else {
        return Received::Ignore("an event that could not be read");
    };
    let key = format!(
        "event:{}",
        payload["event_id"].as_str().unwrap_or(&envelope.id)
    );
    let request = Request {
        key,
        who,
        team: team.map(TeamId::new),
        place,
        act,
    };
    Received::Request(Box::new(request), Exits::default())
}

/// The organisation, wherever this event names it.
fn enterprise(payload: &Value) -> Option<String> {
    let installed = &payload["authorizations"][0]["enterprise_id"];
    [
        &payload["enterprise_id"],
        &payload["context_enterprise_id"],
        installed,
    ]
    .into_iter()
    .find_map(plain)
}

/// Nobody in particular did it: our own bot user stands for it, or Slackbot if Slack does not name ours.
fn uninstalled(payload: &Value) -> (UserId, Place, Act) {
    let bot = plain(&payload["authorizations"][0]["user_id"]);
    (
        UserId::new(bot.unwrap_or_else(|| SLACKBOT.into())),
        Place::Nowhere,
        Act::Uninstalled,
    )
}
