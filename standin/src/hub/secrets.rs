//! Words that only some people may see. They are looked for on everybody's screen after every change, so that a leak that
//! lasts for a moment is found too.

use super::State;
use crate::world::people::Member;

/// Words, and who may see them.
#[derive(Clone, Debug)]
pub(crate) struct Secret {
    /// As they stand inside JSON text.
    escaped: String,
    /// Ids. Who saw them without being one of these is added, so that a leak is told once.
    may_see: Vec<String>,
}

impl State {
    /// From now on only these people may see these words.
    pub(crate) fn keep_secret(&mut self, words: &str, may_see: Vec<String>) {
        let quoted = serde_json::Value::from(words).to_string();
        let escaped = quoted[1..quoted.len() - 1].to_owned();
        self.secrets.push(Secret { escaped, may_see });
    }

    pub(super) fn guard_secrets(&mut self) {
        if self.secrets.is_empty() {
            return;
        }
        let people = self.world.people.iter().filter(|m| m.is_persona());
        let people: Vec<_> = people.map(Member::seen).collect();
        for person in people {
            let Some(screen) = self.world.screen(&person.id, 0) else {
                continue;
            };
            let screen = serde_json::to_string(&screen).unwrap_or_default();
            for secret in &mut self.secrets {
                if secret.may_see.contains(&person.id) || !screen.contains(&secret.escaped) {
                    continue;
                }
                secret.may_see.push(person.id.clone());
                let who = format!("{} sees words that are not for them", person.name);
                self.journal.violation("private text", who);
            }
        }
    }
}
