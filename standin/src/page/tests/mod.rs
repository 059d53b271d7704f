//! The page over real HTTP: who may ask, what they get, and that nothing of one person reaches another.

mod guard;
mod screens;

use super::{assets::FILES, fixture::Canned, router};
use serde_json::{Value, json};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(5);

/// The page of a fresh workspace on a free port.
struct Site {
    address: SocketAddr,
    workspace: Arc<Canned>,
}

struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Site {
    async fn open() -> Self {
        let workspace = Canned::new();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = router(workspace.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, workspace }
    }

    /// Sends one request as written, with `Host` and the ending added unless it brings a host itself.
    async fn send(&self, request: &str, headers: &[(&str, &str)], body: &str) -> TcpStream {
        let mut lines = vec![format!("{request} HTTP/1.1"), "Connection: close".into()];
        if !headers.iter().any(|(name, _)| *name == "Host") {
            lines.push(format!("Host: {}", self.address));
        }
        lines.extend(
            headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}")),
        );
        lines.push(format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream
            .write_all(lines.join("\r\n").as_bytes())
            .await
            .unwrap();
        stream
    }

    async fn ask(&self, request: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut stream = self.send(request, headers, body).await;
        let mut text = String::new();
        timeout(PATIENCE, stream.read_to_string(&mut text))
            .await
            .unwrap()
            .unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply {
            status,
            head: head.to_lowercase(),
            body: body.into(),
        }
    }

    async fn get(&self, path: &str) -> Reply {
        self.ask(&format!("GET {path}"), &[], "").await
    }

    async fn post(&self, path: &str, body: &Value) -> Reply {
        let json = [("Content-Type", "application/json")];
        self.ask(&format!("POST {path}"), &json, &body.to_string())
            .await
    }

    async fn screen(&self, user: &str) -> Value {
        serde_json::from_str(&self.get(&format!("/as/{user}/screen")).await.body).unwrap()
    }
}

/// Reads from a stream of events until `wanted` has come; returns everything read.
async fn read_until(stream: &mut TcpStream, wanted: &str) -> String {
    let mut seen = String::new();
    let mut buffer = [0; 4096];
    while !seen.contains(wanted) {
        let count = timeout(PATIENCE, stream.read(&mut buffer))
            .await
            .expect(wanted)
            .unwrap();
        assert!(count > 0, "the stream ended after {seen:?}");
        seen += std::str::from_utf8(&buffer[..count]).unwrap();
    }
    seen
}

fn type_in(channel: &str, text: &str) -> Value {
    json!({"do": "type", "channel": channel, "text": text})
}

#[tokio::test]
async fn everything_is_sent_with_a_strict_policy() {
    let site = Site::open().await;
    for path in [
        "/",
        "/as/U1",
        "/as/U1/screen",
        "/page.js",
        "/page.css",
        "/nowhere",
    ] {
        let head = site.get(path).await.head;
        assert!(
            head.contains("content-security-policy: default-src 'none'; script-src 'self';"),
            "{path}"
        );
        assert!(!head.contains("unsafe"), "{path}");
        assert!(head.contains("x-content-type-options: nosniff"), "{path}");
        assert!(head.contains("frame-ancestors 'none'"), "{path}");
        assert!(!head.contains("access-control-allow-origin"), "{path}");
    }
}

#[tokio::test]
async fn the_pages_hold_no_inline_script_or_style() {
    let site = Site::open().await;
    for path in ["/", "/as/U1", "/nowhere"] {
        let body = site.get(path).await.body;
        assert!(
            !body.contains(" style=") && !body.contains("<style"),
            "{path}"
        );
        assert!(
            !body.contains(" onclick=") && !body.contains("<script>"),
            "{path}"
        );
        assert!(!body.contains("https://"), "{path} asks another host");
    }
}

#[tokio::test]
async fn the_chooser_offers_everybody() {
    let body = Site::open().await.get("/").await.body;
    for person in [
        r#"href="/as/U1""#,
        "Amir",
        r#"href="/as/U2""#,
        "Bea",
        "Chidi Okafor",
    ] {
        assert!(body.contains(person), "{person}");
    }
    assert!(!body.contains("U0BOT"));
}

#[tokio::test]
async fn an_act_that_is_none_comes_back_as_a_sentence() {
    let site = Site::open().await;
    let reply = site.post("/as/U1/act", &type_in("D1", "hello")).await;
    assert_eq!(
        (reply.status, reply.body.as_str()),
        (422, "This app does not take messages.")
    );
    let reply = site.post("/as/U1/act", &json!({"do": "dance"})).await;
    assert_eq!(reply.status, 422);
    assert!(
        reply
            .body
            .starts_with("That is nothing a person can do here: "),
        "{}",
        reply.body
    );
    assert!(reply.body.ends_with('.'));
}

/// A script that is imported but not served is a blank page, and only in the browser.
#[test]
fn every_imported_script_is_served() {
    for (file, _, text) in FILES {
        for import in text.split(" from \"./").skip(1) {
            let name = import.split('"').next().unwrap();
            assert!(
                FILES.iter().any(|(path, ..)| path[1..] == *name),
                "{file} imports {name}"
            );
        }
    }
}

/// People's words stay words: the scripts own no way to turn a string into elements or code.
#[test]
fn no_script_turns_text_into_html() {
    for (file, _, text) in FILES {
        for sink in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            "setHTML",
            "DOMParser",
        ] {
            assert!(!text.contains(sink), "{file} uses {sink}");
        }
    }
}
