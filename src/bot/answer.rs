//! Turns what happened into what the person sees, by the way that Slack allows for their kind of act: the ack's payload,
//! a form on top, a form in place, the response URL. Best effort: losing it costs a second click, never a fact.

use super::Bot;
use crate::{
    blocks::{Form, Message},
    error::{Failure, Refusal, Result},
    ids::UserId,
    outcome::Outcome,
    request::{Act, Exits, Place, Request},
    slack::{socket::Answer, web::MessageBody, web_error::WebError},
    views,
};
use serde_json::json;
use std::sync::Arc;

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
        let outcome = match result {
            Ok(outcome) => outcome,
            Err(Failure::Late) => return Answer::NoAck,
            Err(Failure::Refused(refusal)) => return self.refuse(route, &refusal),
            Err(Failure::Broken(error)) => {
                let reference = reference();
                tracing::error!(reference, error = format!("{error:#}"), "a request broke");
                return self.refuse(route, &views::broken(&reference));
            }
        };
        match outcome {
            Outcome::Done => Answer::Ack,
            Outcome::Whisper(message) => self.whisper(route, message),
            Outcome::Open(form) => self.open(route, form),
            Outcome::Replace(form) => self.replace(route, form),
        }
    }

    fn refuse(self: &Arc<Self>, route: &Route, refusal: &Refusal) -> Answer {
        match (&route.way, refusal.field) {
            (Way::Submit, Some(field)) => Answer::AckWith(
                json!({ "response_action": "errors", "errors": { field: refusal.message } }),
            ),
            // On top of the form, so that what was typed is still there when it is closed.
            (Way::Submit, None) => Self::ack_with_view("push", &views::aside(refusal)),
            (Way::Form, _) => self.open(route, views::aside(refusal)),
            (Way::Command | Way::Message | Way::NoPlace, _) => {
                self.whisper(route, views::whisper(refusal))
            }
        }
    }

    fn whisper(self: &Arc<Self>, route: &Route, message: Message) -> Answer {
        match route.way {
            Way::Command => match message.to_json() {
                Ok(mut payload) => {
                    payload["response_type"] = "ephemeral".into();
                    Answer::AckWith(payload)
                }
                Err(error) => unsendable(&error),
            },
            Way::Message => {
                self.send(route.clone(), message);
                Answer::Ack
            }
            Way::Submit => Self::ack_with_view("update", &views::small_form(&message)),
            Way::Form | Way::NoPlace => self.open(route, views::small_form(&message)),
        }
    }

    fn open(self: &Arc<Self>, route: &Route, form: Form) -> Answer {
        if route.way == Way::Submit {
            return Self::ack_with_view("push", &form);
        }
        let Some(trigger) = route.exits.trigger.clone() else {
            return Answer::Ack;
        };
        let (bot, route) = (self.clone(), route.clone());
        // Side by side with the ack: both must arrive within 3 s.
        self.errand(async move {
            let view = match form.to_json() {
                Ok(view) => view,
                Err(error) => {
                    unsendable(&error);
                    return;
                }
            };
            let opened = match route.way {
                Way::Form => bot.web.push_view(&trigger, &view).await,
                Way::Command | Way::Message | Way::NoPlace | Way::Submit => {
                    bot.web.open_view(&trigger, &view).await
                }
            };
            if let Err(error) = opened {
                tracing::warn!(error = %error, form = form.callback, "could not open a form");
                if let Some((action, value)) = &form.again
                    && !is_second_try(&error)
                {
                    bot.send(route, views::open_again(action, value));
                }
            }
        });
        Answer::Ack
    }

    fn replace(self: &Arc<Self>, route: &Route, form: Form) -> Answer {
        let (Way::Form, Some((view, hash))) = (route.way, route.exits.form.clone()) else {
            return match route.way {
                Way::Submit => Self::ack_with_view("update", &form),
                Way::Form | Way::Command | Way::Message | Way::NoPlace => self.open(route, form),
            };
        };
        let web = self.web.clone();
        self.errand(async move {
            let json = match form.to_json() {
                Ok(json) => json,
                Err(error) => {
                    unsendable(&error);
                    return;
                }
            };
            if let Err(error) = web.update_view(&view, Some(&hash), &json).await {
                // A double click: the first one has already changed the form.
                tracing::info!(error = %error, form = form.callback, "could not update a form");
            }
        });
        Answer::Ack
    }

    /// A line to the person who acted, where they acted if Slack gave us a way, else in their DM. Best effort:
    /// losing it costs a second click.
    fn send(self: &Arc<Self>, route: Route, message: Message) {
        let web = self.web.clone();
        self.errand(async move {
            let mut json = match message.to_json() {
                Ok(json) => json,
                Err(error) => {
                    unsendable(&error);
                    return;
                }
            };
            let sent = if let Some(url) = &route.exits.response_url {
                json["response_type"] = "ephemeral".into();
                json["replace_original"] = false.into();
                web.respond(url, &json).await
            } else {
                let text = json["text"].as_str().unwrap_or_default().to_owned();
                let body = MessageBody {
                    text,
                    blocks: json["blocks"].take(),
                };
                match web.open_dm(&route.who).await {
                    Ok(dm) => web.post(&dm, &body, None).await.map(drop),
                    Err(error) => Err(error),
                }
            };
            if let Err(error) = sent {
                tracing::warn!(error = %error, "could not answer somebody");
            }
        });
    }

    fn ack_with_view(action: &str, form: &Form) -> Answer {
        match form.to_json() {
            Ok(view) => Answer::AckWith(json!({ "response_action": action, "view": view })),
            Err(error) => unsendable(&error),
        }
    }
}

/// The trigger was already used: another delivery of the same act has opened the form.
fn is_second_try(error: &WebError) -> bool {
    matches!(error, WebError::Api { code } if code == "exchanged_trigger_id")
}

fn unsendable(error: &anyhow::Error) -> Answer {
    tracing::error!(
        error = format!("{error:#}"),
        "could not write a view as JSON"
    );
    Answer::NoAck
}

/// Ties what a person saw to a line in the log.
fn reference() -> String {
    let mut bytes = [0_u8; 4];
    if getrandom::fill(&mut bytes).is_err() {
        return "none".to_owned();
    }
    format!("{:08x}", u32::from_be_bytes(bytes))
}
