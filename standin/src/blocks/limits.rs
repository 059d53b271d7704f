//! Limits of whole messages and views, which stand in no field of theirs. Source: docs.slack.dev (chat.postMessage,
//! chat.update, views) and Slack's own SDKs, as of 2026. Limits of fields stand in `facts`.

/// A whole view as JSON, in bytes.
pub const VIEW_BYTES: usize = 250_000;
/// All text in the blocks of one message, beyond which Slack answers `msg_blocks_too_long`.
pub const MESSAGE_BLOCK_TEXT: usize = 13_200;
/// A message's text when it is posted: the rest is cut off.
pub const MESSAGE_TEXT: usize = 40_000;
/// A message's text when it is updated.
pub const UPDATE_TEXT: usize = 4_000;
/// Attachments of one message.
pub const ATTACHMENTS: usize = 100;
/// All text in the Markdown blocks of one message.
pub const MARKDOWN_TEXT: usize = 12_000;
/// All text in the tables of one message.
pub const TABLE_TEXT: usize = 10_000;
/// Charts in one message.
pub const CHARTS: usize = 2;
/// Options that an app may answer a search of an external select with.
pub const SUGGESTIONS: usize = 100;
