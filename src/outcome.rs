//! What a person sees at once for what they did. `bot.rs` knows the way that Slack allows for each kind of act.

use crate::blocks::{Form, Message};

/// The answer to the person who acted.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Nothing to show; a submitted form closes.
    Done,
    /// A message that only they see.
    Whisper(Message),
    /// A form: a new one, or on top of the form they acted in.
    Open(Form),
    /// A form in the place of the one they acted in.
    Replace(Form),
    /// What pressing this button would open, in the same transaction: one ritual hands somebody on to another, whose
    /// forms it does not know.
    GoOn {
        /// `<ritual>.<what>`: a button that changes nothing by itself.
        action: &'static str,
        /// Its value.
        value: String,
    },
}
