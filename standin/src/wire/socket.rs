//! The socket itself: the upgrade by hand, so that every frame is in our control, and one task that reads
//! and writes.

use crate::{
    faults::{Disconnect, Upgrade},
    hub::{Hub, Out},
};
use axum::{
    extract::{Query, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::Engine;
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use sha1::{Digest, Sha1};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{
    sync::mpsc,
    time::{Instant, interval_at, sleep},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

/// How often the server pings.
const PING: Duration = Duration::from_secs(10);
/// A peer that was silent for so long is gone.
const SILENCE: Duration = Duration::from_secs(35);
/// Between the notice and the cut.
const NOTICE: Duration = Duration::from_secs(10);
/// How long a socket lives if the app asked for short lives with `debug_reconnects=true`.
const DEBUG_LIFE: Duration = Duration::from_mins(6);
/// Of RFC 6455.
const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// Answers the upgrade request, if the ticket is good.
pub(super) async fn open(
    State(hub): State<Arc<Hub>>,
    Query(query): Query<HashMap<String, String>>,
    mut request: Request,
) -> Response {
    let key = request
        .headers()
        .get(header::SEC_WEBSOCKET_KEY)
        .map(|k| k.as_bytes().to_vec());
    let Some(key) = key else {
        return (StatusCode::BAD_REQUEST, "a WebSocket is needed here").into_response();
    };
    let good = query
        .get("ticket")
        .is_some_and(|ticket| hub.change(|world, _| world.spend_ticket(ticket)));
    if !good {
        hub.refuse("socket", "a ticket that is unknown or was used");
        return (StatusCode::FORBIDDEN, "invalid ticket").into_response();
    }
    let fault = hub.upgrade();
    match fault {
        Some(Upgrade::Refused(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            return (status, "no socket today").into_response();
        }
        Some(Upgrade::Hung) => return std::future::pending().await,
        Some(Upgrade::Silent) | None => {}
    }
    let short = query.get("debug_reconnects").is_some_and(|v| v == "true");
    let life = if short { DEBUG_LIFE } else { hub.socket_life };
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        if let Ok(upgraded) = upgrade.await {
            let mut socket =
                WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await;
            if fault.is_some() {
                // Until the app gives up.
                while let Some(Ok(_)) = socket.next().await {}
            } else {
                serve(&hub, socket, life).await;
            }
        }
    });
    let digest = Sha1::new().chain_update(key).chain_update(GUID).finalize();
    let accept = base64::engine::general_purpose::STANDARD.encode(digest);
    let Ok(accept) = HeaderValue::from_str(&accept) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let headers = [
        (header::CONNECTION, HeaderValue::from_static("Upgrade")),
        (header::UPGRADE, HeaderValue::from_static("websocket")),
        (header::SEC_WEBSOCKET_ACCEPT, accept),
    ];
    (StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
}

async fn serve(hub: &Hub, mut socket: Socket, life: Duration) {
    let (out, mut orders) = mpsc::unbounded_channel();
    let Some((id, hello)) = hub.plug(out, life) else {
        let last = Hub::farewell("too_many_websockets", 0).to_string();
        let _ = socket.send(Message::text(last)).await;
        let _ = socket.close(None).await;
        return;
    };
    if socket.send(Message::text(hello.to_string())).await.is_ok() {
        hub.changed();
        talk(hub, id, &mut socket, &mut orders, life).await;
    }
    hub.unplug(id);
}

/// Until either side ends it.
async fn talk(
    hub: &Hub,
    id: u64,
    socket: &mut Socket,
    orders: &mut mpsc::UnboundedReceiver<Out>,
    life: Duration,
) {
    let old = Instant::now() + life;
    let mut recycled = false;
    let mut ping = interval_at(Instant::now() + PING, PING);
    let mut heard = Instant::now();
    let mut cut: Option<Instant> = None;
    loop {
        let end = cut.unwrap_or(heard + SILENCE);
        tokio::select! {
            order = orders.recv() => match order {
                None => return,
                Some(Out::Frame(text)) => if socket.send(Message::text(text)).await.is_err() { return },
                Some(Out::Disconnect(how)) => {
                    if let Some(reason) = how.reason() {
                        let _ = socket.send(Message::text(Hub::farewell(reason, id).to_string())).await;
                    }
                    match how {
                        Disconnect::Warning | Disconnect::RefreshRequested => cut = Some(Instant::now() + NOTICE),
                        Disconnect::LinkDisabled | Disconnect::TooManyWebsockets | Disconnect::Closed => {
                            let _ = socket.close(None).await;
                            cut = Some(Instant::now() + Duration::from_secs(1));
                        }
                        Disconnect::Dropped => return,
                        // Slack notices after a while; until then envelopes go in and nothing comes out.
                        Disconnect::HalfOpen => return sleep(SILENCE).await,
                    }
                }
            },
            frame = socket.next() => {
                heard = Instant::now();
                match frame {
                    Some(Ok(Message::Text(text))) => hub.heard(&text),
                    Some(Ok(Message::Binary(_))) => { hub.refuse("socket", "a binary frame"); }
                    // Pings are answered with their own payload by the library, on the next poll.
                    Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                    // The answer to a close frame is made by the library, but sent only by this flush.
                    Some(Ok(Message::Close(_))) => {
                        let _ = socket.flush().await;
                        return;
                    }
                    Some(Err(_)) | None => return,
                }
            },
            () = tokio::time::sleep_until(old), if !recycled => {
                recycled = true;
                hub.recycle(id);
            }
            _ = ping.tick() => if socket.send(Message::Ping(Vec::from(*b"standin").into())).await.is_err() { return },
            () = tokio::time::sleep_until(end) => {
                let _ = socket.close(None).await;
                return;
            }
        }
    }
}
