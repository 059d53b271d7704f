//! Every row of the table of facts.

use super::{
    judged,
    samples::{around, first_in, named, put, sample, text},
};
use crate::blocks::facts::{ANY, Field, Holds, Kind, kind, kinds};
use serde_json::{Value, json};

/// Values that a field takes at its limits, and values just past them.
fn limits(kind: &Kind, field: &Field) -> (Vec<Value>, Vec<Value>) {
    let words = |count: usize| json!("x".repeat(count));
    let place = format!("{}.{}", kind.name, field.name);
    // Where nothing bounds a list or a string, the wrong kind of value is what is past it.
    let sizes = |min: usize, max: usize, of: &dyn Fn(usize) -> Value| {
        let most = if max == ANY { min.max(1) + 3 } else { max };
        let mut past = vec![json!(7)];
        past.extend((max != ANY).then(|| of(max + 1)));
        past.extend(min.checked_sub(1).map(of));
        (vec![of(min), of(most)], past)
    };
    match field.holds {
        Holds::Flag => (vec![json!(true), json!(false)], vec![json!("true")]),
        Holds::Whole(min, max) => (
            vec![json!(min), json!(max)],
            vec![json!(min - 1), json!(max + 1), json!("1")],
        ),
        Holds::Number => (vec![json!(-1.5)], vec![json!("1")]),
        Holds::Words(min, max) => sizes(min, max, &words),
        Holds::OneOf(choices) => (
            choices.iter().map(|choice| json!(choice)).collect(),
            vec![json!("another")],
        ),
        Holds::SomeOf(choices) => (
            vec![json!(choices)],
            vec![json!([]), json!(["another"]), json!(choices[0])],
        ),
        Holds::WordList(min, max, each) => {
            let (at, mut past) = sizes(min, max, &|count| json!(vec![words(each); count]));
            past.push(json!([words(each + 1)]));
            (at, past)
        }
        Holds::Date => (vec![json!("2028-02-29")], vec![json!("2027-02-29")]),
        Holds::Time => (vec![json!("00:00"), json!("23:59")], vec![json!("24:00")]),
        Holds::Zone => (vec![json!("America/New_York")], vec![json!("New York")]),
        Holds::Decimal => (
            vec![json!("-1.5"), json!("0")],
            vec![json!("1e3"), json!(1)],
        ),
        Holds::Color => (
            vec![json!("good"), json!("#0fA9b8")],
            vec![json!("red"), json!("#0fA9b"), json!("#0fA9bg")],
        ),
        Holds::Stamp => (
            vec![json!(1_790_000_000), json!("1790000000")],
            vec![json!(-1), json!("now"), json!(1.5)],
        ),
        Holds::Plain(max) => (
            vec![text("plain_text", 1), text("plain_text", max)],
            vec![
                text("plain_text", 0),
                text("plain_text", max + 1),
                text("mrkdwn", 1),
            ],
        ),
        Holds::Text(max) => (
            vec![text("plain_text", max), text("mrkdwn", max)],
            vec![
                text("plain_text", max + 1),
                text("mrkdwn", max + 1),
                json!("x"),
            ],
        ),
        Holds::Texts(items, max) => {
            let list = |items: usize, max: usize| json!(vec![text("mrkdwn", max); items]);
            (
                vec![list(items, max)],
                vec![list(items + 1, 1), list(1, max + 1), list(0, 1)],
            )
        }
        Holds::Part(name) => (
            vec![named(name, 0)],
            vec![json!("x"), json!({"nothing": 1})],
        ),
        Holds::Parts(name, min, max) => sizes(min, max, &|count| {
            (0..count).map(|n| named(name, n)).collect()
        }),
        Holds::Typed => {
            let fitting = kinds().filter(|kind| kind.stands_in(&place)).map(sample);
            (
                fitting.collect(),
                vec![json!({"type": "nothing"}), json!("x")],
            )
        }
        Holds::TypedList(min, max) => {
            let kind = first_in(&place);
            let (at, mut past) = sizes(min, max, &|count| {
                (0..count).map(|n| named_in(kind, n)).collect()
            });
            past.push(json!([{"type": "nothing"}]));
            (at, past)
        }
        Holds::Rows(min, max, cells) => {
            let cell = named("raw_text", 0);
            let rows = |rows: usize, cells: usize| json!(vec![vec![cell.clone(); cells]; rows]);
            let past = vec![
                rows(max + 1, 1),
                rows(min, cells + 1),
                rows(min - 1, 1),
                rows(min, 0),
            ];
            (vec![rows(min, 1), rows(max, cells)], past)
        }
    }
}

fn named_in(of: &Kind, n: usize) -> Value {
    let mut object = sample(of);
    if object["task_id"].is_string() {
        object["task_id"] = json!(n.to_string());
    }
    object
}

#[test]
fn every_row_is_taken_at_its_limit_and_refused_past_it() {
    for kind in kinds() {
        for field in kind.fields {
            let row = format!("{}.{} {:?}", kind.name, field.name, field.holds);
            let (at_limit, past_limit) = limits(kind, field);
            assert!(
                !at_limit.is_empty() && !past_limit.is_empty(),
                "{row} has no payloads"
            );
            let judge = |value: &Value| {
                let mut object = sample(kind);
                put(kind, &mut object, field.name, value.clone());
                let (name, payload, at) = around(kind, object);
                (judged(name, &payload), format!("{at}/{}", field.name))
            };
            for value in at_limit {
                let (issues, _) = judge(&value);
                assert_eq!(issues, [], "{row} should take {value}");
            }
            for value in past_limit {
                let (issues, at) = judge(&value);
                let found = issues.iter().any(|issue| issue.pointer.starts_with(&at));
                assert!(found, "{row} should refuse {value} at {at}: {issues:?}");
            }
        }
    }
}

#[test]
fn a_field_that_must_be_there_is_missed() {
    for kind in kinds() {
        for field in kind.fields.iter().filter(|field| field.required) {
            let mut object = sample(kind);
            object
                .as_object_mut()
                .expect("an object")
                .shift_remove(field.name);
            let (name, payload, at) = around(kind, object);
            let says = format!("missing required field: {}", field.name);
            let found = judged(name, &payload);
            let missed = found
                .iter()
                .any(|issue| issue.pointer == at && issue.text == says);
            assert!(missed, "{}: {found:?}", kind.name);
        }
    }
}

#[test]
fn an_unknown_field_is_refused_everywhere() {
    for kind in kinds().filter(|kind| !["message", "attachments"].contains(&kind.name)) {
        let mut object = sample(kind);
        object["colour"] = json!("red");
        let (name, payload, at) = around(kind, object);
        let found = judged(name, &payload);
        let noticed = found
            .iter()
            .any(|i| i.pointer == at && i.text.ends_with("property: colour"));
        assert!(noticed, "{}: {found:?}", kind.name);
    }
}

#[test]
fn a_kind_stands_where_the_table_says_and_nowhere_else() {
    let typed: Vec<&Kind> = kinds().filter(|kind| !kind.within.is_empty()).collect();
    for parent in kinds() {
        for field in parent.fields {
            let place = format!("{}.{}", parent.name, field.name);
            let wrap = |value: Value| match field.holds {
                Holds::Typed => Some(value),
                Holds::TypedList(..) => Some(json!([value])),
                Holds::Rows(min, ..) => Some(json!(vec![json!([value]); min])),
                _ => None,
            };
            for child in &typed {
                let Some(value) = wrap(sample(child)) else {
                    continue;
                };
                let mut object = sample(parent);
                put(parent, &mut object, field.name, value);
                let (name, payload, _) = around(parent, object);
                let says = format!("unsupported type: {}", child.name);
                let refused = judged(name, &payload)
                    .iter()
                    .any(|issue| issue.text == says);
                let fits = kinds().any(|k| k.name == child.name && k.stands_in(&place));
                assert_eq!(refused, !fits, "{} in {place}", child.name);
            }
        }
    }
}

/// Every name that a row gives is a kind, and every place is a field that holds objects.
#[test]
fn the_table_holds_together() {
    for each in kinds() {
        assert!(
            each.source.contains('-') || each.source == "blocks",
            "{}",
            each.source
        );
        for place in each.within {
            let (parent, field) = place.split_once('.').expect("kind.field");
            let field = kind(parent).and_then(|k| k.fields.iter().find(|f| f.name == field));
            let holds = field.map(|field| field.holds);
            let typed = matches!(
                holds,
                Some(Holds::Typed | Holds::TypedList(..) | Holds::Rows(..))
            );
            assert!(typed, "{} stands in {place}", each.name);
        }
        for field in each.fields {
            if let Holds::Part(name) | Holds::Parts(name, ..) = field.holds {
                assert!(kind(name).is_some(), "{name}");
            }
        }
    }
}
