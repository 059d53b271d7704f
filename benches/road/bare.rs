//! The least that could do this job: a raw socket, one thread that writes rows (WAL, `synchronous=FULL`, what is
//! queued in one commit, as the bot does), a bare HTTP client. No checks, no reads, no outbox, nothing kept of what
//! was sent. It runs as a process of its own, like the bot.

use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::{path::Path, sync::Arc};
use tokio::{
    net::TcpStream,
    sync::{mpsc, oneshot},
};
use tokio_tungstenite::{client_async, tungstenite::Message};

/// As many sockets as the bot opens.
const SOCKETS: usize = 2;
/// Rows in one commit at most, as in the bot.
const BATCH: usize = 64;

struct Bare {
    api: String,
    http: Client<HttpConnector, Full<Bytes>>,
    rows: mpsc::Sender<Row>,
    view: String,
}

struct Row {
    form: String,
    body: String,
    kept: oneshot::Sender<()>,
}

pub(crate) async fn run(api: String, database: &Path, view: String) {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let (rows, queue) = mpsc::channel(1024);
    let connection = open(database);
    std::thread::spawn(move || write(&connection, queue));
    let bare = Arc::new(Bare {
        api,
        http: Client::builder(TokioExecutor::new()).build(connector),
        rows,
        view,
    });
    let mut sockets = Vec::new();
    for _ in 0..SOCKETS {
        sockets.push(tokio::spawn(socket(bare.clone())));
    }
    for socket in sockets {
        let _ = socket.await;
    }
}

/// A database with the settings that decide what a commit costs.
pub(crate) fn open(database: &Path) -> Connection {
    let connection = Connection::open(database).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, form TEXT NOT NULL UNIQUE, body BLOB NOT NULL);",
        )
        .unwrap();
    connection
}

fn write(connection: &Connection, mut queue: mpsc::Receiver<Row>) {
    let mut batch = Vec::with_capacity(BATCH);
    while queue.blocking_recv_many(&mut batch, BATCH) > 0 {
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        for row in &batch {
            connection
                .prepare_cached("INSERT INTO note (form, body) VALUES (?1, ?2)")
                .unwrap()
                .execute(params![row.form, row.body.as_bytes()])
                .unwrap();
        }
        connection.execute_batch("COMMIT").unwrap();
        for row in batch.drain(..) {
            let _ = row.kept.send(());
        }
    }
}

async fn socket(bare: Arc<Bare>) {
    let answer = bare.call("apps.connections.open", "{}".to_owned()).await;
    let url = answer["url"].as_str().unwrap().to_owned();
    let address = url.trim_start_matches("ws://").split('/').next().unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (wire, _) = client_async(url.as_str(), stream).await.unwrap();
    let (mut sink, mut stream) = wire.split();
    let (acks, mut queue) = mpsc::channel::<String>(256);
    tokio::spawn(async move {
        while let Some(ack) = queue.recv().await {
            sink.feed(Message::text(ack)).await.unwrap();
            while let Ok(ack) = queue.try_recv() {
                sink.feed(Message::text(ack)).await.unwrap();
            }
            sink.flush().await.unwrap();
        }
    });
    while let Some(Ok(frame)) = stream.next().await {
        if let Message::Text(text) = frame {
            tokio::spawn(bare.clone().handle(text.as_str().to_owned(), acks.clone()));
        }
    }
}

impl Bare {
    async fn handle(self: Arc<Self>, text: String, acks: mpsc::Sender<String>) {
        let frame: Value = serde_json::from_str(&text).unwrap();
        let Some(id) = frame["envelope_id"].as_str() else {
            return;
        };
        let ack = format!(r#"{{"envelope_id":"{id}"}}"#);
        let payload = &frame["payload"];
        if frame["type"] == "slash_commands" {
            let _ = acks.send(ack).await;
            let trigger = payload["trigger_id"].as_str().unwrap();
            let body = format!(r#"{{"trigger_id":"{trigger}","view":{}}}"#, self.view);
            self.call("views.open", body).await;
            return;
        }
        let view = &payload["view"];
        let (kept, is_kept) = oneshot::channel();
        let row = Row {
            form: view["id"].as_str().unwrap().to_owned(),
            body: view["state"].to_string(),
            kept,
        };
        let _ = self.rows.send(row).await;
        let _ = is_kept.await;
        let _ = acks.send(ack).await;
        let message = r#"{"channel":"D1","text":"Somebody noticed something about discovery."}"#;
        self.call("chat.postMessage", message.to_owned()).await;
    }

    async fn call(&self, method: &str, body: String) -> Value {
        let request = hyper::Request::post(format!("{}/{method}", self.api))
            .header("content-type", "application/json; charset=utf-8")
            .header("authorization", "Bearer xoxb-1")
            .body(Full::new(Bytes::from(body)))
            .unwrap();
        let answer = self.http.request(request).await.unwrap();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice(&body).unwrap()
    }
}
