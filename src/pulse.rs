//! The page for a watcher on this machine: `/healthz` says whether Peerloop is well, `/metrics` counts, as Prometheus
//! reads it. Loopback only, counts only. It decides nothing and changes nothing.

use crate::{
    outbox::{self, Tally},
    slack::health::Health,
    store::{Lane, Store, Tx},
};
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode, body::Bytes, body::Incoming, header, server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    convert::Infallible,
    fmt::Write,
    net::SocketAddr,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinSet,
    time::timeout,
};

/// A writer that does not commit by then is stuck.
const COMMIT_WITHIN: Duration = Duration::from_secs(2);
/// Nobody needs longer to say what they want.
const REQUEST_WITHIN: Duration = Duration::from_secs(5);
/// Connections at a time; a watcher needs one.
const AT_ONCE: usize = 16;

/// What the page speaks of.
#[derive(Clone)]
pub(crate) struct Pulse {
    pub(crate) store: Store,
    pub(crate) health: Arc<Health>,
}

/// Takes the address, so that a start that cannot have it fails in a sentence.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("PEERLOOP_HEALTH: could not listen on {address}"))
}

/// Answers until `stop`.
pub(crate) async fn run(listener: TcpListener, pulse: Pulse, mut stop: watch::Receiver<bool>) {
    let mut open = JoinSet::new();
    let room = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let connection = async {
            let permit = room.clone().acquire_owned().await;
            (permit, listener.accept().await)
        };
        tokio::select! {
            (permit, Ok((connection, _))) = connection => {
                let pulse = pulse.clone();
                open.spawn(async move {
                    let _permit = permit;
                    serve(connection, pulse).await;
                });
            }
            Some(_) = open.join_next() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

async fn serve(connection: TcpStream, pulse: Pulse) {
    let service = service_fn(move |request: Request<Incoming>| {
        let pulse = pulse.clone();
        async move { Ok::<_, Infallible>(pulse.answer(request.uri().path()).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_WITHIN)
        .keep_alive(false)
        .serve_connection(TokioIo::new(connection), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "a watcher went away");
    }
}

impl Pulse {
    async fn answer(&self, path: &str) -> Response<Full<Bytes>> {
        let (status, text) = match path {
            "/healthz" => match self.why_unwell().await {
                None => (StatusCode::OK, "ok\n".to_owned()),
                Some(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")),
            },
            "/metrics" => match self.metrics().await {
                Ok(text) => (StatusCode::OK, text),
                Err(failure) => {
                    tracing::error!(%failure, "could not count");
                    (
                        StatusCode::SERVICE_UNAVAILABLE,
                        "the database cannot be read\n".to_owned(),
                    )
                }
            },
            _ => (StatusCode::NOT_FOUND, "/healthz or /metrics\n".to_owned()),
        };
        let mut response = Response::new(Full::new(Bytes::from(text)));
        *response.status_mut() = status;
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            header::HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"),
        );
        response
    }

    /// The first reason why nobody is served well; `None` if all is well.
    async fn why_unwell(&self) -> Option<&'static str> {
        if self.health.status().open == 0 {
            return Some("no socket to Slack is open");
        }
        // A real commit: anything less would not notice a full disk.
        let prove = |tx: &Tx<'_>| {
            tx.prove()?;
            Ok(())
        };
        let proof = self.store.transact(Lane::Background, None, prove);
        match timeout(COMMIT_WITHIN, proof).await {
            Ok(Ok(())) => None,
            Ok(Err(_)) => Some("the database does not take writes: is the disk full?"),
            Err(_) => Some("the database did not commit within 2 s"),
        }
    }

    async fn metrics(&self) -> crate::error::Result<String> {
        let (tally, now) = self
            .store
            .read(|read| Ok((outbox::tally(read)?, read.now)))
            .await?;
        let sockets = self.health.status();
        let mut page = Page::default();
        page.family("peerloop_info", "gauge", "The version that runs.");
        page.line(
            "peerloop_info",
            &[("version", env!("CARGO_PKG_VERSION"))],
            1,
        );
        page.gauge(
            "peerloop_sockets_open",
            "Sockets to Slack that are open.",
            sockets.open,
        );
        page.gauge(
            "peerloop_sockets_counted_by_slack",
            "Open sockets of this app by Slack's count at the last hello; more than ours for long means a second program.",
            sockets.counted_by_slack,
        );
        page.counter(
            "peerloop_hellos_total",
            "Sockets that Slack has greeted.",
            sockets.hellos,
        );
        page.counter(
            "peerloop_socket_failures_total",
            "Sockets that did not open.",
            sockets.failed_opens,
        );
        if let Some(at) = sockets.last_hello {
            page.gauge(
                "peerloop_seconds_since_hello",
                "Since Slack last greeted a socket.",
                at.elapsed().as_secs(),
            );
        }
        page.counter(
            "peerloop_envelopes_total",
            "Envelopes taken in.",
            sockets.envelopes,
        );
        page.family(
            "peerloop_answers_total",
            "counter",
            "Envelopes by how they were answered.",
        );
        for (how, count) in [("acked", sockets.acked), ("unacked", sockets.unacked)] {
            page.line("peerloop_answers_total", &[("how", how)], count);
        }
        page.counter(
            "peerloop_ignored_total",
            "Envelopes that were acked although they say nothing to us.",
            sockets.ignored,
        );
        page.counter(
            "peerloop_unparsed_total",
            "Frames that could not be read.",
            sockets.unparsed,
        );
        self.count_kept(&mut page, &tally, now);
        Ok(page.0)
    }

    /// What waits in the outbox, and what the writer has done.
    fn count_kept(&self, page: &mut Page, tally: &Tally, now: DateTime<Utc>) {
        let figures = self.store.figures();
        page.family("peerloop_outbox", "gauge", "Messages by state.");
        for (state, count) in [
            ("ready", tally.ready),
            ("sending", tally.sending),
            ("unclear", tally.unclear),
            ("dead", tally.dead),
        ] {
            page.line("peerloop_outbox", &[("state", state)], count);
        }
        page.gauge(
            "peerloop_outbox_oldest_seconds",
            "How long the oldest message that waits has been due.",
            tally
                .oldest_due_at
                .map_or(0, |at| (now - at).num_seconds().max(0)),
        );
        page.counter(
            "peerloop_commits_total",
            "Commits on disk.",
            figures.commits.load(Relaxed),
        );
        page.counter(
            "peerloop_jobs_total",
            "Transactions in those commits.",
            figures.jobs.load(Relaxed),
        );
        page.gauge(
            "peerloop_batch_jobs",
            "Transactions in the latest commit.",
            figures.latest_batch.load(Relaxed),
        );
        page.counter(
            "peerloop_commit_failures_total",
            "Commits that failed: the disk is full, or it fails.",
            figures.failures.load(Relaxed),
        );
    }
}

/// Prometheus' text format.
#[derive(Default)]
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let labels: Vec<String> = labels
            .iter()
            .map(|(label, value)| format!("{label}=\"{value}\""))
            .collect();
        let labels = if labels.is_empty() {
            String::new()
        } else {
            format!("{{{}}}", labels.join(","))
        };
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }

    fn gauge(&mut self, name: &str, help: &str, value: impl std::fmt::Display) {
        self.family(name, "gauge", help);
        self.line(name, &[], value);
    }

    fn counter(&mut self, name: &str, help: &str, value: impl std::fmt::Display) {
        self.family(name, "counter", help);
        self.line(name, &[], value);
    }
}
