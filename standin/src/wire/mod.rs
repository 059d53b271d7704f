//! HTTP and WebSocket on loopback. It turns bytes into requests and answers into bytes; every rule is in
//! the model.

mod answer;
mod api;
mod body;
mod listener;
mod respond;
mod socket;
mod upload;

use crate::{hub::Hub, page};
use anyhow::{Context, Result};
use axum::{
    Router,
    routing::{any, get, post},
};
use listener::{Cut, Loopback};
use std::{net::Ipv4Addr, sync::Arc};
use tokio::net::TcpListener;

/// Takes a port of 127.0.0.1; 0 takes any free one.
///
/// # Errors
/// When the port is taken.
pub async fn bind(port: u16) -> Result<(TcpListener, u16)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    let listener = listener.with_context(|| format!("port {port} of 127.0.0.1 is taken"))?;
    let port = listener.local_addr().context("reading the port")?.port();
    Ok((listener, port))
}

/// Serves until the future is dropped.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, router: Router) -> Result<()> {
    let service = router.into_make_service_with_connect_info::<Cut>();
    axum::serve(Loopback(listener), service)
        .await
        .context("serving")
}

/// What the app calls, and the page.
pub fn router(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/api/{method}", any(api::call))
        .route("/respond/{id}", post(respond::take))
        .route("/upload/{id}", upload::route())
        .route("/link/", get(socket::open))
        .route("/link", get(socket::open))
        .with_state(hub.clone())
        .merge(page::router(hub))
}
