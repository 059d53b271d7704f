//! The spine: envelope → request → one transaction (or one look) → outcome → ack. The only place where a failure
//! meets a person. It knows rituals only through the registry, but for the form in which the programme's ritual meets
//! whoever takes no part.

mod answer;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Clock,
        ids::ViewId,
        profile::Profile,
        request::{Field, Fields, FormState, Place},
        secret::Secret,
        store::Creating,
        vault::Vault,
    };
    use std::sync::mpsc;

    fn profile(id: &str) -> Profile {
        Profile {
            id: UserId::new(id),
            team: None,
            name: id.to_owned(),
            full_name: None,
            email: None,
            handle: id.to_lowercase(),
            zone: None,
            is_bot: false,
            is_guest: false,
            is_single_channel: false,
            is_outsider: false,
            is_admin: false,
            is_deactivated: false,
        }
    }

    fn submit() -> Box<Request> {
        let fields = [
            ("to", Field::Person(UserId::new("U2"))),
            ("skill", Field::Choice("demo".to_owned())),
            ("start", Field::Text("Late, but kept.".to_owned())),
        ];
        let form = FormState {
            view: ViewId::new("V1"),
            callback: "feedback.give".to_owned(),
            item: String::new(),
            fields: Fields(
                fields
                    .into_iter()
                    .map(|(name, field)| (name.to_owned(), field))
                    .collect(),
            ),
        };
        Box::new(Request {
            key: "form:V1".to_owned(),
            who: UserId::new("U1"),
            team: None,
            place: Place::Form,
            act: Act::Submit(form),
        })
    }

    #[tokio::test]
    async fn whoever_saw_slacks_error_for_a_submit_that_was_kept_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("db");
        let store = Store::open(
            &path,
            Creating::IfMissing,
            Vault::with_key(&[5; 32]),
            Clock::System,
        )
        .unwrap();
        let keep = |tx: &Tx<'_>| {
            ["U1", "U2"]
                .iter()
                .try_for_each(|id| roster::keep(tx, &profile(id)))
        };
        store.transact(Lane::Person, None, keep).await.unwrap();
        let token = Secret::new("xoxb-1");
        let web = Web::new("http://127.0.0.1:9/api", &token, &token).unwrap();
        let bot = Arc::new(Bot {
            store: store.clone(),
            web,
            end: watch::Sender::new(None),
            errands: Mutex::default(),
        });

        // A slow disk: the submit is begun in time and its commit comes 3 s later. Another job stands for the disk, in
        // the same batch behind the submit.
        tokio::time::pause();
        let arrived = Instant::now();
        let first = store.hold_writer();
        let submitted = tokio::spawn(bot.take(submit(), Exits::default(), arrived));
        store.wait_for_queue(1).await;
        let (release, held) = mpsc::channel::<()>();
        let disk = {
            let store = store.clone();
            tokio::spawn(async move {
                let wait = move |_: &Tx<'_>| {
                    let _ = held.recv();
                    Ok(())
                };
                store.transact(Lane::Background, None, wait).await
            })
        };
        store.wait_for_queue(2).await;
        drop(first);
        tokio::time::advance(Duration::from_secs(3)).await;
        drop(release);
        disk.await.unwrap().unwrap();
        assert!(matches!(submitted.await.unwrap(), Answer::AckWith(_)));

        let told = |read: &Read<'_>| outbox::subjects(read);
        let told = store.read(told).await.unwrap();
        assert_eq!(told, ["feedback.arrived:1", "desk.kept:form:V1"]);
    }
}
