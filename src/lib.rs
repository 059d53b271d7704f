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
//! Modules, from the ground up; each uses only those above it in this list.

pub mod clock;
pub mod error;
pub mod fact;
pub mod ids;
pub mod profile;
pub mod secret;

pub mod blocks;
pub mod calendar;
pub mod vault;

pub mod request;

pub mod store;

pub mod outbox;
pub mod outcome;

pub mod people;

pub mod audience;

pub mod rituals;

pub mod slack;

mod views;

mod desk;
mod home;
mod roster;

mod bot;
pub mod courier;
mod scheduler;

pub mod config;
mod run;

pub use run::run;

/// The app's manifest, as it is given to Slack.
pub const MANIFEST: &str = include_str!("../manifest.yml");
