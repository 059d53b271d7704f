//! Other shapes of the same JSON: Slack adds fields when it likes, leaves out what its documentation calls optional, and
//! says `"team": null` of an org-wide install. An app must not mind.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Fields that Slack's own samples have and miss by turns.
const OPTIONAL: &[&str] = &[
    "enterprise",
    "is_enterprise_install",
    "context_team_id",
    "context_enterprise_id",
    "event_context",
    "is_ext_shared_channel",
    "authorizations",
    "response_urls",
    "app_installed_team_id",
    "team_domain",
    "user_name",
    "username",
    "domain",
    "cache_ts",
    "real_name_normalized",
    "display_name_normalized",
    "tz_label",
    "color",
    "updated",
    "who_can_share_contact_card",
    "response_metadata",
    "warning",
];

/// Another shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Every object has a field that nobody has heard of.
    Extra,
    /// Every field that may be missing is.
    Sparse,
    /// `team` is null and `enterprise` is not, as where an app is installed for a whole organisation.
    OrgWide,
}

impl Shape {
    /// The same in this shape.
    pub fn of(self, mut value: Value) -> Value {
        match self {
            Self::Extra => extra(&mut value),
            Self::Sparse => sparse(&mut value),
            Self::OrgWide => org_wide(&mut value),
        }
        value
    }
}

/// `values` and `errors` are maps from ids of the app's own: there an unknown key would be a lie.
fn extra(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, inner) in &mut *object {
                match key.as_str() {
                    "values" => {
                        let blocks = inner.as_object_mut().into_iter().flatten();
                        for (_, block) in blocks {
                            let elements = block.as_object_mut().into_iter().flatten();
                            elements.for_each(|(_, element)| extra(element));
                        }
                    }
                    "errors" | "metadata" => {}
                    _ => extra(inner),
                }
            }
            object.insert(
                "not_documented_yet".to_owned(),
                json!({"since": [2027, null]}),
            );
        }
        Value::Array(items) => items.iter_mut().for_each(extra),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn sparse(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|key, _| !OPTIONAL.contains(&key.as_str()));
            object.iter_mut().for_each(|(_, inner)| sparse(inner));
        }
        Value::Array(items) => items.iter_mut().for_each(sparse),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn org_wide(value: &mut Value) {
    let Some(object) = value.as_object_mut() else {
        return;
    };
    let enterprise = json!({"id": "E0STANDIN", "name": "Standin org"});
    if object.contains_key("team") {
        object.insert("team".to_owned(), Value::Null);
        object.insert("enterprise".to_owned(), enterprise.clone());
        object.insert("is_enterprise_install".to_owned(), json!(true));
    } else if object.contains_key("command") {
        object.insert("enterprise_id".to_owned(), enterprise["id"].clone());
        object.insert("enterprise_name".to_owned(), enterprise["name"].clone());
        object.insert("is_enterprise_install".to_owned(), json!("true"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_field_stands_everywhere_but_among_the_apps_own_ids() {
        let view = json!({"id": "V1", "state": {"values": {"to": {"v": {"value": "x"}}}}, "blocks": [{"type": "divider"}]});
        let shaped = Shape::Extra.of(view);
        for pointer in ["", "/state", "/blocks/0", "/state/values/to/v"] {
            let object = shaped.pointer(pointer).expect("it is there");
            assert!(
                object["not_documented_yet"].is_object(),
                "{pointer}: {object}"
            );
        }
        for pointer in ["/state/values", "/state/values/to"] {
            let object = shaped.pointer(pointer).expect("it is there");
            assert_eq!(object.as_object().expect("a map").len(), 1, "{pointer}");
        }
    }

    #[test]
    fn optional_fields_go_and_ids_stay() {
        let shaped =
            Shape::Sparse.of(json!({"user": {"id": "U1", "username": "a"}, "enterprise": null}));
        assert_eq!(shaped, json!({"user": {"id": "U1"}}));
    }

    #[test]
    fn an_org_wide_install_has_no_team() {
        let shaped = Shape::OrgWide
            .of(json!({"type": "shortcut", "team": {"id": "T1"}, "enterprise": null}));
        assert!(shaped["team"].is_null() && shaped["enterprise"]["id"].is_string());
        let shaped = Shape::OrgWide.of(json!({"command": "/x", "is_enterprise_install": "false"}));
        assert_eq!(shaped["is_enterprise_install"], "true");
    }
}
