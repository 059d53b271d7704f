//! Slack's wire: Socket Mode, what people's acts look like there, and the Web API. With `blocks/` the only room that
//! knows slack-morphism. It decides nothing: it is handed a handler, and knows no ritual, no database and no wall clock.
//!
//! Reading order: [`envelope`] (one frame) → [`socket`] (how frames come and acks go) →
//! [`receive`] with `fields`, `text` and [`profile`] (a frame becomes a request) → [`web`] with [`web_error`] and `http`; [`probe`] is for the doctor alone.

pub mod envelope;
mod fields;
pub mod health;
mod http;
pub mod probe;
pub mod profile;
pub mod receive;
pub mod socket;
mod text;
pub mod web;
pub mod web_error;

#[cfg(test)]
mod tests;
