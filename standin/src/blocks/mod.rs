//! Block Kit as Slack takes it: what is refused, what is filled in, what fields hold. The table of `facts` says what
//! there is; whatever is not in it is refused, so that nothing passes unnoticed. Nothing here knows the workspace.

pub mod attach;
pub mod check;
mod complain;
pub mod facts;
mod field;
mod fill;
mod judge;
pub mod limits;
pub mod rules;
mod shape;
pub mod state;

pub use check::Issue;
pub use fill::{fill, plain};
pub use judge::{ViewKind, check_attachments, check_message, check_suggestions, check_view};

#[cfg(test)]
mod tests;
