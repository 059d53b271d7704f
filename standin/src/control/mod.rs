//! `/control`: what a Rust test does with [`Standin`], over HTTP and in JSON, for tests in any language: be people, make
//! weather, move the clock, read the journal, wait. The page's guard keeps other websites out.
//!
//! A request that makes no sense is 400 or 422 with a sentence; a person who waits in vain is 422 with their screen.

mod happen;
mod journal;
mod people;
mod weather;

use crate::{page::guard::guard, slack::Standin, workspace::Workspace};
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    middleware,
    routing::{get, post},
};
use serde_json::{Value, json};
use std::sync::Arc;

type Slack = State<Arc<Standin>>;
/// JSON, or a status and a sentence.
type Reply = Result<Json<Value>, (StatusCode, String)>;

/// Everything under `/control`.
pub(crate) fn router(slack: Standin) -> Router {
    Router::new()
        .route("/control", get(overview))
        .route(
            "/control/people/{name}",
            get(people::look).post(people::does),
        )
        .route("/control/faults", get(weather::planned).post(weather::plan))
        .route("/control/clock", get(happen::clock).post(happen::advance))
        .route("/control/world", post(happen::happens))
        .route("/control/inject", post(happen::inject))
        .route("/control/journal", get(journal::read))
        .route("/control/envelopes", get(journal::envelopes))
        .route(
            "/control/verdict",
            get(journal::verdict).post(journal::except),
        )
        .route("/control/wait", post(journal::wait))
        .with_state(Arc::new(slack))
        .layer(middleware::from_fn(guard))
}

/// Addresses, tokens, people, and where things stand.
async fn overview(State(slack): Slack) -> Json<Value> {
    let hub = slack.hub();
    let people: Vec<_> = hub.personas().into_iter().map(|p| p.name).collect();
    Json(json!({
        "api_url": slack.api_url(), "page": slack.page_url(), "app_token": slack.app_token(),
        "bot_token": slack.bot_token(), "bot_user": slack.bot_user(), "people": people,
        "sockets": slack.sockets(), "calls": slack.all_calls(), "now": slack.now(),
    }))
}

fn unprocessable(sentence: impl Into<String>) -> (StatusCode, String) {
    (StatusCode::UNPROCESSABLE_ENTITY, sentence.into())
}
