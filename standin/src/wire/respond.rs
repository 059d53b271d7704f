//! `/respond/{id}`: response urls. Slack answers a plain `ok`.

use super::{answer, listener::Cut};
use crate::hub::Hub;
use axum::{
    body::Bytes,
    extract::{ConnectInfo, Path, State},
    response::Response,
};
use serde_json::Value;
use std::sync::Arc;

/// Takes a message.
pub(super) async fn take(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<String>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    body: Bytes,
) -> Response {
    let payload = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let answer = hub.clone().respond(id, payload).await;
    answer::send(&hub, &cut, answer).await
}
