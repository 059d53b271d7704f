//! The control API, as a test in another language would use it: every example of the README, and what it refuses.

use crate::{app::*, start};
use serde_json::{Value, json};
use standin::Standin;

const README: &str = include_str!("../../README.md");

/// A request as curl would send it.
async fn curl(app: &App, path: &str, body: Option<&str>) -> (u16, String) {
    let raw = match body {
        Some(body) => {
            app.post(path, "Content-Type: application/json\r\n", body)
                .await
        }
        None => {
            let request =
                format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            app.raw(request).await
        }
    };
    let (status, _, body) = raw.expect("an answer");
    (status, body)
}

/// Path and JSON body of one line of the README, such as `curl --json '…' http://127.0.0.1:4000/control/…`.
fn request(line: &str) -> (&str, Option<&str>) {
    let line = line.strip_prefix("curl ").expect("a curl command");
    let (body, url) = match line.strip_prefix("--json '") {
        Some(rest) => {
            let (body, url) = rest.split_once("' ").expect("a body in quotes");
            (Some(body), url)
        }
        None => (None, line),
    };
    let path = url.trim_matches('\'').strip_prefix("http://127.0.0.1:4000");
    (path.expect("the stand-in's address"), body)
}

/// An app that answers `/feedback` with a form and everything else with a bare ack, until the test is over.
async fn answers(slack: &Standin) -> tokio::task::JoinHandle<()> {
    let app = App::of(slack);
    let mut socket = app.connect().await;
    tokio::spawn(async move {
        loop {
            match socket.maybe(600).await {
                Some(envelope) if envelope["type"] != "disconnect" => {
                    socket.ack(&envelope, Value::Null).await;
                    let payload = &envelope["payload"];
                    if payload["command"] == "/feedback" {
                        let open = json!({"trigger_id": payload["trigger_id"], "view": form()});
                        app.call("views.open", open).await;
                    }
                }
                Some(_) | None => socket = connects(&app).await,
            }
        }
    })
}

/// A socket, though the first may be refused.
async fn connects(app: &App) -> Socket {
    loop {
        let reply = app.call_as(app.app_token(), "apps.connections.open", json!({}));
        let url = reply.await["url"].as_str().expect("a url").to_owned();
        if let Ok(mut socket) = app.dial_url(&url).await {
            assert_eq!(socket.frame().await["type"], "hello");
            return socket;
        }
    }
}

#[tokio::test]
async fn every_example_of_the_readme_works() {
    let slack = start().await;
    let served = answers(&slack).await;
    let app = App::of(&slack);
    let mut lines = README.lines().filter(|line| line.starts_with("curl "));
    let mut next = async || {
        let line = lines.next().expect("one more example");
        let (path, body) = request(line);
        let (status, answer) = curl(&app, path, body).await;
        assert_eq!(status, 200, "{line}\n{answer}");
        serde_json::from_str::<Value>(&answer).expect("JSON")
    };
    let overview = next().await;
    assert_eq!(overview["sockets"], 1);
    assert!(
        overview["people"]
            .as_array()
            .expect("a list")
            .contains(&json!("Amir"))
    );
    next().await;
    let after = next().await;
    assert_eq!(
        (&after["form"], &after["notice"]),
        (&Value::Null, &Value::Null),
        "it was sent"
    );
    assert_eq!(next().await["name"], "Bea");
    for _ in 0..9 {
        next().await;
    }
    // One socket was to be recycled, and the first in its place refused.
    slack
        .wait_until("the third socket alone", |slack| {
            let opened = slack
                .journal()
                .iter()
                .filter(|e| e.outcome == "opened")
                .count();
            opened == 2 && slack.sockets() == 1
        })
        .await;
    let planned = next().await;
    assert_eq!(planned["calls"].as_array().expect("a list").len(), 5);
    assert_eq!(planned["mix"]["envelopes"][2], json!({"late": 400}));
    assert_eq!(next().await["calls"], json!([]));
    let before = slack.now();
    next().await;
    assert!(slack.now() - before >= chrono::Duration::days(1));
    next().await;
    assert!(
        slack
            .hub()
            .with(|world| world.people.iter().any(|m| m.name == "Nia"))
    );
    next().await;
    assert!(slack.hub().with(|world| {
        let nia = world
            .people
            .iter()
            .find(|m| m.name == "Nia")
            .expect("she is there");
        nia.card.deactivated && nia.card.title == "Rep"
    }));
    next().await;
    assert!(next().await["ack"]["envelope_id"].is_string());
    for _ in 0..4 {
        next().await;
    }
    let journal = next().await;
    let entries = journal["entries"].as_array().expect("a list");
    assert!(
        entries
            .iter()
            .any(|e| e["what"] == "views.open" && e["outcome"] == "ok")
    );
    assert_eq!(journal["last"], entries.last().expect("an entry")["number"]);
    let envelopes = next().await;
    assert_eq!(envelopes["envelopes"][0]["type"], "slash_commands");
    assert_eq!(next().await, json!({"clean": true, "broken": []}));
    assert_eq!(lines.next(), None, "an example without a check");
    served.abort();
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_a_sentence() {
    let slack = start().await;
    let app = App::of(&slack);
    for (path, body, status, sentence) in [
        (
            "/control/people/Nobody",
            None,
            422,
            "nobody is called Nobody",
        ),
        (
            "/control/people/Amir",
            Some(r#"{"dances": 1}"#),
            422,
            "did not match",
        ),
        (
            "/control/faults",
            Some(r#"{"socket": "sideways"}"#),
            422,
            "unknown variant `sideways`",
        ),
        ("/control/faults", Some("{"), 400, "EOF"),
        (
            "/control/clock",
            Some(r#"{"seconds": 999999999999}"#),
            422,
            "ten years",
        ),
        (
            "/control/world",
            Some(r#"{"archives": "nowhere"}"#),
            422,
            "no channel nowhere",
        ),
        (
            "/control/world",
            Some(r#"{"changes": {"name": "Bea", "to": {"mood": 1}}}"#),
            422,
            "unknown field",
        ),
        (
            "/control/wait",
            Some(r#"{"sockets": 1, "within_ms": 1}"#),
            408,
            "in vain",
        ),
        (
            "/control/inject",
            Some("7"),
            422,
            "an envelope is an object",
        ),
    ] {
        let (got, text) = curl(&app, path, body).await;
        assert!(
            got == status && text.contains(sentence),
            "{path} {body:?}: {got} {text}"
        );
    }
}

#[tokio::test]
async fn somebody_who_waits_in_vain_says_what_they_see() {
    let slack = start().await;
    let app = App::of(&slack);
    let (status, text) = curl(&app, "/control/people/Amir", Some(r#"{"clicks": "Vote"}"#)).await;
    assert_eq!(status, 422);
    assert!(
        text.starts_with("Amir waited ten seconds for a button [Vote] and sees:"),
        "{text}"
    );
}

#[tokio::test]
async fn another_website_may_not_drive_it() {
    let slack = start().await;
    let app = App::of(&slack);
    let body = r#"{"seconds": 60}"#;
    let json = "Content-Type: application/json\r\n";
    for headers in [
        format!("{json}Origin: https://evil.example\r\n"),
        format!("{json}Sec-Fetch-Site: cross-site\r\n"),
        "Content-Type: text/plain\r\n".to_owned(),
    ] {
        let (status, ..) = app
            .post("/control/clock", &headers, body)
            .await
            .expect("an answer");
        assert_eq!(status, 403, "{headers}");
    }
    let rebound = "GET /control HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    let (status, _, text) = app.raw(rebound.to_owned()).await.expect("an answer");
    assert_eq!(status, 403);
    assert!(!text.contains("xoxb-"));
}
