//! The page of the pretend workspace: what a person sees in a browser, and nothing else.
//! It is a skin: it draws a [`Screen`](crate::screen::Screen) and sends [`Act`]s. Nothing here knows a rule of Slack's,
//! and nothing here binds a port: whoever calls [`router`] serves it, on loopback.
//!
//! `/` asks who to be; `/as/{user}` is that person's Slack; `…/screen` is what they see as JSON; `…/events` says when
//! that changed; `…/act` does one thing as them; `…/file/{id}` is a
//! file they see; `/clock` moves the clock that the workspace and the app share.

mod assets;
mod events;
pub(crate) mod guard;
mod html;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use crate::{act::Act, screen::Screen, workspace::Workspace};
use axum::{
    Json, Router,
    extract::{Path, State, rejection::JsonRejection},
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    middleware,
    response::{IntoResponse, Response, Sse, sse::KeepAlive},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The furthest that one request may move the clock, in seconds: a year and a day.
/// A slip of the keyboard should not send a whole workspace into the next century.
const FURTHEST_SECONDS: i64 = 366 * 24 * 3600;

/// The whole page for one workspace, guarded against other websites (see `guard`).
pub fn router<W: Workspace>(workspace: Arc<W>) -> Router {
    assets::routes()
        .route("/", get(chooser::<W>))
        .route("/as/{user}", get(app::<W>))
        .route("/as/{user}/screen", get(screen::<W>))
        .route("/as/{user}/events", get(changes::<W>))
        .route("/as/{user}/file/{id}", get(file::<W>))
        .route("/as/{user}/act", post(act::<W>))
        .route("/clock", post(clock::<W>))
        .fallback(async || lost("There is nothing at this address."))
        .with_state(workspace)
        .layer(middleware::from_fn(guard::guard))
}

async fn chooser<W: Workspace>(State(workspace): State<Arc<W>>) -> Response {
    let personas = workspace.personas();
    let first = personas.first().and_then(|p| workspace.screen(&p.id));
    html::chooser(&personas, first.as_ref()).into_response()
}

async fn app<W: Workspace>(State(workspace): State<Arc<W>>, Path(user): Path<String>) -> Response {
    match seen_by(&*workspace, &user) {
        Some(screen) => html::app(&workspace.personas(), &screen).into_response(),
        None => nobody(),
    }
}

async fn screen<W: Workspace>(
    State(workspace): State<Arc<W>>,
    Path(user): Path<String>,
) -> Response {
    match seen_by(&*workspace, &user) {
        Some(screen) => Json(screen).into_response(),
        None => nobody(),
    }
}

async fn changes<W: Workspace>(
    State(workspace): State<Arc<W>>,
    Path(user): Path<String>,
) -> Response {
    if seen_by(&*workspace, &user).is_none() {
        return nobody();
    }
    Sse::new(events::stream(workspace, user))
        .keep_alive(KeepAlive::default())
        .into_response()
}

/// Kinds that a browser may show in the page; all others are only to be saved.
const SHOWN: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp"];

async fn file<W: Workspace>(
    State(workspace): State<Arc<W>>,
    Path((user, id)): Path<(String, String)>,
) -> Response {
    let known = workspace.personas().iter().any(|person| person.id == user);
    let found = known.then(|| workspace.file(&user, &id)).flatten();
    let Some((kind, bytes)) = found else {
        return lost("There is no such file, or it is not for this person.");
    };
    if SHOWN.contains(&kind.as_str()) {
        return ([(CONTENT_TYPE, kind)], bytes).into_response();
    }
    let headers = [
        (CONTENT_TYPE, "application/octet-stream"),
        (CONTENT_DISPOSITION, "attachment"),
    ];
    (headers, bytes).into_response()
}

async fn act<W: Workspace>(
    State(workspace): State<Arc<W>>,
    Path(user): Path<String>,
    body: Result<Json<Act>, JsonRejection>,
) -> Response {
    let act = match body {
        Ok(Json(act)) => act,
        Err(why) => return refused(&why),
    };
    if seen_by(&*workspace, &user).is_none() {
        return nobody();
    }
    // On its own task: a tab that is closed half-way must not leave half an act behind.
    match tokio::spawn(async move { workspace.act(user, act).await }).await {
        Ok(Ok(())) => StatusCode::NO_CONTENT.into_response(),
        Ok(Err(sentence)) => (StatusCode::UNPROCESSABLE_ENTITY, sentence).into_response(),
        Err(stopped) => {
            tracing::error!(error = %stopped, "an act ended early");
            let sentence = "The pretend workspace stumbled over that; its log says why.";
            (StatusCode::INTERNAL_SERVER_ERROR, sentence).into_response()
        }
    }
}

/// How far to move the clock.
#[derive(Deserialize)]
struct Move {
    /// Seconds forward from where the clock stands.
    seconds: i64,
}

/// Where the clock stands.
#[derive(Serialize)]
struct Offset {
    /// Seconds ahead of real time.
    seconds: i64,
}

async fn clock<W: Workspace>(
    State(workspace): State<Arc<W>>,
    body: Result<Json<Move>, JsonRejection>,
) -> Response {
    let seconds = match body {
        Ok(Json(wanted)) => wanted.seconds,
        Err(why) => return refused(&why),
    };
    if !(0..=FURTHEST_SECONDS).contains(&seconds) {
        let sentence = "The clock only moves forward, and by a year at most.";
        return (StatusCode::UNPROCESSABLE_ENTITY, sentence).into_response();
    }
    let shift = workspace.shift();
    shift.send_modify(|offset| *offset = offset.saturating_add(seconds));
    let seconds = *shift.borrow();
    Json(Offset { seconds }).into_response()
}

/// The screen of a person whom a visitor may be: not of a bot, nor of somebody who left.
fn seen_by<W: Workspace>(workspace: &W, user: &str) -> Option<Screen> {
    let known = workspace.personas().iter().any(|person| person.id == user);
    known.then(|| workspace.screen(user)).flatten()
}

fn refused(why: &JsonRejection) -> Response {
    let sentence = format!(
        "That is nothing a person can do here: {}.",
        why.body_text().trim_end_matches('.')
    );
    (why.status(), sentence).into_response()
}

fn nobody() -> Response {
    lost("There is no such person in this workspace.")
}

fn lost(sentence: &str) -> Response {
    (StatusCode::NOT_FOUND, html::lost(sentence)).into_response()
}
