//! A Slack that costs next to nothing, so that what is measured is the bot: sockets and a Web API on loopback that
//! answer after a set time, check nothing, and note when everything came. It has no rate limits.

use futures_util::{SinkExt, StreamExt};
use std::{
    collections::HashMap,
    fmt::Write as _,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot, watch},
};
use tokio_tungstenite::{accept_async, tungstenite::Message};

/// What has happened so far.
#[derive(Clone, Copy, Default)]
pub(crate) struct Seen {
    /// Sockets that are open.
    pub(crate) sockets: usize,
    /// Messages posted.
    pub(crate) posts: usize,
    /// When the first socket since [`Slack::expect_start`] was greeted.
    pub(crate) greeted: Option<Instant>,
    /// When the first and the last page of people was asked for and answered, and how many there were.
    pub(crate) first_page: Option<Instant>,
    pub(crate) last_page: Option<Instant>,
    pub(crate) pages: usize,
}

/// A `views.open` as it came, and its answer's moment.
pub(crate) struct Opened {
    pub(crate) came: Instant,
}

#[derive(Default)]
struct Inner {
    latency_ms: AtomicU64,
    people: AtomicUsize,
    wire: Mutex<Vec<mpsc::UnboundedSender<Message>>>,
    turn: AtomicUsize,
    acks: Mutex<HashMap<u64, oneshot::Sender<Instant>>>,
    opens: Mutex<HashMap<u64, oneshot::Sender<Opened>>>,
    seen: watch::Sender<Seen>,
    socket_address: Mutex<Option<SocketAddr>>,
}

/// The pretend Slack.
#[derive(Clone)]
pub(crate) struct Slack {
    inner: Arc<Inner>,
    api: SocketAddr,
}

impl Slack {
    pub(crate) async fn start() -> Self {
        let (api, sockets) = (listen().await, listen().await);
        let inner = Arc::new(Inner::default());
        *inner.socket_address.lock().unwrap() = Some(sockets.local_addr().unwrap());
        let slack = Self {
            inner: inner.clone(),
            api: api.local_addr().unwrap(),
        };
        tokio::spawn({
            let inner = inner.clone();
            async move {
                while let Ok((stream, _)) = sockets.accept().await {
                    tokio::spawn(socket(stream, inner.clone()));
                }
            }
        });
        tokio::spawn(async move {
            while let Ok((stream, _)) = api.accept().await {
                tokio::spawn(answer(stream, inner.clone()));
            }
        });
        slack
    }

    pub(crate) fn api_url(&self) -> String {
        format!("http://{}/api", self.api)
    }

    /// How long every answer of the Web API takes.
    pub(crate) fn set_latency_ms(&self, latency_ms: u64) {
        self.inner.latency_ms.store(latency_ms, Ordering::Relaxed);
    }

    /// How many people work here.
    pub(crate) fn set_people(&self, people: usize) {
        self.inner.people.store(people, Ordering::Relaxed);
    }

    /// Forgets what was seen of an earlier bot; open sockets are still counted.
    pub(crate) fn expect_start(&self) {
        self.inner.seen.send_modify(|seen| {
            *seen = Seen {
                sockets: seen.sockets,
                ..Seen::default()
            };
        });
    }

    pub(crate) fn seen(&self) -> Seen {
        *self.inner.seen.borrow()
    }

    /// Waits until what was seen is enough; false if it takes longer than `limit`.
    pub(crate) async fn wait(&self, limit: Duration, enough: impl FnMut(&Seen) -> bool) -> bool {
        let mut seen = self.inner.seen.subscribe();
        tokio::time::timeout(limit, seen.wait_for(enough))
            .await
            .is_ok_and(|seen| seen.is_ok())
    }

    /// Sends a frame down one of the sockets, in turn; answers when its ack came, if it came within `limit`.
    pub(crate) async fn send(&self, id: u64, frame: String, limit: Duration) -> Option<Instant> {
        let (tell, told) = oneshot::channel();
        self.inner.acks.lock().unwrap().insert(id, tell);
        {
            let wire = self.inner.wire.lock().unwrap();
            let turn = self.inner.turn.fetch_add(1, Ordering::Relaxed);
            if let Some(socket) = wire.get(turn % wire.len().max(1)) {
                let _ = socket.send(Message::text(frame));
            }
        }
        let acked = tokio::time::timeout(limit, told).await;
        self.inner.acks.lock().unwrap().remove(&id);
        acked.ok()?.ok()
    }

    /// Resolves when the form for this trigger is open.
    pub(crate) fn form(&self, trigger: u64) -> oneshot::Receiver<Opened> {
        let (tell, told) = oneshot::channel();
        self.inner.opens.lock().unwrap().insert(trigger, tell);
        told
    }
}

async fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

async fn socket(stream: TcpStream, inner: Arc<Inner>) {
    let _ = stream.set_nodelay(true);
    let Ok(wire) = accept_async(stream).await else {
        return;
    };
    let (mut sink, mut stream) = wire.split();
    let (send, mut frames) = mpsc::unbounded_channel();
    let hello = r#"{"type":"hello","num_connections":1,"connection_info":{"app_id":"A1"}}"#;
    let _ = send.send(Message::text(hello));
    inner.wire.lock().unwrap().push(send.clone());
    inner.seen.send_modify(|seen| {
        seen.sockets += 1;
        seen.greeted.get_or_insert_with(Instant::now);
    });
    let writer = tokio::spawn(async move {
        while let Some(frame) = frames.recv().await {
            if sink.feed(frame).await.is_err() {
                return;
            }
            while let Ok(frame) = frames.try_recv() {
                let _ = sink.feed(frame).await;
            }
            let _ = sink.flush().await;
        }
    });
    while let Some(Ok(frame)) = stream.next().await {
        match frame {
            Message::Text(text) => {
                let now = Instant::now();
                let id = number_after(text.as_str(), "\"envelope_id\":\"");
                let waiting = id.and_then(|id| inner.acks.lock().unwrap().remove(&id));
                if let Some(tell) = waiting {
                    let _ = tell.send(now);
                }
            }
            Message::Ping(bytes) => drop(send.send(Message::Pong(bytes))),
            Message::Close(_) => break,
            Message::Binary(_) | Message::Pong(_) | Message::Frame(_) => {}
        }
    }
    inner
        .wire
        .lock()
        .unwrap()
        .retain(|other| !other.same_channel(&send));
    inner.seen.send_modify(|seen| seen.sockets -= 1);
    writer.abort();
}

/// One connection of the bot's HTTP client, kept alive.
async fn answer(mut stream: TcpStream, inner: Arc<Inner>) {
    let _ = stream.set_nodelay(true);
    let mut read = Vec::with_capacity(8192);
    loop {
        let Some(head) = read_to_blank_line(&mut stream, &mut read).await else {
            return;
        };
        let came = Instant::now();
        let top = String::from_utf8_lossy(&read[..head]).into_owned();
        let length = top
            .to_ascii_lowercase()
            .split("content-length:")
            .nth(1)
            .and_then(|rest| rest.lines().next()?.trim().parse().ok())
            .unwrap_or(0);
        while read.len() < head + length {
            if stream.read_buf(&mut read).await.unwrap_or(0) == 0 {
                return;
            }
        }
        let path = top.split(' ').nth(1).unwrap_or_default();
        let (method, query) = path.split_once('?').unwrap_or((path, ""));
        let method = method.strip_prefix("/api/").unwrap_or_default();
        let words = String::from_utf8_lossy(&read[head..head + length]).into_owned();
        let latency = Duration::from_millis(inner.latency_ms.load(Ordering::Relaxed));
        if !latency.is_zero() {
            // Real time: the latency that is measured with.
            tokio::time::sleep(latency).await;
        }
        let body = body(method, query, &words, came, &inner);
        let response = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        if stream.write_all(response.as_bytes()).await.is_err() {
            return;
        }
        after(method, &words, came, &inner);
        read.drain(..head + length);
    }
}

async fn read_to_blank_line(stream: &mut TcpStream, read: &mut Vec<u8>) -> Option<usize> {
    loop {
        if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            return Some(at + 4);
        }
        if stream.read_buf(read).await.ok()? == 0 {
            return None;
        }
    }
}

fn body(method: &str, query: &str, words: &str, came: Instant, inner: &Inner) -> String {
    match method {
        "auth.test" => {
            r#"{"ok":true,"team":"Bench","team_id":"T1","user_id":"UBOT","bot_id":"B1"}"#.to_owned()
        }
        "apps.connections.open" => {
            let address = inner.socket_address.lock().unwrap().unwrap();
            format!(r#"{{"ok":true,"url":"ws://{address}/link?ticket=1"}}"#)
        }
        "users.list" => page(query, came, inner),
        "users.info" => {
            let id = value(query, "user").trim_start_matches('U').parse();
            format!(r#"{{"ok":true,"user":{}}}"#, person(id.unwrap_or(0)))
        }
        "views.open" | "views.push" | "views.update" => {
            r#"{"ok":true,"view":{"id":"V1","hash":"1.a"}}"#.to_owned()
        }
        "conversations.open" => {
            let user = words
                .split("\"users\":\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            format!(
                r#"{{"ok":true,"channel":{{"id":"D{}"}}}}"#,
                user.unwrap_or_default()
            )
        }
        "chat.postMessage" => {
            let count = inner.turn.fetch_add(1, Ordering::Relaxed);
            format!(r#"{{"ok":true,"channel":"D1","ts":"1790000000.{count:06}"}}"#)
        }
        _ => r#"{"ok":true}"#.to_owned(),
    }
}

/// Noted when the answer is on its way.
fn after(method: &str, words: &str, came: Instant, inner: &Inner) {
    match method {
        "views.open" => {
            let trigger = number_after(words, "\"trigger_id\":\"");
            let waiting = trigger.and_then(|id| inner.opens.lock().unwrap().remove(&id));
            if let Some(tell) = waiting {
                let _ = tell.send(Opened { came });
            }
        }
        "chat.postMessage" => inner.seen.send_modify(|seen| seen.posts += 1),
        _ => {}
    }
}

fn page(query: &str, came: Instant, inner: &Inner) -> String {
    let people = inner.people.load(Ordering::Relaxed);
    let first: usize = value(query, "cursor").parse().unwrap_or(0);
    let limit: usize = value(query, "limit").parse().unwrap_or(200);
    let end = people.min(first + limit);
    let members: Vec<String> = (first..end).map(person).collect();
    let next = if end < people {
        end.to_string()
    } else {
        String::new()
    };
    inner.seen.send_modify(|seen| {
        seen.first_page.get_or_insert(came);
        seen.last_page = Some(Instant::now());
        seen.pages += 1;
    });
    format!(
        r#"{{"ok":true,"members":[{}],"response_metadata":{{"next_cursor":"{next}"}}}}"#,
        members.join(",")
    )
}

/// The id of a person, by number.
pub(crate) fn user(number: usize) -> String {
    format!("U{number:06}")
}

/// About as large as Slack's user objects.
fn person(number: usize) -> String {
    let mut text = String::with_capacity(900);
    let _ = write!(
        text,
        r#"{{"id":"{id}","team_id":"T1","name":"p{number}","deleted":false,"color":"9f69e7","real_name":"Person {number}","tz":"Europe/Berlin","tz_label":"Central European Time","tz_offset":3600,"profile":{{"title":"","phone":"","skype":"","real_name":"Person {number}","real_name_normalized":"Person {number}","display_name":"Person {number}","display_name_normalized":"Person {number}","fields":null,"status_text":"","status_emoji":"","avatar_hash":"ge3b51ca72de","email":"p{number}@example.com","image_24":"https://example.com/{id}-24.jpg","image_32":"https://example.com/{id}-32.jpg","image_48":"https://example.com/{id}-48.jpg","image_72":"https://example.com/{id}-72.jpg","team":"T1"}},"is_admin":false,"is_owner":false,"is_primary_owner":false,"is_restricted":false,"is_ultra_restricted":false,"is_bot":false,"is_app_user":false,"updated":1790000000}}"#,
        id = user(number)
    );
    text
}

fn value<'q>(query: &'q str, name: &str) -> &'q str {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .unwrap_or_default()
}

fn number_after(text: &str, mark: &str) -> Option<u64> {
    let rest = &text[text.find(mark)? + mark.len()..];
    rest.split('"').next()?.parse().ok()
}
