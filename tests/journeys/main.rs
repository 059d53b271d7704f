//! What people do and what they see, through the pretend Slack, the real socket and the real client.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod attention;
mod bad_input;
mod days_off;
mod edges;
mod feedback;
mod managers;
mod names;
mod programme;
mod promises;
mod records;
mod report;
mod roles;
mod scale;
mod schedule;
mod settings;
mod setup;
mod stubborn;
mod town;
mod weather;
mod weather_each;
mod weather_mix;
mod weather_sockets;
mod words;
