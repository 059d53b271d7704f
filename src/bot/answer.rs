//! Turns what happened into what the person sees, by the way that Slack allows for their kind of act: the ack's payload,
//! a form on top, a form in place, the response URL. Best effort: losing it costs a second click, never a fact.

use super::Bot;
use crate::{
    blocks::{Form, Message},
    error::{Failure, Refusal, Result},
    ids::UserId,
    outcome::Outcome,
    request::{Act, Exits, Place, Request},
    slack::{
        socket::Answer,
        web::{MessageBody, Web},
        web_error::WebError,
    },
    views,
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

/// How long to wait before a line to somebody is tried again.
const PAUSES: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
];

/// How Slack lets us answer.
#[derive(Clone, Debug)]
pub(super) struct Route {
    way: Way,
    who: UserId,
    exits: Exits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The ack's payload, or a form.
    Command,
    /// The response URL, or a form.
    Message,
    /// On top of the form, or in its place.
    Form,
    /// The ack's payload.
    Submit,
    /// Only a form: the Home tab, a global shortcut.
    NoPlace,
}

impl Route {
    pub(super) fn of(request: &Request, exits: Exits) -> Self {
        let way = match (&request.act, &request.place) {
            (Act::Command { .. }, _) => Way::Command,
            (Act::Submit(_), _) => Way::Submit,
            (_, Place::Form) => Way::Form,
            (_, Place::Message { .. }) if exits.response_url.is_some() => Way::Message,
            (_, Place::Message { .. } | Place::Home | Place::Nowhere | Place::Conversation(_)) => {
                Way::NoPlace
            }
        };
        Self {
            way,
            who: request.who.clone(),
            exits,
        }
    }

    pub(super) fn of_command(exits: Exits) -> Self {
        Self {
            way: Way::Command,
            who: UserId::new(""),
            exits,
        }
    }
}

impl Bot {
    /// Turns what happened into Slack's answer, by the way that Slack allows for this kind of act.
    pub(super) fn answer(self: &Arc<Self>, route: &Route, result: Result<Outcome>) -> Answer {
        let answer = match result {
            // Nobody is handed on twice (`bot::go_on`).
            Ok(Outcome::Done | Outcome::GoOn { .. }) => Ok(Answer::Ack),
            Ok(Outcome::Whisper(message)) => self.whisper(route, &message),
            Ok(Outcome::Open(form)) => self.open(route, &form),
            Ok(Outcome::Replace(form)) => self.replace(route, &form),
            Err(Failure::Late) => Ok(Answer::NoAck),
            Err(Failure::Refused(refusal)) => self.refuse(route, &refusal),
            Err(Failure::Broken(error)) => {
                let reference = reference();
                tracing::error!(reference, error = format!("{error:#}"), "a request broke");
                self.refuse(route, &views::broken(&reference))
            }
        };
        answer.unwrap_or_else(|error| {
            tracing::error!(
                error = format!("{error:#}"),
                "could not write a view as JSON"
            );
            Answer::NoAck
        })
    }

    fn refuse(self: &Arc<Self>, route: &Route, refusal: &Refusal) -> anyhow::Result<Answer> {
        match (&route.way, &refusal.field) {
            (Way::Submit, Some(field)) => Ok(Answer::AckWith(
                json!({ "response_action": "errors", "errors": { field: refusal.message } }),
            )),
            // On top of the form, so that what was typed is still there when it is closed.
            (Way::Submit | Way::Form, _) => self.open(route, &views::aside(refusal)),
            (Way::Command | Way::Message | Way::NoPlace, _) => {
                self.whisper(route, &views::whisper(refusal))
            }
        }
    }

    fn whisper(self: &Arc<Self>, route: &Route, message: &Message) -> anyhow::Result<Answer> {
        match route.way {
            Way::Command => {
                let mut payload = message.to_json()?;
                payload["response_type"] = "ephemeral".into();
                Ok(Answer::AckWith(payload))
            }
            Way::Message => {
                self.send(route.clone(), message.to_json()?);
                Ok(Answer::Ack)
            }
            Way::Submit => ack_with_view("update", &views::small_form(message)),
            Way::Form | Way::NoPlace => self.open(route, &views::small_form(message)),
        }
    }

    fn open(self: &Arc<Self>, route: &Route, form: &Form) -> anyhow::Result<Answer> {
        if route.way == Way::Submit {
            return ack_with_view("push", form);
        }
        let Some(trigger) = route.exits.trigger.clone() else {
            return Ok(Answer::Ack);
        };
        let view = form.to_json()?;
        let (bot, route, callback, again) = (
            self.clone(),
            route.clone(),
            form.callback,
            form.again.clone(),
        );
        // Side by side with the ack: both must arrive within 3 s.
        self.errand(async move {
            let opened = match route.way {
                Way::Form => bot.web.push_view(&trigger, &view).await,
                Way::Command | Way::Message | Way::NoPlace | Way::Submit => {
                    bot.web.open_view(&trigger, &view).await
                }
            };
            if let Err(error) = opened {
                tracing::warn!(%error, form = callback, "could not open a form");
                if let (Some((action, value)), false) = (again, is_second_try(&error)) {
                    match views::open_again(action, &value).to_json() {
                        Ok(line) => bot.send(route, line),
                        Err(error) => tracing::error!(%error, "could not write a line as JSON"),
                    }
                }
            }
        });
        Ok(Answer::Ack)
    }

    fn replace(self: &Arc<Self>, route: &Route, form: &Form) -> anyhow::Result<Answer> {
        let (Way::Form, Some((id, hash))) = (route.way, route.exits.form.clone()) else {
            return match route.way {
                Way::Submit => ack_with_view("update", form),
                Way::Form | Way::Command | Way::Message | Way::NoPlace => self.open(route, form),
            };
        };
        let (web, view, callback) = (self.web.clone(), form.to_json()?, form.callback);
        self.errand(async move {
            if let Err(error) = web.update_view(&id, Some(&hash), &view).await {
                // A double click: the first one has already changed the form.
                tracing::info!(%error, form = callback, "could not update a form");
            }
        });
        Ok(Answer::Ack)
    }

    /// A line to the person who acted, where they acted if Slack gave us a way, else in their DM. Tried again for a
    /// little while: without it they would be told nothing at all.
    fn send(self: &Arc<Self>, route: Route, mut message: Value) {
        let web = self.web.clone();
        message["response_type"] = "ephemeral".into();
        message["replace_original"] = false.into();
        self.errand(async move {
            let mut pauses = PAUSES.into_iter();
            while let Err(error) = say(&web, &route, &message).await {
                let in_a_dm = route.exits.response_url.is_none();
                // A DM is never said twice; a line that only they see may be.
                let is_final = error.is_permanent() || (in_a_dm && error.may_have_been_done());
                let Some(pause) = pauses.next().filter(|_| !is_final) else {
                    tracing::warn!(%error, "could not answer somebody");
                    return;
                };
                tokio::time::sleep(pause).await;
            }
        });
    }
}

async fn say(web: &Web, route: &Route, message: &Value) -> std::result::Result<(), WebError> {
    if let Some(url) = &route.exits.response_url {
        return web.respond(url, message).await;
    }
    let body = MessageBody {
        text: message["text"].as_str().unwrap_or_default().to_owned(),
        blocks: message["blocks"].clone(),
    };
    // Opening a conversation is safe to repeat, so a lost answer is no doubt about the message.
    let dm = web.open_dm(&route.who).await.map_err(|error| {
        if error.may_have_been_done() {
            WebError::NeverSent
        } else {
            error
        }
    })?;
    web.post(&dm, &body, None).await.map(drop)
}

fn ack_with_view(action: &str, form: &Form) -> anyhow::Result<Answer> {
    let view = form.to_json()?;
    Ok(Answer::AckWith(
        json!({ "response_action": action, "view": view }),
    ))
}

/// The trigger was already used: another delivery of the same act has opened the form.
fn is_second_try(error: &WebError) -> bool {
    matches!(error, WebError::Api { code } if code == "exchanged_trigger_id")
}

/// Ties what a person saw to a line in the log.
fn reference() -> String {
    let mut bytes = [0_u8; 4];
    if getrandom::fill(&mut bytes).is_err() {
        return "none".to_owned();
    }
    format!("{:08x}", u32::from_be_bytes(bytes))
}
