//! Tells one person's page when their screen changed, as server-sent events. It says *that* something changed and never
//! what: the page then asks for the screen, so there is one way only in which a person's data leaves.

use crate::workspace::Workspace;
use axum::response::sse::Event;
use futures_util::stream::{self, Stream};
use std::{convert::Infallible, fmt::Display, sync::Arc, time::Duration};
use tokio::sync::watch;

/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(1);

/// `clock` with the offset in seconds and `screen` with the version, once at the start and then at every change that
/// this person can see. Ends when the person or the workspace is gone.
pub(super) fn stream<W: Workspace>(
    workspace: Arc<W>,
    user: String,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let watcher = Watcher {
        changes: workspace.changes(),
        shift: workspace.shift().subscribe(),
        workspace,
        user,
        version: None,
        offset: None,
    };
    stream::unfold(watcher, |mut watcher| async {
        let event = watcher.next().await?;
        Some((Ok(event), watcher))
    })
}

struct Watcher<W> {
    workspace: Arc<W>,
    user: String,
    changes: watch::Receiver<u64>,
    shift: watch::Receiver<i64>,
    /// The version the page was last told of.
    version: Option<u64>,
    /// The offset the page was last told of, in seconds.
    offset: Option<i64>,
}

impl<W: Workspace> Watcher<W> {
    async fn next(&mut self) -> Option<Event> {
        loop {
            // Marked as seen before looking: a change in between wakes us once more instead of being missed.
            let offset = *self.shift.borrow_and_update();
            self.changes.borrow_and_update();
            if self.offset.replace(offset) != Some(offset) {
                return Some(event("clock", offset));
            }
            // The world changes for everybody, the version only for those who can see it: nobody learns from the
            // stream that two others are busy.
            let version = self.workspace.screen(&self.user)?.version;
            if self.version.replace(version) != Some(version) {
                return Some(event("screen", version));
            }
            tokio::select! {
                changed = self.changes.changed() => changed.ok()?,
                changed = self.shift.changed() => changed.ok()?,
            }
        }
    }
}

fn event(name: &str, value: impl Display) -> Event {
    Event::default()
        .event(name)
        .retry(RETRY)
        .data(value.to_string())
}
