//! `standin`: a pretend Slack workspace that runs on loopback, for trying and testing a Slack app without Slack.

pub mod act;
pub mod page;
pub mod screen;
pub mod workspace;
