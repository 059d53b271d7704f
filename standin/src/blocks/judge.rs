//! Holds a payload against the table of facts: every field of every object, then the rules of its kind.

use super::{
    check::{Check, Issue, Object},
    facts::{self, Holds, Kind},
    rules, shape,
};
use serde_json::Value;

/// The kind of view a method takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    /// A form.
    Modal,
    /// The Home tab.
    Home,
}

/// Checks a message's blocks.
///
/// # Errors
/// With everything that is wrong.
pub fn check_message(blocks: &Value) -> Result<(), Vec<Issue>> {
    let mut check = Check::default();
    let mut message = Object::new();
    message.insert("blocks".into(), blocks.clone());
    object(&mut check, the("message"), &message, "", false);
    done(check)
}

/// Checks a message's attachments.
///
/// # Errors
/// With everything that is wrong.
pub fn check_attachments(attachments: &Value) -> Result<(), Vec<Issue>> {
    let mut check = Check::default();
    let mut message = Object::new();
    message.insert("attachments".into(), attachments.clone());
    object(&mut check, the("attachments"), &message, "", false);
    done(check)
}

/// Checks a view.
///
/// # Errors
/// With everything that is wrong.
pub fn check_view(view: &Value, kind: ViewKind) -> Result<(), Vec<Issue>> {
    let mut check = Check::default();
    let wanted = match kind {
        ViewKind::Modal => "modal",
        ViewKind::Home => "home",
    };
    if let Some(view) = check.object(view, "/view") {
        match check.kind(view, "/view") {
            Some(kind) if kind == wanted => object(&mut check, the(wanted), view, "/view", true),
            Some(other) => check.wrong(
                "/view/type",
                format!("must be a valid enum value, not {other}"),
            ),
            None => {}
        }
    }
    done(check)
}

/// Checks the options an app offers for an external select.
///
/// # Errors
/// With everything that is wrong.
pub fn check_suggestions(payload: &Value) -> Result<(), Vec<Issue>> {
    let mut check = Check::default();
    if let Some(found) = check.object(payload, "") {
        object(&mut check, the("suggestions"), found, "", false);
    }
    done(check)
}

/// Checks what a person wrote into a `rich_text_input`; a sentence with the first thing that is wrong.
pub(super) fn check_rich_text(value: &Value) -> Result<(), String> {
    let mut check = Check::default();
    typed(&mut check, value, "", "rich_text_input.initial_value");
    match check.issues.into_iter().next() {
        None => Ok(()),
        Some(issue) => Err(format!("{} at {}", issue.text, issue.pointer)),
    }
}

fn done(check: Check) -> Result<(), Vec<Issue>> {
    if check.issues.is_empty() {
        Ok(())
    } else {
        Err(check.issues)
    }
}

/// A kind that the table surely has: a test looks up every name that a row gives.
fn the(name: &str) -> &'static Kind {
    facts::kind(name).unwrap_or_else(|| unreachable!("{name} has its rows in the table of facts"))
}

/// Every field of an object, then the rules of its kind.
fn object(check: &mut Check, kind: &Kind, object: &Object, at: &str, typed: bool) {
    for key in object.keys() {
        let known = kind.fields.iter().any(|field| field.name == key);
        if !known && (key != "type" || !typed) {
            check.wrong(at, format!("invalid additional property: {key}"));
        }
    }
    for field in kind.fields {
        match object.get(field.name).filter(|v| !v.is_null()) {
            None if field.required => {
                check.wrong(at, format!("missing required field: {}", field.name));
            }
            None => {}
            Some(value) => {
                let place = format!("{}.{}", kind.name, field.name);
                holds(
                    check,
                    field.holds,
                    value,
                    &format!("{at}/{}", field.name),
                    &place,
                );
            }
        }
    }
    for rule in rules::of(kind.name) {
        (rule.check)(check, object, at);
    }
}

/// One value, which stands in the field `place`.
fn holds(check: &mut Check, holds: Holds, value: &Value, at: &str, place: &str) {
    match holds {
        Holds::Flag => check.flag(value, at),
        Holds::Whole(min, max) => check.whole(value, at, min, max),
        Holds::Number if value.is_number() => {}
        Holds::Number => check.wrong(at, "must be a number"),
        Holds::Words(min, max) => check.words(value, at, min, max),
        Holds::OneOf(choices) => check.one_of(value, at, choices),
        Holds::SomeOf(choices) => {
            for (at, item) in check.array(value, at, 1, choices.len()) {
                check.one_of(item, &at, choices);
            }
        }
        Holds::WordList(min, max, each) => {
            for (at, item) in check.array(value, at, min, max) {
                check.words(item, &at, 1, each);
            }
        }
        Holds::Date => check.like(
            value,
            at,
            shape::is_date,
            "must be a date of the form YYYY-MM-DD",
        ),
        Holds::Time => check.like(
            value,
            at,
            shape::is_time,
            "must be a time of the form HH:MM",
        ),
        Holds::Zone => check.like(
            value,
            at,
            shape::is_zone,
            "must be a time zone such as Europe/Berlin",
        ),
        Holds::Decimal => check.like(value, at, shape::is_decimal, "must be a number in a string"),
        Holds::Color => check.like(
            value,
            at,
            shape::is_color,
            "must be good, warning, danger or #RRGGBB",
        ),
        Holds::Stamp if shape::is_stamp(value) => {}
        Holds::Stamp => check.wrong(at, "must be a time in seconds"),
        Holds::Plain(max) => text(check, value, at, false, max),
        Holds::Text(max) => text(check, value, at, true, max),
        Holds::Texts(items, max) => {
            for (at, item) in check.array(value, at, 1, items) {
                text(check, item, &at, true, max);
            }
        }
        Holds::Part(name) => part(check, name, value, at),
        Holds::Parts(name, min, max) => {
            for (at, item) in check.array(value, at, min, max) {
                part(check, name, item, &at);
            }
        }
        Holds::Typed => typed(check, value, at, place),
        Holds::TypedList(min, max) => {
            for (at, item) in check.array(value, at, min, max) {
                typed(check, item, &at, place);
            }
        }
        Holds::Rows(min, max, cells) => {
            for (at, row) in check.array(value, at, min, max) {
                for (at, cell) in check.array(row, &at, 1, cells) {
                    typed(check, cell, &at, place);
                }
            }
        }
    }
}

fn part(check: &mut Check, name: &str, value: &Value, at: &str) {
    if let Some(found) = check.object(value, at) {
        object(check, the(name), found, at, false);
    }
}

fn typed(check: &mut Check, value: &Value, at: &str, place: &str) {
    let Some(found) = check.object(value, at) else {
        return;
    };
    let Some(name) = check.kind(found, at) else {
        return;
    };
    let fits = |kind: &&Kind| kind.name == name && kind.stands_in(place);
    match facts::kinds().find(fits) {
        Some(kind) => object(check, kind, found, at, true),
        None => check.wrong(&format!("{at}/type"), format!("unsupported type: {name}")),
    }
}

/// A text object of at most `max` characters.
fn text(check: &mut Check, value: &Value, at: &str, markup: bool, max: usize) {
    let Some(found) = check.object(value, at) else {
        return;
    };
    match check.kind(found, at) {
        Some("mrkdwn") if !markup => check.wrong(&format!("{at}/type"), "must be plain_text"),
        Some(name @ ("plain_text" | "mrkdwn")) => {
            object(check, the(name), found, at, true);
            if let Some(words) = found.get("text").filter(|_| max < TEXT) {
                check.words(words, &format!("{at}/text"), 0, max);
            }
        }
        Some(other) => check.wrong(&format!("{at}/type"), format!("unsupported type: {other}")),
        None => {}
    }
}

/// The longest text object of all, which its own row bounds.
const TEXT: usize = 3_000;
