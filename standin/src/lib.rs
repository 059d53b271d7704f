//! A whole pretend Slack workspace on loopback: Web API over HTTP, Socket Mode over WebSocket, and people
//! who act by what they see. Apps are tested against it and shown with it; it knows Slack's JSON and the
//! app's manifest, and nothing of what the app does.
//!
//! In reading order: [`world`] the model, pure · [`blocks`] Block Kit · [`hub`] model, sockets and clock
//! tied together, with [`faults`] · [`wire`] HTTP and WebSocket · [`page`] for a browser · [`slack`] and [`person`] what
//! tests use · `control` the same over HTTP, for other languages.

pub mod act;
pub mod args;
pub mod blocks;
pub mod cast;
mod control;
pub mod covered;
pub mod faults;
pub mod hub;
pub mod ids;
pub mod journal;
pub mod manifest;
pub mod page;
pub mod paint;
pub mod person;
pub mod rates;
pub mod refusal;
pub mod screen;
pub mod slack;
mod start;
pub mod time;
pub mod wire;
pub mod workspace;
pub mod world;

pub use faults::{Delivery, Disconnect, Fault, Mix, Shape, Upgrade};
pub use journal::Entry;
pub use person::Persona;
pub use slack::{Faults, Options, Standin};
