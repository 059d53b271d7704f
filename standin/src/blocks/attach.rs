//! Attachments as Slack keeps them: empty fields left out, numbered from one, with a fallback.

use super::fill;
use crate::ids::Ids;
use serde_json::{Value, json};

/// Without what is empty: SDKs send `""` and `[]` for what was not set.
pub fn tidy(attachments: &mut Value) {
    for attachment in attachments.as_array_mut().into_iter().flatten() {
        if let Some(fields) = attachment.as_object_mut() {
            fields.retain(|_, value| !(value.is_null() || *value == "" || *value == json!([])));
        }
    }
}

/// Numbers them, and fills in their blocks and fallbacks.
pub fn keep(attachments: &Value, ids: &mut Ids) -> Vec<Value> {
    let mut kept = attachments.as_array().cloned().unwrap_or_default();
    for (n, attachment) in (1..).zip(&mut kept) {
        attachment["id"] = json!(n);
        if attachment["blocks"].is_array() {
            attachment["blocks"] = json!(fill(&attachment["blocks"], ids));
        }
        if attachment["fallback"].is_null() {
            let said = ["text", "title", "pretext"].map(|key| attachment[key].clone());
            let fallback = said.into_iter().find(Value::is_string);
            attachment["fallback"] = fallback.unwrap_or_else(|| json!("[no preview available]"));
        }
    }
    kept
}

/// The blocks of one.
pub fn blocks(attachment: &Value) -> &[Value] {
    attachment["blocks"].as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attachment_is_numbered_and_has_a_fallback() {
        let mut given =
            json!([{"text": "", "title": "T"}, {"blocks": [{"type": "divider"}], "fields": []}]);
        tidy(&mut given);
        assert_eq!(
            given,
            json!([{"title": "T"}, {"blocks": [{"type": "divider"}]}])
        );
        let kept = keep(&given, &mut Ids::new(1));
        assert_eq!(kept[0], json!({"title": "T", "id": 1, "fallback": "T"}));
        assert_eq!(
            (&kept[1]["id"], &kept[1]["fallback"]),
            (&json!(2), &json!("[no preview available]"))
        );
        assert!(blocks(&kept[1])[0]["block_id"].is_string());
    }
}
