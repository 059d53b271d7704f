//! One field that a person can fill in: what it starts with, what it takes, and what a client says of it.

use super::{facts, judge, shape};
use serde_json::{Map, Value, json};

/// An element with its block.
#[derive(Clone, Copy, Debug)]
pub struct Field<'v> {
    /// Its block.
    pub block: &'v Value,
    /// Itself.
    pub element: &'v Value,
}

impl<'v> Field<'v> {
    /// The block's id.
    pub fn block_id(&self) -> &'v str {
        self.block["block_id"].as_str().unwrap_or_default()
    }

    /// The element's id.
    pub fn action_id(&self) -> &'v str {
        self.element["action_id"].as_str().unwrap_or_default()
    }

    /// The element's type.
    pub fn kind(&self) -> &'v str {
        self.element["type"].as_str().unwrap_or_default()
    }

    /// It stands in an input block.
    pub fn is_input(&self) -> bool {
        self.block["type"] == "input"
    }

    /// The app looks for its options whenever somebody types.
    pub fn is_external(&self) -> bool {
        matches!(self.kind(), "external_select" | "multi_external_select")
    }

    /// The key of its value; `None` for buttons and menus.
    pub fn value_key(&self) -> Option<&'static str> {
        facts::kind(self.kind())?.value
    }

    /// Every option of it, groups flattened.
    pub fn options(&self) -> Vec<&'v Value> {
        let groups = self.element["option_groups"]
            .as_array()
            .into_iter()
            .flatten();
        let lists = groups
            .map(|group| &group["options"])
            .chain([&self.element["options"]]);
        lists.filter_map(Value::as_array).flatten().collect()
    }

    /// What it holds when the view opens; `here` is the conversation it was opened from, if it may stand in this field.
    pub(super) fn initial(&self, here: Option<&str>) -> Option<Value> {
        let key = self.value_key()?;
        let name = match key {
            "value" | "rich_text_value" => "initial_value".to_owned(),
            key => key.replacen("selected_", "initial_", 1),
        };
        let given = self
            .element
            .get(&name)
            .filter(|v| !v.is_null() && **v != "");
        let here = here.filter(|_| self.element["default_to_current_conversation"] == true);
        let value = match (given, here) {
            (Some(given), _) => given.clone(),
            (None, Some(here)) if is_list(key) => json!([here]),
            (None, Some(here)) => json!(here),
            (None, None) => empty(key),
        };
        Some(self.holding(value))
    }

    fn holding(&self, value: Value) -> Value {
        let mut state = Map::new();
        state.insert("type".into(), json!(self.kind()));
        state.insert(self.value_key().unwrap_or("value").into(), value);
        if let Some(zone) = self.element.get("timezone").filter(|v| !v.is_null()) {
            state.insert("timezone".into(), zone.clone());
        }
        Value::Object(state)
    }

    /// The state value for what a person put in, or a sentence why a client would not let them.
    pub(super) fn accept(&self, given: &Value) -> Result<Option<Value>, String> {
        let Some(key) = self.value_key() else {
            return Ok(None);
        };
        let given = &given[key];
        if given.is_null() || *given == "" {
            return Ok(Some(self.holding(empty(key))));
        }
        let value = match key {
            "selected_option" => self.option(given)?,
            "selected_options" => Value::Array(self.items(given, |item| self.option(item))?),
            "selected_date" => self.text(given, shape::is_date, "that is not a date")?,
            "selected_time" => self.text(given, shape::is_time, "that is not a time")?,
            "selected_date_time" if given.is_i64() => given.clone(),
            "selected_date_time" => return Err("that is not a time in seconds".to_owned()),
            "rich_text_value" => judge::check_rich_text(given).map(|()| given.clone())?,
            "files" => Value::Array(self.items(given, |file| {
                let known = file["id"].is_string();
                known
                    .then(|| file.clone())
                    .ok_or_else(|| "a file has an id".to_owned())
            })?),
            key if is_list(key) => {
                Value::Array(self.items(given, |item| self.text(item, |_| true, ""))?)
            }
            _ => self.text(given, |_| true, "")?,
        };
        Ok(Some(self.holding(value)))
    }

    fn text(&self, given: &Value, is: fn(&str) -> bool, says: &str) -> Result<Value, String> {
        let text = given.as_str();
        let text = text.ok_or_else(|| format!("{} takes words", self.action_id()))?;
        if is(text) {
            Ok(json!(text))
        } else {
            Err(says.to_owned())
        }
    }

    fn option(&self, wanted: &Value) -> Result<Value, String> {
        let known = self.options().into_iter();
        let at_first = self.element["initial_options"]
            .as_array()
            .into_iter()
            .flatten();
        let mut known = known
            .chain(at_first)
            .chain([&self.element["initial_option"]]);
        known
            .find(|option| option["value"] == wanted["value"] && option.is_object())
            .cloned()
            .ok_or_else(|| format!("{} has no such option", self.action_id()))
    }

    /// The items of a list, no more of them than the element lets a person pick.
    fn items(
        &self,
        given: &Value,
        read: impl Fn(&Value) -> Result<Value, String>,
    ) -> Result<Vec<Value>, String> {
        let items = given
            .as_array()
            .ok_or_else(|| format!("{} takes a list", self.action_id()))?;
        let most = ["max_selected_items", "max_files"]
            .iter()
            .find_map(|key| self.element[*key].as_u64());
        if most.is_some_and(|most| items.len() as u64 > most) {
            return Err(format!("{} takes fewer", self.action_id()));
        }
        items.iter().map(read).collect()
    }

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

/// A value that is a list.
fn is_list(key: &str) -> bool {
    key.ends_with('s')
}

/// What a field holds that nobody filled in.
fn empty(key: &str) -> Value {
    if is_list(key) { json!([]) } else { Value::Null }
}

/// Every element that stands in these blocks, in the order a person sees them.
pub fn fields(blocks: &[Value]) -> Vec<Field<'_>> {
    let mut all = Vec::new();
    for block in blocks {
        let found = |key: &str| block[key].as_array().into_iter().flatten();
        let mut add = |element| all.push(Field { block, element });
        match block["type"].as_str() {
            Some("actions" | "context_actions") => found("elements").for_each(add),
            Some("card") => found("actions").for_each(add),
            Some("section") => block.get("accessory").into_iter().for_each(add),
            Some("input") => block.get("element").into_iter().for_each(&mut add),
            Some("carousel") => all.extend(nested(block, "elements")),
            Some("container") => all.extend(nested(block, "child_blocks")),
            _ => {}
        }
    }
    all
}

fn nested<'v>(block: &'v Value, key: &str) -> Vec<Field<'v>> {
    block[key].as_array().map_or(Vec::new(), |b| fields(b))
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn every_field_can_be_emptied_and_keeps_its_shape() {
        for kind in facts::kinds().filter(|kind| kind.value.is_some()) {
            let block = json!({"type": "input", "element": {"type": kind.name}});
            let field = fields(std::slice::from_ref(&block))[0];
            let at_first = field.initial(None);
            assert_eq!(
                field.accept(&json!({})),
                Ok(at_first.clone()),
                "{}",
                kind.name
            );
            assert!(at_first.is_some_and(|state| state["type"] == kind.name));
        }
    }
}
