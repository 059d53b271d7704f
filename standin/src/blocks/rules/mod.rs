//! What no single field of Block Kit can say: which fields go together, what must be unique, what whole payloads
//! may hold. Each rule is a row beside the function that checks it.

mod attachments;
mod options;
mod ranges;
mod whole;

use super::check::{Check, Object};
use serde_json::Value;

/// A rule of a kind.
#[derive(Debug)]
pub struct Rule {
    /// The kinds it holds for.
    pub of: &'static [&'static str],
    /// In words.
    pub says: &'static str,
    /// Its page below `docs.slack.dev/reference/block-kit/`.
    pub source: &'static str,
    /// Notes what is wrong with such an object, which stands at a pointer.
    pub check: fn(&mut Check, &Object, &str),
}

/// Every rule there is.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let all = [
        attachments::RULES,
        whole::RULES,
        options::RULES,
        ranges::RULES,
    ];
    all.into_iter().flatten()
}

/// The rules of a kind.
pub fn of(kind: &str) -> impl Iterator<Item = &'static Rule> {
    rules().filter(move |rule| rule.of.contains(&kind))
}

/// It is there and no `null`.
fn has(object: &Object, key: &str) -> bool {
    object.get(key).is_some_and(|value| !value.is_null())
}

/// The items of a list, or none.
fn list<'v>(object: &'v Object, key: &str) -> &'v [Value] {
    object
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Exactly one of two.
fn either(check: &mut Check, object: &Object, at: &str, one: &str, other: &str) {
    match (has(object, one), has(object, other)) {
        (true, true) => check.wrong(at, format!("must provide {one} or {other}, not both")),
        (false, false) => check.wrong(at, format!("missing required field: {one} or {other}")),
        (true, false) | (false, true) => {}
    }
}

/// Notes every item of a list whose `key` another item before it has.
fn unique(check: &mut Check, object: &Object, at: &str, items: &str, key: &str, says: &str) {
    let mut seen = std::collections::BTreeSet::new();
    for (n, item) in list(object, items).iter().enumerate() {
        if let Some(value) = item[key].as_str()
            && !seen.insert(value)
        {
            let says = says.replace("{}", value);
            check.wrong(&format!("{at}/{items}/{n}/{key}"), says);
        }
    }
}
