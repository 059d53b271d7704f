//! Small rules of Slack's text: what must be escaped, how a date is written, how a name is made harmless.

use chrono::{DateTime, Utc};

/// Longest name shown; longer ones are cut, so that a title or a button row cannot be pushed off the screen.
const LONGEST_NAME: usize = 60;

/// Escapes the three characters with which Slack's markup begins (docs.slack.dev, formatting message text).
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A date that Slack shows in each reader's own zone, for [`super::dated_note`].
pub fn when(instant: DateTime<Utc>) -> String {
    let fallback = instant.format("%-d %b %Y, %H:%M UTC");
    format!(
        "<!date^{}^{{date_short_pretty}} at {{time}}|{fallback}>",
        instant.timestamp()
    )
}

/// A person's name without line breaks, control characters and invisible marks, at most 60 characters.
pub fn tidy_name(name: &str) -> String {
    let visible = |c: &char| !c.is_control() && !is_invisible(*c);
    let tidy: String = name.chars().filter(visible).take(LONGEST_NAME).collect();
    let tidy = tidy.trim();
    if tidy.is_empty() {
        "Somebody".to_owned()
    } else {
        tidy.to_owned()
    }
}

/// Zero-width and direction marks: kept in what people write, but not in a name that stands in our sentence.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn escaped_text_begins_no_markup_and_comes_back(text in ".*") {
            let escaped = escape(&text);
            prop_assert!(!escaped.contains('<') && !escaped.contains('>'));
            prop_assert_eq!(escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), text);
        }

        #[test]
        fn a_name_is_one_short_visible_line(name in ".*") {
            let tidy = tidy_name(&name);
            prop_assert!(!tidy.is_empty() && tidy.chars().count() <= LONGEST_NAME);
            prop_assert!(!tidy.chars().any(|c| c.is_control() || is_invisible(c)));
        }
    }
}
