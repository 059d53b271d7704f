//! Keeps `people` fresh from Slack: everybody at start and nightly, one by one on events. Slack is called outside
//! of transactions, and a page is kept in one short step, so nobody's press waits for ten thousand profiles.

use crate::{
    error::Result,
    fact::Fact,
    ids::{ChannelId, UserId},
    may::Role,
    outbox,
    people::{
        self, Standing, enrolment,
        programme::{self, Enrols},
        roles::{self, CONFIGURATION},
    },
    profile::Profile,
    rituals::registry::HOUSE,
    slack::{web::Web, web_error::WebError},
    store::{Lane, Store, Tx},
};
use std::{collections::BTreeSet, time::Duration};
use tokio::sync::{Notify, watch};

/// People per page and per transaction.
const PAGE: u16 = 200;
/// Pause after a failure that may pass.
const PAUSE: Duration = Duration::from_secs(5);
/// So often is a channel's page asked for before it is left to the next night.
const TRIES: u32 = 5;

/// Keeps what Slack says of one person, and tells the rituals if they have left.
pub(crate) fn keep(tx: &Tx<'_>, profile: &Profile) -> Result<()> {
    let before = people::keep(tx, profile)?;
    let has_left = Standing::of(profile) == Standing::Deactivated;
    if has_left && before.is_some_and(|before| before != Standing::Deactivated) {
        tx.tell(Fact::PersonLeft(profile.id.clone()));
    }
    HOUSE.pass_on(tx)
}

/// Reads everybody now and whenever `wake` is notified, until `stop`. Ends early with Slack's code if Slack will
/// never let us read people (a missing scope, a revoked token).
pub(crate) async fn run(
    store: Store,
    web: Web,
    owners: Vec<UserId>,
    wake: &Notify,
    mut stop: watch::Receiver<bool>,
) -> Result<(), String> {
    loop {
        let read = async {
            refresh(&store, &web).await?;
            appoint(&store, owners.clone()).await;
            follow_channel(&store, &web).await;
            Ok::<_, String>(())
        };
        tokio::select! {
            outcome = read => outcome?,
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
        }
        tokio::select! {
            () = wake.notified() => {}
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
        }
    }
}

/// Makes those whom the configuration names owners, once Slack has said who they are.
async fn appoint(store: &Store, owners: Vec<UserId>) {
    let appointed = store.transact(Lane::Background, None, move |tx| {
        owners.iter().try_for_each(|user| {
            if people::find(tx, user)?.is_some() {
                return roles::give(tx, user, Role::Owner, CONFIGURATION);
            }
            tracing::warn!(%user, "PEERLOOP_OWNERS names somebody whom this workspace does not have");
            Ok(())
        })
    });
    if let Err(failure) = appointed.await {
        tracing::error!(%failure, "could not appoint the owners that PEERLOOP_OWNERS names");
    }
}

/// Enrols the members of the programme's channel, if it has one. What Slack does not tell today it tells tomorrow: the
/// members of before stay until it does.
async fn follow_channel(store: &Store, web: &Web) {
    let asked = store.read(|read| Ok(programme::now(read)?.enrols)).await;
    let channel = match asked {
        Ok(Enrols::Channel(channel)) => channel,
        Ok(Enrols::Everyone | Enrols::List) => return,
        Err(failure) => {
            tracing::error!(%failure, "could not look up who takes part");
            return;
        }
    };
    let members = members(web, &channel).await;
    if let Err(error) = &members {
        tracing::warn!(%error, "could not read the members of the programme's channel");
    }
    let kept = store.transact(Lane::Background, None, move |tx| {
        // An owner may have decided otherwise meanwhile.
        if programme::now(tx)?.enrols != Enrols::Channel(channel) {
            return Ok(());
        }
        match members {
            Ok(members) => {
                for user in enrolment::follow_channel(tx, &members)? {
                    outbox::refresh_home(tx, &user)?;
                }
                tx.tell(Fact::ChannelRead);
            }
            Err(WebError::Api { .. }) => tx.tell(Fact::ChannelClosed),
            Err(_) => {}
        }
        HOUSE.pass_on(tx)
    });
    if let Err(failure) = kept.await {
        tracing::error!(%failure, "could not enrol the members of the programme's channel");
    }
}

async fn members(web: &Web, channel: &ChannelId) -> Result<BTreeSet<UserId>, WebError> {
    let (mut members, mut cursor, mut failures) = (BTreeSet::new(), None::<String>, 0);
    loop {
        match web.members_page(channel, cursor.as_deref(), PAGE).await {
            Ok((page, next)) => {
                members.extend(page);
                cursor = next;
                if cursor.is_none() {
                    return Ok(members);
                }
            }
            Err(WebError::RateLimited { retry_after }) => tokio::time::sleep(retry_after).await,
            Err(error @ WebError::Api { .. }) => return Err(error),
            Err(error) => {
                failures += 1;
                if failures == TRIES {
                    return Err(error);
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn refresh(store: &Store, web: &Web) -> Result<(), String> {
    let (mut cursor, mut count) = (None, 0);
    loop {
        let (page, next) = match web.people_page(cursor.as_deref(), PAGE).await {
            Ok(page) => page,
            Err(WebError::RateLimited { retry_after }) => {
                tokio::time::sleep(retry_after).await;
                continue;
            }
            Err(WebError::Api { code }) => return Err(code),
            Err(WebError::NeverSent | WebError::Unclear | WebError::Timeout) => {
                tracing::warn!("could not read a page of people; trying again");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        count += page.len();
        let kept = store.transact(Lane::Background, None, move |tx| {
            page.iter().try_for_each(|person| keep(tx, person))
        });
        if let Err(failure) = kept.await {
            tracing::error!(%failure, "could not keep a page of people");
        }
        cursor = next;
        if cursor.is_none() {
            tracing::info!(people = count, "read everybody");
            return Ok(());
        }
        tracing::debug!(people = count, "reading people");
    }
}
