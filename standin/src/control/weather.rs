//! `/control/faults`: the same faults as a Rust test plans.

use super::Slack;
use crate::faults::{Delivery, Disconnect, Fault, Mix, Planned, Upgrade};
use axum::{Json, extract::State};
use serde::Deserialize;

/// One thing to plan, or to do at once.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Weather {
    /// The next calls of a method (or of `response_url`).
    Call {
        method: String,
        fault: Fault,
        #[serde(default = "once")]
        times: usize,
    },
    /// The next envelope of a kind (`interactive`) or payload (`view_submission`, `/feedback`).
    Envelope { of: String, fault: Delivery },
    /// The next socket that is about to open.
    Upgrade(Upgrade),
    /// The oldest open socket, now.
    Socket(Disconnect),
    /// Every open socket, now.
    Sockets(Disconnect),
    /// A token is worthless from now on.
    Revoke(Token),
    /// Every call takes up to so many milliseconds.
    LatencyMs(usize),
    /// Everything by chance.
    Mix(Mix),
    /// Nothing is planned any more.
    Clear,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Token {
    Bot,
    App,
}

fn once() -> usize {
    1
}

pub(super) async fn planned(State(slack): Slack) -> Json<Planned> {
    Json(slack.faults().planned())
}

pub(super) async fn plan(State(slack): Slack, Json(weather): Json<Weather>) -> Json<Planned> {
    let faults = slack.faults();
    match weather {
        Weather::Call {
            method,
            fault,
            times,
        } => faults.fail_times(&method, fault, times),
        Weather::Envelope { of, fault } => faults.deliver_next(&of, fault),
        Weather::Upgrade(fault) => faults.upgrade_next(fault),
        Weather::Socket(how) => faults.disconnect(how),
        Weather::Sockets(how) => faults.disconnect_all(how),
        Weather::Revoke(Token::Bot) => faults.revoke_token(),
        Weather::Revoke(Token::App) => faults.revoke_app_token(),
        Weather::LatencyMs(up_to) => faults.latency_ms(up_to),
        Weather::Mix(mix) => faults.mix(mix),
        Weather::Clear => faults.clear(),
    }
    Json(faults.planned())
}
