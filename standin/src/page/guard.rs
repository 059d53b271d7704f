//! Keeps other websites out. The page listens on loopback without a password, so a page of any website that is open in
//! the same browser could try to read it (by pointing its own name at 127.0.0.1) or to post to it. Both are refused here.
//! It also forbids the browser to load anything but the page's own files.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::net::IpAddr;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Lets a request pass if it comes from this machine's own page, and puts the safety headers on every answer.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let mut response = match refusal(&request) {
        Some(sentence) => (StatusCode::FORBIDDEN, sentence).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        // A new build of the page must never meet an old script.
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin"),
    );
    response
}

fn refusal(request: &Request) -> Option<&'static str> {
    let headers = request.headers();
    let host = text(headers, "host");
    // A request line may carry a whole address, which then counts instead of `Host`.
    let named = request
        .uri()
        .authority()
        .map(axum::http::uri::Authority::as_str);
    if !host.is_some_and(is_loopback) || !named.is_none_or(is_loopback) {
        return Some("This page answers only to localhost and 127.0.0.1.");
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let site = text(headers, "sec-fetch-site");
    let from_here = site.is_none_or(|site| site == "same-origin")
        && headers
            .get("origin")
            .is_none_or(|origin| is_origin_of(origin, host));
    if !from_here {
        return Some("Another website may not act in this workspace.");
    }
    // A browser lets any website post a form or plain text unasked, but not JSON.
    let kind = text(headers, "content-type").and_then(|kind| kind.split(';').next());
    if !kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
        return Some("Only JSON may be posted here.");
    }
    None
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn is_origin_of(origin: &HeaderValue, host: Option<&str>) -> bool {
    origin
        .to_str()
        .ok()
        .and_then(|origin| origin.strip_prefix("http://"))
        == host
}

/// True for `localhost`, `127.x.y.z` and `[::1]`, with or without a port.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let bare = name
        .strip_prefix('[')
        .and_then(|n| n.strip_suffix(']'))
        .unwrap_or(name);
    bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1:3000",
            "127.8.8.8",
            "[::1]:3000",
            "[::1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example:80",
            "127.0.0.1.evil.example",
            "10.0.0.1:80",
            "user@localhost",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
