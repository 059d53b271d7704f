//! Tests of the wire against a scripted Slack on this machine. They wait on signals, never on the clock.

mod fake;
mod receive;
mod socket_acks;
mod socket_life;
mod web;
