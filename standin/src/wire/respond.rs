//! `/respond/{id}`: response urls. Slack answers a plain `ok`.

use crate::hub::Hub;
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;
use std::sync::Arc;

/// Takes a message.
pub(super) async fn answer(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let (status, text) = match serde_json::from_slice::<Value>(&body) {
        Ok(payload) => hub.respond(&id, &payload),
        Err(_) => hub.respond(&id, &Value::Null),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        text,
    )
        .into_response()
}
