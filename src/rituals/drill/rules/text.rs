//! What people type, within its limits.

use super::Why;

/// Characters.
pub(in crate::rituals::drill) const LONGEST_OBJECTION: u16 = 200;
pub(in crate::rituals::drill) const LONGEST_CONTEXT: u16 = 500;
pub(in crate::rituals::drill) const LONGEST_ANSWER: u16 = 600;
pub(in crate::rituals::drill) const LONGEST_TWEAK: u16 = 300;

/// A text within its limit.
pub(in crate::rituals::drill) fn check_text(
    text: Option<&str>,
    most: u16,
    missing: Why,
    long: Why,
) -> Result<String, Why> {
    let text = text.map(str::trim).unwrap_or_default();
    if text.is_empty() {
        Err(missing)
    } else if text.chars().count() > usize::from(most) {
        Err(long)
    } else {
        Ok(text.to_owned())
    }
}

/// What was typed behind `/drill heard`, without the quotation marks around it.
pub(in crate::rituals::drill) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let pairs = [
        ('"', '"'),
        ('“', '”'),
        ('„', '“'),
        ('\'', '\''),
        ('‘', '’'),
        ('«', '»'),
    ];
    pairs
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(text)
        .trim()
}
