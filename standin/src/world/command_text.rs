//! What becomes of the words after a slash command before the app sees them.

use super::{World, places::PlaceKind};

/// Escapes `&`, `<` and `>`, as Slack does in everything people type.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

impl World {
    /// The text of a command or message as the app sees it; with `resolve`, `@bea`, `#general` and urls
    /// become `<@U…|bea>`, `<#C…|general>` and `<https://…>`. What matches nobody stays as it is.
    pub fn typed_text(&self, text: &str, resolve: bool) -> String {
        if !resolve {
            return escape(text);
        }
        let mut out = String::new();
        let mut rest = text;
        let mut boundary = true;
        while let Some(first) = rest.chars().next() {
            if boundary && let Some((token, taken)) = self.token(rest) {
                out += &token;
                rest = &rest[taken..];
                boundary = false;
                continue;
            }
            boundary = !first.is_alphanumeric();
            let (head, tail) = rest.split_at(first.len_utf8());
            out += &escape(head);
            rest = tail;
        }
        out
    }

    /// A mention, channel or url at the start of `rest`, and how many bytes it took.
    fn token(&self, rest: &str) -> Option<(String, usize)> {
        if let Some(name) = rest.strip_prefix('@') {
            return self.longest(name, |word| {
                if let Some(group) = self.groups.iter().find(|g| g.handle == word) {
                    return Some(format!("<!subteam^{}|@{}>", group.id, group.handle));
                }
                let found = self.people.iter().filter(|m| !m.card.deactivated);
                let member = found.into_iter().find(|m| {
                    m.card.handle == word.to_lowercase()
                        || m.name.to_lowercase() == word.to_lowercase()
                })?;
                Some(format!("<@{}|{}>", member.id, member.card.handle))
            });
        }
        if let Some(name) = rest.strip_prefix('#') {
            return self.longest(name, |word| {
                let place = self
                    .places
                    .iter()
                    .find(|p| p.kind.is_channel() && p.name == word)?;
                let shown = if place.kind == PlaceKind::Private {
                    ""
                } else {
                    &place.name
                };
                Some(format!("<#{}|{shown}>", place.id))
            });
        }
        if !(rest.starts_with("https://") || rest.starts_with("http://")) {
            return None;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '<' || c == '>')
            .unwrap_or(rest.len());
        let url = rest[..end].trim_end_matches(['.', ',', ';', '!', '?', ')']);
        (url.len() > "https://".len()).then(|| (format!("<{}>", escape(url)), url.len()))
    }

    /// The longest name at the start of `rest` that means something; trailing punctuation is no part of it.
    #[expect(clippy::unused_self, reason = "reads better beside its callers")]
    fn longest(
        &self,
        rest: &str,
        find: impl Fn(&str) -> Option<String>,
    ) -> Option<(String, usize)> {
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || "._-".contains(c)))
            .unwrap_or(rest.len());
        let mut word = &rest[..end];
        loop {
            if word.is_empty() {
                return None;
            }
            if let Some(token) = find(word) {
                return Some((token, word.len() + 1));
            }
            let shorter = word.trim_end_matches(['.', '_', '-']);
            if shorter.len() == word.len() {
                return None;
            }
            word = shorter;
        }
    }
}
