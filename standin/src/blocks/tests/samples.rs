//! The smallest valid object of every kind, and the payload around it.

use crate::blocks::facts::{Field, Holds, Kind, kind, kinds};
use serde_json::{Map, Value, json};

/// A text object of so many characters.
pub(super) fn text(kind: &str, count: usize) -> Value {
    json!({"type": kind, "text": "x".repeat(count)})
}

/// The smallest valid object of a kind.
pub(super) fn sample(kind: &Kind) -> Value {
    let mut object = Map::new();
    if !kind.within.is_empty() || ["modal", "home"].contains(&kind.name) {
        object.insert("type".into(), json!(kind.name));
    }
    for field in kind.fields.iter().filter(|field| field.required) {
        object.insert(field.name.into(), small(kind, field));
    }
    let mut add = |key: &str, value: Value| object.insert(key.into(), value);
    match kind.name {
        "section" => add("text", text("mrkdwn", 1)),
        "image" => add("image_url", json!("https://example.com/a.png")),
        "slack_file" => add("id", json!("F1")),
        "static_select" | "multi_static_select" | "suggestions" => {
            add("options", json!([named("option", 0)]))
        }
        "filter" => add("include", json!(["im"])),
        "card" | "container" => add("title", text("plain_text", 1)),
        "attachment" => add("fallback", json!("x")),
        "modal" => add("submit", text("plain_text", 1)),
        _ => None,
    };
    Value::Object(object)
}

/// A valid object of a part or kind that differs from its siblings.
pub(super) fn named(name: &str, n: usize) -> Value {
    let mut object = sample(kind(name).expect(name));
    for key in ["value", "name", "task_id"] {
        if object[key].is_string() {
            object[key] = json!(format!("{n}"));
        }
    }
    object
}

/// The first kind that may stand in a field.
pub(super) fn first_in(place: &str) -> &'static Kind {
    let mut fitting = kinds().filter(|kind| kind.stands_in(place));
    fitting
        .next()
        .unwrap_or_else(|| panic!("nothing may stand in {place}"))
}

/// A small valid value for a field.
fn small(kind: &Kind, field: &Field) -> Value {
    let place = format!("{}.{}", kind.name, field.name);
    match field.holds {
        Holds::Flag => json!(true),
        Holds::Whole(min, _) => json!(min),
        Holds::Number => json!(1),
        Holds::Words(min, _) => json!("x".repeat(min)),
        Holds::OneOf(choices) => json!(choices[0]),
        Holds::SomeOf(choices) => json!([choices[0]]),
        Holds::WordList(min, ..) => json!(vec!["x"; min]),
        Holds::Date => json!("2026-01-01"),
        Holds::Time => json!("00:00"),
        Holds::Zone => json!("Europe/Berlin"),
        Holds::Decimal => json!("1"),
        Holds::Color => json!("good"),
        Holds::Stamp => json!(0),
        Holds::Plain(_) | Holds::Text(_) => text("plain_text", 1),
        Holds::Texts(..) => json!([text("plain_text", 1)]),
        Holds::Part(name) => named(name, 0),
        Holds::Parts(name, min, _) => (0..min).map(|n| named(name, n)).collect(),
        Holds::Typed => sample(first_in(&place)),
        Holds::TypedList(min, _) => (0..min.max(1)).map(|_| sample(first_in(&place))).collect(),
        Holds::Rows(min, ..) => (0..min).map(|_| json!([named("raw_text", 0)])).collect(),
    }
}

/// Puts a value into a field, and makes the rest of the object go with it.
pub(super) fn put(kind: &Kind, object: &mut Value, field: &str, value: Value) {
    let gone = match (kind.name, field) {
        ("image", "slack_file") => "image_url",
        ("slack_file", "url") => "id",
        (_, "option_groups") => "options",
        _ => "",
    };
    if let Some(object) = object.as_object_mut() {
        object.shift_remove(gone);
        object.insert(field.into(), value);
    }
    if ["initial_options", "initial_option"].contains(&field) && object["options"].is_array() {
        let initial = &object[field];
        let some = initial
            .as_array()
            .map(|all| json!(all))
            .unwrap_or(json!([initial]));
        let most = if kind.name == "checkboxes" { 10 } else { 100 };
        let some: Vec<Value> = some
            .as_array()
            .into_iter()
            .flatten()
            .take(most)
            .cloned()
            .collect();
        object["options"] = json!(some);
    }
    if field == "axis_config" {
        let labels = object["axis_config"]["categories"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let points = labels
            .into_iter()
            .map(|label| json!({"label": label, "value": 1}));
        object["series"][0]["data"] = points.collect();
    } else if field == "series" {
        let labels = |series: &Value| -> Vec<Value> {
            series["data"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|p| p["label"].clone())
                .collect()
        };
        object["axis_config"]["categories"] = json!(labels(&object["series"][0]));
    }
}

/// The payload around an object, its kind, and the pointer to the object.
pub(super) fn around(kind: &Kind, object: Value) -> (&'static str, Value, String) {
    let root = |name: &'static str, at: &str| (name, object.clone(), at.to_owned());
    match kind.name {
        "message" => return root("message", ""),
        "attachments" => return root("attachments", ""),
        "modal" => return root("modal", "/view"),
        "home" => return root("home", "/view"),
        "suggestions" => return root("suggestions", ""),
        _ => {}
    }
    let (parent, field) = parent_of(kind);
    let (value, step) = match field.holds {
        Holds::Rows(min, ..) => (json!(vec![json!([object]); min]), "/0/0"),
        Holds::Parts(_, min, _) => {
            let mut all = vec![object];
            all.extend((1..min).map(|n| named(kind.name, n)));
            (json!(all), "/0")
        }
        Holds::TypedList(..) => (json!([object]), "/0"),
        _ => (object, ""),
    };
    let mut outer = sample(parent);
    put(parent, &mut outer, field.name, value);
    let (name, payload, at) = around(parent, outer);
    (name, payload, format!("{at}/{}{step}", field.name))
}

/// Where an object is put for a test: in an input block and a form if it may stand there.
fn parent_of(kind: &Kind) -> (&'static Kind, &'static Field) {
    let liked = ["input.element", "modal.blocks"];
    let place = kind.within.iter().find(|place| liked.contains(place));
    let place = place.or(kind.within.first());
    let holds_it = |parent: &Kind, field: &Field| match field.holds {
        Holds::Part(name) | Holds::Parts(name, ..) => {
            name == kind.name && parent.name != "suggestions"
        }
        _ => place == Some(&format!("{}.{}", parent.name, field.name).as_str()),
    };
    kinds()
        .find_map(|parent| {
            let field = parent.fields.iter().find(|field| holds_it(parent, field))?;
            Some((parent, field))
        })
        .unwrap_or_else(|| panic!("{} stands nowhere", kind.name))
}
