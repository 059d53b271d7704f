//! Every limit of Block Kit in one table. Source: docs.slack.dev/reference/block-kit and Slack's own
//! SDK types, as of 2026. Counted in characters unless the name says otherwise.

/// Blocks in a message.
pub const MESSAGE_BLOCKS: usize = 50;
/// Blocks in a modal or a Home tab.
pub const VIEW_BLOCKS: usize = 100;
/// A whole view as JSON, in bytes.
pub const VIEW_BYTES: usize = 250_000;
/// All text in the blocks of one message, beyond which Slack answers `msg_blocks_too_long`.
pub const MESSAGE_BLOCK_TEXT: usize = 13_200;
/// A message's text when it is posted: the rest is cut off.
pub const MESSAGE_TEXT: usize = 40_000;
/// A message's text when it is updated.
pub const UPDATE_TEXT: usize = 4_000;
/// A modal's title, submit and close labels.
pub const VIEW_LABEL: usize = 24;
/// `private_metadata`.
pub const PRIVATE_METADATA: usize = 3_000;
/// `block_id`, `action_id`, `callback_id`, `external_id`.
pub const ID: usize = 255;
/// `section.text`.
pub const SECTION_TEXT: usize = 3_000;
/// `section.fields`.
pub const SECTION_FIELDS: usize = 10;
/// One of `section.fields`.
pub const SECTION_FIELD: usize = 2_000;
/// `header.text`.
pub const HEADER: usize = 150;
/// `context.elements`.
pub const CONTEXT_ELEMENTS: usize = 10;
/// A text in `context.elements`.
pub const CONTEXT_TEXT: usize = 3_000;
/// `actions.elements`.
pub const ACTIONS_ELEMENTS: usize = 25;
/// `input.label` and `input.hint`.
pub const INPUT_LABEL: usize = 2_000;
/// A button's label.
pub const BUTTON_TEXT: usize = 75;
/// A button's value.
pub const BUTTON_VALUE: usize = 2_000;
/// A url.
pub const URL: usize = 3_000;
/// A button's label for screen readers.
pub const ACCESSIBILITY_LABEL: usize = 75;
/// Options of a select.
pub const SELECT_OPTIONS: usize = 100;
/// Groups of a select.
pub const SELECT_GROUPS: usize = 100;
/// A group's label.
pub const GROUP_LABEL: usize = 75;
/// Options of radio buttons and checkboxes.
pub const CHOICE_OPTIONS: usize = 10;
/// Options of an overflow menu.
pub const OVERFLOW_OPTIONS: usize = 5;
/// An option's text and description.
pub const OPTION_TEXT: usize = 75;
/// An option's value.
pub const OPTION_VALUE: usize = 150;
/// A placeholder.
pub const PLACEHOLDER: usize = 150;
/// `max_length` of a text input.
pub const INPUT_LENGTH: usize = 3_000;
/// A confirmation's title.
pub const CONFIRM_TITLE: usize = 100;
/// A confirmation's text.
pub const CONFIRM_TEXT: usize = 300;
/// A confirmation's two buttons.
pub const CONFIRM_BUTTON: usize = 30;
