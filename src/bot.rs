//! The spine: envelope → request → one transaction (or one look) → outcome → ack. The only place where a failure
//! meets a person. It knows rituals only through the registry.

use crate::{
    blocks::{Form, Message},
    desk::{self, Sent},
    error::{Failure, Refusal, Result},
    ids::UserId,
    outbox::{self, Lane as OutboxLane, Place as OutboxPlace},
    outcome::Outcome,
    people,
    request::{Act, Exits, Place, Request},
    rituals::{Ritual, registry},
    roster,
    slack::{
        envelope::Envelope,
        receive::{Received, receive},
        socket::{Answer, Handle},
        web::{MessageBody, Web},
        web_error::WebError,
    },
    store::{Lane, Read, Store},
    views,
};
use serde_json::json;
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, time::Instant};

/// A job not begun by then is dropped, unacked: the person sees Slack's error and keeps the form.
const BEGIN_WITHIN: Duration = Duration::from_millis(2500);

/// Handles what people do.
pub(crate) struct Bot {
    pub(crate) store: Store,
    pub(crate) web: Web,
    /// Says why Peerloop must end: it was removed from the workspace.
    pub(crate) end: watch::Sender<Option<&'static str>>,
}

/// One attempt at a request.
enum Step {
    Did(Outcome),
    /// These people are not known yet.
    Missing(Vec<UserId>),
}

impl Handle for Bot {
    async fn handle(self: Arc<Self>, envelope: Envelope, arrived: Instant) -> Answer {
        match receive(&envelope) {
            Received::Request(request, exits) => {
                tracing::debug!(envelope = envelope.id, act = request.act.kind(), "received");
                self.take(request, exits, arrived).await
            }
            Received::Ignore(reason) => {
                tracing::debug!(envelope = envelope.id, reason, "ignored");
                Answer::Ack
            }
            Received::Unreadable(reason) => {
                tracing::warn!(
                    envelope = envelope.id,
                    reason,
                    "could not read an act; not acked"
                );
                Answer::NoAck
            }
        }
    }
}

impl Bot {
    async fn take(
        self: Arc<Self>,
        request: Box<Request>,
        exits: Exits,
        arrived: Instant,
    ) -> Answer {
        let request = match &request.act {
            Act::OpenedHome | Act::PeopleChanged(_) | Act::Uninstalled => {
                return self.event(request, arrived).await;
            }
            Act::Command { .. }
            | Act::Shortcut { .. }
            | Act::Click { .. }
            | Act::Submit(_)
            | Act::Close(_) => request,
        };
        let (request, result) = match desk::front(request) {
            Sent::Answered(outcome) => return self.answer(&Route::of_command(exits), Ok(outcome)),
            Sent::On(request) => {
                let request: Arc<Request> = Arc::from(request);
                let result = match registry::for_request(&request) {
                    Some(ritual) => self.run(ritual, request.clone(), arrived).await,
                    None if matches!(request.act, Act::Close(_)) => Ok(Outcome::Done),
                    None => Err(views::outdated().into()),
                };
                (request, result)
            }
        };
        if result.is_ok()
            && matches!(request.act, Act::Submit(_))
            && arrived.elapsed() > BEGIN_WITHIN
        {
            self.tell_it_was_kept(&request).await;
        }
        self.answer(&Route::of(&request, exits), result)
    }

    /// Runs a request, after asking Slack for the people it needs that are not known yet.
    async fn run(
        &self,
        ritual: &'static dyn Ritual,
        request: Arc<Request>,
        arrived: Instant,
    ) -> Result<Outcome> {
        match self.step(ritual, request.clone(), arrived, true).await? {
            Step::Did(outcome) => Ok(outcome),
            Step::Missing(people) => {
                self.look_up(people).await;
                match self.step(ritual, request, arrived, false).await? {
                    Step::Did(outcome) => Ok(outcome),
                    Step::Missing(_) => Err(anyhow::anyhow!("asked for people twice").into()),
                }
            }
        }
    }

    async fn step(
        &self,
        ritual: &'static dyn Ritual,
        request: Arc<Request>,
        arrived: Instant,
        may_ask: bool,
    ) -> Result<Step> {
        if ritual.is_fact(&request) {
            let begin_by = (arrived + BEGIN_WITHIN).into_std();
            let job = move |tx: &crate::store::Tx<'_>| {
                if may_ask && let Some(step) = missing(tx, ritual, &request)? {
                    return Ok(step);
                }
                let outcome = ritual.act(tx, &request)?;
                registry::pass_on(tx)?;
                Ok(Step::Did(outcome))
            };
            self.store.transact(Lane::Person, Some(begin_by), job).await
        } else {
            let look = move |read: &Read<'_>| {
                if may_ask && let Some(step) = missing(read, ritual, &request)? {
                    return Ok(step);
                }
                ritual.open(read, &request).map(Step::Did)
            };
            self.store.read(look).await
        }
    }

    /// One call of at most 1 s each, side by side; whoever Slack does not tell stays unknown.
    async fn look_up(&self, people: Vec<UserId>) {
        let mut asks = tokio::task::JoinSet::new();
        for user in people {
            let web = self.web.clone();
            asks.spawn(async move { web.person(&user).await });
        }
        for profile in asks.join_all().await.into_iter().flatten() {
            let kept = self
                .store
                .transact(Lane::Person, None, move |tx| roster::keep(tx, &profile))
                .await;
            if let Err(failure) = kept {
                tracing::error!(%failure, "could not keep a person");
            }
        }
    }

    async fn event(&self, request: Box<Request>, arrived: Instant) -> Answer {
        if matches!(request.act, Act::Uninstalled) {
            self.end.send_replace(Some(
                "Peerloop was removed from the workspace, or its token was revoked.",
            ));
            return Answer::Ack;
        }
        if matches!(request.act, Act::OpenedHome) {
            let (who, read_who) = (request.who.clone(), request.who.clone());
            let known = self
                .store
                .read(move |read| people::find(read, &read_who))
                .await;
            if matches!(known, Ok(None)) {
                self.look_up(vec![who]).await;
            }
        }
        let begin_by = (arrived + BEGIN_WITHIN).into_std();
        let kept = self
            .store
            .transact(Lane::Person, Some(begin_by), move |tx| {
                if !tx.is_first(&request.key)? {
                    return Ok(());
                }
                match &request.act {
                    Act::OpenedHome => outbox::open_home(tx, &request.who),
                    Act::PeopleChanged(profile) => roster::keep(tx, profile),
                    Act::Command { .. }
                    | Act::Shortcut { .. }
                    | Act::Click { .. }
                    | Act::Submit(_)
                    | Act::Close(_)
                    | Act::Uninstalled => Ok(()),
                }
            });
        match kept.await {
            Ok(()) => Answer::Ack,
            Err(failure) => {
                // Unacked: Slack sends an event again.
                tracing::error!(%failure, "could not keep an event");
                Answer::NoAck
            }
        }
    }

    /// Slack has shown this person an error by now, although the submit was kept.
    async fn tell_it_was_kept(&self, request: &Request) {
        let (who, subject) = (request.who.clone(), desk::kept(&request.key));
        let told = self.store.transact(Lane::Person, None, move |tx| {
            outbox::post(tx, OutboxLane::Act, &OutboxPlace::Dm(who), &subject)
        });
        if let Err(failure) = told.await {
            tracing::error!(%failure, "could not tell somebody that their submit was kept");
        }
    }

    /// Turns what happened into Slack's answer, by the way that Slack allows for this kind of act.
    fn answer(self: &Arc<Self>, route: &Route, result: Result<Outcome>) -> Answer {
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
                self.clone().send(route.clone(), message);
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
        tokio::spawn(async move {
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
        tokio::spawn(async move {
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
    fn send(self: Arc<Self>, route: Route, message: Message) {
        tokio::spawn(async move {
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
                self.web.respond(url, &json).await
            } else {
                let text = json["text"].as_str().unwrap_or_default().to_owned();
                let body = MessageBody {
                    text,
                    blocks: json["blocks"].take(),
                };
                match self.web.open_dm(&route.who).await {
                    Ok(dm) => self.web.post(&dm, &body, None).await.map(drop),
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

/// How Slack lets us answer.
#[derive(Clone, Debug)]
struct Route {
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
    fn of(request: &Request, exits: Exits) -> Self {
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

    fn of_command(exits: Exits) -> Self {
        Self {
            way: Way::Command,
            who: UserId::new(""),
            exits,
        }
    }
}

fn missing(read: &Read<'_>, ritual: &dyn Ritual, request: &Request) -> Result<Option<Step>> {
    let mut unknown = Vec::new();
    for user in ritual
        .needs(request)
        .into_iter()
        .chain([request.who.clone()])
    {
        if people::find(read, &user)?.is_none() && !unknown.contains(&user) {
            unknown.push(user);
        }
    }
    Ok((!unknown.is_empty()).then_some(Step::Missing(unknown)))
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
