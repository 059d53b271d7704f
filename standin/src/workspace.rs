//! What the page needs of the pretend workspace, and nothing more: so the page is a skin that knows no rule of Slack's.

use crate::{
    act::Act,
    screen::{Person, Screen},
};
use std::{future::Future, sync::Arc};
use tokio::sync::watch;

/// A workspace that can be looked at and acted in by persona.
pub trait Workspace: Send + Sync + 'static {
    /// Everyone a visitor of the page may be (no bots, nobody deactivated).
    fn personas(&self) -> Vec<Person>;
    /// What this person sees; `None` if there is no such person.
    fn screen(&self, user: &str) -> Option<Screen>;
    /// Does one thing as this person. Returns when Slack would have shown the result: after the app's ack, or
    /// after the error that the person sees (which is then in `Screen::notice`). `Err` is a page's own mistake
    /// (no such button, no such form) in one sentence.
    fn act(
        self: Arc<Self>,
        user: String,
        act: Act,
    ) -> impl Future<Output = Result<(), String>> + Send;
    /// A file that this person sees: its kind, such as `image/png`, and its bytes.
    fn file(&self, user: &str, id: &str) -> Option<(String, Vec<u8>)>;
    /// Counts up with every change of the world.
    fn changes(&self) -> watch::Receiver<u64>;
    /// The shared clock's offset from real time, in seconds, and how to move it.
    fn shift(&self) -> watch::Sender<i64>;
}
