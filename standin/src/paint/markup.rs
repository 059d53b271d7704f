//! Slack's markup without its markers.

use super::Painter;

impl Painter<'_> {
    /// Slack's markup as a person reads it: mentions by name, links by label, no markers.
    pub fn mrkdwn(&self, words: &str) -> String {
        let mut out = String::new();
        let mut rest = words;
        while let Some(start) = rest.find('<') {
            out += &unmark(&rest[..start]);
            let Some(end) = rest[start..].find('>') else {
                out += &rest[start..];
                rest = "";
                break;
            };
            out += &self.angle(&rest[start + 1..start + end]);
            rest = &rest[start + end + 1..];
        }
        out += &unmark(rest);
        out.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    }

    /// What stood between `<` and `>`.
    fn angle(&self, inside: &str) -> String {
        let (target, label) = inside
            .split_once('|')
            .map_or((inside, None), |(t, l)| (t, Some(l)));
        if let Some(id) = target.strip_prefix('@') {
            return format!("@{}", (self.name)(id));
        }
        if let Some(id) = target.strip_prefix('#') {
            let known = (self.name)(id);
            return match label {
                Some(label) => format!("#{label}"),
                None if known.starts_with('#') => known,
                None => format!("#{id}"),
            };
        }
        if target.starts_with("!date") && self.stable {
            return "(a date)".to_owned();
        }
        if let Some(id) = target.strip_prefix("!subteam^") {
            return format!("@{}", (self.name)(id));
        }
        match target.strip_prefix('!') {
            Some(word) => label.map_or_else(|| format!("@{word}"), str::to_owned),
            None => label.unwrap_or(target).to_owned(),
        }
    }
}

/// Takes away the pairs of `*`, `_`, `~` and backticks that a client would draw as style.
fn unmark(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut drop = vec![false; chars.len()];
    for mark in ['*', '_', '~', '`'] {
        let mut open: Option<usize> = None;
        for (n, &c) in chars.iter().enumerate() {
            if c == '\n' {
                open = None;
            }
            if c != mark {
                continue;
            }
            let before = n.checked_sub(1).map(|b| chars[b]);
            let after = chars.get(n + 1).copied();
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            match open {
                Some(from) if !space(before) && !word(after) && n > from + 1 => {
                    drop[from] = true;
                    drop[n] = true;
                    open = None;
                }
                _ if !word(before) && !space(after) => open = Some(n),
                _ => {}
            }
        }
    }
    chars
        .iter()
        .zip(drop)
        .filter_map(|(c, dropped)| (!dropped).then_some(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_reads_as_a_person_reads_it() {
        let name = |id: &str| format!("{id}!");
        let painter = Painter {
            name: &name,
            stable: false,
        };
        let words = "Hi <@U1>, *well done* in <#C1|general> <https://x.y|there> a_b_c 2*3*4 &lt;3 <!date^1^{date}|today>";
        assert_eq!(
            painter.mrkdwn(words),
            "Hi @U1!, well done in #general there a_b_c 2*3*4 <3 today"
        );
    }
}
