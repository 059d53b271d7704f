//! What a client says under a field instead of sending the form. Nothing of it reaches the app.

use super::{facts, field::Field, shape};
use serde_json::Value;

impl Field<'_> {
    /// What a client says under the field instead of sending the form.
    pub(super) fn complaint(&self, state: &Value) -> Option<String> {
        if !self.is_input() {
            return None;
        }
        let value = &state[self.value_key()?];
        let nothing = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if nothing {
            let optional = self.block["optional"].as_bool().unwrap_or(false);
            return (!optional).then(|| "Please complete this required field.".to_owned());
        }
        let text = value.as_str().unwrap_or_default();
        match self.kind() {
            "plain_text_input" => self.length_complaint(text.chars().count()),
            "number_input" => self.number_complaint(text),
            "email_text_input" => {
                (!shape::is_email(text)).then(|| "Please enter a valid email address.".to_owned())
            }
            "url_text_input" => {
                (!shape::is_url(text)).then(|| "Please enter a valid URL.".to_owned())
            }
            _ => None,
        }
    }

    fn length_complaint(&self, count: usize) -> Option<String> {
        let limit = |key: &str| {
            self.element[key]
                .as_u64()
                .and_then(|n| usize::try_from(n).ok())
        };
        let max = limit("max_length").unwrap_or(facts::INPUT_LENGTH);
        let min = limit("min_length").unwrap_or(0);
        if count > max {
            return Some(format!("This has {} characters too many.", count - max));
        }
        (count < min).then(|| format!("This needs {} more characters.", min - count))
    }

    fn number_complaint(&self, text: &str) -> Option<String> {
        let number = text.parse::<f64>().ok().filter(|_| shape::is_decimal(text));
        let Some(number) = number else {
            return Some("Please enter a number.".to_owned());
        };
        if self.element["is_decimal_allowed"] != true && text.contains('.') {
            return Some("Please enter a whole number.".to_owned());
        }
        let bound = |key: &str| self.element[key].as_str()?.parse::<f64>().ok();
        if bound("min_value").is_some_and(|min| number < min) {
            let min = self.element["min_value"].as_str().unwrap_or_default();
            return Some(format!("Please enter a number of {min} or more."));
        }
        let max = self.element["max_value"].as_str().unwrap_or_default();
        bound("max_value")
            .is_some_and(|max| number > max)
            .then(|| format!("Please enter a number of {max} or less."))
    }
}

#[cfg(test)]
mod tests {
    use crate::blocks::state::fields;
    use serde_json::{Value, json};

    fn complaint(element: &Value, value: &str) -> Option<String> {
        let block = json!({"type": "input", "element": element});
        let field = fields(std::slice::from_ref(&block))[0];
        field.complaint(&json!({"value": value}))
    }

    #[test]
    fn a_number_is_held_against_its_bounds() {
        let element = json!({"type": "number_input", "is_decimal_allowed": false, "min_value": "-1", "max_value": "10"});
        for (typed, fits) in [
            ("-1", true),
            ("10", true),
            ("-2", false),
            ("11", false),
            ("1.5", false),
            ("ten", false),
            ("1e1", false),
        ] {
            assert_eq!(complaint(&element, typed).is_none(), fits, "{typed}");
        }
    }

    #[test]
    fn an_address_has_a_name_and_a_domain() {
        for (typed, fits) in [
            ("a@b.c", true),
            ("a@", false),
            ("@b", false),
            ("a b@c", false),
            ("a@b@c", false),
        ] {
            assert_eq!(
                complaint(&json!({"type": "email_text_input"}), typed).is_none(),
                fits,
                "{typed}"
            );
        }
    }
}
