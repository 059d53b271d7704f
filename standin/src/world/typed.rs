//! What people type, as the `rich_text` block that Slack's composer makes of it and apps are sent beside the text.

use serde_json::{Value, json};

/// The blocks of a person's message, from its text as apps see it; none if it is empty.
pub fn blocks(text: &str, ts: &str) -> Value {
    if text.is_empty() {
        return json!([]);
    }
    let id: String = ts
        .chars()
        .filter(char::is_ascii_digit)
        .rev()
        .take(5)
        .collect();
    let section = json!({"type": "rich_text_section", "elements": pieces(text)});
    json!([{"type": "rich_text", "block_id": format!("t{id}"), "elements": [section]}])
}

fn pieces(text: &str) -> Vec<Value> {
    let mut pieces = Vec::new();
    let say = |words: &str, pieces: &mut Vec<Value>| {
        if !words.is_empty() {
            pieces.push(json!({"type": "text", "text": plain(words)}));
        }
    };
    let mut rest = text;
    while let Some((before, inside, after)) = angle(rest) {
        say(before, &mut pieces);
        pieces.push(piece(inside));
        rest = after;
    }
    say(rest, &mut pieces);
    pieces
}

/// What stands before, within and after the next pair of angle brackets.
fn angle(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('<')?;
    let (inside, after) = rest.split_once('>')?;
    Some((before, inside, after))
}

fn piece(inside: &str) -> Value {
    let (target, label) = inside.split_once('|').unwrap_or((inside, ""));
    if let Some(id) = target.strip_prefix('@') {
        return json!({"type": "user", "user_id": id});
    }
    if let Some(id) = target.strip_prefix('#') {
        return json!({"type": "channel", "channel_id": id});
    }
    if let Some(id) = target.strip_prefix("!subteam^") {
        return json!({"type": "usergroup", "usergroup_id": id});
    }
    if let Some(range) = target.strip_prefix('!') {
        return json!({"type": "broadcast", "range": range});
    }
    let mut link = json!({"type": "link", "url": plain(target)});
    if !label.is_empty() {
        link["text"] = json!(plain(label));
    }
    link
}

fn plain(words: &str) -> String {
    words
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::check_message;

    #[test]
    fn what_is_typed_becomes_rich_text() {
        let text = "Hi <@U1|bea>, a &lt; b in <#C1|general> <!subteam^S1|@reps> <https://x.y/?a=1&amp;b=2>";
        let blocks = blocks(text, "1790000000.000100");
        assert_eq!(check_message(&blocks), Ok(()));
        assert_eq!(
            blocks[0]["elements"][0]["elements"],
            json!([
                {"type": "text", "text": "Hi "}, {"type": "user", "user_id": "U1"}, {"type": "text", "text": ", a < b in "},
                {"type": "channel", "channel_id": "C1"}, {"type": "text", "text": " "},
                {"type": "usergroup", "usergroup_id": "S1"}, {"type": "text", "text": " "},
                {"type": "link", "url": "https://x.y/?a=1&b=2"},
            ])
        );
        assert_eq!(super::blocks("", "1.2"), json!([]));
    }
}
