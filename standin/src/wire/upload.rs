//! `/upload/{id}`: the bytes of a file. Clients send them bare, or as the part `body` of a form.

use crate::hub::Hub;
use axum::{
    body::{Bytes, to_bytes},
    extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, post},
};
use std::sync::Arc;

/// The largest file that is taken, in bytes.
const MOST_BYTES: usize = 64 << 20;

/// Takes larger bodies than the other routes.
pub(super) fn route() -> MethodRouter<Arc<Hub>> {
    post(receive).layer(DefaultBodyLimit::max(MOST_BYTES))
}

async fn receive(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let result = match bytes_of(request).await {
        Some(bytes) => hub.change(|world, _| world.receive_file(&id, bytes.to_vec())),
        None => Err("unreadable"),
    };
    match result {
        Ok(count) => {
            let text = format!("OK - {count}");
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
        }
        Err(word) => {
            hub.refuse("upload", word);
            (StatusCode::BAD_REQUEST, word).into_response()
        }
    }
}

async fn bytes_of(request: Request) -> Option<Bytes> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let in_parts = kind
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    if !in_parts {
        return to_bytes(request.into_body(), MOST_BYTES).await.ok();
    }
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    while let Some(part) = parts.next_field().await.ok()? {
        if matches!(part.name(), Some("body" | "file" | "filename")) {
            return part.bytes().await.ok();
        }
    }
    None
}
