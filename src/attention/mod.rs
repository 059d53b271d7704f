//! What people may be asked to look at unasked. Nothing here sends anything.

pub mod mute;
