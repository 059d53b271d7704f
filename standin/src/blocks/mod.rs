//! Block Kit as Slack takes it: what is refused, what is filled in, what fields hold. It covers the
//! blocks in use and refuses all others, so that a block nobody draws here never passes unnoticed.
//! Nothing here knows the workspace.

pub mod check;
mod compose;
mod element;
mod fill;
mod layout;
pub mod limits;
mod pick;
mod rich;
pub mod state;

pub use check::Issue;
pub use fill::{fill, plain};
pub use layout::{ViewKind, check_message, check_view};
