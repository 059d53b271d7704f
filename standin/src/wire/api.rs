//! `/api/{method}`: headers in, headers out.

use super::{body, listener::Cut};
use crate::{
    hub::{Answer, Hub},
    refusal::Refusal,
};
use axum::{
    Json,
    extract::{ConnectInfo, Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// One call.
pub(super) async fn call(
    State(hub): State<Arc<Hub>>,
    Path(method): Path<String>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
) -> Response {
    let header = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok());
    let bearer = header
        .and_then(|h| h.strip_prefix("Bearer "))
        .map(|t| t.trim().to_owned());
    let parsed = match body::parse(request).await {
        Ok(parsed) => parsed,
        Err(code) => return reply(&hub, hub.refuse(&method, code)),
    };
    let mut args = parsed.args;
    let inside = args
        .take("token")
        .and_then(|t| t.as_str().map(str::to_owned));
    // The app-level token counts in the header only; the bot's may stand among the arguments.
    let token = bearer.or(inside.filter(|t| !t.starts_with("xapp-")));
    match hub.clone().api(method, token, args).await {
        Answer::Reply(mut body) => {
            if parsed.missing_charset {
                warn_of_charset(&mut body);
            }
            reply(&hub, body)
        }
        Answer::TooMany(seconds) => {
            let mut response = reply(&hub, Refusal::code("ratelimited").reply());
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
            response
        }
        Answer::Status(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, "upstream trouble").into_response()
        }
        Answer::Reset => {
            cut.now();
            StatusCode::OK.into_response()
        }
        Answer::Hang => std::future::pending().await,
    }
}

fn warn_of_charset(body: &mut Value) {
    body["warning"] = json!("missing_charset");
    let warnings = &mut body["response_metadata"]["warnings"];
    if let Some(list) = warnings.as_array_mut() {
        list.push(json!("missing_charset"));
    } else {
        *warnings = json!(["missing_charset"]);
    }
}

fn reply(hub: &Hub, body: Value) -> Response {
    let mut response = Json(body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    let scopes = hub.with(|world| {
        world
            .app
            .manifest
            .scopes
            .iter()
            .cloned()
            .collect::<Vec<_>>()
            .join(",")
    });
    if let Ok(scopes) = HeaderValue::from_str(&scopes) {
        headers.insert("x-oauth-scopes", scopes);
    }
    if let Ok(id) = HeaderValue::from_str(&hub.request_id()) {
        headers.insert("x-slack-req-id", id);
    }
    response
}
