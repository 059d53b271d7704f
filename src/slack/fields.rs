//! Reads what was filled in (`view.state.values`) into [`Fields`]. Texts are kept exactly as typed.
//! It does not know which form it reads, nor which fields that form should have.
//!
//! Source: docs.slack.dev/reference/interaction-payloads/view-interactions-payload.

use crate::ids::UserId;
use crate::request::{Field, Fields};
use serde_json::{Map, Value};

/// The values by block, or by `block.action` where a block has several elements. Nothing filled in: no field.
/// `None` if an element holds something in a shape we do not know: dropping somebody's words silently is worse than
/// refusing them.
pub(super) fn fields(state: &Value) -> Option<Fields> {
    let mut fields = Fields::default();
    let Some(blocks) = state["values"].as_object() else {
        return Some(fields);
    };
    for (block, elements) in blocks {
        let Some(elements) = elements.as_object() else {
            continue;
        };
        for (action, element) in elements {
            let name = if elements.len() == 1 {
                block.clone()
            } else {
                format!("{block}.{action}")
            };
            match element.as_object().map_or(Reading::Empty, read) {
                Reading::Field(field) => {
                    fields.0.insert(name, field);
                }
                Reading::Empty => {}
                Reading::Unknown => return None,
            }
        }
    }
    Some(fields)
}

enum Reading {
    Field(Field),
    Empty,
    Unknown,
}

/// Keys that we know decide; others beside them are Slack's news and mean nothing. Only an element without any key
/// that we know, but with something in it, is unknown.
fn read(element: &Map<String, Value>) -> Reading {
    let mut is_known = false;
    for (key, value) in element {
        match known(key, value) {
            Reading::Field(field) => return Reading::Field(field),
            Reading::Empty => is_known = true,
            Reading::Unknown => {}
        }
    }
    let says_nothing =
        |key: &str, value: &Value| value.is_null() || key == "type" || key == "timezone";
    if is_known || element.iter().all(|(key, value)| says_nothing(key, value)) {
        Reading::Empty
    } else {
        Reading::Unknown
    }
}

fn known(key: &str, value: &Value) -> Reading {
    let field = match key {
        "value" => plain(value).map(Field::Text),
        "selected_option" => plain(&value["value"]).map(Field::Choice),
        "selected_channel"
        | "selected_conversation"
        | "selected_date"
        | "selected_time"
        | "selected_date_time" => plain(value).map(Field::Choice),
        "selected_options" => several(value, |option| &option["value"]).map(Field::Choices),
        "selected_channels" | "selected_conversations" => {
            several(value, |id| id).map(Field::Choices)
        }
        "selected_user" => plain(value).map(|user| Field::Person(UserId::new(user))),
        "selected_users" => several(value, |id| id)
            .map(|users| Field::People(users.into_iter().map(UserId::new).collect())),
        _ => return Reading::Unknown,
    };
    field.map_or(Reading::Empty, Reading::Field)
}

/// A text or a number as text; nothing if it is null or empty.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

fn several(values: &Value, of: impl Fn(&Value) -> &Value) -> Option<Vec<String>> {
    let picked: Vec<String> = values
        .as_array()?
        .iter()
        .filter_map(|value| plain(of(value)))
        .collect();
    (!picked.is_empty()).then_some(picked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn one(element: &Value) -> Option<Field> {
        let state = json!({ "values": { "block": { "v": element } } });
        fields(&state).expect("known").0.remove("block")
    }

    #[test]
    fn every_element_of_slack_has_its_field() {
        let choice = |value: &str| Some(Field::Choice(value.into()));
        let option = json!({"text": {"type": "plain_text", "text": "A"}, "value": "a"});
        for (element, expected) in [
            (
                json!({"type": "plain_text_input", "value": " hi "}),
                Some(Field::Text(" hi ".into())),
            ),
            (
                json!({"type": "number_input", "value": "12.5"}),
                Some(Field::Text("12.5".into())),
            ),
            (
                json!({"type": "static_select", "selected_option": option}),
                choice("a"),
            ),
            (
                json!({"type": "radio_buttons", "selected_option": option}),
                choice("a"),
            ),
            (
                json!({"type": "checkboxes", "selected_options": [option]}),
                Some(Field::Choices(vec!["a".into()])),
            ),
            (
                json!({"type": "users_select", "selected_user": "U2"}),
                Some(Field::Person(UserId::new("U2"))),
            ),
            (
                json!({"type": "multi_users_select", "selected_users": ["U1", "U2"]}),
                Some(Field::People(vec![UserId::new("U1"), UserId::new("U2")])),
            ),
            (
                json!({"type": "conversations_select", "selected_conversation": "C1"}),
                choice("C1"),
            ),
            (
                json!({"type": "channels_select", "selected_channel": "C1"}),
                choice("C1"),
            ),
            (
                json!({"type": "datepicker", "selected_date": "2026-10-01"}),
                choice("2026-10-01"),
            ),
            (
                json!({"type": "timepicker", "selected_time": "09:30", "timezone": "Europe/Berlin"}),
                choice("09:30"),
            ),
            (
                json!({"type": "datetimepicker", "selected_date_time": 1_790_000_000}),
                choice("1790000000"),
            ),
        ] {
            assert_eq!(one(&element), expected, "{element}");
        }
    }

    #[test]
    fn nothing_filled_in_is_no_field() {
        for element in [
            json!({"type": "plain_text_input", "value": null}),
            json!({"type": "plain_text_input"}),
            json!({"type": "static_select", "selected_option": null}),
            json!({"type": "checkboxes", "selected_options": []}),
            json!({"type": "users_select", "selected_user": null}),
            json!({"type": "timepicker", "selected_time": null, "timezone": "UTC"}),
            json!({"type": "hologram", "shape": null}),
            json!({"type": "plain_text_input", "value": null, "brand_new": true}),
        ] {
            assert_eq!(one(&element), None, "{element}");
        }
        assert_eq!(fields(&json!({})), Some(Fields::default()));
        assert_eq!(fields(&json!({"values": {}})), Some(Fields::default()));
    }

    #[test]
    fn a_filled_element_of_an_unknown_shape_is_never_dropped_silently() {
        let state = json!({"values": {"b": {"v": {"type": "rich_text_input", "rich_text_value": {"elements": []}}}}});
        assert_eq!(fields(&state), None);
    }

    #[test]
    fn two_elements_of_a_block_are_told_apart_by_their_actions() {
        let state = json!({"values": {"when": {
            "day": {"type": "datepicker", "selected_date": "2026-10-01"},
            "time": {"type": "timepicker", "selected_time": "09:30"}}}});
        let fields = fields(&state).unwrap();
        assert_eq!(
            (fields.choice("when.day"), fields.choice("when.time")),
            (Some("2026-10-01"), Some("09:30"))
        );
    }
}
