//! What the hub answers, as HTTP: replies with Slack's headers, and what a fault makes of them.

use super::listener::Cut;
use crate::{
    hub::{Answer, Hub},
    refusal::Refusal,
};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::Value;

/// Does what the answer says; one of them never comes, one breaks the connection.
pub(super) async fn send(hub: &Hub, cut: &Cut, answer: Answer) -> Response {
    match answer {
        Answer::Reply(body) => reply(hub, body),
        Answer::Line(code, text) => {
            let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (status(code), kind, text).into_response()
        }
        Answer::Html(code) => {
            let page = "<!doctype html><title>Slack</title><p>Back soon.</p>";
            (status(code), Html(page)).into_response()
        }
        Answer::TooMany(seconds) => {
            let mut response = reply(hub, Refusal::code("ratelimited").reply());
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, seconds.into());
            response
        }
        Answer::Reset => {
            cut.now();
            StatusCode::OK.into_response()
        }
        Answer::Hang => std::future::pending().await,
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A reply of a Web API method.
pub(super) fn reply(hub: &Hub, body: Value) -> Response {
    let mut response = Json(body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    let scopes = hub.with(|world| {
        let scopes: Vec<_> = world.app.manifest.scopes.iter().cloned().collect();
        scopes.join(",")
    });
    if let Ok(scopes) = HeaderValue::from_str(&scopes) {
        headers.insert("x-oauth-scopes", scopes);
    }
    if let Ok(id) = HeaderValue::from_str(&hub.request_id()) {
        headers.insert("x-slack-req-id", id);
    }
    response
}
