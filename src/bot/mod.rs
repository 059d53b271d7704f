//! The spine: envelope → request → one transaction (or one look) → outcome → ack. The only place where a failure
//! meets a person. It knows rituals only through the registry, but for the form in which the programme's ritual meets
//! whoever takes no part.

mod answer;
#[cfg(test)]
mod tests;

use crate::{
    desk::{self, Sent},
    error::Result,
    ids::UserId,
    may::Role,
    outbox::{self, Lane as OutboxLane, Place as OutboxPlace},
    outcome::Outcome,
    people::{self, roles},
    request::{Act, Exits, Request},
    rituals::{Ritual, programme, registry::HOUSE, views::outdated},
    roster,
    slack::{
        envelope::Envelope,
        receive::{Received, receive},
        socket::{Answer, Handle},
        web::Web,
    },
    store::{Lane, Read, Store, Tx},
    views,
};
use answer::Route;
use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::watch, task::JoinSet, time::Instant};

/// A job not begun by then is dropped, unacked: the person sees Slack's error and keeps the form.
const BEGIN_WITHIN: Duration = Duration::from_millis(2500);

/// How long a stop waits for forms that are being opened: as long as their triggers may live.
const FINISH_WITHIN: Duration = Duration::from_secs(1);

/// Handles what people do.
pub(crate) struct Bot {
    pub(crate) store: Store,
    pub(crate) web: Web,
    /// Says why Peerloop must end: it was removed from the workspace.
    pub(crate) end: watch::Sender<Option<&'static str>>,
    /// Calls to Slack that run beside the acks.
    pub(crate) errands: Mutex<JoinSet<()>>,
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
                Answer::Ignore
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
    /// Does something beside the ack.
    fn errand(&self, errand: impl Future<Output = ()> + Send + 'static) {
        let mut errands = self.errands.lock().unwrap_or_else(PoisonError::into_inner);
        while errands.try_join_next().is_some() {}
        errands.spawn(errand);
    }

    /// Waits for what still runs, once nobody can act any more.
    pub(crate) async fn finish(&self) {
        let mut errands =
            std::mem::take(&mut *self.errands.lock().unwrap_or_else(PoisonError::into_inner));
        let all = async { while errands.join_next().await.is_some() {} };
        if tokio::time::timeout(FINISH_WITHIN, all).await.is_err() {
            tracing::warn!("gave up on answers that Slack did not take in time");
        }
    }

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
        let (request, result) = match desk::front(request, self.store.names()) {
            Sent::Answered(outcome) => return self.answer(&Route::of_command(exits), Ok(outcome)),
            Sent::On(request) => {
                let request: Arc<Request> = Arc::from(request);
                let result = match HOUSE.for_request(&request) {
                    Some(ritual) => self.run(ritual, request.clone(), arrived).await,
                    None if matches!(request.act, Act::Close(_)) => Ok(Outcome::Done),
                    None => Err(outdated().into()),
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
            let job = move |tx: &Tx<'_>| {
                if may_ask && let Some(step) = missing(tx, ritual, &request)? {
                    return Ok(step);
                }
                if let Some(outcome) = turned_away(tx, &request)? {
                    return Ok(Step::Did(outcome));
                }
                let outcome = ritual.act(tx, &request)?;
                HOUSE.pass_on(tx)?;
                go_on(tx, &request, outcome).map(Step::Did)
            };
            self.store.transact(Lane::Person, Some(begin_by), job).await
        } else {
            let look = move |read: &Read<'_>| {
                if may_ask && let Some(step) = missing(read, ritual, &request)? {
                    return Ok(step);
                }
                if let Some(outcome) = turned_away(read, &request)? {
                    return Ok(Step::Did(outcome));
                }
                let outcome = ritual.open(read, &request)?;
                go_on(read, &request, outcome).map(Step::Did)
            };
            self.store.read(look).await
        }
    }

    /// One call of at most 1 s each, side by side; whoever Slack does not tell stays unknown.
    async fn look_up(&self, people: Vec<UserId>) {
        let mut asks = JoinSet::new();
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
}

/// May this person do this at all? Whether they may do it with this item, the ritual decides. Whoever could if they took
/// part sees how to join; everybody else gets a sentence.
fn turned_away(read: &Read<'_>, request: &Request) -> Result<Option<Outcome>> {
    let command;
    let action = match &request.act {
        Act::Command { name, .. } => {
            command = format!("/{name}");
            command.as_str()
        }
        Act::Shortcut { callback, .. } => callback,
        Act::Click { action, .. } => action,
        Act::Submit(form) => &form.callback,
        Act::Close(_) | Act::OpenedHome | Act::PeopleChanged(_) | Act::Uninstalled => {
            return Ok(None);
        }
    };
    let mine = roles::roles(read, &request.who)?;
    let Err(denied) = mine.check(action) else {
        return Ok(None);
    };
    if denied.only_for(Role::Rep) && mine.has(Role::Bystander) {
        return Ok(Some(Outcome::Open(programme::outside(read, &request.who)?)));
    }
    let owners = roles::holders(read, Role::Owner)?
        .into_iter()
        .map(|owner| owner.name)
        .collect::<Vec<_>>();
    Err(views::denied(denied, &mine, &owners).into())
}

/// Where a ritual hands somebody on to another, what that one opens: once, and as if they had pressed it themselves.
fn go_on(read: &Read<'_>, request: &Request, outcome: Outcome) -> Result<Outcome> {
    let Outcome::GoOn { action, value } = outcome else {
        return Ok(outcome);
    };
    let press = Request {
        act: Act::Click {
            action: action.to_owned(),
            value,
            form: None,
        },
        ..request.clone()
    };
    if let Some(outcome) = turned_away(read, &press)? {
        return Ok(outcome);
    }
    match HOUSE.for_request(&press) {
        Some(ritual) if !ritual.is_fact(&press) => ritual.open(read, &press),
        Some(_) | None => Err(anyhow::anyhow!("handed on to {action}, which opens nothing").into()),
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
