//! A minimal app, as raw as possible so that every byte is the test's: blocking HTTP/1.1 and one socket.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use standin::Standin;
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};
use tokio::time::timeout;
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};

/// Calls of one app.
#[derive(Clone)]
pub(crate) struct App {
    address: String,
    bot_token: String,
    socket_token: String,
}

/// Status, headers in lower case, and body; `None` if the connection broke first.
pub(crate) type Raw = Option<(u16, String, String)>;

impl App {
    pub(crate) fn of(slack: &Standin) -> Self {
        let address = slack
            .page_url()
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .to_owned();
        Self {
            address,
            bot_token: slack.bot_token(),
            socket_token: slack.app_token(),
        }
    }

    /// One HTTP request, byte for byte.
    pub(crate) async fn raw(&self, request: String) -> Raw {
        let address = self.address.clone();
        tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).expect("it listens");
            stream
                .set_read_timeout(Some(Duration::from_secs(15)))
                .expect("a timeout");
            stream.write_all(request.as_bytes()).expect("it reads");
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).ok()?;
            let text = String::from_utf8(bytes).expect("text");
            let (head, body) = text.split_once("\r\n\r\n")?;
            let status = head.split(' ').nth(1)?.parse().ok()?;
            Some((status, head.to_lowercase(), body.to_owned()))
        })
        .await
        .expect("no panic")
    }

    pub(crate) async fn post(&self, path: &str, headers: &str, body: &str) -> Raw {
        let length = body.len();
        self.raw(format!("POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}")).await
    }

    /// A call with a token and a JSON body.
    pub(crate) async fn call_as(&self, token: &str, method: &str, args: Value) -> Value {
        let headers = format!(
            "Authorization: Bearer {token}\r\nContent-Type: application/json; charset=utf-8\r\n"
        );
        let (status, _, body) = self
            .post(&format!("/api/{method}"), &headers, &args.to_string())
            .await
            .expect("an answer");
        assert_eq!(status, 200, "{method}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// A call with the bot's token.
    pub(crate) async fn call(&self, method: &str, args: Value) -> Value {
        self.call_as(&self.bot_token, method, args).await
    }

    /// The error of a call with the bot's token.
    pub(crate) async fn error(&self, method: &str, args: Value) -> String {
        let reply = self.call(method, args).await;
        assert_eq!(reply["ok"], false, "{method} should be refused: {reply}");
        reply["error"].as_str().expect("a code").to_owned()
    }

    pub(crate) fn app_token(&self) -> &str {
        &self.socket_token
    }

    pub(crate) fn bot_token(&self) -> &str {
        &self.bot_token
    }

    /// A socket, after its hello.
    pub(crate) async fn connect(&self) -> Socket {
        let mut socket = self.dial().await;
        let hello = socket.frame().await;
        assert_eq!(hello["type"], "hello", "{hello}");
        socket
    }

    /// A socket before its first frame.
    pub(crate) async fn dial(&self) -> Socket {
        let reply = self
            .call_as(&self.socket_token, "apps.connections.open", json!({}))
            .await;
        self.dial_url(reply["url"].as_str().expect("a url"))
            .await
            .expect("a socket")
    }

    pub(crate) async fn dial_url(
        &self,
        url: &str,
    ) -> Result<Socket, tokio_tungstenite::tungstenite::Error> {
        let stream = tokio::net::TcpStream::connect(&self.address)
            .await
            .expect("it listens");
        let (socket, _) = client_async(url, stream).await?;
        Ok(Socket(socket))
    }
}

/// One socket.
pub(crate) struct Socket(pub(crate) WebSocketStream<tokio::net::TcpStream>);

impl Socket {
    /// The next text frame.
    pub(crate) async fn frame(&mut self) -> Value {
        self.maybe(8).await.expect("a frame within 8 s")
    }

    /// The next text frame within so many seconds; `None` if there is none or the socket ended.
    pub(crate) async fn maybe(&mut self, seconds: u64) -> Option<Value> {
        let next = async {
            loop {
                match self.0.next().await? {
                    Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
                    Ok(_) => {}
                    Err(_) => return None,
                }
            }
        };
        timeout(Duration::from_secs(seconds), next)
            .await
            .ok()
            .flatten()
    }

    /// An envelope whose payload is of this kind.
    pub(crate) async fn envelope(&mut self, kind: &str) -> Value {
        let frame = self.frame().await;
        let payload = &frame["payload"];
        let found = [
            &payload["command"],
            &payload["type"],
            &payload["event"]["type"],
        ];
        assert!(
            found.iter().any(|k| **k == kind),
            "expected {kind}, got {frame}"
        );
        frame
    }

    /// Acks an envelope.
    pub(crate) async fn ack(&mut self, envelope: &Value, payload: Value) {
        let mut frame = json!({"envelope_id": envelope["envelope_id"]});
        if !payload.is_null() {
            frame["payload"] = payload;
        }
        self.send(&frame.to_string()).await;
    }

    /// Takes the next envelope of this kind, acks it and returns its payload.
    pub(crate) async fn take(&mut self, kind: &str, payload: Value) -> Value {
        let envelope = self.envelope(kind).await;
        self.ack(&envelope, payload).await;
        envelope["payload"].clone()
    }

    /// Any text.
    pub(crate) async fn send(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.expect("it is open");
    }
}

/// A form with one text field, one person field and a button.
pub(crate) fn form() -> Value {
    json!({
        "type": "modal", "callback_id": "give", "title": plain("Give feedback"), "submit": plain("Send"),
        "blocks": [
            {"type": "input", "block_id": "to", "label": plain("To"), "element": {"type": "users_select", "action_id": "v"}},
            {"type": "input", "block_id": "start", "label": plain("Start"), "optional": true,
             "element": {"type": "plain_text_input", "action_id": "v", "multiline": true, "max_length": 20}},
            {"type": "actions", "block_id": "more", "elements": [button("Examples", "examples", "1")]},
        ],
    })
}

/// A `plain_text` object.
pub(crate) fn plain(text: &str) -> Value {
    json!({"type": "plain_text", "text": text})
}

/// A button.
pub(crate) fn button(label: &str, action: &str, value: &str) -> Value {
    json!({"type": "button", "action_id": action, "text": plain(label), "value": value})
}

/// A section with words.
pub(crate) fn section(text: &str) -> Value {
    json!({"type": "section", "text": {"type": "mrkdwn", "text": text}})
}
