//! One open socket, from its upgrade to its Close: a writer fed by a queue, and a reader that hands every envelope to
//! the handler at once, so that a slow one holds nobody up. It decides nothing about envelopes and never opens the
//! next socket; it only says when that is due.

use super::options::{Answer, Handle, SocketOptions};
use crate::slack::envelope::{Envelope, Frame, ack};
use crate::slack::health::Health;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};
use tokio_tungstenite::tungstenite::{Bytes, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// The upgraded connection.
pub(super) type Wire = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Frames that wait for the writer; senders wait when it is full.
const QUEUE: usize = 256;

/// What all sockets share.
pub(super) struct Shared<H> {
    pub(super) handler: Arc<H>,
    pub(super) options: SocketOptions,
    pub(super) health: Arc<Health>,
    /// One permit per envelope in the handler's hands, over all sockets.
    pub(super) room: Arc<Semaphore>,
    /// True: stop reading, finish, leave.
    pub(super) halt: watch::Sender<bool>,
}

/// What the slot must know. The channel closes when the connection reads no more.
pub(super) enum Event {
    /// Slack greeted us.
    Hello,
    /// Slack is about to cut this connection: open the next one. This one is read on.
    Replace,
}

/// Why the reader ended.
enum End {
    /// We were asked to stop.
    Halted,
    /// Replaced, and its time to drain is over.
    Drained,
    /// Closed by the other side, or the write failed.
    Closed,
    /// No hello came.
    NoHello,
    /// Nothing was heard, not even a pong.
    Silent,
}

/// Lives with one connection until it ends. `leave` resolving (or its sender being dropped) means: a successor was
/// greeted, read on for a while and go.
pub(super) async fn drive<H: Handle>(
    wire: Wire,
    shared: Arc<Shared<H>>,
    tell: mpsc::UnboundedSender<Event>,
    leave: oneshot::Receiver<()>,
) {
    let (sink, mut stream) = wire.split();
    let (frames, queue) = mpsc::channel(QUEUE);
    let mut writer = JoinSet::new(); // a set, because dropping it ends the writer too
    writer.spawn(write(sink, queue, shared.options.write_timeout));
    let mut reader = Reader {
        shared: Arc::clone(&shared),
        tell,
        frames,
        open: None,
        replaced: false,
    };
    let end = reader.read(&mut stream, leave).await;
    tracing::info!(
        end = match end {
            End::Halted => "stopped",
            End::Drained => "replaced",
            End::Closed => "closed",
            End::NoHello => "no hello",
            End::Silent => "silent",
        },
        "a socket is no longer read"
    );
    drop(reader); // the slot opens the next one now, and the writer ends with the last ack
    let _ = timeout(shared.options.grace, writer.join_next()).await;
    // Closing while unread bytes wait would make the kernel send RST, and the peer might lose our last acks.
    let _ = timeout(shared.options.farewell, async {
        while let Some(Ok(_)) = stream.next().await {}
    })
    .await;
}

/// Returns when the signal is true, or when nobody is left to give it.
pub(super) async fn halted(signal: &mut watch::Receiver<bool>) {
    let _ = signal.wait_for(|halt| *halt).await;
}

/// Writes what is queued, all that is there at a time; says Close when nobody is left to send anything.
async fn write(
    mut sink: SplitSink<Wire, Message>,
    mut queue: mpsc::Receiver<Message>,
    limit: Duration,
) {
    while let Some(frame) = queue.recv().await {
        let batch = async {
            sink.feed(frame).await?;
            while let Ok(frame) = queue.try_recv() {
                sink.feed(frame).await?;
            }
            sink.flush().await
        };
        let Ok(Ok(())) = timeout(limit, batch).await else {
            return;
        };
    }
    let _ = timeout(limit, sink.send(Message::Close(None))).await;
}

struct Reader<H> {
    shared: Arc<Shared<H>>,
    tell: mpsc::UnboundedSender<Event>,
    frames: mpsc::Sender<Message>,
    open: Option<Open>,
    replaced: bool,
}

impl<H: Handle> Reader<H> {
    async fn read(
        &mut self,
        stream: &mut SplitStream<Wire>,
        mut leave: oneshot::Receiver<()>,
    ) -> End {
        let shared = Arc::clone(&self.shared);
        let options = &shared.options;
        let mut halt = shared.halt.subscribe();
        let hello_by = Instant::now() + options.hello_timeout;
        let mut heard = Instant::now();
        let mut ping_at = heard + options.ping_every;
        let mut leave_at: Option<Instant> = None;
        loop {
            let mut wake = ping_at.min(heard + options.silence_limit);
            if self.open.is_none() {
                wake = wake.min(hello_by);
            }
            if let Some(leave_at) = leave_at {
                wake = wake.min(leave_at);
            }
            tokio::select! {
                biased;
                () = halted(&mut halt) => return End::Halted,
                _ = &mut leave, if leave_at.is_none() => leave_at = Some(Instant::now() + options.drain),
                frame = stream.next() => {
                    heard = Instant::now();
                    match frame {
                        Some(Ok(Message::Text(text))) => self.take(text.as_str(), heard).await,
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Closed,
                        Some(Ok(_)) => {} // pings are answered by the library
                    }
                }
                () = self.frames.closed() => return End::Closed,
                () = sleep_until(wake) => {
                    let now = Instant::now();
                    if self.open.is_none() && now >= hello_by {
                        return End::NoHello;
                    }
                    if now >= heard + options.silence_limit {
                        return End::Silent;
                    }
                    if leave_at.is_some_and(|at| now >= at) {
                        return End::Drained;
                    }
                    if now >= ping_at {
                        ping_at = now + options.ping_every;
                        // A full queue means that the writer is stuck; its own limit deals with that.
                        let _ = self.frames.try_send(Message::Ping(Bytes::new()));
                    }
                }
            }
        }
    }

    async fn take(&mut self, text: &str, arrived: Instant) {
        match Frame::read(text) {
            Frame::Hello { connections } => {
                if self.open.is_none() {
                    self.open = Some(Open::count(&self.shared.health, connections));
                    let _ = self.tell.send(Event::Hello);
                }
            }
            Frame::Disconnect { reason } => {
                tracing::info!(reason, "Slack will close a socket");
                if !std::mem::replace(&mut self.replaced, true) {
                    let _ = self.tell.send(Event::Replace);
                }
            }
            Frame::Envelope(envelope) => self.hand_over(envelope, arrived).await,
            Frame::Unreadable => {
                tracing::warn!("a frame from Slack could not be read");
                self.shared.health.note(|status| status.unparsed += 1);
            }
        }
    }

    /// Waits only for room; everything else happens beside the reader.
    async fn hand_over(&self, envelope: Envelope, arrived: Instant) {
        self.shared.health.note(|status| status.envelopes += 1);
        let deadline = arrived + self.shared.options.ack_deadline;
        let Ok(Ok(permit)) =
            timeout_at(deadline, Arc::clone(&self.shared.room).acquire_owned()).await
        else {
            tracing::error!(
                envelope = envelope.id,
                "too much at once: an envelope was let go without an ack"
            );
            self.shared.health.note(|status| status.unacked += 1);
            return;
        };
        tokio::spawn(answer(
            Arc::clone(&self.shared),
            envelope,
            arrived,
            permit,
            self.frames.clone(),
        ));
    }
}

/// Sends the ack if the handler gives one in time. The handler has a task of its own: it may finish after the
/// deadline (it may be about to commit), and its panic is its own.
async fn answer<H: Handle>(
    shared: Arc<Shared<H>>,
    envelope: Envelope,
    arrived: Instant,
    permit: OwnedSemaphorePermit,
    frames: mpsc::Sender<Message>,
) {
    let deadline = arrived + shared.options.ack_deadline;
    let (id, accepts_payload) = (envelope.id.clone(), envelope.accepts_payload);
    let handler = Arc::clone(&shared.handler);
    let work = tokio::spawn(async move {
        let answer = handler.handle(envelope, arrived).await;
        drop(permit);
        answer
    });
    let frame = match timeout_at(deadline, work).await {
        Ok(Ok(Answer::Ack)) => Ok(ack(&id, None)),
        Ok(Ok(Answer::Ignore)) => {
            shared.health.note(|status| status.ignored += 1);
            Ok(ack(&id, None))
        }
        Ok(Ok(Answer::AckWith(payload))) if accepts_payload => Ok(ack(&id, Some(&payload))),
        Ok(Ok(Answer::AckWith(_))) => {
            tracing::warn!(
                envelope = id,
                "Slack takes no answer with this ack; the answer was dropped"
            );
            Ok(ack(&id, None))
        }
        Ok(Ok(Answer::NoAck)) => Err("not kept"),
        Ok(Err(_)) => Err("the handler failed"),
        Err(_) => Err("late"),
    };
    let sent = match frame {
        Ok(frame) => frames
            .send(Message::text(frame))
            .await
            .map_err(|_| "the socket is gone"),
        Err(why) => Err(why),
    };
    match sent {
        Ok(()) => shared.health.note(|status| status.acked += 1),
        Err(why) => {
            tracing::warn!(envelope = id, why, "an envelope got no ack");
            shared.health.note(|status| status.unacked += 1);
        }
    }
}

/// Counts a greeted connection as open for as long as it lives.
struct Open(Arc<Health>);

impl Open {
    fn count(health: &Arc<Health>, counted_by_slack: u64) -> Self {
        health.note(|status| {
            status.open += 1;
            status.hellos += 1;
            status.last_hello = Some(Instant::now());
            status.open_at_hello = status.open;
            status.counted_by_slack = counted_by_slack;
        });
        Self(Arc::clone(health))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.note(|status| status.open -= 1);
    }
}
