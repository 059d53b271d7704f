//! What an ack, or the lack of one, does: replies, errors under fields, the next form, or the error that
//! Slack itself shows. An ack that Slack would not understand is a violation, and the person sees an error.

use super::{
    World,
    content::{Content, Given},
    envelope::About,
    words,
};
use crate::{
    blocks::{self, ViewKind},
    refusal::Refusal,
    screen::Suggestions,
    time::Now,
};
use serde_json::Value;

/// How handing over an envelope ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The app acked, with this payload.
    Acked(Option<Value>),
    /// No ack within three seconds.
    Late,
    /// No socket was open.
    NoSocket,
}

impl World {
    /// Carries out what followed. Returns what was wrong with the ack.
    pub fn settle(&mut self, about: &About, outcome: &Outcome, now: Now) -> Option<String> {
        let payload = match outcome {
            Outcome::Acked(payload) => payload.as_ref(),
            Outcome::Late | Outcome::NoSocket => {
                self.failed(about, *outcome == Outcome::NoSocket);
                return None;
            }
        };
        let Some(payload) = payload else {
            match about {
                About::Submit { user, view } => {
                    self.clear_errors(view);
                    self.close_view(user, view);
                }
                About::Suggest { .. } => {
                    self.failed(about, false);
                    return Some("an invalid ack: options are missing".to_owned());
                }
                About::Command { .. } | About::Act { .. } | About::Nobody => {}
            }
            return None;
        };
        let wrong = match about {
            About::Command { user, place, .. } => self.reply(user, place, payload, now),
            About::Submit { user, view } => self.respond(user, view, payload, now),
            About::Suggest { .. } => self.offer(about, payload),
            About::Act { .. } | About::Nobody => return None,
        };
        let wrong = wrong.err()?;
        self.failed(about, false);
        Some(format!("an invalid ack: {wrong}"))
    }

    fn failed(&mut self, about: &About, undelivered: bool) {
        match about {
            About::Command { user, command, .. } => {
                let code = if undelivered {
                    words::UNDELIVERED
                } else {
                    words::TIMEOUT
                };
                self.notice(user, &words::command_failed(command, code));
            }
            About::Submit { user, .. } | About::Act { user } | About::Suggest { user, .. } => {
                self.notice(user, words::TROUBLE);
            }
            About::Nobody => {}
        }
    }

    fn clear_errors(&mut self, view: &str) {
        if let Some(view) = self.views.all.get_mut(view) {
            view.errors.clear();
        }
    }

    /// A command's ack: a message to the one who typed it, or to all.
    fn reply(&mut self, user: &str, place: &str, payload: &Value, now: Now) -> Result<(), String> {
        let known = [
            "text",
            "blocks",
            "attachments",
            "response_type",
            "unfurl_links",
            "unfurl_media",
            "mrkdwn",
            "metadata",
        ];
        let (content, in_channel) = message(payload, &known)?;
        let bot = self.app.bot_user.clone();
        self.post(place, &bot, content, (!in_channel).then_some(user), now);
        self.look(user, place);
        Ok(())
    }

    /// The options an app offers for an external select.
    fn offer(&mut self, about: &About, payload: &Value) -> Result<(), String> {
        let About::Suggest {
            user,
            block_id,
            action_id,
            query,
        } = about
        else {
            return Ok(());
        };
        blocks::check_suggestions(payload)
            .map_err(|issues| Refusal::issues("invalid_options", &issues).line())?;
        let groups = payload["option_groups"].as_array().into_iter().flatten();
        let lists = groups
            .map(|group| &group["options"])
            .chain([&payload["options"]]);
        let options = lists
            .filter_map(Value::as_array)
            .flatten()
            .map(blocks::plain);
        let offered = Suggestions {
            block_id: block_id.clone(),
            action_id: action_id.clone(),
            query: query.clone(),
            options: options.collect(),
        };
        self.suggestions
            .entry(user.clone())
            .or_default()
            .push(offered);
        Ok(())
    }

    /// A form's ack: `response_action`.
    fn respond(&mut self, user: &str, id: &str, payload: &Value, now: Now) -> Result<(), String> {
        let object = payload.as_object().ok_or("the payload is no object")?;
        let action = payload["response_action"]
            .as_str()
            .ok_or("response_action is missing")?;
        let known: &[&str] = match action {
            "errors" => &["response_action", "errors"],
            "update" | "push" => &["response_action", "view"],
            "clear" => &["response_action"],
            other => return Err(format!("response_action {other} is unknown")),
        };
        if let Some(key) = object.keys().find(|k| !known.contains(&k.as_str())) {
            return Err(format!("{action} has no {key}"));
        }
        let line = |refusal: Refusal| refusal.line();
        match action {
            "errors" => return self.show_errors(id, &payload["errors"]),
            "clear" => self.close_stack(user),
            "push" => {
                self.check_view(&payload["view"], ViewKind::Modal)
                    .map_err(line)?;
                self.clear_errors(id);
                self.push_view(user, &payload["view"], now).map_err(line)?;
            }
            _ => {
                self.check_view(&payload["view"], ViewKind::Modal)
                    .map_err(line)?;
                self.update_view(id, &payload["view"], None, now)
                    .map_err(line)?;
            }
        }
        Ok(())
    }

    fn show_errors(&mut self, id: &str, errors: &Value) -> Result<(), String> {
        let given = errors
            .as_object()
            .filter(|e| !e.is_empty())
            .ok_or("errors must name at least one block")?;
        let Some(view) = self.views.all.get(id) else {
            return Ok(());
        };
        let mut shown = std::collections::BTreeMap::new();
        for (block, text) in given {
            if !view
                .blocks
                .iter()
                .any(|b| b["type"] == "input" && b["block_id"] == block.as_str())
            {
                return Err(format!(
                    "errors names {block}, which is no input block of the form"
                ));
            }
            let text = text
                .as_str()
                .filter(|t| !t.is_empty())
                .ok_or_else(|| format!("the error of {block} is no text"))?;
            shown.insert(block.clone(), text.to_owned());
        }
        if let Some(view) = self.views.all.get_mut(id) {
            view.errors = shown;
            let view = view.clone();
            self.tell_view(&view, " (with errors)");
        }
        Ok(())
    }
}

/// A message as in an ack or sent to a response url, and whether everyone is to see it.
pub(super) fn message(payload: &Value, known: &[&str]) -> Result<(Content, bool), String> {
    let object = payload.as_object().ok_or("the payload is no object")?;
    if let Some(key) = object.keys().find(|k| !known.contains(&k.as_str())) {
        return Err(format!("a message has no {key}"));
    }
    let in_channel = match object
        .get("response_type")
        .map(|t| t.as_str().unwrap_or_default())
    {
        None | Some("ephemeral") => false,
        Some("in_channel") => true,
        Some(other) => return Err(format!("response_type {other} is unknown")),
    };
    let text = object
        .get("text")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let given = |key: &str| object.get(key).filter(|v| !v.is_null()).cloned();
    let given = Given {
        text,
        blocks: given("blocks"),
        attachments: given("attachments"),
        metadata: given("metadata"),
    };
    let content = Content::checked(given).map_err(|refusal| refusal.line())?;
    Ok((content, in_channel))
}
