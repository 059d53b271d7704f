//! Slack's limits, as constants (docs.slack.dev, reference/block-kit). Our own forms stay inside them.

/// Characters of a button's label (docs.slack.dev/reference/block-kit/block-elements/button-element).
pub const LABEL: usize = 75;
/// Characters of a plain text input, and of a section's text.
pub const TEXT: usize = 3000;
/// Characters of a short line: our own choice, far below Slack's.
pub const LINE: u16 = 100;
/// Characters of a form's title and of its two labels.
pub const TITLE: usize = 24;
/// Blocks of a Home tab or a form.
pub const VIEW_BLOCKS: usize = 100;
/// Characters of a chart's title, and of a label or a name in it.
pub const CHART_TITLE: usize = 50;
/// See [`CHART_TITLE`].
pub const CHART_LABEL: usize = 20;
/// Characters of a web address in a link or a button.
pub const URL: usize = 3000;
