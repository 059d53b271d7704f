//! Turns a command's text from Slack's escaped form (`should_escape: true`) into what the person typed. Unescaped
//! once, here, and never again: `&amp;lt;` becomes `&lt;`. Invisible and right-to-left characters are kept.
//!
//! Source: docs.slack.dev/messaging/formatting-message-text.

use crate::ids::UserId;

/// The text as typed, and the people mentioned in it, in order.
pub(super) fn unescape(escaped: &str) -> (String, Vec<UserId>) {
    let mut text = String::with_capacity(escaped.len());
    let mut mentions = Vec::new();
    let mut rest = escaped;
    // A `<` that somebody typed arrives as `&lt;`, so a bare one opens Slack's own markup.
    while let Some(start) = rest.find('<') {
        text.push_str(&entities(&rest[..start]));
        let inside = &rest[start + 1..];
        let Some(end) = inside.find('>') else {
            rest = &rest[start..];
            break;
        };
        text.push_str(&entities(&markup(&inside[..end], &mut mentions)));
        rest = &inside[end + 1..];
    }
    text.push_str(&entities(rest));
    (text, mentions)
}

/// What stands between `<` and `>`, in words.
fn markup(inside: &str, mentions: &mut Vec<UserId>) -> String {
    let (target, label) = inside.split_once('|').unwrap_or((inside, ""));
    let or_label = |id: &str| {
        if label.is_empty() {
            id.to_owned()
        } else {
            label.to_owned()
        }
    };
    if let Some(user) = target.strip_prefix('@') {
        mentions.push(UserId::new(user));
        format!("@{}", or_label(user))
    } else if let Some(channel) = target.strip_prefix('#') {
        format!("#{}", or_label(channel))
    } else if let Some(special) = target.strip_prefix('!') {
        // `!here`, `!subteam^S1|@sales`, `!date^…|fallback`
        if special.contains('^') {
            or_label(special)
        } else {
            format!("@{special}")
        }
    } else if let Some(address) = target
        .strip_prefix("mailto:")
        .or_else(|| target.strip_prefix("tel:"))
    {
        address.to_owned()
    } else if target.contains("://") {
        target.to_owned()
    } else {
        format!("<{inside}>")
    }
}

fn entities(text: &str) -> String {
    // `&amp;` last: what it uncovers is not looked at again.
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(escaped: &str) -> String {
        unescape(escaped).0
    }

    #[test]
    fn mentions_read_as_names_and_are_listed_in_order() {
        let (text, mentions) =
            unescape("<@U012|bea> and <@W345> in <#C1|sales>, <#C2|> <!here> <!subteam^S1|@reps>");
        assert_eq!(text, "@bea and @W345 in #sales, #C2 @here @reps");
        assert_eq!(mentions, [UserId::new("U012"), UserId::new("W345")]);
    }

    #[test]
    fn links_read_as_their_address() {
        assert_eq!(
            typed("see <https://x.example/a?b=1&amp;c=2|x.example>"),
            "see https://x.example/a?b=1&c=2"
        );
        assert_eq!(typed("<mailto:a@b.example|a@b.example>"), "a@b.example");
    }

    #[test]
    fn entities_are_unescaped_exactly_once() {
        assert_eq!(typed("1 &lt; 2 &amp;&amp; 3 &gt; 2"), "1 < 2 && 3 > 2");
        assert_eq!(typed("&amp;lt;b&amp;gt; &amp;amp;"), "&lt;b&gt; &amp;");
        assert_eq!(typed("&lt;@U012&gt;"), "<@U012>");
        assert_eq!(unescape("&lt;@U012&gt;").1, []);
        assert_eq!(typed("<@U1|a&amp;b>"), "@a&b");
    }

    #[test]
    fn what_is_not_markup_stays() {
        assert_eq!(typed("a < b"), "a < b");
        assert_eq!(typed("a < b and c > d"), "a < b and c > d");
        assert_eq!(typed("<@U1|bea"), "<@U1|bea");
        assert_eq!(typed(""), "");
    }

    #[test]
    fn every_character_is_kept() {
        let text = "\u{202e}שלום\u{200b} ‏مرحبا 👩‍👩‍👧 \n\t end";
        assert_eq!(typed(text), text);
        let long = "ä".repeat(3000);
        assert_eq!(typed(&long), long);
    }
}
