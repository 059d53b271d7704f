//! Serves the page over canned data, to look at it: `cargo run -p standin --example page -- 4173`.

use anyhow::Context;
use standin::{act, page, screen, workspace};

#[path = "../src/page/fixture/mod.rs"]
mod fixture;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port = match std::env::args().nth(1) {
        Some(text) => text.parse().context("the argument is a port")?,
        None => 4173,
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, page::router(fixture::Canned::new())).await?;
    Ok(())
}
