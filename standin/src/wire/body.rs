//! Arguments out of a request: query, JSON, form or multipart.

use crate::args::Args;
use axum::{
    Form,
    body::to_bytes,
    extract::{FromRequest, Multipart, Query, Request},
    http::{Method, header},
};
use serde_json::{Map, Value};

/// More than any request Slack takes.
const MOST_BYTES: usize = 4 << 20;

/// Arguments, and whether JSON came without a charset (Slack answers that with a warning).
pub(super) struct Parsed {
    pub(super) args: Args,
    pub(super) missing_charset: bool,
}

/// Reads a request's arguments.
///
/// Errors are Slack's codes.
pub(super) async fn parse(request: Request) -> Result<Parsed, &'static str> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_lowercase();
    let mut map = Map::new();
    if let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) {
        map.extend(
            pairs
                .into_iter()
                .map(|(name, value)| (name, Value::String(value))),
        );
    }
    let mut missing_charset = false;
    if *request.method() == Method::POST {
        if kind.starts_with("multipart/form-data") {
            multipart(request, &mut map)
                .await
                .ok_or("invalid_form_data")?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
            let Form(pairs) = form.map_err(|_| "invalid_form_data")?;
            map.extend(
                pairs
                    .into_iter()
                    .map(|(name, value)| (name, Value::String(value))),
            );
        } else {
            let bytes = to_bytes(request.into_body(), MOST_BYTES)
                .await
                .map_err(|_| "request_too_large")?;
            // Python's client opens a connection with a JSON content type and no body at all.
            if !bytes.is_empty() {
                if !kind.starts_with("application/json") {
                    return Err(if kind.is_empty() {
                        "missing_post_type"
                    } else {
                        "invalid_post_type"
                    });
                }
                missing_charset = !kind.contains("charset");
                let value: Value = serde_json::from_slice(&bytes).map_err(|_| "invalid_json")?;
                let Value::Object(object) = value else {
                    return Err("json_not_object");
                };
                map.extend(object);
            }
        }
    }
    Ok(Parsed {
        args: Args::new(map),
        missing_charset,
    })
}

async fn multipart(request: Request, map: &mut Map<String, Value>) -> Option<()> {
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    while let Some(part) = parts.next_field().await.ok()? {
        let name = part.name()?.to_owned();
        map.insert(name, Value::String(part.text().await.ok()?));
    }
    Some(())
}
