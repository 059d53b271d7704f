//! What people do and what they see, through the pretend Slack, the real socket and the real client.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod attention;
mod bad_input;
mod check_in;
mod check_in_weeks;
mod commitment;
mod days_off;
mod digest;
mod digest_drills;
mod digest_leavers;
mod drill;
mod drill_edges;
mod drill_lost;
mod drill_run;
mod drill_scale;
mod edges;
mod feedback;
#[cfg(feature = "demo")]
mod lived_in;
mod loops;
mod managers;
mod names;
mod playbook;
mod playbook_edges;
mod programme;
mod promises;
mod quarter;
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
mod wins;
mod words;
