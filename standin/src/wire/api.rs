//! `/api/{method}`: the token and the arguments of a call.

use super::{answer, body, listener::Cut};
use crate::hub::{Answer, Hub};
use axum::{
    extract::{ConnectInfo, Path, Request, State},
    http::header,
    response::Response,
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
        Err(code) => return answer::reply(&hub, hub.refuse(&method, code)),
    };
    let mut args = parsed.args;
    let inside = args
        .take("token")
        .and_then(|t| t.as_str().map(str::to_owned));
    // The app-level token counts in the header only; the bot's may stand among the arguments.
    let token = bearer.or(inside.filter(|t| !t.starts_with("xapp-")));
    let mut answer = hub.clone().api(method, token, args).await;
    if let (Answer::Reply(body), true) = (&mut answer, parsed.missing_charset) {
        warn_of_charset(body);
    }
    answer::send(&hub, &cut, answer).await
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
