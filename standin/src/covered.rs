//! What is covered, printed from the very tables that decide it: `covered.json` for programs, `BLOCKS.md` for people.
//! A test keeps both files as this module prints them.

use crate::{
    blocks::{
        facts::{ANY, Field, Holds, Kind, kinds},
        rules::rules,
    },
    world::methods::{METHODS, Method, Tier, Token},
};
use serde_json::{Value, json};
use std::fmt::Write;

/// Every method and argument, every kind of Block Kit and field.
pub fn covered() -> Value {
    let methods: Vec<Value> = METHODS.iter().map(method).collect();
    let blocks: Vec<Value> = kinds().map(kind).collect();
    json!({"methods": methods, "block_kit": blocks})
}

fn method(method: &Method) -> Value {
    let token = match method.token {
        Token::App => "app",
        Token::Bot => "bot",
        Token::Any => "any",
    };
    let rate = match method.tier {
        Tier::PerMinute(calls) => json!({"per_minute": calls}),
        Tier::Posting => json!({"per_second_and_channel": 1}),
        Tier::Special => json!({}),
    };
    json!({
        "name": method.name, "token": token, "any_scope_of": method.scopes, "rate": rate,
        "required": method.required, "optional": method.optional,
    })
}

fn kind(kind: &Kind) -> Value {
    let fields = kind.fields.iter().map(|field| {
        json!({"name": field.name, "required": field.required, "holds": words(kind, field)})
    });
    json!({
        "name": kind.name, "source": source(kind.source), "within": kind.within, "value": kind.value,
        "fields": fields.collect::<Vec<_>>(),
    })
}

fn source(page: &str) -> String {
    match (page.strip_prefix("../../"), page.strip_prefix("../")) {
        (Some(page), _) => format!("docs.slack.dev/{page}"),
        (None, Some(page)) => format!("docs.slack.dev/reference/{page}"),
        (None, None) => format!("docs.slack.dev/reference/block-kit/{page}"),
    }
}

/// Block Kit as a page.
pub fn blocks_page() -> String {
    let mut page = "# Block Kit as the stand-in takes it\n\n\
        Printed from `src/blocks/facts` and `src/blocks/rules` by `tests/it/covered.rs`; change those. Every line was\n\
        tried with a payload at its limit and one just past it. Lengths count characters. `*` marks what must be there.\n"
        .to_owned();
    for kind in kinds() {
        let stands = match kind.within {
            [] => String::new(),
            places => format!(" Stands in `{}`.", places.join("`, `")),
        };
        let value = kind
            .value
            .map_or(String::new(), |key| format!(" Its value is `{key}`."));
        let _ = write!(
            page,
            "\n## {}\n\n{}.{stands}{value}\n\n",
            kind.name,
            source(kind.source)
        );
        if !kind.fields.is_empty() {
            page += "| field | JSON pointer | holds |\n|---|---|---|\n";
        }
        for field in kind.fields {
            let mark = if field.required { "*" } else { "" };
            let holds = words(kind, field);
            let _ = writeln!(
                page,
                "| `{}`{mark} | `{}` | {holds} |",
                field.name,
                pointer(kind, field)
            );
        }
        let rules: Vec<&str> = rules()
            .filter(|r| r.of.contains(&kind.name))
            .map(|r| r.says)
            .collect();
        if !rules.is_empty() {
            let _ = write!(page, "\nAnd: {}.\n", rules.join("; "));
        }
    }
    page
}

/// Where a field stands in a payload, `N` being any number.
fn pointer(kind: &Kind, field: &Field) -> String {
    format!("{}/{}", path(kind), field.name)
}

fn path(kind: &Kind) -> String {
    match kind.name {
        "message" | "attachments" | "suggestions" => return String::new(),
        "modal" | "home" => return "/view".to_owned(),
        _ => {}
    }
    let place = kind.within.first().copied();
    let holds_it = |parent: &Kind, field: &Field| {
        if let Holds::Part(name) | Holds::Parts(name, ..) = field.holds {
            return name == kind.name && parent.name != "suggestions";
        }
        place.is_some_and(|place| place == format!("{}.{}", parent.name, field.name))
    };
    let parent = kinds().find_map(|parent| {
        let field = parent.fields.iter().find(|field| holds_it(parent, field))?;
        Some((parent, field))
    });
    let Some((parent, field)) = parent else {
        return String::new();
    };
    let step = if matches!(field.holds, Holds::TypedList(..) | Holds::Parts(..)) {
        "/N"
    } else if matches!(field.holds, Holds::Rows(..)) {
        "/N/N"
    } else {
        ""
    };
    format!("{}{step}", pointer(parent, field))
}

/// What a field holds, in words.
fn words(kind: &Kind, field: &Field) -> String {
    let place = format!("{}.{}", kind.name, field.name);
    let standing = || {
        let names = kinds()
            .filter(|kind| kind.stands_in(&place))
            .map(|kind| kind.name);
        format!("`{}`", names.collect::<Vec<_>>().join("`, `"))
    };
    let count = |min: usize, max: usize, of: &str| match (min, max) {
        (min, ANY) => format!("{min} or more {of}"),
        (min, max) => format!("{min} to {max} {of}"),
    };
    match field.holds {
        Holds::Flag => "true or false".to_owned(),
        Holds::Whole(min, max) => format!("a whole number, {min} to {max}"),
        Holds::Number => "a number".to_owned(),
        Holds::Words(min, max) => count(min, max, "characters"),
        Holds::OneOf(choices) => format!("one of `{}`", choices.join("`, `")),
        Holds::SomeOf(choices) => format!("some of `{}`", choices.join("`, `")),
        Holds::WordList(min, max, each) => {
            count(min, max, &format!("strings of up to {each} characters"))
        }
        Holds::Date => "a date, `YYYY-MM-DD`".to_owned(),
        Holds::Time => "a time, `HH:MM`".to_owned(),
        Holds::Zone => "an IANA time zone".to_owned(),
        Holds::Decimal => "a number in a string".to_owned(),
        Holds::Color => "`good`, `warning`, `danger` or `#RRGGBB`".to_owned(),
        Holds::Stamp => "whole seconds, as a number or in a string".to_owned(),
        Holds::Plain(max) => format!("`plain_text`, 1 to {max} characters"),
        Holds::Text(max) => format!("`plain_text` or `mrkdwn`, 1 to {max} characters"),
        Holds::Texts(items, max) => format!("1 to {items} texts of up to {max} characters"),
        Holds::Part(name) => format!("a `{name}`"),
        Holds::Parts(name, min, max) => count(min, max, &format!("`{name}`")),
        Holds::Typed => format!("one of {}", standing()),
        Holds::TypedList(min, max) => count(min, max, &format!("of {}", standing())),
        Holds::Rows(min, max, cells) => count(
            min,
            max,
            &format!("rows of up to {cells} of {}", standing()),
        ),
    }
}
