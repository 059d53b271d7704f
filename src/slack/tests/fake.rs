//! A Slack of a few lines: an HTTP answerer and the other end of a socket, both scripted by the test.
//! Not the stand-in: it knows no rules, so that it can also break them.

use crate::secret::Secret;
use crate::slack::web::Web;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async};

/// Long enough for a busy machine, and only ever reached by a failing test.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for what must happen.
pub(super) async fn soon<T>(what: &str, happens: impl Future<Output = T>) -> T {
    timeout(PATIENCE, happens)
        .await
        .unwrap_or_else(|_| panic!("it never happened: {what}"))
}

/// One HTTP request as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) method: String,
    pub(super) query: String,
    pub(super) token: String,
    pub(super) body: Value,
}

/// What the fake does with a request.
pub(super) enum Reply {
    Json(Value),
    /// Status line, extra header lines, body.
    Raw(&'static str, &'static str, &'static str),
    /// Promises more bytes than it sends.
    Cut,
    /// Closes without a word.
    Drop,
    /// Never answers.
    Hang,
}

pub(super) struct FakeApi {
    pub(super) url: String,
    pub(super) calls: mpsc::UnboundedReceiver<Call>,
}

impl FakeApi {
    pub(super) async fn start(script: impl Fn(&Call) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api", listener.local_addr().unwrap());
        let (note, calls) = mpsc::unbounded_channel();
        let script = Arc::new(script);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&script), note.clone()));
            }
        });
        Self { url, calls }
    }

    pub(super) fn web(&self) -> Web {
        web_at(&self.url)
    }

    pub(super) async fn call(&mut self) -> Call {
        soon("a call", self.calls.recv()).await.unwrap()
    }
}

pub(super) fn web_at(url: &str) -> Web {
    Web::new(
        url,
        &Secret::new("xoxb-SECRETBOT\n"),
        &Secret::new("xapp-SECRETAPP"),
    )
    .unwrap()
}

async fn answer<F: Fn(&Call) -> Reply>(
    mut stream: TcpStream,
    script: Arc<F>,
    note: mpsc::UnboundedSender<Call>,
) {
    let Some(call) = read_call(&mut stream).await else {
        return;
    };
    let reply = script(&call);
    let _ = note.send(call);
    let text = match reply {
        Reply::Json(body) => raw("200 OK", "content-type: application/json; charset=utf-8\r\n", &body.to_string()),
        Reply::Raw(status, headers, body) => raw(status, headers, body),
        Reply::Cut => {
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"ok\":true,".into()
        }
        Reply::Drop => return,
        Reply::Hang => std::future::pending().await,
    };
    let _ = stream.write_all(text.as_bytes()).await;
}

fn raw(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

async fn read_call(stream: &mut TcpStream) -> Option<Call> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let header = |name: &str| {
        let line = head
            .lines()
            .find(|line| line.to_lowercase().starts_with(name))?;
        Some(line[name.len()..].trim().to_owned())
    };
    let length: usize = header("content-length:").map_or(0, |length| length.parse().unwrap());
    while bytes.len() < head_end + length {
        stream.read_buf(&mut bytes).await.ok()?;
    }
    let target = head.split_whitespace().nth(1)?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Some(Call {
        method: path.trim_start_matches("/api/").to_owned(),
        query: query.to_owned(),
        token: header("authorization:").unwrap_or_default(),
        body: serde_json::from_slice(&bytes[head_end..]).unwrap_or(Value::Null),
    })
}

/// Where sockets arrive; the test decides what becomes of each.
pub(super) struct Door {
    listener: TcpListener,
    pub(super) url: String,
}

impl Door {
    pub(super) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!(
            "ws://{}/link/?ticket=SECRETTICKET",
            listener.local_addr().unwrap()
        );
        Self { listener, url }
    }

    /// The next connection, not yet upgraded.
    pub(super) async fn knock(&self) -> TcpStream {
        soon("a connection", self.listener.accept())
            .await
            .unwrap()
            .0
    }

    /// The next connection, upgraded.
    pub(super) async fn line(&self) -> Line {
        let stream = self.knock().await;
        Line(soon("an upgrade", accept_async(stream)).await.unwrap())
    }

    /// The next connection, upgraded and greeted.
    pub(super) async fn greeted(&self) -> Line {
        let mut line = self.line().await;
        line.send(
            &json!({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}}),
        )
        .await;
        line
    }
}

/// Slack's end of one socket.
pub(super) struct Line(WebSocketStream<TcpStream>);

impl Line {
    pub(super) async fn send(&mut self, frame: &Value) {
        self.send_text(frame.to_string()).await;
    }

    pub(super) async fn send_text(&mut self, frame: String) {
        self.0.send(Message::text(frame)).await.unwrap();
    }

    pub(super) async fn envelope(&mut self, id: &str) {
        self.send(&envelope(id)).await;
    }

    pub(super) async fn disconnect(&mut self, reason: &str) {
        self.send(&json!({"type": "disconnect", "reason": reason}))
            .await;
    }

    /// The next frame that is no ping; `None` when the other side said Close or is gone.
    pub(super) async fn next(&mut self) -> Option<Value> {
        let frame = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => {
                        break serde_json::from_str(text.as_str()).ok();
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break None,
                    Some(Ok(_)) => {}
                }
            }
        };
        soon("a frame", frame).await
    }

    /// The id in the next ack.
    pub(super) async fn ack(&mut self) -> String {
        let frame = self.next().await.expect("an ack, not the end");
        frame["envelope_id"].as_str().expect("an ack").to_owned()
    }

    /// Waits until the other side pings.
    pub(super) async fn pinged(&mut self) {
        while !matches!(self.any_frame().await, Message::Ping(_)) {}
    }

    /// Pings, and waits for the answer.
    pub(super) async fn ping(&mut self, payload: &'static [u8]) -> Vec<u8> {
        self.0.send(Message::Ping(payload.into())).await.unwrap();
        loop {
            if let Message::Pong(answer) = self.any_frame().await {
                return answer.to_vec();
            }
        }
    }

    async fn any_frame(&mut self) -> Message {
        soon("a frame", self.0.next())
            .await
            .expect("a frame, not the end")
            .unwrap()
    }

    /// True if nothing but pings comes for so long, not even the end.
    pub(super) async fn says_nothing_for(&mut self, time: Duration) -> bool {
        timeout(time, self.next()).await.is_err()
    }

    pub(super) async fn close(mut self) {
        let _ = self.0.close(None).await;
    }
}

pub(super) fn envelope(id: &str) -> Value {
    json!({"envelope_id": id, "type": "interactive", "accepts_response_payload": true, "payload": {"do": id}})
}
