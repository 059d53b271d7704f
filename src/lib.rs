//! Peerloop: in-chat feedback pods for Slack, self-hosted, in one binary and one SQLite file.
//!
//! One road, two exits:
//!
//! ```text
//! Slack envelope ─► slack/socket ─► slack/receive ─► Request          what a person did; nothing of Slack left
//!                                        │ bot: ONE immediate transaction, tx.now frozen (or one look, to open a form)
//!                                        ▼
//!      rituals/<name>/mod.rs: parse → load (queries) → decide (rules) → save (queries) → say (views → outbox::post)
//!                                        │ commit = state + outbox rows, or nothing at all
//!                                        ▼
//!      Outcome ─► ack, views.open: the instant exit            courier ─► Slack Web API: the durable exit
//! Clock ─► scheduler ─► what is due, once per local date
//! ```
//!
//! An ack is sent only after the commit is on disk, so "Slack saw our ack" means "it is kept".
//!
//! The modules stand below from the ground up, a blank line between floors; each uses only floors above it in this
//! list, that is, below it in the house (`tests/house` checks that, and that nowhere two files need each other).
//! Commitments are a room below the rituals, as people are: one ritual makes them, another asks how they went, and a
//! pod's session is to open with them. What is deliberately absent: a web server, an interface to other databases,
//! slack-morphism's socket listener (it acks what it cannot parse, handles a connection's envelopes one after another,
//! and is deaf after a panic) and its rate control (one key for all channels).

pub mod clock;
pub mod error;
pub mod ids;
pub mod secret;

pub mod audience;
pub mod blocks;
pub mod calendar;
pub mod fact;
pub mod may;
pub mod names;
pub mod profile;
pub mod records;
pub mod vault;

pub mod figures;
mod recovery;

pub mod outcome;
pub mod request;
pub mod store;

pub mod settings;

pub mod commitments;
pub mod outbox;
pub mod people;
pub mod slack;

pub mod schedule;

pub mod attention;
mod lists;

pub mod rituals;

mod views;

pub mod retention;

mod desk;
mod home;
mod roster;
mod scheduler;

mod bot;
pub mod courier;

pub mod config;
mod keys;
mod pulse;

mod run;

pub mod operator;

#[cfg(feature = "demo")]
pub mod demo;

pub use config::Config;
pub use desk::gallery;
pub use run::{Running, run};

/// The app's manifest, as it is given to Slack.
pub const MANIFEST: &str = include_str!("../manifest.yml");
