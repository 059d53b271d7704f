//! The page over real HTTP: who may ask, what they get, and that nothing of one person reaches another.

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
async fn another_website_cannot_post() {
    let site = Site::open().await;
    let body = type_in("C1", "hello").to_string();
    let here = format!("http://{}", site.address);
    let json = ("Content-Type", "application/json");
    let refused: [&[(&str, &str)]; 7] = [
        &[json, ("Origin", "https://evil.example")],
        &[json, ("Origin", "null")],
        &[json, ("Origin", "http://127.0.0.1:1")],
        &[json, ("Sec-Fetch-Site", "cross-site")],
        &[json, ("Origin", &here), ("Sec-Fetch-Site", "same-site")],
        &[("Content-Type", "text/plain"), ("Origin", &here)],
        &[("Origin", &here)],
    ];
    for headers in refused {
        for path in ["/as/U1/act", "/clock"] {
            let reply = site.ask(&format!("POST {path}"), headers, &body).await;
            assert_eq!(reply.status, 403, "{path} {headers:?}");
        }
    }
    assert_eq!(site.screen("U1").await["version"], 1, "nothing was done");

    let own = [
        json,
        ("Origin", here.as_str()),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    assert_eq!(site.ask("POST /as/U1/act", &own, &body).await.status, 204);
}

#[tokio::test]
async fn a_foreign_host_gets_nothing() {
    let site = Site::open().await;
    for host in [
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "10.1.2.3",
    ] {
        for path in ["/", "/as/U1/screen", "/page.js"] {
            let reply = site
                .ask(&format!("GET {path}"), &[("Host", host)], "")
                .await;
            assert_eq!(reply.status, 403, "{host}{path}");
            assert!(!reply.body.contains("Amir"));
        }
    }
    let absolute = site
        .ask("GET http://evil.example/as/U1/screen", &[], "")
        .await;
    assert_eq!(absolute.status, 403);
    for host in ["localhost", "localhost:1", "[::1]:1"] {
        assert_eq!(
            site.ask("GET /", &[("Host", host)], "").await.status,
            200,
            "{host}"
        );
    }
}

#[tokio::test]
async fn a_stranger_is_sent_back_to_the_chooser() {
    let site = Site::open().await;
    for path in ["/as/U9", "/as/U0BOT", "/as/U9/screen", "/as/U9/events"] {
        let reply = site.get(path).await;
        assert_eq!(reply.status, 404, "{path}");
        assert!(reply.body.contains(r#"<a href="/">"#), "{path}");
    }
    assert_eq!(
        site.post("/as/U9/act", &type_in("C1", "hello"))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_screen_is_one_persons_only() {
    let site = Site::open().await;
    site.workspace.tell("U2", "for Bea alone", vec![]);
    let (amir, bea) = (site.screen("U1").await, site.screen("U2").await);
    assert_eq!(
        (&amir["me"]["handle"], &bea["me"]["handle"]),
        (&json!("amir"), &json!("bea"))
    );
    assert!(bea.to_string().contains("for Bea alone"));
    assert!(!amir.to_string().contains("for Bea alone"));
    assert!(amir.to_string().contains("drills left this week"));
    assert!(!bea.to_string().contains("drills left this week"));
    assert!(
        !site
            .get("/as/U1")
            .await
            .body
            .contains("drills left this week"),
        "the frame holds no messages"
    );
}

#[tokio::test]
async fn events_tell_of_changes_that_the_person_can_see() {
    let site = Site::open().await;
    let mut stream = site.send("GET /as/U1/events", &[], "").await;
    let start = read_until(&mut stream, "event: screen").await;
    assert!(start.contains("content-type: text/event-stream"));
    assert!(start.contains("event: clock"));

    // Bea's news wakes the stream, but Amir must not learn of it: his next event is his own second version.
    site.workspace.tell("U2", "for Bea alone", vec![]);
    site.workspace.tell("U1", "for Amir", vec![]);
    let news = read_until(&mut stream, "data: 2\n").await;
    assert_eq!(news.matches("event: screen").count(), 1, "{news}");
    assert!(
        !news.contains("for Amir"),
        "what changed comes with the screen only"
    );
}

#[tokio::test]
async fn the_clock_moves_for_everybody_and_only_forward() {
    let site = Site::open().await;
    let mut stream = site.send("GET /as/U2/events", &[], "").await;
    read_until(&mut stream, "event: screen").await;
    assert_eq!(
        site.post("/clock", &json!({"seconds": 3600})).await.body,
        r#"{"seconds":3600}"#
    );
    read_until(&mut stream, "data: 3600\n").await;
    for seconds in [json!(-1), json!(i64::MAX), json!("soon")] {
        let reply = site.post("/clock", &json!({"seconds": seconds})).await;
        assert_eq!(reply.status, 422, "{seconds}");
    }
    assert_eq!(
        site.post("/clock", &json!({"seconds": 86_400})).await.body,
        r#"{"seconds":90000}"#
    );
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
