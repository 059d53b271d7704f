//! The stand-in seen from outside: over HTTP and WebSocket as an app, and on the screen as a person.

#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "a test reads top to bottom, and JSON literals are made where they are used"
)]

mod acks;
mod app;
mod attachments;
mod block_kit;
mod channels;
mod control;
mod covered;
mod deliveries;
mod faults;
mod fields;
mod files;
mod floors;
mod forms;
mod groups;
mod heard;
mod home;
mod journey;
mod manage;
mod messages;
mod methods;
mod people;
mod pickers;
mod reactions;
mod refusals;
mod sockets;
mod suggestions;
mod whom;
mod workspace;

use standin::{Options, Standin};

/// A workspace with the fixture's app in it.
async fn start() -> Standin {
    start_with(Options::default()).await
}

async fn start_with(options: Options) -> Standin {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/manifest.yml").into();
    Standin::start(Options {
        manifest,
        ..options
    })
    .await
    .expect("it starts")
}

/// A workspace whose manifest differs from the fixture's.
async fn start_changed(name: &str, from: &str, to: &str) -> Standin {
    let text = include_str!("../manifest.yml");
    assert!(text.contains(from), "the fixture has no {from:?}");
    let path = std::env::temp_dir().join(format!("standin-{}-{name}.yml", std::process::id()));
    std::fs::write(&path, text.replace(from, to)).expect("a temporary file");
    let slack = Standin::start(Options {
        manifest: path.clone(),
        ..Options::default()
    })
    .await
    .expect("it starts");
    std::fs::remove_file(path).expect("it was just written");
    slack
}
